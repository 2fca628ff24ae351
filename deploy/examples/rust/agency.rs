//! How does an agency's own system talk to the broker? Register, receive matches on a stream,
//! acknowledge them; after a break, go on where it was.
//!
//! ```text
//! echo 111222333 | cargo run --example agency -- https://localhost:7443 certs basisschool-de-waterlelie
//! ```
//!
//! Everything here comes from the proto files; the connection is TLS 1.3 with the organisation's
//! certificate, and the organisation is read from that certificate, never from a message.

use std::{env, error::Error, path::Path, time::Duration};

use tonic::transport::Channel;
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
    let (server, certs, name, count) = match &arguments[..] {
        [server, certs, name] => (server, certs, name, None),
        [server, certs, name, count] => (server, certs, name, Some(count.parse()?)),
        _ => return Err("usage: echo BSN-OF-A-PARENT | agency SERVER CERTS NAME [COUNT]".into()),
    };
    // A BSN is never an argument: others on the machine could see it.
    let mut parent_bsn = String::new();
    std::io::stdin().read_line(&mut parent_bsn)?;
    let options = ClientOptions::named(server, Path::new(certs), name);
    let channel = client::connect(&options).await?;
    register(channel.clone(), parent_bsn.trim()).await?;

    let mut wanted = Wanted(count);
    let mut wait = Duration::from_millis(250);
    loop {
        // The broker remembers what was acknowledged: subscribing again goes on after it. A
        // notification can come twice; its notification_id tells.
        match listen(channel.clone(), &mut wanted).await {
            Ok(()) if wanted.none() => return Ok(()),
            Ok(()) => wait = Duration::from_millis(250),
            Err(status) => eprintln!("the stream broke: {}", status.message()),
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(Duration::from_secs(30));
    }
}

/// How many notifications are still wanted; `None`: all that ever come.
struct Wanted(Option<u64>);

impl Wanted {
    fn none(&self) -> bool {
        self.0 == Some(0)
    }
}

async fn register(channel: Channel, parent_bsn: &str) -> Result<(), Box<dyn Error>> {
    let request = RegisterInvolvementRequest {
        // Keep this id beside your own record, before you send: a retry with it is harmless.
        involvement_id: uuid::Uuid::now_v7().to_string(),
        members: vec![FamilyMember {
            bsn: parent_bsn.to_owned(),
            role: FamilyRole::Parent.into(),
            birth_date: String::new(),
        }],
        professional: Some(ContactCard {
            professional_id: "j.jansen".to_owned(),
            name: "J. Jansen".to_owned(),
            function: "social worker".to_owned(),
            phone: "020-5550100".to_owned(),
            email: String::new(),
            ..Default::default()
        }),
        place: Some(Place::Area("zeeburg".to_owned())),
        start_date: jiff::Zoned::now().date().to_string(),
        acting_professional: ACTING.to_owned(),
        ..Default::default()
    };
    let answer =
        RegistryServiceClient::new(channel).register_involvement(request).await?.into_inner();
    if answer.already_registered {
        println!("registered before; nobody is notified again");
        return Ok(());
    }
    let others = answer.r#match.map_or(0, |found| found.parties.len());
    println!("registered; {others} others are involved");
    Ok(())
}

async fn listen(channel: Channel, wanted: &mut Wanted) -> Result<(), tonic::Status> {
    let mut inbox = InboxServiceClient::new(channel);
    let subscribe = SubscribeRequest {
        after: None,
        heartbeat_seconds: 15,
        acting_professional: ACTING.to_owned(),
    };
    let mut stream = inbox.subscribe(subscribe).await?.into_inner();
    while let Some(message) = stream.message().await? {
        let notification = match message.part {
            Some(Part::Notification(notification)) => notification,
            Some(Part::Heartbeat(beat)) if beat.closing => return Ok(()),
            // A crisis comes ahead of its place as well: who wants to be quick looks at it here. It
            // comes again in its place.
            Some(Part::Heartbeat(_) | Part::Ahead(_)) | None => continue,
        };
        // Bring it to your own store here, and acknowledge only after that.
        match notification.event {
            Some(Event::Match(found)) => {
                let party = found.party.unwrap_or_default();
                let contact = party.contact.unwrap_or_default();
                println!(
                    "match: {}, call {} {}",
                    party.organisation_name, contact.name, contact.phone
                );
            }
            // A kind that this program does not know is acknowledged too.
            _ => println!("notification {}", notification.sequence),
        }
        inbox
            .acknowledge(AcknowledgeRequest {
                position: notification.sequence,
                acting_professional: ACTING.to_owned(),
            })
            .await?;
        wanted.0 = wanted.0.map(|count| count.saturating_sub(1));
        if wanted.none() {
            return Ok(());
        }
    }
    Ok(())
}
