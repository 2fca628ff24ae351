//! Which office would handle an escalation, with these facts? A dry run that changes nothing.

use tonic::Status;

use crate::{
    api::v1::{ExplainRouteRequest, GetCovenantRequest, Obstacle, Route},
    web::{
        page::{Block, Field, Form, Input, Page},
        texts::{self, codes, office, work},
        visit::{Asked, Visit},
    },
};

use super::{involvement::choose, part, ticket, why::why};

/// Steps that a ladder can have: the longest of the covenants that are shipped has five.
const STEPS: u32 = 5;

/// The form, with the answer when facts were given.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let (lang, filled) = (visit.now.lang, &asked.fields);
    let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    let covenant = covenant.into_inner();
    let parties = part::organisations(visit).await?;
    let mut page = Page::new(lang.say(office::EXPLAIN), lang.say(office::EXPLAIN_LEAD));
    let value = |name: &str| filled.get(name).to_owned();
    let select = |options, name: &str| Input::Select(options, value(name));
    let steps = (1..=STEPS).map(|step| (step.to_string(), step.to_string())).collect();
    let categories = covenant.categories.into_iter();
    let categories = categories.map(|one| (one.code.clone(), codes::plain(lang, &one.code)));
    let areas = covenant.areas.into_iter().map(|area| (area.code, area.name));
    let none = (String::new(), lang.say(texts::NONE).to_owned());
    let targets = parties.into_iter().map(|party| (party.oin, party.name));
    let targets = std::iter::once(none).chain(targets).collect();
    let form = Form::ask("/uitleg", lang.say(office::EXPLAIN_DO))
        .primary()
        .field(Field::new("spoor", lang.say(work::TRACK), select(ticket::tracks(lang), "spoor")))
        .field(Field::new("trede", lang.say(office::STEP), select(steps, "trede")))
        .field(Field::new(
            "categorie",
            lang.say(office::CATEGORY),
            select(choose(lang, categories.collect()), "categorie"),
        ))
        .field(Field::new(
            "gebied",
            lang.say(office::AREA),
            select(choose(lang, areas.collect()), "gebied"),
        ))
        .field(Field::new("tegen", lang.say(work::TARGET), select(targets, "tegen")))
        .field(Field::new(
            "overlast",
            lang.say(office::NUISANCE),
            Input::Tick(filled.ticked("overlast")),
        ))
        .field(Field::new(
            "afwezig",
            codes::say::<Obstacle>(lang, Obstacle::AbsentFromMeetings as i32),
            Input::Tick(filled.ticked("afwezig")),
        ));
    page.blocks.push(Block::Form(form));
    if filled.code("spoor") != 0 {
        let route = explained(visit, asked).await;
        page.blocks.push(Block::heading("antwoord", lang.say(office::WHY_HERE)));
        page.blocks.push(match route {
            Ok(Some(route)) => why(visit.now, &route),
            Ok(None) => Block::words(lang.say(texts::NONE)),
            Err(status) => Block::words(refused(lang, &status)),
        });
    }
    Ok(page)
}

async fn explained(visit: &Visit, asked: &Asked) -> Result<Option<Route>, Status> {
    let filled = &asked.fields;
    let request = ExplainRouteRequest {
        track: filled.code("spoor"),
        step: filled.get("trede").parse().unwrap_or_default(),
        category: filled.get("categorie").to_owned(),
        nuisance: filled.ticked("overlast"),
        area: filled.get("gebied").to_owned(),
        target_oin: filled.get("tegen").to_owned(),
        absence: filled.ticked("afwezig"),
        ..ExplainRouteRequest::default()
    };
    Ok(visit.api.escalations().explain_route(request).await?.into_inner().route)
}

/// Why there is no answer: the text of the API, and which facts it could not use.
fn refused(lang: crate::web::lang::Lang, status: &Status) -> String {
    use tonic_types::StatusExt as _;
    let details = status.get_error_details();
    let local = details.localized_message().map_or("", |local| local.message.as_str());
    let wrong = details.bad_request().map(|bad| bad.field_violations.as_slice());
    let wrong = wrong.unwrap_or_default().iter();
    let wrong = wrong
        .map(|wrong| format!("{}: {}", wrong.field, texts::rules::say(lang, &wrong.description)));
    std::iter::once(local.to_owned()).chain(wrong).collect::<Vec<_>>().join("; ")
}
