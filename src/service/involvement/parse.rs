//! Registrations and the register's feed: proto to commands. The BSN becomes a pseudonym here, and
//! is wiped.

use std::{collections::BTreeSet, fmt};

use uuid::Uuid;
use zeroize::Zeroize as _;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            card::{self, NAME_MOST_CHARS},
            ids::InvolvementId,
            involvement::{ContactCard, Informed, MAX_MEMBERS},
            party::AreaCode,
            person::{Bsn, BsnProblem, FamilyRole, Identity, Member},
            refusal::Refusal,
            terms::Terms,
            time::Day,
        },
        rules::{access::Permit, changing::Ending, kinship::MAX_PARENTS, registering::Register},
        state::receipt::Request,
    },
};

use crate::service::{
    fields::{self, Problems},
    pseudonym::Pseudonymiser,
};

use super::contact;

/// What parsing needs to know beyond the request.
pub(crate) struct Context<'a> {
    pub(crate) covenant: &'a Covenants,
    pub(crate) pseudonyms: &'a Pseudonymiser,
    pub(crate) today: Day,
}

/// Parses a registration; all problems together.
pub(crate) fn register(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::RegisterInvolvementRequest,
) -> Result<Register, Refusal> {
    let mut problems = Problems::of(permit);
    let terms = terms(context.covenant, body.place.as_ref());
    let today = context.today;

    let members = members(&mut problems, context, terms, &mut body.members);
    let own = permit.organisation()?;
    match body.organisation_oin.as_str() {
        "" => {}
        // A number that a spreadsheet changed is nobody's, and not taken for another organisation's.
        text => match problems.oin("organisation_oin", text) {
            Some(oin) if oin != own => return Err(Refusal::NotAllowed),
            _ => {}
        },
    }
    let id = problems.new_id("involvement_id", &body.involvement_id).map(InvolvementId);
    let card = card(&mut problems, context.covenant, body.professional.as_ref());
    let area = area(&mut problems, context.covenant, body.place.as_ref());
    let party = |area: &AreaCode| context.covenant.of_area(area)?.organisation(&own);
    if area.as_ref().is_some_and(|area| party(area).is_none()) {
        problems
            .add("place", "must be in an area of a covenant to which your organisation is party");
    }
    let start = problems.day("start_date", &body.start_date);
    if start.is_some_and(|start| start > today) {
        problems.add("start_date", "must not be in the future");
    }
    let latest = terms.latest_end(today);
    let end = if body.end_date.is_empty() {
        Some(latest)
    } else {
        problems.day("end_date", &body.end_date)
    };
    if let (Some(start), Some(end)) = (start, end) {
        if end < start {
            problems.add("end_date", "must not be before start_date");
        } else if end < today {
            problems
                .add("end_date", "must not be in the past; an ended involvement is not registered");
        } else if end > latest {
            let years = terms.involvement_max_years;
            problems.add(
                "end_date",
                format!("must be at most {years} years after today; renew it later"),
            );
        }
    }
    let informed = informed(&mut problems, body.informed.as_ref(), today);
    let own_reference = contact::own_reference(&mut problems, &body.own_reference);
    // Who pressed the button is not part of what was asked: a colleague may retry.
    body.acting_professional.clear();
    let fingerprint = fields::fingerprint("RegisterInvolvement", &body);
    let command = (|| {
        Some(Register {
            id: id?,
            members: members?,
            card: card?,
            area: area?,
            start: start?,
            end: end?,
            end_given: !body.end_date.is_empty(),
            informed: informed?,
            own_reference: own_reference?,
            fingerprint,
        })
    })();
    problems.finish(command)
}

/// The persons named; their BSNs are hashed and wiped.
pub(crate) fn members(
    problems: &mut Problems,
    context: &Context<'_>,
    terms: &Terms,
    members: &mut [v1::FamilyMember],
) -> Option<Vec<Member>> {
    if members.is_empty() || members.len() > MAX_MEMBERS {
        problems.add("members", format!("must name 1 to {MAX_MEMBERS} persons"));
        members.iter_mut().for_each(|member| member.bsn.zeroize());
        return None;
    }
    let mut parsed: Vec<Member> = Vec::with_capacity(members.len());
    for (place, member) in members.iter_mut().enumerate() {
        let identity =
            bsn(problems, context, format_args!("members[{place}].bsn"), &mut member.bsn);
        let role = problems.code(&format!("members[{place}].role"), member.role);
        let ages_out = role
            .and_then(|role| ages_out(problems, context, terms, place, role, &member.birth_date));
        if let (Some(identity), Some(role), Some(ages_out)) = (identity, role, ages_out) {
            if parsed.iter().any(|other| other.identity.is(&identity)) {
                problems.add(
                    format!("members[{place}].bsn"),
                    "names the same person as an earlier member",
                );
            }
            parsed.push(Member { identity, role, ages_out, added: None });
        }
    }
    Some(parsed)
}

