//! GetIndicators. The first question about a quarter counts it, through the whole store page by
//! page; every later one reads what was kept.

use std::sync::Arc;

use crate::{
    covenant::{Covenant, Covenants, Partner},
    domain::{
        model::{
            audit::AuditEntry,
            party::{AreaCode, Oin, Party},
            report::{Quarter, Report, ReportKey},
            time::Time,
        },
        rules::{
            access::Permit,
            indicators::{Asked, Sender, Tally},
        },
        state::{
            effects::Effects,
            keys::{Key, Kind, Version},
            loaded::Needs,
            lookup::Lookup,
            records::Record,
        },
    },
    store::{Change, CommitError, Records, StoreError},
};

use super::{Broker, Clock, Failure, act::Act};

/// Records in memory at once.
const PAGE: usize = 500;

impl Broker {
    /// Steering information about a quarter that has ended.
    ///
    /// # Errors
    /// The covenant does not let the caller ask, or the question is wrong; see [`Asked::check`]. Or
    /// the store is failing.
    pub async fn indicators(
        &self,
        permit: &Permit,
        quarter: Quarter,
        areas: Vec<AreaCode>,
    ) -> Result<Report, Failure> {
        let covenants = self.covenant.load_full();
        let covenant = match permit.party() {
            Party::Office(office) => covenants.of_office(office).filter(|c| c.may_report(office)),
            Party::Organisation(_) => None,
        };
        let asked = Asked {
            may: covenant.is_some(),
            key: ReportKey {
                covenant: covenant.map(|c| c.id().to_owned()).unwrap_or_default(),
                quarter,
            },
            known: covenant.map(areas_of).unwrap_or_default(),
            areas,
        };
        let key = Key::Report(asked.key.clone());
        let right = asked.check(self.clock.now()).is_ok();
        if right && self.store.load(std::slice::from_ref(&key)).await?.get(&key).is_none() {
            self.count(&covenants, &asked.key).await?;
        }
        let report = self
            .drive(
                Act::of(permit, Vec::new()),
                |loaded| Needs::missing(loaded, vec![key.clone()], Vec::new()),
                |ctx| asked.answer(ctx.facts, ctx.now),
            )
            .await?;
        report.ok_or(Failure::Contention)
    }

    /// Counts a quarter and keeps what may be told. Goes on when the caller has gone away, so that
    /// the next question finds it; one after the other, so that a quarter is counted once.
    async fn count(&self, covenants: &Arc<Covenants>, key: &ReportKey) -> Result<(), StoreError> {
        let (counting, covenants) = (self.counting.clone(), covenants.clone());
        let (store, clock, key) = (self.store.clone(), self.clock.clone(), key.clone());
        let done = tokio::spawn(async move {
            let _turn = counting.lock().await;
            let name = Key::Report(key.clone());
            if store.load(std::slice::from_ref(&name)).await?.get(&name).is_some() {
                return Ok(());
            }
            keep(&*store, &covenants, key, &clock).await
        });
        done.await.unwrap_or_else(|ended| Err(StoreError::Failed(ended.to_string())))
    }
}

fn areas_of(covenant: &Covenant) -> Vec<AreaCode> {
    covenant.areas().map(|area| area.code.clone()).collect()
}

async fn keep(
    store: &dyn Records,
    covenants: &Covenants,
    key: ReportKey,
    clock: &Clock,
) -> Result<(), StoreError> {
    let Some(covenant) = covenants.named(&key.covenant) else { return Ok(()) };
    let era = store.era();
    let tally = counted(store, covenant, key.quarter).await?;
    let parties = u32::try_from(covenant.organisations().len()).unwrap_or(u32::MAX);
    let now: Time = clock.now();
    let report = tally.report(covenant.reference(), parties, now);
    let audit = AuditEntry {
        at: now,
        actor: None,
        action: "QuarterCounted".to_owned(),
        result: "OK".to_owned(),
        ground: covenant.reference(),
        subjects: Vec::new(),
    };
    let name = Key::Report(key);
    let expect = vec![(name.clone(), Version::ABSENT)];
    let effects =
        Effects { put: vec![(name, Record::Report(Box::new(report)))], ..Effects::default() };
    match store.commit_in(era, Change { expect, effects, audit, asked: None }).await {
        // Another broker on the same store was faster: what it kept is what is told.
        Ok(()) | Err(CommitError::Conflict | CommitError::Spent(_)) => Ok(()),
        Err(CommitError::Store(error)) => Err(error),
    }
}

/// Goes through everything that is counted, once.
async fn counted(
    store: &dyn Records,
    covenant: &Covenant,
    quarter: Quarter,
) -> Result<Tally, StoreError> {
    let mut tally = Tally::new(quarter, areas_of(covenant));
    for kind in [Kind::Signal, Kind::Involvement, Kind::Match, Kind::Case, Kind::Ticket] {
        let mut after = None;
        loop {
            let page = store.scan(kind, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            add(store, covenant, &page, &mut tally).await?;
            // A long count leaves room for everybody else.
            tokio::task::yield_now().await;
        }
    }
    Ok(tally)
}

async fn add(
    store: &dyn Records,
    covenant: &Covenant,
    page: &[(Key, Record)],
    tally: &mut Tally,
) -> Result<(), StoreError> {
    // A match lies in the area of who joined.
    let joiner = |record: &Record| match record {
        Record::Match(matched) => matched.parties.first().map(|joiner| joiner.involvement),
        _ => None,
    };
    let joiners: Vec<Key> =
        page.iter().filter_map(|(_, record)| joiner(record)).map(Key::Involvement).collect();
    let joiners = store.load(&joiners).await?;
    for (_, record) in page {
        match record {
            Record::Involvement(involvement) => tally.involvement(involvement),
            Record::Match(matched) => {
                if let Some(joiner) = joiner(record).and_then(|id| joiners.involvement(id)) {
                    tally.matched(matched, joiner);
                }
            }
            Record::Case(case) => {
                let rules = covenant.case_rules(&case.family.category, &case.family.area);
                let implied = rules.is_some_and(|rules| rules.implies_nuisance);
                tally.case(case, case.family.nuisance || implied);
            }
            Record::Ticket(ticket) => tally.ticket(ticket),
            Record::Signal(signal) => tally.signal(signal, sender(covenant, signal.sender)),
            Record::Person(_)
            | Record::Receipt(_)
            | Record::Inbox(_)
            | Record::Cursor(_)
            | Record::Objection(_)
            | Record::Destruction(_)
            | Record::Report(_)
            | Record::Tally(_)
            | Record::Asked(_)
            | Record::Session(_)
            | Record::Roster(_) => {}
        }
    }
    Ok(())
}

/// To which group of partners an organisation belongs.
fn sender(covenant: &Covenant, oin: Oin) -> Sender {
    match covenant.organisation(&oin).map(|organisation| organisation.partner) {
        Some(Partner::Care) => Sender::Care,
        Some(Partner::NonCare) => Sender::NonCare,
        Some(Partner::Judiciary) => Sender::Judiciary,
        None => Sender::Left,
    }
}
