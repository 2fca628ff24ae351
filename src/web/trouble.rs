//! What does a page say when the API says no?

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{
    forms::Filled,
    lang::Lang,
    page::{Block, Form, Look, Page},
    texts,
    when::Now,
};

/// What the refusal means here.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The one page for what is unknown, foreign or forbidden.
    NotFound,
    /// The sign-in does not count any more.
    SignIn,
    /// The second factor is too old for this act.
    FreshFactor,
    /// Somebody else changed it first.
    Earlier,
    /// Nothing was changed; the page says why.
    Page(u16, Box<Page>),
}

/// Whether the second factor is too old for what was asked.
pub(super) fn asks_factor(status: &Status) -> bool {
    let details = status.get_error_details();
    details.error_info().is_some_and(|info| info.reason == "FRESH_FACTOR")
}

/// Reads a refusal. `reading` says that nothing was sent but an address: what is wrong with it is
/// told to nobody.
pub(super) fn read(status: &Status, reading: bool, now: Now, again: Option<Form>) -> Trouble {
    let details = status.get_error_details();
    let reason = details.error_info().map_or("", |info| info.reason.as_str());
    let local = details.localized_message().map_or("", |local| local.message.as_str());
    match status.code() {
        _ if reason == "FRESH_FACTOR" => Trouble::FreshFactor,
        // Whoever sees a ticket or a signal may know that another one must act on it.
        Code::PermissionDenied if ["NOT_HANDLER", "NOT_RECIPIENT"].contains(&reason) => {
            page(409, now.lang, local, Vec::new(), None)
        }
        Code::NotFound | Code::PermissionDenied => Trouble::NotFound,
        Code::InvalidArgument | Code::OutOfRange if reading => Trouble::NotFound,
        Code::Unauthenticated => Trouble::SignIn,
        Code::Aborted if reason == "ETAG_MISMATCH" => Trouble::Earlier,
        Code::InvalidArgument => {
            let fields = details.bad_request().map(|bad| bad.field_violations.as_slice());
            let fields = fields.unwrap_or_default().iter();
            let rule = |text| texts::rules::say(now.lang, text);
            let words =
                fields.map(|wrong| format!("{}: {}", wrong.field, rule(&wrong.description)));
            page(422, now.lang, local, words.collect(), again)
        }
        Code::ResourceExhausted if reason == "LOOKUP_BUDGET" => {
            let wait = details.retry_info().and_then(|info| info.retry_delay);
            let ms = wait.and_then(|wait| i64::try_from(wait.as_millis()).ok()).unwrap_or_default();
            let then = Now { time: now.time.plus_ms(ms), ..now }.now();
            let words = vec![now.lang.fill(texts::BUDGET_WHEN, &[&then])];
            page(429, now.lang, now.lang.say(texts::BUDGET), words, None)
        }
        Code::FailedPrecondition | Code::AlreadyExists => {
            page(409, now.lang, local, Vec::new(), None)
        }
        _ => {
            let words = vec![now.lang.say(texts::RETRY_SAFE).to_owned()];
            page(503, now.lang, now.lang.say(texts::DOWN), words, again)
        }
    }
}

fn page(code: u16, lang: Lang, lead: &str, words: Vec<String>, again: Option<Form>) -> Trouble {
    let mut page = Page::new(lang.say(texts::REFUSED), "");
    page.notice = Some((Look::Late, sentence(lead)));
    page.blocks.extend(words.into_iter().map(Block::words));
    page.blocks.extend(again.map(Block::Form));
    Trouble::Page(code, Box::new(page))
}

/// A text of the API as a sentence of a page.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

/// Most bytes of a field that a page carries back: no file.
const CARRIED_MOST: usize = 1024;

/// The same form once more, with the same id: it happens at most once. Not when it held a BSN: that
/// is nowhere any more; nor a file, which is chosen anew.
pub(super) fn again(lang: Lang, path: &str, filled: &Filled) -> Option<Form> {
    let names = filled.names();
    let too_much = |name: &String| name.starts_with("bsn") || filled.get(name).len() > CARRIED_MOST;
    if names.iter().any(too_much) {
        return None;
    }
    let hidden = names
        .into_iter()
        .filter(|name| !["formulier", "bewijs"].contains(&name.as_str()))
        .map(|name| (name.clone(), filled.get(&name).to_owned()))
        .collect();
    Some(Form {
        id: filled.get("formulier").to_owned(),
        action: path.to_owned(),
        hidden,
        button: lang.say(texts::TRY_AGAIN).to_owned(),
        primary: true,
        ..Form::default()
    })
}

/// Nothing can be said now, to whoever is not known either.
pub(super) fn down(lang: Lang) -> Page {
    let mut page = Page::new(lang.say(texts::REFUSED), lang.say(texts::DOWN));
    page.blocks.push(Block::Links(vec![("/".to_owned(), lang.say(texts::TRY_AGAIN).to_owned())]));
    page
}

/// The one page for what is unknown, foreign or forbidden. It knows nothing of what was asked.
pub(super) fn not_found(lang: Lang) -> Page {
    let mut page = Page::new(lang.say(texts::NOT_FOUND), lang.say(texts::NOT_FOUND_LEAD));
    page.blocks
        .push(Block::Links(vec![("/".to_owned(), lang.say(texts::NOT_FOUND_NEXT).to_owned())]));
    page
}

#[cfg(test)]
mod tests {
    use tonic_types::ErrorDetails;

    use super::*;
    use crate::domain::model::time::Time;

    fn status(code: Code, reason: &str) -> Status {
        let details = ErrorDetails::with_error_info(reason, "verwijspunt.nl", []);
        Status::with_error_details(code, "no", details)
    }

    #[test]
    fn unknown_foreign_and_forbidden_are_one() {
        let now = Now::at(Lang::Nl, Time(0));
        let read = |code, reading| read(&status(code, ""), reading, now, None);
        for (code, reading) in [
            (Code::NotFound, true),
            (Code::PermissionDenied, true),
            (Code::PermissionDenied, false),
            (Code::InvalidArgument, true),
        ] {
            assert!(matches!(read(code, reading), Trouble::NotFound), "{code:?}");
        }
        assert!(matches!(read(Code::InvalidArgument, false), Trouble::Page(422, _)));
        assert!(matches!(read(Code::Unavailable, false), Trouble::Page(503, _)));
        assert!(matches!(read(Code::FailedPrecondition, false), Trouble::Page(409, _)));
        assert_eq!(not_found(Lang::Nl).forms().len(), 0);
    }

    #[test]
    fn a_form_with_a_bsn_is_not_kept_to_be_sent_again() {
        let with = Filled::read(b"formulier=1&bsn1=123456782&rol1=1");
        assert!(again(Lang::Nl, "/x", &with).is_none());
        let without = Filled::read(b"formulier=1&bewijs=geheim&rol1=1");
        let form = again(Lang::Nl, "/x", &without).expect("a form");
        assert_eq!((form.id.as_str(), form.hidden.len()), ("1", 1));
    }
}
