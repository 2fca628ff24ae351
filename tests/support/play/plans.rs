//! How do the verbs about the plan of a case call the broker, and how does a plan read?

use verwijspunt::api::v1::{
    AssignFamilyManagerRequest, AssignFamilyManagerResponse, Case, CaseloadReason,
    CloseCaseRequest, CloseCaseResponse, CloseReason, ExtendCaseRequest, ExtendCaseResponse,
    ExtensionReason, FamilyManagerTerm, FollowUpHelp, Guardian, InsteadOfHelp, KeepWatchRequest,
    KeepWatchResponse, MeetingPresence, NoTicketReason, Notification, OpenTickets, Plan,
    PlanHappening, PlanMeetingRequest, PlanMeetingResponse, PlannedMeeting, Presence,
    RecordAttendanceRequest, RecordAttendanceResponse, RecordMilestoneRequest,
    RecordMilestoneResponse, Safeguarding, Watch, WatchAct, WatchFinding, WatchHappening,
    case_service_client::CaseServiceClient, notification::Event,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, coded, or_dash, outcome, word_of};
use crate::support::{
    actors::Actor,
    answer::yes,
    calendar::{date, written},
};

impl Player {
    pub(super) async fn plans(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = CaseServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        let day =
            |player: &Self, key: &str| date(player.clock.now(), call.get(key).unwrap_or("today"));
        match call.verb.as_str() {
            "manager" => {
                let request = AssignFamilyManagerRequest {
                    case_id: self.id(subject),
                    organisation_oin: self.oin(call.get("organisation").unwrap_or("-"))?,
                    professional_id: call.text("professional"),
                    caseload_reason: coded!(
                        CaseloadReason,
                        "CASELOAD_REASON",
                        call.get("caseload").unwrap_or("-")
                    )?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.assign_family_manager(request).await,
                    |mut answer: Answer, m: AssignFamilyManagerResponse| {
                        answer.pairs.extend(self.manager(m.manager.as_ref()).pairs);
                        answer
                    }
                )
            }
            "milestone" => {
                let request = RecordMilestoneRequest {
                    case_id: self.id(subject),
                    milestone: call.text("code"),
                    held_on: day(self, "held"),
                    plan: call.text("plan"),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.record_milestone(request).await,
                    |answer: Answer, m: RecordMilestoneResponse| plan(answer, m.plan.as_ref())
                )
            }
            "invite" => {
                let named = call.named.iter().filter(|(key, _)| key == "organisation");
                let invited = named.map(|(_, name)| self.oin(name)).collect::<Result<_, _>>()?;
                let request = PlanMeetingRequest {
                    case_id: self.id(subject),
                    milestone: call.text("code"),
                    day: day(self, "day"),
                    invited_oins: invited,
                    called_off: call.get("off") == Some("yes"),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.plan_meeting(request).await,
                    |answer: Answer, m: PlanMeetingResponse| {
                        let items = m.meetings.iter().map(|one| self.invitation(one));
                        answer.items(items.collect())
                    }
                )
            }
            "attendance" => {
                let mut presence = Vec::new();
                for (key, name) in &call.named {
                    let was = match key.as_str() {
                        "present" => Presence::Present,
                        "absent" => Presence::Absent,
                        "unsaid" => Presence::Unspecified,
                        _ => continue,
                    };
                    let organisation_oin = self.oin(name)?;
                    presence.push(MeetingPresence { organisation_oin, presence: was.into() });
                }
                let request = RecordAttendanceRequest {
                    case_id: self.id(subject),
                    milestone: call.text("code"),
                    held_on: day(self, "held"),
                    presence,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.record_attendance(request).await,
                    |answer: Answer, m: RecordAttendanceResponse| {
                        let items = m.absences.iter().map(|one| {
                            Item::new(self.directory.organisation_name(&one.organisation_oin))
                                .with("in-a-row", one.in_a_row.to_string())
                                .with("ticket", self.names.symbol(&one.ticket_id))
                        });
                        answer.items(items.collect())
                    }
                )
            }
            "extend" => {
                let reason = call.get("reason").unwrap_or("-");
                let request = ExtendCaseRequest {
                    case_id: self.id(subject),
                    reason: coded!(ExtensionReason, "EXTENSION_REASON", reason)?,
                    weeks: match call.get("weeks") {
                        None => 6,
                        Some(_) => call.number("weeks")?,
                    },
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.extend_case(request).await,
                    |answer: Answer, m: ExtendCaseResponse| plan(answer, m.plan.as_ref())
                )
            }
            "close-case" => {
                let (reason, tickets) = (call.get("reason"), call.get("tickets"));
                // Stories that are about something else say nothing of what comes afterwards.
                let declines = reason == Some("family_declines");
                let said = |key: &str, usual: &str, when: bool| {
                    call.get(key).unwrap_or(if when { usual } else { "-" }).to_owned()
                };
                let help = said("help", "helpers_go_on", !declines);
                let safeguarding = said("safeguarding", "agreed_by_helpers", !declines);
                let instead = said("instead", "outreach", declines);
                let guardian = said("guardian", "-", true);
                let request = CloseCaseRequest {
                    follow_up_help: coded!(FollowUpHelp, "FOLLOW_UP_HELP", &help)?,
                    safeguarding: coded!(Safeguarding, "SAFEGUARDING", &safeguarding)?,
                    guardian: coded!(Guardian, "GUARDIAN", &guardian)?,
                    instead: coded!(InsteadOfHelp, "INSTEAD_OF_HELP", &instead)?,
                    case_id: self.id(subject),
                    reason: coded!(CloseReason, "CLOSE_REASON", reason.unwrap_or("-"))?,
                    open_tickets: coded!(OpenTickets, "OPEN_TICKETS", tickets.unwrap_or("-"))?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.close_case(request).await,
                    |answer: Answer, m: CloseCaseResponse| {
                        answer.with("kept", or_dash(m.kept_until))
                    }
                )
            }
            _ => {
                let (act, finding) = (call.get("act"), call.get("finding"));
                let request = KeepWatchRequest {
                    case_id: self.id(subject),
                    act: coded!(WatchAct, "WATCH_ACT", act.unwrap_or("-"))?,
                    looked_on: call
                        .get("on")
                        .map_or_else(String::new, |on| date(self.clock.now(), on)),
                    finding: coded!(WatchFinding, "WATCH_FINDING", finding.unwrap_or("-"))?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.keep_watch(request).await,
                    |mut answer: Answer, m: KeepWatchResponse| {
                        answer.pairs.extend(self.watched(m.watch.as_ref()).pairs);
                        answer
                    }
                )
            }
        }
    }

