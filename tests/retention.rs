//! Is what must be destroyed gone from every file? Each ground happens in a real store with planted
//! cards, ids and pseudonyms; past the stated time, and once the store has cleaned up after itself,
//! all of its files are searched.

#![allow(unreachable_pub, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio_util::sync::CancellationToken;
use tower::{ServiceExt as _, util::BoxCloneSyncService};
use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock},
    domain::model::{person::Bsn, time::Time},
    service::{self, Front, Routes, identity::Credential},
    store::embedded::{
        EmbeddedStore,
        engine::{self, Options},
    },
};

#[path = "support/mod.rs"]
mod support;

use support::{
    actors::Directory,
    depths, language,
    names::synthetic_bsn,
    packed::with_unpacked,
    play,
    world::{Certificate, Channel, CovenantFiles, TestClock, World},
};

/// The contact card of the school, in words that occur nowhere else.
const CARD: [&str; 4] =
    ["Quirina Zwanenzang", "020 5559871", "quirina@waterlelie.example", "outreachend werker"];

/// The school's involvement.
const SCHOOLS: &str = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001";

/// What happens before any ground: registrations, a match, a lead, a ticket, receipts of all kinds.
const BEFORE: &str = r#"
population-register: record-parents Zilver parents=Ouder => ok
school: register raw:SCHOOLS child=Zilver@BORN,Goud@BORN name="Quirina Zwanenzang" function="outreachend werker"
    phone="020 5559871" email=quirina@waterlelie.example => ok
bjaa: register i2 child=Zilver@BORN => ok match=m1 ; school name="Quirina Zwanenzang"
debt-zeeburg: register i3 adult=Ouder => ok
bjaa: agree-lead m1 lead=school => ok
school: follow-up m1 state=seen => ok
school: renew raw:SCHOOLS end=2028-03-02 => ok
school: open-ticket t1 involvement=raw:SCHOOLS track=B target=bjaa category=MPG1 => ok
school: escalate t1 => ok
bjaa: inbox => includes ticket-opened ticket=t1
police: register i4 child=Goud@BORN => ok
police: inbox => nothing
school: inbox => includes match with=police
police: end i4 reason=unjustified => ok
"#;

/// What everybody does in the end: read, acknowledge. Then the inboxes' term passes.
const READ: &str = "
school: inbox
school: ack seen
bjaa: inbox
bjaa: ack seen
police: inbox
police: ack seen
debt-zeeburg: inbox
debt-zeeburg: ack seen
coordinator-zeeburg: inbox
coordinator-zeeburg: ack seen
privacy-officer: inbox
privacy-officer: ack seen
";

/// A ground: when the children were born, what happens, and what must be gone afterwards.
struct Ground {
    name: &'static str,
    born: &'static str,
    then: &'static str,
    /// Whether the school's involvement with its card goes.
    card: bool,
    persons: &'static [&'static str],
    /// When everything that was read has left the inboxes.
    late: &'static str,
}

const CHILD: &str = "2012-05-01";

const GROUNDS: &[Ground] = &[
    Ground {
        name: "unjustified",
        born: CHILD,
        then: "at 2026-03-03 10:00\nschool: end raw:SCHOOLS reason=unjustified => ok",
        card: true,
        persons: &["Goud"],
        late: "2026-04-10 10:00",
    },
    Ground {
        name: "the archive ended",
        born: CHILD,
        then: "at 2026-03-03 10:00\nschool: end raw:SCHOOLS => ok\n\
               at 2031-03-03 23:00\nsweep\nschool: involvement raw:SCHOOLS => ok state=archived\n\
               at 2031-03-04 00:00\nsweep",
        card: true,
        persons: &["Goud"],
        late: "2031-04-10 10:00",
    },
    Ground {
        name: "aged out",
        born: "2003-03-10",
        then: "at 2026-03-10 00:00\nsweep",
        card: true,
        persons: &["Goud", "Zilver"],
        late: "2026-04-20 10:00",
    },
    Ground {
        name: "death",
        born: CHILD,
        then: "at 2026-03-03 10:00\npopulation-register: record-death Goud => ok\n\
               population-register: record-death Zilver => ok",
        card: true,
        persons: &["Goud", "Zilver"],
        late: "2026-04-10 10:00",
    },
    Ground {
        name: "a granted objection",
        born: CHILD,
        then: "at 2026-03-03 10:00\nprivacy-officer: register-objection o1 person=Zilver => ok\n\
               privacy-officer: register-objection o2 person=Goud => ok\n\
               school: decide-objection o1 decision=granted => ok\n\
               school: decide-objection o2 decision=granted => ok\n\
               bjaa: decide-objection o1 decision=refused ground=child_safety => ok",
        card: true,
        persons: &["Goud"],
        late: "2026-04-10 10:00",
    },
    Ground {
        name: "kinship that was taken back",
        born: CHILD,
        then: "at 2026-03-03 10:00\npopulation-register: record-parents Zilver parents=- => ok\n\
               debt-zeeburg: end i3 reason=unjustified => ok",
        card: false,
        persons: &["Ouder"],
        late: "2026-04-10 10:00",
    },
];

/// A broker on a directory that outlives it.
struct Kept {
    broker: Arc<Broker>,
    routes: Routes,
}

impl Kept {
    fn on(directory: &Path, clock: &TestClock, files: &CovenantFiles) -> Self {
        let store = EmbeddedStore::open(directory, options()).expect("the store opens");
        let clock = Clock::Set(clock.shared());
        let broker = Arc::new(Broker::new(Arc::new(store), depths::covenant(files), clock));
        let front = Front::new(broker.clone(), depths::pseudonyms(), CancellationToken::new());
        let routes = service::routes(Arc::new(front), service::Sizes::default());
        Self { broker, routes }
    }
}

