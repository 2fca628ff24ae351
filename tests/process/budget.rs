//! Scenario 28: one organisation asks about far more persons than it may, while the broker is killed
//! again and again. Does the budget hold, and do the refusals tell nothing?

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Mutex,
};

use futures::{StreamExt as _, stream};
use tonic::Status;
use verwijspunt::{api::v1, broker::Clock};

use super::support::{
    broker::{self, Broker},
    chance::Chance,
    number,
    place::Place,
    seat::{self, Seat, outcome, reason, registration},
};

/// Requests at once.
const IN_FLIGHT: usize = 16;

/// How often the broker is killed.
const KILLS: u64 = 8;

/// What a refusal tells, but the time to wait.
fn told(status: &Status) -> String {
    use tonic_types::StatusExt as _;
    let details = status.get_error_details();
    let info = details.error_info().expect("a reason");
    let facts: BTreeMap<_, _> = info.metadata.iter().collect();
    let quota = details.quota_failure().expect("which quota");
    assert!(details.retry_info().is_some_and(|retry| retry.retry_delay.is_some()));
    format!("{:?} {} {facts:?} {quota:?}", status.code(), status.message())
}

#[derive(Default)]
struct Seen {
    granted: BTreeSet<u64>,
    /// By whether the person was known: what was told.
    refused: BTreeMap<bool, BTreeSet<String>>,
    refusals: u64,
}

/// Asks about everybody. Nothing when the day was over in between: another budget began.
async fn asked_about(persons: u64, chance: &mut Chance) -> Option<Seen> {
    let most = persons * 2 / 5;
    let place = Place::new("budget");
    place.configure(&format!(
        "[budget]\npersons_per_hour = {most}\npersons_per_day = {most}\n[log]\nfilter = \"debug\"\n"
    ));
    let today = || Clock::System.now().day();
    let begun = today();
    let known = |person: u64| person.is_multiple_of(10);
    let mut broker = Broker::start(&place).await;
    let other = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    for person in (0..persons).filter(|person| known(*person)) {
        other.register(&registration(vec![seat::child(person)])).await.expect("far within its own");
    }

    // Each with the id that it keeps: what was not answered is asked again.
    let mut waiting: VecDeque<(u64, v1::RegisterInvolvementRequest)> =
        (0..persons).map(|who| (who, registration(vec![seat::child(who)]))).collect();
    chance.shuffle(waiting.make_contiguous());
    let seen = Mutex::new(Seen::default());
    let chunk = usize::try_from(persons / KILLS + 1).expect("few");
    while !waiting.is_empty() {
        let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
        let now: Vec<_> = waiting.drain(..chunk.min(waiting.len())).collect();
        let strike = chance.below(now.len() as u64);
        let (process, told_to_die) = (broker.pid(), Mutex::new(0));
        let undecided: Vec<_> = stream::iter(now)
            .map(|(who, request)| {
                let (one, seen, told_to_die) = (&one, &seen, &told_to_die);
                async move {
                    let answer = one.register(&request).await;
                    let mut seen = seen.lock().expect("no panic");
                    let undecided = match answer {
                        Ok(_) => {
                            seen.granted.insert(who);
                            None
                        }
                        Err(status) if reason(&status) == "LOOKUP_BUDGET" => {
                            seen.refused.entry(known(who)).or_default().insert(told(&status));
                            seen.refusals += 1;
                            None
                        }
                        Err(status) => {
                            outcome(&status);
                            Some((who, request))
                        }
                    };
                    let mut answered = told_to_die.lock().expect("no panic");
                    *answered += 1;
                    if *answered == strike {
                        let pid = process.to_string();
                        let kill =
                            std::process::Command::new("kill").args(["-KILL", &pid]).status();
                        assert!(kill.is_ok_and(|status| status.success()));
                    }
                    undecided
                }
            })
            .buffer_unordered(IN_FLIGHT)
            .filter_map(|undecided| async move { undecided })
            .collect()
            .await;
        waiting.extend(undecided);
        broker.kill_nine().await;
        broker = Broker::start(&place).await;
    }
    let log = broker.stderr();
    broker.kill_nine().await;
    let seen = seen.into_inner().expect("no panic");
    if today() != begun {
        return None;
    }

    for person in 0..persons {
        assert!(!log.contains(&seat::bsn(person)), "a BSN is in the log");
    }
    let data = place.data();
    let (code, out, err) =
        broker::run(&["audit".as_ref(), "verify".as_ref(), data.as_os_str()]).await;
    assert_eq!(code, Some(0), "{out}{err}");
    let lines = place.file("audit.jsonl");
    let export = ["audit".as_ref(), "export".as_ref(), data.as_os_str(), "--to".as_ref()];
    let (code, out, err) = broker::run(&[&export[..], &[lines.as_os_str()]].concat()).await;
    assert_eq!(code, Some(0), "{out}{err}");
    let entries = std::fs::read_to_string(lines).expect("it was written");
    let noted = entries.lines().filter(|line| line.contains("LOOKUP_BUDGET")).count() as u64;
    assert!(noted >= seen.refusals, "{noted} of {} refusals are in the audit log", seen.refusals);
    assert_eq!(seen.granted.len() as u64, most, "exactly as many as it may");
    Some(seen)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s28_a1_a3_a_budget_survives_kill_nine() {
    let mut chance = Chance::printed("budget");
    let persons = number("VERWIJSPUNT_LOOKUPS", 400);
    let seen = loop {
        if let Some(seen) = asked_about(persons, &mut chance).await {
            break seen;
        }
    };
    let (hits, misses) = (&seen.refused[&true], &seen.refused[&false]);
    assert_eq!(hits, misses, "a refusal tells nothing of whether there is something to find");
    assert_eq!(hits.len(), 1, "{hits:?}");
}
