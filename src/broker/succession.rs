//! May other covenants take the place of those in force? Not when open work would be left under names
//! that they do not know. What they give another name follows, record by record, and what is open at an
//! office with nobody in it goes to who acts for it.

use std::{
    fmt::Write as _,
    sync::{Arc, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::Subject,
            party::{OfficeId, Party},
            roster::{Name, Roster},
        },
        rules::{
            acknowledging,
            context::Context,
            forwarding,
            succession::{self, Stranded, Successors, Work},
        },
        state::{
            keys::{Key, Kind},
            loaded::{Loaded, Needs},
            lookup::Lookup as _,
            records::Record,
        },
    },
    store::{Store, StoreError},
};

use super::{Broker, Failure, act::Act};

/// Records, or notifications of an inbox, that are read at once.
const PAGE: usize = 500;

/// No decision that began under the former covenants is still under way after this.
const UNDER_WAY: Duration = Duration::from_secs(20);

/// The kinds of records that hold names of a covenant.
pub(super) const HOLDERS: [Kind; 6] =
    [Kind::Case, Kind::Ticket, Kind::Signal, Kind::Objection, Kind::Match, Kind::Involvement];

/// Most names of stranded work that are told; the others are counted.
const TOLD_MOST: usize = 40;

/// Why covenants do not take force.
#[derive(Debug, thiserror::Error)]
pub enum NotInForce {
    /// Open work would be left where nobody reaches it; a line for each name.
    #[error("{0}")]
    Stranded(String),
    /// What stands cannot be read.
    #[error("what stands in the store cannot be compared with the covenant: {0}")]
    Store(#[from] StoreError),
}

/// What stands in a store under names that covenants do not know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// Has nothing in its place.
    pub stranded: Stranded,
    /// How many records follow to another name.
    pub following: u64,
    /// How many messages do.
    pub forwarded: u64,
}

impl Standing {
    /// Counts a record.
    pub(super) fn add(&mut self, record: &Record, covenants: &Covenants) {
        for held in succession::stranded(record, covenants) {
            *self.stranded.entry(held).or_default() += 1;
        }
        self.following += u64::from(succession::follows(record, covenants));
    }

    /// Counts the messages that wait for an office which the covenants do not have, or with nobody in it.
    pub(super) fn add_messages(&mut self, office: &OfficeId, waiting: u64, covenants: &Covenants) {
        match Successors::office(covenants, office) {
            _ if waiting == 0 => {}
            Some(_) => self.forwarded += waiting,
            None => {
                self.stranded.insert((Name::Office(office.clone()), Work::Message), waiting);
            }
        }
    }

    /// What would be left behind and what to write into the file, in lines; `None` when nothing would.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        if self.stranded.is_empty() {
            return None;
        }
        let mut text = "open work would be left where nobody reaches it:".to_owned();
        let mut names: Vec<&Name> = self.stranded.keys().map(|(name, _)| name).collect();
        names.dedup();
        for name in names.iter().take(TOLD_MOST) {
            let of = self.stranded.iter().filter(|((of, _), _)| of == *name);
            let counts: Vec<String> =
                of.map(|((_, work), count)| format!("{count} {}", work.words(*count))).collect();
            let _ = write!(text, "\n  {name}: {}", counts.join(", "));
        }
        if let Some(more) = names.len().checked_sub(TOLD_MOST).filter(|more| *more > 0) {
            let _ = write!(text, "\n  and {more} names more");
        }
        let organisation = |name: &&Name| matches!(name, Name::Organisation(_));
        if !names.iter().all(organisation) {
            text.push_str(
                "\nsay where it goes: formerly = [\"the former name\"] in the [[office]], [[district]] or \
                 [[category]] that takes its place, or keep the name until nothing is open under it",
            );
        }
        if names.iter().any(organisation) {
            text.push_str(
                "\nkeep an organisation in the file until its involvements have ended and its tickets, \
                 cases and objections are settled: nothing takes the place of its number",
            );
        }
        Some(text)
    }
}

