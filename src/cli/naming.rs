//! Which one is meant by a reference? Looked up in the lists of whoever asks.

use super::{
    errors::CliError,
    session::{ALL, PAGE, Session, ask, list},
    texts::{fill, say},
    words::{self, Named, spoken},
};
use crate::{
    api::v1::{
        self, case_service_client::CaseServiceClient as Cases,
        escalation_service_client::EscalationServiceClient as Tickets,
        match_service_client::MatchServiceClient as Matches,
        registry_service_client::RegistryServiceClient as Registry,
        rights_service_client::RightsServiceClient as Rights,
        session_service_client::SessionServiceClient as Sessions,
        signal_service_client::SignalServiceClient as Signals,
    },
    domain::model::spoken::Spoken,
};

/// References that are named when there is none like the one given.
const CANDIDATES: usize = 5;

/// What a list shows of one: its reference and its id.
type Listed = (String, String);

/// The id of the only one with a reference; `None` when no one has it.
fn only(reference: Spoken, listed: &[Listed]) -> Result<Option<String>, CliError> {
    let wanted = reference.to_string();
    let mut ids: Vec<&str> =
        listed.iter().filter(|(one, _)| *one == wanted).map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).to_owned())),
        several => Err(CliError::Failed(fill(
            "several have the reference {}: give one of the ids {}",
            &[&reference, &several.join(", ")],
        ))),
    }
}

