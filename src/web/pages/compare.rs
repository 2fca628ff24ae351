//! What would another covenant change? A file that is chosen here is read, compared and forgotten: a covenant
//! takes force by the files on the server alone.

use tonic::Status;

use crate::{
    api::v1::{
        CompareCovenantRequest, CompareCovenantResponse, CovenantDifference, CovenantProblem,
    },
    web::{
        page::{Block, Field, Form, Input, Line, Look, Page, Table},
        seat::Work,
        texts::office,
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

/// The form, for administrators.
pub(in crate::web) async fn show(visit: &Visit, _: &Asked) -> Result<Page, Status> {
    match visit.seat.work {
        Work::Office(does) if does.administers => Ok(form(visit.now)),
        _ => Err(Status::permission_denied("")),
    }
}

/// Compares what was chosen.
pub(in crate::web) async fn compare(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let text = |name: &str| asked.fields.get(name).to_owned();
    if text("bestand").is_empty() {
        let mut page = show(visit, asked).await?;
        page.notice = Some((Look::Late, visit.now.lang.say(office::COMPARE_NONE).to_owned()));
        return Ok(Done::Again(Box::new(page)));
    }
    let request = CompareCovenantRequest {
        covenant_file: text("bestand"),
        organisations_file: text("deelnemers"),
        ..CompareCovenantRequest::default()
    };
    let answer = visit.api.covenant().compare_covenant(request).await?.into_inner();
    Ok(Done::Shown(Box::new(view(visit.now, &answer))))
}

/// The page before anything is chosen.
pub(in crate::web) fn form(now: Now) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::COMPARE), lang.say(office::COMPARE_LEAD));
    let file = |name: &str, label, hint| {
        Field::new(name, lang.say(label), Input::File(".toml")).hint(lang.say(hint))
    };
    let form = Form::act("/vergelijk", lang.say(office::COMPARE_DO))
        .primary()
        .field(file("bestand", office::COMPARE_FILE, office::COMPARE_FILE_HINT))
        .field(file("deelnemers", office::COMPARE_PARTIES, office::COMPARE_PARTIES_HINT));
    page.blocks.push(Block::Form(form));
    page
}

/// The same with what was found above it.
pub(in crate::web) fn view(now: Now, found: &CompareCovenantResponse) -> Page {
    let lang = now.lang;
    let mut page = form(now);
    let mut blocks = Vec::new();
    if found.compared.is_empty() {
        let all = found.problems.len() + found.problems_left_out as usize;
        let words = lang.count(all, office::COMPARE_WRONG_ONE, office::COMPARE_WRONG);
        page.notice = Some((Look::Late, words));
        blocks.push(Block::Table(problems(now, &found.problems)));
        blocks.extend(left_out(now, found.problems_left_out));
    } else {
        let words = if found.refused { office::COMPARE_REFUSED } else { office::COMPARE_SOUND };
        let look = if found.refused { Look::Late } else { Look::Done };
        page.notice = Some((look, lang.say(words).to_owned()));
        blocks.push(Block::Facts(facts(now, found)));
        if !found.consequences.is_empty() {
            blocks.push(Block::heading("gevolgen", lang.say(office::COMPARE_CONSEQUENCES)));
            let said = found.consequences.iter().map(|one| pick(now, &one.text_nl, &one.text_en));
            blocks.push(Block::List(said.collect()));
            blocks.extend(left_out(now, found.consequences_left_out));
        }
        blocks.push(Block::heading("verschillen", lang.say(office::COMPARE_DIFFERENCES)));
        if found.differences.is_empty() {
            blocks.push(Block::words(lang.say(office::COMPARE_ALIKE)));
        } else {
            blocks.push(Block::Table(differences(now, &found.differences)));
            blocks.extend(left_out(now, found.differences_left_out));
        }
    }
    page.blocks.splice(0..0, blocks);
    page
}

fn pick(now: Now, nl: &str, en: &str) -> Line {
    use crate::web::lang::Lang;
    match now.lang {
        Lang::Nl => nl.into(),
        Lang::En => en.into(),
    }
}

fn left_out(now: Now, number: u32) -> Option<Block> {
    let words = now.lang.fill(office::COMPARE_MORE, &[&number.to_string()]);
    (number > 0).then(|| Block::words(words))
}

fn problems(now: Now, problems: &[CovenantProblem]) -> Table {
    let columns = [office::COMPARE_LINE, office::COMPARE_WHAT].map(|text| now.lang.say(text));
    let mut table = Table::new(now.lang.say(office::COMPARE_PROBLEMS), &columns);
    let row = |one: &CovenantProblem| {
        let place = match one.line {
            0 => one.file.clone(),
            line => format!("{}:{line}", one.file),
        };
        vec![place.into(), pick(now, &one.text_nl, &one.text_en)]
    };
    table.rows = problems.iter().map(row).collect();
    table
}

fn facts(now: Now, found: &CompareCovenantResponse) -> Vec<(String, Line)> {
    let fact = |text, value: String| (now.lang.say(text).to_owned(), Line::from(value));
    vec![
        fact(office::COMPARE_IN_FORCE, found.in_force.clone()),
        fact(office::COMPARE_COMPARED, found.compared.clone()),
        fact(office::COMPARE_OPEN, found.open_tickets.to_string()),
        fact(office::COMPARE_FOLLOW, found.tickets_following.to_string()),
        fact(office::COMPARE_OTHERWISE, found.tickets_otherwise.to_string()),
    ]
}

fn differences(now: Now, differences: &[CovenantDifference]) -> Table {
    let lang = now.lang;
    let columns = [
        office::COMPARE_ABOUT,
        office::COMPARE_WHEN,
        office::COMPARE_IN_FORCE,
        office::COMPARE_COMPARED,
    ];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::COMPARE_DIFFERENCES), &columns);
    let row = |one: &CovenantDifference| {
        let when = if one.when.is_empty() {
            lang.say(office::COMPARE_ALWAYS).to_owned()
        } else {
            one.when.join(" · ")
        };
        vec![
            pick(now, &one.what_nl, &one.what_en),
            when.into(),
            pick(now, &one.in_force_nl, &one.in_force_en),
            pick(now, &one.compared_nl, &one.compared_en),
        ]
    };
    table.rows = differences.iter().map(row).collect();
    table
}