/// What stands in a store under names that covenants do not know. `before` are names that were known
/// last, besides those that the store keeps; a broker with the same names has nothing to compare, and
/// one that never kept any looks at everything.
///
/// # Errors
/// The store is failing.
pub async fn standing(
    store: &dyn Store,
    covenants: &Covenants,
    before: Roster,
) -> Result<Standing, StoreError> {
    let kept = store.scan(Kind::Roster, None, PAGE).await?;
    let never = kept.is_empty();
    let known = kept.into_iter().fold(before, |known, (_, record)| match record {
        Record::Roster(kept) => known.with(*kept),
        _ => known,
    });
    let mut standing = Standing::default();
    if !never && known.gives_way_to(&covenants.roster()) {
        return Ok(standing);
    }
    for kind in HOLDERS {
        let mut after = None;
        loop {
            let page = store.scan(kind, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            for (_, record) in &page {
                standing.add(record, covenants);
            }
        }
    }
    for office in &known.offices {
        if Successors::office(covenants, office).as_ref() == Some(office) {
            continue;
        }
        standing.add_messages(office, not_acknowledged(store, office).await?, covenants);
    }
    Ok(standing)
}

/// How many messages of an office nobody has acknowledged.
async fn not_acknowledged(store: &dyn Store, office: &OfficeId) -> Result<u64, StoreError> {
    let inbox = Party::Office(office.clone());
    let last = store.last_sequence(&inbox).await?;
    let loaded = store.load(&forwarding::keys_to_forward(&inbox)).await?;
    Ok(last.saturating_sub(acknowledging::passed_by_all(&loaded, &inbox)))
}

impl Broker {
    /// Compares the covenants with what stands, before anything is served under them; lets work follow
    /// that they give another name, and keeps their names for the next time.
    ///
    /// # Errors
    /// Open work would be stranded, or the store is failing.
    pub async fn take_force(&self) -> Result<Standing, NotInForce> {
        let covenants = self.covenant();
        let begun = Instant::now();
        let standing = self.compare(&covenants, Roster::default()).await?;
        // Somebody who waits for a start should see what takes the time.
        let milliseconds = begun.elapsed().as_millis();
        tracing::info!(milliseconds, "the covenant was compared with what stands in the store");
        self.let_follow(&standing, &covenants).await.map_err(store_error)?;
        self.keep_names().await.map_err(store_error)?;
        for broker in self.others_differ().await? {
            tracing::warn!(
                %broker,
                "this broker was last started with covenants of other names: give all brokers of one \
                 database the same files, and start them again"
            );
        }
        Ok(standing)
    }

    /// The other brokers on this store that were last started with covenants of other names. While both
    /// run, what one of them writes may stand under a name that the other does not know.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn others_differ(&self) -> Result<Vec<String>, StoreError> {
        let (own, roster) = (self.store.chain(), self.covenant().roster());
        let kept = self.store.scan(Kind::Roster, None, PAGE).await?;
        let others = kept.into_iter().filter_map(|entry| match entry {
            (Key::Roster(chain), Record::Roster(kept)) if &*chain != own && *kept != roster => {
                Some(chain.into())
            }
            _ => None,
        });
        Ok(others.collect())
    }

    /// Puts other covenants in force, if no open work is stranded by that, and lets work follow that
    /// they give another name. Decisions under way finish under the former ones, so what follows is
    /// looked for once more by the sweeper before the names are kept, when nothing can be under way any more.
    ///
    /// # Errors
    /// Open work would be stranded, or the store is failing: the former ones stay in force.
    pub async fn succeed(&self, covenants: Arc<Covenants>) -> Result<Standing, NotInForce> {
        let before = self.covenant().roster();
        let standing = self.compare(&covenants, before.clone()).await?;
        if before == covenants.roster() {
            self.replace_covenant(covenants);
            return Ok(standing);
        }
        self.replace_covenant(covenants.clone());
        *self.unsettled() = Some(Instant::now() + UNDER_WAY);
        if let Err(error) = self.let_follow(&standing, &covenants).await {
            tracing::error!(%error, "work has not followed to its new names yet; trying again");
        }
        Ok(standing)
    }

    async fn compare(&self, covenants: &Covenants, before: Roster) -> Result<Standing, NotInForce> {
        let standing = standing(&*self.store, covenants, before).await?;
        match standing.refusal() {
            Some(refusal) => Err(NotInForce::Stranded(refusal)),
            None => Ok(standing),
        }
    }

    /// Lets work follow that came under a former name while another covenant took force, and keeps the
    /// names. Nothing to do when that was done.
    ///
    /// # Errors
    /// The store is failing; the next time it is tried again.
    pub async fn settle_names(&self) -> Result<(), StoreError> {
        // Once the names are kept, nothing that stands under a former one is looked for any more.
        if !self.unsettled().is_some_and(|until| until <= Instant::now()) {
            return Ok(());
        }
        let covenants = self.covenant();
        let standing = standing(&*self.store, &covenants, Roster::default()).await?;
        if let Some(left) = standing.refusal() {
            // By a decision that was under way: the covenant is in force, and somebody must know.
            tracing::error!("{left}");
        }
        self.let_follow(&standing, &covenants).await.map_err(of_store)?;
        self.keep_names().await.map_err(of_store)?;
        *self.unsettled() = None;
        Ok(())
    }

    fn unsettled(&self) -> MutexGuard<'_, Option<Instant>> {
        self.unsettled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets everything follow that stands under a former name. Broken off at any moment, it goes on
    /// where it was: what has followed is not found again.
    async fn let_follow(&self, standing: &Standing, covenants: &Covenants) -> Result<(), Failure> {
        if standing.following > 0 {
            tracing::info!(records = standing.following, "work follows to its new names");
            for kind in HOLDERS {
                self.follow_all(kind, covenants).await?;
            }
        }
        for (from, to) in covenants.handed_on() {
            self.forward(&Party::Office(from), &Party::Office(to)).await?;
        }
        Ok(())
    }

    async fn follow_all(&self, kind: Kind, covenants: &Covenants) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let page = self.store.scan(kind, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (key, _) in page.iter().filter(|(_, record)| succession::follows(record, covenants))
            {
                self.follow(key, covenants).await?;
            }
        }
    }

    async fn follow(&self, key: &Key, covenants: &Covenants) -> Result<(), Failure> {
        let act = Act::of_broker("CovenantSuccession", super::sweep::subject(key));
        let needs = |loaded: &Loaded| Needs::missing(loaded, vec![key.clone()], Vec::new());
        let decide = |ctx: &mut Context<'_>| {
            succession::follow(ctx, key, covenants);
            Ok(())
        };
        self.act(act, needs, decide).await
    }

    async fn forward(&self, from: &Party, to: &Party) -> Result<(), Failure> {
        loop {
            let loaded = self.store.load(&forwarding::keys_to_forward(from)).await?;
            let passed = acknowledging::passed_by_all(&loaded, from);
            let read = self.store.read_inbox(from, passed, PAGE).await?;
            if read.is_empty() {
                return Ok(());
            }
            let subject = Subject::Inbox(from.clone(), passed);
            let act = Act::of_broker("CovenantSuccession", vec![subject]);
            let needs = |loaded: &Loaded| {
                Needs::missing(loaded, forwarding::keys_to_forward(from), Vec::new())
            };
            let decide = |ctx: &mut Context<'_>| forwarding::forward(ctx, (from, to), &read);
            self.act(act, needs, decide).await?;
        }
    }

    /// Keeps what the covenants name, for the comparison when others come.
    async fn keep_names(&self) -> Result<(), Failure> {
        let roster = self.covenant().roster();
        let key = Key::Roster(self.store.chain().into());
        let act = Act::of_broker("CovenantInForce", Vec::new());
        let needs = |loaded: &Loaded| Needs::missing(loaded, vec![key.clone()], Vec::new());
        let decide = |ctx: &mut Context<'_>| {
            let new = Record::Roster(Box::new(roster.clone()));
            if ctx.facts.get(&key) != Some(&new) {
                ctx.effects.put.push((key.clone(), new));
            }
            Ok(())
        };
        self.act(act, needs, decide).await
    }
}

