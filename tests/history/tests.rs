//! Does the checker see each broken promise, and none in a sound history?

use super::{Ask, FinalState, History, Kept, KeptInbox, KeptMatch, Notification, Told, check};

/// School registers, then bjaa with the same child: school is told and acknowledges.
struct Run {
    history: History,
    end: FinalState,
}

fn set(words: &[&str]) -> std::collections::BTreeSet<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

fn register(history: &History, organisation: &str, involvement: &str, persons: &[&str]) -> u64 {
    history.invoke(Ask::Register {
        organisation: organisation.to_owned(),
        involvement: involvement.to_owned(),
        persons: set(persons),
    })
}

fn registered(match_id: Option<&str>, others: &[&str]) -> Told {
    Told::Registered { match_id: match_id.map(str::to_owned), others: set(others) }
}

fn note(sequence: u64, id: &str, match_id: Option<&str>) -> Notification {
    Notification { sequence, id: id.to_owned(), match_id: match_id.map(str::to_owned) }
}

fn kept(organisation: &str, involvement: &str, active: bool) -> Kept {
    Kept { organisation: organisation.to_owned(), involvement: involvement.to_owned(), active }
}

fn acknowledge(history: &History, inbox: &str, position: u64) -> u64 {
    history.invoke(Ask::Acknowledge { inbox: inbox.to_owned(), position })
}

fn sound() -> Run {
    let history = History::new();
    let call = register(&history, "school", "i1", &["Sanne", "Mira"]);
    history.ok(call, registered(None, &[]));
    let call = register(&history, "bjaa", "i2", &["Sanne"]);
    history.ok(call, registered(Some("m1"), &["school"]));
    let stream = history.subscribed("school", 0);
    history.delivered(stream, note(1, "n1", Some("m1")));
    history.heartbeat(stream, 1);
    let call = acknowledge(&history, "school", 1);
    history.ok(call, Told::Acknowledged(1));
    let inbox = KeptInbox { notifications: vec![note(1, "n1", Some("m1"))], acknowledged: 1 };
    let end = FinalState {
        involvements: vec![kept("school", "i1", true), kept("bjaa", "i2", true)],
        matches: vec![KeptMatch {
            match_id: "m1".to_owned(),
            involvement: "i2".to_owned(),
            others: set(&["school"]),
        }],
        inboxes: [("school".to_owned(), inbox), ("bjaa".to_owned(), KeptInbox::default())].into(),
    };
    Run { history, end }
}

/// The promises that are broken, each once.
fn broken(run: &Run) -> Vec<&'static str> {
    let mut promises: Vec<_> =
        check(&run.history.events(), &run.end).into_iter().map(|v| v.promise).collect();
    promises.sort_unstable();
    promises.dedup();
    promises
}

#[test]
fn a_sound_history_breaks_nothing() {
    assert_eq!(check(&sound().history.events(), &sound().end), Vec::new());
}

#[test]
fn unknown_outcomes_may_go_either_way() {
    for there in [false, true] {
        let mut run = sound();
        let call = register(&run.history, "police", "i3", &["Bram"]);
        run.history.unknown(call);
        register(&run.history, "police", "i4", &["Cees"]);
        if there {
            run.end.involvements.push(kept("police", "i3", true));
            run.end.involvements.push(kept("police", "i4", true));
        }
        assert!(broken(&run).is_empty());
    }
}

#[test]
fn a_lost_registration_is_seen() {
    let mut run = sound();
    let call = register(&run.history, "police", "i3", &["Bram"]);
    run.history.ok(call, registered(None, &[]));
    assert_eq!(broken(&run), ["S1"]);
    run.end.involvements.push(kept("school", "i3", true));
    assert_eq!(broken(&run), ["S1"], "it belongs to another");
}

#[test]
fn a_lost_or_invented_end_is_seen() {
    let mut run = sound();
    let ask = Ask::End { organisation: "school".to_owned(), involvement: "i1".to_owned() };
    let call = run.history.invoke(ask);
    assert!(broken(&run).is_empty(), "not known to have happened");
    run.history.ok(call, Told::Ended);
    assert_eq!(broken(&run), ["S1"]);
    run.end.involvements[0].active = false;
    assert!(broken(&run).is_empty());
    run.end.involvements[1].active = false;
    assert_eq!(broken(&run), ["S1"], "nobody ended the other");
}

#[test]
fn a_refused_registration_that_is_there_is_seen() {
    let mut run = sound();
    let call = register(&run.history, "police", "i3", &["Bram"]);
    run.history.fail(call);
    assert!(broken(&run).is_empty());
    run.end.involvements.push(kept("police", "i3", true));
    assert_eq!(broken(&run), ["S2"]);
}

#[test]
fn a_match_without_its_notification_is_seen() {
    let mut run = sound();
    let inbox = run.end.inboxes.get_mut("school").unwrap();
    inbox.notifications = vec![note(1, "n1", None)];
    assert!(broken(&run).contains(&"S2"));
}

#[test]
fn a_notification_without_its_match_is_seen() {
    let mut run = sound();
    run.end.inboxes.get_mut("school").unwrap().notifications.push(note(2, "n2", Some("m9")));
    assert_eq!(broken(&run), ["S2"]);
}

