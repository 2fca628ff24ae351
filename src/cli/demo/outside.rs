//! What leaves the house in the demonstration, and who takes it? A coordinator gets mail, and the school
//! has a web server that is called; both stand on this machine, and live as long as the demonstration.

use std::{
    io::{self, Write, stdout},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket},
    sync::mpsc::{self, UnboundedReceiver},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    cli::errors::CliError,
    deliver::webhook::SigningKey,
    server::{
        config::{self, Config},
        tls::{BrowserMaterial, TlsMaterial},
    },
};

use super::{arrived::Arrived, mailbox, receiver::Receiver};

/// How long the demonstration waits for a mail and a call, which leave within a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// The ports on which they listen, taken before the configuration names them.
pub(super) struct Ports {
    pub(super) mail: std::net::TcpListener,
    pub(super) web: std::net::TcpListener,
    /// For the broker, which listens on it itself when it starts. Nobody else is given it meanwhile, since it
    /// is bound; that nobody listens yet lets the broker in.
    pub(super) rest: TcpSocket,
}

impl Ports {
    /// Takes three free ones.
    ///
    /// # Errors
    /// There are none.
    pub(super) fn take() -> io::Result<Self> {
        let any = || {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
            listener.set_nonblocking(true)?;
            Ok::<_, io::Error>(listener)
        };
        let rest = TcpSocket::new_v4()?;
        rest.set_reuseaddr(true)?;
        rest.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        Ok(Self { mail: any()?, web: any()?, rest })
    }
}

/// The two who take what leaves the house.
pub(super) struct Outside {
    came: UnboundedReceiver<Arrived>,
    /// The address that must get a mail, and whose web server is called.
    expected: (String, String),
    serving: [JoinHandle<()>; 2],
    /// See [`Ports`].
    _rest: TcpSocket,
}

impl Outside {
    /// Lets them listen, with the certificate of the demonstration's server.
    ///
    /// # Errors
    /// A file of the demonstration cannot be used.
    pub(super) fn open(
        ports: Ports,
        config: &Config,
        key: &[u8],
        expected: (String, String),
    ) -> Result<Self, CliError> {
        let failed = |error: &dyn std::fmt::Display| CliError::Failed(error.to_string());
        let config::Tls { certificate, key: private, .. } = &config.tls;
        // A mail server asks nobody for a certificate; a web server that is called asks for the broker's.
        let open = BrowserMaterial::load(certificate, private, false).map_err(|e| failed(&e))?;
        let mutual = TlsMaterial::load(&config.tls).map_err(|e| failed(&e))?.server;
        let key = SigningKey::read(key).map_err(CliError::Failed)?.public().to_vec();
        let (sender, came) = mpsc::unbounded_channel();
        let mail = TcpListener::from_std(ports.mail)?;
        let web = TcpListener::from_std(ports.web)?;
        let serving = [
            tokio::spawn(mailbox::serve(mail, open.server, sender.clone())),
            tokio::spawn(Receiver { key, came: sender }.serve(web, mutual)),
        ];
        Ok(Self { came, expected, serving, _rest: ports.rest })
    }

    /// Shows one mail and one event, and waits for them.
    ///
    /// # Errors
    /// One of them did not come.
    pub(super) async fn show(&mut self, out: &mut impl Write) -> Result<(), CliError> {
        let (address, called) = &self.expected;
        let (mut mail, mut event) = (None, None);
        while mail.is_none() || event.is_none() {
            let came = timeout(PATIENCE, self.came.recv()).await.ok().flatten();
            match came {
                Some(Arrived::Mail { to, text }) if to == *address => mail = mail.or(Some(text)),
                Some(Arrived::Mail { .. }) => {}
                Some(Arrived::Event(it)) => event = event.or(Some(it)),
                None if mail.is_none() => {
                    return Err(CliError::Failed(format!("no mail came to {address}")));
                }
                None => return Err(CliError::Failed(format!("nobody called {called}"))),
            }
        }
        let (mail, event) = (mail.unwrap_or_default(), event.unwrap_or_default());
        let (head, body) = mail.split_once("\n\n").unwrap_or((&mail, ""));
        let subject = head.lines().find(|line| line.starts_with("Subject: ")).unwrap_or_default();
        writeln!(out, "\nWhat left the house: that something waits, never what or about whom")?;
        quoted(out, &format!("a mail to {address}, over TLS:"), &format!("{subject}\n\n{body}"))?;
        let event = format!("{event:#}");
        quoted(out, &format!("a call of the web server of {called}, its signature good:"), &event)
    }

    /// Tells of each that comes from now on, in a line.
    pub(super) fn follow(mut self) {
        tokio::spawn(async move {
            let called = self.expected.1.clone();
            while let Some(came) = self.came.recv().await {
                let line = match came {
                    Arrived::Mail { to, .. } => format!("  mail to {to}"),
                    Arrived::Event(event) => {
                        let [kind, sequence] = ["type", "sequence"].map(|key| event[key].as_str());
                        let place = sequence.map_or("", |all| all.trim_start_matches('0'));
                        format!("  call of {called}: {} {place}", kind.unwrap_or_default())
                    }
                };
                // Whoever closed the terminal sees nothing any more.
                let _ = writeln!(stdout(), "{line}");
            }
        });
    }
}

fn quoted(out: &mut impl Write, title: &str, text: &str) -> Result<(), CliError> {
    writeln!(out, "             {title}")?;
    for line in text.lines() {
        writeln!(out, "{}", format!("               {line}").trim_end())?;
    }
    Ok(())
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.serving.iter().for_each(JoinHandle::abort);
    }
}
