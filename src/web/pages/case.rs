//! One family that an office directs: what is due first, and everything that can be recorded about it.

use tonic::Status;

use crate::{
    api::v1::{
        Case, CaseTicket, ClassifyCaseRequest, CloseCaseRequest, CloseReason, ContradictionReason,
        ExtendCaseRequest, ExtensionReason, FollowUpHelp, GetCaseRequest, GetCovenantRequest,
        GetCovenantResponse, Guardian, InsteadOfHelp, Measure, Milestone, Plan,
        RecordMilestoneRequest, Safeguarding, Track,
    },
    domain::model::time::Day,
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Look, Page, Table},
        pictures::{Mark, timeline},
        texts::{codes, office, work},
        visit::{Asked, Done, EARLIER, Visit, said_at},
        when::Now,
    },
};

use super::{
    cases, involved, manager, meeting,
    of_case::{act, back, optional},
    persons, register, ticket, tickets, watch,
};

/// The page: the case, and the categories that it can have.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = GetCaseRequest { case_id: asked.id.clone(), ..GetCaseRequest::default() };
    let case = visit.api.cases().get_case(request).await?.into_inner().case.unwrap_or_default();
    let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    let mut page = view(visit.now, &case, &covenant.into_inner());
    page.notice = visit.said(asked);
    if asked.fields.get("gedaan") == EARLIER {
        let director = case.director.as_ref().map_or("", |director| director.name.as_str());
        let words = visit.now.lang.fill(crate::web::texts::CHANGED_BY, &[director]);
        page.notice = Some((Look::Soon, words));
    }
    Ok(page)
}

/// The case as blocks.
pub(in crate::web) fn view(now: Now, case: &Case, covenant: &GetCovenantResponse) -> Page {
    let lang = now.lang;
    let title = lang.fill(office::CASE_TITLE, &[&case.reference]);
    let mut page = Page::new(
        title,
        lang.fill(
            office::CASE_LEAD,
            &[&codes::capital(&codes::plain(lang, &case.category)), &codes::area(&case.area)],
        ),
    );
    let open = case.close_reason == CloseReason::Unspecified as i32;
    if open || watch::runs(case) {
        let mut bits = vec![Bit::Strong(codes::capital(&cases::due(now, case)))];
        if let Some((look, words)) = now.term(&case.due_date) {
            bits.push(Bit::Text(format!(", {} ", now.day(&case.due_date))));
            bits.push(Bit::Tag(look, words));
        }
        page.blocks.push(Block::heading("nu", lang.say(office::NEXT)));
        page.blocks.push(Block::words(Line(bits)));
    }
    if let Some(plan) = &case.plan {
        plan_blocks(&mut page, now, plan);
    }
    if open && !case.kept_apart {
        page.blocks.push(Block::Form(held(now, case)));
        meeting::blocks(&mut page, now, case, &covenant.meeting_kinds);
    }
    page.blocks.push(Block::heading("betrokken", lang.say(office::INVOLVED)));
    if case.kept_apart {
        page.blocks.push(Block::words(lang.say(office::KEPT_APART)));
        page.blocks.push(Block::Form(persons::confirm_form(lang, case)));
    }
    if open {
        page.blocks.extend(persons::blocks(now, case));
    }
    page.blocks.extend(involved::around(now, None, &case.involved));
    if let Some(number @ 1..) = case.involved_left_out {
        let number = number.to_string();
        page.blocks.push(Block::words(lang.fill(office::INVOLVED_LEFT_OUT, &[&number])));
    }
    page.blocks.push(Block::heading("escalaties", lang.say(office::TICKETS)));
    page.blocks.push(match case.tickets.as_slice() {
        [] => Block::words(lang.say(office::NO_TICKETS)),
        open => Block::List(open.iter().map(|ticket| ticket_line(now, ticket)).collect()),
    });
    if open {
        let path = format!("/zaken/{}/escaleren", case.case_id);
        page.blocks.push(Block::Links(vec![(path, lang.say(work::ESCALATE).to_owned())]));
    }
    page.blocks.push(Block::heading("stand", lang.say(office::STATE)));
    page.blocks.push(Block::Facts(facts(now, case)));
    page.blocks.extend(watch::blocks(now, case));
    if open {
        page.blocks.extend(acts(now, case, covenant));
    }
    page
}

