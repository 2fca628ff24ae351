//! Can everything be read, however much of it others make? A page ends by its bytes, and what had no
//! room on it comes with the next.

use std::collections::BTreeSet;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;
use verwijspunt::api::v1::{
    self, covenant_service_client::CovenantServiceClient, inbox_service_client::InboxServiceClient,
    match_service_client::MatchServiceClient, notification::Event,
    registry_service_client::RegistryServiceClient, send_concern_signal_request::Place,
    signal_service_client::SignalServiceClient, subscribe_response::Part,
};

use super::{
    inside::{self, House},
    support::{
        actors::Directory,
        names::synthetic_bsn,
        world::{Channel, CovenantFiles},
    },
};

/// A limit on answers that a test fills in a moment: two hundred signals, or six large cards.
const SMALL: &str = "max_response_bytes = 16384";

/// Crises that wait at once: four times as many as go ahead at once, and more bytes than an answer.
const CRISES: usize = 200;

/// Registrations of one organisation on one person: as many as it may have.
const CARDS: usize = 50;

async fn channel(house: &House, name: &str) -> Channel {
    let parties = Directory::load(&CovenantFiles::amsterdam()).expect("the covenant's parties");
    house.wire(&parties.actor(name).expect("a party").certificate).await
}

fn reason(status: &Status) -> (Code, String) {
    let reason = status.get_details_error_info().map_or_else(String::new, |info| info.reason);
    (status.code(), reason)
}

fn by() -> String {
    "p1".to_owned()
}

/// A registration by a system, which names who acts.
fn registration(person: &str) -> v1::RegisterInvolvementRequest {
    v1::RegisterInvolvementRequest { acting_professional: by(), ..inside::registration(person) }
}

/// A registration of a person by one of many professionals, each with a card as large as it may be.
fn with_a_large_card(person: &str, professional: usize) -> v1::RegisterInvolvementRequest {
    let mail = |host: &str| format!("{}@{host}", "é".repeat(253 - host.len()));
    let name = || format!("{} {}", "É".repeat(29), "Ö".repeat(30));
    v1::RegisterInvolvementRequest {
        professional: Some(v1::ContactCard {
            professional_id: format!("{professional:04}{}", "ü".repeat(60)),
            name: name(),
            function: "sociaalpsychiatrisch verpleegkundige".to_owned(),
            phone: "020 5550100".to_owned(),
            email: mail("school.example"),
            deputy: Some(v1::Deputy {
                name: name(),
                phone: "020 5550101".to_owned(),
                email: mail("deputy.example"),
            }),
        }),
        ..registration(person)
    }
}

fn acute(child: &str) -> v1::SendConcernSignalRequest {
    v1::SendConcernSignalRequest {
        signal_id: Uuid::now_v7().to_string(),
        members: vec![v1::FamilyMember {
            bsn: synthetic_bsn(child),
            role: v1::FamilyRole::Child.into(),
            birth_date: "2005-05".to_owned(),
        }],
        place: Some(Place::Area("zeeburg".to_owned())),
        danger: v1::Danger::Acute.into(),
        discussed: v1::Discussed::WithParent.into(),
        entry_ground: String::new(),
        own_attempts: Vec::new(),
        professional: registration(child).professional,
        acting_professional: by(),
    }
}

fn signal_of(told: &v1::Notification) -> String {
    match &told.event {
        Some(Event::Signal(event)) => event.signal_id.clone(),
        other => panic!("only signals are sent here: {other:?}"),
    }
}

/// Many crises wait: every one goes ahead, in several answers, and comes in its place; the sender's
/// number of them keeps nobody from reading the inbox.
#[tokio::test]
async fn an_inbox_with_many_crises_is_read_to_its_end() {
    let house = House::with(SMALL).await;
    let mut sender = SignalServiceClient::new(channel(&house, "school").await);
    let mut sent = BTreeSet::new();
    for n in 0..CRISES {
        let signal = acute(&format!("child {n}"));
        sent.insert(signal.signal_id.clone());
        sender.send_concern_signal(signal).await.expect("it is sent");
    }
    let agency = channel(&house, "bjaa").await;
    let mut inbox = InboxServiceClient::new(agency);
    let (mut after, mut token) = (0, String::new());
    let (mut in_place, mut ahead, mut pulls) = (Vec::new(), BTreeSet::new(), 0);
    loop {
        let pull = v1::PullRequest {
            after: Some(after),
            max_notifications: 500,
            acting_professional: by(),
            ahead_token: token,
        };
        let page = inbox.pull(pull).await.expect("an inbox can be read").into_inner();
        pulls += 1;
        assert!(page.ahead.len() <= 50 && page.ahead.iter().all(|told| told.sequence == 0));
        for told in &page.notifications {
            assert_eq!(told.sequence, after + 1, "in order, without a gap");
            after = told.sequence;
        }
        in_place.extend(page.notifications.iter().map(signal_of));
        ahead.extend(page.ahead.iter().map(signal_of));
        token = page.ahead_token;
        if after == page.last_sequence && token.is_empty() {
            break;
        }
        assert!(pulls < CRISES, "each answer brings something");
    }
    assert!(pulls > 3, "it was more than one answer holds: {pulls}");
    assert_eq!(in_place.len(), CRISES);
    assert_eq!(in_place.iter().cloned().collect::<BTreeSet<_>>(), sent);
    // What one answer had in its place it did not send ahead besides.
    assert!(ahead.is_subset(&sent) && !ahead.is_empty());

    // A token of something else is none.
    let wrong = v1::PullRequest {
        acting_professional: by(),
        ahead_token: "0".repeat(64),
        ..Default::default()
    };
    let refused = inbox.pull(wrong).await.expect_err("not ours");
    assert_eq!(reason(&refused), (Code::InvalidArgument, "FIELDS_INVALID".to_owned()));

    // A stream gives each once ahead, then each in its place.
    let request =
        v1::SubscribeRequest { after: Some(0), acting_professional: by(), ..Default::default() };
    let mut stream = inbox.subscribe(request).await.expect("a stream").into_inner();
    let (mut ahead, mut placed) = (Vec::new(), 0);
    while placed < CRISES {
        match stream.message().await.expect("it lives").expect("more").part {
            Some(Part::Ahead(told)) => ahead.push(signal_of(&told)),
            Some(Part::Notification(told)) => {
                placed += 1;
                assert_eq!(told.sequence, placed as u64);
                assert_eq!(ahead.len(), CRISES, "all of them before the first in its place");
            }
            other => panic!("there is more: {other:?}"),
        }
    }
    assert_eq!(ahead.iter().cloned().collect::<BTreeSet<_>>(), sent);
    house.server.shutdown().await;
}

