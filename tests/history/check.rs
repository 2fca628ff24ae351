//! Which promises does a history break?

use std::collections::{BTreeMap, BTreeSet};

use super::{Ask, Event, FinalState, Kept, KeptMatch, Notification, Party, Told};

/// A broken promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// S1…S5, W1…W7.
    pub promise: &'static str,
    /// What happened.
    pub what: String,
}

/// What is known of one registration over all its attempts.
#[derive(Default)]
struct Registration {
    organisation: Party,
    persons: BTreeSet<String>,
    answers: Vec<(Option<String>, BTreeSet<Party>)>,
    /// Every attempt was refused.
    only_refused: bool,
    end_tried: bool,
    end_acknowledged: bool,
}

/// Compares a history with what the broker has at the end. Empty: no promise is broken.
pub fn check(events: &[Event], end: &FinalState) -> Vec<Violation> {
    let mut found = Found(Vec::new());
    let registrations = registrations(events, &mut found);
    durable(&registrations, end, &mut found);
    together(&registrations, end, &mut found);
    everybody_learned(&registrations, end, &mut found);
    streams(events, end, &mut found);
    acknowledgements(events, end, &mut found);
    found.0
}

struct Found(Vec<Violation>);

impl Found {
    fn add(&mut self, promise: &'static str, what: String) {
        self.0.push(Violation { promise, what });
    }
}

/// Gathers the attempts of each registration; S3: every OK says the same.
fn registrations(events: &[Event], found: &mut Found) -> BTreeMap<String, Registration> {
    let mut all: BTreeMap<String, Registration> = BTreeMap::new();
    let mut calls: BTreeMap<u64, &Ask> = BTreeMap::new();
    let mut outcomes: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in events {
        match event {
            Event::Invoke { call, ask } => {
                calls.insert(*call, ask);
                match ask {
                    Ask::Register { organisation, involvement, persons } => {
                        let r = all.entry(involvement.clone()).or_default();
                        r.organisation.clone_from(organisation);
                        r.persons.clone_from(persons);
                    }
                    Ask::End { involvement, .. } => {
                        all.entry(involvement.clone()).or_default().end_tried = true;
                    }
                    Ask::Acknowledge { .. } => {}
                }
            }
            Event::Ok { call, .. } | Event::Fail { call } | Event::Unknown { call } => {
                match calls.get(call) {
                    Some(Ask::Register { involvement, .. }) => {
                        outcomes.entry(involvement).or_default().push(event);
                    }
                    Some(Ask::End { involvement, .. }) if matches!(event, Event::Ok { .. }) => {
                        all.entry(involvement.clone()).or_default().end_acknowledged = true;
                    }
                    _ => {}
                }
            }
            Event::Subscribed { .. } | Event::Delivered { .. } | Event::Heartbeat { .. } => {}
        }
    }
    for (involvement, outcomes) in outcomes {
        let r = all.entry(involvement.to_owned()).or_default();
        r.only_refused = outcomes.iter().all(|e| matches!(e, Event::Fail { .. }));
        for outcome in outcomes {
            if let Event::Ok { told: Told::Registered { match_id, others }, .. } = outcome {
                r.answers.push((match_id.clone(), others.clone()));
            }
        }
        if r.answers.windows(2).any(|pair| pair[0] != pair[1]) {
            found.add("S3", format!("{involvement}: a retry was answered otherwise"));
        }
    }
    // A call that never came back is as unknown as one that broke.
    let came_back: BTreeSet<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Ok { call, .. } | Event::Fail { call } => Some(*call),
            _ => None,
        })
        .collect();
    for (call, ask) in calls {
        let Ask::Register { involvement, .. } = ask else { continue };
        if let Some(r) = all.get_mut(involvement).filter(|_| !came_back.contains(&call)) {
            r.only_refused = false;
        }
    }
    all
}

