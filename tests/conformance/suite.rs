//! What does the contract say? One rule a function, for any engine.

use std::{collections::BTreeSet, sync::Arc};

use verwijspunt::{
    domain::{
        model::{
            budget::{Span, Spent},
            ids::InvolvementId,
            key_check::KeyCheck,
            matches::FollowUp,
            notification::{FollowUpStage, Notification},
            party::{OfficeId, Party},
            time::{Day, Time},
        },
        state::{
            effects::Effects,
            keys::{Key, Kind, Version},
            lists::List,
            positions::Channel,
            records::Record,
        },
    },
    store::{Change, CommitError, Store, StoreError, audit_chain::Head},
};

pub use crate::channels::*;
use crate::{Backend, make::*};

const ALL: usize = 10_000;
const END_OF_TIME: Time = Time(i64::MAX - 1);
const TASKS: usize = 8;

pub(crate) async fn commit(store: &dyn Store, change: Change) {
    store.commit(change).await.expect("nothing stands in the way");
}

async fn version(store: &dyn Store, key: &Key) -> Version {
    store.load(std::slice::from_ref(key)).await.expect("loads").version(key)
}

async fn record(store: &dyn Store, key: &Key) -> Option<Record> {
    store.load(std::slice::from_ref(key)).await.expect("loads").get(key).cloned()
}

pub(crate) async fn inbox(store: &dyn Store, party: &Party) -> Vec<(u64, Notification)> {
    store.read_inbox(party, 0, ALL).await.expect("reads")
}

async fn list(store: &dyn Store, list: &List) -> Vec<uuid::Uuid> {
    store.list(list, None, ALL).await.expect("lists")
}

async fn due(store: &dyn Store, now: i64) -> Vec<Key> {
    store.due(Time(now), ALL).await.expect("reads")
}

fn numbers(inbox: &[(u64, Notification)]) -> Vec<usize> {
    inbox.iter().map(|(_, n)| usize::try_from(n.at.0).expect("small")).collect()
}

pub(crate) fn sequences(inbox: &[(u64, Notification)]) -> Vec<u64> {
    inbox.iter().map(|(sequence, _)| *sequence).collect()
}

/// The whole chain, verified link by link; its entries' times.
async fn chain(store: &dyn Store) -> Vec<i64> {
    let mut head = Head::default();
    let entries = store.audit(0, ALL).await.expect("reads");
    entries.iter().map(|sealed| head.verify(sealed).expect("the chain holds").at.0).collect()
}

pub async fn nothing_is_there_at_first<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    assert_eq!(version(store, &person_key(1)).await, Version::ABSENT);
    assert_eq!(record(store, &person_key(1)).await, None);
    assert!(inbox(store, &organisation(1)).await.is_empty());
    assert_eq!(store.last_sequence(&organisation(1)).await, Ok(0));
    assert!(list(store, &List::Involvements(oin(1))).await.is_empty());
    assert!(store.due(END_OF_TIME, ALL).await.expect("reads").is_empty());
    assert!(chain(store).await.is_empty());
    assert_eq!(store.audit_head().await, Ok(Head::default()));
    assert_eq!(store.health(), Ok(()));
}

pub async fn a_change_is_there_whole<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let to = organisation(1);
    let put = vec![
        (person_key(1), person(2)),
        involvement(1, 1, 30),
        matched(2, &[1, 2], FollowUp::New),
        ticket(3, 1, &[office("mayor")], "coordinator-zeeburg"),
        receipt(&to, 4, 9),
        inbox_state(&to, 0, None),
        case(5, "coordinator-zeeburg", true),
    ];
    let notify = vec![(to.clone(), notification(1)), (office("mayor"), notification(2))];
    let change = change(Effects { put: put.clone(), notify, ..Effects::default() });
    commit(store, change).await;

    let keys: Vec<Key> = put.iter().map(|(key, _)| key.clone()).collect();
    let loaded = store.load(&keys).await.expect("loads");
    for (key, written) in &put {
        assert_eq!(loaded.get(key), Some(written), "{key:?}");
        assert_ne!(loaded.version(key), Version::ABSENT, "{key:?}");
    }
    assert_eq!(numbers(&inbox(store, &to).await), [1]);
    assert_eq!(numbers(&inbox(store, &office("mayor")).await), [2]);
    assert_eq!(list(store, &List::Involvements(oin(1))).await, [uuid(1)]);
    assert_eq!(due(store, 9).await, [keys[4].clone()]);
    assert_eq!(chain(store).await, [0]);
}

