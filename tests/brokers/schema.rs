//! Does a program refuse a database that is not its own?

use verwijspunt::store::{
    Operations as _, Records as _,
    postgres::{Options, PostgresStore},
};

use crate::{make, postgres, rig::open};

async fn refused(url: &str) -> String {
    let opened = PostgresStore::open(&Options::new(url, "one")).await;
    opened.err().expect("it must not open").to_string()
}

#[tokio::test]
async fn a_schema_of_a_newer_program_is_refused() {
    let url = postgres::cluster().fresh().await;
    open(&url, "one").await.close().await;
    let newer = "INSERT INTO migration (number, checksum) VALUES (1000, 'of tomorrow')";
    postgres::execute(&url, newer).await;
    let why = refused(&url).await;
    assert!(why.contains("migration 1000") && why.contains("newer"), "{why}");
}

#[tokio::test]
async fn a_schema_that_was_changed_is_refused() {
    let url = postgres::cluster().fresh().await;
    open(&url, "one").await.close().await;
    postgres::execute(&url, "UPDATE migration SET checksum = 'another'").await;
    let why = refused(&url).await;
    assert!(why.contains("checksum another") && why.contains("backup"), "{why}");
}

#[tokio::test]
async fn brokers_that_start_together_make_the_tables_once() {
    let url = postgres::cluster().fresh().await;
    let names = ["a", "b", "c", "d", "e"];
    let all = futures::future::join_all(names.map(|name| open(&url, name))).await;
    for store in &all {
        store.commit(make::puts(Vec::new())).await.expect("it works");
    }
    for store in all {
        store.close().await;
    }
}

#[tokio::test]
async fn high_availability_needs_a_standby() {
    let url = postgres::cluster().fresh().await;
    let mut options = Options::new(&url, "one");
    options.require_synchronous = true;
    let why = PostgresStore::open(&options).await.err().expect("it must not open").to_string();
    assert!(
        why.contains("require_synchronous") && why.contains("synchronous_standby_names"),
        "{why}"
    );
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named_without_a_password() {
    let why = refused("postgres://v@%2Fnowhere/v,").await;
    assert!(why.contains("/nowhere") || why.contains("form"), "{why}");
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("password");
    std::fs::write(&file, "geheim\n").expect("writes");
    let mut options = Options::new("postgres://v@localhost:1/v?sslmode=disable", "one");
    options.password_file = Some(file);
    let why = PostgresStore::open(&options).await.err().expect("nobody is there").to_string();
    assert!(why.contains("localhost:1") && !why.contains("geheim"), "{why}");
}
