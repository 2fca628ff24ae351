//! How is a refusal told over REST? As RFC 9457 asks, with the same reason, fields and times as over gRPC.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Serialize;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// Statuses of HTTP that follow from the reason, and not from the code of gRPC.
const BY_REASON: [(&str, StatusCode); 8] = [
    ("VERB_NOT_ALLOWED", StatusCode::METHOD_NOT_ALLOWED),
    ("BODY_NOT_JSON", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ("ETAG_MISMATCH", StatusCode::PRECONDITION_FAILED),
    ("MESSAGE_TOO_LARGE", StatusCode::PAYLOAD_TOO_LARGE),
    ("METADATA_TOO_LARGE", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
    ("REQUEST_INCOMPLETE", StatusCode::REQUEST_TIMEOUT),
    ("POSITION_EXPIRED", StatusCode::GONE),
    ("DISK_FULL", StatusCode::INSUFFICIENT_STORAGE),
];

/// A refusal.
#[derive(Serialize)]
pub(super) struct Problem {
    r#type: String,
    title: String,
    #[serde(serialize_with = "number")]
    pub(super) status: StatusCode,
    /// What is wrong and what to do, in the language of the caller.
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// The code that gRPC would have.
    code: String,
    reason: String,
    /// Every field that is wrong.
    fields: Vec<Field>,
    /// What belongs to the reason.
    pub(super) facts: BTreeMap<String, String>,
    #[serde(rename = "retryAfterMs", skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
    #[serde(skip)]
    pub(super) retry_after_s: Option<u64>,
    #[serde(skip)]
    pub(super) language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

#[derive(Serialize)]
struct Field {
    /// Where it stands in the JSON.
    field: String,
    /// The rule that it breaks.
    rule: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

impl Problem {
    pub(super) fn of(status: &Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info();
        let reason = info.map_or_else(|| "UNKNOWN".to_owned(), |info| info.reason.clone());
        let local = details.localized_message();
        let wrong = details.bad_request().map(|bad| bad.field_violations.iter());
        let field = |of: &tonic_types::FieldViolation| Field {
            field: camel(&of.field),
            rule: of.description.clone(),
        };
        let wait = details.retry_info().and_then(|retry| retry.retry_delay);
        let wait = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        let help = details.help().and_then(|help| help.links.first());
        Self {
            r#type: format!("urn:verwijspunt:problem:{}", kebab(&reason)),
            title: kebab(&reason).replace('-', " "),
            status: http_status(&reason, status.code()),
            detail: local.map_or_else(|| status.message().to_owned(), |l| l.message.clone()),
            instance: details.request_info().map(|it| format!("urn:uuid:{}", it.request_id)),
            code: code_name(status.code()),
            fields: wrong.into_iter().flatten().map(field).collect(),
            facts: info.map(|info| info.metadata.clone().into_iter().collect()).unwrap_or_default(),
            retry_after_ms: wait,
            retry_after_s: wait.map(|wait| wait.div_ceil(1000).max(1)),
            language: local.map_or_else(|| "en".to_owned(), |local| local.locale.clone()),
            help: help.map(|link| link.url.clone()),
            reason,
        }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("a problem is plain data")
    }
}

fn http_status(reason: &str, code: Code) -> StatusCode {
    if let Some((_, status)) = BY_REASON.iter().find(|(of, _)| *of == reason) {
        return *status;
    }
    match code {
        Code::Ok => StatusCode::OK,
        Code::InvalidArgument | Code::OutOfRange => StatusCode::BAD_REQUEST,
        // A certificate was given, and another one would be needed: there is nothing to log in with.
        Code::Unauthenticated | Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::NotFound | Code::Unimplemented => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted | Code::FailedPrecondition => StatusCode::CONFLICT,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable | Code::Cancelled => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        Code::Unknown | Code::Internal | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// `InvalidArgument` as gRPC writes it: `INVALID_ARGUMENT`.
fn code_name(code: Code) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_uppercase());
    }
    name
}

fn kebab(reason: &str) -> String {
    reason.to_ascii_lowercase().replace('_', "-")
}

/// The path of a field with the names of the JSON.
pub(super) fn camel(path: &str) -> String {
    let mut name = String::with_capacity(path.len());
    let mut raise = false;
    for letter in path.chars() {
        match letter {
            '_' => raise = true,
            letter if raise => {
                name.extend(letter.to_uppercase());
                raise = false;
            }
            letter => name.push(letter),
        }
    }
    name
}
