//! Is the audit log of several brokers verified together, each chain with its own anchors?

use std::{fs, path::Path, process::Command, sync::Arc, time::Duration};

use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Failure},
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            party::{OfficeId, Party},
            refusal::Refusal,
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            listing::Entries,
        },
    },
    server::{
        checkpoints::{self, Checkpoints, VerifyingKey},
        config::AuditConfig,
        pki,
    },
    store::{
        AuditLog as _, Change, Operations as _, Records as _, Store,
        memory::MemoryStore,
        postgres::{Options, PostgresStore},
    },
};

use crate::{
    make, postgres,
    rig::{Rig, open},
};

async fn write(store: &PostgresStore, entries: i64) {
    for n in 0..entries {
        enter(store, Time(n)).await;
    }
}

/// One entry of this time.
async fn enter(store: &dyn Store, at: Time) {
    let audit = AuditEntry { at, ..make::audit(0) };
    store.commit(Change { audit, ..make::puts(Vec::new()) }).await.expect("commits");
}

/// The auditor of the covenant.
fn auditor(call: Call) -> Permit {
    let office = Party::Office(OfficeId::parse("auditor").expect("an id"));
    let caller = Caller::by_certificate(CallerKind::Office, office, "a", "01");
    access::admit(caller, call, Time(0)).expect("offices may")
}

/// The places of the entries that [`write`] makes, and where the list goes on.
async fn places(
    broker: &Broker,
    days: (Option<Day>, Option<Day>),
    after: Option<Uuid>,
    limit: usize,
) -> (Vec<u64>, Option<Uuid>) {
    let permit = auditor(Call::ListAuditEntries);
    let call = Some("Test".to_owned());
    let filter = Entries { call, from: days.0, to: days.1, ..Entries::default() };
    let read = broker.list_audit_entries(&permit, "", &filter, after, limit).await.expect("reads");
    (read.page.entries.iter().map(|(_, (place, _))| *place).collect(), read.page.next)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_page_is_of_the_same_chain_whichever_broker_answers() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    write(&rig.stores[0], 5).await;
    write(&rig.stores[1], 7).await;
    let (first, next) = places(&rig.brokers[0], (None, None), None, 2).await;
    assert_eq!(first, [1, 2]);
    let next = next.expect("there is more");
    assert_eq!(places(&rig.brokers[1], (None, None), Some(next), 9).await.0, [3, 4, 5]);

    let permit = auditor(Call::ListAuditEntries);
    let all = Entries::default();
    let read = rig.brokers[2].list_audit_entries(&permit, "two", &all, None, 9).await;
    let read = read.expect("reads");
    assert_eq!((read.chain.as_str(), read.page.entries.len()), ("two", 8));
    assert!(["one", "two"].iter().all(|name| read.chains.iter().any(|chain| chain == name)));
    let other = rig.brokers[1].list_audit_entries(&permit, "two", &all, Some(next), 9).await;
    assert!(matches!(other, Err(Failure::Refused(Refusal::Fields(_)))), "{other:?}");
    rig.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_of_a_clock_that_was_wrong_hides_no_other() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let day = |n: i32| Day(20_000 + n);
    let ahead: Arc<dyn Store> = Arc::new(MemoryStore::default());
    for n in [1, 41, 2, 3] {
        enter(&*ahead, day(n).start()).await;
    }
    let until = (None, Some(day(3)));
    assert_eq!(places(&rig.broker_over(ahead), until, None, 9).await.0, [1, 3, 4]);
    let behind: Arc<dyn Store> = Arc::new(MemoryStore::default());
    for n in [9, 10, 1, 11] {
        enter(&*behind, day(n).start()).await;
    }
    let since = (Some(day(10)), None);
    assert_eq!(places(&rig.broker_over(behind), since, None, 9).await.0, [2, 4]);
    rig.close().await;
}

/// A configuration of a broker over this database.
fn configuration(dir: &Path, url: &str) {
    pki::make(dir, &[], false).expect("certificates");
    let text = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\n[tls]\ncertificate = \"server.pem\"\n\
         key = \"server.key\"\nclient_ca = \"ca.pem\"\n[store]\nurl = \"{url}\"\n\
         broker_name = \"one\"\n[covenant]\nfile = \"c.toml\"\n[keys]\nfile = \"k.toml\"\n"
    );
    fs::write(dir.join("config.toml"), text).expect("writes");
}

fn audit(dir: &Path, words: &str) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_verwijspunt"))
        .arg("audit")
        .args(words.split_whitespace())
        .current_dir(dir)
        .output()
        .expect("the program runs");
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn content(said: (bool, String), parts: &[&str]) {
    assert!(said.0 && parts.iter().all(|part| said.1.contains(part)), "{parts:?}: {}", said.1);
}

