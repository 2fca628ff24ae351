//! The verb of who chairs meetings: case meetings.

use clap::Args;

use super::{
    errors::CliError,
    output::{named, table},
    session::{Limit, PAGE, Session, list},
};
use crate::{
    api::v1::{self, case_service_client::CaseServiceClient as Cases},
    wire::all_written,
};

/// The meetings that you chair and of which presence is not recorded yet.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case meetings --as process-manager-zuid-west

Which meetings those are, the covenant says. Record who was there with case attendance.")]
pub struct Meetings {
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Meetings {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Cases.list_meetings => cases, |page_token| {
            v1::ListMeetingsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().flat_map(|case| {
                case.meetings.iter().map(|one| {
                    let invited: Vec<String> = one.invited.iter().map(named).collect();
                    let invited = invited.join(", ");
                    [case.reference.clone(), one.milestone.clone(), one.day.clone(), invited]
                })
            });
            table(["case", "meeting", "on", "invited"], rows.collect(), "none")
        })
    }
}
