//! Values to proto: what is registered about a person, and objections.

use crate::{
    api::v1,
    broker::SubjectAccess,
    covenant::Covenants,
    domain::{
        model::{
            audit::AuditEntry,
            ids::InvolvementId,
            involvement::Involvement,
            party::{Oin, Party},
            rights::{
                addressee::Addressee,
                objection::{Decision, Objection, Part, Verdict},
            },
        },
        rules::rights::subject_access::ToldOf,
    },
};

use crate::service::{involvement, shown::instant};

fn name(covenant: &Covenants, oin: &Oin) -> String {
    covenant.organisation(oin).map_or_else(String::new, |known| known.name.clone())
}

fn addressee(addressee: Option<Addressee>) -> i32 {
    addressee.map_or(v1::Addressee::Unspecified, Into::into).into()
}

/// What is known of a person. Organisations have their names here, sensitive ones too: the person
/// knows who helps.
pub(crate) fn access(
    covenant: &Covenants,
    found: &SubjectAccess,
    next_page_token: String,
) -> v1::GetSubjectAccessResponse {
    let registration = |own: &Involvement| {
        let shown = involvement::render::involvement(own);
        v1::SubjectRegistration {
            organisation_oin: shown.organisation_oin,
            organisation_name: name(covenant, &own.organisation),
            since: shown.start_date,
            until: shown.end_date,
            state: shown.state,
            informed: shown.informed,
        }
    };
    let told = |told: &ToldOf| v1::SubjectTold {
        at: Some(instant(told.at)),
        organisation_oin: told.recipient.to_string(),
        organisation_name: name(covenant, &told.recipient),
        registered_by_oin: told.registered_by.to_string(),
    };
    let access = &found.access;
    v1::GetSubjectAccessResponse {
        registrations: access.registrations.iter().map(registration).collect(),
        told: access.told.iter().map(told).collect(),
        looked: found.looked.iter().filter_map(|entry| looked(covenant, entry)).collect(),
        addressee: addressee(access.addressee),
        next_page_token,
    }
}

fn looked(covenant: &Covenants, entry: &AuditEntry) -> Option<v1::SubjectLooked> {
    let (organisation_oin, office, name) = match &entry.actor.as_ref()?.party {
        Party::Organisation(oin) => (oin.to_string(), String::new(), name(covenant, oin)),
        Party::Office(id) => {
            let known = covenant.office(id).map_or_else(String::new, |o| o.name_nl.clone());
            (String::new(), id.to_string(), known)
        }
    };
    let (at, call) = (Some(instant(entry.at)), entry.action.clone());
    Some(v1::SubjectLooked { at, organisation_oin, office, name, call })
}

/// An objection as one of those sees it whom it concerns.
pub(crate) fn objection(
    covenant: &Covenants,
    viewer: &Party,
    objection: &Objection,
    own: &[InvolvementId],
) -> v1::Objection {
    v1::Objection {
        objection_id: objection.id.to_string(),
        received_at: Some(instant(objection.received)),
        parts: objection.seen_by(viewer).map(|part| self::part(covenant, part)).collect(),
        addressee: addressee(objection.addressee),
        involvement_ids: own.iter().map(ToString::to_string).collect(),
    }
}

fn part(covenant: &Covenants, part: &Part) -> v1::ObjectionPart {
    use v1::{ObjectionDecision as Wire, ObjectionRefusedGround as Ground};
    let (decision, ground, at) = match part.decision {
        Decision::Pending => (Wire::Pending, Ground::Unspecified, None),
        Decision::Lapsed => (Wire::Lapsed, Ground::Unspecified, None),
        Decision::Decided(Verdict::Granted, at) => (Wire::Granted, Ground::Unspecified, Some(at)),
        Decision::Decided(Verdict::Refused(ground), at) => (Wire::Refused, ground.into(), Some(at)),
    };
    v1::ObjectionPart {
        organisation_oin: part.organisation.to_string(),
        organisation_name: name(covenant, &part.organisation),
        officer: part.officer.to_string(),
        due_date: part.due.to_string(),
        decision: decision.into(),
        ground: ground.into(),
        decided_at: at.map(instant),
    }
}
