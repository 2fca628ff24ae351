//! Does the audit log hold, entry by entry, from its first one to the last? Every chain of it, each
//! compared with what was kept elsewhere.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    str::FromStr,
};

use crate::{
    domain::audit::AuditEntry,
    server::checkpoints::Checkpoint,
    store::{Head, Sealed, Store, audit_chain::Hash},
};

use super::{audit::failed, audit_lines, errors::CliError};

/// Entries read at once.
const PAGE: usize = 1_000;

/// What to do with a log that is not as it should be.
const EVIDENCE: &str = "keep everything as it is, it is evidence";

/// A head, and of which chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NamedHead {
    pub(super) chain: String,
    pub(super) head: Head,
}

impl FromStr for NamedHead {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (chain, head) = text.split_once('/').unwrap_or(("", text));
        Ok(Self { chain: chain.to_owned(), head: head.parse()? })
    }
}

/// What is done with an entry that verifies: its chain, the hash before it, itself, what it says.
pub(super) type Each<'a> =
    &'a mut (dyn FnMut(&str, &Hash, &Sealed, &AuditEntry) -> Result<(), CliError> + Send);

/// A walk along every chain.
#[derive(Default)]
pub(super) struct Walks(BTreeMap<String, Walk>);

/// A walk along one of them.
#[derive(Default)]
struct Walk {
    /// Whether the log has this chain at all.
    begun: bool,
    head: Head,
    /// By position: the hash, and who says so.
    anchors: BTreeMap<u64, Vec<(Hash, String)>>,
    checkpoints: usize,
}

/// What stands before a text about one of several chains.
fn of(chain: &str) -> String {
    if chain.is_empty() { String::new() } else { format!("{chain}: ") }
}

impl Walks {
    pub(super) fn anchor(&mut self, chain: &str, head: Head, said_by: String) {
        let walk = self.0.entry(chain.to_owned()).or_default();
        walk.anchors.entry(head.position).or_default().push((head.hash, said_by));
    }

    pub(super) fn checkpoint(&mut self, checkpoint: &Checkpoint) {
        self.anchor(&checkpoint.chain, checkpoint.head, checkpoint.to_string());
        self.0.entry(checkpoint.chain.clone()).or_default().checkpoints += 1;
    }

    fn step(&mut self, chain: &str, sealed: &Sealed) -> Result<AuditEntry, CliError> {
        let walk = self.0.entry(chain.to_owned()).or_default();
        walk.begun = true;
        walk.step(sealed).map_err(|what| failed(format!("{}{what}; {EVIDENCE}", of(chain))))
    }

    /// Walks along every chain of a store.
    pub(super) async fn store(
        &mut self,
        store: &dyn Store,
        each: Each<'_>,
    ) -> Result<(), CliError> {
        for chain in store.chains().await.map_err(failed)? {
            let mut head = Head::default();
            self.0.entry(chain.name.clone()).or_default().begun = true;
            loop {
                let page =
                    store.audit_of(&chain.name, head.position, PAGE).await.map_err(failed)?;
                let Some(last) = page.last() else { break };
                let next = Head { position: last.position, hash: last.hash };
                for sealed in &page {
                    let entry = self.step(&chain.name, sealed)?;
                    each(&chain.name, &head.hash, sealed, &entry)?;
                    head.hash = sealed.hash;
                }
                head = next;
            }
            // A broker may have written more since; it has not written less.
            if head.position < chain.head.position {
                return Err(failed(format!(
                    "{}the log ends at entry {}, but the store knows entry {}: entries were cut \
                     off; {EVIDENCE}",
                    of(&chain.name),
                    head.position,
                    chain.head.position
                )));
            }
        }
        Ok(())
    }

    /// Walks along an export. What lies before the first line of a chain is not known, so anchors
    /// there say nothing.
    pub(super) fn lines(&mut self, export: &Path) -> Result<(), CliError> {
        let file = File::open(export).map_err(|e| failed(format!("{}: {e}", export.display())))?;
        for (place, line) in BufReader::new(file).lines().enumerate() {
            let at = |what: &str| failed(format!("{}:{}: {what}", export.display(), place + 1));
            let line = line.map_err(|error| at(&error.to_string()))?;
            let (chain, before, sealed) = audit_lines::read(&line).map_err(at)?;
            let walk = self.0.entry(chain.clone()).or_default();
            if !walk.begun {
                walk.head = before;
                walk.anchors = walk.anchors.split_off(&sealed.position);
                walk.checkpoints = walk.anchors.values().map(Vec::len).sum();
            }
            self.step(&chain, &sealed)?;
        }
        Ok(())
    }

    /// Where every chain ended, with its name as it stands before a text.
    pub(super) fn ends(&self) -> Vec<(String, u64)> {
        self.0.iter().map(|(chain, walk)| (of(chain), walk.head.position)).collect()
    }

    /// What to tell at the end.
    pub(super) fn finish(self) -> Result<String, CliError> {
        let mut said: Vec<String> = Vec::new();
        for (chain, walk) in &self.0 {
            let lines = walk.finish(chain);
            said.push(lines.map_err(|what| failed(format!("{}{what}; {EVIDENCE}", of(chain))))?);
        }
        if said.is_empty() {
            said.push(Walk::default().finish("").map_err(failed)?);
        }
        Ok(said.join("\n"))
    }
}

impl Walk {
    fn step(&mut self, sealed: &Sealed) -> Result<AuditEntry, String> {
        let entry = self.head.verify(sealed).map_err(|problem| problem.to_string())?;
        for (hash, said_by) in self.anchors.get(&sealed.position).into_iter().flatten() {
            if *hash != sealed.hash {
                return Err(format!(
                    "audit entry {} is not the one that {said_by} knows: the log was cut off and \
                     written anew before it",
                    sealed.position
                ));
            }
        }
        Ok(entry)
    }

    fn finish(&self, chain: &str) -> Result<String, String> {
        if let Some((position, (_, said_by))) =
            self.anchors.last_key_value().and_then(|(position, all)| Some((position, all.first()?)))
            && *position > self.head.position
        {
            return Err(format!(
                "the log ends at entry {}, but {said_by} knows entry {position}: entries were cut off",
                self.head.position
            ));
        }
        let named = if chain.is_empty() { String::new() } else { format!("{chain}/") };
        let (name, position, head) = (of(chain), self.head.position, self.head);
        let mut said = format!("{name}{position} audit entries verify; head {named}{head}");
        if self.checkpoints > 0 {
            said += &format!("\n{name}{} checkpoints agree", self.checkpoints);
        }
        Ok(said)
    }
}
