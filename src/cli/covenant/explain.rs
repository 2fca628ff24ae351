//! `covenant explain` and `covenant explain-concern`: one answer, with the facts and the rule
//! behind it.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{Language, USAGE, line, routes::cited};
use crate::cli::{
    layout,
    output::complain,
    texts::{self, fill, say},
};
use crate::covenant::{Covenant, Ground};
use crate::domain::model::agreement::{ConcernQuestion, Measure, Term};
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin, Party};
use crate::domain::model::routing::{
    Derivation, Route, RouteQuestion, RouteRefusal, RouteTarget, Track,
};

/// The facts to explain an answer for.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The covenant file.
    pub(super) file: PathBuf,
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
    /// The measure that is in force.
    #[arg(long, value_enum, default_value = "none")]
    measure: MeasureWord,
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
    /// The target stays away from the meetings about the family.
    #[arg(long)]
    absence: bool,
    /// Language of the explanation [default: that of the terminal].
    #[arg(long, value_enum, default_value_t = Language::of_reader(), hide_default_value = true)]
    lang: Language,
}

/// The facts of a concern signal to explain an answer for.
#[derive(Args, Debug)]
pub struct ConcernArgs {
    /// The covenant file.
    pub(super) file: PathBuf,
    /// District or postcode where the family lives.
    #[arg(long)]
    area: String,
    /// A child is in acute danger.
    #[arg(long)]
    acute: bool,
    /// A child under 18 lives in the household.
    #[arg(long)]
    children: bool,
    /// Language of the explanation [default: that of the terminal].
    #[arg(long, value_enum, default_value_t = Language::of_reader(), hide_default_value = true)]
    lang: Language,
}

/// A measure as a word of the covenant language.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum MeasureWord {
    /// No measure.
    None,
    /// A child protection measure.
    ChildProtection,
    /// Youth probation.
    YouthProbation,
}

impl From<MeasureWord> for Measure {
    fn from(word: MeasureWord) -> Self {
        match word {
            MeasureWord::None => Self::None,
            MeasureWord::ChildProtection => Self::ChildProtection,
            MeasureWord::YouthProbation => Self::YouthProbation,
        }
    }
}

/// Explains who handles a ticket.
pub(super) fn ticket(covenant: &Covenant, args: &ExplainArgs) -> ExitCode {
    let question = match question(covenant, args) {
        Ok(question) => question,
        Err(problems) => return wrong(&problems),
    };
    match covenant.route(&question) {
        Ok(route) => {
            print_route(covenant, &route, &question.area, args.lang);
            ExitCode::SUCCESS
        }
        Err(RouteRefusal { code, derivation }) => {
            line!("{}\n", put(args.lang, "refused: {}", &[&code]));
            print_derivation(&derivation, args.lang);
            ExitCode::FAILURE
        }
    }
}

/// Explains who must act on a concern signal.
pub(super) fn concern(covenant: &Covenant, args: &ConcernArgs) -> ExitCode {
    let mut problems = Vec::new();
    let area = area(covenant, &args.area, &mut problems);
    let question =
        area.map(|area| ConcernQuestion { area, acute: args.acute, children: args.children });
    let Some(route) = question.and_then(|question| covenant.concern(&question)) else {
        return wrong(&problems);
    };
    let lang = args.lang;
    let labels =
        ["must act", "is told", "directs", "crisis", "within"].map(|label| word(lang, label));
    let name = |party: &Party| match party {
        Party::Office(id) => office_name(covenant, id, lang),
        Party::Organisation(oin) => organisation_name(covenant, oin),
    };
    line!("{:<16}{}", labels[0], name(&route.to));
    if !route.informed.is_empty() {
        let informed: Vec<String> = route.informed.iter().map(name).collect();
        line!("{:<16}{}", labels[1], informed.join(", "));
    }
    line!("{:<16}{}", labels[2], office_name(covenant, &route.director, lang));
    if route.crisis {
        line!("{:<16}{}", labels[3], word(lang, "yes"));
    }
    line!("{:<16}{}", labels[4], term(route.term, lang));
    line!("");
    print_derivation(&route.derivation, lang);
    ExitCode::SUCCESS
}

fn term(term: Term, lang: Language) -> String {
    match term {
        Term::Hours(1) => word(lang, "1 hour").to_owned(),
        Term::Hours(n) => put(lang, "{} hours", &[&n]),
        Term::WorkingDays(1) => word(lang, "1 working day").to_owned(),
        Term::WorkingDays(n) => put(lang, "{} working days", &[&n]),
    }
}

