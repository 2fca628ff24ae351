//! How does an office that directs take a family up? By the persons of it, each by BSN, which is
//! forgotten at once; then where the family lives and how it is classified.

use tonic::Status;

use crate::{
    api::v1::{ContradictionReason, GetCovenantResponse, Measure, NamedPerson, OpenCaseRequest},
    web::{
        forms::Filled,
        page::{Block, Field, Form, Input, Page},
        texts::{self, codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{involvement::choose, register, signal};

/// Persons on the form: as many as usually live together. More can be added in the case.
const PERSONS: usize = 6;

/// The fields of the API by the names of this form.
const NAMES: &[(&str, &str)] = &[
    ("area", "gebied"),
    ("category", "categorie"),
    ("measure", "maatregel"),
    ("contradiction_reason", "ondanks"),
    ("persons", "bsn1"),
    ("entry_ground", "grond"),
    ("own_attempts", "poging"),
];

/// The empty form.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    form(visit, asked, &[]).await
}

async fn form(visit: &Visit, asked: &Asked, wrong: &[(String, String)]) -> Result<Page, Status> {
    let covenant = signal::covenant(visit).await?;
    Ok(view(visit.now, asked, &covenant, wrong))
}

/// The form; with what was filled in, but never a BSN, and what is wrong with it.
pub(in crate::web) fn view(
    now: Now,
    asked: &Asked,
    covenant: &GetCovenantResponse,
    wrong: &[(String, String)],
) -> Page {
    let (lang, filled) = (now.lang, &asked.fields);
    let given = |name: &str| filled.get(name).to_owned();
    let mut page = Page::new(lang.say(office::TAKE_FAMILY), lang.say(office::TAKE_FAMILY_LEAD));
    let areas = covenant.areas.iter().map(|area| (area.code.clone(), area.name.clone()));
    let categories = covenant.categories.iter();
    let categories = categories.map(|one| (one.code.clone(), codes::plain(lang, &one.code)));
    let select = |options, name: &str| Input::Select(options, given(name));
    let mut measures = vec![(String::new(), lang.say(office::MEASURE_UNKNOWN).to_owned())];
    measures.extend(codes::options::<Measure>(lang));
    let mut despite = vec![(String::new(), lang.say(office::WHEN_NEEDED).to_owned())];
    despite.extend(codes::options::<ContradictionReason>(lang));
    let mut form = Form::act("/zaken/openen", lang.say(office::TAKE_FAMILY))
        .primary()
        .field(Field::new(
            "gebied",
            lang.say(office::AREA),
            select(choose(lang, areas.collect()), "gebied"),
        ))
        .field(Field::new(
            "categorie",
            lang.say(office::CATEGORY),
            select(choose(lang, categories.collect()), "categorie"),
        ))
        .field(Field::new("maatregel", lang.say(office::MEASURE), select(measures, "maatregel")))
        .field(Field::new("ondanks", lang.say(office::DESPITE_WHY), select(despite, "ondanks")))
        .field(Field::new(
            "overlast",
            lang.say(office::NUISANCE),
            Input::Tick(filled.ticked("overlast")),
        ))
        .fields(signal::entry_fields(
            lang,
            filled,
            covenant,
            [office::REPORTED_ON, office::REPORTER_TRIED],
        ))
        .field(Field::new("personen-kop", lang.say(work::PERSONS), Input::Group));
    for number in 1..=PERSONS {
        let person = lang.fill(work::PERSON, &[&number.to_string()]);
        let input = Input::Bsn(lang.say(texts::SHOW));
        let field = Field::new(format!("bsn{number}"), format!("{person}: BSN"), input);
        form = form.field(field.hint(lang.say(work::BSN_HINT)));
    }
    if !wrong.is_empty() {
        form.id = given("formulier");
    }
    register::mark(&mut form, wrong, &mut page);
    page.blocks.push(Block::Form(form));
    page
}

/// Takes it up.
pub(in crate::web) async fn open(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let (lang, filled) = (visit.now.lang, &asked.fields);
    let (rows, persons) = named(filled, PERSONS);
    let covenant = signal::covenant(visit).await?;
    let request = OpenCaseRequest {
        case_id: asked.form(),
        persons,
        area: filled.get("gebied").to_owned(),
        category: filled.get("categorie").to_owned(),
        nuisance: filled.ticked("overlast"),
        measure: filled.code("maatregel"),
        contradiction_reason: filled.code("ondanks"),
        entry_ground: filled.get("grond").to_owned(),
        own_attempts: signal::tried(filled, &covenant),
        ..OpenCaseRequest::default()
    };
    match visit.api.cases().open_case(request).await {
        Ok(_) => Ok(Done::Went(said_at(&format!("/zaken/{}", asked.form()), "vastgelegd"))),
        Err(status) => match register::field_problems(lang, &status) {
            Some(wrong) => {
                let wrong: Vec<_> = wrong
                    .into_iter()
                    .map(|(field, words)| (on_form(&field, &rows), words))
                    .collect();
                Ok(Done::Again(Box::new(form(visit, asked, &wrong).await?)))
            }
            None => Err(status),
        },
    }
}

/// The persons of a form with so many rows, and the rows in which they stand.
pub(super) fn named(filled: &Filled, most: usize) -> (Vec<usize>, Vec<NamedPerson>) {
    let digits = |bsn: &str| bsn.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let rows = (1..=most).map(|row| (row, digits(filled.get(&format!("bsn{row}")))));
    let given = rows.filter(|(_, bsn): &(usize, String)| !bsn.is_empty());
    given.map(|(row, bsn)| (row, NamedPerson { bsn })).unzip()
}

/// The name on the form of a field of the API. `persons[0].bsn` is the first person that was filled in,
/// which need not stand in the first row.
pub(super) fn on_form(field: &str, rows: &[usize]) -> String {
    let person = || {
        let (place, _) = field.strip_prefix("persons[")?.split_once(']')?;
        let row = rows.get(place.parse::<usize>().ok()?)?;
        Some(format!("bsn{row}"))
    };
    let known = || NAMES.iter().find(|(known, _)| *known == field);
    person().or_else(|| known().map(|(_, name)| (*name).to_owned())).unwrap_or(field.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_stands_at_the_row_that_was_filled_in() {
        assert_eq!(on_form("persons[1].bsn", &[2, 5]), "bsn5");
        assert_eq!(on_form("persons[7].bsn", &[2, 5]), "persons[7].bsn");
        assert_eq!(on_form("persons", &[]), "bsn1");
        assert_eq!(on_form("area", &[]), "gebied");
    }
}
