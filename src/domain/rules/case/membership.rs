//! A director puts persons into its case, takes one out, or says that those who are in it belong
//! together: the human decision about who sees whom.

use uuid::Uuid;

use crate::domain::{
    model::{
        case::{Case, MAX_PERSONS, confirmed::Confirmed},
        ids::CaseId,
        notification::CaseHappening,
        person::Identity,
        refusal::Refusal,
    },
    rules::{
        case::{
            directing,
            manager::{self, Lost},
            opening,
            persons::{self, TermsOf},
            reach, telling,
        },
        context::Context,
    },
    state::{
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
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
pub fn needs_to_add(loaded: &Loaded, command: &AddPersons) -> Needs {
    let mut keys: Vec<Key> = reach::keys_of(loaded, command.id).collect();
    keys.extend(persons::needs_to_add(loaded, &command.persons));
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides that persons come into a case. Who is in it already stays in it.
///
/// # Errors
/// Not the director, closed, changed, too many, or somebody in another live case.
pub fn add(
    ctx: &mut Context<'_>,
    command: &AddPersons,
    terms: TermsOf<'_>,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    if let Some(case) = directing::replayed(ctx)? {
        return Ok(case.clone());
    }
    let case = directing::live(facts, permit, command.id, &command.etag)?;
    opening::in_no_other(facts, permit, &command.persons, Some(case.id))?;
    let coming: Vec<Identity> =
        command.persons.iter().filter(|person| !case.names(person)).copied().collect();
    if case.persons.len() + coming.len() > MAX_PERSONS {
        let rule =
            format!("would make more than {MAX_PERSONS} persons; open a case for each family");
        return Err(Refusal::field("persons", rule));
    }
    let mut after = case.clone();
    if !coming.is_empty() {
        if case.brings_together() && after.confirmed == Confirmed::NotYet {
            // The only one who was in it and those whom the director adds.
            after.confirmed = Confirmed::At(ctx.now);
        }
        persons::add(ctx, &mut after, &coming, terms);
        changed(ctx, &mut after, CaseHappening::PersonsChanged);
    }
    ctx.keep(Answer::Case(after.id));
    Ok(after)
}

/// A request to confirm that the persons of a case belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmPersons {
    /// The case.
    pub id: CaseId,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before [`confirm`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_confirm(loaded: &Loaded, id: CaseId) -> Needs {
    let mut keys = vec![Key::Case(id)];
    let (inside, lists) =
        loaded.case(id).map_or_else(Default::default, |c| persons::needs_to_confirm(loaded, c));
    keys.extend(inside);
    Needs::missing(loaded, keys, lists)
}

/// Decides that the persons of a case belong together: from now on those who are involved with them
/// see each other. Nothing changes where they do so already.
///
/// # Errors
/// Not the director, closed, or changed.
pub fn confirm(
    ctx: &mut Context<'_>,
    command: &ConfirmPersons,
    terms: TermsOf<'_>,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    if let Some(case) = directing::replayed(ctx)? {
        return Ok(case.clone());
    }
    let case = directing::live(facts, permit, command.id, &command.etag)?;
    let mut after = case.clone();
    if case.keeps_apart() {
        after.confirmed = Confirmed::At(ctx.now);
        persons::confirm(ctx, &after, terms);
        changed(ctx, &mut after, CaseHappening::PersonsConfirmed);
    }
    ctx.keep(Answer::Case(after.id));
    Ok(after)
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
pub fn needs_to_remove(loaded: &Loaded, command: &RemovePerson) -> Needs {
    let mut keys = vec![Key::Case(command.id)];
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
pub fn remove(ctx: &mut Context<'_>, command: &RemovePerson) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    if let Some(case) = directing::replayed(ctx)? {
        return Ok(case.clone());
    }
    let case = directing::live(facts, permit, command.id, &command.etag)?;
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
    persons::part(ctx, case, &after);
    if !manager::reaches(facts, &after) {
        manager::lose(ctx, case, &mut after, Lost::ByOthers);
    }
    changed(ctx, &mut after, CaseHappening::PersonsChanged);
    ctx.keep(Answer::Case(after.id));
    Ok(after)
}

fn changed(ctx: &mut Context<'_>, case: &mut Case, happening: CaseHappening) {
    case.revision += 1;
    telling::notice(ctx, case, &case.director, happening);
    ctx.effects.put_case(case.clone());
}
