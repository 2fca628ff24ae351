//! Does a program of a supplier do what is hard? Plays the cases against it, while it runs, and reports.

use clap::{Args, builder::PossibleValuesParser};
use serde_json::json;

use super::{ask::Which, cases};
use crate::cli::{
    errors::CliError,
    output,
    texts::{fill, say},
};

/// Plays what goes wrong most often against a program that runs and is connected to a sandbox: does it go on
/// as it must? For the first and the last case it has to register a person of the sandbox meanwhile.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  verwijspunt conform --as basisschool-de-waterlelie\n  \
    verwijspunt conform --as basisschool-de-waterlelie --case redelivery\n\n\
    Exit code: 0 every case passed, but for those that could not be played, 1 not.")]
pub struct Conform {
    /// Whose program it is: the name of its certificate.
    #[arg(long = "as", value_name = "NAME", default_value = super::YOU)]
    who: String,
    /// Only this case; as often as needed.
    #[arg(long = "case", value_name = "CASE", value_parser = PossibleValuesParser::new(cases::NAMES))]
    cases: Vec<String>,
    /// Seconds that each case waits for the program.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3_600))]
    patience: u64,
    #[command(flatten)]
    which: Which,
}

impl Conform {
    /// Plays them.
    ///
    /// # Errors
    /// There is no sandbox, or a case was not passed.
    pub async fn run(self) -> Result<(), CliError> {
        let Self { who, cases, patience, which } = self;
        let all = || cases::NAMES.map(str::to_owned).to_vec();
        let cases = if cases.is_empty() { all() } else { cases };
        let (mut passed, mut not_played) = (0, 0);
        for case in &cases {
            let asked = json!({ "as": who, "case": case, "patience": patience });
            let done = which.tell("/conform", &asked).await?;
            let (word, why) = (done["verdict"].as_str(), done["why"].as_str());
            let word = match word {
                Some("passed") => {
                    passed += 1;
                    say("passed")
                }
                Some("not-played") => {
                    not_played += 1;
                    say("not played")
                }
                Some("failed") => say("FAILED"),
                _ => say("not seen"),
            };
            output::say(format!("{word:<10}  {case:<20} {}", why.unwrap_or_default()).trim_end())?;
        }
        output::say(&fill("{} of {} cases passed", &[&passed, &cases.len()]))?;
        // What a program never does it cannot do wrong; that it does is shown by no case then.
        if passed > 0 && passed + not_played == cases.len() { Ok(()) } else { Err(CliError::Said) }
    }
}
