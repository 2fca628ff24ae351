//! Concern signals: proto to commands. BSNs are hashed and wiped as with a registration.

use crate::{
    api::v1,
    broker::signals::SignalRole,
    covenant::Covenants,
    domain::{
        model::{
            ids::SignalId,
            party::{CategoryCode, OfficeId, Oin, Party},
            refusal::Refusal,
            signal::{Arrival, Became, Discussed, Outcome},
            spoken::Spoken,
        },
        rules::{
            access::Permit,
            signal::{answering::SignalAnswer, outcome::Said, sending::SendSignal},
        },
        state::receipt::Request,
    },
};

use crate::service::{
    codes, entry,
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
    let discussed = problems.code("discussed", body.discussed);
    if discussed == Some(Discussed::NoTime) && acute == Some(false) {
        problems.add("discussed", "must not be NO_TIME without acute danger");
    }
    let said = entry::Said { ground: &body.entry_ground, attempts: &body.own_attempts };
    let codes = said.are_codes(&mut problems);
    let reported = area.as_ref().zip(acute).filter(|_| codes).and_then(|(area, acute)| {
        let covenant = context.covenant.governing(area);
        let within = covenant.has(&Party::Organisation(own));
        within.then(|| said.reported(&mut problems, covenant.entry(), !acute)).flatten()
    });
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
            discussed: discussed?,
            reported: reported?,
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

/// What became of a signal. Whether the covenant knows the category and the kind is looked at with it.
pub(crate) fn outcome(
    permit: &Permit,
    body: &v1::RecordSignalOutcomeRequest,
) -> Result<(Request, SignalId, Said), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("signal_id", &body.signal_id).map(SignalId);
    let became = problems.optional_code::<Became>("outcome", body.outcome);
    let arrival = problems.optional_code::<Arrival>("arrival", body.arrival);
    if (became, arrival) == (Some(None), Some(None)) {
        problems.add("outcome", "or arrival is required: what became of the signal?");
    }
    let category =
        with(&mut problems, became, Became::MultiProblemFamily, "category", &body.category);
    let kind = with(
        &mut problems,
        became,
        Became::FamilyReferred,
        "organisation_kind",
        &body.organisation_kind,
    );
    let category = category.and_then(|text| {
        let rule =
            "must be a category for multi-problem families of the covenant that governs the area";
        problems.require("category", CategoryCode::parse(text), rule)
    });
    let outcome = became.and_then(|became| {
        Some(match became {
            None => None,
            Some(Became::FalseAlarm) => Some(Outcome::FalseAlarm),
            Some(Became::RegularHelp) => Some(Outcome::RegularHelp),
            Some(Became::AtRiskFamily) => Some(Outcome::AtRiskFamily),
            Some(Became::MultiProblemFamily) => Some(Outcome::MultiProblemFamily(category?)),
            Some(Became::FamilyReferred) => Some(Outcome::FamilyReferred(kind?.to_owned())),
        })
    });
    let said = outcome.zip(arrival).map(|(outcome, arrival)| Said { outcome, arrival });
    problems.finish((|| Some((request?, id?, said?)))())
}

/// A text that goes with one outcome and with no other.
fn with<'a>(
    problems: &mut Problems,
    became: Option<Option<Became>>,
    wants: Became,
    field: &str,
    text: &'a str,
) -> Option<&'a str> {
    match (became == Some(Some(wants)), text) {
        (true, "") => {
            problems.add(field, format!("is required with {}", codes::names(&[wants])));
            None
        }
        (true, text) => Some(text),
        (false, "") => None,
        (false, _) => {
            problems.add(field, format!("goes with {} only", codes::names(&[wants])));
            None
        }
    }
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
