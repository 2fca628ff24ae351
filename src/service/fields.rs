//! Proto to values: small parsers that collect every problem of a request. After this room no raw
//! string exists.

use prost::Message;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::{
    model::{
        card::{self, Rule},
        involvement::Fingerprint,
        party::Oin,
        refusal::{FieldProblem, Refusal},
        time::Day,
    },
    rules::access::Permit,
    state::receipt::{ReceiptKey, Request},
};

use super::{
    codes::{self, Code},
    identity::ACTING_MOST,
};

/// The code of a value that is left out.
pub(super) const UNSPECIFIED: i32 = 0;

/// Collects what is wrong with a request.
pub(super) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Begins with the field that every request has: who acts.
    pub(super) fn of(permit: &Permit) -> Self {
        let mut problems = Self(Vec::new());
        problems.text("acting_professional", &permit.caller().professional, ACTING_MOST);
        problems
    }

    pub(super) fn add(&mut self, field: impl Into<String>, rule: impl Into<String>) {
        self.0.push(FieldProblem::new(field, rule));
    }

    /// The field breaks a rule.
    pub(super) fn broken(&mut self, field: impl Into<String>, rule: &Rule) {
        self.0.push(FieldProblem::by(field, rule));
    }

    /// The value, or a problem with the field.
    pub(super) fn require<T>(&mut self, field: &str, value: Option<T>, rule: &str) -> Option<T> {
        if value.is_none() {
            self.add(field, rule);
        }
        value
    }

    /// All problems, or the parsed values.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Refusal> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(Refusal::Fields(self.0)),
        }
    }

    /// Text of 1..=most characters.
    pub(super) fn text(&mut self, field: &str, value: &str, most: usize) -> Option<String> {
        self.required_text(field, value, most, |_| Ok(()))
    }

    /// Text of 1..=most characters that also keeps to a rule of its own.
    pub(super) fn required_text(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), &'static Rule>,
    ) -> Option<String> {
        if value.trim().is_empty() {
            self.add(field, "is required");
            return None;
        }
        self.ruled(field, value, most, |text| card::text(text).and_then(|()| rule(text)))
    }

    /// Text of at most `most` characters, or none.
    pub(super) fn optional_text(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
    ) -> Option<String> {
        self.ruled(field, value, most, card::text)
    }

    /// Text of at most `most` characters that keeps to a rule, or none.
    pub(super) fn ruled(
        &mut self,
        field: &str,
        value: &str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), &'static Rule>,
    ) -> Option<String> {
        let value = value.trim();
        // Bytes are at least as many as characters.
        if value.len() > most && value.chars().count() > most {
            self.add(field, format!("must be at most {most} characters"));
            return None;
        }
        match value {
            "" => Some(String::new()),
            value => match rule(value) {
                Ok(()) => Some(value.to_owned()),
                Err(broken) => {
                    self.broken(field, broken);
                    None
                }
            },
        }
    }

    /// One of these coded values.
    pub(super) fn one_of<C: Code>(&mut self, field: &str, code: i32, among: &[C]) -> Option<C> {
        let rule = || format!("must be {}", codes::names(among));
        C::read(code, among).or_else(|| {
            self.add(field, rule());
            None
        })
    }

    /// A coded value.
    pub(super) fn code<C: Code>(&mut self, field: &str, code: i32) -> Option<C> {
        self.one_of(field, code, C::ALL)
    }

    /// A coded value that has a usual one when it is left out.
    pub(super) fn code_or<C: Code>(&mut self, field: &str, code: i32, usual: C) -> Option<C> {
        if code == UNSPECIFIED { Some(usual) } else { self.code(field, code) }
    }

    /// A coded value that may be left out. The outer option says whether it is right.
    #[expect(clippy::option_option, reason = "right or wrong, and given or not")]
    pub(super) fn optional_code<C: Code>(&mut self, field: &str, code: i32) -> Option<Option<C>> {
        if code == UNSPECIFIED { Some(None) } else { self.code(field, code).map(Some) }
    }

    /// A UUID of any version: of something that exists.
    pub(super) fn id(&mut self, field: &str, value: &str) -> Option<Uuid> {
        let id = Uuid::try_parse(value).ok().filter(|id| !id.is_nil());
        self.require(field, id, "must be a UUID, for instance from an earlier answer")
    }

    /// A UUIDv7: of something that the caller creates.
    pub(super) fn new_id(&mut self, field: &str, value: &str) -> Option<Uuid> {
        let id = Uuid::try_parse(value).ok().filter(|id| id.get_version_num() == 7);
        self.require(field, id, "must be a fresh UUID of version 7, chosen by the caller")
    }

    /// A civil date.
    pub(super) fn day(&mut self, field: &str, value: &str) -> Option<Day> {
        self.require(field, Day::parse(value), "must be a date, YYYY-MM-DD")
    }

    /// An OIN.
    pub(super) fn oin(&mut self, field: &str, value: &str) -> Option<Oin> {
        self.require(field, Oin::parse(value), "must be an OIN: exactly 20 digits")
    }
}

/// Checks a request of which nothing but the acting professional can be wrong here.
pub(super) fn acting(permit: &Permit) -> Result<(), Refusal> {
    Problems::of(permit).finish(Some(()))
}

/// Hash of what was asked, cut to 128 bits.
pub(super) fn fingerprint(call: &str, request: &impl Message) -> Fingerprint {
    let mut hasher = Sha256::new();
    hasher.update(call.as_bytes());
    hasher.update(request.encode_to_vec());
    *hasher.finalize().first_chunk().expect("SHA-256 gives 32 bytes")
}

/// The request id of a mutating call with the hash of the whole request.
pub(super) fn request(
    problems: &mut Problems,
    permit: &Permit,
    request_id: &str,
    message: &impl Message,
) -> Option<Request> {
    let id = Uuid::try_parse(request_id).ok().filter(|id| !id.is_nil());
    let id = problems.require("request_id", id, "must be a UUID, the same for every retry")?;
    let key = ReceiptKey { caller: permit.party().clone(), request: id };
    Some(Request { key, fingerprint: fingerprint(permit.call().name(), message) })
}

/// A request id with what else the request says.
pub(super) fn with_request<T>(
    permit: &Permit,
    request_id: &str,
    message: &impl Message,
    rest: impl FnOnce(&mut Problems) -> Option<T>,
) -> Result<(Request, T), Refusal> {
    let mut problems = Problems::of(permit);
    let request = request(&mut problems, permit, request_id, message);
    let rest = rest(&mut problems);
    problems.finish(request.zip(rest))
}

/// The id that a request names; that of nothing when it names none.
pub(super) fn lenient_id(value: &str) -> Uuid {
    Uuid::try_parse(value).unwrap_or_default()
}

/// An id of something that exists, alone in its request.
pub(super) fn id<T>(
    permit: &Permit,
    field: &str,
    value: &str,
    of: fn(Uuid) -> T,
) -> Result<T, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.id(field, value).map(of);
    problems.finish(id)
}
