//! When is a concern signal gone? When its children age out, and at the end of the covenant's term.

use crate::domain::{
    model::{
        destruction::Ground,
        ids::SignalId,
        person::{Identity, Member},
        signal::Signal,
        time::{Day, Time},
    },
    rules::{
        context::Context,
        destroying::{self, Draft, MeetingsIn},
    },
    state::{
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// The persons of a signal who are no children any more.
fn aged(signal: &Signal, today: Day) -> impl Iterator<Item = &Identity> {
    let aged = move |member: &&Member| member.ages_out.is_some_and(|day| day <= today);
    signal.members.iter().filter(aged).map(|member| &member.identity)
}

/// What must be loaded before [`due`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: SignalId, now: Time) -> Needs {
    let signal = loaded.signal(id);
    let aged = signal.into_iter().flat_map(|signal| aged(signal, now.day()));
    let (mut keys, mut lists) = (vec![Key::Signal(id)], Vec::new());
    // Who directs the case now hears of an alarm.
    keys.extend(signal.and_then(|signal| signal.case).map(Key::Case));
    for who in aged {
        keys.extend(destroying::kin(loaded, who));
        let (cases, of_tickets) = destroying::needs_of_cases(loaded, who);
        keys.extend(cases);
        lists.extend(of_tickets);
    }
    Needs::missing(loaded, keys, lists)
}

/// What happens to a signal whose deadline has come: children who aged out are taken off it, and out of
/// the case that came of it when no organisation names them; when nobody is left, or its term is over, it
/// is destroyed.
pub fn due(ctx: &mut Context<'_>, signal: &Signal, meetings: MeetingsIn<'_>) {
    let (facts, today) = (ctx.facts, ctx.today());
    let mut draft = Draft::new(facts, Ground::AgedOut);
    for who in aged(signal, today) {
        if !draft.is_named(who) {
            draft.forget(who);
        }
    }
    draft.write(ctx, meetings);
    let mut after = signal.clone();
    after.members.retain(|member| member.ages_out.is_none_or(|day| day > today));
    if after.members.is_empty() || signal.keep_until < today {
        ctx.effects.delete.push(Key::Signal(signal.id));
    } else {
        ctx.effects.put_signal(after);
    }
}
