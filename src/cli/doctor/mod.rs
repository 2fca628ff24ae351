//! Is this installation well? Gathers facts, judges them by a table of checks, and says what to do.

mod checks;
mod facts;
mod finding;
mod gather;

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;

use super::{
    covenant::Language,
    errors::CliError,
    layout,
    output::{self, Format, OutputArgs},
    texts::fill,
};
use finding::{Finding, Level};

/// The exit code for a doctor that could not look.
const NOT_RUN: u8 = 3;

/// Checks an installation: clock, certificates, keys, files, disk, covenants, addresses, store.
///
/// Changes nothing. Run it as the broker's user, beside a running broker or before a start. A store
/// that no broker runs on is read whole; leave that out with --quick when it is asked often.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt doctor --config /etc/verwijspunt/config.toml
  verwijspunt doctor --config /etc/verwijspunt/config.toml --quick --json

Exit codes, as monitoring systems read them:
  0  everything is well, as far as it can be seen
  1  something to do in the coming days
  2  critical; also for a wrong command line
  3  the configuration cannot be read: nothing was checked")]
pub struct Doctor {
    /// The configuration.
    #[arg(long, value_name = "FILE", default_value = "/etc/verwijspunt/config.toml")]
    config: PathBuf,
    /// Do not read the store: for monitoring, every minute.
    #[arg(long)]
    quick: bool,
    /// The same as -o json.
    #[arg(long)]
    json: bool,
    /// Language of the findings [default: that of the terminal].
    #[arg(long, value_enum, default_value_t = Language::of_reader(), hide_default_value = true)]
    lang: Language,
    #[command(flatten)]
    output: OutputArgs,
}

impl Doctor {
    /// Looks, tells, and ends with the exit code of the worst finding.
    ///
    /// # Errors
    /// The exit code, when something is not well.
    pub async fn run(self) -> Result<(), CliError> {
        if let Err(error) = std::fs::File::open(&self.config) {
            let unread = "error: {} cannot be read ({}); name the configuration with --config";
            output::complain(&fill(unread, &[&self.config.display(), &error]));
            return Err(CliError::Exit(ExitCode::from(NOT_RUN)));
        }
        let found = match gather::all(&self.config, self.quick).await {
            Ok(facts) => checks::all(&facts),
            Err(problems) => {
                problems.into_iter().map(|text| ("configuration", refused(&text))).collect()
            }
        };
        self.tell(&found)?;
        match found.iter().map(|(_, finding)| finding.level).max() {
            None | Some(Level::Fine | Level::Unknown) => Ok(()),
            Some(level) => Err(CliError::Exit(ExitCode::from(level.exit_code()))),
        }
    }

    fn tell(&self, found: &[(&str, Finding)]) -> Result<(), CliError> {
        if self.json || self.output.format == Format::Json {
            let findings: Vec<_> = found.iter().map(|(of, f)| f.json(of, self.lang)).collect();
            let worst = found.iter().map(|(_, f)| f.level).max().unwrap_or(Level::Fine);
            return output::say(&format!(
                "{:#}",
                json!({ "worst": worst.code(), "findings": findings })
            ));
        }
        output::say(&report(found, self.lang, layout::width()))
    }
}

/// A configuration that no broker would start with.
fn refused(problem: &str) -> Finding {
    Finding::critical(
        finding::Text::quote(problem),
        finding::Text::new(
            "herstel deze regel; een draaiende broker merkt er niets van, een nieuwe start wel",
            "repair that line; a running broker does not notice, a new start does",
        ),
    )
}

/// The findings for people: what is wrong with what to do first, then what is well.
fn report(found: &[(&str, Finding)], language: Language, width: Option<usize>) -> String {
    let mut order: Vec<_> = found.iter().collect();
    order.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
    let (word, name) = order.iter().fold((0, 0), |(word, name), (check, finding)| {
        (word.max(finding.level.word(language).len()), name.max(check.len()))
    });
    let mut text = String::new();
    for (check, finding) in order {
        let level = finding.level.word(language);
        let indent = format!("{level:word$}  {check:name$}  ");
        text += &layout::hang(&indent, finding.what.get(language), width);
        text.push('\n');
        let fix = finding.fix.get(language);
        if !fix.is_empty() {
            let indent = format!("{:word$}  {:>name$}  ", "", "->");
            text += &layout::hang(&indent, fix, width);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use finding::Text;

    #[test]
    fn the_worst_stands_first_with_what_to_do_under_it() {
        let found = [
            ("clock", Finding::fine(Text::new("goed", "well"))),
            ("disk", Finding::critical(Text::new("vol", "full"), Text::new("ruim op", "tidy"))),
        ];
        let text = report(&found, Language::En, None);
        let lines: Vec<_> =
            text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>()).collect();
        assert_eq!(lines[0], ["critical", "disk", "full"]);
        assert_eq!(lines[1], ["->", "tidy"]);
        assert_eq!(lines[2], ["ok", "clock", "well"]);
        assert!(report(&found, Language::Nl, None).contains("ruim op"));
    }
}
