//! What must an office do first? Every family that it directs, the oldest deadline first.

use tonic::Status;

use crate::{
    api::v1::{Case, CaseFilter, CaseState, ListCasesRequest},
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Page, Table},
        pictures::dots,
        texts::{self, codes, office},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::{part, tickets};

/// Families on one page: an office has about forty.
const MOST: i32 = 60;

/// Working days within which a term counts as one of this week.
const WEEK: i32 = 5;

/// The choice that shows late ones only.
const LATE: &str = "laat";

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let category = asked.fields.get("categorie").to_owned();
    let overdue = asked.fields.get("toon") == LATE;
    let chosen = category.as_str();
    let read = part::some(asked, |page_token| async move {
        let request = ListCasesRequest {
            state: CaseFilter::Live.into(),
            category: chosen.to_owned(),
            overdue,
            page_size: MOST,
            page_token,
            ..ListCasesRequest::default()
        };
        let answer = visit.api.cases().list_cases(request).await?.into_inner();
        Ok((answer.cases, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read.entries, overdue, &category);
    page.notice = visit.said(asked);
    if visit.seat.chairs {
        let chaired = ("/overleggen".to_owned(), visit.now.lang.say(office::CHAIRED).to_owned());
        page.blocks.insert(0, Block::Links(vec![chaired]));
    }
    let path = format!(
        "/werklijst?toon={}&categorie={}",
        if overdue { LATE } else { "" },
        form_urlencoded::byte_serialize(category.as_bytes()).collect::<String>()
    );
    part::goes_on(&mut page, visit.now, &path, &read, usize::MAX);
    Ok(page)
}

/// The families as a table.
pub(in crate::web) fn view(now: Now, cases: &[Case], overdue: bool, category: &str) -> Page {
    let lang = now.lang;
    let late = cases.iter().filter(|case| case.overdue).count();
    let soon = |case: &&Case| {
        !case.overdue && now.working_days_to(&case.due_date).is_some_and(|days| days <= WEEK)
    };
    let soon = cases.iter().filter(soon).count();
    let numbers = [cases.len(), late, soon].map(|number| number.to_string());
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let lead = match (cases.len(), late, overdue) {
        (0, _, true) => lang.say(office::ALL_IN_TIME).to_owned(),
        (0, _, false) => lang.say(office::FAMILIES_NONE).to_owned(),
        _ => lang.fill(office::FAMILIES, &numbers),
    };
    let mut page = Page::new(lang.say(office::WORK_LIST), lead);
    page.blocks.push(Block::Form(filters(now, cases, overdue, category)));
    let open = ("/zaken/openen".to_owned(), lang.say(office::TAKE_FAMILY).to_owned());
    page.blocks.push(Block::Links(vec![open]));
    if cases.is_empty() {
        return page;
    }
    let columns = [
        office::CASE,
        office::BY,
        office::WHAT_IS_DUE,
        office::CATEGORY,
        office::MANAGER,
        office::TICKETS,
        office::PLAN,
    ];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::OLDEST_FIRST), &columns);
    table.rows = cases.iter().map(|case| row(now, case)).collect();
    page.blocks.push(Block::Table(table));
    page
}

fn filters(now: Now, cases: &[Case], overdue: bool, category: &str) -> Form {
    let lang = now.lang;
    let options = vec![
        (String::new(), lang.say(office::EVERYTHING).to_owned()),
        (LATE.to_owned(), lang.say(office::ONLY_LATE).to_owned()),
    ];
    let chosen = if overdue { LATE.to_owned() } else { String::new() };
    let mut known: Vec<String> = cases.iter().map(|case| case.category.clone()).collect();
    known.extend((!category.is_empty()).then(|| category.to_owned()));
    known.sort();
    known.dedup();
    let all = (String::new(), lang.say(office::EVERYTHING).to_owned());
    let categories = std::iter::once(all)
        .chain(known.into_iter().map(|one| (one.clone(), codes::plain(lang, &one))));
    let categories = Input::Select(categories.collect(), category.to_owned());
    Form::ask("/werklijst", lang.say(texts::APPLY))
        .field(Field::new("toon", lang.say(office::SHOW_WHICH), Input::Select(options, chosen)))
        .field(Field::new("categorie", lang.say(office::CATEGORY), categories))
}

