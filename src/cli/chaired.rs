//! The verb of who chairs meetings: case meetings.

use clap::Args;
use serde_json::{Value, json};

use super::{
    errors::CliError,
    json::{list as each, recipient, text},
    output::{named, table},
    session::{Limit, PAGE, Session, list},
};
use crate::api::v1::{self, case_service_client::CaseServiceClient as Cases};

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
        let all: Value = found.iter().map(of_case).collect();
        self.session.output.print(&all, || {
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

fn of_case(case: &v1::MeetingsOfCase) -> Value {
    let meeting = |one: &v1::ChairedMeeting| {
        json!({
            "milestone": text(&one.milestone), "day": text(&one.day),
            "invited": each(&one.invited, recipient), "to_record": one.to_record,
        })
    };
    json!({
        "case_id": text(&case.case_id), "reference": text(&case.reference),
        "meetings": each(&case.meetings, meeting),
    })
}
