//! What is delivered next, when, and what follows from a failure: the rules, without a runtime.

use uuid::Uuid;
use verwijspunt::domain::{
    model::{
        ids::{FreshIds, NotificationId, SignalId},
        mail_wish::{Digest, MailWish},
        notification::{Event, Notification, SignalHappening},
        time::Time,
    },
    rules::{
        context::Context,
        delivering::{self, ATTEMPT_MS, LEASE_MS, Line, Manner, Notice, Outcome, Step, Waiting},
        mailing,
    },
    state::{
        delivery::{Delivery, Status, Trouble},
        facts::Facts,
        keys::{Key, Version},
        loaded::Loaded,
        positions::{Channel, Cursor, CursorKey},
        records::Record,
    },
};

use crate::rig::{assigned, at, office, quiet};

const HOUR_MS: i64 = 3_600_000;

/// Nobody listens.
const DOWN: Outcome = Outcome::Retry { after_ms: None, why: Trouble::Unreachable };

fn line(holder: &str, manner: Manner) -> Line {
    let key = CursorKey { recipient: office(), channel: Channel::Webhook };
    Line { key, address: 7, manner, holder: holder.into(), shared: true }
}

fn told(n: u128, event: Event) -> Notification {
    Notification { id: NotificationId(Uuid::from_u128(n)), at: Time(0), event }
}

fn signal(n: u128) -> SignalId {
    SignalId(Uuid::from_u128(n))
}

fn crisis(n: u128) -> (SignalId, Notification) {
    let event =
        Event::Signal { signal: signal(n), happening: SignalHappening::Received, crisis: true };
    (signal(n), told(n, event))
}

/// One cursor, on which rules decide one after another.
#[derive(Default)]
struct Desk(Option<Cursor>);

