//! Do callers from inside get what a caller over the wire gets, no more and no less?

use std::sync::Arc;

use tempfile::TempDir;
use tonic::{Code, Request, Status, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1,
    broker::Clock,
    domain::{
        model::time::Time,
        rules::access::{CALLER_KINDS, CallerKind},
    },
    server::{
        assemble::{self, Assembled},
        config::Config,
    },
    service::{Language, identity::Credential, local::Api},
};

use super::{
    permissions::{around, call_of, holder},
    raw,
    support::{
        depths, mtls,
        names::synthetic_bsn,
        transport::boxed,
        world::{Certificate, Channel, CovenantFiles, TestClock},
    },
};

/// The assembled server, reached over mutual TLS and from inside.
pub(crate) struct House {
    pub(crate) directory: TempDir,
    pub(crate) clock: TestClock,
    pub(crate) server: Assembled,
}

impl House {
    pub(crate) async fn with(limits: &str) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let clock = TestClock::new(Time(1_243_850_400_000));
        let more = format!("[listen]\naddress = \"127.0.0.1:0\"\n[limits]\n{limits}\n");
        let file = mtls::furnish(directory.path(), &CovenantFiles::amsterdam(), &more);
        let config = Config::load(&file).expect("a whole config");
        let server = assemble::start(&config, Clock::Set(clock.shared())).await.expect("it starts");
        Self { directory, clock, server }
    }

    pub(crate) async fn wire(&self, holder: &Certificate) -> Channel {
        let server = format!("https://{}", self.server.server().address());
        mtls::connect(self.directory.path(), &server, holder).await
    }

    pub(crate) fn inside(&self, credential: Credential) -> Api {
        self.server.clients().acting(credential, Language::English)
    }
}

/// The same credential as over the wire, without a wire.
pub(crate) fn credential(holder: &Certificate) -> Credential {
    Credential::Certificate(Arc::new(depths::peer(holder)))
}

/// All that a caller learns from a status; the id of a request is another each time.
fn learned(status: &Status) -> String {
    let details = status.get_error_details();
    format!(
        "{:?} {} {:?} {:?} {:?} {:?}",
        status.code(),
        status.message(),
        details.error_info(),
        details.bad_request(),
        details.localized_message(),
        details.retry_info(),
    )
}

/// A registration by a caller who names itself.
pub(crate) fn registration(person: &str) -> v1::RegisterInvolvementRequest {
    v1::RegisterInvolvementRequest {
        involvement_id: uuid::Uuid::now_v7().to_string(),
        members: vec![v1::FamilyMember {
            bsn: synthetic_bsn(person),
            role: v1::FamilyRole::OtherAdult.into(),
            ..Default::default()
        }],
        professional: Some(v1::ContactCard {
            professional_id: "p1".to_owned(),
            name: "N. Naam".to_owned(),
            function: "mentor".to_owned(),
            phone: "020 5550100".to_owned(),
            ..Default::default()
        }),
        place: Some(v1::register_involvement_request::Place::Area("zeeburg".to_owned())),
        start_date: "2009-05-01".to_owned(),
        ..Default::default()
    }
}