/// S1: what was acknowledged is there. S3: once. S2: what was refused is not.
fn durable(all: &BTreeMap<String, Registration>, end: &FinalState, found: &mut Found) {
    for (id, r) in all {
        let kept: Vec<&Kept> = end.involvements.iter().filter(|k| k.involvement == *id).collect();
        if kept.len() > 1 {
            found.add("S3", format!("{id}: is there {} times", kept.len()));
        }
        let Some(kept) = kept.first() else {
            if !r.answers.is_empty() {
                found.add("S1", format!("{id}: registering was acknowledged, but it is gone"));
            }
            continue;
        };
        if r.only_refused {
            found.add("S2", format!("{id}: was refused, but it is there"));
        }
        if kept.organisation != r.organisation {
            found.add("S1", format!("{id}: belongs to {}", kept.organisation));
        }
        if r.end_acknowledged && kept.active {
            found.add("S1", format!("{id}: ending was acknowledged, but it is active"));
        }
        if !r.end_tried && !kept.active {
            found.add("S1", format!("{id}: nobody ended it, but it is not active"));
        }
    }
    for kept in &end.involvements {
        if !all.contains_key(&kept.involvement) {
            found.add("S5", format!("{}: nobody registered it", kept.involvement));
        }
    }
}

/// S2: a registration, its match and all its notifications, or none of them.
fn together(all: &BTreeMap<String, Registration>, end: &FinalState, found: &mut Found) {
    for (id, r) in all {
        let kept: Vec<&KeptMatch> = end.matches.iter().filter(|m| m.involvement == *id).collect();
        if kept.len() > 1 {
            found.add("S3", format!("{id}: joined with {} matches", kept.len()));
        }
        let there = end.involvements.iter().any(|k| k.involvement == *id);
        if !there && !kept.is_empty() {
            found.add("S2", format!("{id}: is not there, its match is"));
        }
        if let Some((match_id, others)) = r.answers.first().filter(|_| there) {
            let stored = kept.first().map(|m| (m.match_id.as_str(), &m.others));
            if stored != match_id.as_deref().map(|m| (m, others)) {
                found.add("S2", format!("{id}: answered {match_id:?} {others:?}, has {stored:?}"));
            }
        }
        for m in kept {
            for other in &m.others {
                let times = end.inboxes.get(other).map_or(0, |i| announcing(&i.notifications, m));
                match times {
                    1 => {}
                    0 => found.add("S2", format!("{}: {other} was never told", m.match_id)),
                    n => found.add("S3", format!("{}: {other} was told {n} times", m.match_id)),
                }
            }
        }
    }
    for (party, inbox) in &end.inboxes {
        for match_id in inbox.notifications.iter().filter_map(|n| n.match_id.as_ref()) {
            match end.matches.iter().find(|m| m.match_id == *match_id) {
                None => found.add("S2", format!("{party} was told of {match_id}, which is not")),
                Some(m) if !m.others.contains(party) => {
                    found.add("W6", format!("{party} was told of {match_id}, not being in it"));
                }
                Some(_) => {}
            }
        }
    }
}

fn announcing(notifications: &[Notification], m: &KeptMatch) -> usize {
    notifications.iter().filter(|n| n.match_id.as_deref() == Some(&*m.match_id)).count()
}

/// S4: of two acknowledged active involvements of different organisations with a person in
/// common, each side learned of the other; exactly once when neither has another one in common.
fn everybody_learned(all: &BTreeMap<String, Registration>, end: &FinalState, found: &mut Found) {
    let lasting: Vec<(&String, &Registration)> =
        all.iter().filter(|(_, r)| !r.answers.is_empty() && !r.end_tried).collect();
    let joined = |joiner: &str, other: &Party| {
        end.matches.iter().filter(|m| m.involvement == joiner && m.others.contains(other)).count()
    };
    let meeting = |mine: &Party, theirs: &Registration| {
        let shares = |r: &&Registration| !r.persons.is_disjoint(&theirs.persons);
        all.values().filter(|r| r.organisation == *mine).filter(shares).count()
    };
    for (at, (a_id, a)) in lasting.iter().enumerate() {
        for (b_id, b) in &lasting[at + 1..] {
            if a.organisation == b.organisation || a.persons.is_disjoint(&b.persons) {
                continue;
            }
            let times = joined(a_id, &b.organisation) + joined(b_id, &a.organisation);
            let alone = meeting(&a.organisation, b) == 1 && meeting(&b.organisation, a) == 1;
            if times == 0 {
                found.add("S4", format!("{a_id} and {b_id} never learned of each other"));
            } else if alone && times > 1 {
                found.add("S4", format!("{a_id} and {b_id} learned of each other {times} times"));
            }
        }
    }
}