impl Desk {
    fn decide<A>(&mut self, now: i64, rule: impl FnOnce(&mut Context<'_>) -> A) -> A {
        let mut loaded = Loaded::default();
        for key in delivering::keys(&line("a", Manner::Each)) {
            let record = match (&key, &self.0) {
                (Key::Cursor(_), Some(cursor)) => Some(Record::Cursor(cursor.clone())),
                _ => None,
            };
            loaded.insert(key, Version(1), record);
        }
        let facts = Facts::new(loaded);
        let mut ctx = Context::new(&facts, FreshIds::new(1 << 40, || 1), Time(now));
        let answer = rule(&mut ctx);
        for (_, record) in ctx.effects.put {
            if let Record::Cursor(cursor) = record {
                self.0 = Some(cursor);
            }
        }
        answer
    }

    fn next(&mut self, now: i64, line: &Line, waiting: &Waiting) -> Step {
        self.decide(now, |ctx| delivering::next(ctx, line, waiting))
    }

    fn ended(&mut self, now: i64, line: &Line, sent: &Notice, outcome: Outcome) -> bool {
        self.decide(now, |ctx| delivering::ended(ctx, line, sent, outcome, 500))
    }

    fn position(&self) -> u64 {
        self.0.as_ref().map_or(0, |cursor| cursor.position)
    }
}

fn sent(step: Step) -> Notice {
    match step {
        Step::Send(notice) => *notice,
        other => panic!("nothing is sent: {other:?}"),
    }
}

fn page(after: u64, upto: u64) -> Waiting {
    let page = (after + 1..=upto)
        .map(|sequence| (sequence, told(u128::from(sequence), quiet()), Some(Time(0))))
        .collect();
    Waiting { after, page, ..Waiting::default() }
}

#[test]
fn of_two_brokers_one_sends_and_the_other_takes_over_within_thirty_seconds() {
    let (a, b) = (line("a", Manner::Each), line("b", Manner::Each));
    let mut desk = Desk::default();
    let first = sent(desk.next(0, &a, &page(0, 2)));
    let until = Some(Time(LEASE_MS));
    assert_eq!(desk.next(1, &b, &page(0, 2)), Step::Wait { until, pending: true });
    const { assert!(LEASE_MS > ATTEMPT_MS && LEASE_MS < 30_000) };
    // The first one has died; the second sends the same, and what the first says later counts no
    // more.
    let second = sent(desk.next(LEASE_MS, &b, &page(0, 2)));
    assert_eq!(second, first);
    assert!(!desk.ended(LEASE_MS + 1, &a, &first, Outcome::Delivered));
    assert!(desk.ended(LEASE_MS + 2, &b, &second, Outcome::Delivered));
    assert_eq!(desk.position(), 1);
    // From the next one on whoever is first goes on, and an old page is not decided on.
    assert_eq!(desk.next(LEASE_MS + 3, &a, &page(0, 2)), Step::Again);
    assert_eq!(sent(desk.next(LEASE_MS + 3, &a, &page(1, 2))).sequence, 2);
}

#[test]
fn a_clock_that_ran_ahead_holds_nothing_back_for_long() {
    let (a, b) = (line("a", Manner::Each), line("b", Manner::Each));
    let year = 365 * 86_400_000;
    // A broker of a wrong clock takes a lease and fails; then it dies, and clocks are right.
    let mut desk = Desk::default();
    let first = sent(desk.next(year, &a, &page(0, 2)));
    assert_eq!(sent(desk.next(0, &b, &page(0, 2))), first, "its lease is not believed");
    let mut desk = Desk::default();
    let first = sent(desk.next(year, &a, &page(0, 2)));
    assert!(desk.ended(year + 1, &a, &first, DOWN));
    assert!(matches!(desk.next(year + 2, &a, &page(0, 2)), Step::Wait { .. }));
    assert_eq!(sent(desk.next(0, &a, &page(0, 2))), first, "nor when it would try again");
    // What was written by a wrong clock goes, and holds back nothing that came after it.
    let mut waiting = page(0, 2);
    (waiting.page[0].1.at, waiting.page[0].2) = (Time(year), Some(Time(year)));
    let mut desk = Desk::default();
    let ahead = sent(desk.next(0, &a, &waiting));
    assert_eq!(ahead.sequence, 1, "the first of them");
    assert!(desk.ended(1, &a, &ahead, Outcome::Delivered));
    assert_eq!(sent(desk.next(2, &a, &page(1, 2))).sequence, 2);
}

#[test]
fn a_crisis_goes_ahead_once_and_comes_in_its_place_too() {
    let a = line("a", Manner::Each);
    let mut desk = Desk::default();
    let waiting = Waiting { crises: vec![crisis(9)], ..page(0, 1) };
    let ahead = sent(desk.next(0, &a, &waiting));
    assert_eq!((ahead.sequence, ahead.ahead), (0, Some(signal(9))));
    assert!(desk.ended(1, &a, &ahead, Outcome::Delivered));
    assert_eq!(desk.position(), 0);
    let next = sent(desk.next(2, &a, &waiting));
    assert_eq!((next.sequence, next.ahead), (1, None));
}

#[test]
fn a_failure_is_tried_later_and_later_and_after_a_day_somebody_has_to_look() {
    let a = line("a", Manner::Each);
    let mut desk = Desk::default();
    let (mut now, mut waits) = (0, Vec::new());
    let delivery = |desk: &Desk| *desk.0.clone().unwrap().delivery.unwrap();
    let paused = |desk: &Desk| desk.0.is_some() && delivery(desk).paused_since.is_some();
    while waits.len() < 60 && !paused(&desk) {
        let notice = sent(desk.next(now, &a, &page(0, 2)));
        assert_eq!(notice.sequence, 1, "in order: nothing overtakes what failed");
        assert!(desk.ended(now, &a, &notice, DOWN));
        let next = delivery(&desk).next_try.unwrap().0;
        let held = desk.next(next - 1, &a, &page(0, 2));
        assert_eq!(held, Step::Wait { until: Some(Time(next)), pending: true });
        waits.push(next - now);
        now = next;
    }
    assert_eq!(waits[..4], [1000, 2000, 4000, 8000]);
    let (last, before) = waits.split_last().unwrap();
    assert!(before.iter().all(|wait| (1000..=HOUR_MS).contains(wait)), "{before:?}");
    assert_eq!(*last, 24 * HOUR_MS, "a paused one is tried once a day");
    assert!(before.iter().sum::<i64>() >= 24 * HOUR_MS);
    // A crisis is tried at once all the same, one time.
    let waiting = Waiting { crises: vec![crisis(9)], ..page(0, 2) };
    let ahead = sent(desk.next(now - 1, &a, &waiting));
    assert!(desk.ended(now - 1, &a, &ahead, DOWN));
    assert!(matches!(desk.next(now, &a, &waiting), Step::Wait { pending: true, .. }));
    // Whoever comes back is served, and nothing was dropped.
    let notice = sent(desk.next(now + 48 * HOUR_MS, &a, &page(0, 2)));
    assert!(desk.ended(now + 48 * HOUR_MS, &a, &notice, Outcome::Delivered));
    let well = delivery(&desk);
    assert_eq!((well.failures, well.paused_since, well.next_try), (0, None, None));
    assert_eq!(desk.position(), 1);
}

#[test]
fn a_crisis_is_tried_soon_again_also_on_a_way_that_is_paused() {
    let a = line("a", Manner::Each);
    for outcome in [DOWN, Outcome::Refused] {
        let mut desk = Desk::default();
        let failed = sent(desk.next(0, &a, &page(0, 2)));
        assert!(desk.ended(0, &a, &failed, Outcome::Refused));
        let waiting = Waiting { crises: vec![crisis(9)], ..page(0, 2) };
        let (mut now, mut waits) = (HOUR_MS, Vec::new());
        for _ in 0..20 {
            let ahead = sent(desk.next(now, &a, &waiting));
            assert_eq!(ahead.ahead, Some(signal(9)));
            assert!(desk.ended(now, &a, &ahead, outcome));
            let delivery = desk.0.clone().unwrap().delivery.unwrap();
            assert!(delivery.paused_since.is_some(), "people are still shown that it is paused");
            let next = delivery.next_try.unwrap().0;
            waits.push(next - now);
            now = next;
        }
        assert_eq!(waits[..4], [1000, 2000, 4000, 8000]);
        assert!(waits.iter().all(|wait| *wait <= HOUR_MS), "{waits:?}");
        // What comes in its place waits for its day still.
        let ahead = sent(desk.next(now, &a, &waiting));
        assert!(desk.ended(now, &a, &ahead, Outcome::Delivered));
        let next = sent(desk.next(now + 1, &a, &page(0, 2)));
        assert!(desk.ended(now + 1, &a, &next, Outcome::Refused));
        let delivery = desk.0.clone().unwrap().delivery.unwrap();
        assert_eq!(delivery.next_try, Some(Time(now + 1 + 24 * HOUR_MS)));
    }
}

#[test]
fn who_asks_for_time_gets_it_and_who_is_gone_is_left_alone_until_the_address_changes() {
    let delivery = Delivery::default();
    let busy = Outcome::Retry { after_ms: Some(7 * HOUR_MS), why: Trouble::Status(429) };
    let next = delivering::after(&delivery, busy, Time(5), 0);
    assert_eq!(next.next_try, Some(Time(5 + 7 * HOUR_MS)));
    let a = line("a", Manner::Each);
    for (outcome, status) in [(Outcome::Gone, Status::Gone), (Outcome::Refused, Status::Refused)] {
        let mut desk = Desk::default();
        let notice = sent(desk.next(0, &a, &page(0, 1)));
        assert!(desk.ended(0, &a, &notice, outcome));
        let kept = desk.0.clone().unwrap().delivery.unwrap();
        assert_eq!((kept.last.unwrap().status, kept.paused_since), (status, Some(Time(0))));
        let after_a_week = desk.next(7 * 24 * HOUR_MS, &a, &page(0, 1));
        assert_eq!(matches!(after_a_week, Step::Wait { .. }), outcome == Outcome::Gone);
        let moved = Line { address: 8, ..a.clone() };
        assert_eq!(sent(desk.next(7 * 24 * HOUR_MS + LEASE_MS, &moved, &page(0, 1))).sequence, 1);
    }
}

#[test]
fn what_went_wrong_is_kept_until_something_arrives_and_whoever_asks_gets_a_try_at_once() {
    let a = line("a", Manner::Each);
    let mut desk = Desk::default();
    let resumed = |desk: &mut Desk, now| desk.decide(now, |ctx| delivering::resume(ctx, &a.key));
    // Where nothing failed there is nothing to resume.
    assert_eq!(resumed(&mut desk, 0), (0, Delivery::default()));
    assert_eq!(desk.0, None);
    let first = sent(desk.next(0, &a, &page(0, 3)));
    assert!(desk.ended(7, &a, &first, Outcome::Delivered));
    for (outcome, trouble) in [
        (DOWN, Trouble::Unreachable),
        (Outcome::Refused, Trouble::NoRecipient),
        (Outcome::Gone, Trouble::Status(410)),
    ] {
        let failed = sent(desk.next(100, &a, &page(1, 3)));
        assert!(desk.ended(100, &a, &failed, outcome));
        let kept = desk.0.clone().unwrap().delivery.unwrap();
        assert_eq!((kept.arrived, kept.trouble), (Some(Time(7)), Some(trouble)));
        assert!(matches!(desk.next(101, &a, &page(1, 3)), Step::Wait { pending: true, .. }));
        let (position, resumed) = resumed(&mut desk, 101);
        assert_eq!((position, resumed.failures, resumed.paused_since), (1, 0, None));
        assert_eq!((resumed.arrived, resumed.trouble), (Some(Time(7)), Some(trouble)));
        assert_eq!(sent(desk.next(101, &a, &page(1, 3))), failed, "the same goes next");
    }
    let again = sent(desk.next(102, &a, &page(1, 3)));
    assert!(desk.ended(103, &a, &again, Outcome::Delivered));
    let kept = desk.0.clone().unwrap().delivery.unwrap();
    assert_eq!((kept.arrived, kept.trouble), (Some(Time(103)), None));
}

#[test]
fn one_mail_speaks_for_all_that_wait_and_only_when_one_is_due() {
    let a = line("a", Manner::Together);
    let mut waiting = page(0, 3);
    for (_, _, due) in &mut waiting.page {
        *due = Some(Time(50));
    }
    let mut desk = Desk::default();
    let wait = Step::Wait { until: Some(Time(50)), pending: false };
    assert_eq!(desk.next(49, &a, &waiting), wait);
    waiting.page[1].2 = Some(Time(0));
    assert_eq!(sent(desk.next(49, &a, &waiting)).sequence, 3);
}

#[test]
fn what_must_be_done_is_mailed_at_once_the_rest_on_working_days_and_quiet_hours_hold() {
    let wish = |digest, quiet| MailWish { digest, quiet };
    let due = |event: &Event, now: &str, wish: MailWish| {
        mailing::due(event, (&office(), at(now)), &wish, &[]).map(|time| time.0)
    };
    let instant = |text: &str| Some(at(text).0);
    let usual = MailWish::default();
    assert_eq!(due(&assigned(), "2026-11-30T22:00:00Z", usual), instant("2026-11-30T22:00:00Z"));
    // Half past eight and one o'clock in Amsterdam, in winter and in summer; Friday to Monday.
    for (now, expected) in [
        ("2026-11-30T07:30:00Z", "2026-11-30T07:30:00Z"),
        ("2026-11-30T07:30:01Z", "2026-11-30T12:00:00Z"),
        ("2026-11-30T12:00:01Z", "2026-12-01T07:30:00Z"),
        ("2026-07-03T11:00:01Z", "2026-07-06T06:30:00Z"),
        ("2026-12-24T12:00:01Z", "2026-12-28T07:30:00Z"),
    ] {
        assert_eq!(due(&quiet(), now, usual), instant(expected), "{now}");
    }
    let morning = wish(Digest::Morning, None);
    assert_eq!(due(&quiet(), "2026-11-30T07:31:00Z", morning), instant("2026-12-01T07:30:00Z"));
    // What is obliged comes still, after the quiet hours.
    let never = wish(Digest::Never, Some((19 * 60, 7 * 60 + 30)));
    assert_eq!(due(&quiet(), "2026-11-30T10:00:00Z", never), None);
    for (now, expected) in [
        ("2026-11-30T10:00:00Z", "2026-11-30T10:00:00Z"),
        ("2026-11-30T18:00:00Z", "2026-12-01T06:30:00Z"),
        ("2026-12-01T01:00:00Z", "2026-12-01T06:30:00Z"),
        ("2026-12-01T06:30:00Z", "2026-12-01T06:30:00Z"),
    ] {
        assert_eq!(due(&assigned(), now, never), instant(expected), "{now}");
    }
}

#[test]
fn a_signal_is_mailed_at_once_to_whoever_must_act_and_no_quiet_hours_hold_the_alarm_of_a_crisis() {
    use SignalHappening::{Deputy, Informed, OfficeAbove, Received, ReceivedLate, TakenUp};
    let night = at("2026-11-28T22:00:00Z");
    let awake = Some(at("2026-11-29T06:30:00Z"));
    let never = MailWish { digest: Digest::Never, quiet: Some((19 * 60, 7 * 60 + 30)) };
    let due = |happening, crisis| {
        let event = Event::Signal { signal: signal(9), happening, crisis };
        mailing::due(&event, (&office(), night), &never, &[])
    };
    assert_eq!(due(ReceivedLate, true), Some(night));
    assert_eq!(due(ReceivedLate, false), awake);
    assert_eq!(due(Received, false), awake);
    // This one goes ahead by itself.
    assert_eq!(due(Received, true), None);
    for told in [Informed, TakenUp, Deputy, OfficeAbove] {
        assert_eq!((due(told, true), due(told, false)), (None, None), "{told:?}");
    }
}