fn refused(said: (bool, String), part: &str) {
    assert!(!said.0 && said.1.contains(part), "{part}: {}", said.1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chains_of_all_brokers_are_verified_together() {
    let url = postgres::cluster().fresh().await;
    let place = tempfile::tempdir().expect("a directory");
    let dir = place.path();
    configuration(dir, &url);
    let (one, two) = (open(&url, "one").await, open(&url, "two").await);
    write(&one, 5).await;
    write(&two, 3).await;
    let chains = one.chains().await.expect("reads");
    let mut lengths: Vec<_> = chains.iter().map(|c| (c.name.as_str(), c.head.position)).collect();
    lengths.sort_unstable();
    assert_eq!(lengths, [("one", 5), ("two", 3)]);
    assert_eq!(one.audit_of("two", 1, 9).await.expect("reads").len(), 2);

    // Both brokers anchor in one directory; each goes on from its own.
    fs::create_dir(dir.join("checkpoints")).expect("a directory");
    checkpoints::make_key(&dir.join("audit.key")).expect("a key pair");
    let config = AuditConfig {
        checkpoint_dir: dir.join("checkpoints"),
        signing_key: dir.join("audit.key"),
        every: Duration::from_secs(60),
    };
    for store in [&one, &two, &one] {
        let mut signing = Checkpoints::new(&config).expect("key and directory are there");
        signing.resume(&**store).await.expect("its own chain is the one that was signed");
        signing.write(&**store, Time(7)).await.expect("signed");
    }
    let key = VerifyingKey::load(&dir.join("audit.key.pub")).expect("a key");
    assert_eq!(key.read_all(&dir.join("checkpoints")).expect("sound").len(), 2);

    let anchored = "--checkpoints checkpoints --public-key audit.key.pub";
    content(
        audit(dir, &format!("verify config.toml {anchored}")),
        &["one: 5 audit entries verify", "two: 3 audit", "two: 1 checkpoints agree"],
    );
    // An export is noted in a chain of its own: the brokers are running.
    content(
        audit(dir, "export config.toml --to all.jsonl"),
        &["one: entries 1 to 5", "two: entries"],
    );
    content(
        audit(dir, &format!("verify --export all.jsonl {anchored}")),
        &["one: 5", "one.audit: 1", "two: 3", "one: 1 checkpoints agree"],
    );
    write(&one, 1).await;

    // Somebody with the run of the database.
    let tail = "DELETE FROM audit WHERE broker = 'two' AND position = 3";
    postgres::execute(&url, tail).await;
    refused(audit(dir, "verify config.toml"), "two: the log ends at entry 2");
    postgres::execute(&url, "UPDATE broker SET position = 2 WHERE name = 'two'").await;
    content(audit(dir, "verify config.toml"), &["two: 2 audit entries verify"]);
    refused(audit(dir, &format!("verify config.toml {anchored}")), "two: the log ends at entry 2");
    let chain = "DELETE FROM audit WHERE broker = 'two'; DELETE FROM broker WHERE name = 'two'";
    postgres::execute(&url, chain).await;
    refused(audit(dir, &format!("verify config.toml {anchored}")), "two: the log ends at entry 0");
    let stores: [Arc<PostgresStore>; 2] = [one, two];
    for store in stores {
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_from_before_the_index_are_found_and_get_indexed() {
    let url = postgres::cluster().fresh().await;
    let store = open(&url, "one").await;
    let person = |n: usize| Subject::Person(make::pseudonym(n));
    for n in 0..40 {
        let audit = AuditEntry { subjects: vec![person(n % 8)], ..make::audit(n as i64) };
        let change = verwijspunt::store::Change { audit, ..make::puts(Vec::new()) };
        store.commit(change).await.expect("commits");
    }
    store.close().await;
    // As the program before left them.
    postgres::execute(&url, "UPDATE audit SET marks = NULL WHERE position <= 30").await;
    let reading = PostgresStore::open_to_read(&Options::new(&url, "two")).await.expect("opens");
    let search = async |store: &PostgresStore| -> Vec<u64> {
        let found = store.audit_about("one", &[person(3)], 0, 100).await.expect("searches");
        assert_eq!(found.next, None);
        found.entries.iter().map(|sealed| sealed.position).collect()
    };
    let wanted = [4, 12, 20, 28, 36];
    assert_eq!(search(&reading).await, wanted, "looked through");
    let store = open(&url, "one").await;
    let unmarked = "DO $$ BEGIN IF EXISTS (SELECT 1 FROM audit WHERE marks IS NULL) \
        THEN RAISE EXCEPTION 'not yet'; END IF; END $$";
    let begun = std::time::Instant::now();
    while postgres::try_execute(&url, unmarked).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "a broker gives them their marks");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(search(&store).await, wanted, "found by their marks");
    store.close().await;
}
