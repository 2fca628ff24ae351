//! The calls on the plan of a case: family manager, milestones, attendance, extension, closing,
//! watch.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            agreement::{CaseRules, Eligible, MeasureRule, MeetingRule, PlanRule},
            audit::Subject,
            case::Case,
            ids::CaseId,
            routing::{Route, RouteQuestion, RouteRefusal},
            terms::Terms,
        },
        rules::{
            access::Permit,
            case::{
                closing::{self, CloseCase},
                following::{self, ExtendCase, RecordMilestone},
                inviting::{self, PlanMeeting},
                keeping::{self, WatchAct},
                manager::{self, Agreed, Assign},
                meeting::{self, RecordAttendance, Recorded},
            },
        },
        state::{facts::Facts, lookup::Lookup, receipt::Request},
    },
};

use super::{Answered, Broker, Failure, act::Act};

/// What the covenant says of the category of a case that was loaded. `None` for one that a later
/// version dropped: its families keep what they have.
fn rules(covenants: &Covenants, facts: &Facts, id: CaseId) -> Option<CaseRules> {
    let family = &facts.case(id)?.family;
    covenants.governing(&family.area).case_rules(&family.category, &family.area)
}

/// The plans of the category of a case that was loaded, and the meetings that the covenant knows besides.
fn meetings(covenants: &Covenants, facts: &Facts, id: CaseId) -> (Vec<PlanRule>, Vec<MeetingRule>) {
    let plans = rules(covenants, facts, id).map_or_else(Vec::new, |rules| rules.plans);
    let area = facts.case(id).map(|case| &case.family.area);
    let kinds = area.map(|area| covenants.governing(area).meetings(area));
    (plans, kinds.unwrap_or_default())
}

/// The terms that hold for a case that was loaded; nothing is decided on one that is not there.
fn terms<'a>(covenants: &'a Covenants, facts: &Facts, id: CaseId) -> &'a Terms {
    match facts.case(id) {
        Some(case) => covenants.terms(&case.family.area),
        None => covenants.all().next().expect("there is at least one covenant: checked").terms(),
    }
}

impl Broker {
    /// Assigns the family manager.
    ///
    /// # Errors
    /// See [`manager::assign`]; or the store is failing.
    pub async fn assign_family_manager(
        &self,
        permit: &Permit,
        request: &Request,
        command: &Assign,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        let kind = covenant.organisation(&command.organisation).map_or("", |o| &o.kind);
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| manager::needs_to_assign(loaded, command),
            |ctx| {
                let rules = rules(&covenant, ctx.facts, command.case);
                let (eligible, watch) = rules.map_or((Eligible::AnyInvolved, None), |rules| {
                    (rules.family_manager, rules.watch)
                });
                let caseload = terms(&covenant, ctx.facts, command.case).family_manager_caseload;
                let watch = watch.as_ref();
                manager::assign(ctx, command, Agreed { eligible: &eligible, kind, caseload, watch })
            },
        )
        .await
    }

    /// Records that a milestone was held; the first one begins the plan.
    ///
    /// # Errors
    /// See [`following::record`]; or the store is failing.
    pub async fn record_milestone(
        &self,
        permit: &Permit,
        request: &Request,
        command: &RecordMilestone,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| manager::needs(loaded, command.case),
            |ctx| {
                let rules = rules(&covenant, ctx.facts, command.case);
                let plans = rules.map_or_else(Vec::new, |rules| rules.plans);
                let terms = terms(&covenant, ctx.facts, command.case);
                following::record(ctx, command, &plans, terms)
            },
        )
        .await
    }

    /// Records who was at a meeting.
    ///
    /// # Errors
    /// See [`meeting::record`]; or the store is failing.
    pub async fn record_attendance(
        &self,
        permit: &Permit,
        request: &Request,
        command: &RecordAttendance,
    ) -> Result<Answered<Recorded>, Failure> {
        let covenant = self.covenant.load();
        let router =
            |question: &RouteQuestion| -> Result<Route, RouteRefusal> { covenant.route(question) };
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| meeting::needs(loaded, command.case),
            |ctx| {
                let (plans, kinds) = meetings(&covenant, ctx.facts, command.case);
                let terms = terms(&covenant, ctx.facts, command.case);
                let agreed = inviting::Agreed { kinds: &kinds, plans: &plans, terms };
                meeting::record(ctx, command, &router, agreed)
            },
        )
        .await
    }

    /// Invites to a meeting of the plan.
    ///
    /// # Errors
    /// See [`inviting::plan`]; or the store is failing.
    pub async fn plan_meeting(
        &self,
        permit: &Permit,
        request: &Request,
        command: &PlanMeeting,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| manager::needs(loaded, command.case),
            |ctx| {
                let (plans, kinds) = meetings(&covenant, ctx.facts, command.case);
                let terms = terms(&covenant, ctx.facts, command.case);
                inviting::plan(
                    ctx,
                    command,
                    inviting::Agreed { kinds: &kinds, plans: &plans, terms },
                )
            },
        )
        .await
    }

    /// Extends the plan.
    ///
    /// # Errors
    /// See [`following::extend`]; or the store is failing.
    pub async fn extend_case(
        &self,
        permit: &Permit,
        request: &Request,
        command: &ExtendCase,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| manager::needs(loaded, command.case),
            |ctx| {
                let terms = terms(&covenant, ctx.facts, command.case);
                following::extend(ctx, command, terms)
            },
        )
        .await
    }

    /// Closes a case.
    ///
    /// # Errors
    /// See [`closing::close`]; or the store is failing.
    pub async fn close_case(
        &self,
        permit: &Permit,
        request: &Request,
        command: &CloseCase,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Case(command.case)]),
            |loaded| closing::needs(loaded, command.case),
            |ctx| {
                let terms = terms(&covenant, ctx.facts, command.case);
                let rules = rules(&covenant, ctx.facts, command.case);
                let measure = rules.map_or(MeasureRule::Either, |rules| rules.measure);
                let (_, kinds) = meetings(&covenant, ctx.facts, command.case);
                closing::close(ctx, command, measure, terms, &kinds)
            },
        )
        .await
    }

    /// Starts, keeps or stops watch.
    ///
    /// # Errors
    /// See [`keeping::keep`]; or the store is failing.
    pub async fn keep_watch(
        &self,
        permit: &Permit,
        request: &Request,
        id: CaseId,
        act: WatchAct,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::by(permit, request, vec![Subject::Case(id)]),
            |loaded| manager::needs(loaded, id),
            |ctx| {
                let rule = rules(&covenant, ctx.facts, id).and_then(|rules| rules.watch);
                let terms = terms(&covenant, ctx.facts, id);
                keeping::keep(ctx, id, act, rule.as_ref(), terms)
            },
        )
        .await
    }
}
