//! Involvements: values to proto.

use crate::{
    api::v1,
    domain::model::{
        involvement::{Informed, Involvement, State},
        repeat::Part,
    },
    service::shown::{card, instant},
};

/// An involvement for its own organisation.
pub(crate) fn involvement(involvement: &Involvement) -> v1::Involvement {
    let (state, end_reason) = match involvement.state {
        State::Active => (v1::InvolvementState::Active, v1::EndReason::Unspecified),
        State::Archived { reason, .. } => (v1::InvolvementState::Archived, reason.into()),
    };
    v1::Involvement {
        involvement_id: involvement.id.to_string(),
        organisation_oin: involvement.organisation.to_string(),
        professional: Some(card(&involvement.card)),
        roles: involvement
            .members
            .iter()
            .map(|member| v1::FamilyRole::from(member.role).into())
            .collect(),
        area: involvement.area.to_string(),
        start_date: involvement.start.to_string(),
        end_date: involvement.end.to_string(),
        registered_at: Some(instant(involvement.registered)),
        state: state.into(),
        end_reason: end_reason.into(),
        informed: informed(involvement.informed),
        own_reference: own_reference(involvement),
    }
}

/// By which the own organisation knows the family.
pub(crate) fn own_reference(involvement: &Involvement) -> String {
    involvement.own_reference.as_ref().map_or_else(String::new, ToString::to_string)
}

/// What registering again left as it was.
pub(super) fn not_applied(parts: &[Part]) -> Vec<i32> {
    parts.iter().map(|part| v1::RegistrationPart::from(*part).into()).collect()
}

fn informed(informed: Informed) -> Option<v1::Informed> {
    use v1::informed::State as Said;
    let state = match informed {
        Informed::No => return None,
        Informed::On(day) => Said::InformedOn(day.to_string()),
        Informed::Not(ground) => Said::Ground(v1::NotInformedGround::from(ground).into()),
    };
    Some(v1::Informed { state: Some(state) })
}
