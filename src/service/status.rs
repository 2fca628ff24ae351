//! Which status? One exhaustive table from refusal to gRPC code and details.

use std::{collections::HashMap, time::Duration};

use tonic::{
    Code, Status,
    metadata::{MetadataMap, MetadataValue},
};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

use crate::{
    broker::Failure,
    domain::model::refusal::{FieldProblem, Refusal},
    store::StoreError,
};

use super::{identity::Unidentified, out_of_reach, texts, wrong_fields};

/// Domain of the machine reasons.
const DOMAIN: &str = "verwijspunt.nl";

/// The trailer by which a server tells a client of gRPC not to retry by itself (gRFC A6).
const NO_RETRY: (&str, &str) = ("grpc-retry-pushback-ms", "-1");

/// What a caller of a restored store is told to wait: people are saying again what it lacks.
const UNTIL_OPEN: Duration = Duration::from_secs(60);

/// Where the reasons are explained.
const HELP: &str = "README.md#connecting-an-agencys-system";

/// Language of what people read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// `en`.
    English,
    /// `nl`.
    Dutch,
}

impl Language {
    /// Its tag, as in `accept-language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
        }
    }
}

/// The language that the caller asked for; Dutch when `accept-language` begins with `nl`.
pub(super) fn language(metadata: &MetadataMap) -> Language {
    let asked = metadata.get("accept-language").and_then(|value| value.to_str().ok());
    if asked.is_some_and(|tags| tags.trim_start().to_ascii_lowercase().starts_with("nl")) {
        Language::Dutch
    } else {
        Language::English
    }
}

/// The same of a call that no handler has read.
#[must_use]
pub fn language_of(headers: &http::HeaderMap) -> Language {
    language(&MetadataMap::from_headers(headers.clone()))
}

fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Fields(_) => Code::InvalidArgument,
        Refusal::NotAllowed | Refusal::NotHandler | Refusal::NotRecipient => Code::PermissionDenied,
        Refusal::IdReused | Refusal::RequestIdReused => Code::AlreadyExists,
        Refusal::NotActive
        | Refusal::FreshFactor
        | Refusal::FollowUpBackwards
        | Refusal::NoContactOwed
        | Refusal::RemindedAlready { .. }
        | Refusal::NotAsked
        | Refusal::TicketClosed
        | Refusal::CaseClosed
        | Refusal::PersonInCase { .. }
        | Refusal::SignalClosed
        | Refusal::ObjectionDecided
        | Refusal::RouteUnchanged { .. }
        | Refusal::LastStep
        | Refusal::NotLastStep { .. }
        | Refusal::OwnTicket
        | Refusal::StepOrder { .. }
        | Refusal::NoPlan
        | Refusal::ExtensionsSpent { .. }
        | Refusal::ManagerNotEligible
        | Refusal::PersonsApart
        | Refusal::TicketsOpen { .. }
        | Refusal::SignalsOpen { .. }
        | Refusal::WatchNotForeseen
        | Refusal::Watch { .. }
        | Refusal::ListTooLong { .. }
        | Refusal::ReconcileStale
        | Refusal::EndingsMany { .. }
        | Refusal::Route(_) => Code::FailedPrecondition,
        Refusal::EtagMismatch => Code::Aborted,
        Refusal::FactMissing => Code::Internal,
        Refusal::LookupBudget(_) => Code::ResourceExhausted,
        Refusal::Restored => Code::Unavailable,
        Refusal::Position { .. } => Code::OutOfRange,
    }
}

