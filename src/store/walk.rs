//! How is everything in a store read, compared and carried to another one? Page by page, in one order
//! for every engine, so that equal stores give equal sums.

use std::collections::BTreeMap;

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};

use crate::domain::state::records::Record;

use super::{
    audit_chain::{Hash, Head, Sealed},
    codec,
    embedded::engine::{OnProgress, Progress},
    rules::{self, Entry},
};

/// Rows of a page at most.
pub(super) const PAGE: usize = 500;

/// The bytes of a key and of a value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);
/// An entry of a list: the list and the id in it.
pub(super) type Listed = (Vec<u8>, Vec<u8>);
/// A deadline: milliseconds since 1970 and the key of the record.
pub(super) type Deadline = (i64, Vec<u8>);

/// Some rows of one kind, in the order of their keys. An inbox is named by its party alone.
#[derive(Clone, Debug)]
pub(super) enum Page {
    /// Key and value.
    Records(Vec<Pair>),
    /// Inbox and the highest sequence ever given in it.
    Inboxes(Vec<(Vec<u8>, u64)>),
    /// Inbox, sequence, value.
    Notifications(Vec<(Vec<u8>, u64, Vec<u8>)>),
    /// The name of a chain and some of its entries.
    Audit(String, Vec<Sealed>),
}

/// A store at rest, being read. What cannot be read is told in words.
#[async_trait]
pub(super) trait Source: Send {
    async fn records(&mut self, after: &[u8]) -> Result<Vec<Pair>, String>;
    async fn inboxes(&mut self, after: &[u8]) -> Result<Vec<(Vec<u8>, u64)>, String>;
    async fn notifications(
        &mut self,
        after: Option<(&[u8], u64)>,
    ) -> Result<Vec<(Vec<u8>, u64, Vec<u8>)>, String>;
    /// The audit chains that have entries, with their ends, in any order.
    async fn chains(&mut self) -> Result<Vec<(String, Head)>, String>;
    async fn audit(&mut self, chain: &str, after: u64) -> Result<Vec<Sealed>, String>;
    /// How many of these are not there.
    async fn absent(&mut self, lists: Vec<Listed>, due: Vec<Deadline>) -> Result<u64, String>;
    /// How many entries of lists and how many deadlines there are.
    async fn derived(&mut self) -> Result<(u64, u64), String>;
}

/// A store being filled. Lists and deadlines it makes itself.
#[async_trait]
pub(super) trait Target: Send {
    async fn write(&mut self, page: Page) -> Result<(), String>;
}

/// How much there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Records of all kinds.
    pub records: u64,
    /// Inboxes that ever had a notification.
    pub inboxes: u64,
    /// Notifications that are kept.
    pub notifications: u64,
    /// Entries of lists.
    pub listed: u64,
    /// Deadlines.
    pub deadlines: u64,
    /// Audit chains with an entry.
    pub chains: u64,
    /// Entries in them.
    pub audit: u64,
}

/// What a store holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Content {
    /// How much.
    pub counts: Counts,
    /// SHA-256 over all of it but the versions of records, which belong to one store.
    pub sum: Hash,
    /// What does not fit together; empty when all is sound.
    pub problems: Vec<String>,
}

/// A walk through a store.
struct Walk<'i, 't> {
    counts: Counts,
    sum: Sha256,
    problems: Vec<String>,
    into: Option<&'i mut dyn Target>,
    tell: &'t OnProgress,
    /// Entries of the lists that were found missing.
    absent: u64,
    /// By inbox, the highest sequence: as many as there are parties.
    highest: BTreeMap<Vec<u8>, u64>,
}

/// Reads a whole store, checks that its parts fit together, and writes it into another when there is
/// one.
///
/// # Errors
/// Why it cannot be read or written. What is wrong inside is among the problems.
pub(super) async fn walk(
    from: &mut dyn Source,
    into: Option<&mut dyn Target>,
    tell: &OnProgress,
) -> Result<Content, String> {
    let (counts, problems, highest) = Default::default();
    let mut walk = Walk { counts, sum: Sha256::new(), problems, into, tell, absent: 0, highest };
    walk.records(from).await?;
    walk.inboxes(from).await?;
    walk.notifications(from).await?;
    walk.chains(from).await?;
    walk.derived(from).await?;
    let Walk { counts, sum, problems, .. } = walk;
    Ok(Content { counts, sum: sum.finalize().into(), problems })
}

impl Walk<'_, '_> {
    async fn records(&mut self, from: &mut dyn Source) -> Result<(), String> {
        let mut after = Vec::new();
        loop {
            let page = from.records(&after).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after.clone_from(last);
            let (mut lists, mut due) = (Vec::new(), Vec::new());
            for (key, value) in &page {
                self.counts.records += 1;
                self.add(b"record", &[key, plain(value)]);
                match codec::parse_key(key).and_then(|_| codec::read_record(value)) {
                    Ok((_, record)) => derive(key, &record, &mut lists, &mut due),
                    Err(error) => self.problem(format!("record {}: {error}", self.counts.records)),
                }
            }
            self.counts.listed += lists.len() as u64;
            self.counts.deadlines += due.len() as u64;
            self.absent += from.absent(lists, due).await?;
            self.pass("records", self.counts.records, Page::Records(page)).await?;
        }
    }

