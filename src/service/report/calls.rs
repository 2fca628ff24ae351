//! ReportService: steering information.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, report_service_server::ReportService},
    domain::rules::access::Call,
};

use super::{parse, render};
use crate::service::front::Front;

#[tonic::async_trait]
impl ReportService for Front {
    async fn get_indicators(
        &self,
        request: Request<v1::GetIndicatorsRequest>,
    ) -> Result<Response<v1::GetIndicatorsResponse>, Status> {
        self.serve(Call::GetIndicators, request, |permit, body| async move {
            let (quarter, areas) = parse::indicators(&permit, &body)?;
            let report = self.broker.indicators(&permit, quarter, areas).await?;
            Ok(render::indicators(&report))
        })
        .await
    }
}
