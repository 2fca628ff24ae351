//! Whom does an act ask about, and may its caller ask? The count itself is kept by the store, at the
//! commit; here is what an installation says, and what was learned of callers since the start.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    domain::{
        model::{
            audit::Subject,
            budget::{Limits, Span, Spent, Terms},
            ids::InvolvementId,
            party::{Oin, Party},
            person::Pseudonym,
            time::{Day, Time},
        },
        rules::{
            access::{Asks, Caller},
            budget::{Asked, CaseLoad, payer},
        },
        state::{
            keys::{Key, Kind},
            lists::List,
            lookup::Lookup,
            records::Record,
            tallies::Tally,
        },
    },
    store::{Records, StoreError},
};

use super::{Broker, act::Act};

/// How long a case load is taken as it was counted: an hour in milliseconds.
const LOAD_KEPT_MS: i64 = 3_600_000;

/// Records in memory at once while a case load is counted.
const PAGE: usize = 500;

/// The lookup budgets of all callers.
#[derive(Default)]
pub(super) struct Lookups {
    pub(super) terms: Terms,
    known: Mutex<BTreeMap<Who, Known>>,
    /// Case loads are counted one by one.
    counting: Arc<tokio::sync::Mutex<()>>,
    refused: AtomicU64,
    withdrawn: AtomicU64,
    /// In thousandths.
    most_used: AtomicU64,
}

/// Whose budget: a party's, or that of a person of it who signed in.
type Who = (Party, Option<Box<str>>);

/// What was learned of a caller since the start.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The case load, and when it was counted.
    load: Option<(Time, u64)>,
    /// Until when its budget is spent.
    spent_until: Option<Time>,
}

impl Lookups {
    pub(super) fn new(terms: Terms) -> Self {
        Self { terms, ..Self::default() }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Who, Known>> {
        self.known.lock().expect("nothing panics while it holds what is known")
    }

    fn limits(&self, caller: &Party, now: Time) -> Limits {
        let load = self.known().get(&(caller.clone(), None)).and_then(|known| known.load);
        let fresh = load.filter(|(at, _)| now.0.saturating_sub(at.0) < LOAD_KEPT_MS);
        self.terms.limits(fresh.map_or(0, |(_, load)| load))
    }

    /// Whom an act asks about, when it asks at all.
    pub(super) fn asked(&self, act: &Act<'_>, now: Time) -> Option<Asked> {
        let (caller, asks) = (act.actor?, act.call?.asks());
        if asks == Asks::Nobody || !self.terms.enabled {
            return None;
        }
        let person = |subject: &Subject| match subject {
            Subject::Person(pseudonym) => Some(*pseudonym),
            _ => None,
        };
        let persons: Vec<Pseudonym> = act.subjects.iter().filter_map(person).collect();
        if persons.is_empty() {
            return None;
        }
        let importing =
            matches!(&caller.party, Party::Organisation(oin) if self.terms.importing.contains(oin));
        let limited = asks == Asks::Counted && !importing;
        let payer = payer(caller);
        let limits = limited.then(|| self.limits(&payer, now));
        let asked = Asked::new(payer, persons, now, limits);
        Some(match caller.person() {
            None => asked,
            // Whatever the organisation brings in, a person types by hand.
            Some(person) => {
                let own = (asks == Asks::Counted).then(|| self.terms.signed_in());
                asked.by_person(person, own)
            }
        })
    }

    /// What counts once more when an act withdraws a registration.
    pub(super) fn withdrawn(
        &self,
        act: &Act<'_>,
        persons: &[Pseudonym],
        now: Time,
    ) -> Option<Asked> {
        let caller = act.actor?;
        if persons.is_empty() || !self.terms.enabled {
            return None;
        }
        let asked = Asked::new(payer(caller), persons.to_vec(), now, None);
        let asked = match caller.person() {
            None => asked,
            Some(person) => asked.by_person(person, None),
        };
        Some(Asked { anew: true, ..asked })
    }

    /// Tells the operator of a withdrawal that counts double.
    pub(super) fn was_withdrawn(&self, act: &Act<'_>) {
        self.withdrawn.fetch_add(1, Ordering::Relaxed);
        if let Some(caller) = act.actor.map(|caller| &caller.party) {
            tracing::warn!(%caller, "a registration was withdrawn soon after it was made");
        }
    }

    /// Whether a caller was refused a short time ago and may be so still.
    fn may_be_spent(&self, caller: &Caller, now: Time) -> bool {
        let known = self.known();
        let until = |person| {
            let known = known.get(&(payer(caller), person))?;
            known.spent_until
        };
        let own = caller.person().and_then(|person| until(Some(person.into())));
        [own, until(None)].into_iter().flatten().any(|until| now < until)
    }

    fn refused(&self, caller: &Caller, spent: &Spent, now: Time) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        let wait = i64::try_from(spent.wait_ms).unwrap_or(i64::MAX);
        let person = caller.person().filter(|_| spent.of_person).map(Box::from);
        let who = (payer(caller), person);
        self.known().entry(who).or_default().spent_until = Some(now.plus_ms(wait));
    }
}

