//! Is a program judged by what it must do, and by nothing else?

use super::*;

fn case(name: &str) -> Case {
    Case::named(name, &Before::default()).expect("a case")
}

#[test]
fn every_name_is_a_case() {
    assert!(NAMES.iter().all(|name| Case::named(name, &Before::default()).is_some()));
    assert_eq!(Case::named("nothing", &Before::default()), None);
}

#[test]
fn another_family_is_no_second_attempt() {
    let request = |id: &str, area: &str| {
        let members =
            vec![crate::api::v1::FamilyMember { bsn: area.to_owned(), ..Default::default() }];
        let involvement_id = id.to_owned();
        Asked::Register(Box::new(RegisterInvolvementRequest {
            involvement_id,
            members,
            ..Default::default()
        }))
    };
    let mut lost = case("lost-answer");
    assert_eq!(lost.asked(&request("a", "1")), (Want::LoseAnswer, None));
    assert_eq!(lost.asked(&request("b", "2")), (Want::Serve, None));
    assert!(matches!(lost.asked(&request("a", "2")).1, Some(Verdict::Failed(_))));
    assert!(matches!(lost.asked(&request("b", "1")).1, Some(Verdict::Failed(_))));
    assert_eq!(lost.asked(&request("a", "1")), (Want::Serve, Some(Verdict::Passed)));
}

#[test]
fn what_comes_after_the_break_does_not_hide_what_was_skipped() {
    let mut redelivery = case("redelivery");
    let passed = (Want::Serve, Some(Verdict::Passed));
    // Two go out; the first is acknowledged while the second is under way.
    redelivery.told(1);
    redelivery.told(2);
    assert_eq!(redelivery.asked(&Asked::Acknowledge(1)), (Want::Serve, None));
    assert_eq!(redelivery.asked(&Asked::Acknowledge(2)), (Want::Break, None));
    assert_eq!(redelivery.asked(&Asked::Acknowledge(2)), (Want::Unavailable, None));
    assert_eq!(redelivery.asked(&Asked::Subscribe(None)), (Want::Serve, None));
    // The second comes again and is skipped; a third is acknowledged.
    redelivery.told(2);
    redelivery.told(3);
    assert_eq!(redelivery.asked(&Asked::Acknowledge(3)), (Want::Break, None));
    assert_eq!(redelivery.asked(&Asked::Subscribe(None)), (Want::Serve, None));
    redelivery.told(3);
    assert!(matches!(redelivery.ended(true), Verdict::Failed(_)));
    assert_eq!(redelivery.asked(&Asked::Acknowledge(3)), passed);
}

#[test]
fn a_position_that_the_broker_remembers_never_expires() {
    let mut expired = case("position-expired");
    assert_eq!(expired.asked(&Asked::Subscribe(None)), (Want::Unavailable, None));
    expired.joined();
    assert_eq!(expired.asked(&Asked::Subscribe(Some(4))), (Want::Expire(5), None));
    let passed = (Want::Serve, Some(Verdict::Passed));
    assert_eq!(expired.asked(&Asked::Subscribe(Some(5))), passed);
    assert_eq!(expired.asked(&Asked::Subscribe(None)), passed);
}

#[test]
fn what_was_told_before_may_be_acknowledged() {
    let mut order =
        Case::named("in-order", &Before { highest: 4, ..Before::default() }).expect("a case");
    assert_eq!(order.asked(&Asked::Acknowledge(4)), (Want::Serve, None));
    for sequence in 5..=7 {
        assert_eq!(order.told(sequence), Told::AsItIs);
    }
    assert_eq!(order.asked(&Asked::Acknowledge(7)), (Want::Serve, Some(Verdict::Passed)));
    assert!(matches!(order.asked(&Asked::Acknowledge(8)).1, Some(Verdict::Failed(_))));
}

fn registering(bsn: &str) -> Asked {
    let members = vec![FamilyMember { bsn: bsn.to_owned(), ..FamilyMember::default() }];
    Asked::Register(Box::new(RegisterInvolvementRequest { members, ..Default::default() }))
}

#[test]
fn two_families_under_way_at_once_are_no_loop() {
    let mut budget = case("lookup-budget");
    for family in ["1", "2"] {
        assert_eq!(budget.asked(&registering(family)), (Want::SpendBudget, None));
    }
    assert!(matches!(budget.asked(&registering("1")).1, Some(Verdict::Failed(_))));
}

#[test]
fn whoever_ended_did_not_pass() {
    let mut budget = case("lookup-budget");
    assert!(matches!(budget.ended(true), Verdict::NotSeen(_)));
    budget.asked(&Asked::Subscribe(None));
    budget.asked(&registering("1"));
    assert!(matches!(budget.ended(false), Verdict::Failed(_)));
    assert_eq!(budget.ended(true), Verdict::Passed);
    // It comes and goes, for a client that pulls.
    budget.asked(&Asked::Pull(None));
    assert_eq!(budget.ended(false), Verdict::Passed);
}

#[test]
fn an_acknowledgement_comes_again_after_every_refusal_that_passes() {
    let mut refusals = case("passing-refusals");
    refusals.told(3);
    assert_eq!(refusals.asked(&Asked::Acknowledge(2)), (Want::Serve, None));
    for (code, reason) in PASSING {
        assert_eq!(refusals.asked(&Asked::Acknowledge(3)), (Want::Refuse(code, reason), None));
        let Verdict::Failed(why) = refusals.ended(true) else { panic!("{code}") };
        assert!(why.contains(reason), "{why}");
    }
    assert_eq!(refusals.asked(&Asked::Acknowledge(3)), (Want::Serve, Some(Verdict::Passed)));
}

