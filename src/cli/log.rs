//! The verbs of an auditor, over the wire: log, verify-log.

use clap::Args;

use super::{
    connect::call,
    errors::CliError,
    output::{count, moment, table, together},
    session::{Limit, PAGE, Session, list},
    texts::fill,
};
use crate::{
    api::v1::{self, audit_service_client::AuditServiceClient as Client},
    wire::{Written, all_written},
};

/// Entries of the audit log, for the auditor of a covenant.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt log --as auditor --call ListInvolved --from 2026-03-01

Reading it is itself an entry.")]
pub struct Log {
    /// Only what this organisation did, by name or OIN.
    #[arg(long, value_name = "NAME", conflicts_with = "office")]
    pub organisation: Option<String>,
    /// Only what this office did, by its id.
    #[arg(long, value_name = "OFFICE")]
    pub office: Option<String>,
    /// Only on behalf of this professional, or by this system.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub of: String,
    /// Only this call, by its name in the API.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub call: String,
    /// First day.
    #[arg(long, value_name = "DATE", default_value = "", hide_default_value = true)]
    pub from: String,
    /// Last day.
    #[arg(long, value_name = "DATE", default_value = "", hide_default_value = true)]
    pub to: String,
    /// Name of the chain [default: that of the broker that answers].
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub chain: String,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Log {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::list_audit_entries_request::Actor;
        let organisation = match &self.organisation {
            Some(given) => Some(Actor::OrganisationOin(self.session.oin(given).await?)),
            None => None,
        };
        let actor = organisation.or_else(|| self.office.clone().map(Actor::Office));
        let found = list!(self.session, self.limit.limit, Client.list_audit_entries => entries, |page_token| {
            v1::ListAuditEntriesRequest {
                actor: actor.clone(),
                professional: self.of.clone(),
                call: self.call.clone(),
                from_date: self.from.clone(),
                to_date: self.to.clone(),
                chain: self.chain.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().map(|e| {
                [
                    e.position.to_string(),
                    moment(e.at.as_ref()),
                    together([
                        e.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default(),
                        e.professional.clone(),
                    ]),
                    e.call.clone(),
                    together([e.result.clone(), count("about {}", e.subjects.len())]),
                ]
            });
            let headers = ["entry", "at", "who", "request", "result"];
            table(headers, rows.collect(), "no such entry")
        })
    }
}

/// Whether the audit log is whole, for the auditor of a covenant.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt verify-log --as auditor

Keep what it prints: given back with --after it is the beginning of the next check, and a log that
was written anew in between is found.")]
pub struct VerifyLog {
    /// Where an earlier check ended, POSITION:HASH [default: the beginning].
    #[arg(long, value_name = "POSITION:HASH", default_value = "", hide_default_value = true)]
    pub after: String,
    /// Name of the chain [default: that of the broker that answers].
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub chain: String,
    #[command(flatten)]
    session: Session,
}

impl VerifyLog {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.session.connect.channel().await?);
        let mut after = self.after.clone();
        loop {
            let answer = call!(client.verify_audit_chain(v1::VerifyAuditChainRequest {
                chain: self.chain.clone(),
                after: after.clone(),
                acting_professional: self.session.acting(),
            }))?;
            let stands_still = answer.verified_to == after;
            after.clone_from(&answer.verified_to);
            if !(answer.complete || !answer.problem.is_empty() || stands_still) {
                continue;
            }
            self.session.output.print(&Written(&answer), || match answer.problem.as_str() {
                "" => fill("whole up to {}", &[&answer.verified_to]),
                problem => fill("NOT whole: {}; up to {} it is", &[&problem, &answer.verified_to]),
            })?;
            let whole = answer.problem.is_empty();
            let failed = CliError::Exit(std::process::ExitCode::FAILURE);
            return if whole { Ok(()) } else { Err(failed) };
        }
    }
}
