//! CaseService: families that directors have taken up.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, case_service_server::CaseService},
    domain::{
        model::{case::Case, ids::CaseId},
        rules::access::{Call, Permit},
    },
};

use super::{parse, render};
use crate::service::{fields, front::Front, page::Filter};

impl Front {
    #[expect(clippy::unnecessary_wraps, reason = "what proto messages hold is optional")]
    fn case(&self, permit: &Permit, case: &Case) -> Option<v1::Case> {
        let today = self.broker.now().day();
        Some(render::case(&self.broker.covenant(), permit.party(), today, case))
    }
}

#[tonic::async_trait]
impl CaseService for Front {
    async fn open_case(
        &self,
        request: Request<v1::OpenCaseRequest>,
    ) -> Result<Response<v1::OpenCaseResponse>, Status> {
        self.serve_change(Call::OpenCase, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let command = parse::open(&self.parsing(&covenant), &permit, body)?;
            let opened = self.broker.open_case(&permit, &command).await?;
            Ok(opened.map(|case| v1::OpenCaseResponse { case: self.case(&permit, &case) }))
        })
        .await
    }

    async fn classify_case(
        &self,
        request: Request<v1::ClassifyCaseRequest>,
    ) -> Result<Response<v1::ClassifyCaseResponse>, Status> {
        self.serve_change(Call::ClassifyCase, request, |permit, body| async move {
            let (covenant, today) = (self.broker.covenant(), self.broker.now().day());
            let (request, command) = parse::classify(&self.parsing(&covenant), &permit, &body)?;
            let after = self.broker.classify_case(&permit, &request, &command).await?;
            Ok(after.map(|a| render::classified(&covenant, permit.party(), today, &a)))
        })
        .await
    }

    async fn add_persons(
        &self,
        request: Request<v1::AddPersonsRequest>,
    ) -> Result<Response<v1::AddPersonsResponse>, Status> {
        self.serve_change(Call::AddPersons, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let (request, command) = parse::add_persons(&self.parsing(&covenant), &permit, body)?;
            let after = self.broker.add_persons(&permit, &request, &command).await?;
            Ok(after.map(|case| v1::AddPersonsResponse { case: self.case(&permit, &case) }))
        })
        .await
    }

    async fn remove_person(
        &self,
        request: Request<v1::RemovePersonRequest>,
    ) -> Result<Response<v1::RemovePersonResponse>, Status> {
        self.serve_change(Call::RemovePerson, request, |permit, body| async move {
            let (request, command) = parse::remove_person(&permit, &body)?;
            let after = self.broker.remove_person(&permit, &request, &command).await?;
            Ok(after.map(|case| v1::RemovePersonResponse { case: self.case(&permit, &case) }))
        })
        .await
    }

    async fn confirm_persons(
        &self,
        request: Request<v1::ConfirmPersonsRequest>,
    ) -> Result<Response<v1::ConfirmPersonsResponse>, Status> {
        self.serve_change(Call::ConfirmPersons, request, |permit, body| async move {
            let (request, command) = parse::confirm_persons(&permit, &body)?;
            let after = self.broker.confirm_persons(&permit, &request, &command).await?;
            Ok(after.map(|case| v1::ConfirmPersonsResponse { case: self.case(&permit, &case) }))
        })
        .await
    }

    async fn get_case(
        &self,
        request: Request<v1::GetCaseRequest>,
    ) -> Result<Response<v1::GetCaseResponse>, Status> {
        self.serve(Call::GetCase, request, |permit, body| async move {
            let (covenant, today) = (self.broker.covenant(), self.broker.now().day());
            let id = fields::id(&permit, "case_id", &body.case_id, CaseId)?;
            let seen = self.broker.get_case(&permit, id).await?;
            let case = render::seen(&covenant, permit.party(), today, self.rooms, &seen);
            Ok(v1::GetCaseResponse { case: Some(case) })
        })
        .await
    }

    async fn list_cases(
        &self,
        request: Request<v1::ListCasesRequest>,
    ) -> Result<Response<v1::ListCasesResponse>, Status> {
        self.serve(Call::ListCases, request, |permit, body| async move {
            let (covenant, today) = (self.broker.covenant(), self.broker.now().day());
            let asked = parse::filter(&self.parsing(&covenant), &permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_cases(&permit, &asked, today, after, size).await?;
            let show = |one| Some(render::entry(&covenant, permit.party(), today, &one));
            let (cases, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListCasesResponse { cases, next_page_token })
        })
        .await
    }

    async fn list_district_cases(
        &self,
        request: Request<v1::ListDistrictCasesRequest>,
    ) -> Result<Response<v1::ListDistrictCasesResponse>, Status> {
        self.serve(Call::ListDistrictCases, request, |permit, body| async move {
            let (covenant, today) = (self.broker.covenant(), self.broker.now().day());
            let asked = parse::district(&covenant, &permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_district_cases(&permit, &asked, after, size).await?;
            let show = |one| Some(render::overview(&covenant, permit.party(), today, &one));
            let (cases, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListDistrictCasesResponse { cases, next_page_token })
        })
        .await
    }

    async fn assign_family_manager(
        &self,
        request: Request<v1::AssignFamilyManagerRequest>,
    ) -> Result<Response<v1::AssignFamilyManagerResponse>, Status> {
        self.assign_manager(request).await
    }

    async fn record_milestone(
        &self,
        request: Request<v1::RecordMilestoneRequest>,
    ) -> Result<Response<v1::RecordMilestoneResponse>, Status> {
        self.milestone(request).await
    }

    async fn plan_meeting(
        &self,
        request: Request<v1::PlanMeetingRequest>,
    ) -> Result<Response<v1::PlanMeetingResponse>, Status> {
        self.plan_a_meeting(request).await
    }

    async fn list_meetings(
        &self,
        request: Request<v1::ListMeetingsRequest>,
    ) -> Result<Response<v1::ListMeetingsResponse>, Status> {
        self.chaired(request).await
    }

    async fn list_watches(
        &self,
        request: Request<v1::ListWatchesRequest>,
    ) -> Result<Response<v1::ListWatchesResponse>, Status> {
        self.watches(request).await
    }

    async fn record_attendance(
        &self,
        request: Request<v1::RecordAttendanceRequest>,
    ) -> Result<Response<v1::RecordAttendanceResponse>, Status> {
        self.attendance(request).await
    }

    async fn extend_case(
        &self,
        request: Request<v1::ExtendCaseRequest>,
    ) -> Result<Response<v1::ExtendCaseResponse>, Status> {
        self.extend(request).await
    }

    async fn close_case(
        &self,
        request: Request<v1::CloseCaseRequest>,
    ) -> Result<Response<v1::CloseCaseResponse>, Status> {
        self.close(request).await
    }

    async fn keep_watch(
        &self,
        request: Request<v1::KeepWatchRequest>,
    ) -> Result<Response<v1::KeepWatchResponse>, Status> {
        self.watch(request).await
    }
}