#[tokio::test]
async fn a_call_from_inside_is_answered_as_over_the_wire() {
    let house = House::with("").await;
    let mut wrong = Vec::new();
    for kind in CALLER_KINDS {
        let holder = holder(kind);
        let wire = house.wire(&holder).await;
        let inside = house.inside(credential(&holder)).local();
        for (path, method) in raw::methods() {
            let message = around(call_of(method.name()), &[]);
            let outside = raw::call(wire.clone(), &path, message.clone()).await;
            let within = raw::call(answered(inside.clone()), &path, message).await;
            let (outside, within) =
                (outside.map_err(|s| learned(&s)), within.map_err(|s| learned(&s)));
            if outside != within {
                wrong.push(format!("{kind:?} {path}\n  outside {outside:?}\n  inside  {within:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));

    // What one way changes, the other way tells.
    let school = holder(CallerKind::Organisation);
    let within = house.inside(credential(&school));
    let mut outside =
        v1::registry_service_client::RegistryServiceClient::new(house.wire(&school).await);
    let registered = v1::RegisterInvolvementRequest {
        acting_professional: "p1".to_owned(),
        ..registration("ann")
    };
    within.registry().register_involvement(registered).await.expect("it is registered");
    let list =
        v1::ListInvolvementsRequest { acting_professional: "p1".to_owned(), ..Default::default() };
    let told = outside.list_involvements(list.clone()).await.expect("the list").into_inner();
    assert_eq!(told.involvements.len(), 1);
    let same = within.registry().list_involvements(list).await.expect("the list").into_inner();
    assert_eq!(told, same);
    house.server.shutdown().await;
}

/// A client from inside as the channel of these tests.
fn answered(local: verwijspunt::service::local::Local) -> Channel {
    use tower::ServiceExt as _;
    boxed(local.map_response(|answer| answer.map(tonic::body::Body::new)))
}

#[tokio::test]
async fn nothing_in_a_request_says_who_calls() {
    let house = House::with("").await;
    let school = holder(CallerKind::Organisation);
    let register = holder(CallerKind::PopulationRegister);
    let mut within = house.inside(credential(&school)).covenant();
    let mut outside =
        v1::covenant_service_client::CovenantServiceClient::new(house.wire(&school).await);
    let mut feed = house.inside(credential(&school)).registry();
    let dressed_up = |message| {
        let mut request = Request::new(message);
        for name in ["authorization", "x-forwarded-client-cert", "verwijspunt-person", "oin"] {
            let value = register.serial_number.as_deref().expect("an OIN");
            let value = MetadataValue::try_from(value).expect("digits");
            request.metadata_mut().insert(name, value);
        }
        request.extensions_mut().insert(credential(&register));
        request
    };
    let message =
        v1::RecordDeathRequest { acting_professional: "p1".to_owned(), ..Default::default() };
    let refused =
        feed.record_death(dressed_up(message)).await.expect_err("a school is no register");
    assert_eq!(refused.code(), Code::PermissionDenied);
    let ask = |name: &str| v1::GetCovenantRequest {
        acting_professional: name.to_owned(),
        ..Default::default()
    };
    let plain = outside.get_covenant(ask("p1")).await.expect("it may");
    let mut request = Request::new(ask("p1"));
    request.extensions_mut().insert(credential(&register));
    let dressed = within.get_covenant(request).await.expect("it may");
    assert_eq!(plain.into_inner(), dressed.into_inner());
    house.server.shutdown().await;
}

#[tokio::test]
async fn without_a_place_a_call_from_inside_is_refused_and_the_wire_serves_on() {
    let house = House::with("max_local_streams = 1\nretry_after_ms = 1500").await;
    let school = holder(CallerKind::Organisation);
    let mut inbox = house.inside(credential(&school)).inbox();
    let subscribe =
        || v1::SubscribeRequest { acting_professional: "p1".to_owned(), ..Default::default() };
    let first = inbox.subscribe(subscribe()).await.expect("there is a place");
    let refused = inbox.subscribe(subscribe()).await.expect_err("there is none");
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let details = refused.get_error_details();
    assert_eq!(details.error_info().map(|info| info.reason.as_str()), Some("BUSY"));
    let wait = details.retry_info().and_then(|retry| retry.retry_delay);
    assert_eq!(wait, Some(std::time::Duration::from_millis(1500)));
    let mut outside = v1::inbox_service_client::InboxServiceClient::new(house.wire(&school).await);
    outside.subscribe(subscribe()).await.expect("the wire has places of its own");
    drop(first);
    inbox.subscribe(subscribe()).await.expect("the place is free again");
    house.server.shutdown().await;
}

/// An import that says nothing, and one that stops in the middle, give their place back.
#[tokio::test]
async fn an_import_that_pauses_too_long_gives_its_place_back() {
    use futures::StreamExt as _;
    let house = House::with("max_imports = 1\nimport_idle_timeout_ms = 300").await;
    let school = holder(CallerKind::Organisation);
    let client = || async {
        v1::registry_service_client::RegistryServiceClient::new(house.wire(&school).await)
    };
    let start = v1::ImportStart {
        acting_professional: "p1".to_owned(),
        import_id: uuid::Uuid::now_v7().to_string(),
        ..Default::default()
    };
    let part = v1::import_involvements_request::Part::Start(start);
    let started = v1::ImportInvolvementsRequest { part: Some(part) };
    let silent = || futures::stream::pending::<v1::ImportInvolvementsRequest>();

    let mut first = client().await;
    let holds = first.import_involvements(futures::stream::iter([started.clone()]).chain(silent()));
    let mut answers = holds.await.expect("there is a place").into_inner();
    answers.message().await.expect("where to resume").expect("an answer");
    // Somebody else hears so at once; whoever holds the place itself would wait for it.
    let office = holder(CallerKind::Office);
    let mut other =
        v1::registry_service_client::RegistryServiceClient::new(house.wire(&office).await);
    let refused = other.import_involvements(silent()).await.expect_err("there is none");
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let subscribe =
        v1::SubscribeRequest { acting_professional: "p1".to_owned(), ..Default::default() };
    let mut inbox = v1::inbox_service_client::InboxServiceClient::new(house.wire(&school).await);
    inbox.subscribe(subscribe).await.expect("subscribers have places of their own");
    let late = answers.message().await.expect_err("nothing came");
    let reason = late.get_details_error_info().map(|info| info.reason);
    assert_eq!((late.code(), reason.as_deref()), (Code::DeadlineExceeded, Some("IMPORT_IDLE")));
    // Whoever does not even begin holds the place no longer than that.
    let late = client().await.import_involvements(silent()).await.expect_err("nothing came");
    assert_eq!(late.code(), Code::DeadlineExceeded);
    house.server.shutdown().await;
}

/// What is refused below the handlers has a reason of the documented table too.
#[tokio::test]
async fn what_no_handler_reads_is_refused_with_a_reason() {
    let house = House::with("max_request_bytes = 2048\nmax_header_list_bytes = 2048").await;
    let school = holder(CallerKind::Organisation);
    let wire = house.wire(&school).await;
    let list = "/verwijspunt.v1.RegistryService/ListInvolvements";
    let of = |status: Status| {
        (status.code(), status.get_details_error_info().map_or_else(String::new, |i| i.reason))
    };
    let large = raw::call(wire.clone(), list, raw::field(1, &[b'a'; 4096])).await;
    let large = of(large.expect_err("too large"));
    assert_eq!(large, (Code::InvalidArgument, "MESSAGE_TOO_LARGE".to_owned()));
    let garbage = of(raw::call(wire.clone(), list, vec![0xff; 9]).await.expect_err("garbage"));
    assert_eq!(garbage, (Code::InvalidArgument, "MESSAGE_UNREADABLE".to_owned()));
    let nothing = "/verwijspunt.v1.RegistryService/Nothing";
    let unknown = of(raw::call(wire.clone(), nothing, Vec::new()).await.expect_err("no call"));
    assert_eq!(unknown, (Code::Unimplemented, "NO_SUCH_CALL".to_owned()));
    let mut client = v1::registry_service_client::RegistryServiceClient::new(wire);
    let mut request = Request::new(v1::ListInvolvementsRequest::default());
    let value = MetadataValue::try_from("a".repeat(4096)).expect("letters");
    request.metadata_mut().insert("x-large", value);
    request.metadata_mut().insert("accept-language", MetadataValue::from_static("nl"));
    let dressed = client.list_involvements(request).await.expect_err("too much metadata");
    let local = dressed.get_details_localized_message().expect("a text for people");
    assert_eq!(local.locale, "nl");
    let dressed = of(dressed);
    assert_eq!(dressed, (Code::InvalidArgument, "METADATA_TOO_LARGE".to_owned()));
    house.server.shutdown().await;
}
