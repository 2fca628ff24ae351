//! What does the contract say of the channels of an inbox, and of whom an audit entry is about?

use verwijspunt::{
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            ids::{FreshIds, InvolvementId},
            time::Time,
        },
        rules::{acknowledging, context::Context},
        state::{effects::Effects, facts::Facts, keys::Key, loaded::Loaded, positions::Channel},
    },
    store::{Change, Found, Sealed},
};

use crate::{
    Backend,
    make::*,
    suite::{commit, inbox as kept, sequences},
};

const ALL: usize = 10_000;

/// What a rule decides on what was loaded, and its effects.
fn decided<A>(loaded: Loaded, now: Time, rule: impl FnOnce(&mut Context<'_>) -> A) -> (A, Effects) {
    let facts = Facts::new(loaded);
    let mut ctx = Context::new(&facts, FreshIds::new(1 << 40, || 1), now);
    let answer = rule(&mut ctx);
    (answer, ctx.effects)
}

pub async fn an_entry_is_found_by_whom_it_is_about<B: Backend>() {
    let mut backend = B::fresh().await;
    let person = |n: usize| Subject::Person(pseudonym(n));
    let involvement = |n: usize| Subject::Involvement(InvolvementId(uuid(n)));
    // The nth entry is about one person of seven, another one, and one involvement of five.
    for n in 0..60 {
        let subjects = vec![person(n % 7), person(100 + n), involvement(n % 5)];
        let entry = AuditEntry { subjects, ..audit(n as i64) };
        commit(&*backend.store(), Change { audit: entry, ..puts(vec![]) }).await;
    }
    // The same numbers as involvements are somebody else.
    let about = [person(3), involvement(4)];
    let wanted: Vec<i64> = (0..60).filter(|n| n % 7 == 3 || n % 5 == 4).collect();
    for _ in 0..2 {
        let store = &*backend.store();
        let chain = store.chain().to_owned();
        let search = async |about: &[Subject], after, limit| {
            store.audit_about(&chain, about, after, limit).await.expect("searches")
        };
        let times = |found: &Found| -> Vec<i64> {
            found.entries.iter().filter_map(Sealed::entry).map(|entry| entry.at.0).collect()
        };
        for page in [1, 4, ALL] {
            let (mut found, mut after) = (Vec::new(), Some(0));
            while let Some(from) = after {
                let part = search(&about, from, page).await;
                assert!(part.entries.len() <= page);
                found.extend(times(&part));
                after = part.next;
            }
            assert_eq!(found, wanted, "by {page}");
        }
        assert_eq!(times(&search(&[person(103)], 0, 9).await), [3]);
        assert_eq!(times(&search(&[person(103)], 4, 9).await), [] as [i64; 0], "behind it");
        assert_eq!(search(&[person(9), involvement(100)], 0, 9).await, Found::default());
        assert_eq!(search(&[], 0, 9).await, Found::default());
        backend = backend.reopened().await;
    }
}

pub async fn a_channel_moves_no_other_and_is_waited_for_if_it_hands_over<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let to = organisation(1);
    commit(store, notifies((1..=9).map(|n| (to.clone(), notification(n))).collect())).await;
    let all: Vec<Key> =
        Channel::ALL.into_iter().flat_map(|c| acknowledging::keys(&to, c)).collect();
    let positions = async || {
        let loaded = store.load(&all).await.expect("loads");
        Channel::ALL.map(|channel| acknowledging::acknowledged(&loaded, &to, channel))
    };
    let acknowledge = async |channel, position| {
        let loaded = store.load(&acknowledging::keys(&to, channel)).await.expect("loads");
        let (answer, effects) = decided(loaded, Time(0), |ctx| {
            acknowledging::acknowledge(ctx, &to, channel, 9, position)
        });
        if effects != Effects::default() {
            commit(store, change(effects)).await;
        }
        answer.expect("not in the future")
    };
    let terms = terms();
    let trim = async || {
        let loaded = store.load(&acknowledging::keys_to_trim(&to)).await.expect("loads");
        let oldest = kept(store, &to).await;
        let oldest: Vec<_> = oldest.iter().map(|(sequence, n)| (*sequence, n.at)).collect();
        let ((), effects) = decided(loaded, Time(100), |ctx| {
            acknowledging::trim(ctx, &to, &oldest, &terms);
        });
        commit(store, change(effects)).await;
        sequences(&kept(store, &to).await)
    };
    assert_eq!(trim().await, (1..=9).collect::<Vec<_>>(), "nobody has acknowledged anything");
    assert_eq!(acknowledge(Channel::Mail, 9).await, 9);
    assert_eq!(trim().await.len(), 9, "mail only says that something waits");
    assert_eq!(acknowledge(Channel::System, 5).await, 5);
    assert_eq!(positions().await, [5, 0, 9, 0, 0]);
    assert_eq!(trim().await, [6, 7, 8, 9]);
    assert_eq!(acknowledge(Channel::Webhook, 7).await, 7);
    assert_eq!(acknowledge(Channel::System, 9).await, 9);
    assert_eq!(acknowledge(Channel::Bell, 2).await, 2);
    assert_eq!(acknowledge(Channel::Webhook, 6).await, 7, "never back");
    assert_eq!(positions().await, [9, 7, 9, 2, 0]);
    assert_eq!(trim().await, [8, 9], "the webhook still has to hand these over");
    assert_eq!(acknowledge(Channel::Webhook, 9).await, 9);
    assert!(trim().await.is_empty(), "the bell is not waited for");
    let backend = backend.reopened().await;
    let loaded = backend.store().load(&all).await.expect("loads");
    let positions = Channel::ALL.map(|channel| acknowledging::acknowledged(&loaded, &to, channel));
    assert_eq!(positions, [9, 9, 9, 2, 0]);
}

pub async fn an_inbox_from_before_the_channels_goes_on<B: Backend>() {
    let backend = B::fresh().await;
    let store = &*backend.store();
    let to = organisation(1);
    commit(store, notifies((1..=9).map(|n| (to.clone(), notification(n))).collect())).await;
    // As an earlier release left it: the inbox itself says what was acknowledged.
    commit(store, puts(vec![inbox_state(&to, 4, None)])).await;
    let keys = acknowledging::keys(&to, Channel::System);
    let loaded = store.load(&keys).await.expect("loads");
    assert_eq!(acknowledging::acknowledged(&loaded, &to, Channel::System), 4);
    assert_eq!(acknowledging::acknowledged(&loaded, &to, Channel::Webhook), 0);
    let up_to = |position| {
        move |ctx: &mut Context<'_>| {
            acknowledging::acknowledge(ctx, &organisation(1), Channel::System, 9, position)
        }
    };
    let (again, effects) = decided(loaded, Time(0), up_to(3));
    assert_eq!((again, effects), (Ok(4), Effects::default()), "never back");
    let loaded = store.load(&keys).await.expect("loads");
    let (_, effects) = decided(loaded, Time(0), up_to(6));
    commit(store, change(effects)).await;
    let loaded = store.load(&keys).await.expect("loads");
    assert_eq!(acknowledging::acknowledged(&loaded, &to, Channel::System), 6);
}
