//! EscalationService: tickets and the dry run.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, escalation_service_server::EscalationService},
    domain::{
        model::{
            ids::TicketId,
            party::Party,
            ticket::{Ticket, TicketState},
        },
        rules::access::{Call, Permit},
    },
};

use super::{parse, render};
use crate::service::{fields, front::Front, page::Filter};

impl Front {
    #[expect(clippy::unnecessary_wraps, reason = "what proto messages hold is optional")]
    fn ticket(&self, permit: &Permit, ticket: &Ticket) -> Option<v1::Ticket> {
        Some(render::ticket(&self.broker.covenant(), permit.party(), ticket))
    }
}

#[tonic::async_trait]
impl EscalationService for Front {
    async fn open_ticket(
        &self,
        request: Request<v1::OpenTicketRequest>,
    ) -> Result<Response<v1::OpenTicketResponse>, Status> {
        self.serve_change(Call::OpenTicket, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let opened = match permit.party() {
                Party::Organisation(_) => {
                    let command = parse::open(&covenant, &permit, body)?;
                    self.broker.open_ticket(&permit, &command).await?
                }
                Party::Office(_) => {
                    let command = parse::open_in_case(&covenant, &permit, body)?;
                    self.broker.open_ticket_in_case(&permit, &command).await?
                }
            };
            Ok(opened.map(|t| v1::OpenTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn get_ticket(
        &self,
        request: Request<v1::GetTicketRequest>,
    ) -> Result<Response<v1::GetTicketResponse>, Status> {
        self.serve(Call::GetTicket, request, |permit, body| async move {
            let id = fields::id(&permit, "ticket_id", &body.ticket_id, TicketId)?;
            let found = self.broker.get_ticket(&permit, id).await?;
            Ok(v1::GetTicketResponse { ticket: self.ticket(&permit, &found) })
        })
        .await
    }

    async fn list_tickets(
        &self,
        request: Request<v1::ListTicketsRequest>,
    ) -> Result<Response<v1::ListTicketsResponse>, Status> {
        self.serve(Call::ListTickets, request, |permit, body| async move {
            let (role, reference) = parse::wanted(&permit, &body)?;
            let closed = body.include_closed;
            let asked = format!("{role:?} closed={closed} {reference:?}");
            let filter = Filter { permit: &permit, filter: asked };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page =
                self.broker.list_tickets(&permit, role, closed, reference, after, size).await?;
            let (tickets, next_page_token) = filter.cut(self, page, |t| self.ticket(&permit, &t));
            Ok(v1::ListTicketsResponse { tickets, next_page_token })
        })
        .await
    }

    async fn escalate_ticket(
        &self,
        request: Request<v1::EscalateTicketRequest>,
    ) -> Result<Response<v1::EscalateTicketResponse>, Status> {
        self.serve_change(Call::EscalateTicket, request, |permit, body| async move {
            let (request, command) = parse::escalate(&permit, &body)?;
            let after = self.broker.escalate_ticket(&permit, &request, &command).await?;
            Ok(after.map(|t| v1::EscalateTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn hand_over_ticket(
        &self,
        request: Request<v1::HandOverTicketRequest>,
    ) -> Result<Response<v1::HandOverTicketResponse>, Status> {
        self.serve_change(Call::HandOverTicket, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, command) = parse::hand_over(&covenant, &permit, &body)?;
            let after = self.broker.hand_over_ticket(&permit, &request, &command).await?;
            Ok(after.map(|t| v1::HandOverTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn resolve_ticket(
        &self,
        request: Request<v1::ResolveTicketRequest>,
    ) -> Result<Response<v1::ResolveTicketResponse>, Status> {
        self.serve_change(Call::ResolveTicket, request, |permit, body| async move {
            let (request, id, how) = parse::resolve(&permit, &body)?;
            let state = TicketState::Resolved(how);
            let after = self.broker.close_ticket(&permit, &request, id, &body.etag, &state).await?;
            Ok(after.map(|t| v1::ResolveTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn withdraw_ticket(
        &self,
        request: Request<v1::WithdrawTicketRequest>,
    ) -> Result<Response<v1::WithdrawTicketResponse>, Status> {
        self.serve_change(Call::WithdrawTicket, request, |permit, body| async move {
            let (request, id) = parse::withdraw(&permit, &body)?;
            let state = TicketState::Withdrawn;
            let after = self.broker.close_ticket(&permit, &request, id, &body.etag, &state).await?;
            Ok(after.map(|t| v1::WithdrawTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn rule_on_ticket(
        &self,
        request: Request<v1::RuleOnTicketRequest>,
    ) -> Result<Response<v1::RuleOnTicketResponse>, Status> {
        self.serve_change(Call::RuleOnTicket, request, |permit, body| async move {
            let (covenant, today) = (self.broker.covenant(), self.broker.now().day());
            let (request, id, items) = parse::rule(&covenant, today, &permit, &body)?;
            let state = TicketState::Ruled(items);
            let after = self.broker.close_ticket(&permit, &request, id, &body.etag, &state).await?;
            Ok(after.map(|t| v1::RuleOnTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn answer_ticket(
        &self,
        request: Request<v1::AnswerTicketRequest>,
    ) -> Result<Response<v1::AnswerTicketResponse>, Status> {
        self.serve_change(Call::AnswerTicket, request, |permit, body| async move {
            let (request, command) = parse::answer(&permit, &body)?;
            let after = self.broker.answer_ticket(&permit, &request, &command).await?;
            Ok(after.map(|t| v1::AnswerTicketResponse { ticket: self.ticket(&permit, &t) }))
        })
        .await
    }

    async fn explain_route(
        &self,
        request: Request<v1::ExplainRouteRequest>,
    ) -> Result<Response<v1::ExplainRouteResponse>, Status> {
        self.serve(Call::ExplainRoute, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let question = parse::explain(&covenant, &permit, &body)?;
            let answer = self.broker.explain_route(&permit, &question).await?;
            let director = covenant.director(&question.category, &question.area);
            let route = render::answer(&covenant, permit.party(), director, &answer);
            Ok(v1::ExplainRouteResponse { route: Some(route) })
        })
        .await
    }
}
