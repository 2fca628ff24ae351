//! The verbs of an auditor, over the wire: log, verify-log.

use clap::Args;
use tonic::transport::Channel;

use super::{
    connect::call,
    errors::CliError,
    output::{complain, count, moment, table, together},
    session::{Limit, PAGE, Session, enough},
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
        let client = Client::new(self.session.connect.channel().await?);
        let (mut found, mut page_token) = (Vec::new(), String::new());
        loop {
            let answer = call!(client.list_audit_entries(v1::ListAuditEntriesRequest {
                actor: actor.clone(),
                professional: self.of.clone(),
                call: self.call.clone(),
                from_date: self.from.clone(),
                to_date: self.to.clone(),
                chain: self.chain.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }))?;
            found.extend(answer.entries);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit.limit, &page_token) {
                self.others(&answer.chain, &answer.chains);
                break;
            }
        }
        // Entries of an office that there is no longer are shown; nothing of one that never was is no answer.
        if let (Some(office), true) = (&self.office, found.is_empty()) {
            self.session.office_is_known(office).await?;
        }
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

    /// Says of which chains nothing was shown, unless one was asked for.
    fn others(&self, shown: &str, all: &[String]) {
        let others = others(shown, all);
        if self.chain.is_empty() && !others.is_empty() {
            let text = "note: this is chain {} only; --chain shows another one: {}";
            complain(&fill(text, &[&name(shown), &others]));
        }
    }
}

/// What a chain is called where it is read. The one of a store that is not shared has no name.
fn name(chain: &str) -> &str {
    if chain.is_empty() { "-" } else { chain }
}

/// The chains besides one, as they are given to `--chain`.
fn others(shown: &str, all: &[String]) -> String {
    let others = all.iter().filter(|chain| *chain != shown && !chain.is_empty());
    others.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Whether the audit log is whole, for the auditor of a covenant.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt verify-log --as auditor

Where several brokers share a database, each writes a chain of its own: all of them are verified.

Keep what it prints: given back with --after (and --chain) it is the beginning of the next check, and
a log that was written anew in between is found.")]
pub struct VerifyLog {
    /// Where an earlier check ended, POSITION:HASH [default: the beginning].
    #[arg(long, value_name = "POSITION:HASH", default_value = "", hide_default_value = true)]
    pub after: String,
    /// Only this chain [default: all; with --after that of the broker that answers].
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub chain: String,
    #[command(flatten)]
    session: Session,
}

impl VerifyLog {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let mut client = Client::new(self.session.connect.channel().await?);
        let first = self.verify(&mut client, &self.chain, &self.after).await?;
        let all = self.chain.is_empty() && self.after.is_empty();
        let rest: Vec<_> =
            first.chains.iter().filter(|chain| all && **chain != first.chain).collect();
        let named = !rest.is_empty() || !self.chain.is_empty();
        let mut whole = self.print(&first, named)?;
        for chain in rest {
            whole &= self.print(&self.verify(&mut client, chain, "").await?, named)?;
        }
        let failed = CliError::Exit(std::process::ExitCode::FAILURE);
        if whole { Ok(()) } else { Err(failed) }
    }

    /// One chain, from a place to its end or to where it is not whole.
    async fn verify(
        &self,
        client: &mut Client<Channel>,
        chain: &str,
        after: &str,
    ) -> Result<v1::VerifyAuditChainResponse, CliError> {
        let (mut chain, mut after) = (chain.to_owned(), after.to_owned());
        loop {
            let answer = call!(client.verify_audit_chain(v1::VerifyAuditChainRequest {
                chain,
                after: after.clone(),
                acting_professional: self.session.acting(),
            }))?;
            let stands_still = answer.verified_to == after;
            if answer.complete || !answer.problem.is_empty() || stands_still {
                return Ok(answer);
            }
            // The next answer may be another broker's, whose own chain is another one.
            (chain, after) = (answer.chain, answer.verified_to);
        }
    }

    /// Prints how far a chain is whole. Whether it is, to its end.
    fn print(&self, answer: &v1::VerifyAuditChainResponse, named: bool) -> Result<bool, CliError> {
        let (chain, to) = (name(&answer.chain), &answer.verified_to);
        self.session.output.print(&Written(answer), || match (answer.problem.as_str(), named) {
            ("", false) => fill("whole up to {}", &[to]),
            ("", true) => fill("chain {}: whole up to {}", &[&chain, to]),
            (problem, false) => fill("NOT whole: {}; up to {} it is", &[&problem, to]),
            (problem, true) => {
                fill("chain {}: NOT whole: {}; up to {} it is", &[&chain, &problem, to])
            }
        })?;
        Ok(answer.problem.is_empty())
    }
}
