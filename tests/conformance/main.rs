//! Does every store keep the contract of `src/store/mod.rs`? One suite, one line for each engine.

#![allow(unreachable_pub, missing_docs)]

use std::sync::Arc;

use verwijspunt::store::{
    Operations as _, Store,
    embedded::{
        EmbeddedStore,
        engine::{Engine, EngineError, Ops, Options, Sequencer, View},
    },
    memory::MemoryStore,
    postgres::{Options as PostgresOptions, PostgresStore},
};

#[path = "../support/postgres.rs"]
mod postgres_server;

mod channels;
mod make;
mod random;
mod suite;

/// An engine under test.
#[async_trait::async_trait]
pub trait Backend: Send + Sync + Sized {
    /// A new, empty store.
    async fn fresh() -> Self;

    /// The store.
    fn store(&self) -> Arc<dyn Store>;

    /// The same store after a stop and a start. Who keeps nothing goes on as it is.
    async fn reopened(self) -> Self {
        self
    }

    /// The same store with bytes under the key of a record that are no record, as damage or a newer
    /// program leaves them. `None` where records are no bytes.
    async fn damaged(self, _key: Vec<u8>) -> Option<Self> {
        None
    }
}

/// The engine that is gone with the process: the reference.
pub struct Memory(Arc<MemoryStore>);

#[async_trait::async_trait]
impl Backend for Memory {
    async fn fresh() -> Self {
        Self(Arc::default())
    }

    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }
}

/// The journal with its index, in a directory that goes with the test.
pub struct Embedded {
    store: Arc<EmbeddedStore>,
    directory: tempfile::TempDir,
}

impl Embedded {
    fn open(directory: tempfile::TempDir) -> Self {
        let options = Options { cache_bytes: 4 << 20, ..Options::default() };
        let store = EmbeddedStore::open(directory.path(), options).expect("the store opens");
        Self { store: Arc::new(store), directory }
    }
}

#[async_trait::async_trait]
impl Backend for Embedded {
    async fn fresh() -> Self {
        Self::open(tempfile::tempdir().expect("a directory"))
    }

    fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    async fn reopened(self) -> Self {
        self.store.close().await;
        Self::open(self.directory)
    }

    async fn damaged(self, key: Vec<u8>) -> Option<Self> {
        self.store.close().await;
        let options = Options { cache_bytes: 4 << 20, ..Options::default() };
        let engine = Engine::open(self.directory.path(), options, |_| Ok::<_, EngineError>(Damage));
        let engine = engine.expect("the engine opens");
        engine.submit(key).await.expect("written");
        engine.close();
        Some(Self::open(self.directory))
    }
}

/// Writes bytes that are no record under a key.
struct Damage;

impl Sequencer for Damage {
    type Request = Vec<u8>;
    type Answer = ();

    fn sequence(&mut self, key: Vec<u8>, _: &View<'_>, ops: &mut Ops) {
        ops.put(key, NO_RECORD);
    }

    fn forget(&mut self) {}
}

/// No record begins with this format.
const NO_RECORD: &[u8] = &[0xff, 1, 2, 3];

/// The database of several brokers: one of them, in a schema of its own.
pub struct Postgres {
    store: Arc<PostgresStore>,
    url: String,
}

impl Postgres {
    async fn open(url: String) -> Self {
        let options = PostgresOptions::new(&url, "conformance");
        let store = PostgresStore::open(&options).await.expect("the store opens");
        Self { store: Arc::new(store), url }
    }
}

#[async_trait::async_trait]
impl Backend for Postgres {
    async fn fresh() -> Self {
        Self::open(postgres_server::cluster().fresh().await).await
    }

    fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    async fn reopened(self) -> Self {
        self.store.close().await;
        Self::open(self.url).await
    }

    async fn damaged(self, key: Vec<u8>) -> Option<Self> {
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let (value, key) = (hex(NO_RECORD), hex(&key));
        let sql = format!("UPDATE record SET value = '\\x{value}' WHERE key = '\\x{key}'");
        postgres_server::execute(&self.url, &sql).await;
        Some(self)
    }
}

/// `conformance!(name, Backend)`: the whole suite over one engine.
macro_rules! conformance {
    ($name:ident, $backend:ty) => {
        conformance!($name, $backend:
            nothing_is_there_at_first
            a_change_is_there_whole
            a_conflict_changes_nothing
            absence_is_a_version
            a_version_is_never_used_again
            only_what_is_written_gets_a_new_version
            of_many_first_writers_one_wins
            no_update_is_lost
            a_change_is_seen_whole_or_not_at_all
            what_was_committed_is_seen_at_once
            sequences_have_no_gaps_however_many_write
            a_change_writes_an_inbox_in_its_order
            an_inbox_is_read_in_pages
            a_trimmed_inbox_goes_on_counting
            one_name_may_begin_another
            lists_follow_their_records
            a_list_is_read_in_pages
            deadlines_follow_their_records
            the_oldest_deadline_comes_first
            large_records_come_back_whole
            a_change_may_be_large
            a_change_that_is_too_large_is_refused_alone
            a_record_that_cannot_be_read_is_the_fault_of_one_change
            the_audit_chain_has_one_entry_for_each_change
            an_entry_is_found_by_whom_it_is_about
            a_start_changes_nothing
            a_channel_moves_no_other_and_is_waited_for_if_it_hands_over
            an_inbox_from_before_the_channels_goes_on
            a_list_of_every_kind_is_kept
            a_scan_sees_every_record_of_its_kind_once
            a_scan_goes_on_while_others_write
            whom_a_change_asks_about_is_counted_once
            who_asks_about_too_many_changes_nothing
            many_who_ask_at_once_stand_in_nobodys_way
        );
    };
    ($name:ident, $backend:ty: $($rule:ident)*) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $rule() {
                    crate::suite::$rule::<$backend>().await;
                }
            )*

            #[test]
            fn does_what_the_reference_does() {
                crate::random::compare::<$backend>(stringify!($name));
            }
        }
    };
}

conformance!(memory, crate::Memory);
conformance!(embedded, crate::Embedded);
conformance!(postgres, crate::Postgres);
