//! Are the counts of a quarter right, through a store that is larger than a page, and counted once?

#![allow(missing_docs, unreachable_pub, dead_code)]

#[path = "conformance/make.rs"]
mod make;

#[path = "support/equations.rs"]
mod equations;

#[path = "indicators/town.rs"]
mod town;

#[path = "indicators/across.rs"]
mod across;

#[path = "indicators/kept.rs"]
mod kept;

use std::sync::{Arc, atomic::AtomicI64};

use verwijspunt::{
    broker::{Broker, Clock, Failure},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            involvement::Involvement,
            matches::FollowUp,
            notification::TicketHappening,
            party::AreaCode,
            refusal::Refusal,
            report::{Quarter, Report, Shown},
            ticket::{Obstacle, TicketState, TicketStep},
            time::{Day, Time},
        },
        rules::access::{self, Call, Caller, CallerKind, Permit},
        state::{effects::Effects, keys::Key, records::Record},
    },
    store::{AuditLog as _, Change, Records as _, memory::MemoryStore},
};

use make::{involvement, matched, office, ticket};

fn day(text: &str) -> Time {
    Day::parse(text).expect("a day").start().plus_ms(10 * 3_600_000)
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).expect("an area")
}

fn broker() -> (Broker, Arc<MemoryStore>) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
    let covenant = Covenants::from(Covenant::load(file.as_ref()).expect("total"));
    let (store, clock) = (Arc::<MemoryStore>::default(), AtomicI64::new(day("2026-04-01").0));
    let clock = Clock::Set(Arc::new(clock));
    (Broker::new(store.clone(), Arc::new(covenant), clock), store)
}

fn permit(id: &str) -> Permit {
    let caller = Caller::by_certificate(CallerKind::Office, office(id), "p1", "01");
    access::admit(caller, Call::GetIndicators, Time(0)).expect("offices may ask")
}

fn first_quarter() -> Quarter {
    Quarter::new(2026, 1).expect("a quarter")
}

fn registered(n: usize, organisation: usize, on: &str, code: &str) -> (Key, Record) {
    let (key, record) = involvement(n, organisation, 30_000);
    let Record::Involvement(involvement) = record else { unreachable!("it makes one") };
    let changed = Involvement { registered: day(on), area: area(code), ..*involvement };
    (key, Record::Involvement(Box::new(changed)))
}

async fn put(store: &MemoryStore, put: Vec<(Key, Record)>) {
    let effects = Effects { put, ..Effects::default() };
    store
        .commit(Change { expect: Vec::new(), effects, audit: make::audit(0), asked: None })
        .await
        .expect("put");
}

/// The shown numbers of a count, or of a part of it.
fn found<'r>(report: &'r Report, count: &str, part: Option<(&str, &str)>) -> &'r Shown {
    let Some((breakdown, part)) = part else { return &report.counts[count].count };
    let names = report.names();
    let counted = names.iter().find(|one| one.count == count).expect("it is counted");
    let b = counted.breakdowns.iter().position(|b| b.code == breakdown).expect("a breakdown");
    let p = counted.breakdowns[b].parts.iter().position(|p| p == part).expect("a part");
    &report.counts[count].breakdowns[b][p]
}

