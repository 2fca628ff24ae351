//! A source system carries out a difference while the broker is killed: is everything done once, and
//! nothing of it lost?

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use futures::stream;
use tonic::Status;
use verwijspunt::api::v1::{
    self, reconcile_involvements_request::Part, reconcile_involvements_response::Part as Answer,
};

use super::support::{
    broker::Broker,
    chance::Chance,
    number,
    place::Place,
    seat::{self, Seat, acting, announced, outcome, registration},
};

/// Registered before: the even ones are in the file too, the others end.
const BEFORE: u64 = 40;

/// In the file, besides those.
const NEW: u64 = 80;

/// What was answered, and why it ended before the summary, if it did.
struct Heard {
    changes: Vec<v1::ReconcileChange>,
    summary: Option<v1::ReconcileSummary>,
    broke: Option<Status>,
}

/// One call; the broker is killed behind so many answers.
async fn call(
    seat: &Seat,
    token: &str,
    rows: &[v1::RegisterInvolvementRequest],
    kill: Option<(u64, u32)>,
) -> Heard {
    let start = Part::Start(v1::ReconcileStart {
        acting_professional: acting(),
        token: token.to_owned(),
        accept_endings: true,
    });
    let rows = (1..).zip(rows).map(|(row, registration)| {
        Part::Row(v1::ImportRow { row, registration: Some(registration.clone()) })
    });
    let messages: Vec<v1::ReconcileInvolvementsRequest> = std::iter::once(start)
        .chain(rows)
        .map(|part| v1::ReconcileInvolvementsRequest { part: Some(part) })
        .collect();
    let mut heard = Heard { changes: Vec::new(), summary: None, broke: None };
    let mut answers = match seat.registry().reconcile_involvements(stream::iter(messages)).await {
        Ok(answers) => answers.into_inner(),
        Err(status) => return Heard { broke: Some(status), ..heard },
    };
    loop {
        match answers.message().await {
            Ok(Some(message)) => match message.part {
                Some(Answer::Change(change)) => heard.changes.push(change),
                Some(Answer::Summary(summary)) => heard.summary = Some(summary),
                None => panic!("an empty answer"),
            },
            Ok(None) => return heard,
            Err(status) => return Heard { broke: Some(status), ..heard },
        }
        if let Some((behind, pid)) = kill
            && heard.changes.len() as u64 == behind
        {
            let kill =
                std::process::Command::new("kill").args(["-KILL", &pid.to_string()]).status();
            assert!(kill.is_ok_and(|status| status.success()));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_difference_is_carried_out_once_however_often_the_broker_is_killed() {
    let mut chance = Chance::printed("reconcile");
    let kills = number("VERWIJSPUNT_ROUNDS", 3);
    let place = Place::new("reconcile");
    place.configure("");
    let mut broker = Broker::start(&place).await;
    let own = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let other = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let mut rows = Vec::new();
    for person in 0..BEFORE {
        let one = registration(vec![seat::child(person)]);
        own.register(&one).await.expect("it is registered");
        if person.is_multiple_of(2) {
            rows.push(v1::RegisterInvolvementRequest { involvement_id: String::new(), ..one });
        }
    }
    for person in BEFORE..BEFORE + NEW {
        other.register(&registration(vec![seat::child(person)])).await.expect("it is registered");
        let one = registration(vec![seat::child(person)]);
        rows.push(v1::RegisterInvolvementRequest { involvement_id: String::new(), ..one });
    }
    let shown = call(&own, "", &rows, None).await;
    let steps = NEW + BEFORE / 2;
    assert_eq!(shown.changes.len() as u64, steps, "{:?}", shown.broke);
    let token = shown.summary.expect("it was shown").token;

    // Whom the registrant hears of stands in the answers alone.
    let mut others: BTreeMap<u64, u32> = BTreeMap::new();
    let mut hear = |changes: &[v1::ReconcileChange]| {
        let registered = changes.iter().filter(|c| c.action() == v1::ReconcileAction::Register);
        others.extend(registered.map(|change| (change.row, change.others_involved)));
    };
    let anew = |heard: &Heard| heard.changes.iter().filter(|c| !c.done_before).count() as u64;
    let mut left = steps;
    for _ in 0..kills {
        let own = Seat::at(&broker.url, &place, &place.organisations[0]).await;
        let kill = Some((1 + chance.below(1 + left / 2), broker.pid()));
        let heard = call(&own, &token, &rows, kill).await;
        left = left.saturating_sub(anew(&heard));
        hear(&heard.changes);
        if let Some(status) = &heard.broke {
            outcome(status);
        }
        for change in &heard.changes {
            assert_eq!(change.reason, "", "{change:?}");
        }
        broker.kill_nine().await;
        broker = Broker::start(&place).await;
    }
    let own = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let last = call(&own, &token, &rows, None).await;
    let summary = last.summary.clone().unwrap_or_else(|| panic!("it is done: {:?}", last.broke));
    assert_eq!(summary.done_before + anew(&last), steps);
    hear(&last.changes);
    let met: BTreeSet<_> = others.into_iter().collect();
    let first = BEFORE / 2 + 1;
    assert_eq!(met, (first..first + NEW).map(|row| (row, 1)).collect(), "who else is involved");
    let again = call(&own, &token, &rows, None).await;
    assert!(anew(&again) == 0 && again.broke.is_none(), "{:?}", again.broke);
    assert_eq!(again.changes.len() as u64, NEW, "whoever missed it hears it once more");

    let all = own.involvements().await;
    let active = |one: &&v1::Involvement| one.state() == v1::InvolvementState::Active;
    let professional =
        |one: &v1::Involvement| one.professional.as_ref().map(|card| card.professional_id.clone());
    let there: Vec<_> = all.iter().filter(active).filter_map(professional).collect();
    let wanted: BTreeSet<_> = rows
        .iter()
        .filter_map(|row| Some(row.professional.as_ref()?.professional_id.clone()))
        .collect();
    assert_eq!(there.len(), rows.len(), "nothing twice");
    assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), wanted, "and nothing lost");
    assert_eq!(all.len() as u64, BEFORE + NEW, "what ended is in the archive");
    let other = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let (notifications, _) = other.everything().await;
    let told: Vec<_> = notifications.iter().filter_map(announced).collect();
    assert_eq!(told.len() as u64, NEW, "each match is told once");
    broker.kill_nine().await;
}

/// As many rows as are compared at once: `VERWIJSPUNT_RECONCILED`, few where nobody asks for more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_source_system_is_compared_carried_out_and_compared_again() {
    let number = number("VERWIJSPUNT_RECONCILED", 300);
    let place = Place::new("reconcile-all");
    place.configure("");
    let broker = Broker::start(&place).await;
    let own = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let row = |person| registration(vec![seat::child(person)]);
    let mut rows: Vec<_> = (0..number).map(row).collect();
    let timed = async |token: &str, rows: &[v1::RegisterInvolvementRequest]| {
        let began = Instant::now();
        let heard = call(&own, token, rows, None).await;
        let summary = heard.summary.unwrap_or_else(|| panic!("it ends: {:?}", heard.broke));
        (summary, heard.changes.len() as u64, began.elapsed())
    };
    let (shown, changes, first) = timed("", &rows).await;
    assert_eq!((shown.registered, changes, shown.active), (number, number, 0));
    let (done, changes, carried_out) = timed(&shown.token, &rows).await;
    assert_eq!((done.registered, changes, done.refused), (number, number, 0));
    // A day later: one in a hundred is over, and of another the telephone number is a new one.
    let over = rows.split_off(rows.len() - rows.len() / 100).len() as u64;
    let other = rows.len() / 100;
    for row in rows.iter_mut().take(other) {
        row.professional.as_mut().expect("a card").phone = "020-5550199".into();
    }
    let other = other as u64;
    let (shown, changes, again) = timed("", &rows).await;
    let said = (shown.unchanged, shown.contacts_updated, shown.ended, shown.active);
    assert_eq!(said, (number - over - other, other, over, number));
    assert_eq!(changes, over + other);
    let (done, _, rest) = timed(&shown.token, &rows).await;
    assert_eq!((done.contacts_updated, done.ended, done.refused), (other, over, 0));
    println!(
        "{number} rows: shown in {first:.1?}, carried out in {carried_out:.1?}; a day later shown in {again:.1?}, \
         {changes} changes carried out in {rest:.1?}"
    );
    broker.kill_nine().await;
}
