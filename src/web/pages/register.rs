//! How does somebody register that they are involved? Place, contact card, informed; the BSN last,
//! and forgotten at once.

use tonic::Status;

use crate::{
    api::v1::{
        ContactCard, FamilyMember, FamilyRole, Informed, ListInvolvementsRequest,
        NotInformedGround, RegisterInvolvementRequest, RegistrationPart, informed,
        register_involvement_request::Place,
    },
    web::{
        forms::Filled,
        lang::Lang,
        page::{Block, Field, Form, Input, Page},
        texts::{self, codes, rules, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{card, part};

/// Rows for persons on the form, and with "more persons".
const USUAL: usize = 3;
pub(super) const MOST: usize = 12;

/// The choice "still to be done" and "yes" of whether the family knows.
const LATER: &str = "later";
const YES: &str = "ja";

/// The empty form, the card filled in from the last registration of the same professional.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    // Nobody waits for a long search for this: who is not among the first fills in the card.
    let listed = part::until(
        &Asked::default(),
        |_| true,
        |page_token| async move {
            let request = ListInvolvementsRequest {
                professional_id: visit.professional.clone(),
                page_size: 1,
                page_token,
                ..ListInvolvementsRequest::default()
            };
            let answer = visit.api.registry().list_involvements(request).await?.into_inner();
            Ok((answer.involvements, answer.next_page_token))
        },
    )
    .await?;
    let card = listed.entries.into_iter().next().and_then(|involvement| involvement.professional);
    let card = card
        .unwrap_or_else(|| ContactCard { name: visit.seat.name.clone(), ..ContactCard::default() });
    let persons = if asked.fields.get("personen") == "12" { MOST } else { USUAL };
    let functions = card::functions(visit).await?;
    Ok(view(visit.now, &Filled::default(), Some(&card), &functions, persons, &[]))
}

/// The form; with what was filled in, but never a BSN, and what is wrong with it.
pub(in crate::web) fn view(
    now: Now,
    filled: &Filled,
    card: Option<&ContactCard>,
    functions: &[String],
    persons: usize,
    wrong: &[(String, String)],
) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(work::REGISTER), lang.say(work::REGISTER_LEAD));
    let today = now.today().to_string();
    let start = if filled.get("vanaf").is_empty() { today } else { filled.get("vanaf").into() };
    let mut form = Form::act("/registreren", lang.say(work::REGISTER))
        .primary()
        .field(postcode(lang, filled))
        .field(Field::new("vanaf", lang.say(work::STARTS), Input::Date(start)))
        .field(own_reference(lang, filled.get("kenmerk")))
        .fields(card::fields(lang, filled, card, functions))
        .fields(informed_fields(lang, filled))
        .fields(person_fields(lang, filled, persons));
    if !wrong.is_empty() {
        form.id = filled.get("formulier").to_owned();
        page.notice = Some((crate::web::page::Look::Soon, lang.say(work::BSN_AGAIN).to_owned()));
    }
    mark(&mut form, wrong, &mut page);
    page.blocks.push(Block::Form(form.carry("personen", persons.to_string())));
    if persons < MOST && wrong.is_empty() {
        let more = ("/registreren?personen=12".to_owned(), lang.say(work::MORE_PERSONS).to_owned());
        page.blocks.push(Block::Links(vec![more]));
    }
    page
}

/// Puts every problem at its field; what has no field stands in the summary alone.
pub(super) fn mark(form: &mut Form, wrong: &[(String, String)], page: &mut Page) {
    for (name, words) in wrong {
        match form.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => words.clone_into(&mut field.problem),
            None => page.problems.push((String::new(), words.clone())),
        }
    }
}

/// Where the family lives.
pub(super) fn postcode(lang: Lang, filled: &Filled) -> Field {
    let input = Input::Code(filled.get("postcode").to_owned(), 7);
    Field::new("postcode", lang.say(work::POSTCODE), input).hint(lang.say(work::POSTCODE_HINT))
}