pub async fn a_conflict_changes_nothing<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let (first, second) = (person_key(1), person_key(2));
    let before =
        vec![(first.clone(), person(1)), (second.clone(), person(1)), involvement(9, 9, 9)];
    commit(store, puts(before)).await;
    let seen = version(store, &first).await;
    let moved = version(store, &second).await;
    commit(store, puts(vec![(second.clone(), person(2))])).await;

    let effects = Effects {
        put: vec![
            (first.clone(), person(5)),
            involvement(1, 1, 30),
            receipt(&organisation(1), 1, 1),
        ],
        delete: vec![Key::Involvement(InvolvementId(uuid(9)))],
        notify: vec![(organisation(1), notification(1))],
        ..Effects::default()
    };
    let stale = expecting(expecting(change(effects), &first, seen), &second, moved);
    assert_eq!(store.commit(stale.clone()).await, Err(CommitError::Conflict));

    assert_eq!(links(record(store, &first).await.as_ref()), 1);
    assert_eq!(version(store, &first).await, seen);
    assert!(list(store, &List::Involvements(oin(1))).await.is_empty());
    assert_eq!(list(store, &List::Involvements(oin(9))).await, [uuid(9)]);
    assert!(due(store, 1).await.is_empty());
    assert_eq!(store.last_sequence(&organisation(1)).await, Ok(0));
    assert_eq!(chain(store).await.len(), 2, "a conflict is no entry");

    // The same with what is there now goes through, and the inbox begins at 1 all the same.
    let now = version(store, &second).await;
    let fresh = Change { expect: vec![(first.clone(), seen), (second, now)], ..stale };
    commit(store, fresh).await;
    assert_eq!(links(record(store, &first).await.as_ref()), 5);
    assert_eq!(sequences(&inbox(store, &organisation(1)).await), [1]);
}

pub async fn absence_is_a_version<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let (here, nowhere) = (person_key(1), person_key(2));
    let first = expecting(puts(vec![(here.clone(), person(1))]), &here, Version::ABSENT);
    commit(store, first.clone()).await;
    assert_eq!(store.commit(first).await, Err(CommitError::Conflict), "it is there by now");
    let written = version(store, &here).await;
    let wrong = expecting(puts(vec![(nowhere.clone(), person(1))]), &nowhere, written);
    assert_eq!(store.commit(wrong).await, Err(CommitError::Conflict), "it is not there");
    // To rely on the absence of something that is not written itself.
    let other = expecting(puts(vec![(here.clone(), person(2))]), &nowhere, Version::ABSENT);
    commit(store, other).await;
    commit(store, deletes(vec![here.clone()])).await;
    commit(store, expecting(puts(vec![(here.clone(), person(3))]), &here, Version::ABSENT)).await;
    assert_eq!(links(record(store, &here).await.as_ref()), 3);
}

pub async fn a_version_is_never_used_again<B: Backend>() {
    let mut backend = B::fresh().await;
    let key = person_key(1);
    let mut seen = BTreeSet::new();
    for round in 0..12 {
        let store = &*backend.store();
        commit(store, puts(vec![(key.clone(), person(1))])).await;
        assert!(seen.insert(version(store, &key).await), "round {round}");
        if round % 3 == 0 {
            commit(store, deletes(vec![key.clone()])).await;
            assert_eq!(version(store, &key).await, Version::ABSENT);
        }
        if round % 4 == 0 {
            backend = backend.reopened().await;
        }
    }
}

pub async fn only_what_is_written_gets_a_new_version<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let both = vec![(person_key(1), person(1)), (person_key(2), person(1))];
    commit(store, puts(both)).await;
    let before = version(store, &person_key(1)).await;
    let change = expecting(puts(vec![(person_key(2), person(2))]), &person_key(1), before);
    commit(store, change).await;
    commit(store, notifies(vec![(organisation(1), notification(1))])).await;
    assert_eq!(version(store, &person_key(1)).await, before);
}

pub async fn of_many_first_writers_one_wins<B: Backend>() {
    let backend = B::fresh().await;
    for round in 0..8 {
        let tasks = (1..=TASKS * 2).map(|n| {
            let store = backend.store();
            let key = person_key(round);
            let put = puts(vec![(key.clone(), person(n)), involvement(round * 100 + n, 1, 30)]);
            let change = expecting(put, &key, Version::ABSENT);
            tokio::spawn(async move { store.commit(change).await.map(|()| n) })
        });
        let mut won = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            match task.await.expect("no panic") {
                Ok(n) => won.push(n),
                Err(error) => assert_eq!(error, CommitError::Conflict),
            }
        }
        let store = &*backend.store();
        assert_eq!(won.len(), 1, "{won:?} all believe that they were first");
        assert_eq!(links(record(store, &person_key(round)).await.as_ref()), won[0]);
        assert_eq!(list(store, &List::Involvements(oin(1))).await.len(), round + 1);
    }
    assert_eq!(chain(&*backend.store()).await.len(), 8);
}