fn facts(now: Now, case: &Case) -> Vec<(String, Line)> {
    let lang = now.lang;
    let yes = |on: bool| lang.say(if on { crate::web::texts::YES } else { crate::web::texts::NO });
    let manager = case.managers.iter().rfind(|term| term.until.is_none());
    let manager = manager.and_then(|term| term.contact.as_ref()).map_or_else(
        || lang.say(office::NO_MANAGER).into(),
        |card| {
            let mut bits = vec![Bit::Text(format!("{}, {}", card.name, card.function))];
            involved::reach(lang, &mut bits, card);
            Line(bits)
        },
    );
    let persons = lang.fill(office::PERSONS_COUNT, &[&case.persons.len().to_string()]);
    let mut all: Vec<(String, Line)> = vec![
        (lang.say(office::CATEGORY).into(), codes::plain(lang, &case.category).into()),
        (lang.say(office::AREA).into(), codes::area(&case.area).into()),
        (lang.say(office::MEASURE).into(), codes::say::<Measure>(lang, case.measure).into()),
        (lang.say(office::NUISANCE).into(), yes(case.nuisance).into()),
        (lang.say(office::MANAGER).into(), manager),
        (lang.say(office::PERSONS).into(), persons.into()),
    ];
    if let Some(watch) = &case.watch {
        let by = watch.by.as_ref().map_or("", |by| by.name.as_str());
        let words = lang.fill(office::WATCH_BY, &[by, &now.day_or(&watch.due_date, "–")]);
        all.push((lang.say(office::WATCH).into(), words.into()));
    }
    all
}

fn ticket_line(now: Now, ticket: &CaseTicket) -> Line {
    let mut bits = vec![
        Bit::Link(format!("/escalaties/{}", ticket.ticket_id), ticket.reference.clone()),
        Bit::Text(format!(
            " {}. {} {}, {} ",
            codes::say::<Track>(now.lang, ticket.track),
            now.lang.say(office::STEP),
            ticket.step,
            ticket::names(&ticket.handlers)
        )),
    ];
    bits.extend(tickets::due(now, &ticket.due_date).0);
    Line(bits)
}

/// The plan: a picture of its days, and the same as a table.
fn plan_blocks(page: &mut Page, now: Now, plan: &Plan) {
    let lang = now.lang;
    page.blocks.push(Block::heading("plan", lang.say(office::PLAN)));
    let (from, to) = (now.day(&plan.start_date), now.day(&plan.end_date));
    let words = lang.fill(office::TIMELINE_TEXT, &[&from, &to]);
    if let (Some(first), Some(last)) = (Day::parse(&plan.start_date), Day::parse(&plan.end_date)) {
        let marks: Vec<Mark> = (1..)
            .zip(&plan.milestones)
            .filter_map(|(number, milestone)| mark(number, milestone))
            .collect();
        let today = lang.say(crate::web::texts::TODAY);
        let title = format!("{}. {words}", lang.say(office::TIMELINE));
        let svg = timeline(&title, (first, last, now.today()), [&from, &to, today], &marks);
        page.blocks.push(Block::Picture { svg, caption: words.into(), wide: true });
    }
    let columns = [office::MILESTONE, office::HELD_ON, office::NEXT_BY].map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::MILESTONES), &columns);
    table.rows = (1..)
        .zip(&plan.milestones)
        .map(|(number, milestone): (usize, _)| {
            let held: Vec<_> = milestone.held_on.iter().map(|day| now.day(day)).collect();
            let mut next = tickets::due(now, &milestone.due_date);
            if milestone.missed {
                next.0.push(Bit::Text(" ".into()));
                next.0.push(Bit::Tag(Look::Late, lang.say(office::MISSED).to_owned()));
            }
            let name = format!("{number}. {}", codes::plain(lang, &milestone.code));
            vec![name.into(), held.join(", ").into(), next]
        })
        .collect();
    page.blocks.push(Block::Table(table));
}

