//! How is one mail handed to the mail server, and what did it say of the recipient?

use std::{fmt, path::PathBuf, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Noop, Rcpt},
        extension::ClientId,
    },
};

use crate::{domain::state::delivery::Trouble, pem, plain_text};

use super::tls;

/// How long the server may take for one answer. What is under way longer is given up by the pump.
const PATIENCE: Duration = Duration::from_secs(10);

/// The codes by which a server says that it knows no such recipient.
const NO_RECIPIENT: [u16; 3] = [550, 551, 553];

/// How the text begins when it is a rule for senders all the same (RFC 3463: security or policy).
const POLICY: &str = "5.7.";

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// It begins in the open and goes over to TLS before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

impl Security {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::StartTls, Self::Tls];

    /// The word of the configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }

    /// The port on which mail servers take mail so.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// The mail server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    /// Its name, as in its certificate.
    pub host: String,
    /// Where it listens.
    pub port: u16,
    /// How the connection is protected; never not at all.
    pub security: Security,
    /// The authorities of its certificate, PEM; `None`: those that browsers trust.
    pub ca_file: Option<PathBuf>,
    /// With which name to sign in, and the file with the password; `None`: it asks for none.
    pub login: Option<(String, PathBuf)>,
}

/// What became of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Handed {
    /// The server took it.
    Taken,
    /// The server knows no such recipient.
    NoSuchRecipient,
    /// It was not taken; later it may.
    NotNow(Failure),
}

/// Why a mail was not taken. Holds nothing that the server said, which may name a recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What kind of trouble it is.
    pub trouble: Trouble,
    /// How far it came, and what happened there.
    text: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Failure {
    fn new(stage: &str, error: &Error) -> Self {
        let code = error.status().map(u16::from);
        let said = code.map_or_else(String::new, |code| format!(" with code {code}"));
        let (trouble, kind) = match code {
            _ if error.is_timeout() => (Trouble::TimedOut, "gave no answer in time"),
            _ if error.is_tls() || tls::distrusted(error) => {
                (Trouble::Certificate, "has no certificate that is trusted")
            }
            Some(code) => (Trouble::Status(code), "refused"),
            // It answered, and offers no TLS, or no way to sign in.
            None if error.is_client() => (Trouble::Broken, "cannot be spoken with"),
            None => (Trouble::Unreachable, "cannot be reached"),
        };
        Self { trouble, text: format!("{stage}: the mail server {kind}{said}") }
    }

    /// A file of this machine cannot be used.
    fn ours(text: String) -> Self {
        Self { trouble: Trouble::Unsent, text }
    }
}

impl Server {
    /// Reads the files that it names.
    ///
    /// # Errors
    /// The text says which file, and what is wrong.
    pub fn check(&self) -> Result<(), String> {
        self.credentials()?;
        self.tls().map(|_| ())
    }

    /// Connects and signs in, and says nothing more.
    ///
    /// # Errors
    /// The text says how far it came.
    pub async fn greet(&self) -> Result<(), String> {
        let mut connection = self.connect().await.map_err(|failure| failure.to_string())?;
        let answer = connection.command(Noop).await;
        connection.abort().await;
        answer.map(|_| ()).map_err(|error| Failure::new("at the greeting", &error).to_string())
    }

    /// Hands over one mail.
    pub async fn hand(&self, from: &Address, to: &Address, text: &[u8]) -> Handed {
        let mut connection = match self.connect().await {
            Ok(connection) => connection,
            Err(why) => return Handed::NotNow(why),
        };
        let handed = talk(&mut connection, from, to, text).await;
        if handed == Handed::Taken {
            // It has the mail; how it says goodbye changes nothing.
            let _ = tokio::time::timeout(Duration::from_secs(1), connection.quit()).await;
        }
        connection.abort().await;
        handed
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let (hello, tls) = (ClientId::default(), self.tls().map_err(Failure::ours)?);
        let at = (self.host.as_str(), self.port);
        let wrapped = (self.security == Security::Tls).then(|| tls.clone());
        let opened =
            AsyncSmtpConnection::connect_tokio1(at, Some(PATIENCE), &hello, wrapped, None).await;
        let mut connection = opened.map_err(|error| Failure::new("when connecting", &error))?;
        if self.security == Security::StartTls {
            // A server that offers none, or somebody in between who takes the offer out, hears
            // nothing more.
            let started = connection.starttls(tls, &hello).await;
            started.map_err(|error| Failure::new("at STARTTLS", &error))?;
        }
        if let Some(credentials) = self.credentials().map_err(Failure::ours)? {
            let signed_in = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            signed_in.map_err(|error| Failure::new("when signing in", &error))?;
        }
        Ok(connection)
    }

