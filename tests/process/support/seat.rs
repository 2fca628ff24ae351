//! How does a party of a test call the broker, and what does it send?

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tonic::{Code, Status, Streaming, transport::Channel};
use tonic_types::StatusExt as _;
use uuid::Uuid;
use verwijspunt::{
    api::v1::{
        self, covenant_service_client::CovenantServiceClient,
        escalation_service_client::EscalationServiceClient,
        inbox_service_client::InboxServiceClient, match_service_client::MatchServiceClient,
        notification::Event, register_involvement_request::Place as Where,
        registry_service_client::RegistryServiceClient, subscribe_response::Part,
    },
    cli::client::{self, ClientError, ClientOptions},
};

use super::{
    place::{Party, Place},
    within,
};

/// A connected party.
#[derive(Clone, Debug)]
pub struct Seat {
    pub id: String,
    pub channel: Channel,
}

impl Seat {
    /// Connects to a broker at an address.
    pub async fn at(url: &str, place: &Place, party: &Party) -> Self {
        let options = ClientOptions::named(url, &place.certs(), &party.name);
        let channel = within("connecting", client::connect(&options)).await;
        Self { id: party.id.clone(), channel: channel.unwrap_or_else(|e| panic!("{e}")) }
    }

    /// The same when the connection may break.
    pub async fn try_at(url: &str, place: &Place, party: &Party) -> Result<Self, ClientError> {
        let options = ClientOptions::named(url, &place.certs(), &party.name);
        let channel = client::connect(&options).await?;
        Ok(Self { id: party.id.clone(), channel })
    }

    pub fn registry(&self) -> RegistryServiceClient<Channel> {
        RegistryServiceClient::new(self.channel.clone())
    }

    pub fn matches(&self) -> MatchServiceClient<Channel> {
        MatchServiceClient::new(self.channel.clone())
    }

    pub fn inbox(&self) -> InboxServiceClient<Channel> {
        InboxServiceClient::new(self.channel.clone())
    }

    pub fn escalation(&self) -> EscalationServiceClient<Channel> {
        EscalationServiceClient::new(self.channel.clone())
    }

    pub fn covenant(&self) -> CovenantServiceClient<Channel> {
        CovenantServiceClient::new(self.channel.clone())
    }

    pub async fn register(
        &self,
        request: &v1::RegisterInvolvementRequest,
    ) -> Result<v1::RegisterInvolvementResponse, Status> {
        Ok(self.registry().register_involvement(request.clone()).await?.into_inner())
    }

    pub async fn subscribe(
        &self,
        after: Option<u64>,
    ) -> Result<Streaming<v1::SubscribeResponse>, Status> {
        let request =
            v1::SubscribeRequest { after, heartbeat_seconds: 1, acting_professional: acting() };
        Ok(self.inbox().subscribe(request).await?.into_inner())
    }

    pub async fn acknowledge(&self, position: u64) -> Result<u64, Status> {
        let request = v1::AcknowledgeRequest { position, acting_professional: acting() };
        Ok(self.inbox().acknowledge(request).await?.into_inner().acknowledged)
    }

    /// One page of the inbox. It is in the audit log before it comes: an answer is a commit.
    pub async fn pull(&self, after: u64) -> Result<v1::PullResponse, Status> {
        let request = v1::PullRequest {
            after: Some(after),
            max_notifications: 500,
            acting_professional: acting(),
            ..Default::default()
        };
        Ok(self.inbox().pull(request).await?.into_inner())
    }

    /// The whole inbox, from its beginning; and the acknowledged position.
    pub async fn everything(&self) -> (Vec<v1::Notification>, u64) {
        let (mut all, mut acknowledged) = (Vec::<v1::Notification>::new(), 0);
        loop {
            let after = all.last().map_or(0, |n| n.sequence);
            let page = self.pull(after).await.unwrap();
            acknowledged = acknowledged.max(page.acknowledged);
            if page.notifications.is_empty() {
                return (all, acknowledged);
            }
            all.extend(page.notifications);
        }
    }

