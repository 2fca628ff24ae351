//! The verbs of the plan: case manager, milestone, invite, attendance, extend, close, watch.

use clap::{Args, Subcommand};

use super::{
    connect::call,
    errors::CliError,
    output::{fields, table},
    plan_text as text,
    session::{Etag, Session, ask, request_id},
    words::{self, Named, parser, spoken, today},
};
use crate::{
    api::v1::{self, case_service_client::CaseServiceClient as Client},
    wire::{Written, all_written},
};

/// Say who the family manager is: exactly one at a time.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case manager --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --organisation 00000009000000001100

The covenant says which kinds of organisations may provide the family manager of a category.")]
pub struct Manager {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// OIN or name of an organisation that is involved with the family.
    #[arg(long, value_name = "OIN")]
    pub organisation: String,
    /// Which of its professionals, by the id on the contact card [default: the only one].
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub manager: String,
    /// Why, when this one has as many families as the covenant names already.
    #[arg(long, value_parser = parser::<v1::CaseloadReason>())]
    pub caseload: Option<v1::CaseloadReason>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

impl Manager {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.assign_family_manager(v1::AssignFamilyManagerRequest {
                case_id: self.session.case_id(&self.case).await?,
                organisation_oin: self.session.oin(&self.organisation).await?,
                professional_id: self.manager.clone(),
                caseload_reason: self.caseload.map_or(0, Into::into),
                etag: self.etag.etag.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        let manager = answer.manager.unwrap_or_default();
        self.session.output.print(&Written(&manager), || text::manager(&manager))
    }
}

/// Record that a milestone of the plan was held; the first one begins the plan.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt case milestone --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    mdo-plus --held 2026-03-02
  verwijspunt case milestone --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    mdo-plus --plan ten-weeks

`covenant` shows the plans with their milestones.")]
pub struct Milestone {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// Its code in the covenant.
    #[arg(value_name = "MILESTONE")]
    pub milestone: String,
    /// When it was held [default: today].
    #[arg(long, value_name = "DATE")]
    pub held: Option<String>,
    /// To begin a plan: its variant in the covenant [default: the usual one of the category].
    #[arg(long, default_value = "", hide_default_value = true)]
    pub plan: String,
    #[command(flatten)]
    session: Session,
}

impl Milestone {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.record_milestone(v1::RecordMilestoneRequest {
                case_id: self.session.case_id(&self.case).await?,
                milestone: self.milestone.clone(),
                held_on: self.held.clone().unwrap_or_else(today),
                plan: self.plan.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        let plan = answer.plan.unwrap_or_default();
        self.session.output.print(&Written(&plan), || text::plan(&plan))
    }
}

/// Record who was at a meeting of the plan; absences in a row open the ladder.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("expected").required(true).multiple(true))]
#[command(after_help = "\
Example:
  verwijspunt case attendance --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    executors-meeting --held 2026-04-13 --absent schulddienst-zeeburg \\
    --present bureau-jeugdzorg-agglomeratie-amsterdam")]
pub struct Attendance {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// Which milestone the meeting is, by its code in the covenant.
    #[arg(value_name = "MILESTONE")]
    pub milestone: String,
    /// When it was held [default: today].
    #[arg(long, value_name = "DATE")]
    pub held: Option<String>,
    /// OIN or name of an organisation that was there. May be given more than once.
    #[arg(long, value_name = "OIN", group = "expected")]
    pub present: Vec<String>,
    /// OIN or name of an organisation that stayed away. May be given more than once.
    #[arg(long, value_name = "OIN", group = "expected")]
    pub absent: Vec<String>,
    #[command(flatten)]
    session: Session,
}

impl Attendance {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.session.connect.channel().await?);
        let present = self.present.iter().map(|who| (who, v1::Presence::Present));
        let absent = self.absent.iter().map(|who| (who, v1::Presence::Absent));
        let (mut presence, mut called) = (Vec::new(), Vec::new());
        for (who, was) in present.chain(absent) {
            let organisation_oin = self.session.oin(who).await?;
            called.push((organisation_oin.clone(), who.clone()));
            presence.push(v1::MeetingPresence { organisation_oin, presence: was.into() });
        }
        let answer = call!(client.record_attendance(v1::RecordAttendanceRequest {
            case_id: self.session.case_id(&self.case).await?,
            milestone: self.milestone.clone(),
            held_on: self.held.clone().unwrap_or_else(today),
            presence: presence.clone(),
            request_id: request_id(),
            acting_professional: self.session.acting(),
        }))?;
        self.session.output.print(&all_written(&answer.absences), || {
            let rows = answer.absences.iter().map(|one| {
                let who = as_given(&called, &one.organisation_oin);
                [who, one.in_a_row.to_string(), spoken(&one.ticket_id)]
            });
            table(["organisation", "absent in a row", "ticket"], rows.collect(), "nobody")
        })
    }
}

/// Invite organisations to a meeting of the plan; they are told, and reminded before it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case invite --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    executors-meeting --day 2026-04-13 \\
    --organisation bureau-jeugdzorg-agglomeratie-amsterdam

The same meeting on another day, or with others, is planned anew; who need not come is told.")]
pub struct Invite {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// Which milestone or kind of meeting it is, by its code in the covenant.
    #[arg(value_name = "MEETING")]
    pub milestone: String,
    /// When.
    #[arg(long, value_name = "DATE")]
    pub day: String,
    /// OIN or name of an organisation that is involved. May be given more than once.
    #[arg(long, value_name = "OIN", required_unless_present = "called_off")]
    pub organisation: Vec<String>,
    /// It does not take place on this day after all: who was invited is told.
    #[arg(long, conflicts_with = "organisation")]
    pub called_off: bool,
    #[command(flatten)]
    session: Session,
}

impl Invite {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let mut called = Vec::new();
        for who in &self.organisation {
            called.push((self.session.oin(who).await?, who.clone()));
        }
        let invited_oins: Vec<String> = called.iter().map(|(oin, _)| oin.clone()).collect();
        let answer = ask!(
            self.session,
            Client.plan_meeting(v1::PlanMeetingRequest {
                case_id: self.session.case_id(&self.case).await?,
                milestone: self.milestone.clone(),
                day: self.day.clone(),
                invited_oins: invited_oins.clone(),
                called_off: self.called_off,
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.output.print(&all_written(&answer.meetings), || {
            let rows = answer.meetings.iter().map(|one| {
                let invited: Vec<String> =
                    one.invited_oins.iter().map(|oin| as_given(&called, oin)).collect();
                [one.milestone.clone(), one.day.clone(), invited.join(", ")]
            });
            table(["meeting", "on", "invited"], rows.collect(), "none")
        })
    }
}

/// An organisation as it was called in the arguments: by its name, or by its OIN.
fn as_given(called: &[(String, String)], oin: &str) -> String {
    called.iter().find(|(one, _)| one == oin).map_or(oin, |(_, given)| given).to_owned()
}

/// Extend the plan by as many weeks as its meeting decided.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case extend --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    help-came-late --weeks 6

The covenant says by how many weeks at a time, and how often.")]
pub struct Extend {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// Why.
    #[arg(value_name = "REASON", value_parser = parser::<v1::ExtensionReason>())]
    pub reason: v1::ExtensionReason,
    /// By how many weeks.
    #[arg(long)]
    pub weeks: u32,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

impl Extend {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.extend_case(v1::ExtendCaseRequest {
                case_id: self.session.case_id(&self.case).await?,
                reason: self.reason.into(),
                weeks: self.weeks,
                etag: self.etag.etag.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        let plan = answer.plan.unwrap_or_default();
        self.session.output.print(&Written(&plan), || text::plan(&plan))
    }
}

/// Close a case: who saw each other by it only, does so no longer.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt case close --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    stagnation-lifted --help-after helpers-go-on --safeguarding thin-line
  verwijspunt case close --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    family-declines --instead outreach

How the family is helped afterwards and how the result is kept is always said; of a family that declines,
what happens instead; of one with a measure, whether the guardian stays.

Open tickets are closed by their handlers first, or go along with --tickets along.")]
pub struct Close {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// Why.
    #[arg(value_name = "REASON", value_parser = parser::<v1::CloseReason>())]
    pub reason: v1::CloseReason,
    /// What is done with tickets that are open still.
    #[arg(long, value_parser = parser::<v1::OpenTickets>(), default_value = "first")]
    pub tickets: v1::OpenTickets,
    /// How the family is helped afterwards.
    #[arg(long, value_parser = parser::<v1::FollowUpHelp>())]
    pub help_after: Option<v1::FollowUpHelp>,
    /// How what was reached is kept.
    #[arg(long, value_parser = parser::<v1::Safeguarding>())]
    pub safeguarding: Option<v1::Safeguarding>,
    /// With a measure: whether the guardian stays.
    #[arg(long, value_parser = parser::<v1::Guardian>())]
    pub guardian: Option<v1::Guardian>,
    /// With family-declines: what happens instead.
    #[arg(long, value_parser = parser::<v1::InsteadOfHelp>())]
    pub instead: Option<v1::InsteadOfHelp>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

impl Close {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.close_case(v1::CloseCaseRequest {
                case_id: self.session.case_id(&self.case).await?,
                reason: self.reason.into(),
                open_tickets: self.tickets.into(),
                follow_up_help: self.help_after.map_or(0, Into::into),
                safeguarding: self.safeguarding.map_or(0, Into::into),
                guardian: self.guardian.map_or(0, Into::into),
                instead: self.instead.map_or(0, Into::into),
                etag: self.etag.etag.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.output.print(&Written(&answer), || {
            fields(&[("closed", self.case.to_string()), ("kept until", answer.kept_until.clone())])
        })
    }
}

/// Keep watch on a family, after its case was closed or while it is open.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case watch start --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

The covenant says whether watch is kept on families of a category, when, how often and by whom.")]
pub enum WatchCommand {
    /// Begin; only the office that directs.
    Start(Start),
    /// Record that you looked; whoever keeps watch.
    Look(Look),
    /// End it before its time; only the office that directs.
    Stop(Stop),
}

impl WatchCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Start(verb) => keep(&verb.case, &verb.session, v1::WatchAct::Start, None).await,
            Self::Stop(verb) => keep(&verb.case, &verb.session, v1::WatchAct::Stop, None).await,
            Self::Look(verb) => {
                let day = verb.on.clone().unwrap_or_else(today);
                let found = Some((day, verb.finding));
                keep(&verb.case, &verb.session, v1::WatchAct::Look, found).await
            }
        }
    }
}

/// Begin; only the office that directs.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case watch start --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Start {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    #[command(flatten)]
    session: Session,
}

/// Record that you looked; whoever keeps watch.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case watch look --as basisschool-de-waterlelie \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 nothing-needed")]
pub struct Look {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// What you found.
    #[arg(value_name = "FINDING", value_parser = parser::<v1::WatchFinding>())]
    pub finding: v1::WatchFinding,
    /// When you looked [default: today].
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[command(flatten)]
    session: Session,
}

/// End it before its time; only the office that directs.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case watch stop --as process-manager-oost 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Stop {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    #[command(flatten)]
    session: Session,
}

async fn keep(
    case: &Named,
    session: &Session,
    act: v1::WatchAct,
    look: Option<(String, v1::WatchFinding)>,
) -> Result<(), CliError> {
    let (looked_on, finding) =
        look.map_or_else(Default::default, |(day, found)| (day, found.into()));
    let answer = ask!(
        session,
        Client.keep_watch(v1::KeepWatchRequest {
            case_id: session.case_id(case).await?,
            act: act.into(),
            looked_on: looked_on.clone(),
            finding,
            request_id: request_id(),
            acting_professional: session.acting(),
        })
    )?;
    let watch = answer.watch.unwrap_or_default();
    session.output.print(&Written(&watch), || text::watch(&watch))
}
