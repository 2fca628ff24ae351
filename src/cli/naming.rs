//! Which one is meant by a reference? Looked up in the lists of whoever asks.

use super::{
    errors::CliError,
    session::{PAGE, Session, ask},
    texts::fill,
    words::Named,
};
use crate::{
    api::v1::{
        self, case_service_client::CaseServiceClient as Cases,
        escalation_service_client::EscalationServiceClient as Tickets,
        match_service_client::MatchServiceClient as Matches,
        signal_service_client::SignalServiceClient as Signals,
    },
    domain::model::spoken::Spoken,
};

/// The id of the only one with a reference.
fn only(reference: Spoken, mut ids: Vec<String>) -> Result<String, CliError> {
    ids.sort();
    ids.dedup();
    match ids.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(CliError::Failed(fill(
            "nothing that you can see here has the reference {}; the lists show what has one",
            &[&reference],
        ))),
        several => Err(CliError::Failed(fill(
            "several have the reference {}: give one of the ids {}",
            &[&reference, &several.join(", ")],
        ))),
    }
}

impl Session {
    /// The id of a match.
    pub(crate) async fn match_id(&self, named: &Named) -> Result<String, CliError> {
        let reference = match named {
            Named::Id(id) => return Ok(id.to_string()),
            Named::Spoken(reference) => *reference,
        };
        let answer = ask!(
            self,
            Matches.list_matches(v1::ListMatchesRequest {
                filter: v1::MatchFilter::All.into(),
                page_size: PAGE,
                acting_professional: self.acting(),
                reference: reference.to_string(),
                ..Default::default()
            })
        )?;
        only(reference, answer.matches.into_iter().map(|one| one.match_id).collect())
    }

    /// The id of a case.
    pub(crate) async fn case_id(&self, named: &Named) -> Result<String, CliError> {
        let reference = match named {
            Named::Id(id) => return Ok(id.to_string()),
            Named::Spoken(reference) => *reference,
        };
        let answer = ask!(
            self,
            Cases.list_cases(v1::ListCasesRequest {
                state: v1::CaseFilter::All.into(),
                page_size: PAGE,
                acting_professional: self.acting(),
                reference: reference.to_string(),
                ..Default::default()
            })
        )?;
        only(reference, answer.cases.into_iter().map(|one| one.case_id).collect())
    }

    /// The id of a ticket that the caller handles, opened or directs.
    pub(crate) async fn ticket_id(&self, named: &Named) -> Result<String, CliError> {
        let reference = match named {
            Named::Id(id) => return Ok(id.to_string()),
            Named::Spoken(reference) => *reference,
        };
        let mut ids = Vec::new();
        for role in [v1::TicketRole::Handled, v1::TicketRole::Opened, v1::TicketRole::Directed] {
            let answer = ask!(
                self,
                Tickets.list_tickets(v1::ListTicketsRequest {
                    role: role.into(),
                    include_closed: role != v1::TicketRole::Handled,
                    page_size: PAGE,
                    acting_professional: self.acting(),
                    reference: reference.to_string(),
                    ..Default::default()
                })
            )?;
            ids.extend(answer.tickets.into_iter().map(|one| one.ticket_id));
        }
        only(reference, ids)
    }

    /// The id of a signal that the caller received or sent.
    pub(crate) async fn signal_id(&self, named: &Named) -> Result<String, CliError> {
        let reference = match named {
            Named::Id(id) => return Ok(id.to_string()),
            Named::Spoken(reference) => *reference,
        };
        let mut ids = Vec::new();
        for role in [v1::SignalRole::Received, v1::SignalRole::Sent] {
            let answer = ask!(
                self,
                Signals.list_concern_signals(v1::ListConcernSignalsRequest {
                    role: role.into(),
                    include_closed: true,
                    page_size: PAGE,
                    acting_professional: self.acting(),
                    reference: reference.to_string(),
                    ..Default::default()
                })
            )?;
            ids.extend(answer.signals.into_iter().map(|one| one.signal_id));
        }
        only(reference, ids)
    }

    /// The id of a case when one is named; nothing for nothing.
    pub(crate) async fn case_if(&self, named: Option<&Named>) -> Result<String, CliError> {
        match named {
            Some(named) => self.case_id(named).await,
            None => Ok(String::new()),
        }
    }
}