    fn manager(&self, term: Option<&FamilyManagerTerm>) -> Item {
        let Some(term) = term else { return Item::new("").with("organisation", "nobody") };
        let contact = term.contact.clone().unwrap_or_default();
        Item::new("")
            .with("organisation", self.directory.organisation_name(&term.organisation_oin))
            .with("contact", or_dash(contact.professional_id))
            .with("since", written(term.since))
            .with("until", or_dash(written(term.until)))
            .with("caseload", word_of!(CaseloadReason, "CASELOAD_REASON", term.caseload_reason))
    }

    fn invitation(&self, one: &PlannedMeeting) -> Item {
        let names = one.invited_oins.iter().map(|oin| self.directory.organisation_name(oin));
        Item::new(one.milestone.clone())
            .with("day", one.day.clone())
            .with("invited", names.collect::<Vec<_>>().join(","))
            .with("chair", self.recipient(one.chair.as_ref()))
    }

    fn watched(&self, watch: Option<&Watch>) -> Item {
        let Some(watch) = watch else { return Item::new("").with("watch", "nobody") };
        let looks: Vec<String> = watch
            .looks
            .iter()
            .map(|look| {
                let found = word_of!(WatchFinding, "WATCH_FINDING", look.finding);
                format!("{}:{found}", look.looked_on)
            })
            .collect();
        Item::new("")
            .with("watch", self.recipient(watch.by.as_ref()))
            .with("watch-start", or_dash(watch.start_date.clone()))
            .with("watch-end", or_dash(watch.end_date.clone()))
            .with("look-due", or_dash(watch.due_date.clone()))
            .with("look-missed", yes(watch.missed))
            .with("looks", or_dash(looks.join(",")))
            .with("watch-ended", or_dash(watch.ended_on.clone()))
    }

