//! Who calls, and which server? The options that all client verbs share, and how they send.

use std::{env, path::PathBuf, time::Duration};

use clap::Args;
use tonic::{Code, Request, Response, Status, metadata::MetadataValue, transport::Channel};
use tonic_types::StatusExt;

use super::{
    client::{self, ClientOptions},
    errors::{CliError, reason},
    output::complain,
    texts::{fill, reads_dutch, say},
};
use crate::{pem, server::peer};

/// How long an answer may take before the command gives up.
const DEADLINE: Duration = Duration::from_secs(30);
/// Attempts when the server is unavailable; harmless, because every request carries its own id.
const ATTEMPTS: u32 = 4;
/// Wait before the second attempt; doubles.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Longest wait that a server may ask for before the command gives up.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Whoever waits longer is told why.
const SILENT_AT_MOST: Duration = Duration::from_secs(1);

/// Which server, and who calls it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Connection")]
pub struct ConnectArgs {
    /// Address of the server.
    #[arg(long, env = "VERWIJSPUNT_SERVER", default_value = "https://localhost:7443")]
    #[arg(value_name = "URL", hide_env_values = true)]
    pub server: String,
    /// Who calls: NAME.pem and NAME.key in the directory of --certs.
    #[arg(long = "as", env = "VERWIJSPUNT_AS", value_name = "NAME", hide_env_values = true)]
    pub caller: Option<String>,
    /// Directory with certificates, as `verwijspunt dev-certs` makes it.
    #[arg(long, env = "VERWIJSPUNT_CERTS", value_name = "DIR", default_value = "certs")]
    #[arg(hide_env_values = true)]
    pub certs: PathBuf,
    /// Certificate of the caller (PEM), instead of --as.
    #[arg(long, env = "VERWIJSPUNT_CERTIFICATE", value_name = "FILE", hide_env_values = true)]
    pub certificate: Option<PathBuf>,
    /// Private key of that certificate (PEM).
    #[arg(long, env = "VERWIJSPUNT_KEY", value_name = "FILE", hide_env_values = true)]
    pub key: Option<PathBuf>,
    /// Authority that signed the server's certificate (PEM) [default: ca.pem in --certs].
    #[arg(long, env = "VERWIJSPUNT_CA", value_name = "FILE", hide_env_values = true)]
    pub ca: Option<PathBuf>,
    /// Who acts: your id within the organisation; kept in the audit log [default: login name].
    #[arg(long, env = "VERWIJSPUNT_PROFESSIONAL", value_name = "ID", hide_env_values = true)]
    pub professional: Option<String>,
}

impl ConnectArgs {
    /// The files and the address to connect with.
    ///
    /// # Errors
    /// When it is not said who calls.
    pub fn options(&self) -> Result<ClientOptions, CliError> {
        let named = |extension: &str| {
            self.caller.as_ref().map(|name| self.certs.join(format!("{name}.{extension}")))
        };
        let certificate = self.certificate.clone().or_else(|| named("pem"));
        let key = self.key.clone().or_else(|| named("key"));
        let (Some(certificate), Some(key)) = (certificate, key) else {
            return Err(CliError::Usage(
                say("who calls? give --as NAME (with --certs DIR), or --certificate and --key")
                    .into(),
            ));
        };
        let ca = self.ca.clone().unwrap_or_else(|| self.certs.join("ca.pem"));
        Ok(ClientOptions { server: self.server.clone(), certificate, key, ca })
    }

    /// Who acts.
    #[must_use]
    pub fn acting(&self) -> String {
        let login = || env::var("USER").or_else(|_| env::var("USERNAME")).ok();
        self.professional.clone().or_else(login).filter(|id| !id.is_empty()).unwrap_or("cli".into())
    }

    /// Who acts, when that was named on this command line and does not stand in the environment.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        let set = env::var("VERWIJSPUNT_PROFESSIONAL").ok();
        self.professional.as_deref().filter(|named| set.as_deref() != Some(*named))
    }

    /// The office that the certificate of the caller names, if any.
    #[must_use]
    pub fn office(&self) -> Option<String> {
        // What cannot be read is told when it is used to connect.
        let content = std::fs::read(self.options().ok()?.certificate).ok()?;
        let holder = peer::read(pem::certificates(&content).ok()?.first()?).ok()?;
        holder.offices.first().map(ToString::to_string)
    }

    /// Connects.
    ///
    /// # Errors
    /// As [`client::connect`], and when it is not said who calls.
    pub async fn channel(&self) -> Result<Channel, CliError> {
        Ok(client::connect(&self.options()?).await?)
    }
}

/// A request whose answer comes in the language of whoever reads it: also that of a stream.
pub fn in_the_readers_language<Q>(message: Q) -> Request<Q> {
    let mut request = Request::new(message);
    if reads_dutch() {
        request.metadata_mut().insert("accept-language", MetadataValue::from_static("nl"));
    }
    request
}

/// Sends a request with a deadline, and again when the server is unavailable for a moment.
///
/// # Errors
/// The status of the last attempt.
pub async fn send<Q, A, S, F>(request: Q, mut call: S) -> Result<A, CliError>
where
    Q: Clone,
    S: FnMut(Request<Q>) -> F,
    F: Future<Output = Result<Response<A>, Status>>,
{
    let mut wait = FIRST_WAIT;
    for attempt in 1.. {
        let mut message = in_the_readers_language(request.clone());
        message.set_timeout(DEADLINE);
        match call(message).await {
            Ok(answer) => return Ok(answer.into_inner()),
            Err(status) if attempt == ATTEMPTS || !worth_waiting(&status) => {
                return Err(status.into());
            }
            Err(status) => {
                let asked = status.get_details_retry_info().and_then(|info| info.retry_delay);
                let pause = asked.unwrap_or(wait).min(LONGEST_WAIT);
                if pause >= SILENT_AT_MOST {
                    let values: [&dyn std::fmt::Display; 2] = [&status.message(), &pause.as_secs()];
                    complain(&fill("{}; again in {} s", &values));
                }
                tokio::time::sleep(pause).await;
                wait *= 2;
            }
        }
    }
    unreachable!("the last attempt returns")
}

/// True for what passes by itself while somebody waits at a terminal. A full disk waits for its administrator.
fn worth_waiting(status: &Status) -> bool {
    passing(status) && reason(status) != "DISK_FULL"
}

/// True for what passes by itself: a server that is away, busy, or a line that broke. A refused
/// certificate looks like a broken line (TLS 1.3) but does not mend itself.
#[must_use]
pub fn passing(status: &Status) -> bool {
    let source = std::error::Error::source(status);
    if source.is_some_and(|source| client::tls_problem(source).is_some()) {
        return false;
    }
    match status.code() {
        Code::Unavailable => true,
        // A lookup budget comes back in an hour or a day, not while somebody waits.
        Code::ResourceExhausted => {
            status.get_details_retry_info().is_some() && reason(status) != "LOOKUP_BUDGET"
        }
        // Made on this side, not by the server.
        Code::Unknown | Code::Internal | Code::Cancelled => source.is_some(),
        _ => false,
    }
}

/// `call!(client.method(request))`: one call of a generated client through [`send`].
macro_rules! call {
    ($client:ident . $method:ident ( $request:expr )) => {
        $crate::cli::connect::send($request, |request| {
            let mut client = $client.clone();
            async move { client.$method(request).await }
        })
        .await
    };
}
pub(crate) use call;
