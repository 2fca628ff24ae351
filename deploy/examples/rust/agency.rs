//! How does an agency's own system talk to the broker from Rust, over gRPC? It listens to its inbox, says whom to
//! call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on where it was.
//!
//! ```text
//! echo 111222333 | cargo run --example agency -- https://localhost:7443 certs basisschool-de-waterlelie record 1
//! ```
//!
//! `record` is a file, for want of your own records. The last argument ends it after so many notifications.

use std::{env, error::Error, fs, path::Path, time::Duration};

use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1::{
        AcknowledgeRequest, ContactCard, FamilyMember, FamilyRole, InvolvedParty,
        RegisterInvolvementRequest, SubscribeRequest, inbox_service_client::InboxServiceClient,
        notification::Event, register_involvement_request::Place,
        registry_service_client::RegistryServiceClient, subscribe_response::Part,
    },
    cli::client::{self, ClientOptions},
};

/// The name of this system: kept in the broker's audit log with everything that it does.
const ACTING: &str = "example-agency";
/// Pauses grow from the first to the second.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(30)];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [server, certs, name, record, rest @ ..] = &arguments[..] else {
        return Err("usage: echo BSN-OF-A-PARENT | agency SERVER CERTS NAME RECORD [COUNT]".into());
    };
    let count = rest.first().map_or(Ok(u64::MAX), |count| count.parse())?;
    // A BSN is never an argument: others on the machine could see it.
    let mut bsn = String::new();
    std::io::stdin().read_line(&mut bsn)?;
    // The id is kept before anything is sent.
    if !Path::new(record).exists() {
        fs::write(record, format!("{} {}", uuid::Uuid::now_v7(), jiff::Zoned::now().date()))?;
    }
    let kept = fs::read_to_string(record)?;
    let (id, start) = kept.split_once(' ').ok_or("the record holds an id and a date")?;
    let channel = client::connect_lazy(&ClientOptions::named(server, Path::new(certs), name))?;
    // Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
    let registering = async {
        if let Err(status) = register(channel.clone(), id, start, bsn.trim()).await {
            eprintln!("not registered: {}", status.message());
        }
    };
    let (listened, ()) = tokio::join!(listen(channel.clone(), count), registering);
    Ok(listened?)
}

/// How long to wait before the same again; pauses grow, and are of unequal length. What does not pass by itself is
/// an error still.
fn again_after(ended: Result<(), Status>, pause: &mut Duration) -> Result<Duration, Status> {
    *pause = (*pause * 2).min(PAUSES[1]);
    let jitter = f64::from(uuid::Uuid::new_v4().as_bytes()[0]) / 512.0;
    let wait = pause.mul_f64(0.5 + jitter);
    let Err(status) = ended else { return Ok(wait) };
    match status.code() {
        Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded | Code::Aborted => {}
        // A line that broke.
        Code::Internal | Code::Cancelled | Code::Unknown => {}
        _ => return Err(status),
    }
    eprintln!("again later: {}", status.message());
    let told = status.get_details_retry_info().and_then(|info| info.retry_delay);
    Ok(told.unwrap_or_default().max(wait))
}

async fn register(channel: Channel, id: &str, start: &str, bsn: &str) -> Result<(), Status> {
    let role = FamilyRole::Parent.into();
    let request = RegisterInvolvementRequest {
        involvement_id: id.to_owned(),
        start_date: start.to_owned(),
        place: Some(Place::Area("zeeburg".to_owned())),
        members: vec![FamilyMember { bsn: bsn.to_owned(), role, ..FamilyMember::default() }],
        professional: Some(ContactCard {
            professional_id: "j.jansen".to_owned(),
            name: "J. Jansen".to_owned(),
            function: "social worker".to_owned(),
            phone: "020-5550100".to_owned(),
            ..ContactCard::default()
        }),
        acting_professional: ACTING.to_owned(),
        ..RegisterInvolvementRequest::default()
    };
    let (mut registry, mut pause) = (RegistryServiceClient::new(channel), PAUSES[0]);
    while let Err(status) = registry.register_involvement(request.clone()).await {
        tokio::time::sleep(again_after(Err(status), &mut pause)?).await;
    }
    println!("registered {id}");
    Ok(())
}

async fn listen(channel: Channel, count: u64) -> Result<(), Status> {
    let (mut handled, mut pause) = (0, PAUSES[0]);
    loop {
        let before = handled;
        let ended = handle(channel.clone(), count, &mut handled).await;
        if handled >= count {
            return Ok(());
        }
        if handled > before {
            pause = PAUSES[0];
        }
        tokio::time::sleep(again_after(ended, &mut pause)?).await;
    }
}

/// Handles notifications until the stream ends.
async fn handle(channel: Channel, count: u64, handled: &mut u64) -> Result<(), Status> {
    let mut inbox = InboxServiceClient::new(channel);
    let acting_professional = ACTING.to_owned();
    // Without `after` it begins after what was acknowledged: the broker remembers.
    let subscribe = SubscribeRequest { after: None, heartbeat_seconds: 15, acting_professional };
    let mut stream = inbox.subscribe(subscribe).await?.into_inner();
    while *handled < count
        && let Some(message) = stream.message().await?
    {
        // A crisis comes ahead of its place as well, as another part, and again in its place.
        let Some(Part::Notification(notification)) = message.part else { continue };
        // Bring it to your own store here. It can come twice: its notification_id tells. Acknowledge every kind.
        match notification.event {
            Some(Event::Match(found)) => {
                println!("match: call {}", whom(found.party.unwrap_or_default()));
            }
            _ => println!("something else"),
        }
        let acting_professional = ACTING.to_owned();
        let position = notification.sequence;
        inbox.acknowledge(AcknowledgeRequest { position, acting_professional }).await?;
        *handled += 1;
    }
    Ok(())
}

/// Who is withheld is reached through an office.
fn whom(party: InvolvedParty) -> String {
    match party.office_contact {
        Some(office) if party.withheld => {
            format!("the office {}, {}", office.name_nl, office.phone)
        }
        None if party.withheld => format!("the office {}", party.contact_office),
        _ => party.organisation_name,
    }
}
