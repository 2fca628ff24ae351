//! Who of the own organisation still owes contact? For its coordinator.

use std::collections::BTreeMap;

use tonic::Status;
use uuid::Uuid;

use crate::{
    api::v1::{HandOverInvolvementRequest, Match, hand_over_involvement_request::Which},
    web::{
        forms::Filled,
        page::{Bit, Block, Field, Form, Input, Page, Table},
        texts::work,
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{again, card, my_work, part, register, tickets};

/// Most calls that one form makes, so that its answer comes in time. The rule changes a hundred involvements in
/// one; for more the form is sent again.
const CALLS_MOST: u128 = 10;

/// The page, and how many were handed over just now.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let mut page = page(visit, asked).await?;
    page.notice = visit.said(asked);
    let texts = match asked.fields.get("gedaan") {
        "overgedragen" => (work::HANDED_OVER_ONE, work::HANDED_OVER_MORE),
        "deels-overgedragen" => (work::HANDED_OVER_PART, work::HANDED_OVER_PART),
        _ => return Ok(page),
    };
    if let (Some((_, words)), Ok(number)) = (&mut page.notice, asked.fields.get("aantal").parse()) {
        *words = visit.now.lang.count(number, texts.0, texts.1);
    }
    Ok(page)
}

async fn page(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let owed = my_work::open(visit, asked).await?;
    let functions = card::functions(visit).await?;
    let mut page = view(visit.now, &owed.entries, &functions);
    part::goes_on(&mut page, visit.now, "/team", &owed, usize::MAX);
    Ok(page)
}

/// A row for each colleague, the oldest term first; and the form that hands everything over.
pub(in crate::web) fn view(now: Now, matches: &[Match], functions: &[String]) -> Page {
    let lang = now.lang;
    let mut colleagues: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for one in matches {
        let card = one.own_contact.clone().unwrap_or_default();
        let entry = colleagues.entry((card.professional_id, card.name)).or_default();
        entry.0 += 1;
        if entry.1.is_empty() || one.contact_due < entry.1 {
            entry.1.clone_from(&one.contact_due);
        }
    }
    let lead = if colleagues.is_empty() { work::TEAM_NONE } else { work::TEAM_LEAD };
    let mut page = Page::new(lang.say(work::TEAM), lang.say(lead));
    if !colleagues.is_empty() {
        let columns =
            [work::COLLEAGUE, work::NUMBER, work::OWED, work::OLDEST].map(|text| lang.say(text));
        let mut table = Table::new(lang.say(work::TEAM), &columns);
        table.columns[2].1 = true;
        let mut sorted: Vec<_> = colleagues.iter().collect();
        sorted.sort_by(|a, b| a.1.1.cmp(&b.1.1));
        table.rows = sorted
            .into_iter()
            .map(|((number, name), (owed, due))| {
                let number = Bit::Code(number.clone()).into();
                vec![name.clone().into(), number, owed.to_string().into(), tickets::due(now, due)]
            })
            .collect();
        page.blocks.push(Block::Table(table));
    }
    let nothing = Filled::default();
    let number =
        |name: &str, text| Field::new(name, lang.say(text), Input::Code(String::new(), 64));
    let form = Form::act("/team", lang.say(work::HAND_OVER))
        .folded(lang.say(work::HAND_OVER))
        .field(number("van", work::HAND_OVER_FROM))
        .field(number("nummer", work::HAND_OVER_TO))
        .fields(card::fields(lang, &nothing, None, functions));
    page.blocks.push(Block::Form(form));
    page
}

/// A colleague takes over everything of another one: as many calls as that needs, each with an id that
/// follows from the form's, so that the form sent twice does it once.
pub(in crate::web) async fn hand_over(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let (lang, from) = (visit.now.lang, asked.fields.get("van"));
    let card = card::sent(asked.fields.get("nummer"), &asked.fields);
    let (mut handed_over, mut more) = (0, true);
    for number in 0..CALLS_MOST {
        let request = HandOverInvolvementRequest {
            which: Some(Which::AllOfProfessional(from.to_owned())),
            professional: Some(card.clone()),
            request_id: request_id(&asked.form(), number),
            ..HandOverInvolvementRequest::default()
        };
        let answer = match visit.api.registry().hand_over_involvement(request).await {
            Ok(answer) => answer.into_inner(),
            Err(status) => match register::field_problems(lang, &status) {
                Some(wrong) => {
                    return Ok(Done::Again(Box::new(again(visit, asked, &wrong).await?)));
                }
                None => return Err(status),
            },
        };
        handed_over += answer.handed_over;
        more = answer.more;
        if !more {
            break;
        }
    }
    if handed_over == 0 && !more {
        let wrong = ("van".to_owned(), lang.say(work::HAND_OVER_NONE).to_owned());
        // That nothing was found is an answer to this request: the next one has an id of its own.
        let mut page = again(visit, asked, &[wrong]).await?;
        for block in &mut page.blocks {
            if let Block::Form(form) = block {
                form.id.clear();
            }
        }
        return Ok(Done::Again(Box::new(page)));
    }
    let word = if more { "deels-overgedragen" } else { "overgedragen" };
    Ok(Done::Went(format!("{}&aantal={handed_over}", said_at("/team", word))))
}

/// The id of one of the requests that a form makes; the first one has the form's own.
fn request_id(form: &str, number: u128) -> String {
    Uuid::parse_str(form)
        .map_or_else(|_| form.to_owned(), |id| Uuid::from_u128(id.as_u128() ^ number).to_string())
}

/// The page once more, with the form as it was sent and what is wrong at its fields.
async fn again(visit: &Visit, asked: &Asked, wrong: &[(String, String)]) -> Result<Page, Status> {
    let mut page = page(visit, &Asked::default()).await?;
    let at = |_: &Form, _: &Filled, field: &str| match field {
        "all_of_professional" => "van".to_owned(),
        "professional.professional_id" => "nummer".to_owned(),
        other => other.to_owned(),
    };
    again::mark(&mut page, "/team", asked, &wrong.to_vec(), at);
    Ok(page)
}