    /// The own involvements.
    pub async fn involvements(&self) -> Vec<v1::Involvement> {
        let (mut all, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = v1::ListInvolvementsRequest {
                page_size: 200,
                page_token,
                acting_professional: acting(),
                ..Default::default()
            };
            let page = self.registry().list_involvements(request).await.unwrap().into_inner();
            all.extend(page.involvements);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return all;
            }
        }
    }

    /// The own matches.
    pub async fn all_matches(&self) -> Vec<v1::Match> {
        let (mut all, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = v1::ListMatchesRequest {
                filter: v1::MatchFilter::All.into(),
                page_size: 200,
                page_token,
                acting_professional: acting(),
                ..Default::default()
            };
            let page = self.matches().list_matches(request).await.unwrap().into_inner();
            all.extend(page.matches);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return all;
            }
        }
    }
}

pub fn acting() -> String {
    "tester".into()
}

/// A number that passes the 11-check, another one for every `k`. Nobody's: the first digits are
/// counted.
pub fn bsn(k: u64) -> String {
    let sum = |n: u64| -> u64 {
        let digits = (0_u32..8).map(|place| n / 10_u64.pow(7 - place) % 10);
        digits.zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum()
    };
    let mut eight = 10_000_000 + 2 * k;
    if sum(eight) % 11 == 10 {
        eight += 1;
    }
    format!("{eight}{}", sum(eight) % 11)
}

pub fn child(person: u64) -> v1::FamilyMember {
    v1::FamilyMember {
        bsn: bsn(person),
        role: v1::FamilyRole::Child.into(),
        birth_date: "2016-04-02".into(),
    }
}

pub fn adult(person: u64) -> v1::FamilyMember {
    let (role, birth_date) = (v1::FamilyRole::Parent.into(), String::new());
    v1::FamilyMember { bsn: bsn(person), role, birth_date }
}

/// A registration in Zeeburg by a professional of its own, so that it is never "the same again".
pub fn registration(members: Vec<v1::FamilyMember>) -> v1::RegisterInvolvementRequest {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let professional = v1::ContactCard {
        professional_id: format!("p{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        name: "Noor Testman".into(),
        function: "mentor".into(),
        phone: "020-5550100".into(),
        email: String::new(),
        deputy: None,
    };
    v1::RegisterInvolvementRequest {
        involvement_id: Uuid::now_v7().to_string(),
        members,
        professional: Some(professional),
        place: Some(Where::Area("zeeburg".into())),
        start_date: "2025-01-06".into(),
        end_date: String::new(),
        informed: None,
        acting_professional: acting(),
        organisation_oin: String::new(),
        own_reference: String::new(),
    }
}

/// The match that a notification announces.
pub fn announced(notification: &v1::Notification) -> Option<&v1::MatchFound> {
    match &notification.event {
        Some(Event::Match(found)) => Some(found),
        _ => None,
    }
}

/// The next notification of a stream; heartbeats are passed over.
pub async fn next_notification(
    stream: &mut Streaming<v1::SubscribeResponse>,
) -> Result<v1::Notification, Status> {
    loop {
        let message = within("a notification", stream.message()).await?;
        match message.and_then(|m| m.part) {
            Some(Part::Notification(notification)) => return Ok(notification),
            Some(Part::Heartbeat(beat)) if !beat.closing => {}
            other => return Err(Status::unavailable(format!("the stream ended: {other:?}"))),
        }
    }
}

/// How long a caller waits for an answer: a little longer than the broker lets a call take.
const DEADLINE: Duration = Duration::from_secs(12);

/// A call with its deadline.
pub async fn in_time<T>(call: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
    let late = |_| Err(Status::deadline_exceeded("the caller waits no longer"));
    tokio::time::timeout(DEADLINE, call).await.unwrap_or_else(late)
}

/// What a failed call may have done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Certainly nothing.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// Only what a crash or a crowd can cause passes; anything else is a fault of the test or the
/// broker.
pub fn outcome(status: &Status) -> Outcome {
    let made_here = std::error::Error::source(status).is_some();
    match (reason(status).as_str(), status.code()) {
        ("TX_CONFLICT" | "BUSY" | "DISK_FULL", _) => Outcome::Refused,
        ("COMMIT_UNKNOWN", _)
        | (_, Code::Unavailable | Code::Cancelled | Code::DeadlineExceeded) => Outcome::Unknown,
        _ if made_here => Outcome::Unknown,
        // An h2 error that came as a status without its source.
        (_, Code::Internal | Code::Unknown) if status.message().contains("h2 protocol error") => {
            Outcome::Unknown
        }
        _ => panic!("an unexpected answer: {status:?}"),
    }
}

/// The machine reason of a refusal.
pub fn reason(status: &Status) -> String {
    status.get_error_details().error_info().map_or_else(String::new, |info| info.reason.clone())
}