/// A text in the language that was asked for, which need not be that of the terminal.
fn word(lang: Language, english: &'static str) -> &'static str {
    match lang {
        Language::Nl => texts::dutch(english).unwrap_or(english),
        Language::En => english,
    }
}

/// The same with values in the place of each `{}`.
pub(super) fn put(lang: Language, english: &'static str, values: &[&dyn Display]) -> String {
    texts::filled(word(lang, english), values)
}

fn wrong(problems: &[String]) -> ExitCode {
    for problem in problems {
        complain(&format!("{}: {problem}", say("error")));
    }
    ExitCode::from(USAGE)
}

fn area(covenant: &Covenant, text: &str, problems: &mut Vec<String>) -> Option<AreaCode> {
    let area = AreaCode::parse(text)
        .filter(|code| covenant.area(code).is_some())
        .or_else(|| covenant.area_of_postcode(text).cloned());
    if area.is_none() {
        let known: Vec<&str> = covenant.areas().map(|a| a.code.as_str()).collect();
        let known = known.join(", ");
        problems.push(fill("--area: unknown \"{}\"; a postcode, or one of: {}", &[&text, &known]));
    }
    area
}

/// Parses all values; every one that is wrong is reported, with what is known instead.
fn question(covenant: &Covenant, args: &ExplainArgs) -> Result<RouteQuestion, Vec<String>> {
    let mut problems = Vec::new();
    let category = CategoryCode::parse(&args.category).filter(|c| covenant.category(c).is_some());
    if category.is_none() {
        let known: Vec<&str> = covenant.categories().map(|c| c.code.as_str()).collect();
        let known = known.join(", ");
        problems.push(fill("--category: unknown \"{}\"; known: {}", &[&args.category, &known]));
    }
    let area = area(covenant, &args.area, &mut problems);
    if !(1..=covenant.last_step()).contains(&args.step) {
        let last = covenant.last_step();
        problems.push(fill("--step: must be 1 to {}, not {}", &[&last, &args.step]));
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
                say("see the offices in the covenant file").to_owned()
            } else {
                near.join(", ")
            };
            problems.push(fill("--handled-by: unknown office \"{}\"; {}", &[&text, &hint]));
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
            measure: args.measure.into(),
            area,
            target,
            handled_by,
            mandate_used: args.mandate_used,
            absence: args.absence,
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
            let none = "--target: no organisation with the OIN or a name like \"{}\"";
            problems.push(fill(none, &[&text]));
            None
        }
        several => {
            let names: Vec<String> =
                several.iter().take(5).map(|o| format!("{} ({})", o.name, o.oin)).collect();
            let many = "--target: \"{}\" can be {} organisations: {}";
            problems.push(fill(many, &[&text, &several.len(), &names.join(", ")]));
            None
        }
    }
}

fn print_route(covenant: &Covenant, route: &Route, area: &AreaCode, lang: Language) {
    let name = |id: &OfficeId| office_name(covenant, id, lang);
    let handler = match &route.handler {
        RouteTarget::Office(id) => name(id),
        RouteTarget::TargetOrganisation(target) => organisation_name(covenant, target),
        RouteTarget::OwnOrganisation => word(lang, "the opener's own organisation").to_owned(),
    };
    let informed: Vec<String> = route.informed.iter().map(name).collect();
    let labels =
        ["handles", "directs", "is told", "overview", "term", "is asked"].map(|l| word(lang, l));
    line!("{:<16}{handler}", labels[0]);
    line!("{:<16}{}", labels[1], name(&route.director));
    if !informed.is_empty() {
        line!("{:<16}{}", labels[2], informed.join(", "));
    }
    if let Some(id) = covenant.overseer(area).filter(|id| *id != route.director) {
        line!("{:<16}{}", labels[3], name(&id));
    }
    for one in &route.asked {
        let within = term(Term::WorkingDays(one.term_working_days), lang);
        let asked = [name(&one.office), within, cited(&one.ground, lang)];
        let said = put(lang, "{}, within {} ({})", &asked.each_ref().map(|part| part as _));
        line!("{:<16}{said}", labels[5]);
    }
    line!("{:<16}{}\n", labels[4], term(route.term, lang));
    print_derivation(&route.derivation, lang);
}

fn office_name(covenant: &Covenant, id: &OfficeId, lang: Language) -> String {
    let office = covenant.office(id).map_or("?", |o| match lang {
        Language::Nl => o.name_nl.as_str(),
        Language::En => o.name_en.as_str(),
    });
    format!("{office} ({id})")
}

fn organisation_name(covenant: &Covenant, oin: &Oin) -> String {
    covenant.organisation(oin).map_or_else(|| oin.to_string(), |o| format!("{} ({oin})", o.name))
}

fn print_derivation(derivation: &Derivation, lang: Language) {
    let text = match lang {
        Language::Nl => &derivation.nl,
        Language::En => &derivation.en,
    };
    line!("{}\n", layout::wrap(text, layout::prose()).join("\n"));
    let (source, own_reading) = (derivation.source.clone(), derivation.own_reading.clone());
    let source = cited(&Ground { source, own_reading }, lang);
    let said = format!("{} ({source}), {}", derivation.rule, derivation.covenant);
    line!("{}", layout::wrap(&said, layout::prose()).join("\n"));
    for (fact, value) in &derivation.facts {
        line!("  {fact:<20}{value}");
    }
}
