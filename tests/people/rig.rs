//! What do these tests stand on? Brokers over a store, a clock that is set, and a covenant in which
//! organisations name the provider of their people.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use verwijspunt::{
    broker::{Broker, Clock},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            party::{OfficeId, Oin, Origin, Party},
            session::Professional,
            time::Time,
        },
        rules::signing_in::{self, Claims},
    },
    store::Store,
};

/// Monday 2 March 2026, ten o'clock.
pub const NOW: i64 = 1_772_442_000_000;

pub const MINUTE: i64 = 60_000;

/// A school; the municipality, with its offices.
pub const SCHOOL: &str = "00000009000000001800";
pub const TOWN: &str = "00000009000000001000";

pub const SCHOOL_ISSUER: &str = "https://login.school.example";
pub const TOWN_ISSUER: &str = "https://login.amsterdam.example/realm";

pub fn oin(text: &str) -> Oin {
    Oin::parse(text).expect("twenty digits")
}

pub fn office(id: &str) -> Party {
    Party::Office(OfficeId::parse(id).expect("an id"))
}

/// The covenant of Amsterdam, in which organisations name these issuers.
pub fn covenants(issuers: &[(&str, &str)]) -> Covenants {
    let directory = tempfile::tempdir().expect("a directory");
    let file = write_covenant(directory.path(), issuers);
    Covenants::from(Covenant::load(&file).expect("total"))
}

/// The same as files; says which is the covenant's.
pub fn write_covenant(directory: &Path, issuers: &[(&str, &str)]) -> PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
    let read = |name: &str| fs::read_to_string(shipped.join(name)).expect("shipped");
    let mut parties = read("amsterdam-organisations.toml");
    for (oin, issuer) in issuers {
        let line = format!("oin = \"{oin}\"");
        assert!(parties.contains(&line), "{oin} is a party");
        parties = parties.replace(&line, &format!("{line}\nissuer = \"{issuer}\""));
    }
    let file = directory.join("amsterdam-2009.toml");
    fs::write(directory.join("amsterdam-organisations.toml"), parties).expect("written");
    fs::write(&file, read("amsterdam-2009.toml")).expect("written");
    file
}

pub fn usual() -> Covenants {
    covenants(&[(SCHOOL, SCHOOL_ISSUER), (TOWN, TOWN_ISSUER)])
}

/// A clock that a test sets.
#[derive(Clone, Default)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(NOW)))
    }

    pub fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }

    pub fn pass(&self, minutes: i64) {
        self.0.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    }

    pub fn clock(&self) -> Clock {
        Clock::Set(self.0.clone())
    }
}

pub fn broker(store: &Arc<dyn Store>, hands: &Hands) -> Arc<Broker> {
    Arc::new(Broker::new(store.clone(), Arc::new(usual()), hands.clock()))
}

/// Somebody as their provider describes them.
pub fn person(issuer: &str, subject: &str, roles: &[&str]) -> Professional {
    let claims = Claims {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        professional: Some(format!("p-{subject}")),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        second_factor: true,
        ..Claims::default()
    };
    signing_in::admit(&claims, &usual()).expect("comes in")
}

/// Every entry of the audit log, in words.
pub async fn log(store: &Arc<dyn Store>) -> Vec<String> {
    let sealed = store.audit(0, 10_000).await.expect("reads");
    let entries = sealed.iter().map(|sealed| sealed.entry().expect("readable"));
    let words = |entry: verwijspunt::domain::model::audit::AuditEntry| {
        let who = entry.actor.map_or_else(
            || "the broker".to_owned(),
            |actor| {
                assert!(matches!(actor.origin, Origin::Session(_)), "{actor:?}");
                // An office acts on behalf of its municipality, and the log names both.
                let office = matches!(actor.party, Party::Office(_));
                assert_eq!(actor.behind.is_some(), office, "{actor:?}");
                format!("{} of {}", actor.professional, actor.party)
            },
        );
        format!("{who}: {} {} on {}", entry.action, entry.result, entry.subjects.len())
    };
    entries.map(words).collect()
}
