//! Is a program judged by what it must do, and by nothing else?

use super::*;

fn case(name: &str) -> Case {
    Case::named(name, 0).expect("a case")
}

#[test]
fn every_name_is_a_case() {
    assert!(NAMES.iter().all(|name| Case::named(name, 0).is_some()));
    assert_eq!(Case::named("nothing", 0), None);
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
    let mut order = Case::named("in-order", 4).expect("a case");
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
