//! Does an engine do what the reference does? The same random changes on both, compared after each.

use std::collections::BTreeMap;

use proptest::prelude::*;
use verwijspunt::{
    domain::{
        model::{
            ids::{CaseId, InvolvementId},
            matches::FollowUp,
            party::Party,
            time::Time,
        },
        state::{
            effects::Effects,
            keys::{Key, Kind, Version},
            lists::List,
            records::Record,
        },
    },
    store::{Change, Store},
};

use crate::{Backend, Memory, make::*};

/// So many of everything: few, so that changes meet.
const FEW: usize = 4;

#[derive(Clone, Debug)]
enum Act {
    /// Looks at everything: later changes may rely on what was seen then.
    Look,
    Change {
        /// These records, as they were at the last look.
        rely: Vec<usize>,
        /// Records, each with a variant.
        put: BTreeMap<usize, usize>,
        delete: Vec<usize>,
        notify: Vec<usize>,
        trim: Option<(usize, u64)>,
        /// Who asks about whom, in which hour.
        asked: Option<(usize, Vec<usize>, i64)>,
    },
    Reopen,
}

fn parties() -> [Party; FEW] {
    [organisation(1), organisation(2), office("a"), office("ab")]
}

/// The nth record; its variant moves its lists and its deadline.
fn nth(n: usize, variant: usize) -> (Key, Record) {
    let (id, kind) = (n / 7, n % 7);
    let at = i64::try_from(variant).unwrap_or(0) * 1000 - 2000;
    match kind {
        0 => (person_key(id), person(variant)),
        1 => involvement(id, variant % 2, i32::try_from(variant).unwrap_or(0)),
        2 => {
            let follow_up = [FollowUp::New, FollowUp::ContactMade][variant % 2];
            matched(id, &[variant % 3, variant % 3 + 1], follow_up)
        }
        3 => ticket(id, variant % 2, &parties()[..variant % 3], ["a", "ab"][variant % 2]),
        6 => case(id, ["a", "ab"][variant % 2], variant < 3),
        4 => receipt(&parties()[id], 0, at),
        _ => inbox_state(&parties()[id], 0, (variant > 2).then_some(at)),
    }
}

fn keys() -> Vec<Key> {
    (0..FEW * 7).map(|n| nth(n, 0).0).collect()
}

fn act() -> impl Strategy<Value = Act> {
    let record = 0..FEW * 7;
    let change = (
        prop::collection::vec(record.clone(), 0..3),
        prop::collection::btree_map(record.clone(), 0..6_usize, 0..4),
        prop::collection::btree_set(record, 0..3),
        prop::collection::vec(0..FEW, 0..4),
        prop::option::weighted(0.2, (0..FEW, 0..8_u64)),
        prop::option::of((0..2_usize, prop::collection::vec(0..8_usize, 1..3), 9..12_i64)),
    )
        .prop_map(|(rely, put, delete, notify, trim, asked)| Act::Change {
            rely,
            // A change names a record once.
            delete: delete.into_iter().filter(|n| !put.contains_key(n)).collect(),
            put,
            notify,
            trim,
            asked,
        });
    prop_oneof![3 => Just(Act::Look), 12 => change, 1 => Just(Act::Reopen)]
}

