//! What does a bench print? A table while it goes, then a JSON line for each row, then the goals.

use std::time::Instant;

use serde_json::{Value, json};

use super::row::Row;

/// Collects what was measured.
pub struct Table {
    begun: Instant,
    lines: Vec<Value>,
    goals: Vec<Goal>,
}

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

struct Goal {
    figure: String,
    bound: Bound,
    measured: f64,
}

impl Goal {
    fn met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(low) => self.measured >= low,
            Bound::AtMost(high) => self.measured <= high,
        }
    }
}

impl Table {
    pub fn new() -> Self {
        Self { begun: Instant::now(), lines: Vec::new(), goals: Vec::new() }
    }

    /// Prints the line above the rows: what A and B are.
    pub fn head(a: &str, b: &str) {
        println!(
            "{:<40} {:>17} {:>6} {:>15} {:>17} {:>13} {:>6} {:>11}",
            format!("{a} | {b}"),
            "requests/s",
            "ratio",
            "p50 µs",
            "p99 µs",
            "server cpu µs",
            "ratio",
            "memory MiB"
        );
    }

    /// Prints a row at once and keeps it.
    pub fn add(&mut self, row: &Row) {
        let (a, b) = (&row.a, &row.b);
        let mib = |bytes: u64| bytes >> 20;
        let known = |figure: f64, decimals: usize| match figure.is_finite() {
            true => format!("{figure:.decimals$}"),
            false => "-".to_owned(),
        };
        println!(
            "{:<40} {:>7.0} | {:>7.0} {:>6.2} {:>6} | {:>6} {:>7} | {:>7} {:>5} | {:>5} {:>6} {:>4} | {:>4}  {:>4.0} s",
            row.name,
            a.rate(),
            b.rate(),
            row.ratio(),
            known(a.latency(0.5), 0),
            known(b.latency(0.5), 0),
            known(a.latency(0.99), 0),
            known(b.latency(0.99), 0),
            known(a.processor, 1),
            known(b.processor, 1),
            known(row.processor_ratio(), 2),
            mib(a.memory),
            mib(b.memory),
            self.begun.elapsed().as_secs_f64(),
        );
        for (name, figure) in &row.besides {
            println!("    {name}: {figure:.2}");
        }
        self.lines.push(row.json());
    }

    /// One figure by itself.
    pub fn note(&mut self, name: &str, figure: f64, unit: &str) {
        println!("{name}: {figure:.1} {unit}");
        self.lines.push(json!({ "figure": name, "value": figure, "unit": unit }));
    }

    pub fn goal(&mut self, figure: &str, bound: Bound, measured: f64) {
        self.goals.push(Goal { figure: figure.to_owned(), bound, measured });
    }

    /// Prints the goals and the JSON lines.
    pub fn end(self) {
        println!("\n{:<72} {:>12} {:>12}", "goal", "bound", "measured");
        for goal in &self.goals {
            let bound = match goal.bound {
                Bound::AtLeast(low) => format!("≥ {low:.2}"),
                Bound::AtMost(high) => format!("≤ {high:.2}"),
            };
            let met = if goal.met() { "met" } else { "NOT MET" };
            println!("{:<72} {bound:>12} {:>12.2}  {met}", goal.figure, goal.measured);
        }
        println!("\nmeasured in {:.0} s\n", self.begun.elapsed().as_secs_f64());
        for line in &self.lines {
            println!("{line}");
        }
        for goal in &self.goals {
            let (kind, bound) = match goal.bound {
                Bound::AtLeast(low) => ("at_least", low),
                Bound::AtMost(high) => ("at_most", high),
            };
            println!(
                "{}",
                json!({ "goal": goal.figure, kind: bound, "measured": goal.measured, "met": goal.met() })
            );
        }
    }
}