fn mark(number: usize, milestone: &Milestone) -> Option<Mark> {
    let (text, look) = match (milestone.due_date.as_str(), milestone.held_on.last()) {
        ("", Some(held)) => (held.as_str(), "lead"),
        ("", None) => return None,
        (due, _) => (due, if milestone.missed { "late" } else { "box" }),
    };
    Some(Mark { number, day: Day::parse(text)?, look })
}

/// The form that records a milestone: the one that is due is chosen.
fn held(now: Now, case: &Case) -> Form {
    let lang = now.lang;
    let milestones = case.plan.as_ref().map_or(&[][..], |plan| plan.milestones.as_slice());
    let options =
        milestones.iter().map(|one| (one.code.clone(), codes::plain(lang, &one.code))).collect();
    let due =
        milestones.iter().find(|one| one.due_date == case.due_date && !one.due_date.is_empty());
    let due = due.map_or_else(String::new, |milestone| milestone.code.clone());
    let which = if milestones.is_empty() {
        // The meeting that makes the plan begins it; which that is, the covenant says.
        Input::Code(String::new(), 64)
    } else {
        Input::Select(options, due)
    };
    act(case, "mijlpaal", lang.say(office::RECORD_HELD))
        .primary()
        .field(Field::new("mijlpaal", lang.say(office::MILESTONE), which))
        .field(Field::new("dag", lang.say(office::HELD_ON), Input::Date(now.today().to_string())))
}

/// What else can be recorded, each behind its words.
fn acts(now: Now, case: &Case, covenant: &GetCovenantResponse) -> Vec<Block> {
    let lang = now.lang;
    let folded = |what: &str, text| act(case, what, lang.say(text)).folded(lang.say(text));
    let select = |options, chosen: &str| Input::Select(options, chosen.to_owned());
    let categories = covenant.categories.iter().map(|one| &one.code);
    let categories = categories.map(|one| (one.clone(), codes::plain(lang, one))).collect();
    let mut measures = vec![(String::new(), lang.say(office::MEASURE_UNKNOWN).to_owned())];
    measures.extend(codes::options::<Measure>(lang));
    let measure = match case.measure() {
        Measure::None | Measure::Unspecified => String::new(),
        known => (known as i32).to_string(),
    };
    let mut blocks = manager::blocks(now, case, covenant);
    let classify = folded("categorie", office::CLASSIFY)
        .field(Field::new(
            "categorie",
            lang.say(office::CATEGORY),
            select(categories, &case.category),
        ))
        .field(Field::new("maatregel", lang.say(office::MEASURE), select(measures, &measure)))
        .field(Field::new("overlast", lang.say(office::NUISANCE), Input::Tick(case.nuisance)))
        .field(Field::new(
            "ondanks",
            lang.say(office::DESPITE_WHY),
            optional::<ContradictionReason>(now),
        ));
    blocks.push(Block::Form(classify));
    if case.plan.is_some() {
        let reasons = select(codes::options::<ExtensionReason>(lang), "");
        let weeks = Input::Code("6".to_owned(), 3);
        let extend = folded("verlengen", office::EXTEND)
            .field(Field::new("reden", lang.say(work::REASON), reasons))
            .field(Field::new("weken", lang.say(office::EXTEND_WEEKS), weeks));
        blocks.push(Block::Form(extend));
    }
    let reasons = select(codes::options::<CloseReason>(lang), "");
    let close = folded("afsluiten", office::CLOSE)
        .field(Field::new("reden", lang.say(work::REASON), reasons))
        .field(Field::new("hulp", lang.say(office::CLOSE_HELP), optional::<FollowUpHelp>(now)))
        .field(Field::new("borging", lang.say(office::CLOSE_KEPT), optional::<Safeguarding>(now)))
        .field(Field::new("voogd", lang.say(office::CLOSE_GUARDIAN), optional::<Guardian>(now)))
        .field(Field::new(
            "anders",
            lang.say(office::CLOSE_INSTEAD),
            optional::<InsteadOfHelp>(now),
        ));
    blocks.push(Block::Form(close));
    blocks
}

