//! Follow-up and lead: proto to commands.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            ids::{InvolvementId, MatchId},
            matches::{FollowUp, NoActionReason},
            party::Oin,
            refusal::Refusal,
        },
        rules::{access::Permit, listing, overdue_contact},
        state::receipt::Request,
    },
    service::{
        fields::{self, Problems},
        involvement::parse::area_code,
        lists,
    },
};

/// Which own matches are asked for.
pub(crate) fn matches(
    permit: &Permit,
    body: &v1::ListMatchesRequest,
) -> Result<listing::Matches, Refusal> {
    let mut problems = Problems::of(permit);
    let reference = lists::spoken(&mut problems, &body.reference);
    let open = match v1::MatchFilter::try_from(body.filter) {
        Ok(v1::MatchFilter::Unspecified) => Some(body.reference.is_empty()),
        Ok(v1::MatchFilter::Open) => Some(true),
        Ok(v1::MatchFilter::All) => Some(false),
        Err(_) => None,
    };
    let open = problems.require("filter", open, "must be OPEN or ALL");
    let professional = lists::professional(&mut problems, permit, &body.professional_id);
    let involvement = match body.involvement_id.as_str() {
        "" => Some(None),
        id => problems.id("involvement_id", id).map(|id| Some(InvolvementId(id))),
    };
    let filter = (|| {
        let (open, professional, involvement) = (open?, professional?, involvement?);
        Some(listing::Matches { open, professional, involvement, reference: reference? })
    })();
    problems.finish(filter)
}

pub(crate) fn follow_up(
    permit: &Permit,
    body: &v1::RecordFollowUpRequest,
) -> Result<(Request, (MatchId, FollowUp)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("match_id", &body.match_id).map(MatchId);
        let reason = problems.optional_code("reason", body.reason);
        let state = reason.and_then(|reason| state(problems, body.state, reason));
        id.zip(state)
    })
}

fn state(problems: &mut Problems, state: i32, reason: Option<NoActionReason>) -> Option<FollowUp> {
    use v1::FollowUpState as State;
    let state = match State::try_from(state) {
        Ok(State::Seen) => FollowUp::Seen,
        Ok(State::ContactMade) => FollowUp::ContactMade,
        Ok(State::NoActionNeeded) => {
            let rule = "is required with NO_ACTION_NEEDED";
            FollowUp::NoActionNeeded(problems.require("reason", reason, rule)?)
        }
        Ok(State::Unspecified | State::New) | Err(_) => {
            problems.add("state", "must be SEEN, CONTACT_MADE or NO_ACTION_NEEDED");
            return None;
        }
    };
    if reason.is_some() && !matches!(state, FollowUp::NoActionNeeded(_)) {
        problems.add("reason", "goes with NO_ACTION_NEEDED only");
    }
    Some(state)
}

pub(crate) fn lead(
    permit: &Permit,
    body: &v1::AgreeLeadRequest,
) -> Result<(Request, (MatchId, Oin)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("match_id", &body.match_id).map(MatchId);
        id.zip(problems.oin("lead_oin", &body.lead_oin))
    })
}

/// Where contact is overdue: what is asked for.
pub(crate) fn overdue(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::ListFollowUpRequest,
) -> Result<overdue_contact::Filter, Refusal> {
    let mut problems = Problems::of(permit);
    let reference = lists::spoken(&mut problems, &body.reference);
    let area = (!body.area.is_empty())
        .then(|| area_code(&mut problems, covenant, "area", &body.area))
        .flatten();
    problems.finish(reference.map(|reference| overdue_contact::Filter { area, reference }))
}

/// Who is asked to make contact; nobody by name: all who owe it.
pub(crate) fn remind(
    permit: &Permit,
    body: &v1::RemindContactRequest,
) -> Result<(Request, (MatchId, Option<Oin>)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("match_id", &body.match_id).map(MatchId);
        let whom = match body.organisation_oin.as_str() {
            "" => Some(None),
            oin => problems.oin("organisation_oin", oin).map(Some),
        };
        id.zip(whom)
    })
}
