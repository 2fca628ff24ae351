//! `covenant routes`: everything that a covenant answers, as tables or JSON.

use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use serde_json::{Map, Value, json};

use super::{Language, Output, explain::put, line};
use crate::cli::{
    below, layout,
    texts::{dutch, fill, reads_dutch, say},
};
use crate::covenant::{
    AskedRow, CaseRow, ConcernRow, Covenant, Ground, GroundRow, RoutingRow, StepRow, plan_in_words,
};
use crate::domain::model::{
    agreement::{PlanRule, Term},
    ground::OwnReading,
};

/// Prints ladder, concern signals, cases and plans.
pub(super) fn run(covenant: &Covenant, output: Output) -> ExitCode {
    match output {
        Output::Json => line!("{:#}", as_json(covenant)),
        Output::Table => {
            line!("{}\n{}\n", say("Tickets: who handles a step"), ladder(covenant));
            line!("{}\n{}\n", say("Steps: what happens, and within which term"), steps(covenant));
            if covenant.asked_table().next().is_some() {
                let head = say("Tickets: who is asked to answer, and handles nothing by it");
                line!("{head}\n{}\n", asked(covenant));
            }
            line!("{}\n{}\n", say("Concern signals: who must act"), concerns(covenant));
            line!("{}\n{}", say("Cases: what a category follows"), cases(covenant));
            if covenant.plans().len() > 0 {
                line!("\n{}\n{}", say("Plans: what happens when"), plans(covenant));
            }
            let head = say("Grounds: what the documents say, and what was filled in");
            line!("\n{head}\n{}", grounds(covenant));
        }
    }
    ExitCode::SUCCESS
}

pub(super) fn new_table<const N: usize>(headers: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headers.map(say));
    if let Some(width) = layout::width().and_then(|width| u16::try_from(width).ok()) {
        table.set_width(width);
    }
    table
}

/// What stands in a cell, in the language of whoever is at the terminal.
pub(super) fn cell(text: &str) -> String {
    below::said(text)
}

fn ladder(covenant: &Covenant) -> Table {
    let mut table = new_table(["step", "when", "handled by", "rule", "source"]);
    for row in covenant.routing_table() {
        let answer = match (&row.handler, &row.refusal) {
            (Some(handler), _) => cell(handler),
            (None, code) => fill("refused: {}", &[&code.as_deref().unwrap_or("?")]),
        };
        let (steps, source) = (row.steps.join(", "), cited(&row.ground, Language::of_reader()));
        table.add_row([steps, when_text(&row.when), answer, row.rule, source]);
    }
    table
}

fn steps(covenant: &Covenant) -> Table {
    let mut table = new_table(["step", "what", "within", "by category", "source"]);
    for row in covenant.step_table() {
        let lang = Language::of_reader();
        let name = match lang {
            Language::Nl => row.name_nl,
            Language::En => row.name_en,
        };
        let others = row.category_terms.iter();
        let others = others.map(|(code, of)| format!("{code}: {}", cell(&of.to_string())));
        table.add_row([
            row.step.to_string(),
            name.to_owned(),
            cell(&row.term.to_string()),
            others.collect::<Vec<_>>().join("\n"),
            cited(row.ground, lang),
        ]);
    }
    table
}

fn asked(covenant: &Covenant) -> Table {
    let mut table = new_table(["step", "when", "asked to answer", "within", "source"]);
    for row in covenant.asked_table() {
        let lang = Language::of_reader();
        let role = match lang {
            Language::Nl => &row.role.name_nl,
            Language::En => &row.role.name_en,
        };
        table.add_row([
            row.steps.join(", "),
            when_text(&row.when),
            fill("{} of the organisation that the ticket is against", &[role]),
            cell(&Term::WorkingDays(row.answer_working_days).to_string()),
            cited(row.ground, lang),
        ]);
    }
    table
}

fn concerns(covenant: &Covenant) -> Table {
    let headers = ["when", "acts", "is told", "crisis", "within", "case", "rule", "source"];
    let mut table = new_table(headers);
    for row in covenant.concern_table() {
        let crisis = if row.crisis { say("yes") } else { "" };
        let case = if row.opens_case { say("opens one") } else { "" };
        table.add_row([
            when_text(&row.when),
            cell(&row.to),
            cell(&row.informs.join("\n")),
            crisis.to_owned(),
            cell(&row.term.to_string()),
            case.to_owned(),
            row.rule,
            cited(&row.ground, Language::of_reader()),
        ]);
    }
    table
}

fn cases(covenant: &Covenant) -> Table {
    let headers = ["category", "directs", "family manager from", "plans", "measure", "watch"];
    let mut table = new_table(headers);
    for row in covenant.case_table() {
        let manager = match row.family_manager_kinds.as_slice() {
            [] => say("any involved organisation").to_owned(),
            kinds => kinds.join(", "),
        };
        table.add_row([
            row.category,
            cell(&row.director),
            manager,
            row.plans.join(", "),
            row.measure.unwrap_or_default().to_owned(),
            cell(&row.watch.unwrap_or_default()),
        ]);
    }
    table
}

fn plans(covenant: &Covenant) -> Table {
    let mut table = new_table(["plan", "weeks and milestones"]);
    for plan in covenant.plans() {
        table.add_row([plan.id.clone(), cell(&plan_in_words(plan))]);
    }
    table
}

