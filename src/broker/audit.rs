//! ListAuditEntries, VerifyAuditChain: the audit log for whoever checks it. Reading is an entry of it.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            refusal::Refusal,
            time::Day,
        },
        rules::{access::Permit, listing},
        state::loaded::Needs,
    },
    store::{Chain, audit_chain::Head},
};

use super::{Broker, Failure, Page, act::Act};

/// Most entries of the audit log that one answer looks through; the next page goes on behind them.
const LOOK_THROUGH: usize = 20_000;

/// Entries read from the store at a time.
const BATCH: usize = 1_000;

/// How far a chain was verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Up to where it is whole.
    pub to: Head,
    /// Where it ends.
    pub head: Head,
    /// What is wrong after that; `None` when nothing was found.
    pub problem: Option<String>,
    /// Its name.
    pub chain: String,
    /// The names of all chains.
    pub chains: Vec<String>,
}

/// A part of a chain, and which chains there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entries {
    /// The entries, each with its place.
    pub page: Page<(u64, AuditEntry)>,
    /// The name of the chain that was read.
    pub chain: String,
    /// The names of all chains.
    pub chains: Vec<String>,
}

/// A place in a chain as that of an entry on a page. It says of which chain: the next page may be asked of
/// another broker, whose own chain is another one.
fn listed(chain: &str, position: u64) -> Uuid {
    Uuid::from_u64_pair(mark(chain), position)
}

/// By what a chain is known in a place.
fn mark(chain: &str) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(Sha256::digest(chain.as_bytes()));
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// From where a chain is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// From a place in the chain that is named.
    At(u64),
    /// From one on a page, which says of which chain it is.
    Listed(Option<Uuid>),
}

/// The covenant whose auditor calls.
fn audited<'a>(covenants: &'a Covenants, permit: &Permit) -> Result<&'a Covenant, Refusal> {
    let office = permit.office()?;
    let own = covenants.of_office(office).filter(|covenant| covenant.is_auditor(office));
    own.ok_or(Refusal::NotAllowed)
}

/// An entry as the auditor of one covenant sees it, when it is any business of that covenant: what its
/// parties did, and what the broker did by itself. With several covenants it does not say on what the
/// broker acted: that may be a family of another one.
fn seen(covenants: &Covenants, own: &Covenant, mut entry: AuditEntry) -> Option<AuditEntry> {
    match &entry.actor {
        Some(actor) => own.has(&actor.party).then_some(entry),
        None => {
            if covenants.all().nth(1).is_some() {
                entry.subjects.clear();
            }
            Some(entry)
        }
    }
}

impl Broker {
    /// Entries of a chain behind a place, of the parties to the covenant of the calling auditor and
    /// of the broker itself. A place says of which chain it is.
    ///
    /// # Errors
    /// Not an auditor, no such chain; or the store is failing.
    pub async fn list_audit_entries(
        &self,
        permit: &Permit,
        chain: &str,
        filter: &listing::Entries,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Entries, Failure> {
        let covenants = self.covenant();
        let (chain, chains) =
            self.open_log(permit, &covenants, chain, Place::Listed(after)).await?;
        let covenant = audited(&covenants, permit)?;
        let mut place = match (after, filter.from) {
            (Some(after), _) => after.as_u64_pair().1,
            (None, Some(from)) => self.before_day(&chain, from).await?,
            (None, None) => 0,
        };
        let listed = |position| listed(&chain.name, position);
        let (mut entries, mut read, mut later) = (Vec::new(), 0, 0);
        let next = 'found: loop {
            let sealed = self.store.audit_of(&chain.name, place, BATCH).await?;
            let last_of_chain = sealed.len() < BATCH;
            for one in sealed {
                if entries.len() == limit {
                    break 'found Some(listed(place));
                }
                place = one.position;
                let Some(entry) = one.entry() else { continue };
                // One entry of a clock that ran ahead says nothing of those behind it.
                let is_later = filter.to.is_some_and(|to| entry.at.day() > to.plus_days(1));
                later = if is_later { later + 1 } else { 0 };
                if filter.picks(&entry)
                    && let Some(entry) = seen(&covenants, covenant, entry)
                {
                    entries.push((listed(one.position), (one.position, entry)));
                }
            }
            read += BATCH;
            if last_of_chain || later >= LOOK_THROUGH {
                break None;
            }
            if read >= LOOK_THROUGH {
                break Some(listed(place));
            }
        };
        Ok(Entries { page: Page { entries, next }, chain: chain.name, chains })
    }

