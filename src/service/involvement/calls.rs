//! RegistryService: registering, importing, ending, and who else is involved.

use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use crate::{
    api::v1::{self, registry_service_server::RegistryService},
    broker::{Answered, Page},
    domain::{
        model::{
            ids::InvolvementId, involvement::Involvement, matches::Match, refusal::Refusal,
            shown::Shown,
        },
        rules::{
            access::{Call, Permit},
            follow_up::Seen,
            registering::Registered,
        },
    },
    service::{
        fields,
        front::{Failed, Front},
        page::Filter,
        rights, shown,
    },
};

use super::{contact, import::Answers, moving, parse, reconcile, render};

/// Those involved with a family on one page, when the caller does not say: nearly always all of them.
const EVERYBODY: i32 = 200;

fn id(permit: &Permit, value: &str) -> Result<InvolvementId, Refusal> {
    fields::id(permit, "involvement_id", value, InvolvementId)
}

impl Front {
    pub(super) async fn register(
        &self,
        permit: &Permit,
        body: v1::RegisterInvolvementRequest,
    ) -> Result<Answered<Registered>, Failed> {
        let covenant = self.broker.covenant();
        let command = parse::register(&self.parsing(&covenant), permit, body)?;
        Ok(self.broker.register(permit, &command).await?)
    }

    pub(crate) fn parsing<'a>(
        &'a self,
        covenant: &'a crate::covenant::Covenants,
    ) -> parse::Context<'a> {
        parse::Context { covenant, pseudonyms: &self.pseudonyms, today: self.broker.now().day() }
    }

    fn registered(&self, answer: &Registered) -> v1::RegisterInvolvementResponse {
        let own = &answer.involvement;
        let repeat = answer.repeat.as_ref();
        v1::RegisterInvolvementResponse {
            involvement: Some(render::involvement(own)),
            r#match: self.met(own, answer.matched.as_ref()),
            earlier_involvement: own.earlier,
            already_registered: repeat.is_some(),
            contact_updated: repeat.is_some_and(|repeat| repeat.card),
            informed_recorded: repeat.is_some_and(|repeat| repeat.informed),
            not_applied: render::not_applied(repeat.map_or(&[][..], |repeat| &repeat.not_applied)),
        }
    }

    /// A page of those involved. Its places are hashes of their involvements: these are nobody's
    /// business, and a page goes on behind the same one whoever came or left in between.
    fn behind(
        &self,
        found: Vec<(InvolvementId, Shown)>,
        after: Option<Uuid>,
        size: usize,
    ) -> Result<Page<Shown>, Refusal> {
        let place = |id: InvolvementId| {
            Uuid::from_bytes(self.pseudonyms.token_mac(format!("involved|{id}").as_bytes()))
        };
        let placed = found.into_iter().map(|(id, party)| (place(id), party));
        let mut entries: Vec<(Uuid, Shown)> = placed.collect();
        if let Some(after) = after {
            let last = entries.iter().position(|(place, _)| *place == after);
            let rule =
                "the party behind which it goes on is no longer involved; begin again without it";
            let last = last.ok_or_else(|| Refusal::field("page_token", rule))?;
            entries.drain(..=last);
        }
        let more = entries.len() > size;
        entries.truncate(size);
        let next = entries.last().filter(|_| more).map(|(place, _)| *place);
        Ok(Page { entries, next })
    }

    /// Whom an involvement met, for its own organisation.
    pub(super) fn met(&self, own: &Involvement, matched: Option<&Match>) -> Option<v1::Match> {
        let seen = Seen { matched: matched?.clone(), own: None };
        self.viewer(own.organisation, None).matched(&seen)
    }
}

#[tonic::async_trait]
impl RegistryService for Front {
    type ImportInvolvementsStream = Answers;
    type ReconcileInvolvementsStream = reconcile::Answers;

    async fn register_involvement(
        &self,
        request: Request<v1::RegisterInvolvementRequest>,
    ) -> Result<Response<v1::RegisterInvolvementResponse>, Status> {
        self.serve_change(Call::RegisterInvolvement, request, |permit, body| async move {
            Ok(self.register(&permit, body).await?.map(|registered| self.registered(&registered)))
        })
        .await
    }

    async fn import_involvements(
        &self,
        request: Request<Streaming<v1::ImportInvolvementsRequest>>,
    ) -> Result<Response<Answers>, Status> {
        self.import(request).await
    }

    async fn reconcile_involvements(
        &self,
        request: Request<Streaming<v1::ReconcileInvolvementsRequest>>,
    ) -> Result<Response<reconcile::Answers>, Status> {
        self.reconcile(request).await
    }

    async fn renew_involvement(
        &self,
        request: Request<v1::RenewInvolvementRequest>,
    ) -> Result<Response<v1::RenewInvolvementResponse>, Status> {
        self.serve_change(Call::RenewInvolvement, request, |permit, body| async move {
            let (request, (id, end)) = parse::renew(&permit, &body)?;
            let renewed = self.broker.renew(&permit, &request, id, end).await?;
            Ok(renewed.map(|renewed| {
                let involvement = Some(render::involvement(&renewed));
                v1::RenewInvolvementResponse { involvement }
            }))
        })
        .await
    }

