//! The demonstration: a real broker on this machine, and one family as the parties of a town live it.
//! It plays the stories of `deploy/demo`, which the tests play too. Everything goes over the wire.

mod answers;
mod arrived;
mod calls;
mod console;
mod district;
mod inbox;
mod mailbox;
mod outside;
mod play;
mod player;
mod receiver;
mod setup;
mod teller;
mod towns;

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    time::Instant,
};

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    broker::Clock,
    server::{assemble, shutdown::StopReason},
};

use self::outside::Outside;
use super::{errors::CliError, operate, story::language::Story};

/// Makes a directory with an authority, certificates, keys and a configuration, starts the broker
/// there on loopback with mutual TLS, imports a sample (in Amsterdam), plays a story, shows which mail
/// and which webhook left the house meanwhile, and goes on serving.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  verwijspunt demo\n  verwijspunt demo --exit\n  \
    verwijspunt demo --covenant zwolle-2007 --exit\n\n\
    Exit code with --exit: 0 when every step gave the expected answer.")]
pub struct Demo {
    /// Under which covenant the story happens: each has its own.
    #[arg(long, value_name = "NAME", default_value = towns::DEFAULT)]
    #[arg(value_parser = PossibleValuesParser::new(towns::ids()))]
    covenant: String,
    /// Directory to make; it must not exist [default: verwijspunt-demo, or the next free name].
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Stop after the story instead of serving on.
    #[arg(long)]
    exit: bool,
}

impl Demo {
    /// Plays it.
    ///
    /// # Errors
    /// What could not be set up, or which step of the story did not give what it should.
    pub async fn run(self) -> Result<(), CliError> {
        let begun = Instant::now();
        let town = towns::find(&self.covenant).expect("clap accepts only these");
        let story = town.story().map_err(CliError::Failed)?;
        let mut stage = setup::prepare(self.dir, town, &story)?;
        let assembled =
            assemble::start(&stage.config, Clock::System).await.map_err(operate::cannot_start)?;
        let server = format!("https://localhost:{}", assembled.server().address().port());
        let mut out = stdout();
        writeln!(
            out,
            "A broker serves on {server} with mutual TLS; everything is in {}.\n",
            stage.directory.display()
        )?;
        let done = played(&mut stage, &story, &server, &mut out).await;
        let seconds = begun.elapsed().as_secs_f32();
        match done {
            Err(error) => {
                assembled.shutdown().await;
                Err(error)
            }
            Ok(()) if self.exit => {
                writeln!(out, "\nEvery step gave the expected answer ({seconds:.1} s).")?;
                assembled.shutdown().await;
                Ok(())
            }
            Ok(()) => {
                let players = stage.players(&server, &story).await?;
                let filled = district::fill(&players, assembled.broker().now()).await;
                filled.map_err(|status| CliError::Failed(status.message().to_owned()))?;
                drop(players);
                let (console, links) = console::open(&stage, &story, &assembled).await?;
                writeln!(out, "\n{}", console::told(&links))?;
                writeln!(out, "{}", stage.commands(&server, &story)?)?;
                // From here on each is told as it comes.
                stage.outside.take().into_iter().for_each(Outside::follow);
                let stopped = assembled.run().await;
                console.stop();
                match stopped {
                    StopReason::Asked => {
                        writeln!(out, "\nstopped; to go on: {}", stage.serve_again())?;
                        Ok(())
                    }
                    StopReason::Failed(why) => Err(CliError::Failed(why)),
                }
            }
        }
    }
}

async fn played(
    stage: &mut setup::Stage,
    story: &Story,
    server: &str,
    out: &mut impl std::io::Write,
) -> Result<(), CliError> {
    if stage.town.covenant == towns::DEFAULT {
        stage.import_sample(server, out).await?;
    }
    let players = stage.players(server, story).await?;
    let told = play::play(stage, story, players, out).await;
    told.map_err(|error| CliError::Failed(error.to_string()))?;
    match &mut stage.outside {
        Some(outside) => outside.show(out).await,
        None => Ok(()),
    }
}
