//! Works off deadlines that have come. Any number of sweepers may run: a deadline is fired by the
//! change that moves it, and the version check lets one of them win.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{
    covenant::Covenants,
    domain::{
        model::{ids::FreshIds, person::Pseudonym, time::Time},
        rules::{
            budget::{self, AskedKey},
            case::closing,
            escalation::overdue,
            follow_up, retention,
            rights::objection,
            signal,
        },
        state::{
            audit::Subject,
            inbox,
            record::{Effects, Key, Kind, Loaded, Needs, Record},
        },
    },
    store::StoreError,
};

use super::{Broker, Failure, drive::Act};

/// Most deadlines in one round; the next round follows at once when there were as many.
const BATCH: usize = 256;

/// Most persons whose count is dropped at once, when the day is over on which they were asked about.
const ASKED_BATCH: usize = 1_000;

impl Broker {
    /// Fires everything that is due now. Returns how many deadlines were worked off.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        let mut fired = 0;
        loop {
            let mut progress = 0;
            for key in self.store.due(self.clock.now(), BATCH).await? {
                match self.fire(&key).await {
                    Ok(changed) => progress += usize::from(changed),
                    // Somebody else was faster; what is left of it comes up again.
                    Err(Failure::Contention | Failure::Refused(_)) => {}
                    Err(Failure::Store(error)) => return Err(error),
                }
            }
            // A record may be due again at once: after a long stop its next reminder.
            if progress == 0 {
                return Ok(fired);
            }
            fired += progress;
        }
    }

    /// Sweeps now and every `period` until told to stop. A failing store is reported by its own
    /// health; the sweeper tries again.
    pub async fn sweep_until(&self, stop: CancellationToken, period: Duration) {
        while !stop.is_cancelled() {
            if let Err(error) = self.sweep().await {
                tracing::error!(%error, "deadlines could not be worked off; trying again");
            } else if let Err(error) = self.look_at_budgets().await {
                tracing::error!(%error, "the lookup budgets could not be read; trying again");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(period) => {}
            }
        }
    }

    /// True when the deadline still stood and was worked off.
    async fn fire(&self, key: &Key) -> Result<bool, Failure> {
        let covenant = self.covenant.load();
        let oldest = match key {
            Key::Inbox(party) => {
                let page = self.store.read_inbox(party, 0, inbox::TRIM_BATCH).await?;
                page.into_iter().map(|(sequence, n)| (sequence, n.at)).collect()
            }
            _ => Vec::new(),
        };
        let asked = match key {
            Key::Tally(by) => {
                let first = Pseudonym { version: 0, mac: [0; 16] };
                let before = Key::Asked(AskedKey { by: by.clone(), person: first });
                let page = self.store.scan(Kind::Asked, Some(&before), ASKED_BATCH).await?;
                page.into_iter().map(|(key, _)| key).collect()
            }
            _ => Vec::new(),
        };
        let now = self.clock.now();
        let subjects = match key {
            Key::Session(session) => self.session_subject(*session).await?,
            _ => subject(key),
        };
        let act = Act { actor: None, action: action(key), subjects, call: None };
        self.drive(
            act,
            |loaded| needs(loaded, key, now),
            |loaded, ids, now| {
                let effects = due(loaded, key, &oldest, &asked, &covenant, ids, now);
                Ok((effects != Effects::default(), effects))
            },
        )
        .await
    }
}

fn needs(loaded: &Loaded, key: &Key, now: Time) -> Needs {
    match key {
        Key::Involvement(id) => retention::needs(loaded, *id),
        Key::Case(id) => closing::needs_due(loaded, *id, now),
        Key::Person(pseudonym) => retention::needs_of_person(loaded, *pseudonym),
        Key::Objection(id) => objection::needs(loaded, *id),
        _ => Needs::missing(loaded, vec![key.clone()], Vec::new()),
    }
}

/// What a deadline changes. Nothing when it is not due any more.
fn due(
    loaded: &Loaded,
    key: &Key,
    oldest: &[(u64, Time)],
    asked: &[Key],
    covenants: &Covenants,
    ids: &mut FreshIds,
    now: Time,
) -> Effects {
    let Some(record) = loaded.get(key) else { return Effects::default() };
    if record.deadline().is_none_or(|at| at > now) {
        return Effects::default();
    }
    match (key, record) {
        (_, Record::Involvement(involvement)) => {
            retention::due(loaded, involvement, covenants.terms(&involvement.area), ids, now)
        }
        (_, Record::Match(matched)) => follow_up::due(matched, ids, now),
        (_, Record::Ticket(ticket)) => overdue::due(ticket, ids, now),
        (_, Record::Case(case)) => {
            closing::due(loaded, case, covenants.terms(&case.family.area), ids, now)
        }
        (Key::Inbox(party), Record::Inbox(state)) => {
            inbox::trim(party, *state, oldest, covenants.inbox_terms(party), now)
        }
        (_, Record::Signal(signal)) => signal::retention::due(signal, now),
        (_, Record::Receipt(_) | Record::Session(_)) => {
            Effects { delete: vec![key.clone()], ..Effects::default() }
        }
        (Key::Person(pseudonym), Record::Person(_)) => {
            retention::kinship_ended(loaded, *pseudonym, ids, now)
        }
        (_, Record::Objection(objection)) => objection::due(loaded, objection, ids, now),
        (Key::Tally(by), Record::Tally(_)) => budget::over(by, asked),
        (
            _,
            Record::Inbox(_)
            | Record::Person(_)
            | Record::Destruction(_)
            | Record::Report(_)
            | Record::Tally(_)
            | Record::Asked(_),
        ) => Effects::default(),
    }
}

fn action(key: &Key) -> &'static str {
    match key {
        Key::Involvement(_) => "InvolvementDeadline",
        Key::Match(_) => "FollowUpDeadline",
        Key::Ticket(_) => "TicketDeadline",
        Key::Inbox(_) => "InboxTrim",
        Key::Receipt(_) => "ReceiptExpired",
        Key::Person(_) => "PersonDeadline",
        Key::Objection(_) => "ObjectionDeadline",
        Key::Destruction(_) => "DestructionDeadline",
        Key::Case(_) => "CaseDeadline",
        Key::Signal(_) => "SignalDeadline",
        Key::Report(_) => "ReportDeadline",
        Key::Tally(_) | Key::Asked(_) => "LookupCountExpired",
        Key::Session(_) => "SessionExpired",
    }
}

fn subject(key: &Key) -> Vec<Subject> {
    match key {
        Key::Involvement(id) => vec![Subject::Involvement(*id)],
        Key::Match(id) => vec![Subject::Match(*id)],
        Key::Ticket(id) => vec![Subject::Ticket(*id)],
        Key::Inbox(party) => vec![Subject::Inbox(party.clone(), 0)],
        Key::Person(pseudonym) => vec![Subject::Person(*pseudonym)],
        Key::Case(id) => vec![Subject::Case(*id)],
        Key::Signal(id) => vec![Subject::Signal(*id)],
        Key::Objection(id) => vec![Subject::Objection(*id)],
        Key::Receipt(_)
        | Key::Destruction(_)
        | Key::Report(_)
        | Key::Tally(_)
        | Key::Asked(_)
        | Key::Session(_) => Vec::new(),
    }
}
