//! What is there after the process died at the worst moment? (Fail points need the cargo feature `failpoints`.)

use std::path::Path;
use std::process::{Command, Stdio};

use verwijspunt::store::embedded::engine::{MERGE_POINTS, POINTS, has_failpoints};

use crate::harness::{Map, Write, contents, open, run, still, try_open, write};

const STORE: &str = "VERWIJSPUNT_TEST_STORE";

/// Not a test of its own: the process that dies. It prints each acknowledged number.
#[test]
#[ignore = "run by scenario_2 in a process of its own"]
fn victim() {
    let Some(root) = std::env::var_os(STORE) else { return };
    let options = verwijspunt::store::embedded::engine::Options {
        drain_every: std::time::Duration::from_millis(1),
        ..still()
    };
    let engine = try_open(Path::new(&root), options).unwrap();
    let from = contents(&engine).unwrap().len() as u64 / 2;
    for n in from..from + 60 {
        write(&engine, pair(n));
        println!("acknowledged {n}");
        if n % 20 == 19 {
            run(engine.checkpoint()).unwrap();
        }
    }
    engine.close();
}

/// Two records and an audit entry: all or nothing.
fn pair(n: u64) -> Write {
    let key = |side: &str| format!("{side} {n:05}").into_bytes();
    let puts = vec![(key("left"), b"1".to_vec()), (key("right"), b"1".to_vec())];
    Write { puts, logs: vec![n.to_be_bytes().to_vec()], ..Write::default() }
}

#[test]
fn scenario_2_what_was_acknowledged_survives_an_abort_at_every_point() {
    if !has_failpoints() {
        println!("skipped: build with --features failpoints");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for point in POINTS.into_iter().chain(MERGE_POINTS) {
        let root = dir.path().join(point);
        let (mut acknowledged, mut died) = (0, 0);
        // When the drain thread gets its turn is not for a test to say: a point that was not passed gets
        // another chance.
        for (nth, pass) in [1, 2, 5, 1, 1, 1, 1].into_iter().enumerate() {
            if nth >= 3 && died > 0 {
                break;
            }
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "crash::victim", "--ignored", "--nocapture"])
                .env(STORE, &root)
                .env("VERWIJSPUNT_FAILPOINT", format!("{point}:{pass}"))
                .stderr(Stdio::null())
                .output()
                .unwrap();
            died += u32::from(!output.status.success());
            let text = String::from_utf8_lossy(&output.stdout);
            let newest = text
                .split("acknowledged ")
                .skip(1)
                .filter_map(|t| t.split_whitespace().next()?.parse().ok())
                .max();
            acknowledged = newest.map_or(acknowledged, |n: u64| n + 1);
            let engine = open(&root);
            let all: Map = contents(&engine).unwrap();
            let pairs = all.len() as u64 / 2;
            assert!(pairs >= acknowledged, "{point}: {acknowledged} acknowledged, {pairs} there");
            assert!(
                pairs <= acknowledged + 1,
                "{point}: only the one in flight may be there without an answer"
            );
            assert!(
                (0..pairs).all(|n| pair(n).puts.iter().all(|(k, _)| all.contains_key(k))),
                "{point}: half a change"
            );
            assert_eq!(
                engine.reader().log_len(),
                pairs,
                "{point}: the audit log has one entry per change"
            );
            assert_eq!(engine.reader().log(1, usize::MAX).unwrap().len() as u64, pairs);
            acknowledged = pairs;
            engine.close();
        }
        assert!(died > 0, "{point} was never passed");
    }
}
