//! Which commands are there? A plain table: one line for the name, one line for the way in.

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub mod audit;
mod audit_lines;
mod audit_walk;
pub mod below;
mod breaks;
pub mod case;
pub mod case_open;
mod chaired;
pub mod client;
mod codes;
pub mod completion;
pub mod connect;
pub mod contact;
pub mod convert;
pub mod covenant;
pub mod deliveries;
pub mod demo;
pub mod directory;
pub mod doctor;
pub mod errors;
mod field_names;
mod fields;
mod handshake;
pub mod help;
pub mod import;
pub mod input;
pub mod layout;
pub mod log;
pub mod matches;
pub mod member;
mod naming;
pub mod notifications;
pub mod operate;
pub mod output;
pub mod overview;
mod own_keys;
mod owner;
pub mod plan;
mod plan_text;
pub mod population;
pub mod reconcile;
pub mod registry;
mod repeat;
pub mod report;
mod report_text;
pub mod rights;
pub mod sandbox;
pub mod session;
pub mod sessions;
pub mod shapes;
pub mod signal;
pub mod store;
pub mod story;
pub mod texts;
pub mod ticket;
pub mod usage;
pub mod watch;
pub mod webhook;
mod whose;
pub mod words;

use errors::CliError;

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  refused by the server, or failed
  2  the command line is wrong

Example:
  verwijspunt involved --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

The connection options can also be given in the environment, for instance VERWIJSPUNT_SERVER,
VERWIJSPUNT_CERTS and VERWIJSPUNT_AS. Times are on the clock in Amsterdam; JSON has UTC.

Lists fit the terminal; COLUMNS says how wide it is where the terminal does not, or behind a pipe.";

