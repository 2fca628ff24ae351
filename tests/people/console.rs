//! Does the sign-in work in a browser, against the whole broker, and what does it refuse?

use std::{fs, net::TcpListener, sync::Arc};

use http::{Method, StatusCode};
use serde_json::json;
use verwijspunt::{
    broker::Clock,
    domain::state::keys::Kind,
    people::{People, demo::DemoLinks},
    server::{
        assemble::{self, Assembled},
        config::Config,
        console::{self, RunningConsole},
        keys,
    },
    store::Store,
};

use crate::{
    provider_process::{Browser, ProviderProcess, Shown},
    rig::{Hands, SCHOOL, TOWN, log, oin, write_covenant},
};

/// A broker with pages, and the provider of the school and the town.
struct Site {
    assembled: Assembled,
    provider: ProviderProcess,
    home: String,
    _directory: tempfile::TempDir,
}

/// A port of loopback on which nobody listens now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    listener.local_addr().expect("an address").port()
}

impl Site {
    async fn new() -> Self {
        let port = free_port();
        let home = format!("https://localhost:{port}");
        let provider = ProviderProcess::start_for(&format!("{home}/inloggen/terug")).await;
        let directory = tempfile::tempdir().expect("a directory");
        let at = directory.path();
        let named = [(SCHOOL, provider.issuer.as_str()), (TOWN, provider.issuer.as_str())];
        let covenant = write_covenant(at, &named);
        keys::new(&at.join("keys.toml")).expect("a key");
        let settings = provider.settings();
        let (issuer, client, ca) =
            (&settings.issuer, provider.file("client.key"), provider.file("certs/ca.pem"));
        let text = format!(
            "[issuer]\nurl = {issuer:?}\nca_file = {ca:?}\n\
             [client]\nid = \"verwijspunt\"\nkey_file = {client:?}\nkey_id = \"own\"\n\
             [claims]\nprofessional = \"oid\"\norganisation = \"organisation\"\n\
             [second_factor]\nacr = [\"urn:test:two\"]\n"
        );
        fs::write(at.join("issuer.toml"), text).expect("written");
        let (certificate, key) =
            (provider.file("certs/server.pem"), provider.file("certs/server.key"));
        let text = format!(
            "[listen]\naddress = \"127.0.0.1:0\"\n\
             [tls]\ncertificate = {certificate:?}\nkey = {key:?}\nclient_ca = {ca:?}\n\
             [store]\nurl = \"memory:\"\n[covenant]\nfile = {covenant:?}\n\
             [keys]\nfile = \"keys.toml\"\n\
             [people]\naddress = \"127.0.0.1:{port}\"\npublic_url = {home:?}\n\
             certificate = {certificate:?}\nkey = {key:?}\nissuers = \"issuer.toml\"\n"
        );
        fs::write(at.join("config.toml"), text).expect("written");
        let config = Config::check(&at.join("config.toml")).expect("a configuration");
        let assembled = assemble::start(&config, Clock::System).await.expect("starts");
        Self { assembled, provider, home, _directory: directory }
    }

    fn store(&self) -> &Arc<dyn Store> {
        self.assembled.broker().store()
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.home)
    }

    async fn sign_in(&self, browser: &mut Browser, organisation: &str) -> Shown {
        browser.open(&self.at(&format!("/inloggen/bij/{organisation}?terug=/ik"))).await
    }

    async fn sessions(&self) -> usize {
        self.store().scan(Kind::Session, None, 100).await.expect("scans").len()
    }

    async fn entries(&self) -> usize {
        log(self.store()).await.len()
    }
}