    /// What a case says of its plan.
    pub(super) fn planned(&self, c: &Case) -> Vec<(String, String)> {
        let managers: Vec<String> = c
            .managers
            .iter()
            .map(|term| {
                let name = self.directory.organisation_name(&term.organisation_oin);
                if term.until.is_some() { format!("({name})") } else { name }
            })
            .collect();
        let meetings: Vec<String> = c
            .meetings
            .iter()
            .map(|meeting| {
                let absent =
                    meeting.presence.iter().filter(|one| one.presence() == Presence::Absent);
                let names =
                    absent.map(|one| self.directory.organisation_name(&one.organisation_oin));
                format!("{}-{}", meeting.held_on, names.collect::<Vec<_>>().join("+"))
            })
            .collect();
        let mut item = Item::new("")
            .with("managers", or_dash(managers.join(">")))
            .with("plan", c.plan.as_ref().map_or("-", |plan| &plan.variant).to_owned())
            .with("plan-end", c.plan.as_ref().map_or("-", |plan| &plan.end_date).to_owned())
            .with("absent", or_dash(meetings.join(",")))
            .with(
                "planned",
                or_dash(
                    c.planned_meetings
                        .iter()
                        .map(|one| format!("{}:{}", one.milestone, one.day))
                        .collect::<Vec<_>>()
                        .join(","),
                ),
            )
            .with("closed", word_of!(CloseReason, "CLOSE_REASON", c.close_reason))
            .with("help", word_of!(FollowUpHelp, "FOLLOW_UP_HELP", c.follow_up_help))
            .with("safeguarding", word_of!(Safeguarding, "SAFEGUARDING", c.safeguarding))
            .with("guardian", word_of!(Guardian, "GUARDIAN", c.guardian))
            .with("instead", word_of!(InsteadOfHelp, "INSTEAD_OF_HELP", c.instead))
            .with("kept", or_dash(c.kept_until.clone()));
        item.pairs.extend(self.watched(c.watch.as_ref()).pairs);
        item.pairs
    }

    /// A notification about a plan; nothing for the others.
    pub(super) fn about_plan(&self, n: &Notification) -> Option<Item> {
        let symbol = |id: &str| self.names.symbol(id);
        Some(match n.event.as_ref()? {
            Event::Plan(e) => {
                let what = word_of!(PlanHappening, "PLAN_HAPPENING", e.happening);
                Item::new(format!("plan-{}", what.replace('_', "-")))
                    .with("case", symbol(&e.case_id))
                    .with("own", symbol(&e.involvement_id))
                    .with("code", or_dash(e.code.clone()))
                    .with("day", or_dash(e.day.clone()))
            }
            Event::FamilyManager(e) => Item::new("family-manager")
                .with("case", symbol(&e.case_id))
                .with("own", symbol(&e.involvement_id))
                .with(
                    "organisation",
                    match e.organisation_oin.as_str() {
                        _ if e.withheld => "withheld".to_owned(),
                        "" => "nobody".to_owned(),
                        oin => self.directory.organisation_name(oin),
                    },
                )
                .with("contact", or_dash(e.contact.clone().unwrap_or_default().professional_id)),
            Event::StaysAway(e) => Item::new("stays-away")
                .with("case", symbol(&e.case_id))
                .with("organisation", self.directory.organisation_name(&e.organisation_oin))
                .with("in-a-row", e.in_a_row.to_string())
                .with("reason", word_of!(NoTicketReason, "NO_TICKET_REASON", e.reason)),
            Event::CaseClosed(e) => Item::new("case-closed")
                .with("case", symbol(&e.case_id))
                .with("own", symbol(&e.involvement_id))
                .with("reason", word_of!(CloseReason, "CLOSE_REASON", e.reason)),
            Event::Watch(e) => {
                let what = word_of!(WatchHappening, "WATCH_HAPPENING", e.happening);
                Item::new(format!("watch-{}", what.replace('_', "-")))
                    .with("case", symbol(&e.case_id))
                    .with("day", or_dash(e.day.clone()))
            }
            _ => return None,
        })
    }
}

/// A plan with, as items, its milestones.
fn plan(answer: Answer, plan: Option<&Plan>) -> Answer {
    let Some(plan) = plan else { return answer.with("plan", "-") };
    let reasons: Vec<String> = plan
        .extensions
        .iter()
        .map(|one| word_of!(ExtensionReason, "EXTENSION_REASON", one.reason))
        .collect();
    let weeks: Vec<String> = plan.extensions.iter().map(|one| one.weeks.to_string()).collect();
    let milestones = plan.milestones.iter().map(|m| {
        Item::new(m.code.clone())
            .with("due", or_dash(m.due_date.clone()))
            .with("held", or_dash(m.held_on.join(",")))
            .with("missed", yes(m.missed))
    });
    answer
        .items(milestones.collect())
        .with("plan", plan.variant.clone())
        .with("start", plan.start_date.clone())
        .with("end", plan.end_date.clone())
        .with("extended", or_dash(reasons.join(",")))
        .with("extended-by", or_dash(weeks.join("+")))
        .with("over", yes(plan.over))
}
