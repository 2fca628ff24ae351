//! What did the broker answer, in the words of a story?

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::language::Pairs;

/// A list entry: a head word, then what is known of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Item {
    /// The word that it begins with.
    pub head: String,
    /// What is known of it.
    pub pairs: Pairs,
}

impl Item {
    /// An entry of which nothing is known yet.
    pub fn new(head: impl Into<String>) -> Self {
        Self { head: head.into(), pairs: Vec::new() }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.pairs.push((key.to_owned(), value.into()));
        self
    }
}

/// A successful answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Its fields.
    pub pairs: Pairs,
    /// Its list.
    pub items: Vec<Item>,
    /// False when the API does not promise an order.
    pub ordered: bool,
    /// The whole message, to look for what must not be there.
    pub raw: String,
}

/// The text of the whole message does not count: maps come in any order.
impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        self.pairs == other.pairs && self.items == other.items
    }
}

impl Answer {
    /// An answer of which only the message is known.
    pub fn of(raw: &impl std::fmt::Debug) -> Self {
        Self { raw: format!("{raw:?}"), ordered: true, ..Self::default() }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.pairs.push((key.to_owned(), value.into()));
        self
    }

    /// The same with this list.
    #[must_use]
    pub fn items(mut self, items: Vec<Item>) -> Self {
        self.items = items;
        self
    }
}

/// A refusal.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// The status code, for instance `PERMISSION_DENIED`.
    pub code: String,
    /// The machine reason, or `-`.
    pub reason: String,
    /// The wrong fields, sorted.
    pub fields: Vec<String>,
    /// The details of the reason, sorted.
    pub metadata: Pairs,
    /// All that it says, to look for what must not be there.
    pub raw: String,
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info();
        let mut fields: Vec<String> = details
            .bad_request()
            .map(|b| b.field_violations.iter().map(|v| v.field.clone()).collect())
            .unwrap_or_default();
        fields.sort();
        let mut metadata: Vec<_> =
            info.map(|i| i.metadata.clone().into_iter().collect()).unwrap_or_default();
        metadata.sort();
        let violations = details.bad_request().map(|b| format!("{:?}", b.field_violations));
        Self {
            code: code_name(status.code()),
            reason: info.map_or_else(|| "-".to_owned(), |i| i.reason.clone()),
            fields,
            raw: format!("{} {metadata:?} {violations:?}", status.message()),
            metadata,
        }
    }
}

/// `PermissionDenied` → `PERMISSION_DENIED`.
fn code_name(code: Code) -> String {
    let mut name = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    name
}

/// What came of a call.
pub type Outcome = Result<Answer, Refusal>;

/// `yes` or `no`.
#[must_use]
pub fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