#[tokio::test]
async fn from_an_address_to_its_page_and_out_again() {
    let site = Site::new().await;
    site.provider.accounts(json!({"teacher": {"oid": "p-17", "organisation": SCHOOL}})).await;
    let mut browser = site.provider.browser("teacher");
    let door = browser.open(&site.at("/ik")).await;
    assert_eq!(
        (door.status, door.url.as_str()),
        (StatusCode::OK, &*site.at("/inloggen?terug=%2Fik"))
    );
    assert!(door.body.contains("Gemeente Amsterdam") && door.body.contains(SCHOOL));
    let page = site.sign_in(&mut browser, SCHOOL).await;
    assert_eq!((page.status, page.url.as_str()), (StatusCode::OK, &*site.at("/ik")));
    assert!(page.body.contains("p-17"));
    let cookie = browser.cookie(&site.home, "__Host-vp").expect("a session").clone();
    assert!(browser.cookie(&site.home, "__Host-vp-in").is_none(), "nothing is under way any more");
    // Out, here and at the provider; the old cookie opens nothing.
    let token = page.token();
    let out = browser
        .ask(
            Method::POST,
            &site.at("/uitloggen"),
            &[("sec-fetch-site", "same-origin")],
            Some(&[("bewijs", token.as_str())]),
        )
        .await;
    assert!(out.leads_to().is_some_and(|to| to.starts_with(&site.provider.issuer)), "{out:?}");
    assert!(out.headers.contains_key("clear-site-data"));
    assert_eq!(site.sessions().await, 0);
    browser.set_cookie(&site.home, "__Host-vp", &cookie);
    let after = browser.open(&site.at("/ik")).await;
    assert!(after.url.contains("/inloggen"), "{}", after.url);
    let said = log(site.store()).await;
    assert!(said.contains(&format!("p-17 of organisation {SCHOOL}: SignIn OK on 1")), "{said:?}");
    assert!(said.contains(&format!("p-17 of organisation {SCHOOL}: SignOut OK on 1")), "{said:?}");
    site.assembled.shutdown().await;
}

#[tokio::test]
async fn the_description_of_the_api_needs_neither_certificate_nor_session() {
    let site = Site::new().await;
    let mut browser = site.provider.browser("nobody");
    let shown = browser.ask(Method::GET, &site.at("/v1/openapi.json"), &[], None).await;
    assert_eq!((shown.status, shown.leads_to()), (StatusCode::OK, None));
    assert_eq!(shown.headers["content-type"], "application/json");
    assert_eq!(shown.headers["access-control-allow-origin"], "*");
    assert_eq!(shown.body, include_str!("../golden/openapi.json"));
    // The calls that it describes stand behind a certificate.
    let call = browser.ask(Method::GET, &site.at("/v1/covenant"), &[], None).await;
    assert!(call.leads_to().is_some_and(|to| to.contains("/inloggen")), "{call:?}");
    site.assembled.shutdown().await;
}

