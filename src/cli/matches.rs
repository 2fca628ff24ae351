//! The verbs after a match: matches, match show, follow-up, lead.

use clap::{Args, Subcommand};

use super::{
    codes::called,
    errors::CliError,
    output::{self, fields, moment, persons, table, to_call, together},
    session::{Limit, PAGE, Session, Shown, list, one_call, request_id},
    texts::{fill, say},
    whose,
    words::{self, Named, one_of, parser},
};
use crate::{
    api::v1::{self, match_service_client::MatchServiceClient as Client},
    wire::all_written,
};

/// The matches in which your organisation still owes contact.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt matches --as basisschool-de-waterlelie
  verwijspunt matches --as basisschool-de-waterlelie --of j.jansen

Those of all professionals, whoever acts; only --of leaves some out.")]
pub struct Matches {
    /// Also those in which nothing is owed.
    #[arg(long)]
    pub all: bool,
    /// Only those of this professional, by the id on the contact card.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub of: String,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Matches {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        // Who names one on the telephone may have answered it already.
        let any = self.all || !self.reference.is_empty();
        let filter = if any { v1::MatchFilter::All } else { v1::MatchFilter::Open };
        let found = list!(self.session, self.limit.limit, Client.list_matches => matches, |page_token| {
            v1::ListMatchesRequest {
                filter: filter.into(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
                professional_id: self.of.clone(),
                reference: self.reference.clone(),
                ..Default::default()
            }
        })?;
        whose::everybodys(&self.session, &self.of);
        self.session.output.print(&all_written(&found), || {
            let references: Vec<&str> = found.iter().map(|m| m.reference.as_str()).collect();
            let rows = found.iter().map(|m| {
                let lead = m.lead.as_ref().map(|lead| fill("lead: {}", &[&lead_name(lead)]));
                let lead = lead.unwrap_or_default();
                let calls = m.parties.iter().map(to_call).collect::<Vec<_>>();
                [
                    m.contact_due.clone(),
                    about(m),
                    calls.join("; "),
                    together([called::<v1::FollowUpState>(m.follow_up), lead]),
                    words::short(&m.reference, &m.match_id, &references).to_owned(),
                ]
            });
            let empty = if any { "no matches" } else { "no contact is owed" };
            let headers = ["call by", "own", "call", "follow-up", "match"];
            table(headers, rows.collect(), empty)
        })?;
        if found.is_empty() && !self.of.is_empty() {
            whose::nobodys(&self.session, &self.of).await;
        }
        Ok(())
    }
}

/// The own involvement: by which reference the family is known, whose it is, with whom, where.
fn about(m: &v1::Match) -> String {
    let name = m.own_contact.as_ref().map(|card| card.name.clone()).unwrap_or_default();
    together([m.own_reference.clone(), name, persons(&m.roles), m.area.clone()])
}

/// One match.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt match show --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub enum MatchCommand {
    /// Show a match as your organisation sees it.
    Show(Show),
}

impl MatchCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let Self::Show(verb) = self;
        verb.run().await
    }
}

/// Show a match as your organisation sees it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt match show --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::named)]
    pub match_id: Named,
    #[command(flatten)]
    session: Session,
}

/// What can be recorded after a match: that it is new, nobody says.
const FOLLOWED_UP: [v1::FollowUpState; 3] =
    [v1::FollowUpState::Seen, v1::FollowUpState::ContactMade, v1::FollowUpState::NoActionNeeded];

/// Record what you did after a match.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt follow-up --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    contact-made
  verwijspunt follow-up --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    no-action-needed --reason already-in-contact")]
pub struct FollowUp {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::named)]
    pub match_id: Named,
    /// How far you are.
    #[arg(value_name = "STATE", value_parser = one_of(&FOLLOWED_UP))]
    pub state: v1::FollowUpState,
    /// With no-action-needed: why.
    #[arg(long, value_parser = parser::<v1::NoActionReason>())]
    pub reason: Option<v1::NoActionReason>,
    #[command(flatten)]
    session: Session,
}

/// Record who leads, as agreed between the parties of a match.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt lead --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 schulddienst-zeeburg")]
pub struct AgreeLead {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::named)]
    pub match_id: Named,
    /// OIN or name of the organisation that leads from now on.
    #[arg(value_name = "ORGANISATION")]
    pub lead: String,
    #[command(flatten)]
    session: Session,
}

impl Shown for v1::Match {
    fn text(&self) -> String {
        let m = self;
        let reason = match m.no_action_reason {
            0 => String::new(),
            reason => called::<v1::NoActionReason>(reason),
        };
        let mut text = fields(&[
            ("match", m.match_id.clone()),
            ("reference", m.reference.clone()),
            ("own reference", m.own_reference.clone()),
            ("involvement", words::spoken(&m.involvement_id)),
            ("matched at", moment(m.matched_at.as_ref())),
            ("follow-up", called::<v1::FollowUpState>(m.follow_up)),
            ("reason", reason),
            ("contact due", m.contact_due.clone()),
            ("lead", m.lead.as_ref().map(lead_name).unwrap_or_default()),
        ]);
        text.push('\n');
        text.push_str(&output::parties_of(m));
        text
    }
}

fn lead_name(lead: &v1::Lead) -> String {
    if lead.organisation_name.is_empty() {
        say("agreed (withheld)").to_owned()
    } else {
        lead.organisation_name.clone()
    }
}

one_call! {
    Client => r#match;

    Show.get_match |verb, by| {
        v1::GetMatchRequest {
            match_id: verb.session.match_id(&verb.match_id).await?,
            acting_professional: by,
        }
    }

    FollowUp.record_follow_up |verb, by| {
        v1::RecordFollowUpRequest {
            match_id: verb.session.match_id(&verb.match_id).await?,
            state: verb.state.into(),
            reason: verb.reason.map_or(0, Into::into),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    AgreeLead.agree_lead |verb, by| {
        v1::AgreeLeadRequest {
            match_id: verb.session.match_id(&verb.match_id).await?,
            lead_oin: verb.session.oin(&verb.lead).await?,
            request_id: request_id(),
            acting_professional: by,
        }
    }
}