/// By what the own organisation knows the family.
pub(super) fn own_reference(lang: Lang, value: &str) -> Field {
    let input = Input::Code(value.to_owned(), 24);
    let label = format!("{} ({})", lang.say(work::OWN_REFERENCE), lang.say(texts::OPTIONAL));
    Field::new("kenmerk", label, input).hint(lang.say(work::OWN_REFERENCE_HINT))
}

/// Whether the family knows.
pub(super) fn informed_fields(lang: Lang, filled: &Filled) -> Vec<Field> {
    let mut options = vec![
        (YES.to_owned(), lang.say(work::INFORMED_YES).to_owned()),
        (LATER.to_owned(), lang.say(work::INFORMED_LATER).to_owned()),
    ];
    options.extend(
        codes::options::<NotInformedGround>(lang)
            .into_iter()
            .map(|(code, words)| (code, lang.fill(work::INFORMED_NOT, &[&words]))),
    );
    let chosen = filled.get("ingelicht").to_owned();
    vec![
        Field::new("ingelicht", lang.say(work::INFORMED), Input::Radio(options, chosen)),
        Field::new(
            "ingelicht-op",
            format!("{} ({})", lang.say(work::INFORMED_ON), lang.say(texts::OPTIONAL)),
            Input::Date(filled.get("ingelicht-op").to_owned()),
        ),
    ]
}

/// Role, birth date and BSN of each person. The BSN is never filled in before.
pub(super) fn person_fields(lang: Lang, filled: &Filled, persons: usize) -> Vec<Field> {
    let mut roles = vec![(String::new(), lang.say(texts::CHOOSE).to_owned())];
    roles.extend(codes::options::<FamilyRole>(lang));
    let mut fields = vec![Field::new("personen-kop", lang.say(work::PERSONS), Input::Group)];
    for number in 1..=persons {
        let place = number.to_string();
        let person = lang.fill(work::PERSON, &[&place]);
        let named = |text| format!("{person}: {}", lang.say(text).to_lowercase());
        let value = |name: &str| filled.get(&format!("{name}{number}")).to_owned();
        fields.push(Field::new(
            format!("rol{number}"),
            named(work::ROLE),
            Input::Select(roles.clone(), value("rol")),
        ));
        fields.push(Field::new(
            format!("geboren{number}"),
            named(work::BIRTH),
            Input::Date(value("geboren")),
        ));
        let bsn = Field::new(
            format!("bsn{number}"),
            format!("{person}: BSN"),
            Input::Bsn(lang.say(texts::SHOW)),
        );
        fields.push(bsn.hint(lang.say(work::BSN_HINT)));
    }
    fields
}

/// What is wrong with a form before anybody is asked: field and words.
pub(super) type Wrong = Vec<(String, String)>;

/// The persons, or what is wrong with them. A row that is wholly empty is no person.
pub(super) fn persons(lang: Lang, filled: &Filled) -> Result<Vec<FamilyMember>, Wrong> {
    let (mut members, mut wrong) = (Vec::new(), Vec::new());
    let mut add = |name: &str, number: usize, text| {
        wrong.push((format!("{name}{number}"), lang.say(text).to_owned()));
    };
    for number in 1..=MOST {
        let value = |name: &str| filled.get(&format!("{name}{number}"));
        let (bsn, born, role) = (value("bsn"), value("geboren"), value("rol"));
        if bsn.is_empty() && born.is_empty() && role.is_empty() {
            continue;
        }
        let child = role == (FamilyRole::Child as i32).to_string();
        let digits: String = bsn.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        if role.is_empty() {
            add("rol", number, texts::CHOOSE);
        }
        match (child, born.is_empty()) {
            (true, true) => add("geboren", number, work::BIRTH_MISSING),
            (false, false) if !role.is_empty() => add("geboren", number, work::BIRTH_NOT),
            _ => {}
        }
        if digits.is_empty() {
            add("bsn", number, work::BSN_MISSING);
        } else if !is_bsn(&digits) {
            add("bsn", number, work::BSN_INVALID);
        }
        members.push(FamilyMember {
            bsn: digits,
            role: role.parse().unwrap_or_default(),
            birth_date: born.to_owned(),
        });
    }
    if members.is_empty() {
        wrong.push(("bsn1".to_owned(), lang.say(work::PERSONS_MISSING).to_owned()));
    }
    if wrong.is_empty() { Ok(members) } else { Err(wrong) }
}

