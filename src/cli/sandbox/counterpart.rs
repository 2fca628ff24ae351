//! What does the counterpart of a supplier's program do when it is told to? Calls like those of any other
//! organisation, over the wire, each with a certificate of its own.

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::{Value, json};
use tokio::sync::Mutex;
use tonic::{Status, transport::Channel};
use uuid::Uuid;

use super::{AREA, told::Told};
use crate::{
    api::v1::{
        ContactCard, EndInvolvementRequest, EndReason, EscalateTicketRequest, FamilyMember,
        Obstacle, OpenTicketRequest, RecordDeathRequest, RegisterInvolvementRequest, Ticket, Track,
        UpdateContactRequest, escalation_service_client::EscalationServiceClient as Tickets,
        recipient::Who, register_involvement_request::Place,
        registry_service_client::RegistryServiceClient as Registry, update_contact_request::Which,
    },
    cli::{
        client::{self, ClientError, ClientOptions},
        errors::CliError,
        operate,
        texts::{fill, say},
    },
    covenant::{Covenant, Covenants},
    domain::model::{party::Oin, time::Day},
    server::pki::{self, ClientSpec},
};

/// Who acts, for the audit log.
const ACTING: &str = "sandbox";
/// How it is reached: the first, until its card changes.
const PHONES: [&str; 2] = ["020-5550102", "020-5550199"];
/// The kind of organisation that reports deaths.
const REGISTER: &str = "population-register";

/// Everybody but the supplier's program.
pub(super) struct Counterpart {
    server: String,
    certs: PathBuf,
    /// Whose certificates there are.
    clients: Vec<ClientSpec>,
    /// By the names of their certificates.
    organisations: BTreeMap<String, Oin>,
    register: String,
    /// What each has going, the latest last.
    kept: Mutex<BTreeMap<String, Vec<Kept>>>,
}

