//! The calls of CaseService on the plan: family manager, milestones, attendance, extension, closing
//! and watch.

use tonic::{Request, Response, Status};

use crate::{api::v1, domain::rules::access::Call};

use super::{parse, render};
use crate::service::{fields, front::Front, page::Filter};

impl Front {
    pub(crate) async fn assign_manager(
        &self,
        request: Request<v1::AssignFamilyManagerRequest>,
    ) -> Result<Response<v1::AssignFamilyManagerResponse>, Status> {
        self.serve_change(Call::AssignFamilyManager, request, |permit, body| async move {
            let (request, command) = parse::assign(&permit, &body)?;
            let case = self.broker.assign_family_manager(&permit, &request, &command).await?;
            Ok(case.map(|case| v1::AssignFamilyManagerResponse {
                manager: case.manager().map(render::manager),
            }))
        })
        .await
    }

    pub(crate) async fn milestone(
        &self,
        request: Request<v1::RecordMilestoneRequest>,
    ) -> Result<Response<v1::RecordMilestoneResponse>, Status> {
        self.serve_change(Call::RecordMilestone, request, |permit, body| async move {
            let (request, command) = parse::milestone(&permit, &body)?;
            let case = self.broker.record_milestone(&permit, &request, &command).await?;
            Ok(case.map(|case| v1::RecordMilestoneResponse {
                plan: case.plan.as_ref().map(render::plan),
            }))
        })
        .await
    }

    pub(crate) async fn attendance(
        &self,
        request: Request<v1::RecordAttendanceRequest>,
    ) -> Result<Response<v1::RecordAttendanceResponse>, Status> {
        self.serve_change(Call::RecordAttendance, request, |permit, body| async move {
            let (request, command) = parse::attendance(&self.broker.covenant(), &permit, &body)?;
            let recorded = self.broker.record_attendance(&permit, &request, &command).await?;
            Ok(recorded.map(|recorded| v1::RecordAttendanceResponse {
                absences: render::absences(&recorded),
            }))
        })
        .await
    }

    pub(crate) async fn plan_a_meeting(
        &self,
        request: Request<v1::PlanMeetingRequest>,
    ) -> Result<Response<v1::PlanMeetingResponse>, Status> {
        self.serve_change(Call::PlanMeeting, request, |permit, body| async move {
            let (request, command) = parse::plan_meeting(&permit, &body)?;
            let case = self.broker.plan_meeting(&permit, &request, &command).await?;
            let covenant = self.broker.covenant();
            Ok(case.map(|case| v1::PlanMeetingResponse {
                meetings: render::planned(&covenant, permit.party(), &case),
            }))
        })
        .await
    }

    pub(crate) async fn chaired(
        &self,
        request: Request<v1::ListMeetingsRequest>,
    ) -> Result<Response<v1::ListMeetingsResponse>, Status> {
        self.serve(Call::ListMeetings, request, |permit, body| async move {
            fields::acting(&permit)?;
            let filter = Filter { permit: &permit, filter: String::new() };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_meetings(&permit, after, size).await?;
            let covenant = self.broker.covenant();
            let show = |one| Some(render::chaired(&covenant, permit.party(), &one));
            let (cases, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListMeetingsResponse { cases, next_page_token })
        })
        .await
    }

    pub(crate) async fn watches(
        &self,
        request: Request<v1::ListWatchesRequest>,
    ) -> Result<Response<v1::ListWatchesResponse>, Status> {
        self.serve(Call::ListWatches, request, |permit, body| async move {
            fields::acting(&permit)?;
            let filter = Filter { permit: &permit, filter: String::new() };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_watches(&permit, after, size).await?;
            let covenant = self.broker.covenant();
            let show = |case| Some(render::watched_family(&covenant, permit.party(), &case));
            let (families, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListWatchesResponse { families, next_page_token })
        })
        .await
    }

    pub(crate) async fn extend(
        &self,
        request: Request<v1::ExtendCaseRequest>,
    ) -> Result<Response<v1::ExtendCaseResponse>, Status> {
        self.serve_change(Call::ExtendCase, request, |permit, body| async move {
            let (request, command) = parse::extend(&permit, &body)?;
            let case = self.broker.extend_case(&permit, &request, &command).await?;
            Ok(case
                .map(|case| v1::ExtendCaseResponse { plan: case.plan.as_ref().map(render::plan) }))
        })
        .await
    }

    pub(crate) async fn close(
        &self,
        request: Request<v1::CloseCaseRequest>,
    ) -> Result<Response<v1::CloseCaseResponse>, Status> {
        self.serve_change(Call::CloseCase, request, |permit, body| async move {
            let (request, command) = parse::close(&permit, &body)?;
            let case = self.broker.close_case(&permit, &request, &command).await?;
            Ok(case.map(|case| v1::CloseCaseResponse { kept_until: render::kept_until(&case) }))
        })
        .await
    }

    pub(crate) async fn watch(
        &self,
        request: Request<v1::KeepWatchRequest>,
    ) -> Result<Response<v1::KeepWatchResponse>, Status> {
        self.serve_change(Call::KeepWatch, request, |permit, body| async move {
            let (request, id, act) = parse::watch(&permit, &body)?;
            let case = self.broker.keep_watch(&permit, &request, id, act).await?;
            let covenant = self.broker.covenant();
            Ok(case.map(|case| v1::KeepWatchResponse {
                watch: case.watch.as_ref().map(|w| render::watch(&covenant, permit.party(), w)),
            }))
        })
        .await
    }
}