    fn tls(&self) -> Result<TlsParameters, String> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(file) = &self.ca_file {
            let wrong = |why: &dyn fmt::Display| format!("{}: {why}", file.display());
            let content = std::fs::read(file).map_err(|error| wrong(&error))?;
            builder = builder.certificate_store(CertificateStore::None);
            for der in pem::certificates(&content).map_err(|why| wrong(&why))? {
                let authority = Certificate::from_der(der.to_vec());
                builder = builder.add_root_certificate(authority.map_err(|error| wrong(&error))?);
            }
        }
        builder.build().map_err(|error| format!("the mail server's TLS: {error}"))
    }

    fn credentials(&self) -> Result<Option<Credentials>, String> {
        let Some((name, file)) = &self.login else { return Ok(None) };
        // What is handed over lives as long as the connection is being made.
        let password = plain_text::secret(file)?;
        Ok(Some(Credentials::new(name.clone(), password.to_string())))
    }
}

/// Whether a refusal at the recipient is about the recipient (RFC 5321, 4.2.3). Most others are about
/// whoever sends: a list of bad senders, a rule, a limit; these pass, and say nothing of a mailbox.
fn knows_no_such(error: &Error) -> bool {
    let code = error.status().map(u16::from);
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    code.is_some_and(|code| NO_RECIPIENT.contains(&code)) && !said.trim_start().starts_with(POLICY)
}

async fn talk(
    connection: &mut AsyncSmtpConnection,
    from: &Address,
    to: &Address,
    text: &[u8],
) -> Handed {
    let not_now = |stage: &str, error: &Error| Handed::NotNow(Failure::new(stage, error));
    if let Err(error) = connection.command(Mail::new(Some(from.clone()), Vec::new())).await {
        return not_now("at the sender", &error);
    }
    match connection.command(Rcpt::new(to.clone(), Vec::new())).await {
        Err(error) if knows_no_such(&error) => return Handed::NoSuchRecipient,
        Err(error) => return not_now("at the recipient", &error),
        Ok(_) => {}
    }
    if let Err(error) = connection.command(Data).await {
        return not_now("before the text", &error);
    }
    match connection.message(text).await {
        Ok(_) => Handed::Taken,
        Err(error) => not_now("after the text", &error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_of_its_file_is_read_or_told() {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["mail.example".to_owned()]);
        let authority = params.expect("a name").self_signed(&pair).expect("signed").pem();
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("ca.pem");
        let server = Server {
            host: "mail.example".to_owned(),
            port: 587,
            security: Security::StartTls,
            ca_file: Some(file.clone()),
            login: None,
        };
        pem::spoilt::each(&authority, |content| {
            std::fs::write(&file, content).expect("written");
            server.tls().map(|_| ())
        });
    }

    #[test]
    fn the_password_is_read_as_it_was_typed_or_its_file_is_refused() {
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("mail.password");
        let server = Server {
            host: "mail.example".to_owned(),
            port: 587,
            security: Security::StartTls,
            ca_file: None,
            login: Some(("verwijspunt".to_owned(), file.clone())),
        };
        let read = |content: &[u8]| {
            std::fs::write(&file, content).expect("written");
            server.credentials()
        };
        let typed = Credentials::new("verwijspunt".to_owned(), "geheim".to_owned());
        for content in
            [&b"geheim"[..], b"geheim\r\n", b"\xef\xbb\xbfgeheim\n", b"\xff\xfeg\0e\0h\0e\0i\0m\0"]
        {
            assert_eq!(read(content), Ok(Some(typed.clone())), "{content:?}");
        }
        let told = server.check().and_then(|()| read(b"\r\n").map(drop)).expect_err("empty");
        assert!(told.contains("mail.password: is empty"), "{told}");
    }
}
