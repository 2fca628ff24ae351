//! `verwijspunt covenant ...`: is this covenant sound, what does it say, and why?

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use serde_json::{Value, json};

use super::layout;
use crate::covenant::{Covenant, RoutingRow};
use crate::domain::agreement::Measure;
use crate::domain::party::{AreaCode, CategoryCode, OfficeId, Oin};
use crate::domain::routing::{Derivation, Route, RouteQuestion, RouteRefusal, RouteTarget, Track};

/// Prints a line; a reader that has seen enough is no failure.
macro_rules! line {
    ($($text:tt)*) => {{
        let _ = writeln!(stdout(), $($text)*);
    }};
}

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
    /// Prints the routing table: who handles which step, by which rule.
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

/// The facts to explain an answer for.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The covenant file.
    file: PathBuf,
    /// A: no agreement on the plan; B: the agreed plan is not carried out.
    #[arg(long, value_parser = ["A", "B"], ignore_case = true)]
    track: String,
    /// Step of the ladder, from 1.
    #[arg(long)]
    step: u8,
    /// Category of the family, for instance MPG2.
    #[arg(long)]
    category: String,
    /// The family causes nuisance in public space.
    #[arg(long)]
    nuisance: bool,
    /// District or postcode where the family lives.
    #[arg(long)]
    area: String,
    /// OIN of the organisation that the ticket is against, or a part of its name.
    #[arg(long)]
    target: Option<String>,
    /// Office that handled the step before; default: the one that the covenant names.
    #[arg(long, value_name = "OFFICE")]
    handled_by: Option<String>,
    /// The target's own member has had the ticket already.
    #[arg(long)]
    mandate_used: bool,
    /// Language of the explanation.
    #[arg(long, value_enum, default_value = "nl")]
    lang: Language,
}

/// Runs a subcommand and prints its result. Exit code 0: fine; 1: problems in the covenant, or a
/// refusal to explain; 2: the arguments name what the covenant does not know.
#[must_use]
pub fn run(command: CovenantCommand) -> ExitCode {
    match command {
        CovenantCommand::Check { file } => with(&file, check),
        CovenantCommand::Routes { file, output } => {
            with(&file, |covenant| routes(covenant, output))
        }
        CovenantCommand::Explain(args) => with(&args.file, |covenant| explain(covenant, &args)),
    }
}

fn with(file: &Path, then: impl FnOnce(&Covenant) -> ExitCode) -> ExitCode {
    match Covenant::load(file) {
        Ok(covenant) => then(&covenant),
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            let many = if problems.len() == 1 { "problem" } else { "problems" };
            eprintln!("{} {many}; the covenant is refused whole", problems.len());
            ExitCode::FAILURE
        }
    }
}

fn check(covenant: &Covenant) -> ExitCode {
    line!(
        "{} ({}), in force from {}",
        covenant.title(),
        covenant.reference(),
        covenant.in_force_from()
    );
    line!(
        "{} districts in {} care regions, {} offices, {} organisations, {} categories, {} steps",
        covenant.areas().len(),
        covenant.regions().len(),
        covenant.offices().len(),
        covenant.organisations().len(),
        covenant.categories().len(),
        covenant.steps().len(),
    );
    for warning in covenant.warnings() {
        line!("warning: {warning}");
    }
    line!(
        "total: exactly one answer to each of {} combinations of area, track, step, category, \
         nuisance, commissioner, partner, mandate and earlier handler",
        covenant.combinations()
    );
    ExitCode::SUCCESS
}

