//! One escalation: where it stands on the ladder, why it lies there, and what its handler can do.

use tonic::Status;

use crate::{
    api::v1::{
        EscalateTicketRequest, ExplainRouteRequest, HandOverTicketRequest, Obstacle, Recipient,
        Resolution, ResolveTicketRequest, Route, RulingAct, SkipReason, Ticket, TicketState, Track,
        WithdrawTicketRequest, recipient::Who,
    },
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Page, Step, Table},
        texts::{self, codes, office},
        visit::{Asked, Done, EARLIER, Visit, said_at},
        when::Now,
    },
};

use super::{involved, involvement, ticket_answer};

/// Steps after the present one that the page asks for.
const AHEAD: u32 = 2;

/// The page: the ticket, and who would handle the next steps.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let ticket = get(visit, &asked.id).await?;
    let mut ahead = Vec::new();
    if ticket.state() == TicketState::Open {
        for step in ticket.step + 1..=ticket.step + AHEAD {
            match visit.api.escalations().explain_route(next(&ticket, step)).await {
                Ok(answer) => ahead.extend(answer.into_inner().route.map(|route| (step, route))),
                // There is no such step, or the covenant does not route it: the ladder ends here.
                Err(_) => break,
            }
        }
    }
    let mut page = view(visit.now, &visit.seat.party, &ticket, &ahead);
    page.notice = visit.said(asked);
    if asked.fields.get("gedaan") == EARLIER {
        earlier(visit.now, &ticket, &mut page);
    }
    Ok(page)
}

/// The ticket itself.
pub(super) async fn get(visit: &Visit, id: &str) -> Result<Ticket, Status> {
    let request =
        crate::api::v1::GetTicketRequest { ticket_id: id.to_owned(), ..Default::default() };
    let answer = visit.api.escalations().get_ticket(request).await?.into_inner();
    Ok(answer.ticket.unwrap_or_default())
}

fn earlier(now: Now, ticket: &Ticket, page: &mut Page) {
    let last = ticket.history.last().and_then(|step| step.by.as_ref());
    if let Some(by) = last.filter(|by| !by.name.is_empty()) {
        let words = now.lang.fill(texts::CHANGED_BY, &[&by.name]);
        page.notice = Some((crate::web::page::Look::Soon, words));
    }
}

fn next(ticket: &Ticket, step: u32) -> ExplainRouteRequest {
    let office = ticket.handlers.first().and_then(|handler| match &handler.who {
        Some(Who::Office(office)) => Some(office.clone()),
        _ => None,
    });
    let target = ticket.target.as_ref().and_then(|target| match &target.who {
        Some(Who::OrganisationOin(oin)) => Some(oin.clone()),
        _ => None,
    });
    ExplainRouteRequest {
        track: ticket.track,
        step,
        category: ticket.category.clone(),
        nuisance: ticket.nuisance,
        area: ticket.area.clone(),
        target_oin: target.unwrap_or_default(),
        handled_by_office: if step == ticket.step + 1 {
            office.unwrap_or_default()
        } else {
            String::new()
        },
        absence: absent(ticket),
        ..ExplainRouteRequest::default()
    }
}

/// Whether it was routed as one against who stays away from the meetings.
fn absent(ticket: &Ticket) -> bool {
    let said = ticket.route.as_ref().and_then(|route| route.facts.get("absence"));
    said.is_some_and(|said| said == "yes")
}