/// Who else is involved with this family, who to call, and who unties the knot.
///
/// Verwijspunt knows that an organisation is involved with a family, never what is going on.
#[derive(Parser, Debug)]
#[command(name = "verwijspunt", version, after_help = AFTER_HELP)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run the broker.
    Serve(operate::Serve),
    /// See it work: a broker on this machine and a story around one family.
    Demo(demo::Demo),
    /// Try a program of yours: a broker on this machine, and a counterpart that does what it is told.
    Sandbox(sandbox::Sandbox),
    /// Does a program of yours do what is hard? Plays cases against it in a sandbox, and reports.
    Conform(sandbox::Conform),
    /// Make certificates for trying things out.
    DevCerts(operate::DevCerts),
    /// The keys that turn a BSN into a pseudonym.
    #[command(subcommand, after_help = "Example:\n  verwijspunt keys new keys.toml")]
    Keys(operate::KeysCommand),
    /// The configuration of the broker.
    #[command(subcommand, after_help = "Example:\n  verwijspunt config check config.toml")]
    Config(operate::ConfigCommand),
    /// Calls to recipients' own web servers.
    #[command(
        subcommand,
        after_help = "Example:\n  verwijspunt webhook test --config config.toml https://receiver.example/hook"
    )]
    Webhook(webhook::WebhookCommand),
    /// Is this installation well? Every finding with what to do, and exit codes for monitoring.
    Doctor(doctor::Doctor),
    /// Covenant files: check, routing table, explanations.
    #[command(
        subcommand,
        after_help = "Example:\n  verwijspunt covenant check deploy/covenants/amsterdam-2009.toml"
    )]
    Covenant(covenant::CovenantCommand),
    /// A store: check, checkpoint, rebuild, convert.
    #[command(subcommand, after_help = "Example:\n  verwijspunt store check data")]
    Store(store::StoreCommand),
    /// The audit log.
    #[command(subcommand, after_help = "Example:\n  verwijspunt audit verify data")]
    Audit(audit::AuditCommand),
    /// Register that your organisation is involved with a family.
    Register(Box<registry::Register>),
    /// Who else is involved, by an involvement of your own.
    Involved(registry::Involved),
    /// The involvements of your organisation.
    Involvements(registry::Involvements),
    /// Let an involvement last longer.
    Renew(registry::Renew),
    /// End an involvement.
    End(registry::End),
    /// Another telephone number, e-mail address or deputy, for one involvement or all of somebody.
    UpdateContact(Box<contact::UpdateContact>),
    /// Give an involvement, or all of somebody, to a colleague.
    HandOver(Box<contact::HandOver>),
    /// Record whether the family was told of the registration.
    Informed(contact::Informed),
    /// The reference by which you know the family of an involvement.
    OwnReference(contact::SetOwnReference),
    /// Name more persons in an involvement.
    AddMembers(contact::AddMembers),
    /// Register many involvements from a CSV file.
    Import(import::Import),
    /// Compare all active involvements of your system with what is registered, and carry out what
    /// differs.
    Reconcile(reconcile::Reconcile),
    /// The matches in which your organisation still owes contact.
    Matches(matches::Matches),
    /// One match.
    #[command(subcommand)]
    Match(matches::MatchCommand),
    /// Record what you did after a match.
    FollowUp(matches::FollowUp),
    /// Record who leads, as agreed between the parties of a match.
    Lead(matches::AgreeLead),
    /// Where contact after a match is overdue; for the office that was told so.
    Overdue(overview::Overdue),
    /// Ask those to make contact who owe it after a match.
    Remind(overview::Remind),
    /// The families of your district that are in a case, whoever directs it.
    District(overview::District),
    /// Print notifications as they come.
    Watch(watch::Watch),
    /// Mark notifications as handled.
    Ack(watch::Ack),
    /// By which ways notifications reach you, and how each of them stands.
    #[command(
        subcommand,
        after_help = "Example:\n  verwijspunt deliveries list --as basisschool-de-waterlelie"
    )]
    Deliveries(deliveries::Deliveries),
    /// Escalate when cooperation jams.
    #[command(subcommand)]
    Ticket(ticket::TicketCommand),
    /// Direct a family: take it up, classify it, see who is involved.
    #[command(subcommand)]
    Case(case::CaseCommand),
    /// Ask the desk that must act to look at a family.
    #[command(subcommand)]
    Signal(signal::SignalCommand),
    /// Report that a family moved.
    Move(signal::Move),
    /// The parents of a child; only for the population register.
    RecordParents(population::RecordParents),
    /// Persons who died; only for the population register.
    RecordDeath(population::RecordDeath),
    /// Persons whose whereabouts are shielded; only for the population register.
    RecordShielding(population::RecordShielding),
    /// Access and objection: the rights of the person who is registered.
    #[command(subcommand)]
    Rights(rights::RightsCommand),
    /// Steering information: the counts of a quarter, nothing traceable.
    Report(report::Report),
    /// Entries of the audit log; for the auditor of a covenant.
    Log(log::Log),
    /// Whether the audit log is whole; for the auditor of a covenant.
    VerifyLog(log::VerifyLog),
    /// People of your organisation who are signed in with a browser.
    #[command(
        subcommand,
        after_help = "Example:\n  verwijspunt sessions list --as gemeente-amsterdam"
    )]
    Sessions(sessions::Sessions),
    /// The offices of the covenant, with holders and deputies.
    Offices(directory::Offices),
    /// Which office to turn to in a place, and how to reach it.
    FindOffice(directory::FindOffice),
    /// The organisations that are party to the covenant.
    Organisations(directory::Organisations),
    /// What may be given as the function of a professional.
    Functions(directory::Functions),
    /// The categories of families: who directs them, and who may manage them.
    Categories(directory::Categories),
    /// Let a shell complete the words of this command line.
    Completion(completion::Completion),
}