/// Records that a milestone was held.
pub(in crate::web) async fn milestone(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RecordMilestoneRequest {
        case_id: asked.id.clone(),
        milestone: asked.fields.get("mijlpaal").to_owned(),
        held_on: asked.fields.get("dag").to_owned(),
        request_id: asked.form(),
        ..RecordMilestoneRequest::default()
    };
    visit.api.cases().record_milestone(request).await?;
    Ok(back(asked, "vastgelegd"))
}

/// Changes category, measure and nuisance. Another office may direct from then on.
pub(in crate::web) async fn classify(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let category = asked.fields.get("categorie");
    let request = ClassifyCaseRequest {
        case_id: asked.id.clone(),
        category: (!category.is_empty()).then(|| category.to_owned()),
        nuisance: Some(asked.fields.ticked("overlast")),
        measure: asked.fields.code("maatregel"),
        contradiction_reason: asked.fields.code("ondanks"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..ClassifyCaseRequest::default()
    };
    let answer = visit.api.cases().classify_case(request).await?.into_inner();
    Ok(match answer.case {
        Some(_) => back(asked, "vastgelegd"),
        None => Done::Went(said_at("/werklijst", "doorgegeven")),
    })
}

/// Puts persons in. What is wrong with one stands on this page.
pub(in crate::web) async fn add_persons(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let Err(status) = persons::add(visit, asked).await else {
        return Ok(back(asked, "vastgelegd"));
    };
    let Some(wrong) = register::field_problems(visit.now.lang, &status) else { return Err(status) };
    let mut page = show(visit, asked).await?;
    let marked = persons::mark(&mut page, asked, &wrong);
    if marked { Ok(Done::Again(Box::new(page))) } else { Err(status) }
}

/// Extends the plan.
pub(in crate::web) async fn extend(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = ExtendCaseRequest {
        case_id: asked.id.clone(),
        reason: asked.fields.code("reden"),
        weeks: asked.fields.get("weken").parse().unwrap_or_default(),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..ExtendCaseRequest::default()
    };
    visit.api.cases().extend_case(request).await?;
    Ok(back(asked, "verlengd"))
}

/// Closes the case.
pub(in crate::web) async fn close(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = CloseCaseRequest {
        case_id: asked.id.clone(),
        reason: asked.fields.code("reden"),
        follow_up_help: asked.fields.code("hulp"),
        safeguarding: asked.fields.code("borging"),
        guardian: asked.fields.code("voogd"),
        instead: asked.fields.code("anders"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..CloseCaseRequest::default()
    };
    visit.api.cases().close_case(request).await?;
    Ok(Done::Went(said_at("/werklijst", "afgesloten")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::lang::Lang;

    #[test]
    fn whoever_has_no_room_on_the_page_is_counted() {
        let now = Now::at(Lang::Nl, Day(20_514).start());
        let says = |left_out| {
            let case = Case { involved_left_out: Some(left_out), ..Case::default() };
            let words = Lang::Nl.fill(office::INVOLVED_LEFT_OUT, &["7"]);
            let blocks = view(now, &case, &GetCovenantResponse::default()).blocks;
            blocks
                .iter()
                .any(|block| matches!(block, Block::Words(line) if *line == words.clone().into()))
        };
        assert!(says(7) && !says(0));
    }
}
