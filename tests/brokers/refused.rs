//! What becomes of the others when the database takes one change not, or cannot read one record?

use futures::future::join_all;
use verwijspunt::{
    domain::{
        model::time::Time,
        state::{lists::List, records::Record},
    },
    store::{Change, CommitError, Operations as _, Records as _, StoreError},
};

use crate::{
    make, postgres,
    rig::{chain, open},
};

/// No error that a program would count on: a rule that somebody added to the table.
const RULE: &str = "ALTER TABLE record ADD CONSTRAINT small CHECK (octet_length(value) < 3000)";

fn small(n: usize) -> Change {
    make::puts(vec![make::involvement(n, 1, 30)])
}

/// Too large for the rule.
fn large() -> Change {
    make::puts(vec![(make::person_key(1), make::person(200))])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_the_database_does_not_take_is_refused_and_no_other() {
    let url = postgres::cluster().fresh().await;
    let store = open(&url, "one").await;
    store.commit(large()).await.expect("there is no rule yet");
    postgres::execute(&url, "DELETE FROM record").await;
    postgres::execute(&url, RULE).await;
    for at in [0, 7, 19] {
        let changes = (0..20).map(|n| if n == at { large() } else { small(100 * at + n) });
        let answers = join_all(changes.map(|change| store.commit(change))).await;
        for (n, answer) in answers.into_iter().enumerate() {
            if n == at {
                let Err(CommitError::Store(StoreError::Refused(why))) = answer else {
                    panic!("{answer:?}");
                };
                assert_eq!(why, "error 23514 of the database", "nothing of the data");
            } else {
                assert_eq!(answer, Ok(()), "{n} beside {at}");
            }
        }
    }
    assert_eq!((store.health(), store.ready()), (Ok(()), Ok(())));
    // Alone it is the same, and the store goes on.
    let again = store.commit(large()).await;
    assert!(matches!(again, Err(CommitError::Store(StoreError::Refused(_)))), "{again:?}");
    store.commit(small(9_000)).await.expect("goes on");
    assert_eq!(chain(&*store).await, 1 + 3 * 19 + 1, "nothing of it is in the log");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_no_record_gives_stands_in_the_way_of_its_own_record_only() {
    let url = postgres::cluster().fresh().await;
    let store = open(&url, "one").await;
    store.commit(small(1)).await.expect("committed");
    let hex = make::uuid(7).simple();
    let entry = format!("INSERT INTO listed SELECT list, '\\x{hex}' FROM listed LIMIT 1");
    postgres::execute(&url, &entry).await;
    let answers = join_all((5..10).map(|n| store.commit(small(n)))).await;
    for (n, answer) in (5..10).zip(answers) {
        let refused = matches!(&answer, Err(CommitError::Store(StoreError::Refused(_))));
        assert!(if n == 7 { refused } else { answer == Ok(()) }, "{n}: {answer:?}");
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_that_come_and_go_within_a_batch_end_as_their_record_does() {
    let url = postgres::cluster().fresh().await;
    let store = open(&url, "one").await;
    let (key, record) = make::involvement(1, 1, 30);
    let later = make::involvement(1, 1, 60).1;
    let put = |record: &Record| make::puts(vec![(key.clone(), record.clone())]);
    let delete = || make::deletes(vec![key.clone()]);
    let list = List::Involvements(make::oin(1));
    // Each row begins where the one before it ended, and goes together into one transaction.
    let rows = [
        vec![put(&record)],
        vec![delete(), put(&record)],
        vec![put(&later), put(&record), put(&later)],
        vec![delete(), put(&record), delete()],
        vec![put(&record), delete(), put(&later)],
    ];
    for (n, row) in rows.into_iter().enumerate() {
        let ends = !row.last().expect("a change").effects.put.is_empty();
        let answers = join_all(row.into_iter().map(|change| store.commit(change))).await;
        assert!(answers.iter().all(Result::is_ok), "{n}: {answers:?}");
        let listed = store.list(&list, None, 9).await.expect("readable");
        assert_eq!(listed.len(), usize::from(ends), "{n}");
        let due = store.due(Time(i64::MAX), 9).await.expect("readable");
        assert_eq!(due.len(), usize::from(ends), "{n}: {due:?}");
    }
    store.close().await;
}

/// Compressed bytes that cannot be unpacked, as damage on a disk leaves them.
const DAMAGE: &str = "CREATE FUNCTION damaged(bytea) RETURNS bytea STABLE LANGUAGE plpgsql AS \
    'BEGIN IF octet_length($1) > 3000 THEN RAISE EXCEPTION USING ERRCODE = ''XX001''; END IF; \
    RETURN $1; END'; \
    ALTER TABLE record RENAME TO whole; \
    CREATE VIEW record AS SELECT key, damaged(value) AS value FROM whole; \
    CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
    CREATE TRIGGER writes INSTEAD OF INSERT OR UPDATE OR DELETE ON record \
        FOR EACH ROW EXECUTE FUNCTION nothing()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_cannot_be_read_stands_in_the_way_of_nobody_else() {
    let url = postgres::cluster().fresh().await;
    let writing = open(&url, "one").await;
    let involvements: Vec<_> = (0..20).map(|n| make::involvement(n, 1, 30)).collect();
    writing.commit(make::puts(involvements.clone())).await.expect("committed");
    writing.commit(large()).await.expect("committed");
    writing.close().await;
    postgres::execute(&url, DAMAGE).await;
    let store = open(&url, "one").await;
    let damaged = [make::person_key(1)];
    let sound: Vec<_> = involvements.into_iter().map(|(key, _)| [key]).collect();
    let reads = sound.iter().chain([&damaged]).map(|keys| store.load(keys));
    let mut answers = join_all(reads).await;
    let answer = answers.pop().expect("the last");
    assert!(matches!(answer, Err(StoreError::Refused(_))), "{answer:?}");
    for (answer, keys) in answers.into_iter().zip(&sound) {
        let loaded = answer.expect("readable");
        assert!(matches!(loaded.get(&keys[0]), Some(Record::Involvement(_))));
    }
    assert_eq!(store.health(), Ok(()));
    store.close().await;
}
