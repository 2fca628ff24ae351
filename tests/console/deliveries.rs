//! Does whoever is not reached see why, and have it sent again?

use axum::http::StatusCode;
use verwijspunt::domain::{
    model::{
        party::{OfficeId, Party},
        time::Time,
    },
    state::{
        delivery::{Attempt, Delivery, Status, Trouble},
        positions::{Channel, Cursor, CursorKey},
    },
};

use crate::rig::Rig;

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
