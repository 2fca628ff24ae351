//! The demonstration: a real broker on this machine, and one family in Zeeburg as seven parties
//! live it. Everything goes over the wire.

pub mod actors;
pub mod inbox;
mod setup;
pub mod story;
pub mod teller;

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    time::Instant,
};

use clap::Args;

use crate::{
    broker::Clock,
    server::{assemble, shutdown::StopReason},
};

use super::{errors::CliError, operate};

/// Makes a directory with an authority, certificates, keys and a configuration, starts the broker
/// there on loopback with mutual TLS, imports a sample, plays a story and goes on serving.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  verwijspunt demo\n  verwijspunt demo --exit\n\n\
    Exit code with --exit: 0 when every step gave the expected answer.")]
pub struct Demo {
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
        let stage = setup::prepare(self.dir)?;
        let assembled =
            assemble::start(&stage.config, Clock::System).await.map_err(operate::cannot_start)?;
        let server = format!("https://localhost:{}", assembled.server().address().port());
        let mut out = stdout();
        writeln!(
            out,
            "A broker serves on {server} with mutual TLS; everything is in {}.\n",
            stage.directory.display()
        )?;
        let played = play(&stage, &server, &mut out).await;
        let seconds = begun.elapsed().as_secs_f32();
        match played {
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
                writeln!(out, "\n{}", stage.commands(&server))?;
                match assembled.run().await {
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

async fn play(
    stage: &setup::Stage,
    server: &str,
    out: &mut impl std::io::Write,
) -> Result<(), CliError> {
    stage.import_sample(server, out).await?;
    let actors = stage.actors(server).await?;
    let report = story::play(&actors, out).await;
    report.map(drop).map_err(|error| CliError::Failed(error.to_string()))
}
