//! How does an agency's own system talk to the broker from Rust, over gRPC? It listens to its inbox, says whom to
//! call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on where it was.
//!
//! ```text
//! echo 111222333 | cargo run --example agency -- https://localhost:7443 certs basisschool-de-waterlelie record 1
//! ```
//!
//! `record` is a file, for want of your own records. The last argument ends it after so many notifications.

use std::{cell::Cell, env, error::Error, fs, path::Path, time::Duration};

use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1::{
        AcknowledgeRequest, ContactCard, FamilyMember, FamilyRole, RegisterInvolvementRequest,
        SubscribeRequest, inbox_service_client::InboxServiceClient, notification::Event,
        register_involvement_request::Place, registry_service_client::RegistryServiceClient,
        subscribe_response::Part,
    },
    cli::client::{self, ClientOptions},
};

/// The name of this system: kept in the broker's audit log with everything that it does.
const ACTING: &str = "example-agency";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [server, certs, name, record, rest @ ..] = &arguments[..] else {
        return Err("usage: echo BSN-OF-A-PARENT | agency SERVER CERTS NAME RECORD [COUNT]".into());
    };
    let count = rest.first().map_or(Ok(u64::MAX), |count| count.parse())?;
    // A BSN is never an argument: others on the machine could see it.
    let bsn = std::io::read_to_string(std::io::stdin())?;
    // The id is kept before anything is sent.
    if !Path::new(record).exists() {
        fs::write(record, format!("{} {}", uuid::Uuid::now_v7(), jiff::Zoned::now().date()))?;
    }
    let kept = fs::read_to_string(record)?;
    let (options, handled) = (ClientOptions::named(server, Path::new(certs), name), Cell::new(0));
    // Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
    let registering = async {
        let attempt = async |channel| register(channel, &kept, bsn.trim()).await;
        if let Err(status) = persist(&options, &handled, attempt).await {
            eprintln!("not registered: {}", status.message());
        }
    };
    let attempt = async |channel| listen(channel, count, &handled).await;
    let (listened, ()) = tokio::join!(persist(&options, &handled, attempt), registering);
    Ok(listened?)
}

/// Until it is done: the same again, after growing pauses of unequal length, or when we were told to come back.
async fn persist(
    options: &ClientOptions,
    handled: &Cell<u64>,
    mut attempt: impl AsyncFnMut(Channel) -> Result<bool, Status>,
) -> Result<(), Status> {
    let mut pause = Duration::from_millis(200);
    loop {
        let before = handled.get();
        // The files are read anew: a certificate is renewed.
        let channel = client::connect_lazy(options).map_err(|e| Status::unknown(e.to_string()))?;
        let told = match attempt(channel).await {
            Ok(true) => return Ok(()),
            Ok(false) => None,
            Err(status) => {
                eprintln!("again later: {}", status.message());
                match status.code() {
                    Code::Unavailable | Code::ResourceExhausted | Code::DeadlineExceeded => {}
                    // The last three: a line that broke.
                    Code::Aborted | Code::Internal | Code::Cancelled | Code::Unknown => {}
                    _ => return Err(status),
                }
                status.get_details_retry_info().and_then(|info| info.retry_delay)
            }
        };
        let longer = if handled.get() > before { Duration::from_millis(200) } else { pause * 2 };
        pause = longer.min(Duration::from_secs(30));
        let jitter = f64::from(uuid::Uuid::new_v4().as_bytes()[0]) / 512.0;
        tokio::time::sleep(told.unwrap_or_default().max(pause.mul_f64(0.5 + jitter))).await;
    }
}

async fn register(channel: Channel, kept: &str, bsn: &str) -> Result<bool, Status> {
    let (id, start) = kept.split_once(' ').unwrap_or_default();
    let (bsn, role) = (bsn.to_owned(), FamilyRole::Parent.into());
    let request = RegisterInvolvementRequest {
        involvement_id: id.to_owned(),
        start_date: start.to_owned(),
        place: Some(Place::Area("zeeburg".to_owned())),
        members: vec![FamilyMember { bsn, role, ..FamilyMember::default() }],
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
    RegistryServiceClient::new(channel).register_involvement(request).await?;
    println!("registered {id}");
    Ok(true)
}

/// Handles notifications until the stream ends; true when there were enough.
async fn listen(channel: Channel, count: u64, handled: &Cell<u64>) -> Result<bool, Status> {
    let mut inbox = InboxServiceClient::new(channel);
    // Without `after` it begins after what was acknowledged: the broker remembers.
    let from = SubscribeRequest { acting_professional: ACTING.into(), ..Default::default() };
    let mut stream = inbox.subscribe(from).await?.into_inner();
    while handled.get() < count
        && let Some(message) = stream.message().await?
    {
        // A crisis comes ahead of its place as well, as another part, and again in its place.
        let Some(Part::Notification(notification)) = message.part else { continue };
        // Bring it to your own store here. It can come twice: its notification_id tells. Acknowledge every kind.
        match notification.event {
            Some(Event::Match(found)) => {
                let party = found.party.unwrap_or_default();
                let office = party.office_contact.map_or(party.contact_office, |it| it.name_nl);
                let office = format!("the office {office}");
                let whom = if party.withheld { office } else { party.organisation_name };
                println!("match: call {whom}");
            }
            _ => println!("something else"),
        }
        let (position, acting_professional) = (notification.sequence, ACTING.to_owned());
        inbox.acknowledge(AcknowledgeRequest { position, acting_professional }).await?;
        handled.set(handled.get() + 1);
    }
    Ok(handled.get() >= count)
}