#[tokio::test]
async fn the_cookie_of_a_session_is_for_this_host_and_over_tls_only() {
    let site = Site::new().await;
    site.provider.accounts(json!({"teacher": {"oid": "p-17", "organisation": SCHOOL}})).await;
    let mut browser = site.provider.browser("teacher");
    let mut url = site.at(&format!("/inloggen/bij/{SCHOOL}"));
    let mut set = Vec::new();
    for _ in 0..10 {
        let shown = browser.ask(Method::GET, &url, &[], None).await;
        if shown.url.starts_with(&site.home) {
            let all = shown.headers.get_all("set-cookie").iter();
            set.extend(all.map(|value| value.to_str().expect("text").to_owned()));
            assert_eq!(shown.headers["cache-control"], "no-store");
        }
        match shown.leads_to() {
            Some(to) if to != site.at("/") => url = to,
            _ => break,
        }
    }
    let sessions: Vec<&String> = set.iter().filter(|c| c.starts_with("__Host-vp=")).collect();
    assert_eq!(sessions.len(), 1, "{set:?}");
    assert!(sessions[0].ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{}", sessions[0]);
    assert!(set.iter().all(|c| c.starts_with("__Host-vp") && c.contains("; Secure")), "{set:?}");
    site.assembled.shutdown().await;
}

#[tokio::test]
async fn whoever_is_refused_reads_what_to_do_and_nothing_changed() {
    let site = Site::new().await;
    site.provider.accounts(json!({"teacher": {"oid": "p-17", "organisation": SCHOOL}})).await;
    let office = json!({"claims": {"roles": ["office:coordinator-zeeburg"]}});
    let several = json!({"claims": {"organisation": [SCHOOL, TOWN]}});
    let cases = [
        (json!({"claims": {"aud": "x"}}), 403, "klopt niet", "is not right"),
        (json!({"claims": {"nonce": "x"}}), 403, "klopt niet", "is not right"),
        (json!({"sign": "none"}), 403, "klopt niet", "is not right"),
        (json!({"sign": "hs256"}), 403, "klopt niet", "is not right"),
        (json!({"claims": {"acr": "x"}}), 403, "tweede factor", "second factor"),
        (office, 403, "functie", "office"),
        (several, 403, "namens de organisatie", "for the organisation"),
        (json!({"remove": ["oid"]}), 403, "geen rol", "no role"),
    ];
    for (mangle, status, nl, en) in cases {
        for (language, words) in [("nl", nl), ("en", en)] {
            site.provider.control("mangle", &mangle.to_string()).await;
            let mut browser = site.provider.browser("teacher");
            browser.language = language;
            let before = site.entries().await;
            let page = site.sign_in(&mut browser, SCHOOL).await;
            assert_eq!(page.status.as_u16(), status, "{mangle}");
            assert!(page.body.contains(words), "{mangle}: {}", page.body);
            assert!(page.body.contains(&format!("<html lang=\"{language}\"")));
            assert!(browser.cookie(&site.home, "__Host-vp").is_none());
            assert_eq!((site.sessions().await, site.entries().await), (0, before + 1), "{mangle}");
        }
    }
    // What nobody began, a code that was used, a provider that nobody knows, a link of a demonstration.
    for (path, status) in [
        ("/inloggen/terug?code=x&state=y", 400),
        ("/inloggen/terug", 400),
        ("/inloggen/terug?error=access_denied&state=y", 400),
        ("/inloggen/bij/00000009000000001100", 404),
        ("/demo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 404),
        ("/demo/x", 404),
    ] {
        let before = site.entries().await;
        let page = site.provider.browser("teacher").open(&site.at(path)).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        let begin = path.starts_with("/demo") || page.body.contains("/inloggen");
        assert!(begin, "it says where to begin: {path}");
        assert_eq!((site.sessions().await, site.entries().await), (0, before + 1), "{path}");
    }
    site.assembled.shutdown().await;
}

#[tokio::test]
async fn only_a_form_of_this_session_signs_out_or_changes_a_seat() {
    let site = Site::new().await;
    site.provider
        .accounts(json!({"both": {
            "oid": "p-18", "organisation": TOWN, "roles": ["office:coordinator-zeeburg"],
        }}))
        .await;
    let mut browser = site.provider.browser("both");
    let page = site.sign_in(&mut browser, TOWN).await;
    assert!(page.url.contains("/plaats"), "of two seats one is to be chosen: {}", page.url);
    let token = page.token();
    let same = [("sec-fetch-site", "same-origin")];
    let seat = ("plaats", "office coordinator-zeeburg");
    for (headers, fields) in [
        (&[][..], vec![seat, ("bewijs", token.as_str())]),
        (&[("sec-fetch-site", "cross-site")], vec![seat, ("bewijs", token.as_str())]),
        (&[("origin", "https://evil.example")], vec![seat, ("bewijs", token.as_str())]),
        (&same, vec![seat]),
        (&same, vec![seat, ("bewijs", "x")]),
    ] {
        for path in ["/plaats", "/uitloggen"] {
            let before = site.entries().await;
            let refused = browser.ask(Method::POST, &site.at(path), headers, Some(&fields)).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path} {headers:?} {fields:?}");
            assert_eq!((site.sessions().await, site.entries().await), (1, before));
        }
    }
    // Not their seat; then theirs.
    let fields = [("plaats", "office mayor"), ("bewijs", token.as_str())];
    let other = browser.send(&site.at("/plaats"), &fields).await;
    assert!(other.url.contains("/plaats"));
    let fields = [seat, ("bewijs", token.as_str())];
    let sits = browser.send(&site.at("/plaats"), &fields).await;
    assert_eq!((sits.status, sits.url.as_str()), (StatusCode::OK, &*site.at("/werklijst")));
    // A second factor once more, and back to where one was.
    let again = browser.open(&site.at("/inloggen/opnieuw?terug=/ik")).await;
    let fields = [("bewijs", again.token()), ("terug", "/ik".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let back = browser.send(&site.at("/inloggen/opnieuw"), &fields).await;
    assert_eq!((back.status, back.url.as_str()), (StatusCode::OK, &*site.at("/ik")));
    let last = log(site.store()).await;
    let proved = "p-18 of office coordinator-zeeburg: FreshFactor OK on 1";
    assert!(last.iter().any(|entry| entry == proved), "{last:?}");
    site.assembled.shutdown().await;
}

/// A demonstration: plain HTTP on loopback, a clock that is set.
async fn demonstration(
    hands: &Hands,
) -> (Assembled, RunningConsole, String, String, tempfile::TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    let covenant = write_covenant(at, &[]);
    keys::new(&at.join("keys.toml")).expect("a key");
    verwijspunt::server::pki::make(&at.join("certs"), &[], false).expect("certificates");
    let text = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\n\
         [tls]\ncertificate = \"certs/server.pem\"\nkey = \"certs/server.key\"\n\
         client_ca = \"certs/ca.pem\"\n[store]\nurl = \"memory:\"\n\
         [covenant]\nfile = {covenant:?}\n[keys]\nfile = \"keys.toml\"\n"
    );
    fs::write(at.join("config.toml"), text).expect("written");
    let config = Config::load(&at.join("config.toml")).expect("a configuration");
    let assembled = assemble::start(&config, hands.clock()).await.expect("starts");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    let covenants = assembled.broker().covenant();
    let mut links = DemoLinks::open(address, &covenants).expect("loopback");
    let school = verwijspunt::domain::model::party::Party::Organisation(oin(SCHOOL));
    let path = links.add("s.dewit", &school, false, &covenants).expect("a seat");
    let home = format!("http://localhost:{}", address.port());
    let people = Arc::new(People::of_demo(assembled.broker().clone(), links, &home));
    let serving = console::of_demo(listener, people, assembled.clients().clone());
    (assembled, serving, home.clone(), format!("{home}{path}"), directory)
}

#[tokio::test]
async fn a_link_of_a_demonstration_opens_the_page_of_its_seat() {
    let hands = Hands::new();
    let (assembled, serving, home, link, _directory) = demonstration(&hands).await;
    let mut browser = Browser::without_provider();
    let page = browser.open(&link).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.url.starts_with(&home) && page.body.contains("s.dewit"), "{}", page.body);
    // A link of yesterday's demonstration.
    let (other, gone, _, yesterday, _other) = demonstration(&hands).await;
    gone.stop();
    other.shutdown().await;
    let path = yesterday.split("/demo/").nth(1).expect("a secret");
    let refused = Browser::without_provider().open(&format!("{home}/demo/{path}")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    // What is over: the door says how to come in here.
    hands.pass(20);
    let door = browser.open(&format!("{home}/ik")).await;
    assert!(door.url.contains("/inloggen") && door.body.contains("demonstratie"), "{}", door.body);
    serving.stop();
    assembled.shutdown().await;
}

#[tokio::test]
async fn a_form_that_comes_too_late_is_kept_without_a_bsn_and_sent_after_all() {
    let hands = Hands::new();
    let (assembled, serving, home, link, _directory) = demonstration(&hands).await;
    let mut browser = Browser::without_provider();
    let page = browser.open(&link).await;
    let token = page.token();
    hands.pass(16);
    let fields = [
        ("formulier", "0190a000-0000-7000-8000-000000000001"),
        ("bewijs", token.as_str()),
        ("naam", "S. de Wit"),
        ("bsn1", "123456782"),
        ("telefoon", "123456782"),
    ];
    // From another site, or with another token, nothing is kept.
    let url = format!("{home}/registreren");
    for (headers, token) in [(&[][..], token.as_str()), (&[("sec-fetch-site", "same-origin")], "x")]
    {
        let foreign = [("bewijs", token), ("naam", "S. de Wit")];
        let lost = browser.ask(Method::POST, &url, headers, Some(&foreign)).await;
        assert!(lost.leads_to().is_some_and(|to| !to.contains("bewaard")), "{lost:?}");
    }
    let late = browser.send(&url, &fields).await;
    assert!(late.url.contains("terug=%2Finloggen%2Fbewaard"), "{}", late.url);
    let store = assembled.broker().store().clone();
    let bytes = format!("{:?}", store.scan(Kind::Session, None, 9).await.expect("scans"));
    assert!(bytes.contains("S. de Wit") && !bytes.contains("123456782"), "{bytes}");
    hands.pass(8);
    browser.open(&link).await;
    let kept = browser.open(&format!("{home}/inloggen/bewaard")).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(kept.body.contains("action=\"/registreren\""), "{}", kept.body);
    assert_eq!(kept.field("naam").as_deref(), Some("S. de Wit"));
    assert_eq!(kept.field("formulier").as_deref(), Some(fields[0].1), "the same request");
    assert!(!kept.body.contains("123456782"));
    // Not sent: nothing of it stays.
    let token = kept.token();
    browser.send(&format!("{home}/inloggen/bewaard"), &[("bewijs", token.as_str())]).await;
    let bytes = format!("{:?}", store.scan(Kind::Session, None, 9).await.expect("scans"));
    assert!(!bytes.contains("S. de Wit"));
    serving.stop();
    assembled.shutdown().await;
}