    async fn inboxes(&mut self, from: &mut dyn Source) -> Result<(), String> {
        let mut after = Vec::new();
        loop {
            let page = from.inboxes(&after).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after.clone_from(last);
            for (inbox, highest) in &page {
                self.counts.inboxes += 1;
                self.add(b"inbox", &[inbox, &highest.to_be_bytes()]);
                self.highest.insert(inbox.clone(), *highest);
            }
            self.pass("inboxes", self.counts.inboxes, Page::Inboxes(page)).await?;
        }
    }

    async fn notifications(&mut self, from: &mut dyn Source) -> Result<(), String> {
        let mut after: Option<(Vec<u8>, u64)> = None;
        loop {
            let behind = after.as_ref().map(|(inbox, sequence)| (inbox.as_slice(), *sequence));
            let page = from.notifications(behind).await?;
            if page.is_empty() {
                return Ok(());
            }
            for (inbox, sequence, value) in &page {
                self.counts.notifications += 1;
                self.add(b"notification", &[inbox, &sequence.to_be_bytes(), value]);
                // What is kept of an inbox is its end: no sequence is left out.
                let follows = match &after {
                    Some((of, before)) if of == inbox => *sequence == before + 1,
                    _ => true,
                };
                if !follows {
                    self.problem(format!("an inbox has a gap before its sequence {sequence}"));
                }
                let highest = self.highest.get(inbox).copied().unwrap_or_default();
                if *sequence > highest {
                    self.problem(format!(
                        "an inbox counted to {highest}, but holds notification {sequence}"
                    ));
                }
                if let Err(error) = codec::read_notification(value) {
                    self.problem(format!("a notification {sequence}: {error}"));
                }
                after = Some((inbox.clone(), *sequence));
            }
            let done = self.counts.notifications;
            self.pass("notifications", done, Page::Notifications(page)).await?;
        }
    }

    async fn chains(&mut self, from: &mut dyn Source) -> Result<(), String> {
        let mut chains = from.chains().await?;
        chains.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (name, end) in chains {
            self.counts.chains += 1;
            let mut head = Head::default();
            loop {
                let page = from.audit(&name, head.position).await?;
                if page.is_empty() {
                    break;
                }
                for sealed in &page {
                    self.counts.audit += 1;
                    let position = sealed.position.to_be_bytes();
                    self.add(
                        b"audit",
                        &[name.as_bytes(), &position, &sealed.hash, &sealed.encoded],
                    );
                    if let Err(problem) = head.verify(sealed) {
                        self.problem(format!("audit chain {name}: {problem}"));
                        head = Head { position: sealed.position, hash: sealed.hash };
                    }
                }
                self.pass("audit entries", self.counts.audit, Page::Audit(name.clone(), page))
                    .await?;
            }
            if head != end {
                self.problem(format!(
                    "audit chain {name} ends at {}, but {} is noted as its end",
                    head.position, end.position
                ));
            }
        }
        Ok(())
    }

    /// Lists and deadlines follow the records, and nothing else stands among them.
    async fn derived(&mut self, from: &mut dyn Source) -> Result<(), String> {
        if self.absent > 0 {
            self.problem(format!("{} entries of lists and deadlines are missing", self.absent));
        }
        let found = from.derived().await?;
        let follow = (self.counts.listed, self.counts.deadlines);
        if found != follow {
            let text = format!(
                "there are {} entries of lists and {} deadlines, but the records give {} and {}",
                found.0, found.1, follow.0, follow.1
            );
            self.problem(text);
        }
        Ok(())
    }

    async fn pass(&mut self, stage: &'static str, done: u64, page: Page) -> Result<(), String> {
        (self.tell)(Progress { stage, done, total: 0 });
        match &mut self.into {
            Some(target) => target.write(page).await,
            None => Ok(()),
        }
    }

    /// Every part with its length, so that no two contents run into the same bytes.
    fn add(&mut self, kind: &[u8], parts: &[&[u8]]) {
        for part in std::iter::once(&kind).chain(parts) {
            self.sum.update((part.len() as u64).to_be_bytes());
            self.sum.update(part);
        }
    }

    fn problem(&mut self, text: String) {
        /// More than these say nothing new.
        const MOST: usize = 50;
        if self.problems.len() < MOST {
            self.problems.push(text);
        }
    }
}

/// A stored record without its version.
fn plain(value: &[u8]) -> &[u8] {
    value.get(9..).unwrap_or(value)
}

/// The lists and the deadline that hang on a record.
pub(super) fn derive(
    key: &[u8],
    record: &Record,
    lists: &mut Vec<Listed>,
    due: &mut Vec<Deadline>,
) {
    for entry in rules::entries(record) {
        match entry {
            Entry::Listed(list, id) => {
                lists.push((codec::list_prefix(&list), id.as_bytes().to_vec()));
            }
            Entry::Due(at) => due.push((at.0, key.to_vec())),
        }
    }
}
