//! What have all forms about a case in common: where they go, the state that they are about, and where one
//! is afterwards.

use crate::{
    api::v1::Case,
    web::{
        page::{Form, Input},
        texts::{codes, office},
        visit::{Asked, Done, said_at},
        when::Now,
    },
};

/// A form about a case as it is now.
pub(super) fn act(case: &Case, what: &str, button: &str) -> Form {
    Form::act(format!("/zaken/{}/{what}", case.case_id), button).carry("etag", case.etag.clone())
}

/// Back on the page of the case, where it is said.
pub(super) fn back(asked: &Asked, word: &str) -> Done {
    Done::Went(said_at(&format!("/zaken/{}", asked.id), word))
}

/// A choice that may be left open.
pub(super) fn optional<C: codes::Coded>(now: Now) -> Input {
    let mut options = vec![(String::new(), now.lang.say(office::WHEN_NEEDED).to_owned())];
    options.extend(codes::options::<C>(now.lang));
    Input::Select(options, String::new())
}