fn row(now: Now, case: &Case) -> Vec<Line> {
    let manager = case.managers.last().and_then(|term| term.contact.as_ref());
    let manager = manager
        .map_or_else(|| now.lang.say(office::NO_MANAGER).to_owned(), |card| card.name.clone());
    let path = format!("/zaken/{}", case.case_id);
    vec![
        Bit::Link(path, case.reference.clone()).into(),
        tickets::due(now, &case.due_date),
        due(now, case).into(),
        codes::plain(now.lang, &case.category).into(),
        manager.into(),
        open_tickets(now, case),
        plan(now, case),
    ]
}

/// How many tickets are open, and by when the first step of them is due.
fn open_tickets(now: Now, case: &Case) -> Line {
    let number = case.open_tickets.unwrap_or_default();
    if number == 0 {
        return Bit::Quiet("–".to_owned()).into();
    }
    let first = case.next_ticket.as_ref().filter(|next| !next.due_date.is_empty());
    let Some(first) = first else { return number.to_string().into() };
    let said = now.lang.fill(office::TICKETS_FIRST, &[&number.to_string()]);
    let mut line = Line(vec![Bit::Text(said), Bit::Text(" ".to_owned())]);
    line.0.extend(tickets::due(now, &first.due_date).0);
    line
}

/// What has to happen by the due date of a case.
pub(super) fn due(now: Now, case: &Case) -> String {
    let lang = now.lang;
    if case.due_date.is_empty() {
        return lang.say(office::NO_DATE).to_owned();
    }
    if case.state() == CaseState::Watching {
        return lang.say(office::DUE_WATCH).to_owned();
    }
    let Some(plan) = &case.plan else { return lang.say(office::DUE_PLAN).to_owned() };
    let next = plan.milestones.iter().find(|milestone| milestone.due_date == case.due_date);
    match next {
        Some(milestone) => codes::plain(lang, &milestone.code),
        None if plan.over => lang.say(office::DUE_OVER).to_owned(),
        None => lang.say(office::DUE_STEP).to_owned(),
    }
}

/// How far the plan is: dots, and the same in words.
fn plan(now: Now, case: &Case) -> Line {
    let Some(plan) = &case.plan else {
        return Bit::Quiet(now.lang.say(office::NO_PLAN).to_owned()).into();
    };
    let held = plan.milestones.iter().filter(|milestone| !milestone.held_on.is_empty()).count();
    let of = plan.milestones.len();
    let words = now.lang.fill(office::DOTS, &[&held.to_string(), &of.to_string()]);
    Line(vec![Bit::Svg(dots(held, of, &words))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::v1::CaseTicket, domain::model::time::Day, web::lang::Lang};

    #[test]
    fn the_tickets_of_a_family_are_counted_with_the_first_that_is_due() {
        let now = Now::at(Lang::En, Day(20_514).start());
        let text = |case: &Case| -> String {
            let said = |bit: &Bit| match bit {
                Bit::Text(text) | Bit::Quiet(text) | Bit::Tag(_, text) => text.clone(),
                _ => String::new(),
            };
            open_tickets(now, case).0.iter().map(said).collect()
        };
        assert_eq!(text(&Case::default()), "–");
        let mut case = Case { open_tickets: Some(2), ..Case::default() };
        assert_eq!(text(&case), "2");
        let late = Day(20_500).to_string();
        case.next_ticket = Some(CaseTicket { due_date: late.clone(), ..CaseTicket::default() });
        let said = text(&case);
        assert!(said.starts_with("2, the first by ") && said.contains(&now.day(&late)), "{said}");
        assert!(said.contains("late"), "{said}");
    }
}
