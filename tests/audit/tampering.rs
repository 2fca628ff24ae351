//! Scenario 29 on a real data directory: an entry changed, inserted, the tail cut, the tail cut and
//! written anew with a chain that verifies. The last one only the signed checkpoints show.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;
use verwijspunt::{
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            person::Pseudonym,
            time::Time,
        },
        state::effects::Effects,
    },
    server::{
        checkpoints::{self, CheckpointError, Checkpoints, VerifyingKey},
        config::AuditConfig,
    },
    store::{
        Change, Head, Operations as _, Records as _, Sealed,
        embedded::{EmbeddedStore, engine::Options},
    },
};

const ENTRIES: i64 = 12;
/// A backup of the directory is made when it has so many.
const BACKUP_AFTER: i64 = 9;

fn entry(n: i64, action: &str) -> AuditEntry {
    let subject = Subject::Person(Pseudonym { version: 1, mac: [7; 16] });
    AuditEntry {
        at: Time(1_772_442_000_000 + n),
        actor: None,
        action: action.to_owned(),
        result: "OK".to_owned(),
        ground: "amsterdam-2009@1".to_owned(),
        subjects: vec![subject],
    }
}

fn open(data: &Path) -> EmbeddedStore {
    let options = Options { cache_bytes: 4 << 20, ..Options::default() };
    EmbeddedStore::open(data, options).expect("the store opens")
}

async fn write(store: &EmbeddedStore, n: i64, action: &str) {
    let (expect, effects) = (Vec::new(), Effects::default());
    let change = Change { expect, effects, audit: entry(n, action), asked: None };
    store.commit(change).await.expect("committed");
}

/// A data directory whose log was anchored in a second place when it had all its entries.
struct Place {
    dir: TempDir,
}