#[test]
fn a_match_without_its_registration_is_seen() {
    let mut run = sound();
    run.end.involvements.pop();
    assert_eq!(broken(&run), ["S1", "S2"]);
}

#[test]
fn another_answer_than_what_is_kept_is_seen() {
    let mut run = sound();
    run.end.matches[0].others.insert("police".to_owned());
    assert!(broken(&run).contains(&"S2"));
}

#[test]
fn a_retry_with_another_answer_is_seen() {
    let run = sound();
    let call = register(&run.history, "bjaa", "i2", &["Sanne"]);
    run.history.ok(call, registered(None, &[]));
    assert_eq!(broken(&run), ["S3"]);
}

#[test]
fn a_retry_with_two_effects_is_seen() {
    let mut run = sound();
    run.end.involvements.push(kept("bjaa", "i2", true));
    assert_eq!(broken(&run), ["S3"]);
    let mut run = sound();
    run.end.inboxes.get_mut("school").unwrap().notifications.push(note(2, "n2", Some("m1")));
    assert_eq!(broken(&run), ["S3"]);
}

#[test]
fn a_missed_match_is_seen() {
    let mut run = sound();
    let call = register(&run.history, "police", "i3", &["Mira"]);
    run.history.ok(call, registered(None, &[]));
    run.end.involvements.push(kept("police", "i3", true));
    assert_eq!(broken(&run), ["S4"]);
}

#[test]
fn a_match_in_both_directions_is_seen() {
    let mut run = sound();
    let call = register(&run.history, "school", "i1", &["Sanne", "Mira"]);
    run.history.unknown(call);
    run.end.matches.push(KeptMatch {
        match_id: "m2".to_owned(),
        involvement: "i1".to_owned(),
        others: set(&["bjaa"]),
    });
    let inbox = run.end.inboxes.get_mut("bjaa").unwrap();
    inbox.notifications.push(note(1, "n9", Some("m2")));
    assert!(broken(&run).contains(&"S4"));
}

#[test]
fn an_invented_registration_is_seen() {
    let mut run = sound();
    run.end.involvements.push(kept("police", "i9", true));
    assert_eq!(broken(&run), ["S5"]);
}

#[test]
fn a_notification_that_a_crash_took_back_is_seen() {
    let run = sound();
    let stream = run.history.subscribed("bjaa", 0);
    run.history.delivered(stream, note(1, "n7", None));
    assert_eq!(broken(&run), ["S5"]);
}

#[test]
fn order_and_gaps_of_a_stream_are_seen() {
    for (sequences, promise) in [([1, 1], "W1"), ([2, 1], "W1"), ([1, 3], "W2")] {
        let mut run = sound();
        let inbox = run.end.inboxes.get_mut("bjaa").unwrap();
        inbox.notifications = (1..=3).map(|n| note(n, &format!("x{n}"), None)).collect();
        let stream = run.history.subscribed("bjaa", 0);
        for n in sequences {
            run.history.delivered(stream, note(n, &format!("x{n}"), None));
        }
        assert!(broken(&run).contains(&promise), "{sequences:?}");
    }
}

#[test]
fn a_gap_in_an_inbox_is_seen() {
    let mut run = sound();
    let inbox = run.end.inboxes.get_mut("bjaa").unwrap();
    inbox.notifications = vec![note(1, "x1", None), note(3, "x3", None)];
    assert_eq!(broken(&run), ["W2"]);
}

#[test]
fn a_changed_redelivery_is_seen() {
    let run = sound();
    let stream = run.history.subscribed("school", 0);
    run.history.delivered(stream, note(1, "another", Some("m1")));
    assert_eq!(broken(&run), ["W3"]);
}

#[test]
fn one_id_for_two_is_seen() {
    let mut run = sound();
    run.end.inboxes.get_mut("school").unwrap().notifications.push(note(2, "n1", None));
    assert_eq!(broken(&run), ["W3"]);
}

#[test]
fn a_heartbeat_that_promises_too_much_is_seen() {
    let run = sound();
    let stream = run.history.subscribed("bjaa", 0);
    run.history.heartbeat(stream, 1);
    assert_eq!(broken(&run), ["W5"]);
}

#[test]
fn a_notification_for_somebody_else_is_seen() {
    let mut run = sound();
    let inbox = run.end.inboxes.get_mut("bjaa").unwrap();
    inbox.notifications.push(note(1, "x1", Some("m1")));
    assert_eq!(broken(&run), ["W6"]);
}

#[test]
fn lost_and_invented_acknowledgements_are_seen() {
    let mut run = sound();
    run.end.inboxes.get_mut("school").unwrap().acknowledged = 0;
    assert_eq!(broken(&run), ["W7"], "lost");
    let mut run = sound();
    run.end.inboxes.get_mut("school").unwrap().acknowledged = 2;
    assert_eq!(broken(&run), ["W7"], "invented");
    let run = sound();
    let call = acknowledge(&run.history, "school", 1);
    run.history.ok(call, Told::Acknowledged(0));
    assert_eq!(broken(&run), ["W7"], "went back");
}

#[test]
fn a_saved_history_is_one_value_a_line() {
    let run = sound();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("history.jsonl");
    run.history.save(&path, &run.end).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), run.history.events().len() + 1);
    assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}
