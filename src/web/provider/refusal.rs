//! What does somebody read who is not let in, and with which status?

use axum::response::Response;

use crate::{
    domain::rules::signing_in::Unwelcome,
    people::{Failed, SessionsError, provider::NotSignedIn},
    web::{
        Console, answer,
        lang::{Lang, Text},
        page::{Block, Page},
        texts,
        texts::signin as words,
    },
};

use super::SIGN_IN;

/// The page for somebody who is not let in, or not let on.
pub(super) fn page(console: &Console, lang: Lang, failed: &Failed) -> Response {
    match failed {
        Failed::Refused(refused) => {
            let (status, text) = said(&refused.why);
            told(console, lang, status, words::NOT_IN, text)
        }
        Failed::Store(error) => store(console, lang, error),
    }
}

/// The status and the words for a refusal: what to do, never what is in a token.
fn said(why: &NotSignedIn) -> (u16, Text) {
    use Unwelcome as U;
    match why {
        NotSignedIn::Stale | NotSignedIn::MustInteract => (400, words::NOT_IN_STALE),
        NotSignedIn::Code => (400, words::NOT_IN_CODE),
        NotSignedIn::Declined(_) => (403, words::NOT_IN_DECLINED),
        NotSignedIn::Token(_) => (403, words::NOT_IN_TOKEN),
        NotSignedIn::Unreachable(_) => (503, words::NOT_IN_DOWN),
        NotSignedIn::SomebodyElse => (403, words::NOT_IN_ELSE),
        NotSignedIn::NotFresh => (403, words::NOT_IN_FRESH),
        NotSignedIn::Unknown => (404, words::NOT_IN_UNKNOWN),
        NotSignedIn::Unwelcome(U::NoSecondFactor) => (403, words::NOT_IN_FACTOR),
        NotSignedIn::Unwelcome(U::NotItsOffice) => (403, words::NOT_IN_OFFICE),
        NotSignedIn::Unwelcome(U::NoSeat | U::NoProfessional) => (403, words::NOT_IN_SEAT),
        NotSignedIn::Unwelcome(
            U::IssuerOfNobody
            | U::WhichOrganisation
            | U::SeveralOrganisations
            | U::NotItsOrganisation,
        ) => (403, words::NOT_IN_ORGANISATION),
    }
}

/// The page for when the store cannot answer.
pub(super) fn store(console: &Console, lang: Lang, error: &SessionsError) -> Response {
    tracing::error!(%error, "sessions cannot be read or written");
    told(console, lang, 503, words::NOT_IN, words::NOT_IN_STORE)
}

/// The page for a form that no page of this session sent.
pub(super) fn foreign_form(console: &Console, lang: Lang) -> Response {
    told(console, lang, 403, texts::REFUSED, texts::FOREIGN_FORM)
}

fn told(console: &Console, lang: Lang, status: u16, title: Text, text: Text) -> Response {
    let mut page = Page::new(lang.say(title), lang.say(text));
    let begin = (SIGN_IN.to_owned(), lang.say(words::SIGN_IN_AGAIN).to_owned());
    page.blocks.push(Block::Links(vec![begin]));
    answer::outside(status, lang, console.theme().as_deref(), page)
}