fn in_area(report: &Report, shown: &Shown, code: &str) -> Option<u64> {
    let at = report.areas.iter().position(|known| *known == area(code)).expect("an area");
    shown.by_area[at]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_is_counted_through_many_pages_and_once() {
    let (broker, store) = broker();
    // 1 300 in the quarter, 20 on the days beside it, 15 outside of the covenant.
    let inside = (0..1_300).map(|n| {
        let code = ["zeeburg", "noord", "centrum"][n % 3];
        registered(n, n % 4, if n % 2 == 0 { "2026-01-01" } else { "2026-03-31" }, code)
    });
    let beside = (2_000..2_020)
        .map(|n| registered(n, 9, if n % 2 == 0 { "2025-12-31" } else { "2026-04-01" }, "zeeburg"));
    let outside = (3_000..3_015).map(|n| registered(n, 8, "2026-02-01", "elsewhere"));
    put(&store, inside.chain(beside).chain(outside).collect()).await;
    // 700 matches: every third with contact. The joiner is involvement n, in its area.
    let matches = (0..700).map(|n| {
        let done = if n % 3 == 0 { FollowUp::ContactMade } else { FollowUp::Seen };
        let (key, record) = matched(10_000 + n, &[n, n + 1], done);
        let Record::Match(mut matched) = record else { unreachable!("it makes one") };
        matched.at = day("2026-02-02");
        (key, Record::Match(matched))
    });
    put(&store, matches.collect()).await;
    // 40 tickets: a quarter of them solved after three weeks, the others open.
    let tickets = (0..40).map(|n| {
        let open = [office("coordinator-zeeburg")];
        let (key, record) =
            ticket(20_000 + n, 1, if n % 4 == 0 { &[] } else { &open }, "coordinator-zeeburg");
        let Record::Ticket(mut ticket) = record else { unreachable!("it makes one") };
        ticket.opened = day("2026-03-02");
        if n % 4 == 0 {
            ticket.state = TicketState::Withdrawn;
            ticket.history.push(TicketStep {
                at: day("2026-03-23"),
                what: TicketHappening::Withdrawn,
                by: None,
                step: 1,
                handlers: Vec::new(),
                rule: None,
                skipped: None,
            });
        }
        ticket.obstacle = if n < 20 { Obstacle::WaitingList } else { Obstacle::NotDelivered };
        (key, Record::Ticket(ticket))
    });
    put(&store, tickets.collect()).await;

    let asking = permit("programme-manager");
    let ask = || broker.indicators(&asking, first_quarter(), Vec::new());
    let (one, two) = tokio::join!(ask(), ask());
    let report = one.expect("answered");
    assert_eq!(report, two.expect("answered"));

    let shown = found(&report, "involvements", None);
    assert_eq!(shown.total, Some(1_300));
    let by_area = |shown, code| in_area(&report, shown, code);
    // The other areas have none: one of the three is hidden with them.
    assert_eq!(by_area(shown, "zeeburg"), Some(434));
    assert_eq!(by_area(shown, "centrum"), Some(433));
    assert_eq!(by_area(shown, "noord"), None);
    assert_eq!((report.parties > 30, report.registering), (true, 4));
    assert_eq!(found(&report, "matches", None).total, Some(700));
    assert_eq!(found(&report, "matches", Some(("contact", "made"))).total, Some(234));
    let made = found(&report, "matches", Some(("contact", "not-made")));
    assert_eq!(made.total, Some(466));
    assert!(made.by_area.iter().all(Option::is_none), "an area has contact in all or in none");
    assert_eq!(found(&report, "matches", Some(("lead", "agreed"))).total, None);
    assert_eq!(found(&report, "tickets", None).total, Some(40));
    assert_eq!(found(&report, "tickets", Some(("duration", "open"))).total, Some(30));
    // The ten that were closed would tell that no other was: they are hidden together.
    assert_eq!(found(&report, "tickets", Some(("duration", "under-6-weeks"))).total, None);
    assert_eq!(found(&report, "tickets", Some(("duration", "longer"))).total, None);
    let waiting = found(&report, "tickets", Some(("obstacle", "waiting-list")));
    // Nine obstacles, of which two occur: one of them is hidden with the seven that do not.
    assert_eq!(waiting.total, Some(20));
    let other = found(&report, "tickets", Some(("obstacle", "not-delivered")));
    assert_eq!(other.total, None);
    assert_eq!(found(&report, "cases", None).total, None);

    let log = store.audit(0, 1_000).await.expect("readable");
    let entries: Vec<_> = log.iter().map(|sealed| sealed.entry().expect("an entry")).collect();
    let named = |action: &str| entries.iter().filter(|entry| entry.action == action).count();
    assert_eq!((named("QuarterCounted"), named("GetIndicators")), (1, 2));

    let centrum = broker.indicators(&asking, first_quarter(), vec![area("centrum")]).await;
    let centrum = centrum.expect("answered");
    assert_eq!(centrum.areas, [area("centrum")]);
    let shown = found(&centrum, "involvements", None);
    assert_eq!((shown.total, shown.by_area.as_slice()), (Some(1_300), &[Some(433)][..]));
}

#[tokio::test]
async fn a_question_that_is_refused_counts_nothing_and_is_in_the_log() {
    let (broker, store) = broker();
    let mayor = permit("mayor");
    let refused = broker.indicators(&mayor, first_quarter(), Vec::new()).await;
    assert_eq!(refused, Err(Failure::Refused(Refusal::NotAllowed)));
    let running = Quarter::new(2026, 2).expect("a quarter");
    let early = broker.indicators(&permit("programme-manager"), running, Vec::new()).await;
    assert!(matches!(early, Err(Failure::Refused(Refusal::Fields(_)))), "{early:?}");
    let log = store.audit(0, 10).await.expect("readable");
    let results: Vec<_> = log.iter().filter_map(|sealed| sealed.entry()).collect();
    let results: Vec<_> = results.iter().map(|e| (e.action.as_str(), e.result.as_str())).collect();
    assert_eq!(results, [("GetIndicators", "NOT_ALLOWED"), ("GetIndicators", "FIELDS_INVALID")]);
}

#[test]
fn quarters_follow_each_other() {
    let mut last = Quarter::new(2025, 4).expect("a quarter");
    for (year, number) in [(2026, 1), (2026, 2), (2026, 3), (2026, 4), (2027, 1)] {
        let quarter = Quarter::new(year, number).expect("a quarter");
        assert_eq!(last.end(), quarter.first());
        assert!(quarter.holds(quarter.first().start()) && !last.holds(quarter.first().start()));
        assert!(last.holds(quarter.first().start().plus_ms(-1)));
        last = quarter;
    }
    for (year, number) in [(1999, 1), (3000, 1), (2026, 0), (2026, 5), (i32::MAX, 1)] {
        assert_eq!(Quarter::new(year, number), None);
    }
}
