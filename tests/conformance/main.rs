//! Does every store keep the contract of `src/store/mod.rs`? One suite, one line for each engine.

#![allow(unreachable_pub, missing_docs)]

use std::sync::Arc;

use verwijspunt::store::{
    Store,
    embedded::{EmbeddedStore, engine::Options},
    memory::MemoryStore,
    postgres::{Options as PostgresOptions, PostgresStore},
};

#[path = "../support/postgres.rs"]
mod postgres_server;

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
}

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
            the_audit_chain_has_one_entry_for_each_change
            a_start_changes_nothing
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
