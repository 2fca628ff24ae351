//! The verbs of the inbox: watch (print notifications as they come) and ack.

use std::time::Duration;

use clap::Args;
use tokio::time::{Instant, sleep, timeout_at};
use tonic::{Status, transport::Channel};

use super::{
    breaks::{Breaks, again},
    connect::{ConnectArgs, call, in_the_readers_language},
    errors::CliError,
    layout, notifications,
    output::{self, Format, OutputArgs, say},
    texts::{fill, say as text},
};
use crate::{
    api::v1::{self, inbox_service_client::InboxServiceClient as Client, subscribe_response::Part},
    wire::Written,
};

/// A stream without any sign of life for this long is given up: two heartbeats and a half.
const SILENCE: Duration = Duration::from_secs(40);
/// What waits needs a moment to come: each batch is in the audit log before it leaves. So a stream
/// is not called idle sooner than this, whatever is asked.
const QUIET_AT_LEAST: Duration = Duration::from_millis(750);
/// Seconds between heartbeats.
const HEARTBEAT_SECONDS: u32 = 15;

/// Print notifications as they come.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt watch --as basisschool-de-waterlelie
  verwijspunt watch --as basisschool-de-waterlelie --ack -o json --until-idle 2

A crisis that waits for an answer is printed at once as `ahead`, and again in its place.
It begins after the last acknowledged notification, or where --after says. When the server goes
away it connects again and goes on where it was. Without --ack nothing is marked as handled.")]
pub struct Watch {
    /// Begin after this sequence; 0 is the beginning.
    #[arg(long, value_name = "SEQUENCE")]
    pub after: Option<u64>,
    /// Acknowledge each notification after it was printed.
    #[arg(long)]
    pub ack: bool,
    /// End after this many notifications.
    #[arg(long, value_name = "N")]
    pub count: Option<u64>,
    /// End when nothing came for this many seconds.
    #[arg(long, value_name = "SECONDS")]
    pub until_idle: Option<u64>,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Why one stream ended.
enum Ended {
    /// What was asked for is done.
    Done,
    /// The server went; go on elsewhere or in a moment.
    Broken(Status),
}

/// How far the watching is.
struct Progress {
    after: Option<u64>,
    printed: u64,
    idle_since: Instant,
}

impl Watch {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        tokio::select! {
            result = self.watch() => result,
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    }

    async fn watch(&self) -> Result<(), CliError> {
        // The first connection must succeed: a wrong certificate does not mend itself.
        let channel = self.connect.channel().await?;
        let mut progress = Progress { after: self.after, printed: 0, idle_since: Instant::now() };
        let mut breaks = Breaks::endless();
        loop {
            let before = progress.printed;
            let Ended::Broken(status) = self.stream(channel.clone(), &mut progress).await? else {
                return Ok(());
            };
            if progress.printed > before {
                breaks.forget();
            }
            let why = status.message().to_owned();
            let wait = breaks.wait(status)?;
            output::complain(&fill("note: {}", &[&again(&why, wait)]));
            let next = Instant::now() + wait;
            if self.idle_at(&progress).is_some_and(|idle| idle <= next) {
                return Ok(());
            }
            sleep(wait).await;
        }
    }

    fn idle_at(&self, progress: &Progress) -> Option<Instant> {
        let quiet = self.until_idle.map(Duration::from_secs);
        quiet.map(|quiet| progress.idle_since + quiet.max(QUIET_AT_LEAST))
    }

    async fn stream(&self, channel: Channel, progress: &mut Progress) -> Result<Ended, CliError> {
        let mut client = Client::new(channel);
        let subscribe = v1::SubscribeRequest {
            after: progress.after,
            heartbeat_seconds: HEARTBEAT_SECONDS,
            acting_professional: self.connect.acting(),
        };
        let mut stream = match client.subscribe(in_the_readers_language(subscribe)).await {
            Ok(answer) => answer.into_inner(),
            Err(status) => return Ok(Ended::Broken(status)),
        };
        loop {
            if self.count.is_some_and(|count| progress.printed >= count) {
                return Ok(Ended::Done);
            }
            let silent = Instant::now() + SILENCE;
            let idle = self.idle_at(progress);
            let deadline = idle.map_or(silent, |idle| idle.min(silent));
            let part = match timeout_at(deadline, stream.message()).await {
                Err(_) if idle.is_some_and(|idle| idle <= Instant::now()) => {
                    return Ok(Ended::Done);
                }
                Err(_) => {
                    return Ok(Ended::Broken(Status::unavailable(text(
                        "the server has gone silent",
                    ))));
                }
                Ok(Err(status)) => return Ok(Ended::Broken(status)),
                Ok(Ok(None)) => {
                    return Ok(Ended::Broken(Status::unavailable(text("the stream ended"))));
                }
                Ok(Ok(Some(message))) => message.part,
            };
            match part {
                Some(Part::Notification(notification)) => {
                    self.print(&notification)?;
                    progress.after = Some(notification.sequence);
                    progress.printed += 1;
                    progress.idle_since = Instant::now();
                    if self.ack {
                        acknowledge(&client, notification.sequence, self.connect.acting()).await?;
                    }
                }
                // It comes again in its place, which is where it is acknowledged and counted.
                Some(Part::Ahead(crisis)) => {
                    self.print(&crisis)?;
                    progress.idle_since = Instant::now();
                }
                Some(Part::Heartbeat(beat)) if beat.closing => {
                    return Ok(Ended::Broken(Status::unavailable(text("the server is stopping"))));
                }
                Some(Part::Heartbeat(_)) | None => {}
            }
        }
    }

    fn print(&self, notification: &v1::Notification) -> Result<(), CliError> {
        match self.output.format {
            Format::Json => say(&output::line(&Written(notification))?),
            Format::Table => say(&notifications::line(notification, layout::width())),
        }
    }
}

async fn acknowledge(
    client: &Client<Channel>,
    position: u64,
    acting_professional: String,
) -> Result<v1::AcknowledgeResponse, CliError> {
    call!(client.acknowledge(v1::AcknowledgeRequest { position, acting_professional }))
}

/// Mark notifications as handled.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ack --as basisschool-de-waterlelie 17

Marks everything up to and including the position. Doing it twice is harmless.")]
pub struct Ack {
    /// Everything up to and including this sequence was handled.
    #[arg(value_name = "SEQUENCE")]
    pub position: u64,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Ack {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = acknowledge(&client, self.position, self.connect.acting()).await?;
        self.output.print(&Written(&answer), || {
            fill("everything up to {} is handled", &[&answer.acknowledged])
        })
    }
}
