//! Which mails came? A mail server on this machine that takes everything over STARTTLS, and says just
//! enough of SMTP for it.

use std::{io, sync::Arc};

use rustls::ServerConfig;
use tokio::{
    io::{
        AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufStream,
    },
    net::{TcpListener, TcpStream},
    sync::mpsc::UnboundedSender,
};
use tokio_rustls::TlsAcceptor;

use super::arrived::Arrived;

/// Most lines of one mail; ours have a dozen.
const LINES_MOST: usize = 1_000;

/// Takes mails until it is dropped.
pub(super) async fn serve(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    came: UnboundedSender<Arrived>,
) {
    let tls = TlsAcceptor::from(tls);
    while let Ok((stream, _)) = listener.accept().await {
        let (tls, came) = (tls.clone(), came.clone());
        // Whoever breaks off in the middle has sent no mail: the broker sends it again.
        tokio::spawn(async move { talk(stream, tls, &came).await.ok() });
    }
}

/// Before TLS nothing is taken but the wish for it.
async fn talk(
    stream: TcpStream,
    tls: TlsAcceptor,
    came: &UnboundedSender<Arrived>,
) -> io::Result<()> {
    let mut open = BufStream::new(stream);
    say(&mut open, "220 localhost").await?;
    while let Some(line) = line(&mut open).await? {
        let answer = match verb(&line).as_str() {
            "EHLO" => "250-localhost\r\n250 STARTTLS",
            "STARTTLS" => {
                say(&mut open, "220 go on").await?;
                let secure = tls.accept(open.into_inner()).await?;
                return take(BufStream::new(secure), came).await;
            }
            "QUIT" => return say(&mut open, "221 goodbye").await,
            _ => "530 STARTTLS first",
        };
        say(&mut open, answer).await?;
    }
    Ok(())
}

async fn take<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: BufStream<S>,
    came: &UnboundedSender<Arrived>,
) -> io::Result<()> {
    let mut to = String::new();
    while let Some(line) = line(&mut stream).await? {
        let answer = match verb(&line).as_str() {
            "EHLO" | "MAIL" | "RSET" | "NOOP" => "250 localhost",
            "RCPT" => {
                let address = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
                to = address.map(|(address, _)| address.to_owned()).unwrap_or_default();
                "250 known"
            }
            "DATA" if to.is_empty() => "503 to whom?",
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let Some(text) = text(&mut stream).await? else { return Ok(()) };
                // Nobody listens any more when the demonstration ends.
                let _ = came.send(Arrived::Mail { to: std::mem::take(&mut to), text });
                "250 taken"
            }
            "QUIT" => return say(&mut stream, "221 goodbye").await,
            _ => "502 not here",
        };
        say(&mut stream, answer).await?;
    }
    Ok(())
}

/// The text up to the dot that ends it; `None` when the sender broke off before.
async fn text(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut text = String::new();
    for _ in 0..LINES_MOST {
        match line(stream).await? {
            Some(line) if line == "." => return Ok(Some(text)),
            Some(line) => text += &format!("{}\n", line.strip_prefix('.').unwrap_or(&line)),
            None => break,
        }
    }
    Ok(None)
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

fn verb(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().to_ascii_uppercase()
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), text: &str) -> io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}
