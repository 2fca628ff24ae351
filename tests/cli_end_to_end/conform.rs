//! Does `verwijspunt conform` find what is wrong with a program? One program that is right, and for each case
//! one that is broken on purpose.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::mpsc;
use std::time::Duration;

use tokio::time::sleep;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use verwijspunt::api::v1::{
    AcknowledgeRequest, ContactCard, FamilyMember, FamilyRole, GetTicketRequest, MatchFound,
    Obstacle, OpenTicketRequest, RegisterInvolvementRequest, SubscribeRequest, Track,
    WithdrawTicketRequest, escalation_service_client::EscalationServiceClient,
    inbox_service_client::InboxServiceClient, notification::Event,
    register_involvement_request::Place, registry_service_client::RegistryServiceClient,
    subscribe_response::Part,
};
use verwijspunt::cli::client::{self, ClientOptions};

use super::sandbox::Running;
use super::*;

/// What is wrong with a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Flaw {
    Nothing,
    TakesAnotherId,
    EndsWhenTheLineBreaks,
    AsksInALoop,
    EndsWhenRefused,
    StopsAtARefusalThatPasses,
    SkipsWhatComesTwice,
    StopsAtWhatItDoesNotKnow,
    StopsAtWhatWasDestroyed,
    TakesWhatComesAheadForIt,
    AcknowledgesWhatComesAhead,
    EndsWhenTheStreamCloses,
    AcknowledgesAhead,
    AsksForWhatIsNotKept,
    KeepsItsCertificate,
    StopsAfterAPage,
    SendsTheSameChangeAgain,
    LeavesTheEtagOut,
    /// None, and it opens a ticket at each match and withdraws it.
    NothingWhileItChanges,
}

impl Flaw {
    fn changes(self) -> bool {
        use Flaw::{LeavesTheEtagOut, NothingWhileItChanges, SendsTheSameChangeAgain};
        [LeavesTheEtagOut, NothingWhileItChanges, SendsTheSameChangeAgain].contains(&self)
    }
}

/// How many persons a sandbox has.
const PERSONS: usize = 12;
/// After so many a program stops that takes a page for everything.
const PAGE: usize = 1_000;
/// Between two attempts.
const MOMENT: Duration = Duration::from_millis(20);

/// A program as a supplier would write it, but for its flaw. It says when it has registered.
async fn program(options: ClientOptions, bsn: String, flaw: Flaw, registered: mpsc::Sender<()>) {
    // The files are looked at anew by whoever connects anew.
    let first = client::connect_lazy(&options).unwrap();
    let connect = || match flaw {
        Flaw::KeepsItsCertificate => first.clone(),
        _ => client::connect_lazy(&options).unwrap_or_else(|_| first.clone()),
    };
    let channel = connect();
    let mut registry = RegistryServiceClient::new(channel.clone());
    let card = ContactCard {
        professional_id: "tester".to_owned(),
        name: "Tester".to_owned(),
        function: "mentor".to_owned(),
        phone: "020-5550101".to_owned(),
        ..ContactCard::default()
    };
    let role = FamilyRole::Parent.into();
    let mut request = RegisterInvolvementRequest {
        involvement_id: uuid::Uuid::now_v7().to_string(),
        members: vec![FamilyMember { bsn, role, ..FamilyMember::default() }],
        professional: Some(card),
        place: Some(Place::Area("zeeburg".to_owned())),
        start_date: jiff::Zoned::now().date().to_string(),
        acting_professional: "tester".to_owned(),
        ..RegisterInvolvementRequest::default()
    };
    while let Err(status) = registry.register_involvement(request.clone()).await {
        match flaw {
            Flaw::EndsWhenTheLineBreaks | Flaw::EndsWhenRefused => return,
            Flaw::TakesAnotherId => request.involvement_id = uuid::Uuid::now_v7().to_string(),
            Flaw::AsksInALoop => {}
            // For an hour, and the test is over before: it listens meanwhile.
            _ if status.code() == Code::ResourceExhausted => break,
            _ => {}
        }
        sleep(MOMENT).await;
    }
    let _ = registered.send(());
    let keeps_positions = matches!(flaw, Flaw::Nothing | Flaw::AsksForWhatIsNotKept);
    let mut after = keeps_positions.then_some(0);
    let mut seen = BTreeSet::new();
    loop {
        match listen(connect(), &mut after, &mut seen, flaw).await {
            Ok(true) => sleep(MOMENT).await,
            // It stops at what it does not know.
            Ok(false) => return,
            Err(status) => {
                if flaw == Flaw::Nothing
                    && let Some(earliest) = earliest(&status)
                {
                    after = Some(earliest);
                }
                sleep(MOMENT).await;
            }
        }
    }
}

