//! What is fuzzed? Everything that reads bytes which somebody else may have written; each target is a plain function, so that
//! the ordinary tests replay what `cargo fuzz` has found.
//!
//! A target fails by a panic: an index out of bounds, an overflow, a broken promise that it checks itself. What it answers
//! does not matter, as long as it is an answer.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use verwijspunt::{
    cli::{self, import::rows::Rows, member},
    covenant::{Covenant, Covenants},
    people,
    server::{self, config::Config, peer},
    service,
    store::embedded::engine::decoding as engine,
    wire,
};

/// Reads bytes and must come back.
pub type Target = fn(&[u8]);

/// Every target, by the name of its corpus.
pub const TARGETS: [(&str, Target); 13] = [
    ("journal", engine::journal),
    ("index", engine::index),
    ("checkpoint", engine::checkpoint),
    ("audit_log", engine::audit),
    ("certificate", certificate),
    ("revocation_list", server::decoding::revocation_list),
    ("covenant", covenant),
    ("configuration", configuration),
    ("table", table),
    ("page_token", page_token),
    ("message", message),
    ("json", json),
    ("line", line),
];

/// A target by its name.
#[allow(dead_code, reason = "for the programs of `cargo fuzz`")]
#[must_use]
pub fn named(name: &str) -> Target {
    let found = TARGETS.iter().find(|(other, _)| *other == name);
    found.unwrap_or_else(|| panic!("there is no target {name}")).1
}

/// Where the covenants of the project lie, also for the package in this directory.
fn shipped() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().find(|root| root.join("deploy/covenants").is_dir());
    root.expect("the project has covenants").join("deploy/covenants")
}

static COVENANTS: LazyLock<Covenants> = LazyLock::new(|| {
    Covenants::from(Covenant::load(&shipped().join("amsterdam-2009.toml")).expect("it is total"))
});

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A client certificate: whose is it?
fn certificate(bytes: &[u8]) {
    if let Ok(holder) = peer::read(bytes) {
        assert!(holder.offices.len() < bytes.len());
    }
}

/// A covenant beside the organisations of Amsterdam.
fn covenant(bytes: &[u8]) {
    // Of one thread, which takes it away when it ends.
    thread_local!(static DIRECTORY: tempdir::Place = tempdir::Place::new());
    DIRECTORY.with(|directory| {
        let file = directory.0.join("covenant.toml");
        fs::File::create(&file).and_then(|mut file| file.write_all(bytes)).expect("it is written");
        match Covenant::load(&file) {
            Ok(covenant) => {
                assert!(covenant.areas().next().is_some(), "a total covenant has areas")
            }
            Err(problems) => assert!(!problems.is_empty(), "a refusal says why"),
        }
    });
}

/// The configuration of a broker, and the settings of a provider.
fn configuration(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Err(problems) = Config::parse(Path::new("config.toml"), text) {
        assert!(!problems.is_empty(), "a refusal says why");
    }
}

/// A file with registrations.
fn table(bytes: &[u8]) {
    if let Ok(rows) = Rows::new(bytes) {
        // Each row takes at least one byte.
        assert!(rows.count() <= bytes.len());
    }
}

fn page_token(bytes: &[u8]) {
    if let Some(token) = text(bytes) {
        service::decoding::page_token(&COVENANTS, token);
    }
}

/// Messages to commands.
fn message(bytes: &[u8]) {
    service::decoding::message(&COVENANTS, bytes);
}

/// Answers of a provider of sign-in, and tokens; and requests over REST.
fn json(bytes: &[u8]) {
    people::provider::decoding::answer(bytes);
    wire::decoding::request(bytes);
}

/// Lines that people and programs hand to the command line: members of a family, an exported audit log, a story.
fn line(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let _ = member::parse_all(text);
    let _ = cli::reads_exported_line(text);
    let _ = cli::story::language::read_text("line.story", text);
}

/// A directory that a thread has for itself.
mod tempdir {
    use std::{fs, path::PathBuf};

    pub(super) struct Place(pub(super) PathBuf);

    impl Place {
        pub(super) fn new() -> Self {
            let own = (std::process::id(), std::thread::current().id());
            let place = std::env::temp_dir().join(format!("vw-fuzz-{}-{:?}", own.0, own.1));
            fs::create_dir_all(&place).expect("a directory");
            for file in fs::read_dir(super::shipped()).expect("readable").flatten() {
                if file.file_name().to_string_lossy().ends_with("-organisations.toml") {
                    fs::copy(file.path(), place.join(file.file_name())).expect("a copy");
                }
            }
            Self(place)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            // Nobody reads it any more; what cannot be taken away says nothing about the target.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
