//! Does a disk that does not answer hold up those who do not need it?
#![cfg(feature = "failpoints")]

use std::ops::Bound;
use std::time::Duration;

use verwijspunt::store::embedded::engine::hold_reads;

use super::harness::{open, put, write};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn key(n: u32) -> Vec<u8> {
    n.to_be_bytes().to_vec()
}

#[test]
fn reads_of_the_disk_wait_on_threads_of_their_own_and_hold_up_no_commit() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    for n in 0..2000 {
        write(&engine, put(&key(n), &[7; 100]));
    }
    engine.close();
    // After a start nothing of the index is in memory.
    let engine = open(dir.path());
    let reader = engine.reader();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let held = hold_reads();
        let (cold, bounds) = (key(1234), (key(500), key(510)));
        let keys = [cold.as_slice(), b"not there".as_slice()];
        let mut loaded = Box::pin(reader.load(keys));
        let mut found =
            Box::pin(reader.range(Bound::Included(&bounds.0), Bound::Excluded(&bounds.1), 5));
        // The one thread of this runtime is free while they wait, and so is the committer.
        assert!(futures::poll!(&mut loaded).is_pending());
        assert!(futures::poll!(&mut found).is_pending());
        for n in 0..3 {
            let committed = engine.submit(put(&key(9000 + n), b"new"));
            let committed = tokio::time::timeout(PATIENCE, committed).await;
            committed.expect("no commit waits for a read").expect("committed");
            let new = reader.load([key(9000 + n).as_slice()]).await.expect("readable");
            assert_eq!(new[0].as_deref(), Some(&b"new"[..]), "what is in memory is read at once");
        }
        assert!(futures::poll!(&mut loaded).is_pending());
        drop(held);
        let loaded = loaded.await.expect("readable");
        assert_eq!(loaded[0].as_deref(), Some(&[7; 100][..]));
        assert_eq!(loaded[1], None);
        let found = found.await.expect("readable");
        let keys: Vec<_> = found.iter().map(|(key, _)| key.to_vec()).collect();
        assert_eq!(keys, (500..505).map(key).collect::<Vec<_>>());
        // What was read a moment ago needs no disk.
        let _held = hold_reads();
        let mut again = Box::pin(reader.load([cold.as_slice()]));
        assert!(futures::poll!(&mut again).is_ready());
    });
}
