//! What do the words mean, how accessible is the console, and what is known of the reader's session?

use tonic::Status;

use crate::web::{
    page::{Bit, Block, Line, Page},
    texts::{self, about},
    visit::{Asked, Visit},
};

use super::own_mail;

/// The glossary: Dutch terms of the law and the covenants, explained in the reader's language.
pub(in crate::web) async fn words(visit: &Visit, _: &Asked) -> Result<Page, Status> {
    let lang = visit.now.lang;
    let mut page = Page::new(lang.say(texts::WORDS), lang.say(about::WORDS_LEAD));
    let words = about::GLOSSARY.iter();
    let words = words.map(|(word, text)| ((*word).to_owned(), lang.say(*text).into()));
    page.blocks.push(Block::Facts(words.collect()));
    Ok(page)
}

/// The statement of accessibility: what was tested, and what was not.
pub(in crate::web) async fn accessibility(visit: &Visit, _: &Asked) -> Result<Page, Status> {
    let lang = visit.now.lang;
    let mut page = Page::new(lang.say(texts::ACCESSIBILITY), lang.say(about::ACCESS_LEAD));
    for text in [about::ACCESS_TESTED, about::ACCESS_NOT, about::ACCESS_TELL] {
        page.blocks.push(Block::words(lang.say(text)));
    }
    Ok(page)
}

/// The reader: who, as what, and what is kept of them.
pub(in crate::web) async fn me(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let lang = visit.now.lang;
    let mut page = Page::new(lang.say(texts::ME), lang.say(about::ME_LEAD));
    page.notice = visit.said(asked);
    page.blocks.push(Block::Facts(vec![
        (lang.say(about::NAME).to_owned(), visit.seat.name.clone().into()),
        (lang.say(about::FOR).to_owned(), visit.seat.place.clone().into()),
        (lang.say(about::ENDS).to_owned(), visit.ends.clone().into()),
        (lang.say(about::LANGUAGE).to_owned(), Line(languages(visit))),
    ]));
    if visit.seats > 1 {
        let change = ("/plaats".to_owned(), lang.say(about::CHANGE_SEAT).to_owned());
        page.blocks.push(Block::Links(vec![change]));
    }
    if let Some(own) = own_mail::of_reader(visit).await? {
        page.blocks.extend(own_mail::blocks(visit.now, &own));
    }
    Ok(page)
}

fn languages(visit: &Visit) -> Vec<Bit> {
    let lang = visit.now.lang;
    let other = lang.other();
    vec![
        Bit::Text(format!("{} ", lang.say(texts::THIS_LANGUAGE))),
        Bit::Link(
            format!("/taal/{}?terug=/ik", other.tag()),
            other.say(texts::THIS_LANGUAGE).to_owned(),
        ),
    ]
}