/// The status of a refusal.
pub(super) fn refusal(refusal: &Refusal, language: Language) -> Status {
    let mut details = ErrorDetails::new();
    let mut facts = HashMap::new();
    let mut own = None;
    match refusal {
        Refusal::Fields(problems) => {
            let told = wrong_fields::told(problems, language);
            let english = wrong_fields::told(problems, Language::English);
            own =
                english.first().zip(told.first()).map(|(en, local)| with_field(refusal, en, local));
            let violation = |told: FieldProblem| FieldViolation::new(told.field, told.rule);
            details.set_bad_request(told.into_iter().map(violation).collect::<Vec<_>>());
        }
        Refusal::Position { earliest, latest, .. } => {
            facts.insert("earliest".to_owned(), earliest.to_string());
            facts.insert("latest".to_owned(), latest.to_string());
        }
        Refusal::RouteUnchanged { rule } => {
            facts.insert("rule".to_owned(), rule.clone());
        }
        Refusal::RemindedAlready { on } => {
            facts.insert("reminded_on".to_owned(), on.to_string());
        }
        Refusal::NotLastStep { last } => {
            facts.insert("last_step".to_owned(), last.to_string());
        }
        Refusal::StepOrder { present } => {
            facts.insert("present_step".to_owned(), present.to_string());
        }
        Refusal::ExtensionsSpent { most } => {
            facts.insert("extensions_most".to_owned(), most.to_string());
        }
        Refusal::TicketsOpen { count } => {
            facts.insert("tickets_open".to_owned(), count.to_string());
        }
        Refusal::SignalsOpen { count } => {
            facts.insert("signals_open".to_owned(), count.to_string());
        }
        Refusal::ListTooLong { most } => {
            facts.insert("entries_most".to_owned(), most.to_string());
        }
        Refusal::EndingsMany { ends, active, most_percent } => {
            facts.insert("endings".to_owned(), ends.to_string());
            facts.insert("active".to_owned(), active.to_string());
            facts.insert("percent_most".to_owned(), most_percent.to_string());
        }
        Refusal::Route(route) => {
            facts.insert("rule".to_owned(), route.derivation.rule.clone());
            facts.insert("covenant".to_owned(), route.derivation.covenant.clone());
            own = Some(Said { en: route.derivation.en.clone(), nl: route.derivation.nl.clone() });
        }
        Refusal::PersonInCase { case: Some(case) } => {
            facts.insert("case_id".to_owned(), case.to_string());
        }
        Refusal::LookupBudget(spent) => {
            let (span, whose) = (spent.span.name(), spent.whose());
            facts.insert("budget_of".to_owned(), whose.to_owned());
            facts.insert("persons_most".to_owned(), spent.limit.to_string());
            facts.insert("span".to_owned(), span.to_owned());
            details.add_quota_failure_violation(whose, format!("persons asked about per {span}"));
            details.set_retry_info(Some(Duration::from_millis(spent.wait_ms)));
        }
        Refusal::Restored => {
            details.set_retry_info(Some(UNTIL_OPEN));
        }
        Refusal::PersonInCase { case: None }
        | Refusal::CaseClosed
        | Refusal::NotAllowed
        | Refusal::FreshFactor
        | Refusal::NotHandler
        | Refusal::NotAsked
        | Refusal::IdReused
        | Refusal::RequestIdReused
        | Refusal::NotActive
        | Refusal::FollowUpBackwards
        | Refusal::NoContactOwed
        | Refusal::TicketClosed
        | Refusal::LastStep
        | Refusal::OwnTicket
        | Refusal::ObjectionDecided
        | Refusal::NoPlan
        | Refusal::ManagerNotEligible
        | Refusal::PersonsApart
        | Refusal::WatchNotForeseen
        | Refusal::Watch { .. }
        | Refusal::FactMissing
        | Refusal::ReconcileStale
        | Refusal::NotRecipient
        | Refusal::SignalClosed
        | Refusal::EtagMismatch => {}
    }
    let code = code(refusal);
    match code {
        Code::FailedPrecondition => {
            details.add_precondition_failure_violation(refusal.reason(), "request", "");
        }
        Code::AlreadyExists => {
            // The id is the caller's own and is in its request.
            details.set_resource_info("id chosen by the caller", "", "", refusal.reason());
        }
        Code::PermissionDenied | Code::Internal => {
            let id = uuid::Uuid::new_v4().to_string();
            tracing::debug!(request = %id, reason = refusal.reason(), "refused");
            details.set_request_info(id, "");
        }
        _ => {}
    }
    let mut status = build(code, refusal.reason(), own, facts, details, language);
    if matches!(refusal, Refusal::LookupBudget(_) | Refusal::Restored) {
        // For gRPC's own retries, which follow the code and know no hours: none.
        status.metadata_mut().insert(NO_RETRY.0, MetadataValue::from_static(NO_RETRY.1));
    }
    status
}

/// The status of a credential that identifies nobody.
pub(super) fn unidentified(why: Unidentified, language: Language) -> Status {
    let reason = match why {
        Unidentified::NoOin => "CERT_NOT_OIN",
        Unidentified::NotAParty => "NOT_A_PARTY",
        Unidentified::SeveralOffices => "CERT_SEVERAL_OFFICES",
    };
    plain(Code::Unauthenticated, reason, None, language)
}

