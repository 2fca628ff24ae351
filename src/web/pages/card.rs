//! Of which fields is a contact card made: whom the others can call, and who stands in?

use tonic::Status;

use crate::{
    api::v1::{ContactCard, Deputy, GetCovenantRequest},
    web::{
        forms::Filled,
        lang::{Lang, Text},
        page::{Contact, Field, Input},
        texts::{self, work},
        visit::Visit,
    },
};

use super::register::Wrong;

/// The fields of the stand-in. All empty: there is none.
const DEPUTY: &str = "vervanger";
const DEPUTY_PHONE: &str = "vervanger-telefoon";
const DEPUTY_MAIL: &str = "vervanger-mail";

/// What may be given as a function, to choose from; nothing when the covenant has no list.
pub(super) async fn functions(visit: &Visit) -> Result<Vec<String>, Status> {
    let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    Ok(covenant.into_inner().functions)
}

/// A part of a card: the name of its field, its label, its kind, and how it reads in the card that
/// is known.
type Part<'c> = (&'static str, Text, Contact, Option<&'c String>);

/// The fields of a card, filled in from the one that is known; the function from the list of the
/// covenant, where it has one.
pub(super) fn fields(
    lang: Lang,
    filled: &Filled,
    card: Option<&ContactCard>,
    functions: &[String],
) -> Vec<Field> {
    let deputy = card.and_then(|card| card.deputy.as_ref());
    let own: [Part<'_>; 4] = [
        ("naam", work::NAME, Contact::Name, card.map(|card| &card.name)),
        ("functie", work::FUNCTION, Contact::Function, card.map(|card| &card.function)),
        ("telefoon", work::PHONE, Contact::Phone, card.map(|card| &card.phone)),
        ("mail", work::MAIL, Contact::Mail, card.map(|card| &card.email)),
    ];
    let other: [Part<'_>; 3] = [
        (DEPUTY, work::DEPUTY_NAME, Contact::OtherName, deputy.map(|one| &one.name)),
        (DEPUTY_PHONE, work::DEPUTY_PHONE, Contact::OtherPhone, deputy.map(|one| &one.phone)),
        (DEPUTY_MAIL, work::DEPUTY_MAIL, Contact::OtherMail, deputy.map(|one| &one.email)),
    ];
    let field = |(name, label, part, known): Part<'_>| {
        let value = known.cloned().unwrap_or_else(|| filled.get(name).to_owned());
        let input = match part {
            Contact::Function if !functions.is_empty() => {
                Input::Select(function_options(lang, functions), value)
            }
            part => Input::Contact(part, value),
        };
        Field::new(name, lang.say(label), input)
    };
    let mut fields = vec![Field::new("kaart", lang.say(work::YOUR_CARD), Input::Group)];
    fields.extend(own.map(field));
    let stands_in = format!("{} ({})", lang.say(work::DEPUTY), lang.say(texts::OPTIONAL));
    fields.push(Field::new("vervanger-kop", stands_in, Input::Group));
    fields.extend(other.map(field));
    fields
}

fn function_options(lang: Lang, functions: &[String]) -> Vec<(String, String)> {
    let words = |function: &String| match function.as_str() {
        "OTHER" => lang.say(work::FUNCTION_OTHER).to_owned(),
        named => named.to_owned(),
    };
    let listed = functions.iter().map(|function| (function.clone(), words(function)));
    std::iter::once((String::new(), lang.say(texts::CHOOSE).to_owned())).chain(listed).collect()
}

/// The card as it was sent; what is wrong with it, the API says.
pub(super) fn sent(id: &str, filled: &Filled) -> ContactCard {
    let given = |name: &str| filled.get(name).to_owned();
    let deputy =
        Deputy { name: given(DEPUTY), phone: given(DEPUTY_PHONE), email: given(DEPUTY_MAIL) };
    ContactCard {
        professional_id: id.to_owned(),
        name: given("naam"),
        function: given("functie"),
        phone: given("telefoon"),
        email: given("mail"),
        deputy: (deputy != Deputy::default()).then_some(deputy),
    }
}

/// The card as it was sent, or what is wrong with it: told at once, beside what else is.
pub(super) fn checked(lang: Lang, id: &str, filled: &Filled) -> Result<ContactCard, Wrong> {
    let mut wrong = Vec::new();
    for name in ["naam", "functie"] {
        if filled.get(name).is_empty() {
            wrong.push((name.to_owned(), lang.say(work::REQUIRED).to_owned()));
        }
    }
    if filled.get("telefoon").is_empty() && filled.get("mail").is_empty() {
        wrong.push(("telefoon".to_owned(), lang.say(work::PHONE_OR_MAIL).to_owned()));
    }
    if wrong.is_empty() { Ok(sent(id, filled)) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_card_lacks_is_told_at_its_fields() {
        assert_eq!(checked(Lang::En, "p", &Filled::default()).expect_err("empty").len(), 3);
    }

    #[test]
    fn a_card_stays_as_it_was_when_only_its_number_is_changed() {
        let deputy =
            Deputy { name: "R. Post".into(), phone: "020-5550100".into(), ..Deputy::default() };
        let card = ContactCard { name: "S".into(), deputy: Some(deputy), ..ContactCard::default() };
        let mut form = form_urlencoded::Serializer::new(String::new());
        for field in fields(Lang::Nl, &Filled::default(), Some(&card), &[]) {
            if let Input::Contact(_, value) = &field.input {
                form.append_pair(&field.name, value);
            }
        }
        assert_eq!(sent("", &Filled::read(form.finish().as_bytes())), card);
        assert_eq!(sent("", &Filled::default()).deputy, None, "nobody stands in");
    }
}