    /// Verifies a chain from a place on, as far as one answer goes.
    ///
    /// # Errors
    /// Not an auditor, no such chain; or the store is failing.
    pub async fn verify_audit_chain(
        &self,
        permit: &Permit,
        chain: &str,
        after: Head,
    ) -> Result<Verified, Failure> {
        let covenants = self.covenant();
        let from = Place::At(after.position);
        let (chain, chains) = self.open_log(permit, &covenants, chain, from).await?;
        let (mut to, mut problem, mut read) = (after, None, 0);
        while problem.is_none() && to.position < chain.head.position && read < LOOK_THROUGH {
            let sealed = self.store.audit_of(&chain.name, to.position, BATCH).await?;
            read += BATCH;
            if sealed.is_empty() {
                problem = Some(format!("audit entry {} is missing", to.position + 1));
            }
            // Entries that came meanwhile are for the next answer.
            for one in sealed.iter().take_while(|one| one.position <= chain.head.position) {
                if let Err(found) = to.verify(one) {
                    problem = Some(found.to_string());
                    break;
                }
            }
        }
        let at_the_end = to.position >= chain.head.position;
        if problem.is_none() && at_the_end && to != chain.head {
            problem = Some(format!("the hash after audit entry {} is another one", to.position));
        }
        Ok(Verified { to, head: chain.head, problem, chain: chain.name, chains })
    }

    /// Enters into the log that it is read, by whom and from where; a refusal too. Gives the chain
    /// that is asked for, as it was before, and the names of all.
    async fn open_log(
        &self,
        permit: &Permit,
        covenants: &Covenants,
        name: &str,
        from: Place,
    ) -> Result<(Chain, Vec<String>), Failure> {
        let (marked, position) = match from {
            Place::At(position) => (None, position),
            Place::Listed(None) => (None, 0),
            Place::Listed(Some(place)) => {
                let (mark, position) = place.as_u64_pair();
                (Some(mark), position)
            }
        };
        let chains = self.store.chains().await?;
        let is_it = |chain: &&Chain| match marked {
            // A token of an earlier release, which said nothing of a chain.
            Some(0) => chain.name == self.store.chain(),
            Some(marked) => {
                mark(&chain.name) == marked && [chain.name.as_str(), ""].contains(&name)
            }
            None if name.is_empty() => chain.name == self.store.chain(),
            None => chain.name == name,
        };
        let chain = chains.iter().find(is_it).cloned();
        let rule = "must be the name of a chain, as VerifyAuditChain lists them";
        let chain = self
            .drive(
                Act::of(permit, vec![Subject::AuditLog(position)]),
                |_| Needs::default(),
                |_| {
                    audited(covenants, permit)?;
                    chain.clone().ok_or_else(|| Refusal::field("chain", rule))
                },
            )
            .await?;
        Ok((chain, chains.into_iter().map(|chain| chain.name).collect()))
    }

    /// The place before the first entry of a day, or of a later one: by halves, for entries stand in
    /// the order of time, but for those of a clock that was wrong. So many of them in a row are seen
    /// through: what counts is the latest of a batch.
    async fn before_day(&self, chain: &Chain, day: Day) -> Result<u64, Failure> {
        let (mut low, mut high) = (0, chain.head.position);
        while low < high {
            let middle = low + (high - low) / 2;
            let before = (middle + 1).saturating_sub(BATCH as u64).max(low);
            let read = usize::try_from(middle + 1 - before).unwrap_or(BATCH);
            let found = self.store.audit_of(&chain.name, before, read).await?;
            let days = found.iter().filter_map(|one| Some(one.entry()?.at.day()));
            let earlier = days.max().is_some_and(|latest| latest < day);
            if earlier { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }
}