/// The status of a failure. What went wrong inside is for the log, not for the caller.
pub(super) fn failure(failure: &Failure, language: Language) -> Status {
    let soon = Some(Duration::from_millis(200));
    let later = Some(Duration::from_secs(30));
    match failure {
        Failure::Refused(why) => refusal(why, language),
        Failure::Contention => plain(Code::Aborted, "TX_CONFLICT", soon, language),
        Failure::Store(StoreError::Busy) => plain(Code::ResourceExhausted, "BUSY", soon, language),
        Failure::Store(StoreError::DiskFull) => {
            plain(Code::ResourceExhausted, "DISK_FULL", later, language)
        }
        Failure::Store(StoreError::Unavailable(why)) => {
            out_of_reach::met(why);
            let while_it_comes_back = Some(Duration::from_secs(2));
            plain(Code::Unavailable, "STORE_UNAVAILABLE", while_it_comes_back, language)
        }
        Failure::Store(StoreError::Refused(why)) => {
            let id = uuid::Uuid::new_v4().to_string();
            tracing::error!(request = %id, %why, "the store refuses a request");
            let mut details = ErrorDetails::new();
            details.set_request_info(id, "");
            build(Code::Internal, "STORE_REFUSED", None, HashMap::new(), details, language)
        }
        Failure::Store(gap @ StoreError::AuditGap { from, to, .. }) => {
            let id = uuid::Uuid::new_v4().to_string();
            tracing::error!(request = %id, reason = %gap, "a part of the audit log cannot be read");
            let mut details = ErrorDetails::new();
            details.set_request_info(id, "");
            let facts = [("first_entry", from), ("last_entry", to)];
            let facts = facts.map(|(name, entry)| (name.to_owned(), entry.to_string())).into();
            build(Code::DataLoss, "AUDIT_LOG_GAP", None, facts, details, language)
        }
        Failure::Store(StoreError::Failed(why)) => {
            tracing::error!(%why, "a request failed with the store");
            plain(Code::Unavailable, "COMMIT_UNKNOWN", soon, language)
        }
    }
}

/// The gate is full: come back after a while. Before any handler, so in English until it goes out, where
/// [`super::in_language`] follows. `share`: of whom there is too much.
#[must_use]
pub(super) fn overloaded(retry_after: Duration, share: &str) -> Status {
    let facts = HashMap::from([("share".to_owned(), share.to_owned())]);
    let mut details = ErrorDetails::new();
    details.set_retry_info(Some(retry_after));
    details.add_quota_failure_violation(share, "BUSY");
    build(Code::ResourceExhausted, "BUSY", None, facts, details, Language::English)
}

/// The message of a call did not come in whole in time.
#[must_use]
pub(super) fn incomplete(limit: Duration) -> Status {
    let facts = HashMap::from([("limit_ms".to_owned(), limit.as_millis().to_string())]);
    let details = ErrorDetails::new();
    build(Code::DeadlineExceeded, "REQUEST_INCOMPLETE", None, facts, details, Language::English)
}

/// The certificate is trusted, but cannot be read as one of a caller.
#[must_use]
pub fn unreadable_certificate(why: &str) -> Status {
    let facts = HashMap::from([("problem".to_owned(), why.to_owned())]);
    let (mut own, details) = (text_of("CERT_UNREADABLE"), ErrorDetails::new());
    own.en = format!("{why}; ask for another certificate");
    let language = Language::English;
    build(Code::Unauthenticated, "CERT_UNREADABLE", Some(own), facts, details, language)
}

/// No answer in time; whether the request took effect is unknown.
#[must_use]
pub(super) fn too_late(limit: Duration) -> Status {
    let facts = HashMap::from([("limit_ms".to_owned(), limit.as_millis().to_string())]);
    let details = ErrorDetails::new();
    build(Code::DeadlineExceeded, "NO_ANSWER_IN_TIME", None, facts, details, Language::English)
}

/// The next message of an import did not come.
pub(super) fn idle(limit: Duration) -> Status {
    let facts = HashMap::from([("limit_ms".to_owned(), limit.as_millis().to_string())]);
    let details = ErrorDetails::new();
    build(Code::DeadlineExceeded, "IMPORT_IDLE", None, facts, details, Language::English)
}

/// One message of an answer is larger than any may be.
pub(super) fn response_too_large() -> Status {
    plain(Code::FailedPrecondition, "RESPONSE_TOO_LARGE", None, Language::English)
}

