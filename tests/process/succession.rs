//! Does a covenant file that renames or drops an office leave open work behind? By the real binary:
//! refused at a reload and at a start, followed in full however often the broker dies on the way.

use std::{fs, process::Command};

use uuid::Uuid;
use verwijspunt::{
    api::v1::{self, case_service_client::CaseServiceClient},
    cli::operate,
    server::{assemble, pki},
};

use super::support::{
    broker::{BINARY, Broker, serve},
    place::{Party, Place},
    seat::{Seat, acting, child, registration},
    until,
};

const OLD: &str = "coordinator-zeeburg";
const NEW: &str = "coordinator-oostzee";

/// Families of the test, each with a ticket, and with that a case.
const FAMILIES: u64 = 4;

fn replace(place: &Place, name: &str, text: &str) {
    let beside = place.file(&format!("{name}.new"));
    fs::write(&beside, text).unwrap();
    fs::rename(&beside, place.file(name)).unwrap();
}

/// The covenant in which the office has another name, with or without saying so.
fn renamed(text: &str, formerly: bool) -> String {
    let id = format!("id = \"{NEW}\"\n");
    let said = if formerly { format!("{id}formerly = [\"{OLD}\"]\n") } else { id.clone() };
    text.replace(&format!("\"{OLD}\""), &format!("\"{NEW}\"")).replace(&id, &said)
}

/// A certificate for the office under its new name.
fn new_office(place: &Place) -> Party {
    let covenant = assemble::load_covenant(&place.file("covenant.toml")).unwrap();
    let specs: Vec<_> =
        operate::clients(&covenant).into_iter().filter(|spec| spec.name == NEW).collect();
    pki::make(&place.certs(), &specs, false).unwrap();
    Party { name: NEW.into(), id: NEW.into() }
}

/// The cases that an office directs, and how many tickets it handles.
async fn work(seat: &Seat) -> (usize, usize) {
    let cases = v1::ListCasesRequest { acting_professional: acting(), ..Default::default() };
    let tickets = v1::ListTicketsRequest {
        role: v1::TicketRole::Handled.into(),
        acting_professional: acting(),
        ..Default::default()
    };
    let mut client = CaseServiceClient::new(seat.channel.clone());
    let cases = client.list_cases(cases).await.unwrap().into_inner().cases;
    let tickets = seat.escalation().list_tickets(tickets).await.unwrap().into_inner().tickets;
    (cases.len(), tickets.len())
}

/// Each family is registered, and its ticket escalated to the coordinator.
async fn furnish(school: &Seat) {
    for family in 0..FAMILIES {
        let involvement = registration(vec![child(family)]);
        school.register(&involvement).await.unwrap();
        let open = v1::OpenTicketRequest {
            ticket_id: Uuid::now_v7().to_string(),
            involvement_id: involvement.involvement_id.clone(),
            track: v1::Track::NoAgreement.into(),
            obstacle: v1::Obstacle::NoAgreement.into(),
            category: "MPG1".into(),
            acting_professional: acting(),
            ..Default::default()
        };
        let ticket = school.escalation().open_ticket(open).await.unwrap().into_inner();
        let escalate = v1::EscalateTicketRequest {
            ticket_id: ticket.ticket.unwrap().ticket_id,
            request_id: Uuid::now_v7().to_string(),
            acting_professional: acting(),
            ..Default::default()
        };
        school.escalation().escalate_ticket(escalate).await.unwrap();
    }
}

/// What the doctor says of the stopped broker, with its exit code.
fn doctor(place: &Place) -> (Option<i32>, String) {
    let mut command = Command::new(BINARY);
    let output = command.args(["doctor", "--json", "--lang", "en", "--config"]);
    let output = output.arg(place.file("config.toml")).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = told["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|found| found["check"] == "covenants.names");
    let lines = findings.map(|found| format!("{}: {}", found["check"], found["found"]));
    let text = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "\"");
    (output.status.code(), text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_s2_an_office_that_is_renamed_leaves_no_work_behind() {
    let place = Place::new("succession");
    place.configure("[reload]\npoll_interval_ms = 3600000\n");
    let broker = Broker::start(&place).await;
    let school = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    furnish(&school).await;
    let coordinator = Seat::at(&broker.url, &place, &place.coordinator).await;
    let families = usize::try_from(FAMILIES).unwrap();
    assert_eq!(work(&coordinator).await, (families, families));
    let before = coordinator.everything().await.0;

    // The version stays as it is: what counts is what the file says.
    let good = fs::read_to_string(place.file("covenant.toml")).unwrap();
    replace(&place, "covenant.toml", &renamed(&good, false));
    broker.signal("HUP");
    let counts = format!("{FAMILIES} open cases, {FAMILIES} open tickets");
    until("the refusal", || async { broker.stderr().contains(&counts).then_some(()) }).await;
    assert!(broker.stderr().contains("not reloaded, the old one stays"), "{}", broker.stderr());
    assert_eq!(work(&coordinator).await, (families, families), "the one before stays in force");
    assert_eq!(broker.terminate().await.0, Some(0));

    let refused = Broker::launch(&place, serve(&place)).await.err().expect("it does not start");
    assert_eq!(refused.code, Some(1));
    let named = format!("office \"{OLD}\": {counts}");
    assert!(refused.stderr.contains(&named), "{}", refused.stderr);
    assert!(refused.stderr.contains("formerly = ["), "what to write: {}", refused.stderr);

    // The doctor says the same before anybody starts it, and leaves everything as it was.
    let (code, told) = doctor(&place);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains(&named) && told.contains("covenants.names"), "{told}");

    replace(&place, "covenant.toml", &renamed(&good, true));
    assert!(!doctor(&place).1.contains(&named), "it says where the work goes");
    // It dies while work follows, each time at another record, before and after it is durable.
    for (nth, point) in [(1, "after-fsync"), (3, "before-journal-write"), (2, "before-answer")] {
        let mut command = serve(&place);
        command.env("VERWIJSPUNT_FAILPOINT", format!("{point}:{nth}"));
        let refused = Broker::launch(&place, command).await.err();
        let refused = refused.expect("it aborts before it serves");
        assert_eq!(refused.code, None, "{}", refused.stderr);
    }
    let broker = Broker::start(&place).await;
    let office = Seat::at(&broker.url, &place, &new_office(&place)).await;
    assert_eq!(work(&office).await, (families, families), "everything followed");
    let inbox = office.everything().await.0;
    let mut ids: Vec<_> = inbox.iter().map(|told| told.notification_id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), inbox.len(), "nothing came twice");
    for told in &before {
        assert!(ids.contains(&told.notification_id), "an unread message went along");
    }
    assert_eq!(inbox.len(), before.len() + 2 * families, "told of each case and ticket once");
    assert_eq!(broker.terminate().await.0, Some(0));

    // Nothing is left to follow, and the next start has nothing to compare.
    let broker = Broker::start(&place).await;
    let office = Seat::at(&broker.url, &place, &Party { name: NEW.into(), id: NEW.into() }).await;
    assert_eq!(office.everything().await.0.len(), inbox.len());
    assert_eq!(broker.terminate().await.0, Some(0));
}
