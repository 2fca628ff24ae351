//! Which families of the district are in a case, whoever directs it? For the office that keeps the
//! overview: that it is so, never who it is.

use tonic::Status;

use crate::{
    api::v1::{CaseState, DistrictCase, ListDistrictCasesRequest},
    web::{
        page::{Bit, Block, Line, Look, Page, Table},
        texts::{self, codes, office, work},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::{involved, part, tickets};

/// Most families of one page.
const MOST: i32 = 60;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request = ListDistrictCasesRequest {
            page_size: MOST,
            page_token,
            ..ListDistrictCasesRequest::default()
        };
        let answer = visit.api.cases().list_district_cases(request).await?.into_inner();
        Ok((answer.cases, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read.entries);
    part::goes_on(&mut page, visit.now, "/stadsdeel", &read, usize::MAX);
    Ok(page)
}

/// The families as a table.
pub(in crate::web) fn view(now: Now, cases: &[DistrictCase]) -> Page {
    let lang = now.lang;
    let lead = if cases.is_empty() { office::DISTRICT_NONE } else { office::DISTRICT_LEAD };
    let mut page = Page::new(lang.say(office::DISTRICT), lang.say(lead));
    if cases.is_empty() {
        return page;
    }
    let columns = [
        office::CASE,
        office::BY,
        office::CATEGORY,
        office::DIRECTOR,
        office::MANAGER,
        office::PLAN,
        office::TICKETS,
        office::CONTACT,
    ];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::OLDEST_FIRST), &columns);
    table.columns[6].1 = true;
    table.rows = cases.iter().map(|case| row(now, case)).collect();
    page.blocks.push(Block::Table(table));
    page
}

fn row(now: Now, case: &DistrictCase) -> Vec<Line> {
    let lang = now.lang;
    let director = case.director.as_ref().map_or("", |director| director.name.as_str());
    let plan = match case.state() {
        CaseState::Watching => lang.say(office::DUE_WATCH).to_owned(),
        _ if !case.has_plan => lang.say(office::NO_PLAN).to_owned(),
        _ if case.next_milestone.is_empty() => lang.say(texts::YES).to_owned(),
        _ => codes::plain(lang, &case.next_milestone),
    };
    let contact = if case.contact_overdue {
        Bit::Tag(Look::Late, lang.say(office::CONTACT_LATE).to_owned())
    } else {
        Bit::Quiet(lang.say(office::CONTACT_FINE).to_owned())
    };
    vec![
        Bit::Code(case.reference.clone()).into(),
        tickets::due(now, &case.due_date),
        codes::plain(lang, &case.category).into(),
        director.into(),
        manager(now, case),
        plan.into(),
        case.open_tickets.to_string().into(),
        contact.into(),
    ]
}

/// Who the family manager is and how to reach that person.
fn manager(now: Now, case: &DistrictCase) -> Line {
    let lang = now.lang;
    match (&case.family_manager, &case.family_manager_contact) {
        (Some(organisation), Some(card)) => {
            let mut bits =
                vec![Bit::Text(card.name.clone()), Bit::Text(format!(", {}", organisation.name))];
            involved::reach(now.lang, &mut bits, card);
            Line(bits)
        }
        (Some(_), None) => lang.say(work::WITHHELD).into(),
        (None, _) => Bit::Quiet(lang.say(office::NO_MANAGER).to_owned()).into(),
    }
}
