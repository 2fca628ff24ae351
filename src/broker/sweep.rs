//! Works off deadlines that have come. Any number of sweepers may run: a deadline is fired by the
//! change that moves it, and the version check lets one of them win.

use std::{collections::BTreeSet, sync::atomic::Ordering, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    covenant::Covenants,
    domain::{
        model::{audit::Subject, person::Pseudonym, refusal::Refusal, time::Time},
        rules::{
            acknowledging, budget, case::closing, context::Context, escalation::overdue, follow_up,
            retention, rights::objection, signal,
        },
        state::{
            effects::Effects,
            keys::{Key, Kind},
            loaded::{Loaded, Needs},
            lookup::Lookup,
            positions::CursorKey,
            records::Record,
            tallies::AskedKey,
        },
    },
    store::StoreError,
};

use super::{Broker, Failure, act::Act};

/// Most deadlines read at once; more are read until none is left that was not looked at.
const BATCH: usize = 256;

/// Most persons whose count is dropped at once, when the day is over on which they were asked about.
const ASKED_BATCH: usize = 1_000;

impl Broker {
    /// Fires everything that is due now. Returns how many deadlines were worked off. A deadline that
    /// cannot be worked off, because a record cannot be read, is reported and stands in nobody's
    /// way: all others are worked off, however many such ones are older.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        let mut fired = 0;
        // Looked at in this sweep, and still there. They come first in what is due.
        let mut left = BTreeSet::new();
        let mut unreadable = Vec::new();
        loop {
            let before = (fired, left.len());
            let mut due = self.store.due(self.clock.now(), BATCH + left.len()).await?;
            due.retain(|key| !left.contains(key));
            for key in due {
                match self.fire(&key).await {
                    // It may be due again at once: after a long stop its next reminder.
                    Ok(true) => {
                        fired += 1;
                        continue;
                    }
                    Err(Failure::Refused(Refusal::ListTooLong { most })) => {
                        let why = format!("a list that it needs has more than {most} entries");
                        unreadable.push((action(&key), why));
                    }
                    // Somebody else was faster; what is left of it comes up again.
                    Ok(false) | Err(Failure::Contention | Failure::Refused(_)) => {}
                    Err(Failure::Store(StoreError::Refused(why))) => {
                        unreadable.push((action(&key), why));
                    }
                    Err(Failure::Store(error)) => return Err(error),
                }
                left.insert(key);
            }
            if (fired, left.len()) == before {
                self.report(&unreadable);
                return Ok(fired);
            }
        }
    }

    /// Tells the operator of deadlines that cannot be worked off.
    fn report(&self, unreadable: &[(&'static str, String)]) {
        self.unreadable_deadlines.store(unreadable.len() as u64, Ordering::Relaxed);
        if let Some((deadline, why)) = unreadable.first() {
            let number = unreadable.len();
            tracing::error!(
                number,
                deadline,
                %why,
                "deadlines wait because a record cannot be read, or a list is too long; of a record `verwijspunt \
                 store check` says more"
            );
        }
    }

    /// Sweeps now and every `period` until told to stop. A failing store is reported by its own
    /// health; the sweeper tries again.
    pub async fn sweep_until(&self, stop: CancellationToken, period: Duration) {
        while !stop.is_cancelled() {
            // Much may be due after a long stop. What is asked of the store already is done there; the rest is
            // for the next start.
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.work_off(period) => {}
            }
        }
    }

    async fn work_off(&self, period: Duration) {
        if let Err(error) = self.sweep().await {
            tracing::error!(%error, "deadlines could not be worked off; trying again");
        } else if let Err(error) = self.look_at_budgets().await {
            tracing::error!(%error, "the lookup budgets could not be read; trying again");
        } else if let Err(error) = self.settle_names().await {
            tracing::error!(%error, "work has not followed to its new names; trying again");
        }
        tokio::time::sleep(period).await;
    }

    /// True when the deadline still stood and was worked off.
    async fn fire(&self, key: &Key) -> Result<bool, Failure> {
        let covenant = self.covenant.load();
        let oldest = match key {
            Key::Inbox(party) => {
                let page = self.store.read_inbox(party, 0, acknowledging::TRIM_BATCH).await?;
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
        let act = Act::of_broker(action(key), subjects);
        self.act(
            act,
            |loaded| needs(loaded, key, now),
            |ctx| {
                due(ctx, key, &oldest, &asked, &covenant);
                Ok(ctx.effects != Effects::default())
            },
        )
        .await
    }
}

fn needs(loaded: &Loaded, key: &Key, now: Time) -> Needs {
    match key {
        Key::Involvement(id) => retention::needs(loaded, *id),
        Key::Match(id) => follow_up::needs_due(loaded, *id),
        Key::Signal(id) => signal::retention::needs(loaded, *id, now),
        Key::Case(id) => closing::needs_due(loaded, *id, now),
        Key::Person(pseudonym) => retention::needs_of_person(loaded, *pseudonym),
        Key::Objection(id) => objection::needs(loaded, *id),
        Key::Inbox(party) => Needs::missing(loaded, acknowledging::keys_to_trim(party), Vec::new()),
        _ => Needs::missing(loaded, vec![key.clone()], Vec::new()),
    }
}

/// What a deadline changes. Nothing when it is not due any more.
fn due(
    ctx: &mut Context<'_>,
    key: &Key,
    oldest: &[(u64, Time)],
    asked: &[Key],
    covenants: &Covenants,
) {
    let Some(record) = ctx.facts.get(key) else { return };
    if record.deadline().is_none_or(|at| at > ctx.now) {
        return;
    }
    match (key, record) {
        (_, Record::Involvement(involvement)) => {
            let terms = covenants.terms(&involvement.area);
            retention::due(ctx, involvement, terms, &|area| covenants.meetings(area));
        }
        (_, Record::Match(matched)) => follow_up::due(ctx, matched),
        (_, Record::Ticket(ticket)) => overdue::due(ctx, ticket),
        (_, Record::Case(case)) => {
            let covenant = covenants.governing(&case.family.area);
            closing::due(ctx, case, covenant.terms(), &covenant.meetings(&case.family.area));
        }
        (Key::Inbox(party), Record::Inbox(_)) => {
            acknowledging::trim(ctx, party, oldest, covenants.inbox_terms(party));
        }
        (_, Record::Signal(signal)) => {
            let area = signal::seeing::area(ctx.facts, signal);
            let behind = covenants.behind(&signal.recipient, &area);
            let days_off = &covenants.terms(&area).days_off;
            signal::alarm::due(ctx, signal, &behind, days_off, &|area| covenants.meetings(area));
        }
        (_, Record::Receipt(_) | Record::Session(_)) => ctx.effects.delete.push(key.clone()),
        (Key::Person(pseudonym), Record::Person(_)) => {
            retention::kinship_ended(ctx, *pseudonym, &|area| covenants.meetings(area));
        }
        (_, Record::Objection(objection)) => objection::due(ctx, objection),
        (Key::Tally(by), Record::Tally(_)) => {
            ctx.effects.delete.extend(budget::over(by, asked));
        }
        (
            _,
            Record::Inbox(_)
            | Record::Person(_)
            | Record::Destruction(_)
            | Record::Report(_)
            | Record::Tally(_)
            | Record::Asked(_)
            | Record::Cursor(_)
            | Record::Roster(_)
            | Record::Assignments(_)
            | Record::KeyChecks(_),
        ) => {}
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
        Key::Cursor(_) => "CursorDeadline",
        Key::Session(_) => "SessionExpired",
        Key::Roster(_) => "RosterDeadline",
        Key::Assignments(_) => "AssignmentsDeadline",
        Key::KeyChecks => "KeyChecksDeadline",
    }
}

pub(super) fn subject(key: &Key) -> Vec<Subject> {
    match key {
        Key::Involvement(id) => vec![Subject::Involvement(*id)],
        Key::Match(id) => vec![Subject::Match(*id)],
        Key::Ticket(id) => vec![Subject::Ticket(*id)],
        Key::Inbox(party) | Key::Cursor(CursorKey { recipient: party, .. }) => {
            vec![Subject::Inbox(party.clone(), 0)]
        }
        Key::Person(pseudonym) => vec![Subject::Person(*pseudonym)],
        Key::Case(id) => vec![Subject::Case(*id)],
        Key::Signal(id) => vec![Subject::Signal(*id)],
        Key::Objection(id) => vec![Subject::Objection(*id)],
        Key::Receipt(_)
        | Key::Destruction(_)
        | Key::Report(_)
        | Key::Tally(_)
        | Key::Asked(_)
        | Key::Session(_)
        | Key::Roster(_)
        | Key::Assignments(_)
        | Key::KeyChecks => Vec::new(),
    }
}
