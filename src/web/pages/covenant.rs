//! What was agreed: which offices there are and who holds them, which categories and terms, and which
//! organisations are party?

use tonic::Status;

use crate::{
    api::v1::{
        GetCovenantRequest, GetCovenantResponse, ListOfficesRequest, ListOrganisationsRequest,
        Office, Organisation,
    },
    web::{
        lang::Lang,
        page::{Bit, Block, Line, Look, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::{ladder, part};

/// Most offices or organisations of one page.
const MOST: i32 = 200;

/// The covenant and its offices.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    let read = part::some(asked, |page_token| async move {
        let request =
            ListOfficesRequest { page_size: MOST, page_token, ..ListOfficesRequest::default() };
        let answer = visit.api.covenant().list_offices(request).await?.into_inner();
        Ok((answer.offices, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &covenant.into_inner(), &read.entries);
    part::goes_on(&mut page, visit.now, "/convenant", &read, usize::MAX);
    Ok(page)
}

/// The covenant as blocks.
pub(in crate::web) fn view(now: Now, covenant: &GetCovenantResponse, offices: &[Office]) -> Page {
    let lang = now.lang;
    let lead = [&covenant.title, &covenant.version.to_string(), &now.day(&covenant.in_force_from)];
    let lead = lang.fill(office::COVENANT_LEAD, &lead.map(String::as_str));
    let mut page = Page::new(lang.say(office::COVENANT_PAGE), lead);
    let parties = ("/deelnemers".to_owned(), lang.say(office::PARTICIPANTS).to_owned());
    let explain = ("/uitleg".to_owned(), lang.say(office::EXPLAIN).to_owned());
    let grounds = ("/grondslagen".to_owned(), lang.say(office::GROUNDS).to_owned());
    page.blocks.push(Block::Links(vec![parties, explain, grounds]));
    let columns = [office::OFFICE, office::AREA, office::HOLDER, work::PHONE, office::DEPUTIES];
    let mut table = Table::new(lang.say(office::OFFICES), &columns.map(|text| lang.say(text)));
    table.rows = offices.iter().map(|one| row(now, one)).collect();
    page.blocks.push(Block::heading("ambten", lang.say(office::OFFICES)));
    page.blocks.push(Block::Table(table));
    let columns = [office::CODE, office::DESCRIPTION, office::DIRECTOR, office::MANAGER_FROM];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::CATEGORIES), &columns);
    let described = covenant.categories.iter().map(|category| {
        let words = match lang {
            Lang::Nl => &category.description_nl,
            Lang::En => &category.description_en,
        };
        vec![
            category.code.clone().into(),
            words.clone().into(),
            codes::plain(lang, &category.director_role).into(),
            match category.family_manager_kinds.as_slice() {
                [] => lang.say(office::ANY_INVOLVED).into(),
                kinds => codes::kinds(lang, covenant, kinds).into(),
            },
        ]
    });
    table.rows = described.collect();
    page.blocks.push(Block::heading("categorieen", lang.say(office::CATEGORIES)));
    page.blocks.push(Block::Table(table));
    page.blocks.extend(ladder::blocks(now, covenant));
    let mut table =
        Table::new(lang.say(office::TERMS), &[office::TERM, office::VALUE].map(|t| lang.say(t)));
    table.columns[1].1 = true;
    let terms = covenant.terms.iter();
    table.rows = terms
        .map(|term| vec![codes::plain(lang, &term.name).into(), term.value.to_string().into()])
        .collect();
    page.blocks.push(Block::heading("termijnen", lang.say(office::TERMS)));
    page.blocks.push(Block::Table(table));
    page
}

fn row(now: Now, one: &Office) -> Vec<Line> {
    let name = match now.lang {
        Lang::Nl => &one.name_nl,
        Lang::En => &one.name_en,
    };
    let holder = if one.holder.is_empty() {
        Bit::Tag(Look::Soon, now.lang.say(office::VACANT).to_owned()).into()
    } else {
        Line::from(one.holder.clone())
    };
    let phone = one.contact.as_ref().map_or("", |contact| contact.phone.as_str());
    let phone = if phone.is_empty() { Line::from("–") } else { Bit::Phone(phone.into()).into() };
    let deputies = one.deputies.join(", ");
    vec![name.clone().into(), one.area.clone().into(), holder, phone, deputies.into()]
}

/// The organisations that are party.
pub(in crate::web) async fn parties(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request = ListOrganisationsRequest {
            page_size: MOST,
            page_token,
            ..ListOrganisationsRequest::default()
        };
        let answer = visit.api.covenant().list_organisations(request).await?.into_inner();
        Ok((answer.organisations, answer.next_page_token))
    })
    .await?;
    let mut page = view_parties(visit.now, &read.entries);
    part::goes_on(&mut page, visit.now, "/deelnemers", &read, usize::MAX);
    Ok(page)
}

fn view_parties(now: Now, parties: &[Organisation]) -> Page {
    let lang = now.lang;
    let lead = lang.say(office::PARTICIPANTS_LEAD);
    let mut page = Page::new(lang.say(office::PARTICIPANTS), lead);
    let columns = [work::ORGANISATION, office::KIND, office::COMMISSIONER].map(|t| lang.say(t));
    let mut table = Table::new(lang.say(office::PARTICIPANTS), &columns);
    let row = |party: &Organisation| {
        let commissioner = if party.commissioner.is_empty() { "–" } else { &party.commissioner };
        vec![party.name.clone().into(), codes::kind(lang, party).into(), commissioner.into()]
    };
    table.rows = parties.iter().map(row).collect();
    page.blocks.push(Block::Table(table));
    page
}