/// One organisation makes as many and as large cards on a person as it may: the others can register,
/// and read their matches and whoever is involved.
#[tokio::test]
async fn many_large_cards_hide_nobody() {
    let house = House::with(SMALL).await;
    let mut cards = RegistryServiceClient::new(channel(&house, "school").await);
    let victim = channel(&house, "youth-health").await;
    let mut before = RegistryServiceClient::new(victim.clone());
    let own = before.register_involvement(registration("mother")).await.expect("registered");
    let own = own.into_inner().involvement.expect("one").involvement_id;
    for n in 0..CARDS {
        cards.register_involvement(with_a_large_card("mother", n)).await.expect("registered");
    }

    // The answer to a registration shows as many as it has room for, and says that there are more.
    let late = RegistryServiceClient::new(channel(&house, "police").await)
        .register_involvement(registration("mother"))
        .await
        .expect("a registration has an answer, whoever is there already")
        .into_inner();
    let found = late.r#match.expect("many are there");
    assert!(!found.parties.is_empty() && found.parties_left_out > 0);
    assert_eq!(found.parties.len() + found.parties_left_out as usize, CARDS + 1);

    // Everybody, page by page.
    let (mut involved, mut page_token, mut pages) = (BTreeSet::new(), String::new(), 0);
    loop {
        let list = v1::ListInvolvedRequest {
            involvement_id: own.clone(),
            acting_professional: by(),
            page_size: 0,
            page_token,
        };
        let page = before.list_involved(list).await.expect("a page").into_inner();
        let cards = page.parties.into_iter().filter_map(|party| party.contact);
        involved.extend(cards.map(|card| card.professional_id));
        (page_token, pages) = (page.next_page_token, pages + 1);
        if page_token.is_empty() {
            break;
        }
        assert!(pages < CARDS, "each page brings somebody");
    }
    assert_eq!((involved.len(), pages > 2), (CARDS + 1, true), "{pages} pages");

    // Each match, page by page, and by itself.
    let mut matches = MatchServiceClient::new(victim);
    let (mut found, mut page_token) = (BTreeSet::new(), String::new());
    loop {
        let list = v1::ListMatchesRequest {
            filter: v1::MatchFilter::All.into(),
            page_size: 200,
            page_token,
            acting_professional: by(),
            ..Default::default()
        };
        let page = matches.list_matches(list).await.expect("a page").into_inner();
        assert!(!page.matches.is_empty(), "each page brings a match");
        found.extend(page.matches.into_iter().map(|one| one.match_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(found.len(), CARDS + 1);
    for match_id in found {
        let get = v1::GetMatchRequest { match_id, acting_professional: by() };
        let one = matches.get_match(get).await.expect("one match has room").into_inner();
        assert_eq!(one.r#match.expect("it is there").parties.len(), 1);
    }
    house.server.shutdown().await;
}

/// What is larger than an answer by itself is refused as such, with what to do; never as a position
/// that is lost.
#[tokio::test]
async fn one_message_that_is_too_large_says_so() {
    let too_large = (Code::FailedPrecondition, "RESPONSE_TOO_LARGE".to_owned());
    let house = House::with("max_response_bytes = 1024").await;
    let school = channel(&house, "school").await;
    let get = v1::GetCovenantRequest { acting_professional: by(), ..Default::default() };
    let mut covenant = CovenantServiceClient::new(school.clone());
    let refused = covenant.get_covenant(get).await.expect_err("it is larger");
    assert_eq!(reason(&refused), too_large);
    assert!(refused.message().contains("max_response_bytes"), "{}", refused.message());

    let worker = channel(&house, "youth-health").await;
    let mut registry = RegistryServiceClient::new(worker.clone());
    registry.register_involvement(registration("mother")).await.expect("registered");
    let mut school = RegistryServiceClient::new(school);
    // It is registered; the answer shows the own card.
    let large = with_a_large_card("mother", 1);
    let refused = school.register_involvement(large).await.expect_err("its card is larger");
    assert_eq!(reason(&refused), too_large);
    let request =
        v1::SubscribeRequest { after: Some(0), acting_professional: by(), ..Default::default() };
    let mut inbox = InboxServiceClient::new(worker);
    let mut stream = inbox.subscribe(request).await.expect("a stream").into_inner();
    let refused = stream.message().await.expect_err("its card is larger");
    assert_eq!(reason(&refused), too_large);
    house.server.shutdown().await;
}
