//! What do the tests of the console stand on? A broker in memory, a clock that is set, the console over
//! it as a service, and browsers that remember their cookie.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use verwijspunt::{
    api,
    broker::{Broker, Clock},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            audit::{Actor, AuditEntry, Subject},
            party::{OfficeId, Oin, Origin, Party},
            time::Time,
        },
        state::{
            effects::Effects,
            keys::{Key, Version},
            loaded::Loaded,
            positions::{Cursor, CursorKey},
            records::Record,
        },
    },
    people::{People, demo::DemoLinks},
    service::{
        self, Front, Sizes,
        admission::{Admission, Limits, Methods, Resource, Share, Watch},
        local::Clients,
        pseudonym::Pseudonymiser,
    },
    store::{Change, Store, memory::MemoryStore},
    web::{Console, Theme},
};
use zeroize::Zeroizing;

/// Monday 2 March 2026, ten o'clock.
const NOW: i64 = 1_772_442_000_000;

const MINUTE: i64 = 60_000;

pub const SCHOOL: &str = "00000009000000001800";
const HOST: &str = "localhost:8080";

/// Seats: the person, the organisation or office, and whether they coordinate.
pub const SEATS: &[(&str, &str, bool)] = &[
    ("s.dewit", SCHOOL, false),
    ("k.visser", SCHOOL, true),
    ("m.yilmaz", "debt-counselling", false),
    ("n.visser", "debt-counselling", true),
    ("a.bakker", "youth-care-agency", false),
    ("c.jong", "youth-care-agency", true),
    ("r.pinas", "police", false),
    ("f.idrissi", "coordinator-zeeburg", false),
    ("j.verhoeven", "process-manager-oost", false),
    ("h.smit", "region-portfolio-holder", false),
    ("l.prins", "programme-manager", false),
    ("p.officer", "privacy-officer", false),
    ("a.uditeur", "auditor", false),
    ("b.heerder", "administrator", false),
];

/// Counts calls of our own API.
#[derive(Default)]
struct Counted(AtomicU64);

impl Watch for Counted {
    fn took(&self, _: usize, _: Duration) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn ended(&self, _: usize, _: tonic::Code) {}

    fn shed(&self, _: Resource, _: Share) {}
}

pub struct Rig {
    router: Router,
    store: Arc<dyn Store>,
    counted: Arc<Counted>,
    hands: Arc<AtomicI64>,
    links: Vec<(&'static str, String)>,
}

impl Rig {
    pub fn new() -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenants = Covenants::from(Covenant::load(Path::new(file)).expect("total"));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let hands = Arc::new(AtomicI64::new(NOW));
        let broker = Broker::new(store.clone(), Arc::new(covenants), Clock::Set(hands.clone()));
        let broker = Arc::new(broker);
        let keys = Pseudonymiser::new(&[(1, Zeroizing::new([7; 32]))]).expect("a key");
        let front = Arc::new(Front::new(broker.clone(), keys, CancellationToken::new()));
        let methods = Methods::from_descriptor_sets(&[api::FILE_DESCRIPTOR_SET]).expect("built in");
        let limits = Limits {
            requests: 64,
            streams: 64,
            uploads: 16,
            unary_time: Duration::from_secs(30),
            retry_after: Duration::from_secs(1),
            ..Limits::default()
        };
        let counted = Arc::new(Counted::default());
        let routes = service::routes(front, Sizes::default());
        let admission = Admission::new(routes, &methods, limits, counted.clone());
        let covenants = broker.covenant();
        let here = SocketAddr::from(([127, 0, 0, 1], 8080));
        let mut demo = DemoLinks::open(here, &covenants).expect("loopback");
        let party = |is: &str| match Oin::parse(is) {
            Some(oin) => Party::Organisation(oin),
            None => {
                match covenants.all().flat_map(Covenant::organisations).find(|o| o.kind == is) {
                    Some(organisation) => Party::Organisation(organisation.oin),
                    None => Party::Office(OfficeId::parse(is).expect("an id")),
                }
            }
        };
        let links = SEATS.iter().map(|(name, is, coordinates)| {
            let path = demo.add(name, &party(is), *coordinates, &covenants);
            (*name, path.expect("a seat"))
        });
        let links = links.collect();
        let people = Arc::new(People::of_demo(broker, demo, "http://localhost:8080"));
        let console = Console::new(people, Clients::new(Arc::new(admission)), Vec::new());
        let theme = Theme::read(":root{--brand:#00633c}").expect("colours");
        let router = console.dressed(Some(theme)).router();
        Self { router, store, counted, hands, links }
    }

    pub fn pass(&self, minutes: i64) {
        self.hands.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    }

    /// Calls of our own API so far.
    pub fn calls(&self) -> u64 {
        self.counted.0.load(Ordering::SeqCst)
    }

    /// Entries of the audit log so far, as call and result.
    pub async fn log(&self) -> Vec<String> {
        let sealed = self.store.audit(0, 100_000).await.expect("reads");
        let entry = |sealed: &verwijspunt::store::audit_chain::Sealed| {
            let entry = sealed.entry().expect("readable");
            format!("{} {}", entry.action, entry.result)
        };
        sealed.iter().map(entry).collect()
    }

    /// How far a way out has come, as the one who delivers by it takes it down.
    pub async fn has_come(&self, key: CursorKey, cursor: Cursor) {
        self.put(vec![(Key::Cursor(key), Record::Cursor(cursor))]).await;
    }