impl Place {
    async fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().expect("a directory") };
        fs::create_dir(place.file("checkpoints")).expect("a directory");
        checkpoints::make_key(&place.file("audit.key")).expect("a key pair");
        let mut store = open(&place.file("data"));
        let mut signing = place.signing();
        signing.resume(&store).await.expect("nothing was signed yet");
        for n in 0..ENTRIES {
            if n == BACKUP_AFTER {
                store.close().await;
                copy(&place.file("data"), &place.file("backup"));
                store = open(&place.file("data"));
            }
            write(&store, n, "Test").await;
            if n % 4 == 3 {
                signing.write(&store, Time(n)).await.expect("signed");
            }
        }
        store.close().await;
        place
    }

    /// Puts the backup in the place of the data: its journal, index and log fit together, and the
    /// last three entries never were.
    fn roll_back(&self) {
        fs::remove_dir_all(self.file("data")).expect("removed");
        fs::rename(self.file("backup"), self.file("data")).expect("moved");
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn signing(&self) -> Checkpoints {
        let config = AuditConfig {
            checkpoint_dir: self.file("checkpoints"),
            signing_key: self.file("audit.key"),
            every: Duration::from_secs(60),
        };
        Checkpoints::new(&config).expect("key and directory are there")
    }

    /// The one file of the log; nothing of it is in the journal any more.
    fn log(&self) -> PathBuf {
        let mut logs = fs::read_dir(self.file("data/audit")).expect("a directory");
        logs.next().expect("one file").expect("readable").path()
    }

    /// Runs the program; says whether it was content, and what it said.
    fn audit(&self, words: &str) -> (bool, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_verwijspunt"))
            .arg("audit")
            .args(words.split_whitespace())
            .current_dir(self.dir.path())
            .output()
            .expect("the program runs");
        let said = [done.stdout, done.stderr].concat();
        (done.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    fn verify(&self) -> (bool, String) {
        self.audit("verify data")
    }

    fn verify_anchored(&self) -> (bool, String) {
        self.audit("verify data --checkpoints checkpoints --public-key audit.key.pub")
    }

    /// Rewrites the log: whatever `change` makes of the entries, each with a checksum that fits.
    fn tamper(&self, change: impl FnOnce(&mut Vec<Sealed>)) {
        let bytes = fs::read(self.log()).expect("readable");
        let mut entries = Vec::new();
        let mut rest = &bytes[..];
        while let Some((head, behind)) = rest.split_first_chunk::<16>() {
            let length = u32::from_be_bytes(head[8..12].try_into().expect("four")) as usize;
            entries.push(postcard::from_bytes::<Sealed>(&behind[..length]).expect("an entry"));
            rest = &behind[length..];
        }
        change(&mut entries);
        let mut bytes = Vec::new();
        for sealed in &entries {
            let body = postcard::to_stdvec(sealed).expect("plain data");
            let mut head = sealed.position.to_be_bytes().to_vec();
            head.extend((body.len() as u32).to_be_bytes());
            let mut crc = crc32fast::Hasher::new();
            crc.update(&head);
            crc.update(&body);
            bytes.extend(head);
            bytes.extend(crc.finalize().to_be_bytes());
            bytes.extend(body);
        }
        fs::write(self.log(), bytes).expect("writable");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("it has one"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

fn head(sealed: &Sealed) -> Head {
    Head { position: sealed.position, hash: sealed.hash }
}

fn refused((content, said): (bool, String), wanted: &str) {
    assert!(!content && said.contains(wanted), "wanted `{wanted}`, it said: {said}");
}

fn content((content, said): (bool, String), wanted: &str) {
    assert!(content && said.contains(wanted), "wanted `{wanted}`, it said: {said}");
}

#[tokio::test]
async fn s29_a2_an_untouched_log_verifies_and_agrees_with_its_checkpoints() {
    let place = Place::new().await;
    content(place.verify(), "12 audit entries verify");
    content(place.verify_anchored(), "3 checkpoints agree");
    // Starting again goes on from the newest one, and writes none when nothing is new.
    let store = open(&place.file("data"));
    let mut signing = place.signing();
    signing.resume(&store).await.expect("the log is the one that was signed");
    signing.write(&store, Time(99)).await.expect("nothing to do");
    write(&store, 99, "Test").await;
    signing.write(&store, Time(99)).await.expect("signed");
    store.close().await;
    content(place.verify_anchored(), "4 checkpoints agree");
}

#[tokio::test]
async fn s29_a2_a_changed_entry_is_found() {
    let place = Place::new().await;
    place.tamper(|entries| {
        let last = entries[4].encoded.len() - 1;
        entries[4].encoded[last] ^= 1;
    });
    refused(place.verify(), "audit entry 5 was changed");
}

#[tokio::test]
async fn s29_a2_a_removed_entry_is_found() {
    let place = Place::new().await;
    place.tamper(|entries| {
        entries.remove(4);
        for (place, sealed) in entries.iter_mut().enumerate() {
            sealed.position = place as u64 + 1;
        }
    });
    refused(place.verify(), "audit entry 5 was changed, or one before it was removed");
}

#[tokio::test]
async fn s29_a2_an_inserted_entry_is_found() {
    let place = Place::new().await;
    place.tamper(|entries| {
        // Sealed as it should be for its place; those behind it are renumbered.
        let mut before = head(&entries[3]);
        entries.insert(4, before.seal(&entry(3, "Inserted")));
        // The journal knows how many there are: the last one goes.
        entries.pop();
        for (place, sealed) in entries.iter_mut().enumerate() {
            sealed.position = place as u64 + 1;
        }
    });
    refused(place.verify(), "audit entry 6 was changed");
}

#[tokio::test]
async fn s29_a2_a_cut_tail_is_found_by_the_checkpoints() {
    let place = Place::new().await;
    // In the log alone it is no use: the journal has the entries too.
    place.tamper(|entries| entries.truncate(9));
    content(place.verify(), "12 audit entries verify");
    place.roll_back();
    content(place.verify(), "9 audit entries verify");
    refused(
        place.verify_anchored(),
        "the log ends at entry 9, but the checkpoint of 1970-01-01T00:00:00.011Z knows entry 12",
    );
}

#[tokio::test]
async fn s29_a2_a_tail_cut_and_written_anew_is_found_by_the_checkpoints_only() {
    let place = Place::new().await;
    place.roll_back();
    let store = open(&place.file("data"));
    for n in BACKUP_AFTER..ENTRIES + 3 {
        write(&store, n, "Invented").await;
    }
    store.close().await;
    content(place.verify(), "15 audit entries verify");
    refused(place.verify_anchored(), "audit entry 12 is not the one that the checkpoint of");
    // The broker sees it too, and does not sign what it finds.
    let store = open(&place.file("data"));
    let resumed = place.signing().resume(&store).await;
    assert!(matches!(resumed, Err(CheckpointError::Rewritten { .. })), "{resumed:?}");
    store.close().await;
}

#[tokio::test]
async fn s29_a2_a_broker_does_not_sign_a_chain_that_is_broken() {
    let place = Place::new().await;
    let mut signing = place.signing();
    place.tamper(|entries| entries[4].encoded[9] ^= 1);
    let store = open(&place.file("data"));
    let signed = signing.write(&store, Time(99)).await;
    assert!(matches!(signed, Err(CheckpointError::Broken(_))), "{signed:?}");
    store.close().await;
}

#[tokio::test]
async fn s29_a_changed_checkpoint_and_another_key_are_found() {
    let place = Place::new().await;
    let newest = place.file("checkpoints/audit-00000000000000000012.checkpoint");
    let text = fs::read_to_string(&newest).expect("it was written");
    for (from, to) in [("position 12", "position 11"), ("\n", "\n\n"), ("at 1970", "at 1971")] {
        fs::write(&newest, text.replacen(from, to, 1)).expect("writable");
        refused(place.verify_anchored(), "was not signed with this key, or was changed");
    }
    fs::write(&newest, &text).expect("writable");
    content(place.verify_anchored(), "3 checkpoints agree");
    checkpoints::make_key(&place.file("other.key")).expect("a key pair");
    let other = VerifyingKey::load(&place.file("other.key.pub")).expect("a key");
    assert!(other.read_all(&place.file("checkpoints")).is_err());
    assert!(checkpoints::make_key(&place.file("audit.key")).is_err(), "a key is never overwritten");
}

#[tokio::test]
async fn s29_an_export_verifies_off_line_and_shows_every_change() {
    let place = Place::new().await;
    content(place.audit("export data --to all.jsonl"), "entries 1 to 13");
    content(place.audit("export data --from 5 --to part.jsonl"), "entries 5 to 14");
    content(place.audit("verify --export all.jsonl"), "13 audit entries verify");
    let anchored = "--checkpoints checkpoints --public-key audit.key.pub";
    content(place.audit(&format!("verify --export all.jsonl {anchored}")), "3 checkpoints agree");
    content(place.audit(&format!("verify --export part.jsonl {anchored}")), "2 checkpoints agree");
    let whole = fs::read_to_string(place.file("all.jsonl")).expect("written");
    assert!(whole.contains("\"subjects\":[\"person p1-07070707070707070707070707070707\"]"));
    assert!(whole.lines().last().is_some_and(|line| line.contains("AuditExport")), "{whole}");
    assert_eq!(whole.lines().count(), 13);

    let lines: Vec<&str> = whole.lines().collect();
    let without_fifth = [&lines[..4], &lines[5..]].concat().join("\n");
    let cut = lines[..9].join("\n");
    let changes = [
        (whole.replacen("\"result\":\"OK\"", "\"result\":\"NO\"", 1), "all.jsonl:1: was changed"),
        (whole.replacen("\"position\":5,", "\"position\":6,", 1), "audit entry 5 is missing"),
        (whole.replacen("\"position\":5", "\"note\":1,\"position\":5", 1), "is no line"),
        (without_fifth, "audit entry 5 is missing"),
    ];
    for (text, wanted) in changes {
        fs::write(place.file("all.jsonl"), text).expect("writable");
        refused(place.audit("verify --export all.jsonl"), wanted);
    }
    fs::write(place.file("all.jsonl"), cut).expect("writable");
    content(place.audit("verify --export all.jsonl"), "9 audit entries verify");
    refused(place.audit(&format!("verify --export all.jsonl {anchored}")), "entries were cut off");
    refused(place.audit("export data --to all.jsonl"), "exists");
}