#[test]
fn what_arrives_in_another_way_is_acknowledged_in_its_place() {
    for (name, told, _) in CHANGED {
        let mut changed = case(name);
        assert_eq!(changed.told(4), told, "{name}");
        // A stream closes once; everything else arrives so each time.
        let again = if told == Told::Closing { Told::AsItIs } else { told };
        assert_eq!([changed.told(4), changed.told(5)], [again, Told::AsItIs], "{name}");
        assert!(matches!(changed.ended(true), Verdict::Failed(_)), "{name}");
        assert_eq!(changed.asked(&Asked::Acknowledge(3)), (Want::Serve, None), "{name}");
        let passed = (Want::Serve, Some(Verdict::Passed));
        assert_eq!(changed.asked(&Asked::Acknowledge(4)), passed, "{name}");
    }
    let ahead = case("ahead").asked(&Asked::Acknowledge(0)).1;
    assert!(matches!(ahead, Some(Verdict::Failed(_))));
}

#[test]
fn whoever_comes_with_the_former_certificate_has_not_renewed_it() {
    let before = Before { serial: "01".to_owned(), ..Before::default() };
    let mut renewal = Case::named("certificate-renewal", &before).expect("a case");
    assert_eq!(renewal.identified("01"), None);
    // It is replaced now, and the line breaks.
    assert!(renewal.joined());
    let why = |case: &Case| match case.ended(true) {
        Verdict::Failed(why) => why,
        other => panic!("{other:?}"),
    };
    assert!(why(&renewal).contains("subscribe"));
    assert_eq!(renewal.identified("01"), Some((Want::Break, None)));
    assert!(why(&renewal).contains("replaced"));
    let passed = Some((Want::Serve, Some(Verdict::Passed)));
    assert_eq!(renewal.identified("02"), passed);
    // Of whom nobody has heard, any certificate would be a new one.
    let mut unheard = case("certificate-renewal");
    unheard.joined();
    assert_eq!(unheard.identified("02"), None);
    assert!(matches!(unheard.ended(true), Verdict::NotSeen(_)));
}

#[test]
fn all_that_wait_are_acknowledged_and_progress_is_waited_for() {
    let before = Before { highest: 5, acknowledged: 3, ..Before::default() };
    let mut waiting = Case::named("ten-thousand-waiting", &before).expect("a case");
    assert_eq!(waiting.joins() + waiting.changes(), WAITING);
    assert_eq!(waiting.asked(&Asked::Subscribe(None)), (Want::Unavailable, None));
    assert_eq!(waiting.asked(&Asked::Acknowledge(5)), (Want::Serve, None));
    assert!(!waiting.joined());
    assert!(matches!(waiting.ended(true), Verdict::NotSeen(_)));
    assert_eq!(waiting.asked(&Asked::Subscribe(None)), (Want::Serve, None));
    let progress = waiting.progress();
    assert_eq!(waiting.asked(&Asked::Acknowledge(10_004)), (Want::Serve, None));
    assert!(waiting.progress() > progress);
    assert!(matches!(waiting.ended(true), Verdict::Failed(_)));
    let passed = (Want::Serve, Some(Verdict::Passed));
    assert_eq!(waiting.asked(&Asked::Acknowledge(10_005)), passed);
}

#[test]
fn a_stale_change_needs_a_look_and_keeps_its_etag() {
    let change = |what: &str, etag: &str| {
        let (what, etag) = (what.to_owned(), etag.to_owned());
        Asked::Change { what, etag }
    };
    let stale = (Want::Refuse(Code::Aborted, "ETAG_MISMATCH"), None);
    let refused = || {
        let mut case = case("stale-etag");
        assert_eq!(case.asked(&Asked::Look), (Want::Serve, None));
        assert_eq!(case.asked(&change("a", "1")), stale);
        case
    };
    assert!(matches!(refused().asked(&change("a", "1")).1, Some(Verdict::Failed(_))));
    assert!(matches!(refused().asked(&change("a", "")).1, Some(Verdict::Failed(_))));
    // Something else is no second attempt, and what comes after a look is another decision.
    let mut right = refused();
    assert_eq!(right.asked(&change("b", "1")), (Want::Serve, None));
    assert_eq!(right.asked(&Asked::Look), (Want::Serve, None));
    assert_eq!(right.asked(&change("a", "2")), (Want::Serve, Some(Verdict::Passed)));
    // A person may have to decide; whoever ended decides nothing.
    assert_eq!(refused().ended(true), Verdict::Passed);
    assert!(matches!(refused().ended(false), Verdict::Failed(_)));
}

#[test]
fn who_never_says_an_etag_is_not_judged_by_one() {
    let mut stale = case("stale-etag");
    assert!(matches!(stale.ended(true), Verdict::NotPlayed(_)));
    let (what, etag) = ("a".to_owned(), String::new());
    assert_eq!(stale.asked(&Asked::Change { what, etag }), (Want::Serve, None));
    let Verdict::NotPlayed(why) = stale.ended(true) else { panic!() };
    assert!(why.contains("overwrites"), "{why}");
}
