//! When does somebody get a mail because of a notification?
//!
//! At once when a ticket is theirs to act on or a term has passed; of everything else together, at
//! fixed times of working days. Crises go ahead of all that, see `delivering`, and nothing holds
//! them.

use crate::domain::model::{
    calendar,
    mail_wish::{DAY_MINUTES, MailWish},
    notification::{Event, PlanHappening, SignalHappening, TicketHappening, WatchHappening},
    party::Party,
    time::{Day, Time},
};

/// Longest row of days in which no working day is looked for in vain: more than any holidays.
const DAYS_LOOKED_THROUGH: usize = 32;

/// When a mail is due because of this; `None` when the recipient chose to get none for such.
#[must_use]
pub fn due(
    event: &Event,
    (recipient, at): (&Party, Time),
    wish: &MailWish,
    days_off: &[Day],
) -> Option<Time> {
    // Its signal may have gone ahead before, and goes so only once: the alarm is the mail in its place.
    if matches!(event, Event::Signal { happening: SignalHappening::ReceivedLate, crisis: true, .. })
    {
        return Some(at);
    }
    due_at((at_once(event, recipient), at), wish, days_off)
}

/// The same for what happened then, and must be told or not.
#[must_use]
pub fn due_at((must, at): (bool, Time), wish: &MailWish, days_off: &[Day]) -> Option<Time> {
    if must { Some(awake(at, wish)) } else { digest(at, wish, days_off) }
}

/// Whether the recipient must act, and cannot choose not to hear it.
#[must_use]
pub fn at_once(event: &Event, recipient: &Party) -> bool {
    use TicketHappening::{
        Answered, Asked, Assigned, Escalated, HandedOver, Opened, Overdue, Released, Rerouted,
        Resolved, Ruled, Unanswered, Withdrawn,
    };
    match event {
        Event::Ticket { happening, handlers, .. } => match happening {
            Assigned | Asked | Overdue | Unanswered => true,
            Answered | Escalated | HandedOver | Rerouted => handlers.contains(recipient),
            Opened | Released | Resolved | Ruled | Withdrawn => false,
        },
        Event::FollowUpDue { .. } | Event::ObjectionOverdue { .. } => true,
        Event::Plan { happening, .. } => {
            matches!(happening, PlanHappening::Missed | PlanHappening::Over)
        }
        Event::Watch { happening, .. } => *happening == WatchHappening::Missed,
        // A crisis that was received goes ahead, and would be mailed twice.
        Event::Signal { happening: SignalHappening::Received, crisis, .. } => !crisis,
        Event::Signal { happening, .. } => *happening == SignalHappening::ReceivedLate,
        Event::MatchFound { .. }
        | Event::EarlierInvolvement { .. }
        | Event::PartyEnded { .. }
        | Event::Expiring { .. }
        | Event::Expired { .. }
        | Event::LeadAgreed { .. }
        | Event::LeadEnded { .. }
        | Event::Retracted { .. }
        | Event::FamilyManager { .. }
        | Event::StaysAway { .. }
        | Event::CaseClosed { .. }
        | Event::Case { .. }
        | Event::Moved { .. }
        | Event::Removed { .. }
        | Event::TicketDestroyed { .. }
        | Event::CaseDestroyed { .. }
        | Event::ObjectionReceived { .. }
        | Event::ObjectionDecided { .. }
        | Event::ContactUpdated { .. }
        | Event::Overview { .. } => false,
    }
}

/// The first instant from this one on at which the recipient may be disturbed.
fn awake(at: Time, wish: &MailWish) -> Time {
    let Some((from, until)) = wish.quiet else { return at };
    let minute = at.minute_of_day();
    let quiet = if from <= until {
        (from..until).contains(&minute)
    } else {
        minute >= from || minute < until
    };
    match quiet {
        false => at,
        true if minute < until => at.day().at_minute(until),
        true => at.day().plus_days(1).at_minute(until % DAY_MINUTES),
    }
}

/// The next time at which it is told that something waits, that is not in the quiet hours.
fn digest(at: Time, wish: &MailWish, days_off: &[Day]) -> Option<Time> {
    let mut day = at.day();
    for _ in 0..DAYS_LOOKED_THROUGH {
        day = calendar::add_working_days_but(day, 0, days_off);
        let times = wish.digest.minutes().iter().map(|minute| day.at_minute(*minute));
        if let Some(next) = times.into_iter().find(|time| *time >= at) {
            return Some(awake(next, wish));
        }
        day = day.plus_days(1);
    }
    None
}
