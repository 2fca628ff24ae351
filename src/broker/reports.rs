//! GetIndicators. The first question about a quarter counts it and the three before it, through the
//! whole store page by page; every later one reads what was kept.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    covenant::{Commissioner, Covenant, Covenants, Organisation, Partner},
    domain::{
        model::{
            audit::AuditEntry,
            party::{AreaCode, Party},
            report::{
                Quarter, Report, ReportKey,
                counts::{LEFT, NOBODY, Words},
            },
            ticket::Ticket,
            time::Time,
        },
        rules::{
            access::Permit,
            indicators::{Areas, Asked, Tally, around, year},
        },
        state::{
            effects::Effects,
            keys::{Key, Kind, Version},
            loaded::{Loaded, Needs},
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
        let (covenant, sees) = seen(&covenants, permit.party());
        let asked = Asked {
            sees,
            key: ReportKey {
                covenant: covenant.map(|c| c.id().to_owned()).unwrap_or_default(),
                quarter,
            },
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

/// Of which areas a party sees figures, and by which covenant.
fn seen<'c>(covenants: &'c Covenants, party: &Party) -> (Option<&'c Covenant>, Areas) {
    let Party::Office(office) = party else { return (None, Areas::None) };
    let Some(covenant) = covenants.of_office(office) else { return (None, Areas::None) };
    if covenant.may_report(office) {
        let all = covenant.areas().map(|area| area.code.clone()).collect();
        return (Some(covenant), Areas::All(all));
    }
    match covenant.own_figures(office) {
        own if own.is_empty() => (None, Areas::None),
        own => (Some(covenant), Areas::Own(own)),
    }
}

/// By what a covenant divides.
fn words_of(covenant: &Covenant) -> Words {
    let organisations = || covenant.organisations();
    let kinds: BTreeSet<String> = organisations().map(|one| one.kind.clone()).collect();
    let targets: BTreeSet<String> = organisations()
        .flat_map(|one| {
            // A district's organisation may be a target in another district.
            let both = matches!(one.commissioner, Commissioner::District(_));
            let here = [Some(true), both.then_some(false)].into_iter().flatten();
            here.map(|here| target_of(one, here))
        })
        .collect();
    let care = organisations().filter(|one| one.partner == Partner::Care).map(|one| one.oin);
    let implying = covenant.categories().filter(|category| category.implies_nuisance);
    Words {
        areas: covenant.areas().map(|area| area.code.clone()).collect(),
        kinds: kinds.into_iter().collect(),
        categories: covenant.categories().map(|category| category.code.to_string()).collect(),
        nuisance: implying.map(|category| category.code.to_string()).collect(),
        targets: targets.into_iter().collect(),
        care: care.collect(),
    }
}

/// What an organisation is as a target: its kind, and who commissions it. `here` says whether the
/// district that does is the family's own.
fn target_of(organisation: &Organisation, here: bool) -> String {
    let commissioner = match &organisation.commissioner {
        Commissioner::District(_) if here => "own-district",
        Commissioner::District(_) => "other-district",
        Commissioner::CityRegion => "city-region",
        Commissioner::City => "city",
        Commissioner::Nobody => "nobody",
    };
    format!("{}_{commissioner}", organisation.kind)
}

/// The same of the target of a ticket.
fn target(covenant: &Covenant, ticket: &Ticket) -> String {
    let Some(oin) = &ticket.facts.target else { return NOBODY.to_owned() };
    let Some(organisation) = covenant.organisation(oin) else { return LEFT.to_owned() };
    let here = organisation.commissioner == Commissioner::District(ticket.area().clone());
    target_of(organisation, here)
}

async fn keep(
    store: &dyn Records,
    covenants: &Covenants,
    key: ReportKey,
    clock: &Clock,
) -> Result<(), StoreError> {
    let Some(covenant) = covenants.named(&key.covenant) else { return Ok(()) };
    let era = store.era();
    let name = |quarter| Key::Report(ReportKey { covenant: key.covenant.clone(), quarter });
    // A year and the quarter before it, oldest first: what was told of them is not told otherwise.
    let mut quarters: Vec<Quarter> =
        std::iter::successors(Some(key.quarter), |quarter| quarter.previous())
            .take(year::QUARTERS + 1)
            .collect();
    quarters.reverse();
    let names: Vec<Key> = quarters.iter().copied().map(name).collect();
    let kept = store.load(&names).await?;
    let kept = |quarter| match kept.get(&name(quarter)) {
        Some(Record::Report(report)) => Some(Report::clone(report)),
        _ => None,
    };
    let earlier = if quarters.len() > year::QUARTERS { kept(quarters.remove(0)) } else { None };
    let words = words_of(covenant);
    let mut tallies: Vec<Tally> =
        quarters.iter().map(|quarter| Tally::new(*quarter, words.clone())).collect();
    count_into(store, covenant, &words, &mut tallies).await?;
    let parties = u32::try_from(covenant.organisations().len()).unwrap_or(u32::MAX);
    let now: Time = clock.now();
    let mut reports: Vec<Report> = Vec::new();
    for tally in &tallies {
        let before = reports.last().or(earlier.as_ref());
        let counted = || tally.report(covenant.reference(), parties, now, before);
        let report = kept(tally.quarter()).unwrap_or_else(counted);
        reports.push(report);
    }
    year::add(&tallies, &mut reports, earlier.as_ref());
    let audit = AuditEntry {
        at: now,
        actor: None,
        action: "QuarterCounted".to_owned(),
        result: "OK".to_owned(),
        ground: covenant.reference(),
        subjects: Vec::new(),
    };
    reports.retain(|report| kept(report.quarter).is_none());
    let new = || reports.iter().map(|report| name(report.quarter));
    let expect = new().map(|name| (name, Version::ABSENT)).collect();
    let put = new().zip(reports.iter().cloned().map(Box::new).map(Record::Report)).collect();
    let effects = Effects { put, ..Effects::default() };
    match store.commit_in(era, Change { expect, effects, audit, asked: None }).await {
        // Another broker on the same store was faster: what it kept is what is told.
        Ok(()) | Err(CommitError::Conflict | CommitError::Spent(_)) => Ok(()),
        Err(CommitError::Store(error)) => Err(error),
    }
}

/// Goes through everything that is counted, once for all quarters.
async fn count_into(
    store: &dyn Records,
    covenant: &Covenant,
    words: &Words,
    tallies: &mut [Tally],
) -> Result<(), StoreError> {
    for kind in [Kind::Signal, Kind::Involvement, Kind::Match, Kind::Case, Kind::Ticket] {
        let mut after = None;
        loop {
            let page = store.scan(kind, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            let beside = beside(store, words, &page).await?;
            for (_, record) in &page {
                tallies.iter_mut().for_each(|tally| add(covenant, record, &beside, tally));
            }
            // A long count leaves room for everybody else.
            tokio::task::yield_now().await;
        }
    }
    Ok(())
}

/// What is looked at beside a page of records.
async fn beside(
    store: &dyn Records,
    words: &Words,
    page: &[(Key, Record)],
) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    loop {
        let keys = page.iter().flat_map(|(_, record)| around::needed(record, words, &loaded));
        let needs = Needs::missing(&loaded, keys.collect(), Vec::new());
        if needs.is_empty() {
            return Ok(loaded);
        }
        loaded.extend(store.load(&needs.keys).await?);
    }
}

fn add(covenant: &Covenant, record: &Record, beside: &Loaded, tally: &mut Tally) {
    match record {
        Record::Involvement(involvement) => tally.involvement(involvement, beside),
        Record::Match(matched) => {
            // A match lies in the area of who joined.
            let joiner = matched.parties.first();
            if let Some(joiner) = joiner.and_then(|joiner| beside.involvement(joiner.involvement)) {
                tally.matched(matched, joiner);
            }
        }
        Record::Case(case) => tally.case(case, beside),
        Record::Ticket(ticket) => tally.ticket(ticket, &target(covenant, ticket)),
        Record::Signal(signal) => {
            let sender = covenant.organisation(&signal.sender);
            tally.signal(signal, sender.map_or(LEFT, |sender| sender.kind.as_str()));
        }
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
        | Record::Roster(_)
        | Record::Assignments(_)
        | Record::KeyChecks(_) => {}
    }
}
