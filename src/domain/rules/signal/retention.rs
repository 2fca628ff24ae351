//! When is a concern signal gone? When its children age out, and at the end of the covenant's term.

use crate::domain::{
    model::{
        signal::record::Signal,
        terms::Terms,
        time::{Day, Time},
    },
    state::record::{Effects, Key},
};

/// Until when a signal is kept to which something happened now. One that is never answered is kept
/// as long from its sending: nothing here stays for ever.
#[must_use]
pub fn keep_until(terms: &Terms, now: Time) -> Day {
    now.day().plus_years(i16::try_from(terms.case_archive_years).unwrap_or(i16::MAX))
}

/// When a signal next needs attention.
#[must_use]
pub fn deadline(signal: &Signal) -> Time {
    let ageing = signal.members.iter().filter_map(|member| member.ages_out).min();
    let end = signal.keep_until.plus_days(1);
    ageing.map_or(end, |day| day.min(end)).start()
}

/// What happens to a signal whose deadline has come: children who aged out are taken off it; when
/// nobody is left, or its term is over, it is destroyed.
#[must_use]
pub fn due(signal: &Signal, now: Time) -> Effects {
    let mut effects = Effects::default();
    let mut after = signal.clone();
    after.members.retain(|member| member.ages_out.is_none_or(|day| day > now.day()));
    if after.members.is_empty() || signal.keep_until < now.day() {
        effects.delete.push(Key::Signal(signal.id));
    } else {
        effects.put_signal(after);
    }
    effects
}