/// Opens a ticket because of a match, and withdraws it with the etag that it knows.
async fn change(
    channel: tonic::transport::Channel,
    found: MatchFound,
    flaw: Flaw,
) -> Result<(), Status> {
    let mut tickets = EscalationServiceClient::new(channel);
    let acting_professional = "tester".to_owned();
    let request = OpenTicketRequest {
        ticket_id: uuid::Uuid::now_v7().to_string(),
        involvement_id: found.involvement_id,
        track: Track::NotCarriedOut.into(),
        obstacle: Obstacle::NotDelivered.into(),
        target_oin: found.party.unwrap_or_default().organisation_oin,
        category: "MPG2".to_owned(),
        acting_professional: acting_professional.clone(),
        ..OpenTicketRequest::default()
    };
    let ticket = tickets.open_ticket(request).await?.into_inner().ticket.unwrap_or_default();
    let (ticket_id, mut etag) = (ticket.ticket_id, ticket.etag);
    loop {
        let request = WithdrawTicketRequest {
            ticket_id: ticket_id.clone(),
            etag: etag.clone(),
            request_id: uuid::Uuid::now_v7().to_string(),
            acting_professional: acting_professional.clone(),
        };
        let done = tickets.withdraw_ticket(request).await;
        match done.as_ref().err().map(Status::code) {
            Some(Code::Aborted) => {}
            _ => return done.map(drop),
        }
        match flaw {
            Flaw::SendsTheSameChangeAgain => {}
            Flaw::LeavesTheEtagOut => etag.clear(),
            _ => {
                let (ticket_id, acting_professional) =
                    (ticket_id.clone(), acting_professional.clone());
                let request = GetTicketRequest { ticket_id, acting_professional };
                let seen = tickets.get_ticket(request).await?.into_inner().ticket;
                etag = seen.unwrap_or_default().etag;
            }
        }
        sleep(MOMENT).await;
    }
}

fn earliest(status: &Status) -> Option<u64> {
    let info = status.get_details_error_info().filter(|info| info.reason == "POSITION_EXPIRED")?;
    info.metadata.get("earliest")?.parse().ok()
}

