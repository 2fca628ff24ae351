//! `verwijspunt covenant ...`: is this covenant sound, what does it say, and why?

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::{
    below,
    output::complain,
    texts::{fill, say},
};
use crate::covenant::{Covenant, Problem};

mod diff;
mod explain;
mod routes;

pub use explain::{ConcernArgs, ExplainArgs};

/// Prints a line, fitted to the terminal; a reader that has seen enough is no failure.
macro_rules! line {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let text = $crate::cli::layout::folded(&format!($($text)*), $crate::cli::layout::width());
        let _ = writeln!(std::io::stdout(), "{text}");
    }};
}
use line;

/// Exit code for wrong arguments, as clap uses it.
const USAGE: u8 = 2;

/// Subcommands about covenant files. They need no server.
#[derive(Subcommand, Debug)]
pub enum CovenantCommand {
    /// Checks a covenant: every problem with file and line, or the proof that it is total.
    #[command(
        after_help = "Example:\n  verwijspunt covenant check deploy/covenants/amsterdam-2009.toml\n\n\
                            Exit code: 0 sound, 1 problems, 2 wrong arguments."
    )]
    Check {
        /// The covenant file; it names its organisations file.
        file: PathBuf,
    },
    /// Prints what it says: who handles which step, who acts on concern signals, what cases follow.
    #[command(
        after_help = "Example:\n  verwijspunt covenant routes deploy/covenants/amsterdam-2009.toml -o json"
    )]
    Routes {
        /// The covenant file.
        file: PathBuf,
        /// How to print.
        #[arg(short, long, value_enum, default_value = "table")]
        output: Output,
    },
    /// Explains who handles a ticket with these facts, who directs, and why.
    #[command(
        after_help = "Example:\n  verwijspunt covenant explain deploy/covenants/amsterdam-2009.toml \\\n    \
                            --track A --step 2 --category MPG2 --area zeeburg --target 'schulddienst zeeburg' --lang en"
    )]
    Explain(ExplainArgs),
    /// Explains who must act on a concern signal with these facts, and why.
    #[command(
        after_help = "Example:\n  verwijspunt covenant explain-concern deploy/covenants/amsterdam-2009.toml \\\n    \
                            --area 1095AB --acute --children --lang en"
    )]
    ExplainConcern(ConcernArgs),
    /// Shows which families another covenant, or another version, would route differently.
    #[command(
        after_help = "Example:\n  verwijspunt covenant diff deploy/covenants/amsterdam-2009.toml changed.toml\n\n\
                            Exit code: 0 the same, 1 different, 2 a file is no sound covenant."
    )]
    Diff {
        /// The covenant as it is.
        old: PathBuf,
        /// The covenant as it would be.
        new: PathBuf,
        /// How to print.
        #[arg(short, long, value_enum, default_value = "table")]
        output: Output,
    },
}

/// How to print a list.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Output {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Language of an explanation.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// The language of whoever is at the terminal.
    #[must_use]
    pub fn of_reader() -> Self {
        if crate::cli::texts::reads_dutch() { Self::Nl } else { Self::En }
    }
}

/// Runs a subcommand and prints its result. Exit code 0: fine; 1: problems in the covenant, or a
/// refusal to explain, or two covenants that differ; 2: the arguments name what the covenant does
/// not know.
#[must_use]
pub fn run(command: CovenantCommand) -> ExitCode {
    match command {
        CovenantCommand::Check { file } => with(&file, check),
        CovenantCommand::Routes { file, output } => {
            with(&file, |covenant| routes::run(covenant, output))
        }
        CovenantCommand::Explain(args) => {
            with(&args.file, |covenant| explain::ticket(covenant, &args))
        }
        CovenantCommand::ExplainConcern(args) => {
            with(&args.file, |covenant| explain::concern(covenant, &args))
        }
        CovenantCommand::Diff { old, new, output } => {
            match (Covenant::load(&old), Covenant::load(&new)) {
                (Ok(old), Ok(new)) => diff::run(&old, &new, output),
                (old, new) => {
                    let found = [old.err(), new.err()].into_iter().flatten().flatten();
                    refuse(&found.collect::<Vec<_>>());
                    ExitCode::from(USAGE)
                }
            }
        }
    }
}

fn with(file: &Path, then: impl FnOnce(&Covenant) -> ExitCode) -> ExitCode {
    match Covenant::load(file) {
        Ok(covenant) => then(&covenant),
        Err(problems) => {
            refuse(&problems);
            ExitCode::FAILURE
        }
    }
}

fn refuse(problems: &[Problem]) {
    for problem in problems {
        complain(&below::said(&problem.to_string()));
    }
    complain(&match problems.len() {
        1 => say("1 problem; the covenant is refused whole").to_owned(),
        many => fill("{} problems; the covenant is refused whole", &[&many]),
    });
}

fn check(covenant: &Covenant) -> ExitCode {
    let (title, reference) = (covenant.title(), covenant.reference());
    line!(
        "{}",
        fill("{} ({}), in force from {}", &[&title, &reference, &covenant.in_force_from()])
    );
    let counts: [&dyn Display; 6] = [
        &covenant.areas().len(),
        &covenant.regions().len(),
        &covenant.offices().len(),
        &covenant.organisations().len(),
        &covenant.categories().len(),
        &covenant.steps().len(),
    ];
    let held =
        "{} districts in {} care regions, {} offices, {} organisations, {} categories, {} steps";
    line!("{}", fill(held, &counts));
    for warning in covenant.warnings() {
        line!("{}", fill("warning: {}", &[warning]));
    }
    let total = "total: exactly one answer to each of {} combinations of area, track, step, category, \
                 nuisance, measure, commissioner, partner, mandate and earlier handler for tickets, \
                 of area, danger and children for concern signals, and of area and category for cases";
    line!("{}", fill(total, &[&covenant.combinations()]));
    ExitCode::SUCCESS
}