#[async_trait::async_trait]
impl World for Kept {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        let peer = Credential::Certificate(Arc::new(depths::peer(holder)));
        let service = self.routes.clone().map_request(
            move |mut request: http::Request<tonic::body::Body>| {
                request.extensions_mut().insert(peer.clone());
                request
            },
        );
        BoxCloneSyncService::new(service.map_err(|never: std::convert::Infallible| match never {}))
    }

    async fn sweep(&mut self) {
        self.broker.sweep().await.expect("the store works");
    }

    async fn restart(&mut self) {}

    async fn stop(&mut self) {
        self.broker.store().close().await;
    }
}

/// Whatever was deleted goes with the next checkpoint.
fn options() -> Options {
    Options { gone_within: Duration::ZERO, ..depths::small() }
}

/// One needle, in words for whoever reads a failure.
type Needle = (String, Vec<u8>);

fn card() -> Vec<Needle> {
    CARD.iter().map(|text| ((*text).to_owned(), text.as_bytes().to_vec())).collect()
}

fn pseudonym(person: &str) -> Needle {
    let bsn = Bsn::parse(&synthetic_bsn(person)).expect("it passes the check");
    let mac = depths::pseudonyms().identity(&bsn).current.mac;
    (format!("the pseudonym of {person}"), mac.to_vec())
}

fn gone(ground: &Ground) -> Vec<Needle> {
    let mut needles: Vec<Needle> = ground.persons.iter().map(|p| pseudonym(p)).collect();
    if ground.card {
        let id = Uuid::parse_str(SCHOOLS).expect("a UUID");
        needles.extend(card());
        needles.push(("the involvement's id".to_owned(), id.as_bytes().to_vec()));
    }
    needles
}

/// Every file under a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Where a needle is: the store's files, and apart from these the audit log.
fn found(root: &Path, needles: &[Needle]) -> (Vec<String>, Vec<String>) {
    let (mut store, mut audit) = (Vec::new(), Vec::new());
    for path in files(root) {
        let content = with_unpacked(fs::read(&path).expect("readable"));
        let name = path.strip_prefix(root).expect("under it").display().to_string();
        for (what, needle) in needles {
            if content.windows(needle.len()).any(|window| window == needle.as_slice()) {
                let list = if name.starts_with("audit") { &mut audit } else { &mut store };
                list.push(format!("{what} in {name}"));
            }
        }
    }
    (store, audit)
}

fn tell(text: &str, born: &str) -> language::Story {
    let text = text.replace("SCHOOLS", SCHOOLS).replace("BORN", born);
    let text = format!("# a ground\n# source: retention\n{text}");
    language::read_text("retention", &text).expect("a story")
}

/// Tells a story on the store in a directory, and closes it.
fn play_on(root: &Path, clock: &TestClock, story: &language::Story) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(told(root, clock, story));
}

async fn told(root: &Path, clock: &TestClock, story: &language::Story) {
    let covenant = CovenantFiles::amsterdam();
    let directory = Arc::new(Directory::load(&covenant).expect("a covenant"));
    let world = Box::new(Kept::on(root, clock, &covenant));
    play::play(story, world, clock.clone(), directory).await.expect("as told");
}

fn happens(ground: &Ground) {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    let clock = TestClock::new(Time(0));
    let before = format!("at 2026-03-02 10:00\n{BEFORE}");
    let whole = format!("{before}{}\n{READ}at {}\nsweep\n", ground.then, ground.late);
    play_on(root, &clock, &tell(&whole, ground.born));
    engine::checkpoint(root, options()).expect("a checkpoint");

    let needles = gone(ground);
    let (store, _) = found(root, &needles);
    assert_eq!(store, Vec::<String>::new(), "after {}", ground.name);
    let (_, audit) = found(root, &card());
    assert_eq!(audit, Vec::<String>::new(), "the audit log holds no cards");
    let report = engine::check(root, &options().progress).expect("it can be read");
    assert_eq!(report.problems, Vec::<String>::new());
}

/// Without any ground all of it is there: the search finds what it looks for.
#[test]
fn what_is_registered_is_found() {
    let directory = tempfile::tempdir().expect("a directory");
    let clock = TestClock::new(Time(0));
    let story = tell(&format!("at 2026-03-02 10:00\n{BEFORE}"), CHILD);
    play_on(directory.path(), &clock, &story);
    engine::checkpoint(directory.path(), options()).expect("a checkpoint");
    for ground in GROUNDS {
        for needle in gone(ground) {
            let (store, _) = found(directory.path(), std::slice::from_ref(&needle));
            assert!(!store.is_empty(), "{} is nowhere", needle.0);
        }
    }
}

#[test]
fn unjustified_leaves_nothing() {
    happens(&GROUNDS[0]);
}

#[test]
fn the_end_of_the_archive_leaves_nothing() {
    happens(&GROUNDS[1]);
}

#[test]
fn ageing_out_leaves_nothing() {
    happens(&GROUNDS[2]);
}

#[test]
fn death_leaves_nothing() {
    happens(&GROUNDS[3]);
}

#[test]
fn a_granted_objection_leaves_nothing() {
    happens(&GROUNDS[4]);
}

#[test]
fn withdrawn_kinship_leaves_nothing() {
    happens(&GROUNDS[5]);
}