pub async fn no_update_is_lost<B: Backend>() {
    let backend = B::fresh().await;
    let tasks = (0..TASKS).map(|_| {
        let store = backend.store();
        tokio::spawn(async move {
            let key = person_key(1);
            let mut done = 0;
            while done < 10 {
                let loaded = store.load(std::slice::from_ref(&key)).await.expect("loads");
                let next = puts(vec![(key.clone(), person(links(loaded.get(&key)) + 1))]);
                match store.commit(expecting(next, &key, loaded.version(&key))).await {
                    Ok(()) => done += 1,
                    Err(error) => assert_eq!(error, CommitError::Conflict),
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
    let store = &*backend.store();
    assert_eq!(links(record(store, &person_key(1)).await.as_ref()), TASKS * 10);
    assert_eq!(chain(store).await.len(), TASKS * 10);
}

pub async fn a_change_is_seen_whole_or_not_at_all<B: Backend>() {
    let backend = B::fresh().await;
    let keys = [person_key(1), person_key(2)];
    let (writing, written) = (backend.store(), keys.clone());
    let writer = tokio::spawn(async move {
        for n in 1..=60 {
            commit(&*writing, puts(written.iter().map(|k| (k.clone(), person(n))).collect())).await;
        }
    });
    let store = &*backend.store();
    let mut last = 0;
    while last < 60 {
        let loaded = store.load(&keys).await.expect("loads");
        let seen = keys.each_ref().map(|key| links(loaded.get(key)));
        assert_eq!(seen[0], seen[1], "half of a change");
        assert!(seen[0] >= last, "back in time");
        last = seen[0];
        tokio::task::yield_now().await;
    }
    writer.await.expect("no panic");
}

pub async fn what_was_committed_is_seen_at_once<B: Backend>() {
    let backend = B::fresh().await;
    let tasks = (1..=TASKS).map(|n| {
        let shared = backend.store();
        tokio::spawn(async move {
            let store = &*shared;
            for round in 0..10_usize {
                let id = n * 1000 + round;
                let effects = Effects {
                    put: vec![involvement(id, n, 30), receipt(&organisation(n), id, 5)],
                    notify: vec![(organisation(n), notification(id))],
                    ..Effects::default()
                };
                commit(store, Change { audit: audit(id as i64), ..change(effects) }).await;
                let key = Key::Involvement(InvolvementId(uuid(id)));
                assert!(record(store, &key).await.is_some());
                assert_eq!(list(store, &List::Involvements(oin(n))).await.len(), round + 1);
                assert_eq!(store.last_sequence(&organisation(n)).await, Ok(round as u64 + 1));
                assert_eq!(numbers(&inbox(store, &organisation(n)).await).last(), Some(&id));
                assert!(due(store, 5).await.contains(&receipt(&organisation(n), id, 5).0));
                assert!(chain(store).await.contains(&(id as i64)));
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
}

pub async fn sequences_have_no_gaps_however_many_write<B: Backend>() {
    const EACH: usize = 30;
    let backend = B::fresh().await;
    let inboxes = [organisation(1), organisation(2), office("mayor")];
    let tasks = (0..TASKS).map(|task| {
        let (store, inboxes) = (backend.store(), inboxes.clone());
        tokio::spawn(async move {
            for round in 0..EACH {
                let n = task * 1000 + round;
                // One inbox that all share; another by turns; a third twice in one change.
                let to = [0, 1 + n % 2, 2, 2];
                let notes = to
                    .iter()
                    .zip(0..)
                    .map(|(inbox, place)| (inboxes[*inbox].clone(), notification(n * 10 + place)));
                // A busy inbox is no conflict: the change relies on something of its own.
                let own = person_key(task);
                let seen = version(&*store, &own).await;
                let mut change = notifies(notes.collect());
                change.effects.put.push((own.clone(), person(round + 1)));
                commit(&*store, expecting(change, &own, seen)).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
    let store = &*backend.store();
    let mut all = Vec::new();
    for party in &inboxes {
        let inbox = inbox(store, party).await;
        let last = inbox.len() as u64;
        assert_eq!(sequences(&inbox), (1..=last).collect::<Vec<_>>());
        assert_eq!(store.last_sequence(party).await, Ok(last));
        for task in 0..TASKS {
            let own: Vec<usize> =
                numbers(&inbox).into_iter().filter(|n| n / 10_000 == task).collect();
            assert!(own.is_sorted(), "what one writer did in turn stands in that order");
        }
        all.extend(numbers(&inbox));
    }
    let told = all.len();
    assert_eq!(told, TASKS * EACH * 4);
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), told, "each exactly once");
}

pub async fn a_change_writes_an_inbox_in_its_order<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let (a, b) = (organisation(1), organisation(2));
    let notes = [(&a, 5), (&b, 4), (&a, 3), (&a, 9)];
    commit(store, notifies(notes.map(|(to, n)| (to.clone(), notification(n))).into())).await;
    commit(store, notifies(vec![(a.clone(), notification(1))])).await;
    assert_eq!(numbers(&inbox(store, &a).await), [5, 3, 9, 1]);
    assert_eq!(sequences(&inbox(store, &a).await), [1, 2, 3, 4]);
    assert_eq!(numbers(&inbox(store, &b).await), [4]);
}

pub async fn an_inbox_is_read_in_pages<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let to = organisation(1);
    commit(store, notifies((1..=20).map(|n| (to.clone(), notification(n))).collect())).await;
    let mut read = Vec::new();
    loop {
        let page = store.read_inbox(&to, read.len() as u64, 7).await.expect("reads");
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        read.extend(numbers(&page));
    }
    assert_eq!(read, (1..=20).collect::<Vec<_>>());
    assert!(store.read_inbox(&to, 20, 5).await.expect("reads").is_empty());
    assert!(store.read_inbox(&to, u64::MAX, 5).await.expect("reads").is_empty());
    assert!(store.read_inbox(&to, 0, 0).await.expect("reads").is_empty());
}

pub async fn a_trimmed_inbox_goes_on_counting<B: Backend>() {
    let backend = B::fresh().await;
    let (to, other) = (office("a"), office("ab"));
    let notes =
        (1..=5).flat_map(|n| [(to.clone(), notification(n)), (other.clone(), notification(n))]);
    let store = &*backend.store();
    commit(store, notifies(notes.collect())).await;
    commit(store, trims(&to, 3)).await;
    assert_eq!(sequences(&inbox(store, &to).await), [4, 5]);
    assert_eq!(store.last_sequence(&to).await, Ok(5));
    assert_eq!(sequences(&inbox(store, &other).await), [1, 2, 3, 4, 5]);
    commit(store, trims(&to, 2)).await;
    assert_eq!(sequences(&inbox(store, &to).await), [4, 5], "trimming again drops nothing more");
    commit(store, trims(&to, 5)).await;
    commit(store, trims(&office("never-written"), 5)).await;
    assert_eq!(store.last_sequence(&office("never-written")).await, Ok(0));

    let backend = backend.reopened().await;
    let store = &*backend.store();
    assert!(inbox(store, &to).await.is_empty());
    assert_eq!(store.last_sequence(&to).await, Ok(5));
    commit(store, notifies(vec![(to.clone(), notification(6))])).await;
    assert_eq!(sequences(&inbox(store, &to).await), [6]);
}

pub async fn one_name_may_begin_another<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let names = ["a", "ab", "ab-", "abc", "a-", "A", "b"];
    for (n, name) in names.iter().enumerate() {
        let party = office(name);
        let effects = Effects {
            put: vec![
                ticket(n, 1, std::slice::from_ref(&party), name),
                receipt(&party, 0, n as i64),
                inbox_state(&party, n as u64, None),
            ],
            notify: vec![(party, notification(n))],
            ..Effects::default()
        };
        commit(store, change(effects)).await;
    }
    for (n, name) in names.iter().enumerate() {
        let party = office(name);
        assert_eq!(numbers(&inbox(store, &party).await), [n], "{name}");
        assert_eq!(list(store, &List::TicketsHandled(party.clone())).await, [uuid(n)], "{name}");
        assert_eq!(list(store, &List::TicketsDirected(party.clone())).await, [uuid(n)], "{name}");
        let (key, written) = receipt(&party, 0, n as i64);
        assert_eq!(record(store, &key).await, Some(written), "{name}");
        let (key, written) = inbox_state(&party, n as u64, None);
        assert_eq!(record(store, &key).await, Some(written), "{name}");
    }
    commit(store, trims(&office("a"), 1)).await;
    assert!(inbox(store, &office("a")).await.is_empty());
    assert_eq!(inbox(store, &office("ab")).await.len(), 1);
}

pub async fn lists_follow_their_records<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let (key, fresh) = matched(5, &[1, 2], FollowUp::New);
    commit(store, puts(vec![(key.clone(), fresh)])).await;
    let of = |n| List::MatchesOf(InvolvementId(uuid(n)));
    for n in [1, 2] {
        for list_of in [List::MatchesOpen(oin(n)), List::MatchesAll(oin(n)), of(n)] {
            assert_eq!(list(store, &list_of).await, [uuid(5)], "{list_of:?}");
        }
    }
    // Replaced: another party, and nobody owes contact any more.
    commit(store, puts(vec![matched(5, &[1, 3], FollowUp::ContactMade)])).await;
    assert!(list(store, &List::MatchesOpen(oin(1))).await.is_empty());
    assert_eq!(list(store, &List::MatchesAll(oin(1))).await, [uuid(5)]);
    assert!(list(store, &List::MatchesAll(oin(2))).await.is_empty());
    assert!(list(store, &of(2)).await.is_empty());
    assert_eq!(list(store, &of(3)).await, [uuid(5)]);
    commit(store, deletes(vec![key.clone()])).await;
    for n in 1..=3 {
        for list_of in [List::MatchesOpen(oin(n)), List::MatchesAll(oin(n)), of(n)] {
            assert!(list(store, &list_of).await.is_empty(), "{list_of:?}");
        }
    }
    // What is not there can be destroyed again.
    commit(store, deletes(vec![key])).await;

    // The office follows it up from the moment that it was told, until nobody owes contact.
    let office = OfficeId::parse("coordinator-zeeburg").expect("an id");
    let overdue = List::MatchesOverdue(office);
    let told = |mut one: (Key, Record)| {
        if let Record::Match(matched) = &mut one.1 {
            matched.reminded = Some(FollowUpStage::Director);
        }
        one
    };
    commit(store, puts(vec![matched(6, &[1, 2], FollowUp::New)])).await;
    assert!(list(store, &overdue).await.is_empty());
    commit(store, puts(vec![told(matched(6, &[1, 2], FollowUp::Seen))])).await;
    assert_eq!(list(store, &overdue).await, [uuid(6)]);
    commit(store, puts(vec![told(matched(6, &[1, 2], FollowUp::ContactMade))])).await;
    assert!(list(store, &overdue).await.is_empty());
}

pub async fn a_list_of_every_kind_is_kept<B: Backend>() {
    let backend = B::fresh().await;
    let both = [office("mayor"), organisation(4)];
    let store = &*backend.store();
    let (key, open) = ticket(1, 4, &both, "coordinator-zeeburg");
    commit(store, puts(vec![(key.clone(), open), ticket(2, 4, &[], "coordinator-zeeburg")])).await;
    let backend = backend.reopened().await;
    let store = &*backend.store();
    let opened = List::TicketsOpened(organisation(4));
    let directed = List::TicketsDirected(office("coordinator-zeeburg"));
    assert_eq!(list(store, &opened).await, [uuid(1), uuid(2)]);
    assert_eq!(list(store, &directed).await, [uuid(1), uuid(2)]);
    for party in &both {
        assert_eq!(list(store, &List::TicketsHandled(party.clone())).await, [uuid(1)]);
    }
    // Closed: nobody handles it; opener and director keep it.
    commit(store, puts(vec![ticket(1, 4, &[], "coordinator-zeeburg")])).await;
    for party in &both {
        assert!(list(store, &List::TicketsHandled(party.clone())).await.is_empty());
    }
    assert_eq!(list(store, &opened).await.len(), 2);
    assert_eq!(due(store, END_OF_TIME.0).await, []);
}

pub async fn a_list_is_read_in_pages<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let ids: Vec<usize> = (0..25).map(|n| (n * 7) % 25 * 2).collect();
    commit(store, puts(ids.iter().map(|n| involvement(*n, 1, 30)).collect())).await;
    commit(store, puts(vec![involvement(3, 2, 30)])).await;
    let own = List::Involvements(oin(1));
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let page = store.list(&own, after, 7).await.expect("lists");
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 7);
        after = Some(*last);
        read.extend(page);
    }
    let ordered: Vec<_> = (0..25).map(|n| uuid(n * 2)).collect();
    assert_eq!(read, ordered, "by id, each once");
    // After an id that is not in the list, because it was destroyed in the meantime.
    assert_eq!(store.list(&own, Some(uuid(3)), 2).await, Ok(vec![uuid(4), uuid(6)]));
    assert_eq!(store.list(&own, Some(uuid(48)), 2).await, Ok(Vec::new()));
    assert_eq!(store.list(&own, None, 0).await, Ok(Vec::new()));
}

pub async fn deadlines_follow_their_records<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let to = organisation(1);
    let (key, first) = receipt(&to, 1, 1000);
    commit(store, puts(vec![(key.clone(), first)])).await;
    assert!(due(store, 999).await.is_empty());
    assert_eq!(due(store, 1000).await, std::slice::from_ref(&key), "at its instant");
    commit(store, puts(vec![receipt(&to, 1, 2000)])).await;
    assert!(due(store, 1999).await.is_empty(), "moved");
    commit(store, puts(vec![receipt(&to, 1, 500)])).await;
    assert_eq!(
        due(store, 5000).await,
        std::slice::from_ref(&key),
        "once, also after it moved twice"
    );
    commit(store, deletes(vec![key])).await;
    assert!(due(store, 5000).await.is_empty());

    // A person, too, whose record is written at every registration.
    let key = person_key(1);
    commit(store, puts(vec![(key.clone(), child(Day(0)))])).await;
    assert_eq!(due(store, 5000).await, std::slice::from_ref(&key));
    commit(store, puts(vec![(key.clone(), child(Day(30)))])).await;
    assert!(due(store, 5000).await.is_empty(), "moved");
    commit(store, puts(vec![(key.clone(), person(1))])).await;
    assert!(due(store, i64::MAX - 1).await.is_empty(), "taken away");
    commit(store, puts(vec![(key.clone(), child(Day(30)))])).await;
    commit(store, deletes(vec![key])).await;
    assert!(due(store, i64::MAX - 1).await.is_empty(), "destroyed");

    let (key, with) = inbox_state(&to, 1, Some(10));
    commit(store, puts(vec![(key.clone(), with)])).await;
    assert_eq!(due(store, 10).await, [key]);
    commit(store, puts(vec![inbox_state(&to, 1, None)])).await;
    assert!(due(store, 10).await.is_empty(), "a record may have none");

    let (key, ends) = involvement(1, 1, 30);
    commit(store, puts(vec![(key.clone(), ends)])).await;
    let day_after = Day(31).start().0;
    assert!(due(store, day_after - 1).await.is_empty());
    assert_eq!(due(store, day_after).await, [key]);
}

pub async fn the_oldest_deadline_comes_first<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let at = [40_i64, -5, 0, 7_000_000_000_000, 41, -7_000_000_000, 39, 1];
    let keyed = at.iter().enumerate().map(|(n, at)| receipt(&organisation(n % 3), n, *at));
    commit(store, puts(keyed.collect())).await;
    let mut ordered: Vec<(i64, usize)> = at.iter().copied().zip(0..).collect();
    ordered.sort_unstable();
    let expected: Vec<Key> =
        ordered.iter().map(|(at, n)| receipt(&organisation(n % 3), *n, *at).0).collect();
    assert_eq!(due(store, i64::MAX - 1).await, expected);
    assert_eq!(due(store, 0).await, expected[..3]);
    assert_eq!(store.due(Time(100), 2).await.expect("reads"), expected[..2]);
    assert!(store.due(Time(100), 0).await.expect("reads").is_empty());
}

pub async fn large_records_come_back_whole<B: Backend>() {
    let backend = B::fresh().await;
    let forty: Vec<usize> = (0..40).collect();
    let put = vec![(person_key(1), person(200)), matched(1, &forty, FollowUp::Seen)];
    commit(&*backend.store(), puts(put.clone())).await;
    let backend = backend.reopened().await;
    let store = &*backend.store();
    for (key, written) in put {
        assert_eq!(record(store, &key).await, Some(written));
    }
    for n in forty {
        assert_eq!(list(store, &List::MatchesOpen(oin(n))).await, [uuid(1)]);
    }
}

pub async fn a_change_may_be_large<B: Backend>() {
    let backend = B::fresh().await;
    let effects = Effects {
        put: (0..300).map(|n| involvement(n, n % 3, 30)).collect(),
        notify: (0..1000).map(|n| (organisation(n % 3), notification(n))).collect(),
        ..Effects::default()
    };
    commit(&*backend.store(), change(effects)).await;
    let store = &*backend.store();
    let lists = [0, 1, 2].map(|n| List::Involvements(oin(n)));
    for of in &lists {
        assert_eq!(list(store, of).await.len(), 100);
    }
    assert_eq!(inbox(store, &organisation(0)).await.len(), 334);
    let all = (0..300).map(|n| Key::Involvement(InvolvementId(uuid(n)))).collect();
    commit(store, deletes(all)).await;
    for of in &lists {
        assert!(list(store, of).await.is_empty());
    }
    assert_eq!(chain(store).await.len(), 2);
}

pub async fn a_change_that_is_too_large_is_refused_alone<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let (key, mut record) = involvement(1, 1, 30);
    if let Record::Involvement(involvement) = &mut record {
        involvement.card.name = "x".repeat(9 << 20);
    }
    // A store may take it whole; one that does not says so, and the changes beside it go on.
    let (large, beside) = tokio::join!(
        store.commit(puts(vec![(key.clone(), record.clone())])),
        store.commit(puts(vec![(person_key(1), person(1))])),
    );
    assert_eq!(beside, Ok(()));
    match large {
        Ok(()) => assert!(self::record(store, &key).await == Some(record)),
        Err(CommitError::Store(StoreError::Refused(_))) => {
            assert_eq!(self::record(store, &key).await, None);
        }
        Err(other) => panic!("{other:?}"),
    }
    assert_eq!((store.health(), store.ready()), (Ok(()), Ok(())));
    commit(store, puts(vec![(person_key(2), person(1))])).await;
}

pub async fn a_record_that_cannot_be_read_is_the_fault_of_one_change<B: Backend>() {
    let backend = B::fresh().await;
    let both = vec![involvement(1, 1, 30), involvement(2, 1, 30)];
    commit(&*backend.store(), puts(both)).await;
    let [bad, good] = [1, 2].map(|n| Key::Involvement(InvolvementId(uuid(n))));
    let seen = version(&*backend.store(), &bad).await;
    let key = [b"I", &uuid(1).as_bytes()[..]].concat();
    let Some(backend) = backend.damaged(key).await else { return };
    let store = &*backend.store();
    let (relies, replaces, beside) = tokio::join!(
        store.commit(expecting(puts(vec![(person_key(1), person(1))]), &bad, seen)),
        store.commit(puts(vec![involvement(1, 1, 60)])),
        store.commit(puts(vec![(person_key(2), person(1))])),
    );
    for refused in [relies, replaces] {
        let expected = matches!(refused, Err(CommitError::Store(StoreError::Refused(_))));
        assert!(expected, "{refused:?}");
    }
    assert_eq!(beside, Ok(()), "it does not rely on that record");
    let read = store.load(std::slice::from_ref(&bad)).await;
    assert!(matches!(read, Err(StoreError::Refused(_))), "{read:?}");
    assert!(record(store, &good).await.is_some());
    assert_eq!(record(store, &person_key(1)).await, None, "a refused change changed nothing");
    assert_eq!((store.health(), store.ready()), (Ok(()), Ok(())));
    // What leads to it still does: what is due is not lost.
    assert_eq!(due(store, END_OF_TIME.0).await.len(), 2);
}

pub async fn the_audit_chain_has_one_entry_for_each_change<B: Backend>() {
    let mut backend = B::fresh().await;
    for round in 0..3_i64 {
        let tasks = (0..12_i64).map(|n| {
            let (store, entry) = (backend.store(), audit(round * 100 + n));
            // An entry without effects is a change too: reads and refusals are kept.
            tokio::spawn(async move { store.commit(Change { audit: entry, ..puts(vec![]) }).await })
        });
        for task in tasks.collect::<Vec<_>>() {
            assert_eq!(task.await.expect("no panic"), Ok(()));
        }
        backend = backend.reopened().await;
    }
    let store = &*backend.store();
    let mut times = chain(store).await;
    assert!(times.chunks(12).zip(0..).all(|(c, round)| c.iter().all(|t| t / 100 == round)));
    times.sort_unstable();
    times.dedup();
    assert_eq!(times.len(), 36, "each exactly once");
    let positions = |found: Vec<verwijspunt::store::Sealed>| {
        found.iter().map(|s| s.position).collect::<Vec<_>>()
    };
    assert_eq!(positions(store.audit(0, 5).await.expect("reads")), [1, 2, 3, 4, 5]);
    assert_eq!(positions(store.audit(33, 5).await.expect("reads")), [34, 35, 36]);
    assert!(store.audit(36, 5).await.expect("reads").is_empty());
    assert!(store.audit(u64::MAX, 5).await.expect("reads").is_empty());
    let last = store.audit(35, 1).await.expect("reads").remove(0);
    let head = store.audit_head().await.expect("reads");
    assert_eq!(head, Head { position: 36, hash: last.hash });
}

pub async fn a_start_changes_nothing<B: Backend>() {
    let backend = B::fresh().await;
    let to = office("a");
    let store: Arc<dyn Store> = backend.store();
    let effects = Effects {
        put: vec![
            (person_key(1), person(3)),
            involvement(1, 1, 30),
            matched(2, &[1, 2], FollowUp::New),
            ticket(3, 1, std::slice::from_ref(&to), "a"),
            receipt(&to, 4, 9),
            inbox_state(&to, 1, Some(3)),
        ],
        notify: (0..4).map(|n| (to.clone(), notification(n))).collect(),
        ..Effects::default()
    };
    let keys: Vec<Key> = effects.put.iter().map(|(key, _)| key.clone()).collect();
    commit(&*store, change(effects)).await;
    commit(&*store, trims(&to, 1)).await;
    let look = async |store: &dyn Store| {
        let loaded = store.load(&keys).await.expect("loads");
        let records: Vec<_> =
            keys.iter().map(|k| (loaded.version(k), loaded.get(k).cloned())).collect();
        let lists = [
            List::Involvements(oin(1)),
            List::MatchesAll(oin(2)),
            List::TicketsHandled(to.clone()),
        ];
        let mut listed = Vec::new();
        for of in &lists {
            listed.push(list(store, of).await);
        }
        let audit = store.audit(0, ALL).await.expect("reads");
        (records, listed, inbox(store, &to).await, due(store, END_OF_TIME.0).await, audit)
    };
    let before = look(&*store).await;
    drop(store);
    let backend = backend.reopened().await;
    let backend = backend.reopened().await;
    let store = &*backend.store();
    assert_eq!(look(store).await, before);
    let (key, seen) = (&keys[0], before.0[0].0);
    commit(store, expecting(puts(vec![(key.clone(), person(4))]), key, seen)).await;
}

/// What a caller asked on a day: in the hour of the last count, and on the day.
async fn counted(store: &dyn Store, caller: &Party, day: i32) -> (u64, u64) {
    match record(store, &Key::Tally(tally_key(caller, day))).await {
        Some(Record::Tally(tally)) => (tally.in_hour, tally.in_day),
        other => panic!("{other:?}"),
    }
}

pub async fn whom_a_change_asks_about_is_counted_once<B: Backend>() {
    let backend = B::fresh().await;
    let (one, other) = (organisation(1), organisation(2));
    let store = &*backend.store();
    commit(store, asks(&one, &[1, 2, 1], DAY, 9)).await;
    commit(store, asks(&one, &[2, 3], DAY, 9)).await;
    assert_eq!(counted(store, &one, DAY).await, (3, 3));
    // In the next hour the same persons count for the hour, not for the day.
    commit(store, asks(&one, &[1, 4], DAY, 10)).await;
    assert_eq!(counted(store, &one, DAY).await, (2, 4));
    commit(store, asks(&other, &[1], DAY, 10)).await;
    commit(store, asks(&one, &[1], DAY + 1, 0)).await;
    assert_eq!(counted(store, &one, DAY).await, (2, 4), "others and other days count apart");
    assert_eq!(counted(store, &other, DAY).await, (1, 1));
    assert_eq!(counted(store, &one, DAY + 1).await, (1, 1));
    // One deadline a day and caller, moved by no later count.
    let over = Day(DAY + 1).start().0;
    let due_then = due(store, over).await;
    let tallies: BTreeSet<Key> = due_then.iter().cloned().collect();
    let wanted = [&one, &other].map(|caller| Key::Tally(tally_key(caller, DAY)));
    assert_eq!(tallies, BTreeSet::from(wanted));
    assert_eq!(due_then.len(), 2, "each once");
    assert!(due(store, over - 1).await.is_empty());
}

pub async fn who_asks_about_too_many_changes_nothing<B: Backend>() {
    let backend = B::fresh().await;
    let one = organisation(1);
    {
        let store = &*backend.store();
        commit(store, asks(&one, &[1, 2, 3], DAY, 9)).await;
        let entries = chain(store).await.len();
        let effects = Effects { put: vec![(person_key(7), person(1))], ..Effects::default() };
        let fourth = Change { asked: asks(&one, &[3, 4], DAY, 9).asked, ..change(effects) };
        let refused = store.commit(fourth).await;
        let spent = Spent { span: Span::Hour, limit: 3, wait_ms: 3_600_000, of_person: false };
        assert_eq!(refused, Err(CommitError::Spent(spent)));
        assert_eq!(record(store, &person_key(7)).await, None);
        assert_eq!(chain(store).await.len(), entries, "whoever refuses writes that");
        assert_eq!(counted(store, &one, DAY).await, (3, 3));
    }
    // It survives a restart, and the same persons may be asked about all the while.
    let backend = backend.reopened().await;
    let store = &*backend.store();
    let again = store.commit(asks(&one, &[5], DAY, 9)).await;
    assert!(matches!(again, Err(CommitError::Spent(_))), "{again:?}");
    commit(store, asks(&one, &[1, 2, 3], DAY, 9)).await;
    commit(store, asks(&one, &[4, 5], DAY, 10)).await;
    let sixth = store.commit(asks(&one, &[6], DAY, 10)).await;
    let spent = Spent { span: Span::Day, limit: 5, wait_ms: 14 * 3_600_000, of_person: false };
    assert_eq!(sixth, Err(CommitError::Spent(spent)));
    commit(store, asks(&one, &[6], DAY + 1, 0)).await;
    // What is over goes as any record; nothing of it leads anywhere.
    let old = store.scan(Kind::Asked, None, ALL).await.expect("scans");
    let mut gone: Vec<Key> = old.into_iter().map(|(key, _)| key).collect();
    gone.push(Key::Tally(tally_key(&one, DAY)));
    gone.push(Key::Tally(tally_key(&one, DAY + 1)));
    commit(store, deletes(gone)).await;
    assert!(due(store, END_OF_TIME.0).await.is_empty());
    assert!(store.scan(Kind::Asked, None, ALL).await.expect("scans").is_empty());
}

pub async fn many_who_ask_at_once_stand_in_nobodys_way<B: Backend>() {
    let backend = B::fresh().await;
    let (store, one) = (backend.store(), organisation(1));
    let mut tasks = Vec::new();
    for n in 0..TASKS {
        let (store, one) = (store.clone(), one.clone());
        tasks.push(tokio::spawn(async move { store.commit(asks(&one, &[n], DAY, 9)).await }));
    }
    let mut granted = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(()) => granted += 1,
            Err(CommitError::Spent(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(granted, 3, "not one more than the limit, however many at once");
    assert_eq!(counted(&*store, &one, DAY).await, (3, 3));
}

const KINDS: [Kind; 14] = [
    Kind::Person,
    Kind::Involvement,
    Kind::Match,
    Kind::Ticket,
    Kind::Receipt,
    Kind::Inbox,
    Kind::Report,
    Kind::Tally,
    Kind::Asked,
    Kind::Cursor,
    Kind::Session,
    Kind::Roster,
    Kind::Assignments,
    Kind::KeyChecks,
];

async fn scanned(store: &dyn Store, kind: Kind, page: usize) -> Vec<(Key, Record)> {
    let mut all: Vec<(Key, Record)> = Vec::new();
    loop {
        let after = all.last().map(|(key, _)| key.clone());
        let found = store.scan(kind, after.as_ref(), page).await.expect("scans");
        assert!(found.len() <= page);
        if found.is_empty() {
            return all;
        }
        all.extend(found);
    }
}

pub async fn a_scan_sees_every_record_of_its_kind_once<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    for kind in KINDS {
        assert!(scanned(store, kind, 3).await.is_empty(), "{kind:?}");
    }
    let mut put = Vec::new();
    for n in 0..17 {
        // Offices whose names begin with each other's, organisations besides.
        let party = if n % 2 == 0 { organisation(n) } else { office(&"a".repeat(n)) };
        put.push((person_key(n), person(n + 1)));
        put.push(involvement(100 - n, n, 30));
        put.push(matched(200 + n, &[n, n + 1], FollowUp::New));
        put.push(ticket(300 + n, n, std::slice::from_ref(&party), "a"));
        put.push(receipt(&party, 400 + n, 9));
        put.push(inbox_state(&party, n as u64, None));
        put.push(report(n));
        put.push(tally(&party, n as u64));
        put.push(asked(&party, n));
        put.push(cursor(&party, Channel::ALL[n % Channel::ALL.len()], n as u64));
        put.push(session(n));
        put.push((Key::Assignments(oin(n)), Record::Assignments(n as u64)));
    }
    let check = KeyCheck { version: 1, value: [3; 16] };
    put.push((Key::KeyChecks, Record::KeyChecks(vec![check])));
    // Lists, deadlines and notifications stand beside the records and are none.
    let notify = (0..5).map(|n| (organisation(n), notification(n))).collect();
    commit(store, change(Effects { put: put.clone(), notify, ..Effects::default() })).await;
    put.sort_by(|a, b| a.0.cmp(&b.0));
    for kind in KINDS {
        let wanted: Vec<_> = put.iter().filter(|(key, _)| key.kind() == kind).cloned().collect();
        for page in [1, 4, 17, ALL] {
            let mut found = scanned(store, kind, page).await;
            if matches!(kind, Kind::Involvement | Kind::Match | Kind::Ticket) {
                assert_eq!(found, wanted, "{kind:?} by {page}, in the order of their ids");
            }
            found.sort_by(|a, b| a.0.cmp(&b.0));
            assert_eq!(found, wanted, "{kind:?} by {page}");
        }
    }
    let gone = Key::Involvement(InvolvementId(uuid(100)));
    commit(store, deletes(vec![gone.clone()])).await;
    let left = scanned(store, Kind::Involvement, 5).await;
    assert!(left.len() == 16 && left.iter().all(|(key, _)| *key != gone));
}

pub async fn a_scan_goes_on_while_others_write<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    commit(store, puts((0..20).map(|n| involvement(n * 10, 1, 30)).collect())).await;
    let first = store.scan(Kind::Involvement, None, 7).await.expect("scans");
    // What the scan has passed changes and grows; where it stood is destroyed.
    let (last, _) = first.last().expect("seven").clone();
    commit(store, puts(vec![involvement(5, 1, 30), involvement(0, 1, 99)])).await;
    commit(store, deletes(vec![last.clone()])).await;
    let mut rest = Vec::new();
    let mut after = last;
    while let Some((key, _)) = {
        let page = store.scan(Kind::Involvement, Some(&after), 7).await.expect("scans");
        rest.extend(page.iter().map(|(key, _)| key.clone()));
        page.last().cloned()
    } {
        after = key;
    }
    let wanted: Vec<Key> = (7..20).map(|n| Key::Involvement(InvolvementId(uuid(n * 10)))).collect();
    assert_eq!(rest, wanted, "each that stood all the while, once");
}