fn store_error(failure: Failure) -> NotInForce {
    NotInForce::Store(of_store(failure))
}

/// An act of the broker itself is refused by nothing but the store.
pub(super) fn of_store(failure: Failure) -> StoreError {
    match failure {
        Failure::Store(error) => error,
        Failure::Contention | Failure::Refused(_) => StoreError::Unavailable(failure.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::{broker::Clock, covenant::Covenant, store::memory::MemoryStore};

    /// The covenant that is shipped, as it is and with another name for one office.
    fn covenants() -> [Arc<Covenants>; 2] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
        let place = tempfile::tempdir().expect("a directory");
        let [file, parties] = ["amsterdam-2009.toml", "amsterdam-organisations.toml"];
        fs::copy(from.join(parties), place.path().join(parties)).expect("copied");
        let text = fs::read_to_string(from.join(file)).expect("it is shipped");
        let id = "id = \"coordinator-oostzee\"\n";
        let renamed = text.replace("\"coordinator-zeeburg\"", "\"coordinator-oostzee\"");
        let renamed = renamed.replace(id, &format!("{id}formerly = [\"coordinator-zeeburg\"]\n"));
        [text, renamed].map(|text| {
            fs::write(place.path().join(file), text).expect("written");
            let read = Covenant::load(&place.path().join(file)).expect("total");
            Arc::new(Covenants::from(read))
        })
    }

    /// Once the names are kept nothing is looked for any more, and a decision of before may still be writing
    /// under a former name.
    #[tokio::test]
    async fn names_are_kept_only_when_nothing_can_be_under_way_any_more() {
        let [before, after] = covenants();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let broker = Broker::new(store.clone(), before.clone(), Clock::System);
        broker.take_force().await.expect("nothing stands yet");
        let kept = || async {
            match store.scan(Kind::Roster, None, PAGE).await.expect("in memory").pop() {
                Some((_, Record::Roster(kept))) => *kept,
                other => panic!("no names are kept: {other:?}"),
            }
        };
        assert_eq!(kept().await, before.roster());
        broker.succeed(after.clone()).await.expect("the office has another name");
        broker.settle_names().await.expect("in memory");
        assert_eq!(kept().await, before.roster(), "something may be under way");
        assert!(broker.unsettled().is_some_and(|until| until > Instant::now()));

        *broker.unsettled() = Some(Instant::now());
        broker.settle_names().await.expect("in memory");
        assert_eq!(kept().await, after.roster());
        assert!(broker.unsettled().is_none(), "it is looked for once");
    }
}