    /// Puts new records into the store, as they have come to be in years.
    pub async fn put(&self, put: Vec<(Key, Record)>) {
        let audit = AuditEntry {
            at: Time(NOW),
            actor: None,
            action: "Test".to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: Vec::new(),
        };
        let expect = put.iter().map(|(key, _)| (key.clone(), Version::ABSENT)).collect();
        let effects = Effects { put, ..Effects::default() };
        let change = Change { expect, effects, audit, asked: None };
        self.store.commit(change).await.expect("commits");
    }

    /// What the store keeps under a key.
    pub async fn load(&self, key: Key) -> Loaded {
        self.store.load(&[key]).await.expect("reads")
    }

    /// Puts an entry into the audit log, as a call of an organisation leaves it.
    pub async fn looked(&self, who: &str, action: &str, subject: Subject) {
        let actor = Actor {
            party: Party::Organisation(Oin::parse(who).expect("an OIN")),
            behind: None,
            professional: "p-1".to_owned(),
            origin: Origin::Certificate("test".to_owned()),
        };
        let audit = AuditEntry {
            at: Time(NOW),
            actor: Some(actor),
            action: action.to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: vec![subject],
        };
        let change = Change { expect: Vec::new(), effects: Effects::default(), audit, asked: None };
        self.store.commit(change).await.expect("commits");
    }

    /// A browser in which somebody opened their link.
    pub async fn browser(&self, name: &str) -> Browser<'_> {
        let mut browser = Browser { rig: self, cookie: String::new(), language: "nl" };
        let link = &self.links.iter().find(|(known, _)| *known == name).expect("a seat").1;
        let shown = browser.get(link).await;
        assert_eq!(shown.code, StatusCode::SEE_OTHER, "{}", shown.body);
        browser.cookie = shown.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        browser
    }

    /// A browser without a session.
    pub fn stranger(&self) -> Browser<'_> {
        Browser { rig: self, cookie: String::new(), language: "nl" }
    }
}

pub struct Browser<'r> {
    rig: &'r Rig,
    pub cookie: String,
    pub language: &'static str,
}

/// What a browser was answered.
pub struct Shown {
    pub code: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Shown {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn to(&self) -> &str {
        self.header("location")
    }

    /// The hidden fields of the form that goes to this address.
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let begin = format!("action=\"{action}\"");
        let at = self.body.find(&begin).unwrap_or_else(|| panic!("no form to {action}"));
        let form = self.body[at..].split("</form>").next().expect("a form");
        form.split("<input type=hidden name=")
            .skip(1)
            .map(|part| {
                let (name, rest) = part.split_once(' ').expect("a name");
                let value = rest.split('"').nth(1).unwrap_or_default();
                (name.trim_matches('"').to_owned(), value.to_owned())
            })
            .collect()
    }
}

impl Shown {
    /// Every field of the form that goes to this address, with what stands in it: as a browser sends it
    /// when nothing is changed.
    pub fn filled(&self, action: &str) -> Vec<(String, String)> {
        let mut fields = self.form(action);
        let form = self.body.split(&format!("action=\"{action}\"")).nth(1).expect("a form");
        let form = form.split("</form>").next().expect("its end");
        let value = |tag: &str, name: &str| {
            let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
            rest.split('"').next().map(str::to_owned)
        };
        for tag in form.split('<').filter_map(|rest| rest.split('>').next()) {
            if tag.starts_with("input") && !tag.contains("type=hidden") {
                fields.extend(value(tag, "name").zip(value(tag, "value")));
            }
        }
        for select in form.split("<select").skip(1) {
            let chosen = select.split("</select>").next().expect("its end");
            let chosen = chosen.split("<option").find(|option| option.contains(" selected>"));
            let chosen = chosen.and_then(|option| value(option, "value")).unwrap_or_default();
            fields.extend(value(select, "name").map(|name| (name, chosen)));
        }
        fields
    }
}

/// The fields of a form with other values.
pub fn with(fields: &[(String, String)], other: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = fields.iter().filter(|(name, _)| !other.iter().any(|(known, _)| known == name));
    let other = other.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    kept.cloned().chain(other).collect()
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Shown {
        let request = self.request("GET", path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        let request = request.header(header::ACCEPT_LANGUAGE, self.language);
        if self.cookie.is_empty() {
            return request;
        }
        request.header(header::COOKIE, &self.cookie)
    }

    pub async fn send(&self, request: Request<Body>) -> Shown {
        let answer = self.rig.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8(body.to_vec()).expect("text");
        Shown { code: parts.status, headers: parts.headers, body }
    }

    /// Sends a form as the browser does.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Shown {
        self.post_from(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn post_from(
        &self,
        path: &str,
        fields: &[(String, String)],
        headers: &[(&str, &str)],
    ) -> Shown {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let kind = "application/x-www-form-urlencoded";
        let mut request = self.request("POST", path).header(header::CONTENT_TYPE, kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.finish())).expect("a request")).await
    }

    /// Opens a page, fills in its form to `action`, and sends it.
    pub async fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Shown {
        let shown = self.get(page).await;
        assert_eq!(shown.code, StatusCode::OK, "{page}: {}", shown.body);
        let mut all = shown.form(action);
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(action, &all).await
    }
}