/// That no one has it, and which was perhaps meant.
fn unknown(reference: Spoken, listed: &[Listed]) -> CliError {
    let mut all: Vec<&str> = listed.iter().map(|(one, _)| one.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    let near = words::near(&reference.to_string(), all.iter().copied());
    let some = all[..all.len().min(CANDIDATES)].join(", ");
    let hint = match (near, all.len()) {
        (Some(near), _) => fill("; did you mean {}?", &[&near]),
        (None, 0) => say("; the lists show what has one").to_owned(),
        (None, n) if n <= CANDIDATES => fill("; there is {}", &[&some]),
        (None, _) => fill("; there is {}, and more: the lists show them", &[&some]),
    };
    let nothing = fill("nothing that you can see here has the reference {}", &[&reference]);
    CliError::Failed(nothing + &hint)
}

/// A way to look one up: the server finds those with a reference, and without one it gives those that
/// were perhaps meant.
macro_rules! by_reference {
    ($(#[$doc:meta])* $name:ident, |$this:ident, $reference:ident, $all:ident| $listed:block) => {
        $(#[$doc])*
        pub(crate) async fn $name(&self, named: &Named) -> Result<String, CliError> {
            let wanted = match named {
                Named::Id(id) => return Ok(id.to_string()),
                Named::Spoken(reference) => *reference,
            };
            let $this = self;
            let mut $all: Vec<Listed> = Vec::new();
            for $reference in [wanted.to_string(), String::new()] {
                $listed
                if let Some(found) = only(wanted, &$all)? {
                    return Ok(found);
                }
            }
            Err(unknown(wanted, &$all))
        }
    };
}

/// A way to look one up among all: its reference follows from its id.
macro_rules! by_id {
    ($(#[$doc:meta])* $name:ident, |$this:ident| $ids:block) => {
        $(#[$doc])*
        pub(crate) async fn $name(&self, named: &Named) -> Result<String, CliError> {
            let wanted = match named {
                Named::Id(id) => return Ok(id.to_string()),
                Named::Spoken(reference) => *reference,
            };
            let $this = self;
            let ids: Vec<String> = $ids;
            let all: Vec<Listed> = ids.into_iter().map(|id| (spoken(&id), id)).collect();
            only(wanted, &all)?.ok_or_else(|| unknown(wanted, &all))
        }
    };
}

impl Session {
    by_reference! {
        /// The id of a match.
        match_id, |session, reference, all| {
            let found = list!(session, ALL, Matches.list_matches => matches, |page_token| {
                v1::ListMatchesRequest {
                    filter: v1::MatchFilter::All.into(),
                    page_size: PAGE,
                    page_token,
                    acting_professional: session.acting(),
                    reference: reference.clone(),
                    ..Default::default()
                }
            })?;
            all.extend(found.into_iter().map(|one| (one.reference, one.match_id)));
        }
    }

    by_reference! {
        /// The id of a match in which contact is overdue, for the office that was told so.
        overdue_id, |session, reference, all| {
            let found = list!(session, ALL, Matches.list_follow_up => overdue, |page_token| {
                v1::ListFollowUpRequest {
                    page_size: PAGE,
                    page_token,
                    acting_professional: session.acting(),
                    reference: reference.clone(),
                    ..Default::default()
                }
            })?;
            all.extend(found.into_iter().map(|one| (one.reference, one.match_id)));
        }
    }

    by_reference! {
        /// The id of a case.
        case_id, |session, reference, all| {
            let found = list!(session, ALL, Cases.list_cases => cases, |page_token| {
                v1::ListCasesRequest {
                    state: v1::CaseFilter::All.into(),
                    page_size: PAGE,
                    page_token,
                    acting_professional: session.acting(),
                    reference: reference.clone(),
                    ..Default::default()
                }
            })?;
            all.extend(found.into_iter().map(|one| (one.reference, one.case_id)));
        }
    }

    by_reference! {
        /// The id of a ticket that the caller handles, opened, directs or is asked about.
        ticket_id, |session, reference, all| {
            use v1::TicketRole::{Asked, Directed, Handled, Opened};
            for role in [Handled, Opened, Directed, Asked] {
                let found = list!(session, ALL, Tickets.list_tickets => tickets, |page_token| {
                    v1::ListTicketsRequest {
                        role: role.into(),
                        include_closed: [Opened, Directed].contains(&role),
                        page_size: PAGE,
                        page_token,
                        acting_professional: session.acting(),
                        reference: reference.clone(),
                    }
                })?;
                all.extend(found.into_iter().map(|one| (one.reference, one.ticket_id)));
            }
        }
    }

    by_reference! {
        /// The id of a signal that the caller received or sent.
        signal_id, |session, reference, all| {
            for role in [v1::SignalRole::Received, v1::SignalRole::Sent] {
                let found = list!(session, ALL, Signals.list_concern_signals => signals, |page_token| {
                    v1::ListConcernSignalsRequest {
                        role: role.into(),
                        include_closed: true,
                        page_size: PAGE,
                        page_token,
                        acting_professional: session.acting(),
                        reference: reference.clone(),
                    }
                })?;
                all.extend(found.into_iter().map(|one| (one.reference, one.signal_id)));
            }
        }
    }

    by_reference! {
        /// The id of an own involvement, which names no reference: it follows from the id.
        involvement_id, |session, reference, all| {
            let asked = |page_token| v1::ListInvolvementsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: session.acting(),
                reference: reference.clone(),
                ..Default::default()
            };
            let found = if reference.is_empty() {
                ask!(session, Registry.list_involvements(asked(String::new())))?.involvements
            } else {
                // One page, unless the list is so long that the broker looks through it in several.
                list!(session, ALL, Registry.list_involvements => involvements, |token| asked(token))?
            };
            all.extend(found.into_iter().map(|one| (spoken(&one.involvement_id), one.involvement_id)));
        }
    }

    by_id! {
        /// The id of an objection that concerns the caller.
        objection_id, |session| {
            let all = list!(session, ALL, Rights.list_objections => objections, |page_token| {
                v1::ListObjectionsRequest {
                    include_decided: true,
                    page_size: PAGE,
                    page_token,
                    acting_professional: session.acting(),
                }
            })?;
            all.into_iter().map(|one| one.objection_id).collect()
        }
    }

    by_id! {
        /// The id of a session of somebody of the own organisation.
        session_id, |session| {
            let acting_professional = session.acting();
            let asked = v1::ListSessionsRequest { acting_professional };
            let answer = ask!(session, Sessions.list_sessions(asked))?;
            answer.sessions.into_iter().map(|one| one.session_id).collect()
        }
    }

    /// The id of a case when one is named; nothing for nothing.
    pub(crate) async fn case_if(&self, named: Option<&Named>) -> Result<String, CliError> {
        match named {
            Some(named) => self.case_id(named).await,
            None => Ok(String::new()),
        }
    }

    /// The id of an own involvement when one is named; nothing for nothing.
    pub(crate) async fn involvement_if(&self, named: Option<&Named>) -> Result<String, CliError> {
        match named {
            Some(named) => self.involvement_id(named).await,
            None => Ok(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(all: &[(&str, &str)]) -> Vec<Listed> {
        all.iter().map(|(one, id)| ((*one).to_owned(), (*id).to_owned())).collect()
    }

    #[test]
    fn one_is_meant_or_it_is_said_which_could_be() {
        let wanted = Spoken::parse("7K3-M9Q").expect("a reference");
        let all = listed(&[("7K3-M9Q", "a"), ("0A1-B2C", "b"), ("7K3-M9Q", "a")]);
        assert_eq!(only(wanted, &all).expect("one").as_deref(), Some("a"), "in two lists, but one");
        let two = listed(&[("7K3-M9Q", "a"), ("7K3-M9Q", "b")]);
        let problem = only(wanted, &two).expect_err("two").to_string();
        assert!(problem.ends_with(": give one of the ids a, b"), "{problem}");

        let near = listed(&[("7K3-M9R", "a"), ("0A1-B2C", "b")]);
        assert_eq!(only(wanted, &near).expect("none"), None);
        let told = |all: &[Listed]| unknown(wanted, all).to_string();
        assert!(told(&near).ends_with("7K3-M9Q; did you mean 7K3-M9R?"), "{}", told(&near));
        assert!(told(&near[1..]).ends_with("; there is 0A1-B2C"), "{}", told(&near[1..]));
        assert!(told(&[]).ends_with("; the lists show what has one"), "{}", told(&[]));
        let many: Vec<Listed> = (0..9).map(|n| (format!("000-00{n}"), n.to_string())).collect();
        assert!(told(&many).contains("000-004, and more"), "{}", told(&many));
    }
}