/// An involvement of the counterpart, and the ticket that it opened on it.
struct Kept {
    involvement: String,
    ticket: Option<Ticket>,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotDone {
    /// It was not asked for rightly.
    #[error("{0}")]
    Asked(String),
    /// The broker refused.
    #[error("{}", .0.message())]
    Refused(#[from] Status),
    /// There is no connection.
    #[error(transparent)]
    Connection(#[from] ClientError),
}

/// The organisation whose certificate is called so.
pub(super) fn organisation(covenants: &Covenants, name: &str) -> Option<Oin> {
    let mut all = covenants.all().flat_map(Covenant::organisations);
    all.find(|one| operate::file_name(&one.name) == name).map(|one| one.oin)
}

impl Counterpart {
    /// Whoever is party to the covenants.
    ///
    /// # Errors
    /// Nobody is the population register.
    pub(super) fn new(told: &Told, covenants: &Covenants) -> Result<Self, CliError> {
        let all = || covenants.all().flat_map(Covenant::organisations);
        let register = all().find(|one| one.kind == REGISTER);
        let register =
            register.ok_or_else(|| CliError::Failed(fill("nobody is called {}", &[&REGISTER])))?;
        Ok(Self {
            server: told.server.clone(),
            certs: told.certs.clone(),
            clients: covenants.all().flat_map(operate::clients).collect(),
            organisations: all().map(|one| (operate::file_name(&one.name), one.oin)).collect(),
            register: operate::file_name(&register.name),
            kept: Mutex::default(),
        })
    }

    /// An organisation registers a person.
    ///
    /// # Errors
    /// Nobody is called so, or the broker refuses.
    pub(super) async fn join(
        &self,
        who: &str,
        member: FamilyMember,
        today: Day,
    ) -> Result<Value, NotDone> {
        self.oin(who)?;
        let mut kept = self.kept.lock().await;
        let involvement = Uuid::now_v7().to_string();
        let request = RegisterInvolvementRequest {
            involvement_id: involvement.clone(),
            members: vec![member],
            professional: Some(card(PHONES[0])),
            place: Some(Place::Area(AREA.to_owned())),
            start_date: today.to_string(),
            acting_professional: ACTING.to_owned(),
            ..RegisterInvolvementRequest::default()
        };
        let mut registry = Registry::new(self.channel(who).await?);
        let answer = registry.register_involvement(request).await?.into_inner();
        let others = answer.r#match.map_or(0, |found| found.parties.len());
        let done = json!({ "as": who, "involvementId": involvement, "others": others });
        kept.entry(who.to_owned()).or_default().push(Kept { involvement, ticket: None });
        Ok(done)
    }

    /// The next organisation that is not involved yet registers a person.
    ///
    /// # Errors
    /// All have joined, or there is no connection.
    pub(super) async fn join_next(
        &self,
        but: &str,
        member: &FamilyMember,
        today: Day,
    ) -> Result<Value, NotDone> {
        for who in self.organisations.keys().filter(|who| *who != but) {
            let involved = self.kept.lock().await.get(who).is_some_and(|kept| !kept.is_empty());
            if involved {
                continue;
            }
            match self.join(who, member.clone(), today).await {
                // Not everybody may register: a court does not.
                Err(NotDone::Refused(_)) => {}
                done => return done,
            }
        }
        Err(NotDone::Asked(
            say("all others have joined already: start the sandbox again").to_owned(),
        ))
    }

    /// An organisation changes the card of its last involvement, so often.
    ///
    /// # Errors
    /// It has none, or the broker refuses.
    pub(super) async fn change_card(&self, who: &str, times: u32) -> Result<(), NotDone> {
        let last =
            self.kept.lock().await.get(who).and_then(|own| Some(own.last()?.involvement.clone()));
        let last = last.ok_or_else(|| nowhere(who))?;
        let mut registry = Registry::new(self.channel(who).await?);
        for phone in PHONES.into_iter().rev().cycle().take(times as usize) {
            let request = UpdateContactRequest {
                which: Some(Which::InvolvementId(last.clone())),
                professional: Some(card(phone)),
                request_id: Uuid::now_v7().to_string(),
                acting_professional: ACTING.to_owned(),
            };
            registry.update_contact(request).await?;
        }
        Ok(())
    }

    /// An organisation gets another certificate and key, in the place of those that it had.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn renew_certificate(&self, who: &str) -> Result<(), NotDone> {
        let Some(client) = self.clients.iter().find(|client| client.name == who) else {
            return Err(NotDone::Asked(fill("nobody is called {}", &[&who])));
        };
        pki::renew(&self.certs, client).map_err(|error| NotDone::Asked(error.to_string()))
    }

    /// What an organisation is called.
    pub(super) fn name(&self, oin: &Oin) -> Option<String> {
        let mut all = self.organisations.iter();
        all.find(|(_, one)| *one == oin).map(|(name, _)| name.clone())
    }

    /// An organisation ends its last involvement.
    ///
    /// # Errors
    /// It has none, or the broker refuses.
    pub(super) async fn leave(&self, who: &str) -> Result<Value, NotDone> {
        let mut kept = self.kept.lock().await;
        let own = kept.entry(who.to_owned()).or_default();
        let last = own.last().ok_or_else(|| nowhere(who))?;
        let request = EndInvolvementRequest {
            involvement_id: last.involvement.clone(),
            reason: EndReason::NoLongerInvolved.into(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: ACTING.to_owned(),
        };
        Registry::new(self.channel(who).await?).end_involvement(request).await?;
        let done = json!({ "as": who, "involvementId": last.involvement });
        own.pop();
        Ok(done)
    }

    /// An organisation opens a ticket on its last involvement; the next time whoever handles it takes it a
    /// step up.
    ///
    /// # Errors
    /// It has no involvement, nobody is called so, or the broker refuses.
    pub(super) async fn escalate(&self, who: &str, against: &str) -> Result<Value, NotDone> {
        let against = self.oin(against)?;
        let mut kept = self.kept.lock().await;
        let last = kept.get_mut(who).and_then(|own| own.last_mut()).ok_or_else(|| nowhere(who))?;
        let ticket = match &last.ticket {
            None => {
                let request = OpenTicketRequest {
                    ticket_id: Uuid::now_v7().to_string(),
                    involvement_id: last.involvement.clone(),
                    track: Track::NotCarriedOut.into(),
                    obstacle: Obstacle::NotDelivered.into(),
                    target_oin: against.to_string(),
                    category: "MPG2".to_owned(),
                    acting_professional: ACTING.to_owned(),
                    ..OpenTicketRequest::default()
                };
                let mut tickets = Tickets::new(self.channel(who).await?);
                tickets.open_ticket(request).await?.into_inner().ticket
            }
            Some(ticket) => {
                let request = EscalateTicketRequest {
                    ticket_id: ticket.ticket_id.clone(),
                    request_id: Uuid::now_v7().to_string(),
                    acting_professional: ACTING.to_owned(),
                    ..EscalateTicketRequest::default()
                };
                let mut tickets = Tickets::new(self.channel(&self.handler(ticket)?).await?);
                tickets.escalate_ticket(request).await?.into_inner().ticket
            }
        };
        let ticket = ticket.unwrap_or_default();
        let handler = ticket.handlers.first().map(|handler| handler.name.as_str());
        let done = json!({
            "as": who, "ticketId": ticket.ticket_id, "step": ticket.step, "handledBy": handler,
        });
        last.ticket = Some(ticket);
        Ok(done)
    }

    /// The population register reports a death of today.
    ///
    /// # Errors
    /// The broker refuses.
    pub(super) async fn death(&self, bsn: &str, today: Day) -> Result<Value, NotDone> {
        let request = RecordDeathRequest {
            bsn: bsn.to_owned(),
            date_of_death: today.to_string(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: ACTING.to_owned(),
        };
        Registry::new(self.channel(&self.register).await?).record_death(request).await?;
        Ok(json!({ "as": self.register }))
    }

    /// The OIN of an organisation.
    ///
    /// # Errors
    /// Nobody is called so.
    pub(super) fn oin(&self, name: &str) -> Result<&Oin, NotDone> {
        let found = self.organisations.get(name);
        found.ok_or_else(|| NotDone::Asked(fill("nobody is called {}", &[&name])))
    }

    /// The certificate of whoever handles a ticket.
    fn handler(&self, ticket: &Ticket) -> Result<String, NotDone> {
        let handler = ticket.handlers.first().and_then(|handler| handler.who.as_ref());
        let found = handler.and_then(|who| match who {
            Who::Office(office) => Some(office.clone()),
            Who::OrganisationOin(oin) => {
                let mut all = self.organisations.iter();
                all.find(|(_, one)| one.as_str() == oin).map(|(name, _)| name.clone())
            }
        });
        found.ok_or_else(|| NotDone::Asked(say("nobody handles the ticket any more").to_owned()))
    }

    async fn channel(&self, who: &str) -> Result<Channel, ClientError> {
        client::connect(&ClientOptions::named(&self.server, &self.certs, who)).await
    }
}

fn card(phone: &str) -> ContactCard {
    ContactCard {
        professional_id: "m.yilmaz".to_owned(),
        name: "M.Yilmaz".to_owned(),
        function: "professional".to_owned(),
        phone: phone.to_owned(),
        ..ContactCard::default()
    }
}

fn nowhere(who: &str) -> NotDone {
    NotDone::Asked(fill("{} is not involved with anybody: let it join first", &[&who]))
}
