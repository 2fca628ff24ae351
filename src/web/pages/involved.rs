//! How is somebody shown who is involved with the same family: as a line, and in the ring?

use tonic::Status;

use crate::{
    api::v1::{ContactCard, InvolvedParty, ListInvolvedRequest, OfficeContact},
    web::{
        lang::Lang,
        page::{Bit, Block, Line, Look},
        pictures::{Around, ring},
        texts::work,
        visit::Visit,
        when::Now,
    },
};

use super::part;

/// Everybody who is involved with the family of an own involvement, page after page.
pub(super) async fn everybody(
    visit: &Visit,
    involvement: &str,
) -> Result<Vec<InvolvedParty>, Status> {
    part::whole(|page_token| async move {
        let request = ListInvolvedRequest {
            involvement_id: involvement.to_owned(),
            page_size: part::PAGE,
            page_token,
            ..ListInvolvedRequest::default()
        };
        let answer = visit.api.registry().list_involved(request).await?.into_inner();
        Ok((answer.parties, answer.next_page_token))
    })
    .await
}

/// The office through which a withheld party is reached: its name when the covenant tells it, and its
/// telephone.
fn office(lang: Lang, party: &InvolvedParty) -> (String, String) {
    through(lang, party.office_contact.as_ref(), &party.contact_office)
}

/// Name and telephone of an office through which contact goes; without a contact its id.
pub(super) fn through(lang: Lang, known: Option<&OfficeContact>, id: &str) -> (String, String) {
    let name = |office: &OfficeContact| match lang {
        Lang::Nl => office.name_nl.clone(),
        Lang::En => office.name_en.clone(),
    };
    let phone = known.map_or_else(String::new, |office| office.phone.clone());
    (known.map_or_else(|| id.to_owned(), name), phone)
}

/// Whom to call, where, since when.
pub(super) fn line(now: Now, party: &InvolvedParty) -> Line {
    let lang = now.lang;
    let mut bits = Vec::new();
    if party.withheld {
        let (name, phone) = office(lang, party);
        bits.push(Bit::Strong(lang.say(work::WITHHELD).to_owned()));
        bits.push(Bit::Text(format!(", {}", lang.fill(work::THROUGH, &[&name]))));
        since(&mut bits, now, party);
        if !phone.is_empty() {
            bits.push(Bit::Break);
            bits.push(Bit::Phone(phone));
        }
        return Line(bits);
    }
    match &party.contact {
        Some(card) => {
            bits.push(Bit::Strong(card.name.clone()));
            bits.push(Bit::Text(format!(", {}", card.function)));
            bits.push(Bit::Break);
            bits.push(Bit::Text(party.organisation_name.clone()));
        }
        None => bits.push(Bit::Strong(party.organisation_name.clone())),
    }
    since(&mut bits, now, party);
    if party.leads {
        bits.push(Bit::Text(" ".to_owned()));
        bits.push(Bit::Tag(Look::Done, lang.say(work::LEADS).to_owned()));
    }
    if let Some(card) = &party.contact {
        reach(lang, &mut bits, card);
    }
    Line(bits)
}

fn since(bits: &mut Vec<Bit>, now: Now, party: &InvolvedParty) {
    if !party.since.is_empty() {
        let day = now.day(&party.since);
        let words = now.lang.fill(crate::web::texts::SINCE, &[&day]);
        bits.push(Bit::Text(" ".to_owned()));
        bits.push(Bit::Quiet(words));
    }
}

/// How to reach somebody: by telephone, else by mail; and who stands in.
pub(super) fn reach(lang: Lang, bits: &mut Vec<Bit>, card: &ContactCard) {
    let by = |phone: &str, email: &str| match phone {
        "" => Bit::Mail(email.to_owned()),
        phone => Bit::Phone(phone.to_owned()),
    };
    bits.extend([Bit::Break, by(&card.phone, &card.email)]);
    if let Some(deputy) = &card.deputy {
        let words = format!("{} {}: ", lang.say(work::FIND_DEPUTY), deputy.name);
        bits.extend([Bit::Break, Bit::Quiet(words), by(&deputy.phone, &deputy.email)]);
    }
}

/// The ring around a family, and the same as a list.
pub(in crate::web) fn around(
    now: Now,
    own: Option<&ContactCard>,
    parties: &[InvolvedParty],
) -> Vec<Block> {
    let lang = now.lang;
    let mut around: Vec<Around> = parties.iter().map(|party| one(lang, party)).collect();
    if let Some(card) = own {
        around.push(Around {
            name: format!("{} ({})", card.name, lang.say(work::YOU)),
            below: vec![card.function.clone()],
            ..Around::default()
        });
    }
    if parties.is_empty() {
        return vec![Block::words(lang.say(work::NO_OTHERS))];
    }
    let count = around.len().to_string();
    let title = lang.fill(work::RING_TITLE, &[&count]);
    let over = around.len().saturating_sub(crate::web::pictures::RING_MOST).to_string();
    let more = lang.fill(work::RING_MORE, &[&over]);
    vec![
        Block::Picture {
            svg: ring(&title, lang.say(work::RING_FAMILY), &more, &around),
            caption: lang.say(work::RING_CAPTION).into(),
            wide: true,
        },
        Block::List(parties.iter().map(|party| line(now, party)).collect()),
    ]
}

fn one(lang: Lang, party: &InvolvedParty) -> Around {
    if party.withheld {
        let (name, phone) = office(lang, party);
        return Around {
            name: lang.say(work::WITHHELD).to_owned(),
            below: vec![lang.fill(work::THROUGH, &[&name]), phone],
            leads: party.leads,
            withheld: true,
        };
    }
    let card = party.contact.clone().unwrap_or_default();
    let reach = if card.phone.is_empty() { card.email } else { card.phone };
    Around {
        name: party.organisation_name.clone(),
        below: vec![card.name, reach],
        leads: party.leads,
        withheld: false,
    }
}