impl Cli {
    /// Reads the command line; ends the process with help or usage when it is not right.
    #[must_use]
    pub fn from_command_line() -> Self {
        // To describe every answer takes longer than most commands.
        let asked = std::env::args_os().any(|word| word == "--help" || word == "help");
        let command = Self::command();
        let mut command = if asked { shapes::document(command) } else { help::fitted(command) };
        let matches = command.try_get_matches_from_mut(std::env::args_os());
        let matches = matches.unwrap_or_else(|error| usage::refuse(&error, "verwijspunt"));
        fields::remember(&command, &matches);
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Does it, and says on standard error what went wrong.
    pub async fn run(self) -> ExitCode {
        match self.command.run().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let text = below::said(&error.to_string());
                if !text.is_empty() {
                    output::complain(&format!("{}: {text}", texts::say("error")));
                }
                error.exit_code()
            }
        }
    }
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    /// What went wrong and what to do about it.
    pub async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Serve(verb) => verb.run().await,
            Self::Demo(verb) => verb.run().await,
            Self::Sandbox(verb) => verb.run().await,
            Self::Conform(verb) => verb.run().await,
            Self::DevCerts(verb) => verb.run(),
            Self::Keys(verb) => verb.run(),
            Self::Config(verb) => verb.run().await,
            Self::Webhook(verb) => verb.run().await,
            Self::Doctor(verb) => verb.run().await,
            Self::Covenant(verb) => ended(covenant::run(verb)),
            Self::Store(verb) => verb.run().await,
            Self::Audit(verb) => verb.run().await,
            Self::Register(verb) => verb.run().await,
            Self::Involved(verb) => verb.run().await,
            Self::Involvements(verb) => verb.run().await,
            Self::Renew(verb) => verb.run().await,
            Self::End(verb) => verb.run().await,
            Self::UpdateContact(verb) => verb.run().await,
            Self::HandOver(verb) => verb.run().await,
            Self::Informed(verb) => verb.run().await,
            Self::OwnReference(verb) => verb.run().await,
            Self::AddMembers(verb) => verb.run().await,
            Self::Import(verb) => verb.run().await,
            Self::Reconcile(verb) => verb.run().await,
            Self::Matches(verb) => verb.run().await,
            Self::Match(verb) => verb.run().await,
            Self::FollowUp(verb) => verb.run().await,
            Self::Lead(verb) => verb.run().await,
            Self::Overdue(verb) => verb.run().await,
            Self::Remind(verb) => verb.run().await,
            Self::District(verb) => verb.run().await,
            Self::Watch(verb) => verb.run().await,
            Self::Ack(verb) => verb.run().await,
            Self::Ticket(verb) => verb.run().await,
            Self::Case(verb) => verb.run().await,
            Self::Signal(verb) => verb.run().await,
            Self::Move(verb) => verb.run().await,
            Self::RecordParents(verb) => verb.run().await,
            Self::RecordDeath(verb) => verb.run().await,
            Self::RecordShielding(verb) => verb.run().await,
            Self::Rights(verb) => verb.run().await,
            Self::Report(verb) => verb.run().await,
            Self::Log(verb) => verb.run().await,
            Self::VerifyLog(verb) => verb.run().await,
            Self::Sessions(verb) => verb.run().await,
            Self::Deliveries(verb) => verb.run().await,
            Self::Offices(verb) => verb.run().await,
            Self::FindOffice(verb) => verb.run().await,
            Self::Organisations(verb) => verb.run().await,
            Self::Functions(verb) => verb.run().await,
            Self::Categories(verb) => verb.run().await,
            Self::Completion(verb) => verb.run(),
        }
    }
}

/// The outcome of a command that has said everything itself.
fn ended(code: ExitCode) -> Result<(), CliError> {
    if code == ExitCode::SUCCESS { Ok(()) } else { Err(CliError::Exit(code)) }
}

/// Whether a line of an exported audit log can be read. For the fuzz targets in `tests/fuzz/`.
#[doc(hidden)]
#[must_use]
pub fn reads_exported_line(text: &str) -> bool {
    audit_lines::read(text).is_ok()
}
