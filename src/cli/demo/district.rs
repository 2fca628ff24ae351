//! What else is there in the district of the story? Forty families that its coordinator directs, and
//! some in which the school has not called yet: enough to see what a full list looks like.

use std::collections::BTreeMap;

use tonic::{Status, transport::Channel};
use uuid::Uuid;

use crate::{
    api::v1::{
        ContactCard, FamilyMember, FamilyRole, Informed, NamedPerson, OpenCaseRequest,
        RecordMilestoneRequest, RegisterInvolvementRequest, case_service_client::CaseServiceClient,
        informed, register_involvement_request::Place,
        registry_service_client::RegistryServiceClient,
    },
    cli::story::names::synthetic_bsn,
    domain::model::time::{Day, Time},
};

use super::player::Player;

/// Families of the coordinator.
const FAMILIES: i32 = 40;

/// How far apart their plans began, in days.
const APART_DAYS: i32 = 4;

/// Days after which a plan of this kind has ended.
const PLAN_DAYS: i32 = 126;

/// The actors of the story that this needs.
const COORDINATOR: &str = "coordinator-zeeburg";
const SCHOOL: &str = "school";

/// Fills the district of the Amsterdam story; another story has its own people and is left as it is.
///
/// # Errors
/// The server's refusal of one of them.
pub(super) async fn fill(players: &BTreeMap<String, Player>, now: Time) -> Result<(), Status> {
    let (Some(coordinator), Some(school)) = (players.get(COORDINATOR), players.get(SCHOOL)) else {
        return Ok(());
    };
    let cases = CaseServiceClient::new(coordinator.channel.clone());
    for number in 0..FAMILIES {
        family(cases.clone(), &coordinator.seat.by, number, now.day()).await?;
    }
    let others = ["debt-zeeburg", "police", "bjaa", "youth-health"];
    let others = others.iter().filter_map(|actor| players.get(*actor));
    for (number, other) in others.enumerate() {
        let child = format!("child {number} of the district");
        register(school, &child, Some(&format!("2026-04{number}2")), now.day()).await?;
        register(other, &child, None, now.day()).await?;
    }
    Ok(())
}

/// Takes a family up; two of three have a plan that began some time ago.
async fn family(
    mut cases: CaseServiceClient<Channel>,
    by: &str,
    number: i32,
    today: Day,
) -> Result<(), Status> {
    let case_id = Uuid::now_v7().to_string();
    let first = |persons: i32| {
        let person = |n| NamedPerson { bsn: synthetic_bsn(&format!("district {number} {n}")) };
        (0..persons).map(person).collect()
    };
    let category = ["at-risk", "MPG1", "at-risk"][usize::try_from(number % 3).unwrap_or_default()];
    cases
        .open_case(OpenCaseRequest {
            case_id: case_id.clone(),
            persons: first(1 + number % 3),
            area: "zeeburg".to_owned(),
            category: category.to_owned(),
            acting_professional: by.to_owned(),
            ..OpenCaseRequest::default()
        })
        .await?;
    if number % 3 == 2 {
        return Ok(());
    }
    let began = today.plus_days(-(number * APART_DAYS) % PLAN_DAYS);
    cases
        .record_milestone(RecordMilestoneRequest {
            case_id,
            milestone: "local-family-meeting".to_owned(),
            held_on: began.to_string(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: by.to_owned(),
            ..RecordMilestoneRequest::default()
        })
        .await?;
    Ok(())
}

async fn register(
    player: &Player,
    child: &str,
    reference: Option<&str>,
    today: Day,
) -> Result<(), Status> {
    let seat = &player.seat;
    let card = ContactCard {
        professional_id: seat.by.clone(),
        name: seat.name.clone(),
        function: seat.function.clone(),
        phone: seat.phone.clone(),
        ..ContactCard::default()
    };
    let member = FamilyMember {
        bsn: synthetic_bsn(child),
        role: FamilyRole::Child.into(),
        birth_date: "2016-05".to_owned(),
    };
    RegistryServiceClient::new(player.channel.clone())
        .register_involvement(RegisterInvolvementRequest {
            involvement_id: Uuid::now_v7().to_string(),
            members: vec![member],
            professional: Some(card),
            place: Some(Place::Area("zeeburg".to_owned())),
            start_date: today.to_string(),
            informed: Some(Informed {
                state: Some(informed::State::InformedOn(today.to_string())),
            }),
            acting_professional: seat.by.clone(),
            own_reference: reference.unwrap_or_default().to_owned(),
            ..RegisterInvolvementRequest::default()
        })
        .await?;
    Ok(())
}
