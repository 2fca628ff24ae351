//! How does a supplier try a program? A broker on the supplier's own machine, in memory, with invented
//! families, a clock that can be moved and a counterpart that does what it is told.

mod ask;
mod cases;
mod conform;
mod control;
mod counterpart;
mod families;
mod ground;
mod setup;
mod told;
mod trials;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use tokio::net::TcpListener;

pub use self::conform::Conform;
use self::{
    control::Control, counterpart::Counterpart, ground::Ground, told::Told, trials::Trials,
};
use super::{
    errors::CliError,
    operate, output,
    texts::{fill, say},
};
use crate::server::{assemble, shutdown::StopReason, trial};

/// Who the supplier's program is, unless another certificate is taken.
const YOU: &str = "basisschool-de-waterlelie";
/// Who the counterpart is, unless a call names another.
const COUNTERPART: &str = "schulddienst-zeeburg";
/// Where the invented families live.
const AREA: &str = "zeeburg";

/// A broker for a program that is being made: in memory, on this machine only, with test certificates and
/// invented families. Its clock can be moved, and other organisations join, leave and escalate when they
/// are told to, by the verbs below or by the calls of the same names.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  verwijspunt sandbox\n  verwijspunt sandbox join mother-1\n  \
    verwijspunt sandbox clock 10d\n\n\
    The same as calls: GET /, and POST with JSON to /join, /leave, /escalate, /death, /clock and /cut at \
    the address that it prints. Everything is gone when it stops, except the certificates.")]
pub struct Sandbox {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Directory for certificates and sandbox.json; it is made when it is not there.
    #[arg(long, value_name = "DIR", default_value = "verwijspunt-sandbox")]
    dir: PathBuf,
    /// Port of gRPC and REST; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = 7443)]
    port: u16,
    /// Port of the calls that only a sandbox has; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = 7444)]
    control_port: u16,
}

/// What a sandbox that runs can be told to do.
#[derive(Subcommand, Debug)]
enum Verb {
    /// Another organisation registers a person: a match for whoever is involved with that person.
    Join(ask::Join),
    /// It ends its last involvement.
    Leave(ask::Leave),
    /// It opens a ticket against you; told again, the ticket goes a step up.
    Escalate(ask::Escalate),
    /// The population register reports that a person died.
    Die(ask::Die),
    /// The clock goes forward; everything that falls due meanwhile happens, day by day.
    Clock(ask::Forward),
    /// Every connection breaks.
    Cut(ask::Cut),
}

impl Sandbox {
    /// Serves, or tells a sandbox that runs what to do.
    ///
    /// # Errors
    /// Why it cannot start, or why what was asked was refused.
    pub async fn run(self) -> Result<(), CliError> {
        match self.verb {
            None => serve(self).await,
            Some(Verb::Join(verb)) => verb.run().await,
            Some(Verb::Leave(verb)) => verb.run().await,
            Some(Verb::Escalate(verb)) => verb.run().await,
            Some(Verb::Die(verb)) => verb.run().await,
            Some(Verb::Clock(verb)) => verb.run().await,
            Some(Verb::Cut(verb)) => verb.run().await,
        }
    }
}

async fn serve(asked: Sandbox) -> Result<(), CliError> {
    let place = setup::prepare(&asked.dir)?;
    let config = place.config(asked.port)?;
    let here = SocketAddr::from(([127, 0, 0, 1], asked.control_port));
    let listener = TcpListener::bind(here).await.map_err(|error| {
        CliError::Failed(fill("cannot listen on {} ({}); take another port", &[&here, &error]))
    })?;
    let control = listener.local_addr()?;
    let covenants = assemble::load_covenants(&config.covenants).map_err(CliError::Failed)?;
    let ground = Ground::check(&config, control, &covenants);
    let ground = ground.map_err(|why| CliError::Failed(why.to_string()))?;
    let trials = Arc::new(Trials::default());
    let between = Some(trial::between(trials.clone()));
    let assembled = assemble::start_between(&config, ground.clock(), between);
    let assembled = assembled.await.map_err(operate::cannot_start)?;
    let told = Told::of(&place, assembled.server().address(), control, &covenants)?;
    let counterpart = Counterpart::new(&told, &covenants)?;
    let connections = assembled.server().connections().clone();
    let control =
        Control::new(ground, assembled.broker().clone(), connections, counterpart, trials, &told)?;
    let serving = tokio::spawn(control::serve(listener, control));
    told.write(&place)?;
    output::say(&told.text())?;
    let stopped = assembled.run().await;
    serving.abort();
    match stopped {
        StopReason::Asked => output::say(say("stopped; everything in it is gone")),
        StopReason::Failed(why) => Err(CliError::Failed(why)),
    }
}
