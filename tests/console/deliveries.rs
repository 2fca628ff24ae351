//! Does whoever is not reached see why, and have it sent again?

use axum::http::StatusCode;
use uuid::Uuid;
use verwijspunt::{
    api::v1::MailChoice,
    broker::fingerprint,
    domain::{
        model::{
            ids::{InvolvementId, NotificationId},
            involvement::{ContactCard, Informed, Involvement, State},
            party::{AreaCode, OfficeId, Oin, Party},
            time::{Day, Time},
        },
        state::{
            delivery::{Attempt, Delivery, Status, Trouble},
            keys::Key,
            positions::{Channel, Cursor, CursorKey},
            professionals::{Professionals, Wait},
            records::Record,
        },
    },
};

use crate::rig::{Rig, SCHOOL};

const AT: Time = Time(1_772_442_000_000);

#[tokio::test]
async fn who_is_not_reached_reads_why_and_sends_again() {
    let rig = Rig::new();
    let office = OfficeId::parse("coordinator-zeeburg").expect("an id");
    let key = CursorKey { recipient: Party::Office(office), channel: Channel::Mail };
    let at = Time(1_772_442_000_000);
    let delivery = Delivery {
        failures: 1,
        failing_since: Some(at),
        next_try: Some(at.plus_ms(86_400_000)),
        last: Some(Attempt { at, status: Status::Refused }),
        paused_since: Some(at),
        trouble: Some(Trouble::NoRecipient),
        ..Delivery::default()
    };
    rig.has_come(key, Cursor { delivery: Some(Box::new(delivery)), ..Cursor::default() }).await;
    let office = rig.browser("f.idrissi").await;
    let shown = office.get("/koppeling").await;
    for words in ["kent dit adres niet", "stilgezet", "coordinator-zeeburg@amsterdam.example"] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
    let sent = office.fill("/koppeling", "/koppeling", &[]).await;
    assert_eq!(sent.to(), "/koppeling?gedaan=opnieuw", "{}", sent.body);
    let after = office.get("/koppeling").await;
    assert!(!after.body.contains("stilgezet") && !after.body.contains("Opnieuw sturen"));
    assert!(after.body.contains("kent dit adres niet"), "until something arrives");
    let resumed = |log: &[String]| log.iter().filter(|one| *one == "ResumeDelivery OK").count();
    assert_eq!(resumed(&rig.log().await), 1);
    // What is wrong with the ways of the school is for its coordinator.
    assert_eq!(rig.browser("k.visser").await.get("/koppeling").await.code, StatusCode::OK);
    let refused = rig.browser("s.dewit").await.get("/koppeling").await;
    assert_eq!(refused.code, StatusCode::NOT_FOUND);
}

const ADDRESS: &str = "weg@basisschool-de-waterlelie.example";

/// A registration of the school, of which the address on the card takes no mail.
async fn refused_address(rig: &Rig) -> InvolvementId {
    let school = Oin::parse(SCHOOL).expect("an OIN");
    let id = InvolvementId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
    let card = ContactCard {
        professional_id: "s.dewit".to_owned(),
        name: "S. de Wit".to_owned(),
        function: "leerkracht".to_owned(),
        phone: "020-5550101".to_owned(),
        email: ADDRESS.to_owned(),
        deputy: None,
    };
    let own = Involvement {
        id,
        organisation: school,
        card,
        members: Vec::new(),
        parents: Vec::new(),
        area: AreaCode::parse("zeeburg").expect("a code"),
        start: Day(20_000),
        end: Day(30_000),
        registered: AT,
        informed: Informed::No,
        state: State::Active,
        warn_on: None,
        withheld: None,
        shielded: None,
        leads: None,
        joined_as: None,
        earlier: false,
        fingerprint: [0; 16],
        own_reference: None,
    };
    rig.put(vec![(Key::Involvement(id), Record::Involvement(Box::new(own)))]).await;
    let wait = Wait {
        about: id.into(),
        professional: "s.dewit".to_owned(),
        sequence: 1,
        told: NotificationId(Uuid::nil()),
        at: AT,
        must: true,
        held: None,
    };
    let address = fingerprint(ADDRESS);
    let trouble = Delivery { address, failures: 1, paused_since: Some(AT), ..Delivery::default() };
    let professionals =
        Professionals { waiting: vec![wait], choices: Vec::new(), troubles: vec![trouble] };
    let cursor = Cursor { professionals: Some(Box::new(professionals)), ..Cursor::default() };
    rig.has_come(of_professionals(), cursor).await;
    id
}

fn of_professionals() -> CursorKey {
    let recipient = Party::Organisation(Oin::parse(SCHOOL).expect("an OIN"));
    CursorKey { recipient, channel: Channel::Professionals }
}

#[tokio::test]
async fn an_address_that_takes_no_mail_is_shown_to_who_can_mend_it_until_it_is_right() {
    let rig = Rig::new();
    let id = refused_address(&rig).await;
    let own = rig.browser("s.dewit").await;
    let card = format!("/betrokkenheden/{}/kaart", id.0);
    for page in ["/mijn-werk", "/ik"] {
        let shown = own.get(page).await.body;
        assert!(shown.contains(ADDRESS) && shown.contains(&card), "{page}: {shown}");
    }
    let coordinator = rig.browser("k.visser").await;
    let shown = coordinator.get("/koppeling").await.body;
    assert!(shown.contains(ADDRESS) && shown.contains("s.dewit"), "{shown}");
    assert!(!coordinator.get("/mijn-werk").await.body.contains(ADDRESS), "of the own cards only");
    let elsewhere = rig.browser("a.bakker").await;
    assert!(!elsewhere.get("/mijn-werk").await.body.contains(ADDRESS));
    // The first form there: the address is right.
    let sent = own.fill("/mijn-werk", "/ik", &[]).await;
    assert_eq!(sent.to(), "/ik?gedaan=bewaard", "{}", sent.body);
    assert!(!own.get("/mijn-werk").await.body.contains(ADDRESS));
    assert!(!coordinator.get("/koppeling").await.body.contains(ADDRESS));
}

#[tokio::test]
async fn whoever_has_a_card_chooses_how_often_to_be_mailed() {
    let rig = Rig::new();
    let own = rig.browser("s.dewit").await;
    let morning = MailChoice::Morning as i32;
    let sent = own.fill("/ik", "/ik", &[("post", &morning.to_string())]).await;
    assert_eq!(sent.to(), "/ik?gedaan=bewaard", "{}", sent.body);
    let chosen = format!("<option value=\"{morning}\" selected>");
    assert!(own.get("/ik").await.body.contains(&chosen));
    let colleague = rig.browser("k.visser").await;
    assert!(!colleague.get("/ik").await.body.contains(&chosen), "each for themselves");
    // An office has no contact card, and is asked nothing.
    assert!(!rig.browser("f.idrissi").await.get("/ik").await.body.contains("name=\"post\""));
}
