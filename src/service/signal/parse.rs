//! Concern signals: proto to commands. BSNs are hashed and wiped as with a registration.

use crate::{
    api::v1,
    broker::signals::SignalRole,
    covenant::Covenants,
    domain::{
        model::{
            ids::SignalId,
            party::{OfficeId, Oin, Party},
            refusal::Refusal,
            spoken::Spoken,
        },
        rules::{
            access::Permit,
            signal::{answering::SignalAnswer, sending::SendSignal},
        },
        state::receipt::Request,
    },
};

use crate::service::{
    fields::{self, Problems},
    identity::POPULATION_REGISTER,
    involvement::parse::{self, Context},
    lists,
};

pub(crate) fn send(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::SendConcernSignalRequest,
) -> Result<SendSignal, Refusal> {
    let mut problems = Problems::of(permit);
    let place = body.place.as_ref().map(place);
    let terms = parse::terms(context.covenant, place.as_ref());
    let births =
        body.members.iter().filter_map(|member| parse::birth_day(&member.birth_date)).collect();
    let members = parse::members(&mut problems, context, terms, &mut body.members);
    let own = permit.organisation()?;
    let id = problems.new_id("signal_id", &body.signal_id).map(SignalId);
    let card = parse::card(&mut problems, context.covenant, body.professional.as_ref());
    let area = parse::area(&mut problems, context.covenant, place.as_ref());
    if area
        .as_ref()
        .is_some_and(|area| !context.covenant.governing(area).has(&Party::Organisation(own)))
    {
        problems
            .add("place", "must be in an area of a covenant to which your organisation is party");
    }
    let acute = match v1::Danger::try_from(body.danger) {
        Ok(v1::Danger::Acute) => Some(true),
        Ok(v1::Danger::NotAcute) => Some(false),
        Ok(v1::Danger::Unspecified) | Err(_) => {
            problems.add("danger", "must be ACUTE or NOT_ACUTE: is a child in acute danger?");
            None
        }
    };
    // Who pressed the button is not part of what was asked: a colleague may retry.
    body.acting_professional.clear();
    let fingerprint = fields::fingerprint("SendConcernSignal", &body);
    let command = (|| {
        Some(SendSignal {
            id: id?,
            members: members?,
            births,
            card: card?,
            area: area?,
            acute: acute?,
            fingerprint,
        })
    })();
    problems.finish(command)
}

/// The place of a signal is said as that of a registration.
fn place(
    place: &v1::send_concern_signal_request::Place,
) -> v1::register_involvement_request::Place {
    use v1::{register_involvement_request::Place, send_concern_signal_request::Place as Own};
    match place {
        Own::Area(code) => Place::Area(code.clone()),
        Own::Postcode(code) => Place::Postcode(code.clone()),
    }
}

pub(crate) fn answer(
    covenants: &Covenants,
    permit: &Permit,
    body: &v1::AnswerConcernSignalRequest,
) -> Result<(Request, SignalId, SignalAnswer), Refusal> {
    use v1::SignalAnswer as Wire;
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("signal_id", &body.signal_id).map(SignalId);
    let to = body.refer_to.as_ref().map(|to| refer_to(&mut problems, covenants, to));
    let answer = match (Wire::try_from(body.answer), to) {
        (Ok(Wire::Seen), None) => Some(SignalAnswer::Seen),
        (Ok(Wire::TakenUp), None) => Some(SignalAnswer::TakenUp),
        (Ok(Wire::Referred), Some(to)) => to.map(SignalAnswer::Referred),
        (Ok(Wire::Referred), None) => {
            problems.add("refer_to_oin", "or refer_to_office is required with REFERRED: to whom?");
            None
        }
        (Ok(Wire::Seen | Wire::TakenUp), Some(_)) => {
            problems.add("refer_to", "goes with REFERRED only");
            None
        }
        (Ok(Wire::Unspecified) | Err(_), _) => {
            problems.add("answer", "must be SEEN, TAKEN_UP or REFERRED");
            None
        }
    };
    problems.finish((|| Some((request?, id?, answer?)))())
}

/// To whom a signal is referred: somebody who can act on it.
fn refer_to(
    problems: &mut Problems,
    covenants: &Covenants,
    to: &v1::answer_concern_signal_request::ReferTo,
) -> Option<Party> {
    use v1::answer_concern_signal_request::ReferTo;
    match to {
        ReferTo::ReferToOin(oin) => {
            let known = Oin::parse(oin).and_then(|oin| covenants.organisation(&oin));
            // The register answers nothing: a signal in its hands would lie there for ever.
            let acts = known.filter(|organisation| organisation.kind != POPULATION_REGISTER);
            let rule = "must be the OIN of a party to the covenant that can act on a signal; ListOrganisations lists them";
            problems.require("refer_to_oin", acts, rule).map(|o| Party::Organisation(o.oin))
        }
        ReferTo::ReferToOffice(office) => {
            let known = OfficeId::parse(office).filter(|id| covenants.office(id).is_some());
            let rule = "must be an office of the covenant; ListOffices lists them";
            problems.require("refer_to_office", known, rule).map(Party::Office)
        }
    }
}

/// Which are listed: by the caller's part in them, and by a spoken reference.
pub(crate) fn wanted(
    permit: &Permit,
    body: &v1::ListConcernSignalsRequest,
) -> Result<(SignalRole, Option<Spoken>), Refusal> {
    let mut problems = Problems::of(permit);
    let role = problems.code_or("role", body.role, SignalRole::Received);
    let reference = lists::spoken(&mut problems, &body.reference);
    problems.finish(role.zip(reference))
}
