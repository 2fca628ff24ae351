//! Rights and what the population register says of one person: proto to commands.

use crate::{
    api::v1,
    domain::{
        model::{ids::ObjectionId, person::Identity, refusal::Refusal, rights::objection::Verdict},
        rules::access::Permit,
        state::receipt::Request,
    },
};

use crate::service::{
    fields::{self, Problems},
    involvement::parse::{Context, bsn},
};

/// What stands in for a wiped BSN in the hash of a request: the pseudonym under the oldest key,
/// which a retry just after a rotation still has.
fn lasting(who: Option<&Identity>) -> String {
    who.map_or_else(String::new, |who| who.previous.unwrap_or(who.current).to_string())
}

/// Parses a question for access.
pub(crate) fn access(
    context: &Context<'_>,
    permit: &Permit,
    body: &mut v1::GetSubjectAccessRequest,
) -> Result<Identity, Refusal> {
    let mut problems = Problems::of(permit);
    let who = bsn(&mut problems, context, "bsn", &mut body.bsn);
    problems.finish(who)
}

/// Two parts of a request, with all that is wrong in either told together, each once.
pub(crate) fn both<A, B>(
    one: Result<A, Refusal>,
    other: Result<B, Refusal>,
) -> Result<(A, B), Refusal> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Refusal::Fields(mut all)), Err(Refusal::Fields(more))) => {
            all.extend(more);
            let mut seen = std::collections::BTreeSet::new();
            all.retain(|problem| seen.insert(problem.field.clone()));
            Err(Refusal::Fields(all))
        }
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    }
}

/// Parses the registration of an objection.
pub(crate) fn objection(
    context: &Context<'_>,
    permit: &Permit,
    body: &mut v1::RegisterObjectionRequest,
) -> Result<(ObjectionId, Identity), Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("objection_id", &body.objection_id).map(ObjectionId);
    let who = bsn(&mut problems, context, "bsn", &mut body.bsn);
    problems.finish(id.zip(who))
}

/// Parses the id of an objection.
pub(crate) fn objection_id(permit: &Permit, value: &str) -> Result<ObjectionId, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("objection_id", value).map(ObjectionId);
    problems.finish(id)
}

/// Parses a decision.
pub(crate) fn decision(
    permit: &Permit,
    body: &v1::DecideObjectionRequest,
) -> Result<(Request, ObjectionId, Verdict), Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("objection_id", &body.objection_id).map(ObjectionId);
    let verdict = verdict(&mut problems, body);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    problems.finish((|| Some((request?, id?, verdict?)))())
}

fn verdict(problems: &mut Problems, body: &v1::DecideObjectionRequest) -> Option<Verdict> {
    use v1::ObjectionDecision as Decision;
    let ground = problems.optional_code("ground", body.ground)?;
    match (Decision::try_from(body.decision), ground) {
        (Ok(Decision::Granted), None) => Some(Verdict::Granted),
        (Ok(Decision::Granted), Some(_)) => {
            problems.add("ground", "goes with REFUSED only");
            None
        }
        (Ok(Decision::Refused), ground) => {
            let rule = "is required with REFUSED";
            problems.require("ground", ground, rule).map(Verdict::Refused)
        }
        (Ok(Decision::Unspecified | Decision::Pending | Decision::Lapsed) | Err(_), _) => {
            problems.add("decision", "must be GRANTED or REFUSED");
            None
        }
    }
}

/// Parses a death.
pub(crate) fn death(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::RecordDeathRequest,
) -> Result<(Request, Identity), Refusal> {
    let mut problems = Problems::of(permit);
    let who = bsn(&mut problems, context, "bsn", &mut body.bsn);
    let died = problems.day("date_of_death", &body.date_of_death);
    if died.is_some_and(|day| day > context.today) {
        problems.add("date_of_death", "must not be in the future");
    }
    body.bsn = lasting(who.as_ref());
    let request = fields::request(&mut problems, permit, &body.request_id.clone(), &body);
    problems.finish((|| Some((request?, who?)))())
}

/// Parses the shielding of a person.
pub(crate) fn shielding(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::RecordShieldingRequest,
) -> Result<(Request, Identity, bool), Refusal> {
    let mut problems = Problems::of(permit);
    let who = bsn(&mut problems, context, "bsn", &mut body.bsn);
    body.bsn = lasting(who.as_ref());
    let request = fields::request(&mut problems, permit, &body.request_id.clone(), &body);
    problems.finish((|| Some((request?, who?, body.shielded)))())
}
