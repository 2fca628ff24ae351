//! Does a recipient's web server take what this broker sends?

use std::path::PathBuf;

use clap::Subcommand;
use uuid::Uuid;

use crate::{
    broker::Clock,
    deliver::webhook::{Answer, Event, SIGNATURE_HEADER},
    domain::model::receiver::ReceiverAddress,
    server::config::Config,
};

use super::{errors::CliError, operate::refused, output, texts};

/// Commands about calls to recipients' web servers.
#[derive(Subcommand, Debug)]
pub enum WebhookCommand {
    /// Asks a web server whether it wants to be called, and sends it one signed event about nothing.
    ///
    /// Exactly as the broker does: with its keys, and only to addresses that it may call.
    #[command(
        after_help = "Example:\n  verwijspunt webhook test --config config.toml https://receiver.example/hook\n\n\
        Exit code: 0 it took the event, 1 it did not, and why."
    )]
    Test {
        /// The configuration of the broker, with a section [webhook].
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// The address of the web server.
        #[arg(value_name = "URL")]
        address: String,
    },
}

impl WebhookCommand {
    /// Does it.
    ///
    /// # Errors
    /// Why the event did not arrive.
    pub async fn run(self) -> Result<(), CliError> {
        let Self::Test { config: file, address } = self;
        let failed = |text: String| CliError::Failed(text);
        let config = Config::load(&file).map_err(|problems| refused(&problems))?;
        let Some(settings) = config.webhook else {
            let none = "{} has no section [webhook]; add it as deploy/config.example.toml shows";
            return Err(failed(texts::fill(none, &[&file.display()])));
        };
        let to = ReceiverAddress::parse(&address)
            .map_err(|why| failed(texts::fill("the address cannot be called: {}", &[&why])))?;
        let webhook = settings.open().map_err(|why| failed(format!("[webhook]: {why}")))?;
        let event = Event::trial(&settings.sender(), Uuid::now_v7(), Clock::System.now());
        match webhook.send(&to, &event).await {
            Answer::Taken => {
                let values: [&dyn std::fmt::Display; 3] =
                    [&to, &SIGNATURE_HEADER, &webhook.key_id()];
                output::say(&texts::fill("{} took it; signed in {} with the key {}", &values))
            }
            Answer::Gone => {
                Err(failed(texts::fill("{}: the receiver answers 410: it is gone", &[&to])))
            }
            Answer::Busy { .. } => {
                Err(failed(texts::fill("{}: the receiver answers 429: too busy", &[&to])))
            }
            Answer::Failed(trouble) => Err(failed(format!("{to}: {trouble}"))),
        }
    }
}