/// The metadata of a call is larger than its limit.
#[must_use]
pub fn metadata_too_large(limit: u64) -> Status {
    let facts = HashMap::from([("limit_bytes".to_owned(), limit.to_string())]);
    let (code, details) = (Code::InvalidArgument, ErrorDetails::new());
    build(code, "METADATA_TOO_LARGE", None, facts, details, Language::English)
}

/// A body that is no JSON.
pub(super) fn no_json(line: usize, column: usize, language: Language) -> Status {
    let place = [("line", line), ("column", column)];
    let facts = place.map(|(name, number)| (name.to_owned(), number.to_string())).into();
    let details = ErrorDetails::new();
    build(Code::InvalidArgument, "JSON_UNREADABLE", None, facts, details, language)
}

/// Nothing stands at an address.
#[must_use]
pub fn no_such_address(language: Language) -> Status {
    plain(Code::NotFound, "NO_SUCH_ADDRESS", None, language)
}

/// Something stands at an address, but not for this verb.
#[must_use]
pub fn verb_not_allowed(allowed: &str, language: Language) -> Status {
    let facts = HashMap::from([("allow".to_owned(), allowed.to_owned())]);
    let details = ErrorDetails::new();
    build(Code::Unimplemented, "VERB_NOT_ALLOWED", None, facts, details, language)
}

/// A body that does not say that it is JSON.
#[must_use]
pub fn not_json(language: Language) -> Status {
    plain(Code::InvalidArgument, "BODY_NOT_JSON", None, language)
}

/// The server stops and a stream with it.
#[must_use]
pub fn shutting_down() -> Status {
    let soon = Some(Duration::from_millis(200));
    plain(Code::Unavailable, "SHUTTING_DOWN", soon, Language::English)
}

/// An import that does not begin with its start, or whose rows go backwards.
pub(super) fn import_order(language: Language) -> Status {
    plain(Code::InvalidArgument, "IMPORT_ORDER", None, language)
}

/// A status by its reason alone.
pub(super) fn plain(
    code: Code,
    reason: &str,
    retry: Option<Duration>,
    language: Language,
) -> Status {
    let mut details = ErrorDetails::new();
    if retry.is_some() {
        details.set_retry_info(retry);
    }
    if code == Code::ResourceExhausted {
        details.add_quota_failure_violation("broker", reason);
    }
    build(code, reason, None, HashMap::new(), details, language)
}

pub(super) fn build(
    code: Code,
    reason: &str,
    own: Option<Said>,
    facts: HashMap<String, String>,
    mut details: ErrorDetails,
    language: Language,
) -> Status {
    let Said { en, nl } = own.unwrap_or_else(|| text_of(reason));
    let local = match language {
        Language::English => en.clone(),
        Language::Dutch => nl,
    };
    details.set_error_info(reason, DOMAIN, facts);
    details.set_localized_message(language.tag(), local);
    details.add_help_link(format!("the table of reasons in the README: {reason}"), HELP);
    // The message is English for programmers, all of it; people read the localised one.
    Status::with_error_details(code, en, details)
}

/// What is said of a refusal, whole, in each language.
pub(super) struct Said {
    pub(super) en: String,
    pub(super) nl: String,
}

/// What the table says of a reason; a reason that is not in it, itself.
pub(super) fn text_of(reason: &str) -> Said {
    let text = texts::find(reason);
    Said {
        en: text.map_or(reason, |text| text.en).to_owned(),
        nl: text.map_or(reason, |text| text.nl).to_owned(),
    }
}

/// The text with the first field that is wrong, in English and as the caller reads it: whoever prints the
/// message alone sees where to look.
fn with_field(refusal: &Refusal, en: &FieldProblem, local: &FieldProblem) -> Said {
    let text = text_of(refusal.reason());
    let with = |text: String, one: &FieldProblem| format!("{text}: {} {}", one.field, one.rule);
    Said { en: with(text.en, en), nl: with(text.nl, local) }
}

/// What a refused row of an import says: reason, text, field problems.
pub(super) fn row(failure: &Failure, language: Language) -> (String, String, Vec<FieldProblem>) {
    let status = self::failure(failure, language);
    let details = status.get_error_details();
    let reason = details.error_info().map_or_else(String::new, |info| info.reason.clone());
    let text = details
        .localized_message()
        .map_or_else(|| status.message().to_owned(), |local| local.message.clone());
    let problems = match failure {
        Failure::Refused(Refusal::Fields(problems)) => wrong_fields::told(problems, language),
        _ => Vec::new(),
    };
    (reason, text, problems)
}