/// Reads, hashes and wipes a BSN.
pub(crate) fn bsn(
    problems: &mut Problems,
    context: &Context<'_>,
    field: impl fmt::Display,
    text: &mut String,
) -> Option<Identity> {
    let parsed = Bsn::parse(text);
    text.zeroize();
    match parsed {
        Ok(bsn) if !context.pseudonyms.takes(&bsn) => {
            problems.add(
                field.to_string(),
                "could be somebody's number: a sandbox takes only numbers that begin with 99",
            );
            None
        }
        Ok(bsn) => Some(context.pseudonyms.identity(&bsn)),
        Err(BsnProblem::NineDigits) => {
            problems.add(field.to_string(), "must be exactly nine digits, leading zeros included");
            None
        }
        Err(BsnProblem::Checksum) => {
            problems.add(
                field.to_string(),
                "does not pass the 11-check of a BSN; look for a typing error",
            );
            None
        }
        Err(BsnProblem::Placeholder) => {
            problems.broken(field.to_string(), &card::PLACEHOLDER);
            None
        }
    }
}

/// For a child the day on which it ages out; for others nothing. The outer option says whether the
/// field is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a day")]
fn ages_out(
    problems: &mut Problems,
    context: &Context<'_>,
    terms: &Terms,
    place: usize,
    role: FamilyRole,
    birth_date: &str,
) -> Option<Option<Day>> {
    let field = || format!("members[{place}].birth_date");
    match (role, birth_date.is_empty()) {
        (FamilyRole::Child, true) => {
            problems.add(field(), "is required for a child");
            None
        }
        (FamilyRole::Child, false) => {
            let Some(birth) = birth_day(birth_date) else {
                problems
                    .add(field(), "must be YYYY-MM-DD, or YYYY-MM or YYYY when the day is unknown");
                return None;
            };
            if birth > context.today {
                problems.add(field(), "must not be in the future");
                return None;
            }
            let years = terms.ages_out_years;
            let day = birth.plus_years(i16::try_from(years).unwrap_or(i16::MAX));
            if day <= context.today {
                problems.add(field(), format!("says that the person is {years} or older, past the covenant's age limit for a child"));
                return None;
            }
            Some(Some(day))
        }
        (FamilyRole::Parent | FamilyRole::OtherAdult, true) => Some(None),
        (FamilyRole::Parent | FamilyRole::OtherAdult, false) => {
            problems.add(field(), "is only for children; leave it empty, less is kept");
            None
        }
    }
}

/// A birth date; an unknown day or month counts as the earliest.
pub(crate) fn birth_day(text: &str) -> Option<Day> {
    match text.len() {
        4 => Day::parse(&format!("{text}-01-01")),
        7 => Day::parse(&format!("{text}-01")),
        _ => Day::parse(text),
    }
}

/// Whom to call.
pub(crate) fn card(
    problems: &mut Problems,
    covenants: &Covenants,
    given: Option<&v1::ContactCard>,
) -> Option<ContactCard> {
    let given =
        problems.require("professional", given, "is required: who should the others call?")?;
    let professional_id = problems.text("professional.professional_id", &given.professional_id, 64);
    let name =
        problems.required_text("professional.name", &given.name, NAME_MOST_CHARS, card::name);
    let function = problems.required_text(
        "professional.function",
        &given.function,
        NAME_MOST_CHARS,
        card::function,
    );
    let listed = |text: String| match covenants.function(&text) {
        Ok(function) => Some(function),
        Err(near) => {
            problems.add(
                "professional.function",
                format!(
                    "must be a function of the covenant, for instance {near}, or OTHER; GetCovenant \
                     lists them"
                ),
            );
            None
        }
    };
    let function = function.and_then(listed);
    let phone = problems.ruled("professional.phone", &given.phone, 32, card::phone);
    let email = problems.ruled("professional.email", &given.email, 254, |text| {
        card::text(text).and_then(|()| card::email(text))
    });
    if given.phone.trim().is_empty() && given.email.trim().is_empty() {
        problems.add(
            "professional.phone",
            "or professional.email is required: how can the others reach the professional?",
        );
    }
    let deputy = contact::deputy(problems, given.deputy.as_ref());
    Some(ContactCard {
        professional_id: professional_id?,
        name: name?,
        function: function?,
        phone: phone?,
        email: email?,
        deputy: deputy?,
    })
}

