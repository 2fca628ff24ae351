//! On what does everything in the covenant rest: on which document, and where was it filled in, and why?

use tonic::Status;

use crate::{
    api::v1::{GetCovenantRequest, Ground},
    web::{
        lang::{Lang, Text},
        page::{Block, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Visit},
        when::Now,
    },
};

/// The kinds of tables of a covenant file that have an id, and what people call them. What has none, such
/// as the terms, stands together.
const KINDS: &[(&str, Text)] = &[
    ("category", office::CATEGORIES),
    ("role", office::ROLES),
    ("step", office::STEPS),
    ("rule", office::RULES),
    ("refusal", office::REFUSALS),
    ("inform", office::NOTICES),
    ("concern", office::SIGNALS),
    ("plan", office::PLANS),
    ("meeting", office::MEETING_KINDS),
    ("region", office::REGIONS),
    ("kind", office::ORGANISATION_KINDS),
    ("entry-ground", office::ENTRY_GROUNDS),
    ("own-attempt", office::OWN_ATTEMPTS),
];

/// What has no id, and what people call it.
const WHOLE: &[(&str, Text)] = &[
    ("covenant", office::COVENANT),
    ("terms", office::TERMS),
    ("districts", office::DISTRICTS),
    ("offices", office::OFFICES),
    ("organisations", office::PARTICIPANTS),
    ("lead", work::LEAD),
];

/// The grounds of one kind of table.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = GetCovenantRequest { grounds: true, ..GetCovenantRequest::default() };
    let covenant = visit.api.covenant().get_covenant(request).await?.into_inner();
    Ok(view(visit.now, &covenant.grounds, asked.fields.get("soort")))
}

/// The grounds as blocks: those of the kind that was chosen, a link to each other one.
pub(in crate::web) fn view(now: Now, grounds: &[Ground], chosen: &str) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::GROUNDS), lang.say(office::GROUNDS_LEAD));
    let kind = KINDS.iter().find(|(word, _)| *word == chosen);
    let there = |word: &str| grounds.iter().any(|one| split(one).0 == word);
    let others = KINDS.iter().filter(|(word, _)| *word != chosen && there(word));
    let link = |(word, text): &(&str, Text)| {
        (format!("/grondslagen?soort={word}"), lang.say(*text).to_owned())
    };
    let whole = ("/grondslagen".to_owned(), lang.say(office::COVENANT).to_owned());
    let back = ("/convenant".to_owned(), lang.say(office::COVENANT_PAGE).to_owned());
    let first = kind.is_some().then_some(whole);
    page.blocks
        .push(Block::Links(std::iter::once(back).chain(first).chain(others.map(link)).collect()));
    let title = lang.say(kind.map_or(office::COVENANT, |(_, text)| *text));
    let columns =
        [office::GROUND_OF, office::SOURCE, office::OWN_READING].map(|text| lang.say(text));
    let mut table = Table::new(title, &columns);
    let shown = grounds.iter().filter(|one| {
        let of = split(one).0;
        kind.map_or(KINDS.iter().all(|(word, _)| *word != of), |(word, _)| *word == of)
    });
    table.rows = shown.map(|one| row(lang, one)).collect();
    page.blocks.push(Block::heading("grondslagen", title));
    page.blocks.push(Block::Table(table));
    page
}

/// The kind of table and the id; what has no id is its own kind.
fn split(one: &Ground) -> (&str, &str) {
    one.what.split_once(' ').unwrap_or((&one.what, ""))
}

fn row(lang: Lang, one: &Ground) -> Vec<crate::web::page::Line> {
    let (kind, id) = split(one);
    let whole = WHOLE.iter().find(|(word, _)| *word == kind && id.is_empty());
    let what = whole.map_or_else(|| codes::plain(lang, id), |(_, text)| lang.say(*text).to_owned());
    vec![what.into(), dash(&one.source).into(), dash(own_reading(lang, one)).into()]
}

/// Why something was filled in, in the language of the reader.
pub(super) fn own_reading(lang: Lang, one: &Ground) -> &str {
    match lang {
        Lang::Nl => &one.own_reading_nl,
        Lang::En => &one.own_reading_en,
    }
}

/// A document and its section, and what of it was filled in.
pub(super) fn both(lang: Lang, source: &str, own_reading: &str) -> String {
    let own = match own_reading {
        "" => String::new(),
        why => lang.fill(office::READING_OF, &[why]),
    };
    let both = [source, &own];
    both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}
