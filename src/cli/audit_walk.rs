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
    domain::model::audit::AuditEntry,
    server::checkpoints::Checkpoint,
    store::{AuditLog, Head, Sealed, audit_chain::Hash},
};

use super::{
    audit::failed,
    audit_lines,
    errors::CliError,
    texts::{fill, say},
};

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
    /// By position.
    anchors: BTreeMap<u64, Vec<Anchor>>,
}

/// What was kept elsewhere of an entry.
struct Anchor {
    hash: Hash,
    said_by: String,
    signed: bool,
}

/// What stands before a text about one of several chains.
fn of(chain: &str) -> String {
    if chain.is_empty() { String::new() } else { format!("{chain}: ") }
}

/// What is wrong with a chain, and what to do with it.
fn kept(chain: &str, what: &str) -> CliError {
    failed(format!("{}{what}; {}", of(chain), say(EVIDENCE)))
}

impl Walks {
    pub(super) fn head(&mut self, of: &NamedHead) {
        let said_by = say("the head given").to_owned();
        self.anchor(
            &of.chain,
            of.head.position,
            Anchor { hash: of.head.hash, said_by, signed: false },
        );
    }

    pub(super) fn checkpoint(&mut self, checkpoint: &Checkpoint) {
        let (Head { position, hash }, said_by) = (checkpoint.head, checkpoint.to_string());
        self.anchor(&checkpoint.chain, position, Anchor { hash, said_by, signed: true });
    }

    fn anchor(&mut self, chain: &str, position: u64, anchor: Anchor) {
        let walk = self.0.entry(chain.to_owned()).or_default();
        walk.anchors.entry(position).or_default().push(anchor);
    }

    /// The chain of a directory has no name, and a conversion gives it one or takes it away. What is
    /// said of a chain that is not there holds for the one with that very entry: its hash stands for
    /// everything before it.
    fn renamed(&mut self, chain: &str, sealed: &Sealed) -> Vec<Anchor> {
        let converted = |name: &str| name.is_empty() || chain.is_empty();
        let gone = self.0.iter_mut().filter(|(name, walk)| !walk.begun && converted(name));
        let said = gone.filter_map(|(_, walk)| walk.anchors.get_mut(&sealed.position));
        said.flat_map(|said| said.extract_if(.., |anchor| anchor.hash == sealed.hash)).collect()
    }

    fn step(&mut self, chain: &str, sealed: &Sealed) -> Result<AuditEntry, CliError> {
        let renamed = self.renamed(chain, sealed);
        let walk = self.0.entry(chain.to_owned()).or_default();
        if !renamed.is_empty() {
            walk.anchors.entry(sealed.position).or_default().extend(renamed);
        }
        walk.begun = true;
        walk.step(sealed).map_err(|what| kept(chain, &what))
    }

    /// Walks along every chain of a store.
    pub(super) async fn store(
        &mut self,
        store: &dyn AuditLog,
        each: Each<'_>,
    ) -> Result<(), CliError> {
        let chains = store.chains().await.map_err(failed)?;
        for chain in &chains {
            self.0.entry(chain.name.clone()).or_default().begun = true;
        }
        for chain in chains {
            let mut head = Head::default();
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
                let cut =
                    "the log ends at entry {}, but the store knows entry {}: entries were cut off";
                return Err(kept(&chain.name, &fill(cut, &[&head.position, &chain.head.position])));
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
            // An export that was copied with an editor of Windows begins with its mark.
            let line = line.strip_prefix('\u{feff}').filter(|_| place == 0).unwrap_or(&line);
            let (chain, before, sealed) = audit_lines::read(line).map_err(|what| at(say(what)))?;
            let walk = self.0.entry(chain.clone()).or_default();
            if !walk.begun {
                walk.head = before;
                walk.anchors = walk.anchors.split_off(&sealed.position);
            }
            self.step(&chain, &sealed)?;
        }
        if !self.0.values().any(|walk| walk.begun) {
            let empty = "{}: is empty, and an export holds at least the entry of itself: it was not made \
                         whole, or was cut off; export again";
            return Err(failed(fill(empty, &[&export.display()])));
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
        // What was said of a chain without entries was found in another.
        for (chain, walk) in self.0.iter().filter(|(_, walk)| walk.begun || walk.latest().is_some())
        {
            let lines = walk.finish(chain);
            said.push(lines.map_err(|what| kept(chain, &what))?);
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
        for Anchor { hash, said_by, .. } in self.anchors.get(&sealed.position).into_iter().flatten()
        {
            if *hash != sealed.hash {
                let anew = "audit entry {} is not the one that {} knows: the log was cut off and written \
                            anew before it";
                return Err(fill(anew, &[&sealed.position, said_by]));
            }
        }
        Ok(entry)
    }

    /// The last entry that was kept elsewhere.
    fn latest(&self) -> Option<(u64, &Anchor)> {
        self.anchors.iter().rev().find_map(|(position, all)| Some((*position, all.first()?)))
    }

    fn finish(&self, chain: &str) -> Result<String, String> {
        if let Some((position, Anchor { said_by, .. })) = self.latest()
            && position > self.head.position
        {
            let cut = "the log ends at entry {}, but {} knows entry {}: entries were cut off";
            return Err(fill(cut, &[&self.head.position, said_by, &position]));
        }
        let named = if chain.is_empty() { String::new() } else { format!("{chain}/") };
        let (name, position, head) = (of(chain), self.head.position, self.head);
        let verified = "{} audit entries verify; head {}";
        let mut said = name.clone() + &fill(verified, &[&position, &format!("{named}{head}")]);
        let checkpoints = self.anchors.values().flatten().filter(|anchor| anchor.signed).count();
        if checkpoints > 0 {
            said += &format!("\n{name}{}", fill("{} checkpoints agree", &[&checkpoints]));
        }
        Ok(said)
    }
}