/// Names, with commas.
pub(super) fn names(all: &[Recipient]) -> String {
    all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The ticket as blocks; `me` is the reader's office or organisation.
pub(in crate::web) fn view(now: Now, me: &Who, ticket: &Ticket, ahead: &[(u32, Route)]) -> Page {
    let lang = now.lang;
    let obstacle = codes::say::<Obstacle>(lang, ticket.obstacle);
    let target = ticket.target.as_ref().map_or("", |target| target.name.as_str());
    let what = if target.is_empty() {
        lang.fill(office::TICKET_LEAD_NONE, &[obstacle])
    } else {
        lang.fill(office::TICKET_LEAD, &[obstacle, target])
    };
    let handled = handled_by(ticket, me);
    let moves = moved_by(ticket, me);
    let who = match (ticket.state(), handled) {
        (TicketState::Open, true) if !moves => lang.say(office::YOU_ANSWER).to_owned(),
        (TicketState::Open, true) => lang.say(office::YOU_HANDLE).to_owned(),
        (TicketState::Open, false) if moves => {
            lang.fill(office::ANSWERS, &[&names(&ticket.handlers)])
        }
        (TicketState::Open, false) => lang.fill(office::HANDLES, &[&names(&ticket.handlers)]),
        _ => String::new(),
    };
    let directs = ticket.director.as_ref().map(|one| lang.fill(office::DIRECTS, &[&one.name]));
    let lead = [what, who, directs.unwrap_or_default()];
    let lead = lead.iter().filter(|part| !part.is_empty()).map(|part| codes::capital(part));
    let lead = lead.collect::<Vec<_>>().join(" ");
    let mut page = Page::new(lang.fill(office::ESCALATION, &[&ticket.reference]), lead);
    if ticket.state() == TicketState::Open {
        page.blocks.extend(ticket_answer::form(now, ticket, me));
        page.blocks.extend(acts(now, ticket, (moves, opened_by(ticket, me)), ahead));
    }
    page.blocks.extend(ticket_answer::view(now, ticket));
    page.blocks.push(Block::heading("ladder", lang.say(office::LADDER)));
    page.blocks.push(ladder(now, ticket, ahead));
    if !ticket.ruling.is_empty() {
        page.blocks.push(Block::heading("uitspraak", lang.say(office::RULING)));
        page.blocks.push(Block::List(
            ticket.ruling.iter().map(|item| ruling(now, ticket, item)).collect(),
        ));
    }
    if let Some(card) = &ticket.opener_contact {
        let opener = ticket.opened_by.as_ref().map_or("", |by| by.name.as_str());
        let mut bits = vec![Bit::Strong(card.name.clone())];
        // Of an office nobody is named.
        if card.name != opener {
            bits.push(Bit::Text(format!(", {}, {opener}", card.function)));
        }
        involved::reach(lang, &mut bits, card);
        page.blocks.push(Block::heading("bellen", lang.say(office::CONTACT_OPENER)));
        page.blocks.push(Block::words(Line(bits)));
    }
    if let Some(route) = &ticket.route {
        page.blocks.push(Block::heading("waarom", lang.say(office::WHY_HERE)));
        page.blocks.push(why(now, route));
        page.blocks.push(what_if(now, ticket));
    }
    page.blocks.push(Block::heading("gebeurd", lang.say(office::HISTORY)));
    page.blocks.push(Block::Table(history(now, ticket)));
    page
}

/// Whether the reader's office or organisation handles it now.
fn handled_by(ticket: &Ticket, me: &Who) -> bool {
    ticket.handlers.iter().any(|handler| handler.who.as_ref() == Some(me))
}

/// Whether the reader's office or organisation opened it, or did so in the name of another.
fn opened_by(ticket: &Ticket, me: &Who) -> bool {
    let mut opened = [&ticket.opened_by, &ticket.opened_by_office].into_iter().flatten();
    opened.any(|one| one.who.as_ref() == Some(me))
}

/// Whether it is theirs to move: its handler's, and its opener's while it lies with the organisation
/// that it is against.
fn moved_by(ticket: &Ticket, me: &Who) -> bool {
    let target = ticket.target.as_ref();
    if target.is_some_and(|target| ticket.handlers.contains(target)) {
        return ticket.opened_by.as_ref().is_some_and(|opener| opener.who.as_ref() == Some(me));
    }
    handled_by(ticket, me)
}

/// One thing that a ruling says; an organisation by its name where the ticket tells it.
fn ruling(now: Now, ticket: &Ticket, item: &crate::api::v1::RulingItem) -> Line {
    let oin = &item.organisation_oin;
    let is = |one: &&Recipient| one.who == Some(Who::OrganisationOin(oin.clone()));
    let known = [&ticket.target, &ticket.opened_by].into_iter().flatten().find(is);
    let name = known.map_or_else(|| oin.clone(), |one| one.name.clone());
    let act = codes::say::<RulingAct>(now.lang, item.act);
    let day = now.day(&item.by_date);
    let words = now.lang.fill(office::RULING_BY, &[act, &day]);
    Line(vec![Bit::Strong(name), Bit::Text(format!(": {words}"))])
}

/// The steps: those that were, the present one with its clock, and those that may come.
fn ladder(now: Now, ticket: &Ticket, ahead: &[(u32, Route)]) -> Block {
    let lang = now.lang;
    let title = |step: u32| lang.fill(office::STEP_N, &[&step.to_string()]);
    let mut steps: Vec<Step> = (1..=ticket.step)
        .map(|step| {
            let at = |wanted: u32| ticket.history.iter().find(|one| one.step >= wanted);
            let begun = at(step).map_or_else(String::new, |one| now.moment_day(one.at.as_ref()));
            let open = ticket.state() == TicketState::Open;
            if step == ticket.step {
                let due = now.day_or(&ticket.due_date, "–");
                let since = lang.fill(office::STEP_SINCE, &[&begun, &due]);
                let state = codes::say::<TicketState>(lang, ticket.state).to_owned();
                let who = if open { names(&ticket.handlers) } else { state };
                let lines = vec![who.into(), if open { since.into() } else { begun.into() }];
                let clock = if open { clock(now, ticket, step) } else { None };
                return Step { state: "now", title: title(step), lines, clock };
            }
            let until =
                at(step + 1).map_or_else(String::new, |one| now.moment_day(one.at.as_ref()));
            let who = at(step).map_or_else(String::new, |one| names(&one.handlers));
            let passed = lang.fill(office::STEP_FROM_TO, &[&begun, &until]);
            Step {
                state: "was",
                title: title(step),
                lines: vec![who.into(), passed.into()],
                clock: None,
            }
        })
        .collect();
    steps.extend(ahead.iter().filter_map(|(step, route)| {
        let who = route.handler.as_ref()?.name.clone();
        let lines = vec![who.into(), lang.say(office::STEP_LATER).into()];
        Some(Step { state: "", title: title(*step), lines, clock: None })
    }));
    Block::Ladder { steps, caption: lang.fill(texts::SERVER_TIME, &[&now.now()]) }
}

/// How many working days of the term have passed.
fn clock(now: Now, ticket: &Ticket, step: u32) -> Option<(u32, u32, String)> {
    let begun =
        ticket.history.iter().rev().find(|one| one.step == step && one.what != "overdue")?;
    let ms = begun.at.as_ref()?.seconds.checked_mul(1_000)?;
    let from = Now { time: crate::domain::model::time::Time(ms), ..now };
    let of = u32::try_from(from.working_days_to(&ticket.due_date)?).ok()?.max(1);
    let left = now.working_days_to(&ticket.due_date)?.max(0);
    let passed = of.saturating_sub(u32::try_from(left).ok()?);
    let words = now.lang.fill(office::STEP_CLOCK, &[&passed.to_string(), &of.to_string()]);
    let words = if ticket.overdue {
        now.term(&ticket.due_date).map_or(words, |(_, late)| late)
    } else {
        words
    };
    Some((passed, of, words))
}

/// The rule that put it here, and the facts.
pub(super) fn why(now: Now, route: &Route) -> Block {
    let lang = now.lang;
    let (because, own_reading) = match lang {
        crate::web::lang::Lang::Nl => (&route.explanation_nl, &route.own_reading_nl),
        crate::web::lang::Lang::En => (&route.explanation_en, &route.own_reading_en),
    };
    let facts =
        route.facts.iter().map(|(name, value)| format!("{}: {value}", codes::plain(lang, name)));
    let handler = route.handler.as_ref().map_or("", |handler| handler.name.as_str());
    let all = [
        (office::HANDLER, handler.to_owned()),
        (office::REFUSAL, route.refusal.clone()),
        (office::RULE, route.rule.clone()),
        (office::SOURCE, route.source.clone()),
        (office::OWN_READING, own_reading.clone()),
        (office::BECAUSE, because.clone()),
        (office::FACTS, facts.collect::<Vec<_>>().join(", ")),
        (office::COVENANT, route.covenant.clone()),
    ];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    Block::Facts(said.map(|(text, value)| (lang.say(text).to_owned(), value.into())).collect())
}

/// The way to the page that explains with other facts.
fn what_if(now: Now, ticket: &Ticket) -> Block {
    let target = ticket.target.as_ref().and_then(|target| match &target.who {
        Some(Who::OrganisationOin(oin)) => Some(oin.as_str()),
        _ => None,
    });
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("spoor", &ticket.track.to_string())
        .append_pair("trede", &ticket.step.to_string())
        .append_pair("categorie", &ticket.category)
        .append_pair("gebied", &ticket.area)
        .append_pair("tegen", target.unwrap_or_default())
        .append_pair("overlast", if ticket.nuisance { "ja" } else { "" })
        .append_pair("afwezig", if absent(ticket) { "ja" } else { "" })
        .finish();
    Block::words(Bit::Link(format!("/uitleg?{query}"), now.lang.say(office::WHAT_IF).to_owned()))
}

fn history(now: Now, ticket: &Ticket) -> Table {
    let lang = now.lang;
    let columns = [
        office::WHEN,
        office::WHAT,
        office::BY_WHOM,
        office::STEP,
        office::HANDLER,
        office::REASON,
    ];
    let mut table = Table::new(lang.say(office::OLD_TO_NEW), &columns.map(|text| lang.say(text)));
    let row = |step: &crate::api::v1::TicketStep| {
        let skip = step.skip_reason != SkipReason::Unspecified as i32;
        let reason = if skip { codes::say::<SkipReason>(lang, step.skip_reason) } else { "" };
        vec![
            now.moment(step.at.as_ref()).into(),
            codes::happened(lang, &step.what).into(),
            step.by.as_ref().map_or("Verwijspunt", |by| by.name.as_str()).into(),
            step.step.to_string().into(),
            names(&step.handlers).into(),
            reason.into(),
        ]
    };
    table.rows = ticket.history.iter().map(row).collect();
    table
}

/// What can be done. The API decides who may; the page offers it to whom it is for: `moves` says that
/// the ticket is the reader's to move, `opened` that the reader may take it back.
fn acts(
    now: Now,
    ticket: &Ticket,
    (moves, opened): (bool, bool),
    ahead: &[(u32, Route)],
) -> Vec<Block> {
    let lang = now.lang;
    let act = |what: &str, button: &str| {
        Form::act(format!("/escalaties/{}/{what}", ticket.ticket_id), button)
            .carry("etag", ticket.etag.clone())
    };
    let mut blocks = Vec::new();
    if moves {
        let how = Input::Select(codes::options::<Resolution>(lang), String::new());
        let resolved = act("opgelost", lang.say(office::RESOLVE)).primary().field(Field::new(
            "hoe",
            lang.say(office::HOW),
            how,
        ));
        blocks.push(Block::Form(resolved));
        if !ahead.is_empty() {
            let steps = ahead.iter().map(|(step, route)| {
                let who = route.handler.as_ref().map_or("", |handler| handler.name.as_str());
                (
                    step.to_string(),
                    format!("{}: {who}", lang.fill(office::TO_STEP, &[&step.to_string()])),
                )
            });
            let none = ("0".to_owned(), lang.say(office::SKIP_NONE).to_owned());
            let skips = std::iter::once(none).chain(codes::options::<SkipReason>(lang)).collect();
            let up = act("hoger", lang.say(office::STEP_UP))
                .folded(lang.say(office::STEP_UP))
                .field(Field::new(
                    "trede",
                    lang.say(office::STEP),
                    Input::Select(steps.collect(), String::new()),
                ))
                .field(Field::new(
                    "overslaan",
                    lang.say(office::SKIP),
                    Input::Select(skips, String::new()),
                ));
            blocks.push(Block::Form(up));
        }
        let over = act("overdragen", lang.say(office::HAND_OVER))
            .folded(lang.say(office::HAND_OVER))
            .field(Field::new(
                "categorie",
                lang.say(office::CATEGORY),
                Input::Code(ticket.category.clone(), 32),
            ))
            .field(Field::new(
                "overlast",
                lang.say(office::NUISANCE),
                Input::Tick(ticket.nuisance),
            ));
        blocks.push(Block::Form(over));
    }
    if opened {
        let withdraw = act("intrekken", lang.say(office::WITHDRAW));
        blocks.push(Block::Form(withdraw.folded(lang.say(office::WITHDRAW))));
    }
    blocks
}

fn back(asked: &Asked, word: &str) -> Done {
    Done::Went(said_at(&format!("/escalaties/{}", asked.id), word))
}

/// Closes it: the knot is untied.
pub(in crate::web) async fn resolve(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = ResolveTicketRequest {
        ticket_id: asked.id.clone(),
        resolution: asked.fields.code("hoe"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..ResolveTicketRequest::default()
    };
    visit.api.escalations().resolve_ticket(request).await?;
    Ok(back(asked, "opgelost"))
}

/// Takes it a step up.
pub(in crate::web) async fn escalate(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = EscalateTicketRequest {
        ticket_id: asked.id.clone(),
        to_step: asked.fields.get("trede").parse().unwrap_or_default(),
        skip_reason: asked.fields.code("overslaan"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..EscalateTicketRequest::default()
    };
    visit.api.escalations().escalate_ticket(request).await?;
    Ok(back(asked, "hoger"))
}

/// Corrects the facts; where it goes then, the covenant says.
pub(in crate::web) async fn hand_over(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let category = asked.fields.get("categorie");
    let request = HandOverTicketRequest {
        ticket_id: asked.id.clone(),
        category: (!category.is_empty()).then(|| category.to_owned()),
        nuisance: Some(asked.fields.ticked("overlast")),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..HandOverTicketRequest::default()
    };
    visit.api.escalations().hand_over_ticket(request).await?;
    Ok(back(asked, "doorgegeven"))
}

/// Takes it back.
pub(in crate::web) async fn withdraw(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = WithdrawTicketRequest {
        ticket_id: asked.id.clone(),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..WithdrawTicketRequest::default()
    };
    visit.api.escalations().withdraw_ticket(request).await?;
    Ok(back(asked, "ingetrokken"))
}

/// The words of a track, for pages that explain.
pub(super) fn tracks(lang: crate::web::lang::Lang) -> Vec<(String, String)> {
    involvement::choose(lang, codes::options::<Track>(lang))
}