    async fn end_involvement(
        &self,
        request: Request<v1::EndInvolvementRequest>,
    ) -> Result<Response<v1::EndInvolvementResponse>, Status> {
        self.serve_change(Call::EndInvolvement, request, |permit, body| async move {
            let (request, (id, ending)) = parse::end(&permit, &body)?;
            let ended = self.broker.end(&permit, &request, id, ending).await?;
            Ok(ended.map(|ended| {
                let involvement = ended.as_ref().map(render::involvement);
                v1::EndInvolvementResponse { involvement }
            }))
        })
        .await
    }

    async fn update_contact(
        &self,
        request: Request<v1::UpdateContactRequest>,
    ) -> Result<Response<v1::UpdateContactResponse>, Status> {
        self.contact_updated(request).await
    }

    async fn hand_over_involvement(
        &self,
        request: Request<v1::HandOverInvolvementRequest>,
    ) -> Result<Response<v1::HandOverInvolvementResponse>, Status> {
        self.handed_over(request).await
    }

    async fn record_informed(
        &self,
        request: Request<v1::RecordInformedRequest>,
    ) -> Result<Response<v1::RecordInformedResponse>, Status> {
        self.informed(request).await
    }

    async fn set_own_reference(
        &self,
        request: Request<v1::SetOwnReferenceRequest>,
    ) -> Result<Response<v1::SetOwnReferenceResponse>, Status> {
        self.referred_to(request).await
    }

    async fn add_members(
        &self,
        request: Request<v1::AddMembersRequest>,
    ) -> Result<Response<v1::AddMembersResponse>, Status> {
        self.added(request).await
    }

    async fn get_involvement(
        &self,
        request: Request<v1::GetInvolvementRequest>,
    ) -> Result<Response<v1::GetInvolvementResponse>, Status> {
        self.serve(Call::GetInvolvement, request, |permit, body| async move {
            let id = id(&permit, &body.involvement_id)?;
            let found = self.broker.get_involvement(&permit, id).await?;
            Ok(v1::GetInvolvementResponse { involvement: Some(render::involvement(&found)) })
        })
        .await
    }

    async fn list_involvements(
        &self,
        request: Request<v1::ListInvolvementsRequest>,
    ) -> Result<Response<v1::ListInvolvementsResponse>, Status> {
        self.serve(Call::ListInvolvements, request, |permit, body| async move {
            let asked = contact::involvements(&permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_involvements(&permit, &asked, after, size).await?;
            let (involvements, next_page_token) =
                filter.cut(self, page, |own| Some(render::involvement(&own)));
            Ok(v1::ListInvolvementsResponse { involvements, next_page_token })
        })
        .await
    }

    async fn list_involved(
        &self,
        request: Request<v1::ListInvolvedRequest>,
    ) -> Result<Response<v1::ListInvolvedResponse>, Status> {
        self.serve(Call::ListInvolved, request, |permit, body| async move {
            let filter = Filter { permit: &permit, filter: body.involvement_id.clone() };
            let size = if body.page_size == 0 { EVERYBODY } else { body.page_size };
            let page = filter.page(&self.pseudonyms, &body.page_token, size);
            let own = id(&permit, &body.involvement_id);
            let (id, (after, size)) = rights::parse::both(own, page)?;
            let found = self.broker.list_involved(&permit, id).await?;
            let covenant = self.broker.covenant();
            let page = self.behind(found, after, size)?;
            let show = |party| Some(shown::shown(&covenant, &party));
            let (parties, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListInvolvedResponse { parties, next_page_token })
        })
        .await
    }

    async fn record_parents(
        &self,
        request: Request<v1::RecordParentsRequest>,
    ) -> Result<Response<v1::RecordParentsResponse>, Status> {
        self.serve_change(Call::RecordParents, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, child, parents) =
                parse::parents(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_parents(&permit, &request, child, &parents).await?;
            Ok(done.map(|()| v1::RecordParentsResponse {}))
        })
        .await
    }

    async fn report_move(
        &self,
        request: Request<v1::ReportMoveRequest>,
    ) -> Result<Response<v1::ReportMoveResponse>, Status> {
        self.serve_change(Call::ReportMove, request, |permit, body| async move {
            let (request, command) = moving::report(&self.broker.covenant(), &permit, &body)?;
            let done = self.broker.report_move(&permit, &request, &command).await?;
            Ok(done.map(|area| v1::ReportMoveResponse { area: area.to_string() }))
        })
        .await
    }

    async fn record_death(
        &self,
        request: Request<v1::RecordDeathRequest>,
    ) -> Result<Response<v1::RecordDeathResponse>, Status> {
        self.serve_change(Call::RecordDeath, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, who) = rights::parse::death(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_death(&permit, &request, who).await?;
            Ok(done.map(|()| v1::RecordDeathResponse {}))
        })
        .await
    }

    async fn record_shielding(
        &self,
        request: Request<v1::RecordShieldingRequest>,
    ) -> Result<Response<v1::RecordShieldingResponse>, Status> {
        self.serve_change(Call::RecordShielding, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, who, shielded) =
                rights::parse::shielding(&self.parsing(&covenant), &permit, body)?;
            let done = self.broker.record_shielding(&permit, &request, who, shielded).await?;
            Ok(done.map(|()| v1::RecordShieldingResponse {}))
        })
        .await
    }
}
