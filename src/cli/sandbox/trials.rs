//! Which program is tried in which case, and what came of it? Stands between callers and services, and lets
//! everybody pass who is not tried.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::{
    cases::{Before, Case, Verdict, Want},
    families,
};
use crate::{
    api::v1::FamilyMember,
    domain::model::party::Oin,
    server::{
        connections::Connections,
        trial::{Asked, Caller, Fate, Told, Trial},
    },
};

/// How long a program is told to wait whose lookup budget is spent.
const SPENT_FOR: Duration = Duration::from_secs(3_600);
/// Where reasons come from, as in every refusal of a broker.
const DOMAIN: &str = "verwijspunt.nl";

/// All programs that were seen.
#[derive(Default)]
pub(super) struct Trials {
    programs: Mutex<BTreeMap<Oin, Program>>,
    changed: Notify,
    connections: OnceLock<Arc<Connections>>,
}

/// What is known of a program.
#[derive(Default)]
struct Program {
    seen: Before,
    /// Whom it registered last.
    registered: Option<FamilyMember>,
    case: Option<Case>,
    /// What the case is called.
    name: String,
    verdict: Option<Verdict>,
}

impl Trials {
    /// Lets it break connections.
    pub(super) fn over(&self, connections: Arc<Connections>) {
        // There is one server in a sandbox.
        let _ = self.connections.set(connections);
    }

    /// Whom a program registered last.
    pub(super) fn registered(&self, oin: &Oin) -> Option<FamilyMember> {
        self.programs().get(oin).and_then(|program| program.registered.clone())
    }

    /// Begins a case, and breaks the line where the case begins so; answers the case. `None` for no such case.
    pub(super) fn begin(&self, oin: Oin, name: &str) -> Option<Case> {
        let mut programs = self.programs();
        let program = programs.entry(oin).or_default();
        let case = Case::named(name, &program.seen)?;
        program.case = Some(case.clone());
        name.clone_into(&mut program.name);
        program.verdict = None;
        if case.begins_with_a_break() {
            self.cut(&program.seen.serial);
        }
        Some(case)
    }

    /// Whose programs are tried, in which case.
    pub(super) fn going(&self) -> Vec<(Oin, String)> {
        let programs = self.programs();
        let going = programs.iter().filter(|(_, program)| program.case.is_some());
        going.map(|(oin, program)| (*oin, program.name.clone())).collect()
    }

    /// The others have joined, and the certificate is another where it was to be.
    pub(super) fn joined(&self, oin: &Oin) {
        let mut programs = self.programs();
        let Some(program) = programs.get_mut(oin) else { return };
        if program.case.as_mut().is_some_and(Case::joined) {
            self.cut(&program.seen.serial);
        }
    }

    /// What came of the case, at the latest when for so long nothing more has come of it.
    pub(super) async fn verdict(&self, oin: &Oin, patience: Duration) -> Verdict {
        let mut progress = self.progress(oin);
        loop {
            let judged = tokio::time::timeout(patience, self.judged(oin)).await.ok();
            let before = std::mem::replace(&mut progress, self.progress(oin));
            if judged.is_some() || progress == before {
                return self.end(oin, judged);
            }
        }
    }

    async fn judged(&self, oin: &Oin) -> Verdict {
        loop {
            let changed = self.changed.notified();
            if let Some(verdict) = self.programs().get(oin).and_then(|it| it.verdict.clone()) {
                return verdict;
            }
            changed.await;
        }
    }

    fn progress(&self, oin: &Oin) -> Option<u64> {
        self.programs().get(oin)?.case.as_ref().map(Case::progress)
    }

    /// Nobody is tried any more.
    fn end(&self, oin: &Oin, judged: Option<Verdict>) -> Verdict {
        let mut programs = self.programs();
        let ended = programs.get_mut(oin).and_then(|program| {
            let connected = self.connected(&program.seen.serial);
            program.case.take().map(|case| case.ended(connected))
        });
        judged.or(ended).unwrap_or_else(|| Verdict::NotSeen(String::new()))
    }

    fn cut(&self, serial: &str) {
        if let Some(connections) = self.connections.get() {
            connections.cut(Some(serial));
        }
    }

    fn connected(&self, serial: &str) -> bool {
        self.connections.get().is_some_and(|connections| connections.has(serial))
    }

    fn programs(&self) -> MutexGuard<'_, BTreeMap<Oin, Program>> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Trial for Trials {
    fn asked(&self, who: &Caller, asked: &Asked) -> Fate {
        if let Asked::Register(request) = asked
            && !request.members.iter().all(|member| families::is_invented(&member.bsn))
        {
            // It is refused in a moment, and is kept nowhere.
            return Fate::Served;
        }
        let mut programs = self.programs();
        let program = programs.entry(who.oin).or_default();
        program.seen.serial.clone_from(&who.serial);
        match asked {
            Asked::Register(request) => program.registered = request.members.first().cloned(),
            Asked::Acknowledge(at) => program.seen.acknowledged = *at,
            _ => {}
        }
        let Some(case) = &mut program.case else { return Fate::Served };
        let identified = case.identified(&who.serial);
        let (want, verdict) = identified.unwrap_or_else(|| case.asked(asked));
        if verdict.is_some() && program.verdict.is_none() {
            program.verdict = verdict;
            self.changed.notify_waiters();
        }
        match want {
            Want::Serve => Fate::Served,
            Want::LoseAnswer => Fate::AnswerLost,
            Want::Unavailable => away(),
            Want::Break => {
                self.cut(&who.serial);
                away()
            }
            Want::Refuse(code, reason) => {
                refused(code, reason, HashMap::new(), ErrorDetails::new())
            }
            Want::SpendBudget => {
                let mut details = ErrorDetails::new();
                details.set_retry_info(Some(SPENT_FOR));
                let facts = HashMap::from([("span".to_owned(), "hour".to_owned())]);
                refused(Code::ResourceExhausted, "LOOKUP_BUDGET", facts, details)
            }
            Want::Expire(earliest) => {
                let facts = HashMap::from([("earliest".to_owned(), earliest.to_string())]);
                refused(Code::OutOfRange, "POSITION_EXPIRED", facts, ErrorDetails::new())
            }
        }
    }

    fn lost(&self, who: &Caller) {
        self.cut(&who.serial);
    }

    fn told(&self, who: &Caller, sequence: u64) -> Told {
        let mut programs = self.programs();
        let program = programs.entry(who.oin).or_default();
        program.seen.highest = program.seen.highest.max(sequence);
        program.case.as_mut().map_or(Told::AsItIs, |case| case.told(sequence))
    }
}

fn away() -> Fate {
    refused(Code::Unavailable, "STORE_UNAVAILABLE", HashMap::new(), ErrorDetails::new())
}

fn refused(
    code: Code,
    reason: &str,
    facts: HashMap<String, String>,
    mut details: ErrorDetails,
) -> Fate {
    details.set_error_info(reason, DOMAIN, facts);
    Fate::Refused(Box::new(Status::with_error_details(code, reason, details)))
}
