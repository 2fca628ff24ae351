//! The calls on escalation tickets.

use uuid::Uuid;

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::Subject,
            ids::TicketId,
            involvement::Involvement,
            routing::{Route, RouteQuestion, RouteRefusal},
            spoken::Spoken,
            ticket::{Ticket, TicketState},
        },
        rules::{
            access::Permit,
            escalation::{
                asking::{self, AnswerTicket},
                by_office::{self, OpenInCase},
                closing,
                moving::{self, Escalate, HandOver},
                opening::{self, OpenTicket},
                seeing,
            },
        },
        state::{
            facts::Facts,
            keys::Key,
            lists::List,
            loaded::{Loaded, Needs},
            lookup::Lookup,
            receipt::Request,
        },
    },
};

use super::{Answered, Broker, Failure, Page, act::Act};

/// In which role tickets are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TicketRole {
    /// Opened by the caller.
    Opened,
    /// Handled by the caller now.
    Handled,
    /// Of cases that the caller directs.
    Directed,
    /// On which an answer of the caller is awaited.
    Asked,
}

fn router(covenant: &Covenants) -> impl Fn(&RouteQuestion) -> Result<Route, RouteRefusal> + '_ {
    |question| covenant.route(question)
}

/// The last step of the ladder that a ticket is on.
fn last_step(covenants: &Covenants, facts: &Facts, id: TicketId) -> u8 {
    facts.ticket(id).map_or(0, |ticket| covenants.governing(ticket.area()).last_step())
}

fn needs(loaded: &Loaded, id: TicketId) -> Needs {
    Needs::missing(loaded, vec![Key::Ticket(id)], Vec::new())
}

impl Broker {
    /// Opens a ticket.
    ///
    /// # Errors
    /// See [`opening::open`]; or the store is failing.
    pub async fn open_ticket(
        &self,
        permit: &Permit,
        command: &OpenTicket,
    ) -> Result<Answered<Ticket>, Failure> {
        let covenant = self.covenant.load();
        let subjects = vec![Subject::Ticket(command.id), Subject::Involvement(command.involvement)];
        self.change(
            Act::of(permit, subjects),
            |loaded| opening::needs(loaded, permit, command),
            |ctx| {
                let router = router(&covenant);
                let terms = |own: &Involvement| covenant.terms(&own.area);
                opening::open(ctx, command, &router, &terms)
            },
        )
        .await
    }

    /// Opens a ticket in a case that the caller directs.
    ///
    /// # Errors
    /// See [`by_office::open`]; or the store is failing.
    pub async fn open_ticket_in_case(
        &self,
        permit: &Permit,
        command: &OpenInCase,
    ) -> Result<Answered<Ticket>, Failure> {
        let covenant = self.covenant.load();
        let subjects = vec![Subject::Ticket(command.id), Subject::Case(command.case)];
        self.change(
            Act::of(permit, subjects),
            |loaded| by_office::needs(loaded, command),
            |ctx| {
                let router = router(&covenant);
                let terms = |own: &Involvement| covenant.terms(&own.area);
                by_office::open(ctx, command, &router, &terms)
            },
        )
        .await
    }

    /// One ticket that the caller may see.
    ///
    /// # Errors
    /// Unknown or not the caller's business; or the store is failing.
    pub async fn get_ticket(&self, permit: &Permit, id: TicketId) -> Result<Ticket, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Ticket(id)]),
            |loaded| needs(loaded, id),
            |ctx| Ok(seeing::seen(ctx.facts, permit, id)?.clone()),
        )
        .await
    }

    /// Tickets in one of the caller's roles.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_tickets(
        &self,
        permit: &Permit,
        role: TicketRole,
        include_closed: bool,
        reference: Option<Spoken>,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Ticket>, Failure> {
        let party = permit.party().clone();
        let list = match role {
            TicketRole::Opened => List::TicketsOpened(party),
            TicketRole::Handled => List::TicketsHandled(party),
            TicketRole::Directed => List::TicketsDirected(party),
            TicketRole::Asked => List::TicketsAsked(party),
        };
        let all = include_closed || reference.is_some();
        let shows = |ticket: &Ticket| (all || ticket.is_open()) && seeing::within(permit, ticket);
        if let Some(reference) = reference {
            let (ids, next) = self.spoken(&list, reference, after, limit).await?;
            let entries = self.entries(permit, &ids, shows).await?;
            return Ok(Page { entries, next });
        }
        // Nothing of a colleague's is even a subject of the audit entry, and what is closed does not fill
        // the pages of what is open.
        if permit.only().is_some() || !all {
            let (ids, next) = self.search(&list, after, limit, shows).await?;
            let entries = self.entries(permit, &ids, shows).await?;
            return Ok(Page { entries, next });
        }
        self.page(permit, &list, after, limit, shows).await
    }

    /// Takes a ticket up.
    ///
    /// # Errors
    /// See [`moving::escalate`]; or the store is failing.
    pub async fn escalate_ticket(
        &self,
        permit: &Permit,
        request: &Request,
        command: &Escalate,
    ) -> Result<Answered<Ticket>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Ticket(command.id)]),
            |loaded| needs(loaded, command.id),
            |ctx| {
                let router = router(&covenant);
                let last = last_step(&covenant, ctx.facts, command.id);
                moving::escalate(ctx, command, last, &router)
            },
        )
        .await
    }

    /// Hands a ticket over because facts changed.
    ///
    /// # Errors
    /// See [`moving::hand_over`]; or the store is failing.
    pub async fn hand_over_ticket(
        &self,
        permit: &Permit,
        request: &Request,
        command: &HandOver,
    ) -> Result<Answered<Ticket>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Ticket(command.id)]),
            |loaded| moving::needs(loaded, command.id),
            |ctx| {
                let router = router(&covenant);
                moving::hand_over(ctx, command, &router)
            },
        )
        .await
    }

    /// Answers, as an office that was asked.
    ///
    /// # Errors
    /// See [`asking::answer`]; or the store is failing.
    pub async fn answer_ticket(
        &self,
        permit: &Permit,
        request: &Request,
        command: &AnswerTicket,
    ) -> Result<Answered<Ticket>, Failure> {
        self.change(
            Act::by(permit, request, vec![Subject::Ticket(command.id)]),
            |loaded| needs(loaded, command.id),
            |ctx| asking::answer(ctx, command),
        )
        .await
    }

    /// Closes a ticket: resolved, withdrawn or ruled.
    ///
    /// # Errors
    /// See [`closing::close`]; or the store is failing.
    pub async fn close_ticket(
        &self,
        permit: &Permit,
        request: &Request,
        id: TicketId,
        etag: &str,
        state: &TicketState,
    ) -> Result<Answered<Ticket>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Ticket(id)]),
            |loaded| needs(loaded, id),
            |ctx| {
                let last = last_step(&covenant, ctx.facts, id);
                closing::close(ctx, id, etag, state.clone(), last)
            },
        )
        .await
    }
}
