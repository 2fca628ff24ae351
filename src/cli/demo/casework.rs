//! How is what a director does in a script played: take up, classify, plan, close, keep watch?

use std::io::Write;

use uuid::Uuid;

use super::{
    acting::Telling,
    script::Person,
    steps::{self, in_days},
    teller::StoryError,
};
use crate::api::v1;

impl<W: Write> Telling<'_, '_, W> {
    pub(super) async fn take_up(
        &mut self,
        who: &'static str,
        persons: &[Person],
        category: &str,
        say: &str,
    ) -> Result<(), StoryError> {
        let director = self.player(who);
        let named = |member: v1::FamilyMember| v1::NamedPerson { bsn: member.bsn };
        self.case = Uuid::now_v7().to_string();
        let request = v1::OpenCaseRequest {
            case_id: self.case.clone(),
            persons: self.members(persons).into_iter().map(named).collect(),
            area: self.script.area.to_owned(),
            category: category.to_owned(),
            nuisance: false,
            measure: v1::Measure::Unspecified.into(),
            acting_professional: director.acting(),
        };
        let answer = director.cases().open_case(request).await?.into_inner();
        let case = answer.case.unwrap_or_default();
        steps::directs(&mut self.t, case.director.as_ref(), &director)?;
        self.t.step(say)
    }

    pub(super) async fn classify(
        &mut self,
        who: &'static str,
        category: &str,
        director: &str,
        say: &str,
    ) -> Result<(), StoryError> {
        let player = self.player(who);
        if !self.ticket.is_empty() {
            // The first ticket opened the case, if no director had.
            self.case = player.ticket(&self.ticket).await?.case_id;
        }
        let request = v1::ClassifyCaseRequest {
            case_id: self.case.clone(),
            category: Some(category.to_owned()),
            nuisance: None,
            measure: v1::Measure::Unspecified.into(),
            etag: String::new(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: player.acting(),
        };
        let answer = player.cases().classify_case(request).await?.into_inner();
        let director = self.player(director);
        steps::directs(&mut self.t, answer.director.as_ref(), &director)?;
        self.t.step(say)
    }

    pub(super) async fn manage(
        &mut self,
        who: &'static str,
        organisation: &'static str,
        say: &str,
    ) -> Result<(), StoryError> {
        let (director, provider) = (self.player(who), self.player(organisation));
        let request = v1::AssignFamilyManagerRequest {
            case_id: self.case.clone(),
            organisation_oin: provider.seat.id.clone(),
            professional_id: String::new(),
            etag: String::new(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: director.acting(),
        };
        let answer = director.cases().assign_family_manager(request).await?.into_inner();
        let manager = answer.manager.unwrap_or_default();
        let is_it = manager.organisation_oin == provider.seat.id;
        let expected = format!("{} provides the family manager", provider.label);
        self.t.expect(is_it, &expected, manager.organisation_oin)?;
        self.t.step(say)
    }

    pub(super) async fn plan(
        &mut self,
        who: &'static str,
        milestone: &str,
        plan: &str,
        say: &str,
    ) -> Result<(), StoryError> {
        let director = self.player(who);
        let request = v1::RecordMilestoneRequest {
            case_id: self.case.clone(),
            milestone: milestone.to_owned(),
            held_on: in_days(0),
            plan: plan.to_owned(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: director.acting(),
        };
        let answer = director.cases().record_milestone(request).await?.into_inner();
        let begun = answer.plan.unwrap_or_default();
        self.t.expect(begun.variant == plan, plan, begun.variant.clone())?;
        self.t.step(say)?;
        let due = begun.milestones.iter().filter(|m| !m.due_date.is_empty());
        let due: Vec<_> = due.map(|m| format!("{} by {}", m.code, m.due_date)).collect();
        self.t.aside(&format!("{}; it ends on {}", due.join(", "), begun.end_date))
    }

    pub(super) async fn close(&mut self, who: &'static str, say: &str) -> Result<(), StoryError> {
        let director = self.player(who);
        let request = v1::CloseCaseRequest {
            case_id: self.case.clone(),
            reason: v1::CloseReason::StagnationLifted.into(),
            open_tickets: v1::OpenTickets::First.into(),
            etag: String::new(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: director.acting(),
        };
        director.cases().close_case(request).await?;
        self.t.step(say)
    }

    pub(super) async fn watch(
        &mut self,
        who: &'static str,
        by: &'static str,
        say: &str,
    ) -> Result<(), StoryError> {
        let (director, watcher) = (self.player(who), self.player(by));
        let request = v1::KeepWatchRequest {
            case_id: self.case.clone(),
            act: v1::WatchAct::Start.into(),
            looked_on: String::new(),
            finding: v1::WatchFinding::Unspecified.into(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: director.acting(),
        };
        let answer = director.cases().keep_watch(request).await?.into_inner();
        let watch = answer.watch.unwrap_or_default();
        steps::must_be(&mut self.t, watch.by.as_ref(), &watcher, "keeps watch")?;
        self.t.step(say)?;
        let (due, end) = (watch.due_date, watch.end_date);
        self.t.aside(&format!("{} looks by {due}, and goes on until {end}", watcher.label))
    }
}
