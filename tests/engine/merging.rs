//! Do many small takings-over by the index stay one ordered map?

use std::{
    ops::Bound,
    time::{Duration, Instant},
};

use verwijspunt::store::embedded::engine::{self, Engine, Options};

use crate::harness::{Dice, Map, Plain, Write, contents, still, try_open, write};

/// Every write becomes a run.
fn often() -> Options {
    Options { drain_bytes: 1, ..still() }
}

/// Waits until the index has everything.
fn taken_over(engine: &Engine<Plain>) {
    let begun = Instant::now();
    loop {
        let stats = engine.stats();
        if stats.drained == stats.committed {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the index takes nothing over");
        std::thread::yield_now();
    }
}

/// Few keys, so that most are written again; short, long and deleted values.
fn change(dice: &mut Dice, model: &mut Map) -> Write {
    let mut request = Write::default();
    let mut keys = std::collections::BTreeSet::new();
    for _ in 0..1 + dice.below(12) {
        let key = format!("key {:03}", dice.below(400)).into_bytes();
        if !keys.insert(key.clone()) {
            continue;
        }
        match dice.below(4) {
            0 => {
                model.remove(&key);
                request.deletes.push(key);
            }
            kind => {
                let len = if kind == 1 { dice.below(9000) } else { dice.below(60) };
                let value = dice.bytes(usize::try_from(len).unwrap());
                model.insert(key.clone(), value.clone());
                request.puts.push((key, value));
            }
        }
    }
    request
}

fn compare(engine: &Engine<Plain>, model: &Map, dice: &mut Dice) {
    assert_eq!(contents(engine).unwrap(), *model);
    let reader = engine.reader();
    for n in 0..400 {
        let key = format!("key {n:03}").into_bytes();
        assert_eq!(reader.get(&key).unwrap().map(|v| v.to_vec()), model.get(&key).cloned());
    }
    for _ in 0..20 {
        let bound = |dice: &mut Dice| format!("key {:03}", dice.below(400)).into_bytes();
        let (from, to) = (bound(dice), bound(dice));
        let reverse = dice.below(2) == 0;
        let limit = usize::try_from(dice.below(50)).unwrap();
        let found = reader.scan(Bound::Excluded(&from), Bound::Included(&to), limit, reverse);
        let mut inside: Vec<_> = model.iter().filter(|(k, _)| **k > from && **k <= to).collect();
        if reverse {
            inside.reverse();
        }
        inside.truncate(limit);
        let found = found.unwrap();
        let found: Vec<_> = found.iter().map(|(k, v)| (k.to_vec(), v.to_vec())).collect();
        let inside: Vec<_> = inside.into_iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        assert_eq!(found, inside);
    }
}

#[test]
fn many_runs_are_one_map_and_stay_few() {
    let mut dice = Dice::new("many_runs_are_one_map_and_stay_few");
    let dir = tempfile::tempdir().unwrap();
    let mut engine = try_open(dir.path(), often()).unwrap();
    let mut model = Map::new();
    for round in 0..6 {
        for _ in 0..30 {
            let request = change(&mut dice, &mut model);
            if !request.puts.is_empty() || !request.deletes.is_empty() {
                write(&engine, request);
            }
            taken_over(&engine);
        }
        compare(&engine, &model, &mut dice);
        // 180 of them would be there if none were merged; of each of three levels there are fewer than eight.
        assert!(engine.stats().index_runs < 24, "{} runs", engine.stats().index_runs);
        match round % 3 {
            0 => engine.close(),
            1 => engine.crash(),
            _ => continue,
        }
        engine = try_open(dir.path(), often()).unwrap();
        assert_eq!(engine.rebuilt(), None);
        compare(&engine, &model, &mut dice);
    }
    engine.close();
    let report = engine::check(dir.path(), &still().progress).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

#[test]
fn what_was_deleted_in_the_oldest_run_leaves_nothing_in_a_merged_one() {
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), often()).unwrap();
    for n in 0..64_u64 {
        let key = (n / 2).to_be_bytes().to_vec();
        match n % 2 {
            0 => write(&engine, Write { puts: vec![(key, b"here".to_vec())], ..Write::default() }),
            _ => write(&engine, Write { deletes: vec![key], ..Write::default() }),
        };
        taken_over(&engine);
    }
    let begun = Instant::now();
    while engine.stats().index_runs > 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} runs", engine.stats().index_runs);
        std::thread::yield_now();
    }
    assert_eq!(contents(&engine).unwrap(), Map::new());
    engine.close();
}
