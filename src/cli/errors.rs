//! How does a refusal look on the terminal? What is wrong, field by field, and what to do next.

use std::{collections::BTreeMap, fmt::Write as _, io, process::ExitCode};

use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::{
    below,
    client::{self, ClientError},
    fields::{fact, in_commands, option, without_first_field},
    handshake, texts,
};

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The server refused.
    #[error("{}", render(.0))]
    Refused(Box<Status>),
    /// There is no connection.
    #[error("{0}")]
    Connection(#[from] ClientError),
    /// The arguments do not make sense together.
    #[error("{0}")]
    Usage(String),
    /// It failed here.
    #[error("{0}")]
    Failed(String),
    /// Already said on the terminal: only the exit code is left.
    #[error("")]
    Said,
    /// The same, with an exit code of its own.
    #[error("")]
    Exit(ExitCode),
}

impl CliError {
    /// 1 for refused or failed, 2 for usage.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Exit(code) => *code,
            Self::Refused(_) | Self::Connection(_) | Self::Failed(_) | Self::Said => {
                ExitCode::FAILURE
            }
        }
    }
}

impl CliError {
    /// True when it may have been done nevertheless, or can be done in a moment: the same request
    /// with the same ids is what to try next.
    #[must_use]
    pub fn uncertain(&self) -> bool {
        match self {
            Self::Refused(status) => !matches!(
                status.code(),
                Code::InvalidArgument
                    | Code::NotFound
                    | Code::AlreadyExists
                    | Code::PermissionDenied
                    | Code::Unauthenticated
                    | Code::FailedPrecondition
                    | Code::OutOfRange
                    | Code::Unimplemented
            ),
            Self::Connection(_) | Self::Usage(_) | Self::Failed(_) | Self::Said | Self::Exit(_) => {
                false
            }
        }
    }
}

impl CliError {
    /// True when it is not allowed to who asked.
    #[must_use]
    pub fn forbidden(&self) -> bool {
        matches!(self, Self::Refused(status) if status.code() == Code::PermissionDenied)
    }
}

impl From<Status> for CliError {
    fn from(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The machine reason of a refusal, for instance `JUDICIARY`; empty when there is none.
#[must_use]
pub fn reason(status: &Status) -> String {
    status.get_details_error_info().map_or_else(String::new, |info| info.reason)
}

/// A refusal as lines of text: the message, each wrong field, the reason, links, what to do next.
#[must_use]
pub fn render(status: &Status) -> String {
    if let Some(problem) = transport_problem(status) {
        return problem;
    }
    let details = status.get_error_details();
    // The message is for programmers; people read the other one in their language.
    let local = details.localized_message().filter(|local| local.locale.starts_with("nl"));
    let violations = details.bad_request().map_or(&[][..], |bad| &bad.field_violations);
    let mut text = match local.map_or(status.message(), |local| &local.message) {
        "" => texts::fill("refused: {}", &[&status.code().description()]),
        message => in_commands(match violations.first() {
            Some(first) => without_first_field(message, &first.field, &first.description),
            None => message,
        }),
    };
    let mut line = |label: &str, value: &str| {
        // A String takes every write.
        let _ = write!(text, "\n  {label}{value}");
    };
    for violation in violations {
        line(&format!("{}: ", option(&violation.field)), &in_commands(&violation.description));
    }
    let preconditions = details.precondition_failure().map_or(&[][..], |p| &p.violations);
    for violation in preconditions.iter().filter(|v| !v.description.is_empty()) {
        line(&format!("{}: ", violation.subject), &violation.description);
    }
    let reason = details.error_info().map_or("", |info| &info.reason);
    let code = format!("{:?}", status.code());
    match reason {
        "" => line(&labelled("code"), &code),
        reason => line(&labelled("reason"), &format!("{reason} ({code})")),
    }
    let facts = details.error_info().map(|info| info.metadata.iter().collect::<BTreeMap<_, _>>());
    for (name, value) in facts.unwrap_or_default() {
        line(&format!("{}: ", fact(name)), &below::value(value));
    }
    let wait = details.retry_info().and_then(|info| info.retry_delay);
    line(&labelled("next"), &next_step(status.code(), wait.map(|w| w.as_secs_f64())));
    text
}

/// A label of one width, and what comes behind it.
fn labelled(name: &str) -> String {
    format!("{:<8}", format!("{}:", texts::say(name)))
}

/// What to do next, by status code.
fn next_step(code: Code, wait_seconds: Option<f64>) -> String {
    if let Some(seconds) = wait_seconds.filter(|seconds| *seconds > 120.0) {
        let minutes = (seconds / 60.0).ceil();
        let minutes = format!("{minutes:.0}");
        return texts::fill(
            "the same command after {} minutes; it goes on where it was",
            &[&minutes],
        );
    }
    if let Some(seconds) = wait_seconds {
        let seconds = format!("{seconds:.1}");
        return texts::fill("try again after {} s; the same ids make it harmless", &[&seconds]);
    }
    let next = match code {
        Code::InvalidArgument => "correct what is named above and try again; nothing was changed",
        Code::NotFound => {
            "check the id and that you call as the right organisation (--as); what is not yours \
             looks the same as what does not exist"
        }
        Code::AlreadyExists => {
            "the id is taken by other content; leave the id out to get a new one"
        }
        Code::PermissionDenied => {
            "check the id, and that you call as the right organisation or office (--as)"
        }
        Code::Unauthenticated => {
            "the certificate names nobody that the covenant knows; check --as or --certificate"
        }
        Code::FailedPrecondition => "look at its present state first (show or list), then decide",
        Code::Aborted => "it changed meanwhile: look at it again, then repeat with the new etag",
        Code::OutOfRange => "give a position from earliest to latest",
        Code::ResourceExhausted | Code::Unavailable => {
            "the server is busy or restarting: try again in a moment"
        }
        Code::DeadlineExceeded => "it is unknown whether it was done: the same command is harmless",
        Code::Unimplemented => "the server is another version than this client",
        Code::Internal | Code::Unknown | Code::DataLoss => {
            "tell the operator the time of this call; the server's log says more"
        }
        Code::Ok | Code::Cancelled => "try again",
    };
    texts::say(next).to_owned()
}

/// What TLS or the network said when the status was made on this side.
fn transport_problem(status: &Status) -> Option<String> {
    let source = std::error::Error::source(status)?;
    if let Some(error) = client::find::<ClientError>(source) {
        return Some(error.to_string());
    }
    let Some(tls) = client::tls_problem(source) else {
        return Some(handshake::broke(&client::root_cause(source)));
    };
    if tls.contains("alert") {
        return Some(handshake::refused(None, &tls));
    }
    Some(texts::fill("TLS failed: {}", &[&tls]))
}