fn grounds(covenant: &Covenant) -> Table {
    let mut table = new_table(["what", "source", "own reading"]);
    for row in covenant.grounds() {
        let own = own_reading(&row.ground.own_reading, Language::of_reader()).to_owned();
        table.add_row([row.what, row.ground.source, own]);
    }
    table
}

/// Why something was filled in, in one language.
fn own_reading(own: &OwnReading, lang: Language) -> &str {
    match lang {
        Language::Nl => &own.nl,
        Language::En => &own.en,
    }
}

/// A document and its section, and what of it was filled in.
pub(super) fn cited(ground: &Ground, lang: Language) -> String {
    let own = match own_reading(&ground.own_reading, lang) {
        "" => String::new(),
        why => put(lang, "own reading: {}", &[&why]),
    };
    let both = [ground.source.as_str(), &own];
    both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Facts and their accepted values in words; nothing is `always`.
pub(super) fn when_text(when: &[(String, Vec<String>)]) -> String {
    let parts: Vec<String> = when
        .iter()
        .map(|(fact, values)| format!("{}: {}", fact_name(fact), values.join(", ")))
        .collect();
    if parts.is_empty() { say("always").to_owned() } else { parts.join("\n") }
}

/// What a fact is called: its values are words of the covenant file, and stay as they are written there.
fn fact_name(fact: &str) -> String {
    let name = fact.replace('_', " ");
    dutch(&name).filter(|_| reads_dutch()).map_or(name, str::to_owned)
}

/// The same for programs.
pub(super) fn when_json(when: &[(String, Vec<String>)]) -> Map<String, Value> {
    when.iter().map(|(fact, values)| (fact.clone(), json!(values))).collect()
}

fn as_json(covenant: &Covenant) -> Value {
    json!({
        "covenant": covenant.reference(),
        "steps": covenant.step_table().map(|row| step_json(&row)).collect::<Vec<_>>(),
        "asked": covenant.asked_table().map(|row| asked_json(&row)).collect::<Vec<_>>(),
        "routes": covenant.routing_table().iter().map(route_json).collect::<Vec<_>>(),
        "concerns": covenant.concern_table().iter().map(concern_json).collect::<Vec<_>>(),
        "cases": covenant.case_table().iter().map(case_json).collect::<Vec<_>>(),
        "plans": covenant.plans().map(plan_json).collect::<Vec<_>>(),
        "grounds": covenant.grounds().iter().map(ground_json).collect::<Vec<_>>(),
    })
}

fn ground_json(row: &GroundRow) -> Value {
    json!({
        "what": row.what,
        "source": row.ground.source,
        "ownReadingNl": row.ground.own_reading.nl,
        "ownReadingEn": row.ground.own_reading.en,
    })
}

fn route_json(row: &RoutingRow) -> Value {
    json!({
        "steps": row.steps,
        "when": when_json(&row.when),
        "handler": row.handler,
        "refusal": row.refusal,
        "rule": row.rule,
        "source": row.ground.source,
        "ownReadingNl": row.ground.own_reading.nl,
        "ownReadingEn": row.ground.own_reading.en,
    })
}

fn step_json(row: &StepRow<'_>) -> Value {
    let term = |term: Term| json!(term.to_string());
    let others = row.category_terms.iter().map(|(code, of)| ((*code).to_owned(), term(*of)));
    json!({
        "step": row.step,
        "nl": row.name_nl,
        "en": row.name_en,
        "within": term(row.term),
        "withinByCategory": others.collect::<Map<_, _>>(),
        "source": row.ground.source,
        "ownReadingNl": row.ground.own_reading.nl,
        "ownReadingEn": row.ground.own_reading.en,
    })
}

fn asked_json(row: &AskedRow<'_>) -> Value {
    json!({
        "steps": row.steps,
        "when": when_json(&row.when),
        "role": row.role.id,
        "within": Term::WorkingDays(row.answer_working_days).to_string(),
        "source": row.ground.source,
        "ownReadingNl": row.ground.own_reading.nl,
        "ownReadingEn": row.ground.own_reading.en,
    })
}

fn concern_json(row: &ConcernRow) -> Value {
    json!({
        "when": when_json(&row.when),
        "to": row.to,
        "informs": row.informs,
        "crisis": row.crisis,
        "within": row.term.to_string(),
        "opensCase": row.opens_case,
        "rule": row.rule,
        "source": row.ground.source,
        "ownReadingNl": row.ground.own_reading.nl,
        "ownReadingEn": row.ground.own_reading.en,
    })
}

fn case_json(row: &CaseRow) -> Value {
    json!({
        "category": row.category,
        "director": row.director,
        "familyManagerKinds": row.family_manager_kinds,
        "plans": row.plans,
        "watch": row.watch,
        "measure": row.measure,
        "impliesNuisance": row.implies_nuisance,
    })
}

fn plan_json(plan: &PlanRule) -> Value {
    let milestones: Vec<Value> = plan
        .milestones
        .iter()
        .map(|milestone| {
            json!({
                "code": milestone.code,
                "withinWeeks": milestone.within_weeks,
                "everyWeeks": milestone.every_weeks,
                "attendance": milestone.attendance,
                "decides": milestone.decides,
            })
        })
        .collect();
    json!({
        "id": plan.id,
        "weeks": plan.weeks,
        "extensionWeeks": plan.extension_weeks,
        "extensionsMost": plan.extensions_most,
        "milestones": milestones,
    })
}
