//! The verbs of escalation. What the opener says, what an office does with a ticket, and how tickets are read.

use clap::Subcommand;

use super::{errors::CliError, session::verbs};

mod offices;
mod opener;
mod reading;

use offices::{Answer, Escalate, HandOver, Resolve, Rule};
use opener::{Open, Withdraw};
use reading::{Explain, List, Show};

pub(crate) use reading::routed;

/// Escalate when cooperation jams.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --category MPG2")]
pub enum TicketCommand {
    /// Open a ticket; step 1 lies with your own organisation.
    Open(Open),
    /// Show one ticket, with where it lies and why.
    Show(Show),
    /// The tickets that you handle, opened, direct or are asked about.
    List(List),
    /// Take a ticket a step up; only its handler.
    Escalate(Escalate),
    /// Correct the facts, so that it goes to the office that the covenant points to.
    HandOver(HandOver),
    /// Close a ticket because the knot is untied; only its handler.
    Resolve(Resolve),
    /// Take a ticket back; only the organisation or the office that opened it.
    Withdraw(Withdraw),
    /// Answer, as an office that was asked to; somebody else handles the ticket.
    Answer(Answer),
    /// Rule, binding on all parties; only the office of the last step.
    Rule(Rule),
    /// Which office would it be, by which rule? Changes nothing.
    Explain(Explain),
}

verbs!(TicketCommand {
    Open,
    Show,
    List,
    Escalate,
    HandOver,
    Resolve,
    Withdraw,
    Answer,
    Rule,
    Explain
});
