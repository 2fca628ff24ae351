//! Does a key take the same reads and one record to decode whether there is something under it or not?

use std::collections::BTreeSet;

use verwijspunt::store::embedded::engine::{Found, Hidden};

use super::harness::{open, put, write};

fn key(letter: u8, n: u32) -> Vec<u8> {
    [&[letter][..], &n.to_be_bytes()].concat()
}

/// A value says of which key it is.
fn value(letter: u8, n: u32) -> Vec<u8> {
    [key(letter, n), vec![b'.'; 90]].concat()
}

#[test]
fn where_there_is_nothing_another_record_of_the_kind_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut engine = open(dir.path());
    // Two runs.
    for n in 0..600 {
        if n == 300 {
            engine.close();
            engine = open(dir.path());
        }
        for letter in [b'A', b'C', b'P'] {
            write(&engine, put(&key(letter, n), &value(letter, n)));
        }
    }
    engine.close();
    let engine = open(dir.path());
    write(&engine, put(&key(b'P', 9000), &value(b'P', 9000)));
    let reader = engine.reader();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let read = |letter, n, hidden| -> Found {
        let key = key(letter, n);
        runtime.block_on(reader.load_hidden([(key.as_slice(), hidden)])).expect("readable")
    };
    for letter in [b'C', b'P'] {
        let mut others = BTreeSet::new();
        for n in 0..200 {
            for hidden in [Hidden::Always, Hidden::WhenAbsent] {
                let there = read(letter, n, hidden);
                assert_eq!(there.values, [Some(value(letter, n).into())]);
                assert!(there.others.is_empty(), "one record is decoded: the one that is there");
            }
            // An id that is not there stands behind all that are, or anywhere: it is the same.
            let absent = read(letter, 100_000 + n, Hidden::WhenAbsent);
            assert_eq!(absent.values, [None]);
            let again = read(letter, 100_000 + n, Hidden::WhenAbsent);
            assert_eq!(again.others, absent.others, "the same whenever it is asked for");
            assert_eq!(absent.others.iter().map(|o| o[0]).collect::<Vec<_>>(), [letter]);
            others.extend(absent.others);
        }
        assert!(others.len() >= 60, "{} different ones", others.len());
    }
    let young = read(b'P', 9000, Hidden::Always);
    assert_eq!(young.values, [Some(value(b'P', 9000).into())]);
    assert!(young.others.is_empty(), "what is in memory is decoded itself");
    assert!(read(b'P', 9001, Hidden::No).others.is_empty());
    assert!(read(b'Z', 1, Hidden::Always).others.is_empty(), "there is none of its kind");
}