/// Everything that can be read, but versions: each engine counts in its own way.
async fn contents(store: &dyn Store) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let keys = keys();
    let loaded = store.load(&keys).await.expect("loads");
    for key in &keys {
        let absent = loaded.version(key) == Version::ABSENT;
        assert_eq!(absent, loaded.get(key).is_none(), "{key:?}");
        writeln!(text, "{key:?} {:?}", loaded.get(key)).expect("a String takes all");
    }
    let mut lists: Vec<List> = (0..FEW)
        .flat_map(|n| {
            [
                List::Involvements(oin(n)),
                List::MatchesOpen(oin(n)),
                List::MatchesAll(oin(n)),
                List::MatchesOf(InvolvementId(uuid(n))),
                List::TicketsOpened(organisation(n)),
                List::TicketsOf(CaseId(uuid(n))),
            ]
        })
        .collect();
    for party in parties() {
        lists.extend([
            List::TicketsHandled(party.clone()),
            List::TicketsDirected(party.clone()),
            List::CasesDirected(party.clone()),
            List::CasesByDue(party),
        ]);
    }
    for list in lists {
        let ids = store.list(&list, None, 100).await.expect("lists");
        writeln!(text, "{list:?} {ids:?}").expect("a String takes all");
    }
    for party in parties() {
        let last = store.last_sequence(&party).await.expect("reads");
        let kept = store.read_inbox(&party, 0, 1000).await.expect("reads");
        writeln!(text, "{party} {last} {kept:?}").expect("a String takes all");
    }
    for now in [-1000, 0, i64::MAX - 1] {
        // At one instant any order will do.
        let mut due = store.due(Time(now), 1000).await.expect("reads");
        due.sort();
        writeln!(text, "due {now} {due:?}").expect("a String takes all");
    }
    for kind in [Kind::Tally, Kind::Asked] {
        let mut counted = store.scan(kind, None, 1000).await.expect("scans");
        // Each engine has an order of its own for keys that are no plain id.
        counted.sort_by(|(a, _), (b, _)| a.cmp(b));
        writeln!(text, "{counted:?}").expect("a String takes all");
    }
    let audit = store.audit(0, 1000).await.expect("reads");
    writeln!(text, "{audit:?}").expect("a String takes all");
    text
}

async fn look(store: &dyn Store) -> BTreeMap<Key, Version> {
    let loaded = store.load(&keys()).await.expect("loads");
    loaded.versions().map(|(key, version)| (key.clone(), version)).collect()
}

fn change_of(act: &Act, seen: &BTreeMap<Key, Version>, n: usize) -> Option<Change> {
    let Act::Change { rely, put, delete, notify, trim, asked } = act else { return None };
    let keys = keys();
    let expect = rely.iter().map(|place| (keys[*place].clone(), seen[&keys[*place]])).collect();
    let effects = Effects {
        put: put.iter().map(|(place, variant)| nth(*place, *variant)).collect(),
        // Written nowhere.
        feigned: delete.iter().map(|place| nth(*place, 0)).collect(),
        delete: delete.iter().map(|place| keys[*place].clone()).collect(),
        notify: notify
            .iter()
            .enumerate()
            .map(|(place, to)| (parties()[*to].clone(), notification(n * 10 + place)))
            .collect(),
        // What a change itself appends is not trimmed by it: the broker trims what was read.
        trim: trim
            .iter()
            .filter(|(of, _)| !notify.contains(of))
            .map(|(of, upto)| (parties()[*of].clone(), *upto))
            .collect(),
        withdrawn: Vec::new(),
    };
    let asked = asked
        .as_ref()
        .and_then(|(caller, persons, hour)| asks(&parties()[*caller], persons, DAY, *hour).asked);
    Some(Change { expect, effects, audit: audit(i64::try_from(n).unwrap_or(0)), asked })
}

async fn play<B: Backend>(acts: &[Act]) -> Result<(), TestCaseError> {
    let reference = Memory::fresh().await;
    let mut tested = B::fresh().await;
    let mut seen = (look(&*reference.store()).await, look(&*tested.store()).await);
    for (n, act) in acts.iter().enumerate() {
        match act {
            Act::Look => seen = (look(&*reference.store()).await, look(&*tested.store()).await),
            Act::Reopen => tested = tested.reopened().await,
            Act::Change { .. } => {
                let changes = (change_of(act, &seen.0, n), change_of(act, &seen.1, n));
                let (Some(first), Some(second)) = changes else { continue };
                let expected = reference.store().commit(first).await;
                let actual = tested.store().commit(second).await;
                prop_assert_eq!(actual, expected, "the answer to act {}", n);
            }
        }
        let expected = contents(&*reference.store()).await;
        let actual = contents(&*tested.store()).await;
        prop_assert_eq!(actual, expected, "after act {}", n);
    }
    tested.store().close().await;
    Ok(())
}

/// `PROPTEST_CASES` asks for more; a failure prints the changes that lead to it.
pub fn compare<B: Backend>(name: &'static str) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(32);
    let config = ProptestConfig {
        cases,
        source_file: Some(name),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(acts in prop::collection::vec(act(), 1..24))| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(play::<B>(&acts))?;
    });
}