impl Broker {
    /// Whether the budget of the caller is known to be spent, before anything is looked up: how
    /// long the refusal takes must not tell whether there is something to find. The first refusal
    /// of a caller at this broker is the store's, at the commit.
    pub(super) async fn spent_before(&self, act: &Act<'_>) -> Result<Option<Spent>, StoreError> {
        let now = self.clock.now();
        let Some(caller) = act.actor else { return Ok(None) };
        if !self.lookups.may_be_spent(caller, now) {
            return Ok(None);
        }
        let Some(asked) = self.lookups.asked(act, now) else { return Ok(None) };
        let keys: Vec<Key> = asked.keys().collect();
        let loaded = self.store.load(&keys).await?;
        let stored: Vec<Option<Record>> = keys.iter().map(|key| loaded.get(key).cloned()).collect();
        Ok(asked.count(&stored).err())
    }

    /// What is to be done when the budget of a caller is spent: nothing, when its case load turns
    /// out to allow for more; then it is tried again. Else true: it is refused.
    pub(super) async fn is_refused(
        &self,
        act: &Act<'_>,
        spent: &Spent,
        now: Time,
    ) -> Result<bool, StoreError> {
        let Some(caller) = act.actor else { return Ok(true) };
        // What a person may ask does not grow with the case load of the organisation.
        if !spent.of_person {
            let payer = payer(caller);
            if let Party::Organisation(oin) = &payer {
                self.count_case_load(*oin, now).await?;
            }
            let limits = self.lookups.limits(&payer, now);
            let limit = match spent.span {
                Span::Hour => limits.hour,
                Span::Day => limits.day,
            };
            if limit > spent.limit {
                return Ok(false);
            }
        }
        self.lookups.refused(caller, spent, now);
        Ok(true)
    }

    /// Counts the persons with whom an organisation is involved, unless that was done a short time ago.
    /// Goes on when the caller has gone away, so that the next question finds it.
    async fn count_case_load(&self, oin: Oin, now: Time) -> Result<(), StoreError> {
        let lookups = self.lookups.clone();
        let store = self.store.clone();
        let done = tokio::spawn(async move {
            let _turn = lookups.counting.lock().await;
            let party = (Party::Organisation(oin), None);
            let known = lookups.known().get(&party).and_then(|known| known.load);
            if known.is_some_and(|(at, _)| now.0.saturating_sub(at.0) < LOAD_KEPT_MS) {
                return Ok(());
            }
            let until = lookups.terms.counted_until(now.day());
            let load = case_load(&*store, oin, until).await?;
            lookups.known().entry(party).or_default().load = Some((now, load));
            Ok(())
        });
        done.await.unwrap_or_else(|ended| Err(StoreError::Failed(ended.to_string())))
    }

    /// What the budgets look like from here, for the metrics page: name, help, value.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
    pub fn lookup_figures(&self) -> [(&'static str, &'static str, f64); 3] {
        let lookups = &self.lookups;
        let number = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64;
        [
            (
                "lookup_budget_used_ratio",
                "of the caller that used most of its persons a day; more than 1 when it is over",
                number(&lookups.most_used) / 1000.0,
            ),
            (
                "lookup_budget_refused",
                "requests refused since the start because a budget was spent",
                number(&lookups.refused),
            ),
            (
                "lookup_budget_withdrawn_soon",
                "registrations withdrawn soon since the start: they count double",
                number(&lookups.withdrawn),
            ),
        ]
    }

    /// Looks how much of its day each caller has used, for the metrics page.
    ///
    /// # Errors
    /// The store is failing.
    pub(super) async fn look_at_budgets(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let (today, mut after, mut most) = (now.day(), None, 0);
        loop {
            let page = self.store.scan(Kind::Tally, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            for (key, record) in &page {
                if let (Key::Tally(of), Record::Tally(Tally { in_day, .. })) = (key, record)
                    && of.day == today
                    && of.person.is_none()
                {
                    let limit = self.lookups.limits(&of.caller, now).day.max(1);
                    most = most.max(in_day.saturating_mul(1000) / limit);
                }
            }
        }
        self.lookups.most_used.store(most, Ordering::Relaxed);
        Ok(())
    }
}

/// The persons with whom an organisation has been involved since this day or longer.
async fn case_load(store: &dyn Records, oin: Oin, until: Day) -> Result<u64, StoreError> {
    let (list, mut after, mut load) = (List::Involvements(oin), None, CaseLoad::until(until));
    loop {
        let ids = store.list(&list, after, PAGE).await?;
        let Some(last) = ids.last() else { return Ok(load.persons()) };
        after = Some(*last);
        let ids: Vec<_> = ids.into_iter().map(InvolvementId).collect();
        let keys: Vec<Key> = ids.iter().copied().map(Key::Involvement).collect();
        let loaded = store.load(&keys).await?;
        ids.iter().filter_map(|id| loaded.involvement(*id)).for_each(|own| load.add(own));
    }
}
