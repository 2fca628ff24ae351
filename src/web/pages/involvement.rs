//! One involvement: who else is there, until when, and what can be done about it?

use tonic::Status;

use crate::{
    api::v1::{
        AgreeLeadRequest, GetInvolvementRequest, Informed, InvolvedParty, Involvement,
        InvolvementState, ListMatchesRequest, Match, MatchFilter, NotInformedGround,
        RecordInformedRequest, informed,
    },
    web::{
        forms::Filled,
        page::{Bit, Block, Field, Form, Input, Line, Page},
        texts::{self, codes, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{end, involved, involvements, part, register};

/// The page: the involvement, who else is involved, and its matches.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let get = GetInvolvementRequest {
        involvement_id: asked.id.clone(),
        ..GetInvolvementRequest::default()
    };
    let found = visit.api.registry().get_involvement(get).await?.into_inner().involvement;
    let found = found.unwrap_or_default();
    let (mut parties, mut matches) = (Vec::new(), Vec::new());
    if found.state() == InvolvementState::Active {
        parties = involved::everybody(visit, &asked.id).await?;
        matches = part::whole(|page_token| async move {
            let request = ListMatchesRequest {
                filter: MatchFilter::All.into(),
                involvement_id: asked.id.clone(),
                page_size: part::PAGE,
                page_token,
                ..ListMatchesRequest::default()
            };
            let answer = visit.api.matches().list_matches(request).await?.into_inner();
            Ok((answer.matches, answer.next_page_token))
        })
        .await?;
    }
    let mut page = view(visit.now, &found, &parties, &matches);
    page.notice = visit.said(asked);
    if asked.fields.get("eerder") == "ja" {
        page.blocks.insert(0, Block::words(visit.now.lang.say(work::EARLIER)));
    }
    Ok(page)
}

/// The involvement as blocks.
pub(in crate::web) fn view(
    now: Now,
    found: &Involvement,
    parties: &[InvolvedParty],
    matches: &[Match],
) -> Page {
    let lang = now.lang;
    let active = found.state() == InvolvementState::Active;
    let title = lang.fill(work::INVOLVEMENT, &[&involvements::called(now, found)]);
    let lead = if active { "" } else { lang.say(work::ENDED_LEAD) };
    let mut page = Page::new(title, lead);
    if active {
        page.blocks.push(Block::heading("rond", lang.say(work::WHO)));
        page.blocks.extend(involved::around(now, found.professional.as_ref(), parties));
        leads(&mut page, now, found, parties, matches);
    }
    page.blocks.push(Block::heading("feiten", lang.say(work::STATUS)));
    page.blocks.push(Block::Facts(facts(now, found)));
    if active {
        page.blocks.extend(acts(now, found));
    }
    page
}

/// Who leads in each match, and the form to record another one.
fn leads(
    page: &mut Page,
    now: Now,
    own: &Involvement,
    parties: &[InvolvedParty],
    matches: &[Match],
) {
    let lang = now.lang;
    if matches.is_empty() {
        return;
    }
    page.blocks.push(Block::heading("regie", lang.say(work::LEAD)));
    let line = |one: &Match| {
        let lead = one.lead.as_ref().map(|lead| lead.organisation_name.clone());
        let lead = lead.filter(|name| !name.is_empty());
        Line(vec![
            Bit::Code(one.reference.clone()),
            Bit::Text(format!(" {}", lead.unwrap_or_else(|| lang.say(work::LEAD_NONE).into()))),
        ])
    };
    page.blocks.push(Block::List(matches.iter().map(line).collect()));
    let known = parties.iter().filter(|party| !party.withheld);
    let mut options: Vec<(String, String)> = known
        .map(|party| (party.organisation_oin.clone(), party.organisation_name.clone()))
        .collect();
    options.dedup();
    let Some(newest) = matches.last().filter(|_| !options.is_empty()) else { return };
    let form = Form::act("/regie", lang.say(work::AGREE_LEAD))
        .folded(lang.say(work::AGREE_LEAD))
        .carry("match", newest.match_id.clone())
        .carry("terug", own.involvement_id.clone())
        .field(Field::new("oin", lang.say(work::AGREED), Input::Select(options, String::new())));
    page.blocks.push(Block::Form(form));
}

fn facts(now: Now, found: &Involvement) -> Vec<(String, Line)> {
    let lang = now.lang;
    let mut card = Vec::new();
    if let Some(own) = &found.professional {
        card.push(Bit::Text(format!("{}, {}", own.name, own.function)));
        involved::reach(lang, &mut card, own);
    }
    let facts = [
        (work::OWN_REFERENCE, found.own_reference.clone().into()),
        (work::STATUS, codes::say::<InvolvementState>(lang, found.state).into()),
        (work::ROLES, involvements::roles(now, &found.roles).into()),
        (work::AREA, codes::area(&found.area).into()),
        (work::FROM, now.day(&found.start_date).into()),
        (work::TO, now.day(&found.end_date).into()),
        (work::FAMILY_INFORMED, known(now, found.informed.as_ref()).into()),
        (work::OWN_CARD, Line(card)),
    ];
    let facts = facts.into_iter().filter(|(_, line): &(_, Line)| *line != Line::from(""));
    facts.map(|(text, line)| (lang.say(text).to_owned(), line)).collect()
}

/// Whether the family knows, in words.
fn known(now: Now, informed: Option<&Informed>) -> String {
    let lang = now.lang;
    match informed.and_then(|informed| informed.state.as_ref()) {
        Some(informed::State::InformedOn(day)) => now.day(day),
        Some(informed::State::Ground(ground)) => {
            let ground = codes::say::<NotInformedGround>(lang, *ground);
            lang.fill(work::INFORMED_NOT, &[ground])
        }
        None => lang.say(work::INFORMED_LATER).to_owned(),
    }
}

/// What can be done: renew first, then the rest, each behind its words.
fn acts(now: Now, found: &Involvement) -> Vec<Block> {
    let lang = now.lang;
    let id = &found.involvement_id;
    let act = |what: &str, text| {
        Form::act(format!("/betrokkenheden/{id}/{what}"), lang.say(text)).folded(lang.say(text))
    };
    let link =
        |what: &str, text| (format!("/betrokkenheden/{id}/{what}"), lang.say(text).to_owned());
    let end = Input::Date(found.end_date.clone());
    let renew =
        act("verlengen", work::RENEW).field(Field::new("einde", lang.say(work::NEW_END), end));
    let nothing = Filled::default();
    let informed = register::informed_fields(lang, &nothing);
    vec![
        Block::Form(renew),
        Block::Form(act("ingelicht", work::INFORMED_CHANGE).fields(informed)),
        Block::Form(end::form(lang, id)),
        Block::Links(vec![
            link("kaart", work::CARD_CHANGE),
            link("overdragen", work::HAND_OVER),
            link("escaleren", work::ESCALATE),
        ]),
    ]
}

fn back(asked: &Asked, word: &str) -> Done {
    Done::Went(said_at(&format!("/betrokkenheden/{}", asked.id), word))
}

/// Records who leads.
pub(in crate::web) async fn agree_lead(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = AgreeLeadRequest {
        match_id: asked.fields.get("match").to_owned(),
        lead_oin: asked.fields.get("oin").to_owned(),
        request_id: asked.form(),
        ..AgreeLeadRequest::default()
    };
    let answer = visit.api.matches().agree_lead(request).await?.into_inner();
    let id = answer.r#match.unwrap_or_default().involvement_id;
    Ok(Done::Went(said_at(&format!("/betrokkenheden/{id}"), "vastgelegd")))
}

/// Records whether the family was informed.
pub(in crate::web) async fn inform(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RecordInformedRequest {
        involvement_id: asked.id.clone(),
        informed: register::informed(&asked.fields),
        request_id: asked.form(),
        ..RecordInformedRequest::default()
    };
    visit.api.registry().record_informed(request).await?;
    Ok(back(asked, "ingelicht"))
}

/// The choices of a list of codes, with "choose" before them.
pub(super) fn choose(
    lang: crate::web::lang::Lang,
    options: Vec<(String, String)>,
) -> Vec<(String, String)> {
    let first = (String::new(), lang.say(texts::CHOOSE).to_owned());
    std::iter::once(first).chain(options).collect()
}