/// W1 order, W2 no gap, W3 the same again, S5 nothing that was not, W5 heartbeats.
fn streams(events: &[Event], end: &FinalState, found: &mut Found) {
    for (party, inbox) in &end.inboxes {
        let sequences: Vec<u64> = inbox.notifications.iter().map(|n| n.sequence).collect();
        if sequences.windows(2).any(|pair| pair[1] != pair[0] + 1) {
            found.add("W2", format!("{party}: the inbox has gaps: {sequences:?}"));
        }
        let ids: BTreeSet<&String> = inbox.notifications.iter().map(|n| &n.id).collect();
        if ids.len() != inbox.notifications.len() {
            found.add("W3", format!("{party}: one id on two notifications"));
        }
    }
    let mut position: BTreeMap<u64, (&Party, u64)> = BTreeMap::new();
    for event in events {
        match event {
            Event::Subscribed { stream, inbox, after } => {
                position.insert(*stream, (inbox, *after));
            }
            Event::Delivered { stream, notification: n } => {
                let Some((party, last)) = position.get_mut(stream) else { continue };
                if n.sequence <= *last {
                    found.add("W1", format!("{party}: {} came after {last}", n.sequence));
                } else if n.sequence > *last + 1 {
                    found.add("W2", format!("{party}: {} came after {last}", n.sequence));
                }
                *last = n.sequence;
                let kept = end.inboxes.get(*party).map(|i| &i.notifications);
                let first = kept.and_then(|k| k.first()).map_or(1, |n| n.sequence);
                match kept.and_then(|k| k.iter().find(|k| k.sequence == n.sequence)) {
                    Some(kept) if kept == n => {}
                    Some(_) => found.add("W3", format!("{party}: {} is another now", n.sequence)),
                    None if n.sequence < first => {}
                    None => found.add("S5", format!("{party}: {} was sent, is gone", n.sequence)),
                }
            }
            Event::Heartbeat { stream, position: promised } => {
                if let Some((party, last)) = position.get(stream).filter(|(_, l)| promised > l) {
                    found.add("W5", format!("{party}: promised {promised}, sent {last}"));
                }
            }
            Event::Invoke { .. }
            | Event::Ok { .. }
            | Event::Fail { .. }
            | Event::Unknown { .. } => {}
        }
    }
}

/// W7: an acknowledgement lasts and does not go back; nothing else moves it.
fn acknowledgements(events: &[Event], end: &FinalState, found: &mut Found) {
    let mut asked: BTreeMap<u64, (&Party, u64)> = BTreeMap::new();
    let mut acknowledged: BTreeMap<&Party, u64> = BTreeMap::new();
    let mut tried: BTreeMap<&Party, u64> = BTreeMap::new();
    // A call that began after another one was answered must not be answered with less.
    let mut before: BTreeMap<u64, u64> = BTreeMap::new();
    for event in events {
        match event {
            Event::Invoke { call, ask: Ask::Acknowledge { inbox, position } } => {
                asked.insert(*call, (inbox, *position));
                before.insert(*call, acknowledged.get(inbox).copied().unwrap_or_default());
                let highest = tried.entry(inbox).or_default();
                *highest = (*highest).max(*position);
            }
            Event::Ok { call, told: Told::Acknowledged(now) } => {
                let Some((inbox, position)) = asked.get(call) else { continue };
                if *now < *position || *now < before.get(call).copied().unwrap_or_default() {
                    found.add("W7", format!("{inbox}: acknowledged {position}, answered {now}"));
                }
                let highest = acknowledged.entry(inbox).or_default();
                *highest = (*highest).max(*now);
            }
            _ => {}
        }
    }
    for (party, inbox) in &end.inboxes {
        let lasting = acknowledged.get(party).copied().unwrap_or_default();
        if inbox.acknowledged < lasting {
            found.add(
                "W7",
                format!("{party}: {lasting} was acknowledged, {} is kept", inbox.acknowledged),
            );
        }
        if inbox.acknowledged > tried.get(party).copied().unwrap_or_default() {
            found.add("W7", format!("{party}: nobody acknowledged {}", inbox.acknowledged));
        }
        let last = inbox.notifications.last().map_or(0, |n| n.sequence);
        if !inbox.notifications.is_empty() && inbox.acknowledged > last {
            found.add("W7", format!("{party}: {} acknowledged of {last}", inbox.acknowledged));
        }
    }
}