/// The 11-check, so that a slip is told at its field. The API checks again.
fn is_bsn(digits: &str) -> bool {
    let numbers: Vec<i32> =
        digits.chars().filter_map(|c| c.to_digit(10)).filter_map(|n| n.try_into().ok()).collect();
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = numbers.iter().zip(weights).map(|(n, weight)| n * weight).sum();
    digits.len() == 9 && numbers.len() == 9 && sum % 11 == 0 && numbers.iter().any(|n| *n != 0)
}

/// Whether the family knows; nothing while that is still to be done.
pub(super) fn informed(filled: &Filled) -> Option<Informed> {
    let state = match filled.get("ingelicht") {
        YES => informed::State::InformedOn(filled.get("ingelicht-op").to_owned()),
        LATER | "" => return None,
        _ => informed::State::Ground(filled.code("ingelicht")),
    };
    Some(Informed { state: Some(state) })
}

/// A postcode as the API wants it, or what is wrong with it.
pub(super) fn place(lang: Lang, filled: &Filled) -> Result<String, Wrong> {
    let code: String = filled.get("postcode").chars().filter(|c| !c.is_whitespace()).collect();
    let code = code.to_uppercase();
    let letters = code.get(4..).is_some_and(|end| end.chars().all(|c| c.is_ascii_uppercase()));
    let digits = code.get(..4).is_some_and(|begin| begin.chars().all(|c| c.is_ascii_digit()));
    if code.len() == 6 && digits && letters {
        return Ok(code);
    }
    Err(vec![("postcode".to_owned(), lang.say(work::POSTCODE_WRONG).to_owned())])
}

/// Registers.
pub(in crate::web) async fn register(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let (lang, filled) = (visit.now.lang, &asked.fields);
    let rows = filled.get("personen").parse().unwrap_or(USUAL).clamp(1, MOST);
    let functions = card::functions(visit).await?;
    let again = |wrong: &Wrong| {
        Done::Again(Box::new(view(visit.now, filled, None, &functions, rows, wrong)))
    };
    let (place, card, members) = (
        place(lang, filled),
        card::checked(lang, &visit.professional, filled),
        persons(lang, filled),
    );
    let (place, card, members) = match (place, card, members) {
        (Ok(place), Ok(card), Ok(members)) => (place, card, members),
        (place, card, members) => {
            let wrong = [place.err(), card.err(), members.err()];
            return Ok(again(&wrong.into_iter().flatten().flatten().collect()));
        }
    };
    let request = RegisterInvolvementRequest {
        involvement_id: asked.form(),
        members,
        professional: Some(card),
        place: Some(Place::Postcode(place)),
        start_date: filled.get("vanaf").to_owned(),
        informed: informed(filled),
        own_reference: filled.get("kenmerk").to_owned(),
        ..RegisterInvolvementRequest::default()
    };
    let answer = match visit.api.registry().register_involvement(request).await {
        Ok(answer) => answer.into_inner(),
        Err(status) => match field_problems(lang, &status) {
            Some(wrong) => return Ok(again(&wrong)),
            None => return Err(status),
        },
    };
    let id = answer.involvement.map(|involvement| involvement.involvement_id).unwrap_or_default();
    let today = visit.now.today().to_string();
    // The form proposes today as the first day; only another one was asked.
    let given = |part: &i32| {
        *part != i32::from(RegistrationPart::StartDate) || filled.get("vanaf") != today
    };
    let word = match (answer.already_registered, answer.not_applied.iter().any(given)) {
        (false, _) => "geregistreerd",
        (true, false) => "eerder-geregistreerd",
        (true, true) => "eerder-anders",
    };
    let path = said_at(&format!("/betrokkenheden/{id}"), word);
    Ok(Done::Went(if answer.earlier_involvement { format!("{path}&eerder=ja") } else { path }))
}

