//! Does what waits in the inbox arrive: at the own system, at the web server, by mail? What went wrong
//! with each, and trying it again.

use tonic::Status;

use crate::{
    api::v1::{
        Delivery, DeliveryChannel, DeliveryTrouble, ListDeliveriesRequest, RefusedAddress,
        ResumeDeliveryRequest,
    },
    web::{
        lang::Lang,
        page::{Bit, Block, Card, Form, Line, Look, Page},
        texts::{codes, delivery},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::own_mail;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = ListDeliveriesRequest::default();
    let found = visit.api.inbox().list_deliveries(request).await?.into_inner();
    let mut page = view(visit.now, &found.deliveries, &found.refused_addresses);
    page.notice = visit.said(asked);
    Ok(page)
}

/// A card for each way, and the addresses of professionals that take no mail.
pub(in crate::web) fn view(now: Now, found: &[Delivery], refused: &[RefusedAddress]) -> Page {
    let lang = now.lang;
    let lead = if found.iter().any(fails) { delivery::LEAD_FAILS } else { delivery::LEAD_FINE };
    let mut page = Page::new(lang.say(delivery::DELIVERIES), lang.say(lead));
    page.blocks = found.iter().map(|one| Block::Card(card(now, one))).collect();
    if !refused.is_empty() {
        page.blocks.push(Block::heading("adressen", lang.say(delivery::REFUSED_ADDRESSES)));
        page.blocks.push(Block::List(refused.iter().map(|one| address(now, one)).collect()));
    }
    page
}

/// Whose card it is, what is wrong with it, and the registration where it stands.
fn address(now: Now, one: &RefusedAddress) -> Line {
    let at = format!("/betrokkenheden/{}", one.involvement_id);
    let who = match one.involvement_id.is_empty() {
        true => Bit::Text(one.professional_id.clone()),
        false => Bit::Link(at, one.professional_id.clone()),
    };
    let mut bits = vec![who, Bit::Text(" · ".to_owned())];
    bits.extend(own_mail::since(now, one).0);
    bits.into()
}

fn fails(one: &Delivery) -> bool {
    one.failures > 0
}

fn card(now: Now, one: &Delivery) -> Card {
    let lang = now.lang;
    let tag = match (one.paused_since.is_some(), fails(one)) {
        (true, _) => (Look::Late, delivery::PAUSED),
        (false, true) => (Look::Soon, delivery::FAILS),
        (false, false) => (Look::Done, delivery::FINE),
    };
    Card {
        id: word(one).to_owned(),
        look: if fails(one) { tag.0 } else { Look::Plain },
        title: codes::capital(codes::say::<DeliveryChannel>(lang, one.channel)).into(),
        lines: lines(now, one),
        tag: Some((tag.0, lang.say(tag.1).to_owned())),
        forms: if fails(one) { vec![form(lang, one)] } else { Vec::new() },
    }
}

fn lines(now: Now, one: &Delivery) -> Vec<Line> {
    let lang = now.lang;
    let count = usize::try_from(one.waiting).unwrap_or(usize::MAX);
    let said = |text, at: &Option<prost_types::Timestamp>| -> Option<Line> {
        at.as_ref().map(|at| lang.fill(text, &[&now.moment(Some(at))]).into())
    };
    let mut lines = Vec::new();
    if !one.address.is_empty() {
        // Shown, not linked: a page of the console leads nowhere else. As words, which may be broken: an
        // address is longer than a narrow window.
        let (_, bare) = one.address.split_once("://").unwrap_or(("", &one.address));
        lines.push(bare.into());
    }
    lines.push(lang.count(count, delivery::WAITS_ONE, delivery::WAITS).into());
    lines.extend(said(delivery::ARRIVED, &one.arrived_at));
    if one.trouble() != DeliveryTrouble::Unspecified {
        let mut bits = vec![Bit::Strong(trouble(lang, one))];
        let how = match one.channel() {
            DeliveryChannel::Professionals if one.trouble() == DeliveryTrouble::NoRecipient => {
                delivery::CORRECT_CARD
            }
            _ => advice(one.trouble()),
        };
        let how = lang.say(how);
        bits.extend([Bit::Break, Bit::Text(how.to_owned())]);
        lines.push(Line(bits));
        lines.extend(said(delivery::TRIED, &one.tried_at));
    }
    lines.extend(said(delivery::PAUSED_SINCE, &one.paused_since));
    lines.extend(said(delivery::NEXT_TRY, &one.next_try_at));
    lines
}

/// What was wrong, with the code that was answered.
fn trouble(lang: Lang, one: &Delivery) -> String {
    let words = codes::capital(codes::say::<DeliveryTrouble>(lang, one.trouble));
    if one.trouble_code == 0 { words } else { format!("{words}: {}", one.trouble_code) }
}

/// Who must do something about it.
fn advice(trouble: DeliveryTrouble) -> crate::web::lang::Text {
    use DeliveryTrouble as T;
    match trouble {
        T::Redirect | T::AddressInside | T::NoRecipient => delivery::CORRECT_ADDRESS,
        T::NotSent => delivery::ASK_BROKER,
        T::Answer
        | T::NoConsent
        | T::Unreachable
        | T::Certificate
        | T::Broken
        | T::Timeout
        | T::Unspecified => delivery::LOOK_THERE,
    }
}

/// By which word a form and its address name a way.
fn word(one: &Delivery) -> &'static str {
    match one.channel() {
        DeliveryChannel::Webhook => "webhook",
        DeliveryChannel::Mail => "mail",
        DeliveryChannel::Professionals => "professionals",
        DeliveryChannel::System | DeliveryChannel::Unspecified => "systeem",
    }
}

fn form(lang: Lang, one: &Delivery) -> Form {
    Form::act("/koppeling", lang.say(delivery::SEND_AGAIN)).carry("weg", word(one))
}

/// Tries a way again at once.
pub(in crate::web) async fn resume(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let channel = match asked.fields.get("weg") {
        "webhook" => DeliveryChannel::Webhook,
        "mail" => DeliveryChannel::Mail,
        "professionals" => DeliveryChannel::Professionals,
        _ => DeliveryChannel::Unspecified,
    };
    let request =
        ResumeDeliveryRequest { channel: channel.into(), ..ResumeDeliveryRequest::default() };
    visit.api.inbox().resume_delivery(request).await?;
    Ok(Done::Went(said_at("/koppeling", "opnieuw")))
}