/// Handles notifications until the stream ends; `false` when the program is over.
async fn listen(
    channel: tonic::transport::Channel,
    after: &mut Option<u64>,
    seen: &mut BTreeSet<String>,
    flaw: Flaw,
) -> Result<bool, Status> {
    let mut inbox = InboxServiceClient::new(channel.clone());
    let acting_professional = "tester".to_owned();
    let subscribe = SubscribeRequest { after: *after, heartbeat_seconds: 1, acting_professional };
    let mut stream = inbox.subscribe(subscribe).await?.into_inner();
    while let Some(message) = stream.message().await? {
        let notification = match message.part {
            Some(Part::Notification(notification)) => notification,
            Some(Part::Ahead(crisis)) if flaw == Flaw::AcknowledgesWhatComesAhead => crisis,
            Some(Part::Ahead(crisis)) if flaw == Flaw::TakesWhatComesAheadForIt => {
                seen.insert(crisis.notification_id);
                continue;
            }
            Some(Part::Heartbeat(beat))
                if beat.closing && flaw == Flaw::EndsWhenTheStreamCloses =>
            {
                return Ok(false);
            }
            _ => continue,
        };
        let fresh = seen.insert(notification.notification_id);
        let skips = [Flaw::SkipsWhatComesTwice, Flaw::TakesWhatComesAheadForIt].contains(&flaw);
        if skips && !fresh {
            continue;
        }
        let destroyed = matches!(notification.event, Some(Event::Destroyed(_)));
        if flaw == Flaw::StopsAtWhatWasDestroyed && destroyed {
            return Ok(false);
        }
        if flaw == Flaw::StopsAtWhatItDoesNotKnow && notification.event.is_none() {
            return Ok(false);
        }
        let position = notification.sequence + u64::from(flaw == Flaw::AcknowledgesAhead);
        let acting_professional = "tester".to_owned();
        let done = inbox.acknowledge(AcknowledgeRequest { position, acting_professional }).await;
        let passes = done.as_ref().err().map(Status::code) == Some(Code::Unavailable);
        if flaw == Flaw::StopsAtARefusalThatPasses && done.is_err() && !passes {
            return Ok(false);
        }
        done?;
        *after = after.map(|_| position);
        match notification.event {
            Some(Event::Match(found)) if flaw.changes() => {
                tokio::spawn(change(channel.clone(), found, flaw));
            }
            _ => {}
        }
        if flaw == Flaw::StopsAfterAPage && seen.len() > PAGE {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Plays cases against a program, which runs before or registers only when the case has begun.
fn played(sandbox: &Running, who: &str, person: usize, cases: &[&str], flaw: Flaw) -> Done {
    let told = &sandbox.told;
    let bsn = text(told, &format!("/persons/{person}/bsn")).to_owned();
    let certs = Path::new(text(told, "/certs")).to_owned();
    let options = ClientOptions::named(text(told, "/server"), &certs, who);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
    let (sender, registered) = mpsc::channel();
    let start = || runtime.spawn(program(options.clone(), bsn.clone(), flaw, sender.clone()));
    let registers_meanwhile = ["lost-answer", "lookup-budget"].contains(&cases[0]);
    if !registers_meanwhile {
        start();
        registered.recv_timeout(Duration::from_secs(30)).unwrap();
    }
    let control = text(told, "/control");
    let cases: String = cases.iter().map(|case| format!(" --case {case}")).collect();
    let line = format!("conform --as {who}{cases} --patience 4 --control {control}");
    let mut command = sandbox.installation.command(&line);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if registers_meanwhile {
        // Until the case has begun.
        for _ in 0..1_000 {
            if state(control).contains(&format!("\"{who}\":")) {
                break;
            }
            std::thread::sleep(MOMENT);
        }
        start();
    }
    let done = Done::from(&line, child.wait_with_output().unwrap());
    runtime.shutdown_background();
    done
}

/// What the sandbox says of itself.
fn state(control: &str) -> String {
    let at = control.trim_start_matches("http://");
    let mut line = std::net::TcpStream::connect(at).unwrap();
    write!(line, "GET / HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_program_that_is_broken_on_purpose_is_caught() {
    let sandbox = Running::start();
    let sandbox = &sandbox;
    let flaws: [(&str, &str, Flaw, &str); 16] = [
        ("william-schrikker-groep", "lost-answer", Flaw::TakesAnotherId, "registered twice"),
        ("welzijn-zeeburg", "lost-answer", Flaw::EndsWhenTheLineBreaks, "did not send it again"),
        ("schulddienst-zeeburg", "lookup-budget", Flaw::AsksInALoop, "wait for an hour"),
        ("leerplicht-zeeburg", "lookup-budget", Flaw::EndsWhenRefused, "did it end?"),
        (
            "jeugdzorgaanbieder-de-kade",
            "passing-refusals",
            Flaw::StopsAtARefusalThatPasses,
            "refused with DISK_FULL, it did not acknowledge again",
        ),
        (SCHOOL, "redelivery", Flaw::SkipsWhatComesTwice, "what came twice was not"),
        (
            "politie-amsterdam-amstelland",
            "unknown-kind",
            Flaw::StopsAtWhatItDoesNotKnow,
            "a kind that it does not know",
        ),
        (
            "welzijn-osdorp",
            "destroyed",
            Flaw::StopsAtWhatWasDestroyed,
            "what was destroyed meanwhile",
        ),
        (
            "welzijn-westerpark",
            "ahead",
            Flaw::TakesWhatComesAheadForIt,
            "in its place what came ahead",
        ),
        (
            "welzijn-centrum",
            "ahead",
            Flaw::AcknowledgesWhatComesAhead,
            "it acknowledged what came ahead of its place",
        ),
        (
            "welzijn-slotervaart",
            "closing",
            Flaw::EndsWhenTheStreamCloses,
            "did not go on with the next one",
        ),
        (
            "jeugdzorgaanbieder-het-baken",
            "in-order",
            Flaw::AcknowledgesAhead,
            "what had not come yet",
        ),
        (
            "woningcorporatie-de-sleutelbloem",
            "position-expired",
            Flaw::AsksForWhatIsNotKept,
            "asks for the same position again",
        ),
        (
            "welzijn-oud-west",
            "certificate-renewal",
            Flaw::KeepsItsCertificate,
            "with the certificate that was replaced",
        ),
        (
            "welzijn-oud-zuid",
            "stale-etag",
            Flaw::SendsTheSameChangeAgain,
            "without looking at what another did",
        ),
        ("welzijn-zuideramstel", "stale-etag", Flaw::LeavesTheEtagOut, "it left the etag out"),
    ];
    std::thread::scope(|scope| {
        for (person, (who, case, flaw, why)) in flaws.into_iter().enumerate() {
            scope.spawn(move || {
                let done = played(sandbox, who, person % PERSONS, &[case], flaw);
                assert_eq!(done.code, Some(1), "{flaw:?}: {}{}", done.out, done.err);
                let caught = done.out.contains("FAILED") && done.out.contains(why);
                assert!(caught, "{flaw:?}: {}{}", done.out, done.err);
            });
        }
    });
}

#[test]
fn a_program_that_is_right_passes_every_case() {
    let sandbox = Running::start();
    let all = |cases: &[&str]| {
        let done = played(&sandbox, SCHOOL, 0, cases, Flaw::Nothing);
        let number = cases.len();
        done.says(&[&format!("{number} of {number} cases passed")]);
    };
    all(&["lost-answer"]);
    all(&["redelivery", "unknown-kind", "destroyed", "ahead", "closing"]);
    all(&["in-order", "position-expired", "passing-refusals", "certificate-renewal"]);
    all(&["lookup-budget"]);
    let changes = Flaw::NothingWhileItChanges;
    played(&sandbox, "welzijn-osdorp", 1, &["stale-etag"], changes).says(&["1 of 1 cases passed"]);
    // Whoever changes nothing has not shown that it does so well.
    let done = played(&sandbox, SCHOOL, 2, &["redelivery", "stale-etag"], Flaw::Nothing);
    done.says(&["not played", "it changed nothing that has an etag", "1 of 2 cases passed"]);
    let done = played(&sandbox, SCHOOL, 2, &["stale-etag"], Flaw::Nothing);
    assert_eq!(done.code, Some(1), "nothing was passed: {}", done.out);
    // Nobody is there: that is not a pass.
    let control = text(&sandbox.told, "/control");
    let line = format!("conform --case in-order --patience 1 --control {control} --as {DEBT}");
    let done = sandbox.installation.run(&line);
    assert_eq!(done.code, Some(1), "{}", done.out);
    assert!(done.out.contains("not seen"), "{}", done.out);
}

/// All of them wait in one inbox, and come one after the other.
#[test]
fn ten_thousand_that_wait_are_worked_off() {
    let sandbox = Running::start();
    let case = ["ten-thousand-waiting"];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let done = played(&sandbox, SCHOOL, 0, &case, Flaw::Nothing);
            done.says(&["1 of 1 cases passed"]);
        });
        scope.spawn(|| {
            let done = played(&sandbox, DEBT, 1, &case, Flaw::StopsAfterAPage);
            let caught = done.out.contains("FAILED") && done.out.contains("and stopped there");
            assert!(caught && done.code == Some(1), "{}{}", done.out, done.err);
        });
    });
}
