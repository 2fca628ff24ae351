//! How is the reader mailed that something waits, and which addresses on the own cards take no mail?

use tonic::Status;

use crate::{
    api::v1::{ChooseOwnMailRequest, GetOwnMailRequest, MailChoice, OwnMail, RefusedAddress},
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look},
        texts::{codes, delivery, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

/// How it stands; an office has no contact cards.
pub(super) async fn of_reader(visit: &Visit) -> Result<Option<OwnMail>, Status> {
    if visit.seat.is_office() {
        return Ok(None);
    }
    let own = visit.api.inbox().get_own_mail(GetOwnMailRequest::default()).await?;
    Ok(Some(own.into_inner()))
}

/// The choice, and what has to be mended.
pub(in crate::web) fn blocks(now: Now, own: &OwnMail) -> Vec<Block> {
    let lang = now.lang;
    let mailed = if own.mailed { delivery::OWN_MAIL_ON } else { delivery::OWN_MAIL_OFF };
    let chosen = Input::Select(codes::options::<MailChoice>(lang), own.choice.to_string());
    let choose = Form::act("/ik", lang.say(delivery::CHOOSE)).field(
        Field::new("post", lang.say(delivery::HOW_OFTEN), chosen)
            .hint(lang.say(delivery::OWN_MAIL_OBLIGED)),
    );
    let mut blocks = refused(now, own);
    blocks.push(Block::heading("post", lang.say(delivery::OWN_MAIL)));
    blocks.push(Block::words(lang.say(mailed)));
    blocks.push(Block::Form(choose));
    blocks
}

/// A card for each address on the reader's own cards that takes no mail: nothing where all do.
pub(in crate::web) fn refused(now: Now, own: &OwnMail) -> Vec<Block> {
    let card = |(at, one): (usize, &RefusedAddress)| {
        let lang = now.lang;
        let mut lines = vec![since(now, one)];
        // What stands on a signal alone is changed with all cards of the professional.
        if !one.involvement_id.is_empty() {
            let change = format!("/betrokkenheden/{}/kaart", one.involvement_id);
            lines.push(Bit::Link(change, lang.say(work::CARD_CHANGE).to_owned()).into());
        }
        Block::Card(Card {
            id: format!("adres{at}"),
            look: Look::Late,
            title: lang.say(delivery::ADDRESS_REFUSED).into(),
            lines,
            tag: None,
            forms: vec![Form::act("/ik", lang.say(delivery::ADDRESS_RIGHT)).carry("klopt", "ja")],
        })
    };
    own.refused_addresses.iter().enumerate().map(card).collect()
}

/// The address, and since when it takes no mail.
pub(super) fn since(now: Now, one: &RefusedAddress) -> Line {
    let moment = now.moment(one.refused_since.as_ref());
    now.lang.fill(delivery::TAKES_NONE_SINCE, &[&one.address, &moment]).into()
}

/// Keeps what was chosen, or that the addresses are right.
pub(in crate::web) async fn choose(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = ChooseOwnMailRequest {
        choice: asked.fields.code("post"),
        addresses_confirmed: asked.fields.ticked("klopt"),
        ..ChooseOwnMailRequest::default()
    };
    visit.api.inbox().choose_own_mail(request).await?;
    Ok(Done::Went(said_at("/ik", "bewaard")))
}