fn routes(covenant: &Covenant, output: Output) -> ExitCode {
    let rows = covenant.routing_table();
    match output {
        Output::Json => {
            let rows: Vec<Value> = rows.iter().map(row_json).collect();
            line!("{:#}", json!({ "covenant": covenant.reference(), "routes": rows }));
        }
        Output::Table => {
            let mut table = new_table();
            table.set_header(["step", "when", "handled by", "rule", "source"]);
            for row in &rows {
                let answer = match (&row.handler, &row.refusal) {
                    (Some(handler), _) => handler.clone(),
                    (None, code) => format!("refused: {}", code.as_deref().unwrap_or("?")),
                };
                table.add_row([
                    row.steps.join(", "),
                    when_text(row),
                    answer,
                    row.rule.clone(),
                    row.source.clone(),
                ]);
            }
            line!("{table}");
        }
    }
    ExitCode::SUCCESS
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

fn row_json(row: &RoutingRow) -> Value {
    let when: serde_json::Map<String, Value> =
        row.when.iter().map(|(fact, values)| (fact.clone(), json!(values))).collect();
    json!({
        "steps": row.steps,
        "when": when,
        "handler": row.handler,
        "refusal": row.refusal,
        "rule": row.rule,
        "source": row.source,
    })
}

fn when_text(row: &RoutingRow) -> String {
    let parts: Vec<String> = row
        .when
        .iter()
        .map(|(fact, values)| format!("{}: {}", fact.replace('_', " "), values.join(", ")))
        .collect();
    if parts.is_empty() { "always".to_owned() } else { parts.join("\n") }
}

fn explain(covenant: &Covenant, args: &ExplainArgs) -> ExitCode {
    let question = match question(covenant, args) {
        Ok(question) => question,
        Err(problems) => {
            for problem in problems {
                eprintln!("error: {problem}");
            }
            return ExitCode::from(USAGE);
        }
    };
    match covenant.route(&question) {
        Ok(route) => {
            print_route(covenant, &route, args.lang);
            ExitCode::SUCCESS
        }
        Err(RouteRefusal { code, derivation }) => {
            line!("refused: {code}\n");
            print_derivation(&derivation, args.lang);
            ExitCode::FAILURE
        }
    }
}

/// Parses all values; every one that is wrong is reported, with what is known instead.
fn question(covenant: &Covenant, args: &ExplainArgs) -> Result<RouteQuestion, Vec<String>> {
    let mut problems = Vec::new();
    let category = CategoryCode::parse(&args.category).filter(|c| covenant.category(c).is_some());
    if category.is_none() {
        let known: Vec<&str> = covenant.categories().map(|c| c.code.as_str()).collect();
        problems.push(format!(
            "--category: unknown \"{}\"; known: {}",
            args.category,
            known.join(", ")
        ));
    }
    let area = AreaCode::parse(&args.area)
        .filter(|code| covenant.area(code).is_some())
        .or_else(|| covenant.area_of_postcode(&args.area).cloned());
    if area.is_none() {
        let known: Vec<&str> = covenant.areas().map(|a| a.code.as_str()).collect();
        problems.push(format!(
            "--area: unknown \"{}\"; a postcode, or one of: {}",
            args.area,
            known.join(", ")
        ));
    }
    if !(1..=covenant.last_step()).contains(&args.step) {
        problems.push(format!("--step: must be 1 to {}, not {}", covenant.last_step(), args.step));
    }
    let target = args.target.as_ref().and_then(|text| find_target(covenant, text, &mut problems));
    let handled_by = args.handled_by.as_ref().and_then(|text| {
        let office = OfficeId::parse(text).filter(|id| covenant.office(id).is_some());
        if office.is_none() {
            let near: Vec<&str> = covenant
                .offices()
                .map(|o| o.id.as_str())
                .filter(|id| id.contains(text.as_str()))
                .collect();
            let hint = if near.is_empty() {
                "see the offices in the covenant file".to_owned()
            } else {
                near.join(", ")
            };
            problems.push(format!("--handled-by: unknown office \"{text}\"; {hint}"));
        }
        office
    });
    let track = if args.track.eq_ignore_ascii_case("A") {
        Track::NoAgreement
    } else {
        Track::NotCarriedOut
    };
    match (category, area) {
        (Some(category), Some(area)) if problems.is_empty() => Ok(RouteQuestion {
            track,
            step: args.step,
            category,
            nuisance: args.nuisance,
            measure: Measure::None,
            area,
            target,
            handled_by,
            mandate_used: args.mandate_used,
        }),
        _ => Err(problems),
    }
}

fn find_target(covenant: &Covenant, text: &str, problems: &mut Vec<String>) -> Option<Oin> {
    if let Some(oin) = Oin::parse(text).filter(|oin| covenant.organisation(oin).is_some()) {
        return Some(oin);
    }
    let wanted = text.to_lowercase();
    let found: Vec<_> =
        covenant.organisations().filter(|o| o.name.to_lowercase().contains(&wanted)).collect();
    match found.as_slice() {
        [one] => Some(one.oin),
        [] => {
            problems
                .push(format!("--target: no organisation with the OIN or a name like \"{text}\""));
            None
        }
        several => {
            let names: Vec<String> =
                several.iter().take(5).map(|o| format!("{} ({})", o.name, o.oin)).collect();
            problems.push(format!(
                "--target: \"{text}\" can be {} organisations: {}",
                several.len(),
                names.join(", ")
            ));
            None
        }
    }
}

fn print_route(covenant: &Covenant, route: &Route, lang: Language) {
    let name = |id: &OfficeId| {
        let office = covenant.office(id).map_or("?", |o| match lang {
            Language::Nl => o.name_nl.as_str(),
            Language::En => o.name_en.as_str(),
        });
        format!("{office} ({id})")
    };
    let handler = match &route.handler {
        RouteTarget::Office(id) => name(id),
        RouteTarget::TargetOrganisation(target) => {
            covenant.organisation(target).map_or_else(|| target.to_string(), |o| o.name.clone())
        }
        RouteTarget::OwnOrganisation => match lang {
            Language::Nl => "de eigen organisatie".to_owned(),
            Language::En => "the opener's own organisation".to_owned(),
        },
    };
    let informed: Vec<String> = route.informed.iter().map(name).collect();
    let labels = match lang {
        Language::Nl => ["behandelt", "voert regie", "krijgt bericht", "termijn", "werkdagen"],
        Language::En => ["handles", "directs", "is told", "term", "working days"],
    };
    line!("{:<16}{handler}", labels[0]);
    line!("{:<16}{}", labels[1], name(&route.director));
    if !informed.is_empty() {
        line!("{:<16}{}", labels[2], informed.join(", "));
    }
    line!("{:<16}{} {}\n", labels[3], route.term_working_days, labels[4]);
    print_derivation(&route.derivation, lang);
}

fn print_derivation(derivation: &Derivation, lang: Language) {
    let text = match lang {
        Language::Nl => &derivation.nl,
        Language::En => &derivation.en,
    };
    line!("{}\n", layout::wrap(text, layout::prose()).join("\n"));
    line!("{} ({}), {}", derivation.rule, derivation.source, derivation.covenant);
    for (fact, value) in &derivation.facts {
        line!("  {fact:<20}{value}");
    }
}
