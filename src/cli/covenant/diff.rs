//! `covenant diff OLD NEW`: which families would be routed differently, in few rows.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::routes::{cell, new_table, when_json, when_text};
use super::{Output, line};
use crate::cli::{below, texts::fill};
use crate::covenant::{Covenant, Difference, consequences, differences};

/// Prints the differences. Exit code 0: none; 1: at least one.
pub(super) fn run(old: &Covenant, new: &Covenant, output: Output) -> ExitCode {
    let found = differences(old, new);
    let said = consequences(old, new, !found.is_empty());
    let (from, to) = (old.reference(), new.reference());
    match output {
        Output::Json => {
            let rows: Vec<Value> = found.iter().map(row_json).collect();
            line!(
                "{:#}",
                json!({ "old": from, "new": to, "differences": rows, "consequences": said })
            );
        }
        Output::Table if found.is_empty() => {
            line!("{}", fill("{} and {} answer everything alike", &[&from, &to]));
        }
        Output::Table => {
            let mut table = new_table(["what", "when", "in the old", "in the new"]);
            for row in &found {
                let [what, old, new] = [&row.what, &row.old, &row.new].map(|text| cell(text));
                table.add_row([what, when_text(&row.when), old, new]);
            }
            line!("{}\n{table}", fill("from {} to {}", &[&from, &to]));
        }
    }
    if matches!(output, Output::Table) {
        for sentence in &said {
            line!("- {}", below::said(sentence));
        }
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn row_json(row: &Difference) -> Value {
    json!({ "what": row.what, "when": when_json(&row.when), "old": row.old, "new": row.new })
}
