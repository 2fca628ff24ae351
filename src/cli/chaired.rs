//! The verbs of who has something to do in a case of another: case meetings, case watches.

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

/// The families on which you keep watch, also after their case was closed.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case watches --as basisschool-de-waterlelie

Record that you looked with case watch look.")]
pub struct Watches {
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Watches {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Cases.list_watches => families, |page_token| {
            v1::ListWatchesRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().map(|one| {
                let watch = one.watch.clone().unwrap_or_default();
                [one.reference.clone(), watch.due_date, watch.end_date]
            });
            table(["case", "look by", "until"], rows.collect(), "none")
        })
    }
}
