//! Does the engine agree with an ordered map, whatever happens in between?

use std::collections::BTreeMap;
use std::ops::Bound;
use std::time::Duration;

use proptest::prelude::*;
use verwijspunt::store::embedded::engine::{self, Engine, Options};

use crate::harness::{Map, Plain, Write, contents, run, still, try_open, write};

#[derive(Debug, Clone)]
enum Step {
    Write(Vec<(Vec<u8>, Option<Vec<u8>>)>),
    Scan(Vec<u8>, Vec<u8>, usize, bool),
    Checkpoint,
    Close,
    Crash,
    Rebuild,
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    // Few distinct keys, many of them prefixes of others, with the bytes that order wrongly when treated carelessly.
    prop::collection::vec(prop::sample::select(vec![0_u8, 1, 2, 0x7f, 0xff]), 0..4)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => prop::collection::vec(any::<u8>(), 0..20),
        1 => (3990..9000_usize, any::<u8>()).prop_map(|(len, byte)| vec![byte; len]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => prop::collection::vec((key(), prop::option::weighted(0.7, value())), 1..8).prop_map(Step::Write),
        6 => (key(), key(), 0..10_usize, any::<bool>()).prop_map(|(a, b, limit, reverse)| Step::Scan(a, b, limit, reverse)),
        1 => Just(Step::Checkpoint),
        2 => Just(Step::Close),
        2 => Just(Step::Crash),
        1 => Just(Step::Rebuild),
    ]
}

/// Every checkpoint after a deletion builds the index anew.
fn renewing() -> Options {
    Options { gone_within: Duration::ZERO, ..still() }
}

fn apply(engine: &Engine<Plain>, model: &mut Map, ops: Vec<(Vec<u8>, Option<Vec<u8>>)>) {
    // The last write per key, as the request can only put or delete a key.
    let last: BTreeMap<_, _> = ops.into_iter().collect();
    let mut request = Write::default();
    for (key, value) in last {
        match value {
            Some(value) => {
                model.insert(key.clone(), value.clone());
                request.puts.push((key, value));
            }
            None => {
                model.remove(&key);
                request.deletes.push(key);
            }
        }
    }
    write(engine, request);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_is_an_ordered_map(
        steps in prop::collection::vec(step(), 1..30), keys in prop::collection::vec(key(), 1..20),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut model = Map::new();
        let mut engine = try_open(dir.path(), renewing()).unwrap();
        for step in steps {
            match step {
                Step::Write(ops) => apply(&engine, &mut model, ops),
                Step::Scan(from, to, limit, reverse) => {
                    let found = engine.reader().scan(Bound::Included(&from), Bound::Excluded(&to), limit, reverse).unwrap();
                    let inside = model.iter().filter(|(k, _)| **k >= from && **k < to).map(|(k, v)| (k.clone(), v.clone()));
                    let mut inside: Vec<_> = inside.collect();
                    if reverse {
                        inside.reverse();
                    }
                    inside.truncate(limit);
                    let found: Vec<_> = found.into_iter().map(|(k, v)| (k.to_vec(), v.to_vec())).collect();
                    prop_assert_eq!(found, inside);
                }
                Step::Checkpoint => drop(run(engine.checkpoint()).unwrap()),
                Step::Close => {
                    engine.close();
                    engine = try_open(dir.path(), renewing()).unwrap();
                }
                Step::Crash => {
                    engine.crash();
                    engine = try_open(dir.path(), renewing()).unwrap();
                }
                Step::Rebuild => {
                    engine.close();
                    engine::rebuild(dir.path(), false, still()).unwrap();
                    engine = try_open(dir.path(), renewing()).unwrap();
                }
            }
            prop_assert_eq!(contents(&engine).unwrap(), model.clone());
            // One by one another way leads there, twice.
            for key in keys.iter().chain(&keys) {
                let found = engine.reader().get(key).unwrap().map(|value| value.to_vec());
                prop_assert_eq!(found.as_ref(), model.get(key));
            }
        }
        engine.close();
        prop_assert_eq!(engine::check(dir.path(), &still().progress).unwrap().problems, Vec::<String>::new());
    }
}
