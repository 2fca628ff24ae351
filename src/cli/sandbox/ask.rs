//! How is a sandbox that runs told what to do from the command line? Each verb is one call of it, and
//! prints what came of it.

use bytes::Bytes;
use clap::Args;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::cli::{
    errors::CliError,
    output,
    texts::{fill, say},
};

/// An answer of a sandbox is not longer, in bytes.
const LONGEST_ANSWER: usize = 1 << 20;

/// Which sandbox.
#[derive(Args, Clone, Debug)]
pub(super) struct Which {
    /// Address of the sandbox's own calls, as it prints it.
    #[arg(long, env = "VERWIJSPUNT_SANDBOX", default_value = "http://localhost:7444")]
    #[arg(value_name = "URL", hide_env_values = true)]
    control: String,
}

/// Another organisation registers a person: a match for whoever is involved with that person.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox join mother-1 --as schulddienst-zeeburg")]
pub(super) struct Join {
    /// The person, as the sandbox printed it.
    person: String,
    /// Who registers: a name in the directory of certificates.
    #[arg(long = "as", value_name = "NAME", default_value = super::COUNTERPART)]
    who: String,
    #[command(flatten)]
    which: Which,
}

/// An organisation ends its last involvement: the others are told.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox leave --as schulddienst-zeeburg")]
pub(super) struct Leave {
    /// Who leaves: a name in the directory of certificates.
    #[arg(long = "as", value_name = "NAME", default_value = super::COUNTERPART)]
    who: String,
    #[command(flatten)]
    which: Which,
}

/// An organisation that joined opens a ticket against you; told again, whoever handles the ticket takes it a
/// step up.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox escalate --as schulddienst-zeeburg")]
pub(super) struct Escalate {
    /// Who opens the ticket: a name in the directory of certificates.
    #[arg(long = "as", value_name = "NAME", default_value = super::COUNTERPART)]
    who: String,
    /// Against whom: a name in the directory of certificates.
    #[arg(long, value_name = "NAME", default_value = super::YOU)]
    against: String,
    #[command(flatten)]
    which: Which,
}

/// The population register reports that a person died.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox die mother-1")]
pub(super) struct Die {
    /// The person, as the sandbox printed it.
    person: String,
    #[command(flatten)]
    which: Which,
}

/// The clock of the sandbox goes forward, never back. What falls due on the way happens, day by day:
/// reminders, terms, ends of involvements.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox clock 10d")]
pub(super) struct Forward {
    /// Minutes, hours or days: 90m, 6h, 10d.
    forward: String,
    #[command(flatten)]
    which: Which,
}

/// Every connection with the sandbox breaks, as when a line does: does your program go on where it was?
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt sandbox cut")]
pub(super) struct Cut {
    #[command(flatten)]
    which: Which,
}

impl Join {
    pub(super) async fn run(self) -> Result<(), CliError> {
        let Self { person, who, which } = self;
        let done = which.tell("/join", &json!({ "person": person, "as": who })).await?;
        let text = "{} registered {}; others involved: {}";
        output::say(&fill(text, &[&who, &person, &done["others"]]))
    }
}

impl Leave {
    pub(super) async fn run(self) -> Result<(), CliError> {
        self.which.tell("/leave", &json!({ "as": self.who })).await?;
        output::say(&fill("{} ended its involvement", &[&self.who]))
    }
}

impl Escalate {
    pub(super) async fn run(self) -> Result<(), CliError> {
        let Self { who, against, which } = self;
        let done = which.tell("/escalate", &json!({ "as": who, "against": against })).await?;
        let handler = done["handledBy"].as_str().unwrap_or("-");
        let text = "the ticket against {} is on step {}; handled by {}";
        output::say(&fill(text, &[&against, &done["step"], &handler]))
    }
}

impl Die {
    pub(super) async fn run(self) -> Result<(), CliError> {
        self.which.tell("/death", &json!({ "person": self.person })).await?;
        output::say(&fill("the population register reported the death of {}", &[&self.person]))
    }
}

impl Forward {
    pub(super) async fn run(self) -> Result<(), CliError> {
        let done = self.which.tell("/clock", &json!({ "forward": self.forward })).await?;
        let now = done["now"].as_str().unwrap_or_default();
        output::say(&fill(
            "it is {} in the sandbox; {} deadlines came",
            &[&now, &done["deadlines"]],
        ))
    }
}

impl Cut {
    pub(super) async fn run(self) -> Result<(), CliError> {
        let done = self.which.tell("/cut", &json!({})).await?;
        output::say(&fill("{} connections broke", &[&done["connections"]]))
    }
}

impl Which {
    /// One call: what it answers, or what it was refused for.
    ///
    /// # Errors
    /// Nobody answers, or it was refused.
    pub(super) async fn tell(&self, verb: &str, asked: &Value) -> Result<Value, CliError> {
        let (status, answer) = self.send(verb, asked).await.map_err(|problem| {
            let text = "no sandbox answers at {} ({}); start one with: verwijspunt sandbox";
            CliError::Failed(fill(text, &[&self.control, &problem]))
        })?;
        if status == StatusCode::OK {
            return Ok(answer);
        }
        let detail = answer["detail"].as_str().unwrap_or_default();
        Err(CliError::Failed(fill("refused: {}", &[&detail])))
    }

    async fn send(&self, verb: &str, asked: &Value) -> Result<(StatusCode, Value), String> {
        let text = |error: &dyn std::fmt::Display| error.to_string();
        let uri: Uri = self.control.parse().map_err(|e| text(&e))?;
        let host = uri.host().ok_or_else(|| say("names no host").to_owned())?;
        let port = uri.port_u16().unwrap_or(80);
        let stream = TcpStream::connect((host, port)).await.map_err(|e| text(&e))?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|e| text(&e))?;
        let driven = tokio::spawn(connection);
        let request = Request::post(verb)
            .header(header::HOST, format!("{host}:{port}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(asked.to_string())))
            .map_err(|e| text(&e))?;
        let answer = sender.send_request(request).await.map_err(|e| text(&e))?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
        let body = body.map_err(|e| text(&e))?.to_bytes();
        driven.abort();
        Ok((status, serde_json::from_slice(&body).map_err(|e| text(&e))?))
    }
}