/// The fields of the API by the names that the forms have.
const NAMES: &[(&str, &str)] = &[
    ("postcode", "postcode"),
    ("place", "postcode"),
    ("start_date", "vanaf"),
    ("end_date", "einde"),
    ("own_reference", "kenmerk"),
    ("professional.name", "naam"),
    ("professional.function", "functie"),
    ("professional.phone", "telefoon"),
    ("professional.email", "mail"),
    ("professional", "telefoon"),
    ("professional.deputy.name", "vervanger"),
    ("professional.deputy.phone", "vervanger-telefoon"),
    ("professional.deputy.email", "vervanger-mail"),
    ("informed.informed_on", "ingelicht-op"),
    ("informed.ground", "ingelicht"),
    ("informed", "ingelicht"),
    ("danger", "gevaar"),
    ("discussed", "besproken"),
    ("entry_ground", "grond"),
    ("own_attempts", "poging"),
];

/// What the API found wrong, at the fields of the form; nothing when it was another refusal.
pub(super) fn field_problems(lang: Lang, status: &Status) -> Option<Wrong> {
    use tonic_types::StatusExt as _;
    if status.code() != tonic::Code::InvalidArgument {
        return None;
    }
    let bad = status.get_details_bad_request()?;
    let problem = |field: &str| {
        let name = NAMES.iter().find(|(known, _)| *known == field).map(|(_, name)| *name);
        match (name, member(field)) {
            (Some(name), _) => name.to_owned(),
            (None, Some(name)) => name,
            (None, None) => field.to_owned(),
        }
    };
    let words = |rule: &str| lang.fill(work::CHECK_FIELD, &[&rules::say(lang, rule)]);
    let wrong = bad.field_violations.iter();
    Some(wrong.map(|wrong| (problem(&wrong.field), words(&wrong.description))).collect())
}

/// `members[0].bsn` is the first person of the form.
fn member(field: &str) -> Option<String> {
    let (number, part) = field.strip_prefix("members[")?.split_once(']')?;
    let name = match part {
        ".birth_date" => "geboren",
        ".role" => "rol",
        _ => "bsn",
    };
    Some(format!("{name}{}", number.parse::<usize>().ok()? + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_read_and_every_slip_is_told_at_its_field() {
        let good = Filled::read(b"rol1=1&geboren1=2015-03-03&bsn1=123456782&rol3=2&bsn3=111222333");
        let members = persons(Lang::Nl, &good).expect("two persons");
        assert_eq!(members.len(), 2);
        let slips = [
            (&b""[..], "bsn1"),
            (b"rol1=2&bsn1=123456789", "bsn1"),
            (b"rol1=2&bsn1=000000000", "bsn1"),
            (b"rol1=2", "bsn1"),
            (b"bsn2=123456782", "rol2"),
            (b"rol1=1&bsn1=123456782", "geboren1"),
            (b"rol1=2&bsn1=123456782&geboren1=2001-01-01", "geboren1"),
        ];
        for (form, field) in slips {
            let wrong = persons(Lang::Nl, &Filled::read(form)).expect_err("it is wrong");
            assert_eq!(wrong[0].0, field, "{}", String::from_utf8_lossy(form));
            assert!(wrong.iter().all(|(_, words)| !words.contains("12345")), "no BSN in words");
        }
    }

    #[test]
    fn postcodes() {
        assert_eq!(place(Lang::Nl, &Filled::read(b"postcode=1094+ab")), Ok("1094AB".to_owned()));
        for wrong in ["", "1094", "ab1094", "10945AB", "1094A\u{e9}"] {
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("postcode", wrong)
                .finish();
            assert!(place(Lang::Nl, &Filled::read(form.as_bytes())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_api_names_fields_as_the_form_does() {
        assert_eq!(member("members[2].bsn"), Some("bsn3".to_owned()));
        assert_eq!(member("members[0].birth_date"), Some("geboren1".to_owned()));
        assert_eq!(member("area"), None);
    }
}
