//! The calls on the plan of a case: family manager, milestones, attendance, extension, closing,
//! watch.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            agreement::{CaseRules, Eligible},
            case::{plan::ExtensionReason, record::Case},
            ids::CaseId,
            routing::{Route, RouteQuestion, RouteRefusal},
            terms::Terms,
        },
        rules::{
            access::Permit,
            case::{
                closing::{self, CloseCase},
                following::{self, RecordMilestone},
                keeping::{self, WatchAct},
                manager::{self, Assign},
                meeting::{self, RecordAttendance},
            },
        },
        state::{audit::Subject, receipt::Request, record::Loaded},
    },
};

use super::{Answered, Broker, Failure, drive::Act};

/// What the covenant says of the category of a case that was loaded. `None` for one that a later
/// version dropped: its families keep what they have.
fn rules(covenants: &Covenants, loaded: &Loaded, id: CaseId) -> Option<CaseRules> {
    let family = &loaded.case(id)?.family;
    covenants.governing(&family.area).case_rules(&family.category, &family.area)
}

/// The terms that hold for a case that was loaded; nothing is decided on one that is not there.
fn terms<'a>(covenants: &'a Covenants, loaded: &Loaded, id: CaseId) -> &'a Terms {
    match loaded.case(id) {
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
            Act::of(permit, vec![Subject::Case(command.case)]),
            |loaded| manager::needs(loaded, request, command.case),
            |loaded, ids, now| {
                let rules = rules(&covenant, loaded, command.case);
                let eligible = rules.map_or(Eligible::AnyInvolved, |rules| rules.family_manager);
                manager::assign(loaded, permit, request, command, &eligible, kind, ids, now)
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
            Act::of(permit, vec![Subject::Case(command.case)]),
            |loaded| manager::needs(loaded, request, command.case),
            |loaded, ids, now| {
                let rules = rules(&covenant, loaded, command.case);
                let plans = rules.map_or_else(Vec::new, |rules| rules.plans);
                let terms = terms(&covenant, loaded, command.case);
                following::record(loaded, permit, request, command, &plans, terms, ids, now)
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
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        let router =
            |question: &RouteQuestion| -> Result<Route, RouteRefusal> { covenant.route(question) };
        self.change(
            Act::of(permit, vec![Subject::Case(command.case)]),
            |loaded| meeting::needs(loaded, request, command.case),
            |loaded, ids, now| {
                let terms = terms(&covenant, loaded, command.case);
                meeting::record(loaded, permit, request, command, &router, terms, ids, now)
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
        id: CaseId,
        etag: &str,
        reason: ExtensionReason,
    ) -> Result<Answered<Case>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::of(permit, vec![Subject::Case(id)]),
            |loaded| manager::needs(loaded, request, id),
            |loaded, ids, now| {
                let terms = terms(&covenant, loaded, id);
                following::extend(loaded, permit, request, id, etag, reason, terms, ids, now)
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
            Act::of(permit, vec![Subject::Case(command.case)]),
            |loaded| closing::needs(loaded, request, command.case),
            |loaded, ids, now| {
                let terms = terms(&covenant, loaded, command.case);
                closing::close(loaded, permit, request, command, terms, ids, now)
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
            Act::of(permit, vec![Subject::Case(id)]),
            |loaded| manager::needs(loaded, request, id),
            |loaded, ids, now| {
                let rule = rules(&covenant, loaded, id).and_then(|rules| rules.watch);
                let terms = terms(&covenant, loaded, id);
                keeping::keep(loaded, permit, request, id, act, rule.as_ref(), terms, ids, now)
            },
        )
        .await
    }
}