/// An area of the covenant by its code.
pub(crate) fn area_code(
    problems: &mut Problems,
    covenant: &Covenants,
    field: &str,
    code: &str,
) -> Option<AreaCode> {
    let known = AreaCode::parse(code).filter(|code| covenant.area(code).is_some());
    if known.is_none() {
        let near = covenant.areas_like(code);
        let rule =
            format!("must be an area of the covenant, for instance {near}; GetCovenant lists them");
        problems.add(field, rule);
    }
    known
}

/// Where a family lives, by area or postcode.
pub(crate) fn area(
    problems: &mut Problems,
    covenant: &Covenants,
    place: Option<&v1::register_involvement_request::Place>,
) -> Option<AreaCode> {
    use v1::register_involvement_request::Place;
    match place {
        Some(Place::Area(code)) => area_code(problems, covenant, "area", code),
        Some(Place::Postcode(postcode)) => {
            let known = covenant.area_of_postcode(postcode).cloned();
            problems.require(
                "postcode",
                known,
                "must be a postcode inside the covenant's areas, for instance 1095AB",
            )
        }
        None => {
            problems.add("area", "or postcode is required: where does the family live?");
            None
        }
    }
}

/// The terms of the covenant of a place; where the place is wrong, those of the first covenant, so
/// that the other fields are looked at all the same.
pub(crate) fn terms<'a>(
    covenants: &'a Covenants,
    place: Option<&v1::register_involvement_request::Place>,
) -> &'a Terms {
    use v1::register_involvement_request::Place;
    let area = place.and_then(|place| match place {
        Place::Area(code) => AreaCode::parse(code),
        Place::Postcode(postcode) => covenants.area_of_postcode(postcode).cloned(),
    });
    let governing = area.and_then(|area| covenants.of_area(&area));
    governing.or_else(|| covenants.all().next()).expect("there is at least one covenant").terms()
}

pub(super) fn informed(
    problems: &mut Problems,
    informed: Option<&v1::Informed>,
    today: Day,
) -> Option<Informed> {
    use v1::informed::State;
    match informed.and_then(|informed| informed.state.as_ref()) {
        None => Some(Informed::No),
        Some(State::InformedOn(day)) => {
            let day = problems.day("informed.informed_on", day)?;
            if day > today {
                problems.add("informed.informed_on", "must not be in the future");
            }
            Some(Informed::On(day))
        }
        Some(State::Ground(ground)) => problems.code("informed.ground", *ground).map(Informed::Not),
    }
}

/// A person in the hash of a request. A wiped request hashes the same for every family, so the
/// pseudonym goes into the hash: under the oldest key, which a retry just after a rotation still has.
pub(crate) fn lasting(who: &Identity) -> String {
    who.previous.unwrap_or(who.current).to_string()
}

/// Parses a statement of the population register.
pub(crate) fn parents(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::RecordParentsRequest,
) -> Result<(Request, Identity, Vec<Identity>), Refusal> {
    let mut problems = Problems::of(permit);
    let child = bsn(&mut problems, context, "child_bsn", &mut body.child_bsn);
    if body.parent_bsns.len() > MAX_PARENTS {
        problems.add("parent_bsns", format!("must be at most {MAX_PARENTS} persons"));
        body.parent_bsns.iter_mut().for_each(|text| text.zeroize());
        body.parent_bsns.clear();
    }
    let mut parents: Vec<Identity> = Vec::new();
    let mut seen = BTreeSet::new();
    for (place, text) in body.parent_bsns.iter_mut().enumerate() {
        let field = format!("parent_bsns[{place}]");
        let Some(parent) = bsn(&mut problems, context, &field, text) else { continue };
        if Some(parent) == child || !seen.insert(parent.current) {
            problems.add(field, "names the child itself or an earlier parent");
        }
        parents.push(parent);
    }
    body.parent_bsns = parents.iter().map(lasting).collect();
    body.child_bsn = child.as_ref().map_or_else(String::new, lasting);
    let request = fields::request(&mut problems, permit, &body.request_id.clone(), &body);
    problems.finish((|| Some((request?, child?, parents)))())
}

pub(crate) fn renew(
    permit: &Permit,
    body: &v1::RenewInvolvementRequest,
) -> Result<(Request, (InvolvementId, Day)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        id.zip(problems.day("end_date", &body.end_date))
    })
}

pub(crate) fn end(
    permit: &Permit,
    body: &v1::EndInvolvementRequest,
) -> Result<(Request, (InvolvementId, Ending)), Refusal> {
    fields::with_request(permit, &body.request_id, body, |problems| {
        let id = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
        id.zip(problems.code("reason", body.reason))
    })
}

/// The id of an import, chosen by the caller.
pub(crate) fn import_id(permit: &Permit, value: &str) -> Result<Uuid, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("start.import_id", value);
    problems.finish(id)
}
