//! Cases: proto to commands. A BSN becomes a pseudonym here, and is wiped.

use zeroize::Zeroize as _;

use crate::{
    api::v1,
    domain::{
        model::{
            agreement::Measure, case::record::Family, ids::CaseId, involvement::MAX_MEMBERS,
            person::Identity, refusal::Refusal,
        },
        rules::{
            access::Permit,
            case::{
                classifying::Classify,
                membership::{AddPersons, RemovePerson},
                opening::OpenCase,
                work_list::{CaseFilter, StateFilter},
            },
        },
        state::receipt::Request,
    },
};

use super::{
    parse::{self, Problems},
    parse_contact,
    parse_registry::{Context, area_code, bsn, lasting},
    parse_ticket::category,
};

/// A measure. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and given or not")]
pub(super) fn measure(problems: &mut Problems, measure: i32) -> Option<Option<Measure>> {
    let measure = match v1::Measure::try_from(measure) {
        Ok(v1::Measure::Unspecified) => Some(None),
        Ok(v1::Measure::None) => Some(Some(Measure::None)),
        Ok(v1::Measure::ChildProtection) => Some(Some(Measure::ChildProtection)),
        Ok(v1::Measure::YouthProbation) => Some(Some(Measure::YouthProbation)),
        Err(_) => None,
    };
    problems.require("measure", measure, "must be NONE, CHILD_PROTECTION or YOUTH_PROBATION")
}

/// Persons by BSN, each once. Leaves what stands for them in the hash of the request.
pub(super) fn persons(
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

pub(super) fn open(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::OpenCaseRequest,
) -> Result<OpenCase, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("case_id", &body.case_id).map(CaseId);
    let persons = persons(&mut problems, context, &mut body.persons);
    let area = area_code(&mut problems, context.covenant, "area", &body.area);
    let category = category(&mut problems, context.covenant, &body.category);
    let measure = measure(&mut problems, body.measure);
    let nuisance = body.nuisance;
    body.acting_professional.clear();
    let fingerprint = parse::fingerprint("OpenCase", &body);
    let command = (|| {
        let measure = measure?.unwrap_or_default();
        let family = Family { area: area?, category: category?, nuisance, measure };
        Some(OpenCase { id: id?, persons: persons?, family, fingerprint })
    })();
    problems.finish(command)
}

pub(super) fn classify(
    context: &Context<'_>,
    permit: &Permit,
    body: &v1::ClassifyCaseRequest,
) -> Result<(Request, Classify), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let category =
        body.category.as_deref().and_then(|c| category(&mut problems, context.covenant, c));
    let measure = measure(&mut problems, body.measure);
    if body.category.is_none() && body.nuisance.is_none() && measure == Some(None) {
        problems.add("category", "or nuisance or measure is required: what changed?");
    }
    let (nuisance, etag) = (body.nuisance, body.etag.clone());
    let command = (|| Some(Classify { id: id?, category, nuisance, measure: measure?, etag }))();
    problems.finish(request.zip(command))
}

pub(super) fn add_persons(
    context: &Context<'_>,
    permit: &Permit,
    mut body: v1::AddPersonsRequest,
) -> Result<(Request, AddPersons), Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let persons = persons(&mut problems, context, &mut body.persons);
    let request = parse::request(&mut problems, permit, &body.request_id, &body);
    let command = (|| Some(AddPersons { id: id?, persons: persons?, etag: body.etag }))();
    problems.finish(request.zip(command))
}

pub(super) fn remove_person(
    permit: &Permit,
    body: &v1::RemovePersonRequest,
) -> Result<(Request, RemovePerson), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("case_id", &body.case_id).map(CaseId);
    let person = problems.id("person_id", &body.person_id);
    let etag = body.etag.clone();
    let command = (|| Some(RemovePerson { id: id?, person: person?, etag }))();
    problems.finish(request.zip(command))
}

/// What of the work list is asked for; the page is asked for besides.
pub(super) fn filter(
    context: &Context<'_>,
    permit: &Permit,
    body: &v1::ListCasesRequest,
) -> Result<CaseFilter, Refusal> {
    let mut problems = Problems::of(permit);
    let reference = parse_contact::spoken(&mut problems, &body.reference);
    let state = match v1::CaseFilter::try_from(body.state) {
        Ok(v1::CaseFilter::Unspecified) if !body.reference.is_empty() => Some(StateFilter::All),
        Ok(v1::CaseFilter::Unspecified | v1::CaseFilter::Live) => Some(StateFilter::Live),
        Ok(v1::CaseFilter::Open) => Some(StateFilter::Open),
        Ok(v1::CaseFilter::Watching) => Some(StateFilter::Watching),
        Ok(v1::CaseFilter::Closed) => Some(StateFilter::Closed),
        Ok(v1::CaseFilter::All) => Some(StateFilter::All),
        Err(_) => None,
    };
    let rule = "must be LIVE, OPEN, WATCHING, CLOSED or ALL";
    let state = problems.require("state", state, rule);
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
