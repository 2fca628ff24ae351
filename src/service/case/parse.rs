//! Cases: proto to commands. A BSN becomes a pseudonym here, and is wiped.

use zeroize::Zeroize as _;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            agreement::Measure, case::Family, ids::CaseId, involvement::MAX_MEMBERS,
            party::AreaCode, person::Identity, refusal::Refusal,
        },
        rules::{
            access::Permit,
            case::{
                classifying::Classify,
                membership::{AddPersons, ConfirmPersons, RemovePerson},
                opening::OpenCase,
                overview,
                work_list::{CaseFilter, StateFilter},
            },
        },
        state::receipt::Request,
    },
};

use crate::service::{
    entry::Said,
    fields::{self, Problems},
    involvement::parse::{Context, area_code, bsn, lasting},
    lists,
    ticket::parse::category,
};

/// Persons by BSN, each once. Leaves what stands for them in the hash of the request.
pub(crate) fn persons(
    problems: &mut Problems,
    context: &Context<'_>,
    persons: &mut [v1::NamedPerson],
) -> Option<Vec<Identity>> {
    if persons.is_empty() || persons.len() > MAX_MEMBERS {
        problems.add("persons", format!("must name 1 to {MAX_MEMBERS} persons"));
        persons.iter_mut().for_each(|person| person.bsn.zeroize());
        return None;
    }
    let mut parsed: Vec<Identity> = Vec::with_capacity(persons.len());
    for (place, person) in persons.iter_mut().enumerate() {
        let field = format!("persons[{place}].bsn");
        let Some(identity) = bsn(problems, context, &field, &mut person.bsn) else { continue };
        if parsed.iter().any(|other| other.is(&identity)) {
            problems.add(field, "names the same person as an earlier one");
        }
        person.bsn = lasting(&identity);
        parsed.push(identity);
    }
    Some(parsed)
}

pub(crate) fn open(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::OpenCaseRequest,
) -> Result<OpenCase, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("case_id", &body.case_id).map(CaseId);
    let persons = persons(&mut problems, context, &mut body.persons);
    let area = area_code(&mut problems, context.covenant, "area", &body.area);
    let category = category(&mut problems, context.covenant, &body.category);
    let measure = problems.optional_code("measure", body.measure);
    let despite = problems.optional_code("contradiction_reason", body.contradiction_reason);
    let nuisance = body.nuisance;
    let said = Said { ground: &body.entry_ground, attempts: &body.own_attempts };
    let codes = said.are_codes(&mut problems);
    let reported = area.as_ref().zip(category.as_ref()).filter(|_| codes);
    let reported = reported.and_then(|(area, category)| {
        let covenant = context.covenant.governing(area);
        said.reported(&mut problems, covenant.entry(), covenant.asks_entry_ground(category))
    });
    body.acting_professional.clear();
    let fingerprint = fields::fingerprint("OpenCase", &body);
    let command = (|| {
        let (measure, despite): (Option<Measure>, _) = (measure?, despite?);
        let known = measure.unwrap_or_default();
        let family = Family { area: area?, category: category?, nuisance, measure: known };
        Some(OpenCase {
            id: id?,
            persons: persons?,
            family,
            measure,
            despite,
            reported: reported?,
            fingerprint,
        })
    })();
    problems.finish(command)
}

pub(crate) fn classify(
    context: &Context<'_>,
    permit: &Permit,
    body: &v1::ClassifyCaseRequest,
) -> Result<(Request, Classify), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let category =
        body.category.as_deref().and_then(|c| category(&mut problems, context.covenant, c));
    let measure = problems.optional_code("measure", body.measure);
    if body.category.is_none() && body.nuisance.is_none() && measure == Some(None) {
        problems.add("category", "or nuisance or measure is required: what changed?");
    }
    let despite = problems.optional_code("contradiction_reason", body.contradiction_reason);
    let (nuisance, etag) = (body.nuisance, body.etag.clone());
    let command = (|| {
        let (measure, despite) = (measure?, despite?);
        Some(Classify { id: id?, category, nuisance, measure, despite, etag })
    })();
    problems.finish(request.zip(command))
}

pub(crate) fn add_persons(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::AddPersonsRequest,
) -> Result<(Request, AddPersons), Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let persons = persons(&mut problems, context, &mut body.persons);
    let request = fields::request(&mut problems, permit, &body.request_id, &body);
    let command = (|| Some(AddPersons { id: id?, persons: persons?, etag: body.etag }))();
    problems.finish(request.zip(command))
}

pub(crate) fn remove_person(
    permit: &Permit,
    body: &v1::RemovePersonRequest,
) -> Result<(Request, RemovePerson), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let person = problems.id("person_id", &body.person_id);
    let etag = body.etag.clone();
    let command = (|| Some(RemovePerson { id: id?, person: person?, etag }))();
    problems.finish(request.zip(command))
}

pub(crate) fn confirm_persons(
    permit: &Permit,
    body: &v1::ConfirmPersonsRequest,
) -> Result<(Request, ConfirmPersons), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let command = id.map(|id| ConfirmPersons { id, etag: body.etag.clone() });
    problems.finish(request.zip(command))
}

/// What of the work list is asked for; the page is asked for besides.
pub(crate) fn filter(
    context: &Context<'_>,
    permit: &Permit,
    body: &v1::ListCasesRequest,
) -> Result<CaseFilter, Refusal> {
    let mut problems = Problems::of(permit);
    let reference = lists::spoken(&mut problems, &body.reference);
    let usual = if body.reference.is_empty() { StateFilter::Live } else { StateFilter::All };
    let state = problems.code_or("state", body.state, usual);
    let given = |text: &str| !text.is_empty();
    let category = given(&body.category)
        .then(|| category(&mut problems, context.covenant, &body.category))
        .flatten();
    let area = given(&body.area)
        .then(|| area_code(&mut problems, context.covenant, "area", &body.area))
        .flatten();
    let overdue = body.overdue;
    let filter =
        (|| Some(CaseFilter { state: state?, category, area, overdue, reference: reference? }))();
    problems.finish(filter)
}

/// Which families of a district are asked for: only those of areas of which the caller keeps the
/// overview.
pub(crate) fn district(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::ListDistrictCasesRequest,
) -> Result<overview::Filter, Refusal> {
    let overseen = covenant.overseen_by(permit.office()?);
    let mut problems = Problems::of(permit);
    let reference = lists::spoken(&mut problems, &body.reference);
    let category = (!body.category.is_empty())
        .then(|| category(&mut problems, covenant, &body.category))
        .flatten();
    let nothing = overseen.is_empty();
    let areas = if body.area.is_empty() {
        overseen
    } else {
        let rule = "must be an area of which you keep the overview";
        let area = AreaCode::parse(&body.area).filter(|area| overseen.contains(area));
        problems.require("area", area, rule).into_iter().collect()
    };
    let closed = body.include_closed || !body.reference.is_empty();
    let filter = |reference| overview::Filter { areas, category, closed, reference };
    let filter = problems.finish(reference.map(filter));
    if nothing && body.area.is_empty() { filter.and(Err(Refusal::NotAllowed)) } else { filter }
}
