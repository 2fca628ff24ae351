//! A director puts persons into its case, or takes one out: the human decision about who sees whom.

use uuid::Uuid;

use crate::domain::{
    model::{
        case::record::{self, Case, MAX_PERSONS},
        ids::{CaseId, FreshIds},
        notification::CaseHappening,
        party::Party,
        person::Identity,
        refusal::Refusal,
        time::Time,
    },
    rules::{
        access::Permit,
        case::{
            manager, opening,
            persons::{self, TermsOf},
        },
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, Loaded, Needs},
    },
};

/// A request to put persons into a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddPersons {
    /// The case.
    pub id: CaseId,
    /// The persons, each once.
    pub persons: Vec<Identity>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before [`add`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_add(loaded: &Loaded, request: &Request, command: &AddPersons) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    keys.extend(crate::domain::rules::case::reach::keys_of(loaded, command.id));
    keys.extend(persons::needs_to_add(loaded, &command.persons));
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides that persons come into a case. Who is in it already stays in it.
///
/// # Errors
/// Not the director, closed, changed, too many, or somebody in another live case.
pub fn add(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &AddPersons,
    terms: TermsOf<'_>,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    if let Some(case) = record::replayed(loaded, permit, request)? {
        return Ok((case.clone(), Effects::default()));
    }
    let case = record::live(loaded, permit, command.id, &command.etag)?;
    opening::in_no_other(loaded, permit, &command.persons, Some(case.id))?;
    let coming: Vec<Identity> =
        command.persons.iter().filter(|person| !case.names(person)).copied().collect();
    if case.persons.len() + coming.len() > MAX_PERSONS {
        let rule =
            format!("would make more than {MAX_PERSONS} persons; open a case for each family");
        return Err(Refusal::field("persons", rule));
    }
    let mut effects = Effects::default();
    let mut after = case.clone();
    if !coming.is_empty() {
        persons::add(loaded, &mut after, &coming, terms, ids, now, &mut effects);
        changed(&mut after, ids, now, &mut effects);
    }
    request.keep(Answer::Case(after.id), now, &mut effects);
    Ok((after, effects))
}

/// A request to take a person out of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovePerson {
    /// The case.
    pub id: CaseId,
    /// The person, by its id in the case.
    pub person: Uuid,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before [`remove`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_remove(loaded: &Loaded, request: &Request, command: &RemovePerson) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone()), Key::Case(command.id)];
    let (inside, lists) = loaded
        .case(command.id)
        .map_or_else(Default::default, |c| persons::needs_to_part(loaded, c));
    keys.extend(inside);
    Needs::missing(loaded, keys, lists)
}

/// Decides that a person leaves a case.
///
/// # Errors
/// Not the director, closed, changed, not in it, or the last one.
pub fn remove(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &RemovePerson,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    if let Some(case) = record::replayed(loaded, permit, request)? {
        return Ok((case.clone(), Effects::default()));
    }
    let case = record::live(loaded, permit, command.id, &command.etag)?;
    let mut after = case.clone();
    after.persons.retain(|person| person.id != command.person);
    if after.persons.len() == case.persons.len() {
        return Err(Refusal::field(
            "person_id",
            "must be a person of this case; GetCase lists them",
        ));
    }
    if after.persons.is_empty() {
        let rule = "must not be the last person; close the case instead";
        return Err(Refusal::field("person_id", rule));
    }
    let mut effects = Effects::default();
    persons::part(loaded, case, &after, ids, now, &mut effects);
    if !manager::reaches(loaded, &after) {
        manager::lose(loaded, &mut after, ids, now, &mut effects);
    }
    changed(&mut after, ids, now, &mut effects);
    request.keep(Answer::Case(after.id), now, &mut effects);
    Ok((after, effects))
}

fn changed(case: &mut Case, ids: &mut FreshIds, now: Time, effects: &mut Effects) {
    case.revision += 1;
    let director = Party::Office(case.director.clone());
    case.tell(&director, CaseHappening::PersonsChanged, ids, now, effects);
    effects.put_case(case.clone());
}
