//! Whom does the broker let in, of those whom a real provider knows, and what does it refuse?

use std::sync::Arc;

use serde_json::json;
use verwijspunt::{
    broker::{Broker, Clock},
    domain::{model::party::Party, state::keys::Kind},
    people::{
        Arrived, Cookie, Failed, People, Session, Terms,
        provider::{Begun, Provider, Purpose, Returned},
    },
    store::{Store, memory::MemoryStore},
};

use crate::{
    provider_process::{Browser, ProviderProcess, RETURN},
    rig::{SCHOOL, SCHOOL_ISSUER, TOWN, covenants, log, office, oin},
};

/// A broker at whose provider people sign in.
struct Door {
    people: People,
    store: Arc<dyn Store>,
}

impl Door {
    /// Organisations that name this provider.
    fn new(provider: &ProviderProcess, named_by: &[&str]) -> Self {
        Self::with(provider.settings(), named_by)
    }

    fn with(settings: verwijspunt::people::provider::IssuerSettings, named_by: &[&str]) -> Self {
        let named: Vec<(&str, &str)> =
            named_by.iter().map(|oin| (*oin, settings.issuer.as_str())).collect();
        let covenants = Arc::new(covenants(&named));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let broker = Arc::new(Broker::new(store.clone(), covenants, Clock::System));
        let provider = Provider::new(settings, RETURN).expect("usable");
        let people = People::at_providers(
            broker,
            Terms::default(),
            vec![provider],
            "https://verwijspunt.test",
        );
        Self { people, store }
    }

    async fn begin(&self, organisation: &str) -> Begun {
        self.people.begin(&oin(organisation), "/mijn-werk").await.expect("the provider is there")
    }

    async fn arrive(
        &self,
        begun: &Begun,
        returned: &Returned,
        cookie: Option<&Cookie>,
    ) -> Result<Arrived, String> {
        match self.people.arrive(returned, Some(&begun.cookie), cookie).await {
            Ok(arrived) => Ok(arrived),
            Err(Failed::Refused(refused)) => Err(refused.why.reason()),
            Err(Failed::Store(error)) => panic!("{error}"),
        }
    }

    async fn sign_in(&self, browser: &mut Browser, organisation: &str) -> Result<Cookie, String> {
        let begun = self.begin(organisation).await;
        let returned = browser.go(&begun.url).await;
        let arrived = self.arrive(&begun, &returned, None).await?;
        assert_eq!(arrived.back, "/mijn-werk");
        Ok(arrived.cookie.expect("a new session"))
    }

    async fn again(
        &self,
        browser: &mut Browser,
        cookie: &Cookie,
        purpose: Purpose,
    ) -> Result<Arrived, String> {
        let session = self.session(cookie).await.expect("goes on");
        let begun = self.people.again(&session, purpose, "/zaken").await.expect("begins");
        let begun = begun.expect("at a provider");
        let returned = browser.go(&begun.url).await;
        self.arrive(&begun, &returned, Some(cookie)).await
    }

    async fn session(&self, cookie: &Cookie) -> Option<Session> {
        self.people.sessions().find(cookie, self.people.now()).await.expect("reads")
    }

    /// How many sessions there are, and how many entries in the audit log.
    async fn written(&self) -> (usize, usize) {
        let sessions = self.store.scan(Kind::Session, None, 100).await.expect("scans").len();
        (sessions, log(&self.store).await.len())
    }
}

#[tokio::test]
async fn who_signs_in_sits_in_the_own_seats() {
    let provider = ProviderProcess::start().await;
    provider
        .accounts(json!({
            "teacher": {"oid": "p-17", "organisation": SCHOOL},
            "coordinator": {
                "oid": "p-18",
                "organisation": TOWN,
                "roles": ["office:coordinator-zeeburg", "verwijspunt-coordinator", "other"],
            },
        }))
        .await;
    let door = Door::new(&provider, &[SCHOOL, TOWN]);
    let cookie = door.sign_in(&mut provider.browser("teacher"), SCHOOL).await.expect("comes in");
    let session = door.session(&cookie).await.expect("goes on");
    assert_eq!(session.person.professional, "p-17");
    assert_eq!(session.person.seat.map(|s| s.party), Some(Party::Organisation(oin(SCHOOL))));
    assert!(!session.person.coordinates);
    let age = door.people.now().0 - session.factor.0;
    assert!((0..60_000).contains(&age), "the factor is as old as the provider says: {age} ms");

    let cookie = door.sign_in(&mut provider.browser("coordinator"), TOWN).await.expect("comes in");
    let session = door.session(&cookie).await.expect("goes on");
    let seats: Vec<Party> = session.person.seats.iter().map(|seat| seat.party.clone()).collect();
    assert_eq!(seats, [Party::Organisation(oin(TOWN)), office("coordinator-zeeburg")]);
    assert!(session.person.coordinates && session.person.seat.is_none());
    assert_eq!(
        log(&door.store).await,
        [
            format!("p-17 of organisation {SCHOOL}: SignIn OK on 1"),
            format!("p-18 of organisation {TOWN}: SignIn OK on 1"),
        ]
    );
}

/// Every token that is not as it should be, and why it is refused.
#[tokio::test]
async fn a_token_that_is_not_quite_right_lets_nobody_in() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    let mut browser = provider.browser("teacher");
    let cases = [
        (json!({"claims": {"aud": "another"}}), "TOKEN_AUDIENCE"),
        (json!({"claims": {"aud": ["verwijspunt", "another"]}}), "TOKEN_AUDIENCE"),
        (
            json!({"claims": {"aud": ["verwijspunt", "another"], "azp": "another"}}),
            "TOKEN_AUDIENCE",
        ),
        (json!({"claims": {"azp": "another"}}), "TOKEN_AUDIENCE"),
        (json!({"remove": ["aud"]}), "TOKEN_CLAIM_MISSING"),
        (json!({"claims": {"iss": SCHOOL_ISSUER}}), "TOKEN_ISSUER"),
        (json!({"claims": {"iss": [provider.issuer, SCHOOL_ISSUER]}}), "TOKEN_ISSUER"),
        (json!({"remove": ["iss"]}), "TOKEN_CLAIM_MISSING"),
        (json!({"claims": {"nonce": "another"}}), "TOKEN_NONCE"),
        (json!({"remove": ["nonce"]}), "TOKEN_NONCE"),
        (json!({"claims": {"exp": 1_700_000_000}}), "TOKEN_EXPIRED"),
        (json!({"remove": ["exp"]}), "TOKEN_CLAIM_MISSING"),
        (json!({"claims": {"iat": 1_700_000_000}}), "TOKEN_EXPIRED"),
        (json!({"claims": {"iat": 4_000_000_000_u64}}), "TOKEN_EXPIRED"),
        (json!({"claims": {"nbf": 4_000_000_000_u64}}), "TOKEN_EXPIRED"),
        (json!({"remove": ["sub"]}), "TOKEN_CLAIM_MISSING"),
        (json!({"sign": "none"}), "TOKEN_UNREADABLE"),
        (json!({"sign": "hs256"}), "TOKEN_ALGORITHM"),
        (json!({"sign": "stranger"}), "TOKEN_SIGNATURE"),
        (json!({"sign": "tampered", "claims": {"acr": "urn:test:three"}}), "TOKEN_SIGNATURE"),
        (json!({"sign": "tampered", "claims": {"roles": ["office:mayor"]}}), "TOKEN_SIGNATURE"),
        (json!({"claims": {"acr": "urn:test:password"}}), "NO_SECOND_FACTOR"),
        (json!({"remove": ["acr"]}), "NO_SECOND_FACTOR"),
        (json!({"remove": ["oid"]}), "NO_PROFESSIONAL"),
        (json!({"claims": {"organisation": TOWN}}), "NOT_ITS_ORGANISATION"),
        (json!({"claims": {"organisation": [SCHOOL, TOWN]}}), "SEVERAL_ORGANISATIONS"),
        (json!({"claims": {"roles": ["office:coordinator-zeeburg"]}}), "NOT_ITS_OFFICE"),
    ];
    for (number, (mangle, reason)) in cases.iter().enumerate() {
        provider.control("mangle", &mangle.to_string()).await;
        let refused = door.sign_in(&mut browser, SCHOOL).await.map(drop);
        assert_eq!(refused, Err((*reason).to_owned()), "{mangle}");
        assert_eq!(door.written().await, (0, number + 1), "nothing but one entry: {mangle}");
        let entry = log(&door.store).await.pop().expect("logged");
        assert_eq!(entry, format!("the broker: SignIn {reason} on 1"));
    }
    // The same person, with a token as it should be.
    door.sign_in(&mut browser, SCHOOL).await.expect("comes in");
}

#[tokio::test]
async fn an_issuer_that_nobody_names_speaks_for_nobody_whatever_it_claims() {
    let provider = ProviderProcess::start().await;
    provider
        .accounts(json!({
            "everybody": {
                "oid": "p-1",
                "organisation": TOWN,
                "roles": ["office:coordinator-zeeburg", "office:mayor", "verwijspunt-coordinator"],
            },
        }))
        .await;
    // It is configured here, but no organisation names it: theirs is another.
    let door = Door::new(&provider, &[]);
    let begun = door.people.begin(&oin(TOWN), "/").await;
    assert!(matches!(begun, Err(Failed::Refused(_))), "nobody is sent there");
    // It is named when the sign-in begins, and no longer when it ends.
    let door = Door::new(&provider, &[TOWN]);
    let begun = door.begin(TOWN).await;
    let returned = provider.browser("everybody").go(&begun.url).await;
    door.people.sessions().broker().replace_covenant(Arc::new(covenants(&[(TOWN, SCHOOL_ISSUER)])));
    let refused = door.arrive(&begun, &returned, None).await.map(drop);
    assert_eq!(refused, Err("ISSUER_OF_NOBODY".to_owned()));
    // A school names it: it speaks for the school, whatever office it claims.
    let door = Door::new(&provider, &[SCHOOL]);
    let refused = door.sign_in(&mut provider.browser("everybody"), SCHOOL).await.map(drop);
    assert_eq!(refused, Err("NOT_ITS_ORGANISATION".to_owned()));
    assert_eq!(door.written().await, (0, 1));
}

#[tokio::test]
async fn a_code_is_good_once_in_the_browser_that_asked_for_it() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    let mut browser = provider.browser("teacher");
    let (begun, other) = (door.begin(SCHOOL).await, door.begin(SCHOOL).await);
    let returned = browser.go(&begun.url).await;
    let stale = Err("SIGN_IN_STALE".to_owned());
    assert_eq!(door.arrive(&other, &returned, None).await.map(drop), stale, "another browser");
    let without = door.people.arrive(&returned, None, None).await;
    assert!(matches!(without, Err(Failed::Refused(_))), "no sign-in under way");
    let elsewhere = Returned { state: Some("x".to_owned()), ..returned.clone() };
    assert_eq!(door.arrive(&begun, &elsewhere, None).await.map(drop), stale, "another state");
    // Another provider hands on what it was sent.
    for iss in [Some(SCHOOL_ISSUER.to_owned()), None] {
        let mixed = Returned { iss, ..returned.clone() };
        let refused = door.arrive(&begun, &mixed, None).await.map(drop);
        assert_eq!(refused, Err("TOKEN_ISSUER".to_owned()));
    }
    assert_eq!(door.written().await, (0, 5));
    door.arrive(&begun, &returned, None).await.expect("the first time");
    let replayed = door.arrive(&begun, &returned, None).await.map(drop);
    assert_eq!(replayed, Err("CODE_REFUSED".to_owned()));
    // A code of one sign-in does not fit another: it is bound to a verifier that only that one has.
    let returned = browser.go(&door.begin(SCHOOL).await.url).await;
    let begun = door.begin(SCHOOL).await;
    let own = browser.go(&begun.url).await;
    let swapped = Returned { code: returned.code, ..own };
    let refused = door.arrive(&begun, &swapped, None).await.map(drop);
    assert_eq!(refused, Err("CODE_REFUSED".to_owned()));
    // Who declines at the provider stays outside.
    let begun = door.begin(SCHOOL).await;
    let declined = provider.browser("abort").go(&begun.url).await;
    let refused = door.arrive(&begun, &declined, None).await.map(drop);
    assert_eq!(refused, Err("PROVIDER_DECLINED_ACCESS_DENIED".to_owned()));
    assert_eq!(door.written().await.0, 1);
}

#[tokio::test]
async fn the_broker_proves_who_it_is_with_its_key() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}})).await;
    let other = tempfile::tempdir().expect("a directory");
    let key = other.path().join("other.key");
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
    std::fs::write(&key, pair.serialize_pem()).expect("written");
    let settings = verwijspunt::people::provider::IssuerSettings { key, ..provider.settings() };
    let door = Door::with(settings, &[SCHOOL]);
    let refused = door.sign_in(&mut provider.browser("teacher"), SCHOOL).await.map(drop);
    assert_eq!(refused, Err("CODE_REFUSED".to_owned()), "with another key it is another broker");
    // An authority that did not sign the provider's certificate: nobody is sent there.
    let strange = other.path().join("certs");
    verwijspunt::server::pki::make(&strange, &[], false).expect("certificates");
    let authorities = Some(strange.join("ca.pem"));
    let settings =
        verwijspunt::people::provider::IssuerSettings { authorities, ..provider.settings() };
    let door = Door::with(settings, &[SCHOOL]);
    match door.people.begin(&oin(SCHOOL), "/").await {
        Err(Failed::Refused(refused)) => {
            assert_eq!(refused.why.reason(), "PROVIDER_UNREACHABLE");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_provider_may_change_its_keys() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    door.sign_in(&mut provider.browser("teacher"), SCHOOL).await.expect("comes in");
    // A key that is not known is asked for, though not for every token that names one.
    provider.control("rotate", "keep").await;
    let began = std::time::Instant::now();
    let mut comes_in = door.sign_in(&mut provider.browser("teacher"), SCHOOL).await;
    while comes_in.is_err() && began.elapsed().as_secs() < 20 {
        assert_eq!(comes_in.map(drop), Err("TOKEN_KEY_UNKNOWN".to_owned()));
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        comes_in = door.sign_in(&mut provider.browser("teacher"), SCHOOL).await;
    }
    comes_in.expect("the new key is asked for within seconds");
}

#[tokio::test]
async fn a_second_factor_is_proved_again_by_the_same_person_only() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}, "colleague": {"oid": "p-18"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    let mut browser = provider.browser("teacher");
    let cookie = door.sign_in(&mut browser, SCHOOL).await.expect("comes in");
    let before = door.session(&cookie).await.expect("goes on").factor;
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let arrived = door.again(&mut browser, &cookie, Purpose::Fresh).await.expect("proved");
    assert!(arrived.cookie.is_none() && arrived.back == "/zaken", "the session goes on");
    let after = door.session(&cookie).await.expect("goes on").factor;
    assert!(after > before, "the provider asked again: {before:?} {after:?}");
    let last = log(&door.store).await.pop().expect("logged");
    assert_eq!(last, format!("p-17 of organisation {SCHOOL}: FreshFactor OK on 1"));

    // Somebody else at the screen; a factor that was not asked for again; a password only.
    let (sessions, entries) = door.written().await;
    let mut other = provider.browser("colleague");
    let refused = door.again(&mut other, &cookie, Purpose::Fresh).await.map(drop);
    assert_eq!(refused, Err("SOMEBODY_ELSE".to_owned()));
    provider.control("mangle", &json!({"claims": {"auth_time": 1_700_000_000}}).to_string()).await;
    let refused = door.again(&mut browser, &cookie, Purpose::Fresh).await.map(drop);
    assert_eq!(refused, Err("FACTOR_NOT_FRESH".to_owned()));
    provider.control("mangle", &json!({"remove": ["auth_time"]}).to_string()).await;
    let refused = door.again(&mut browser, &cookie, Purpose::Fresh).await.map(drop);
    assert_eq!(refused, Err("FACTOR_NOT_FRESH".to_owned()));
    browser.login = "teacher urn:test:password".to_owned();
    let refused = door.again(&mut browser, &cookie, Purpose::Fresh).await.map(drop);
    assert_eq!(refused, Err("NO_SECOND_FACTOR".to_owned()));
    assert_eq!(door.written().await, (sessions, entries + 4));
    assert_eq!(door.session(&cookie).await.expect("goes on").factor, after, "nothing changed");
}

#[tokio::test]
async fn a_provider_that_confirms_nobody_ends_the_session() {
    let provider = ProviderProcess::start().await;
    let school = json!({"oid": "p-17", "roles": ["verwijspunt-coordinator"]});
    provider.accounts(json!({"teacher": school, "colleague": {"oid": "p-18"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    let mut browser = provider.browser("teacher");
    let cookie = door.sign_in(&mut browser, SCHOOL).await.expect("comes in");
    assert!(door.session(&cookie).await.expect("goes on").person.coordinates);
    // Unseen, and with whatever they may do now.
    provider.control("mangle", &json!({"claims": {"roles": []}}).to_string()).await;
    door.again(&mut browser, &cookie, Purpose::Confirm).await.expect("confirmed");
    assert!(!door.session(&cookie).await.expect("goes on").person.coordinates);
    for (change, reason) in [
        (json!({"claims": {"organisation": TOWN}}), "NOT_ITS_ORGANISATION"),
        (json!({"claims": {"sub": "colleague"}}), "SOMEBODY_ELSE"),
    ] {
        let cookie = door.sign_in(&mut browser, SCHOOL).await.expect("comes in");
        provider.control("mangle", &change.to_string()).await;
        let refused = door.again(&mut browser, &cookie, Purpose::Confirm).await.map(drop);
        assert_eq!(refused, Err(reason.to_owned()));
        assert!(door.session(&cookie).await.is_none(), "{reason}");
    }
    // A browser that the provider does not know any more.
    let cookie = door.sign_in(&mut browser, SCHOOL).await.expect("comes in");
    let mut forgotten = provider.browser("");
    let refused = door.again(&mut forgotten, &cookie, Purpose::Confirm).await.map(drop);
    assert_eq!(refused, Err("PROVIDER_MUST_INTERACT".to_owned()));
    assert!(door.session(&cookie).await.is_none());
}

#[tokio::test]
async fn a_provider_may_sign_its_people_out_and_nobody_elses() {
    let provider = ProviderProcess::start().await;
    provider.accounts(json!({"teacher": {"oid": "p-17"}, "colleague": {"oid": "p-18"}})).await;
    let door = Door::new(&provider, &[SCHOOL]);
    let cookie = door.sign_in(&mut provider.browser("teacher"), SCHOOL).await.expect("comes in");
    let other = door.sign_in(&mut provider.browser("colleague"), SCHOOL).await.expect("comes in");
    let now = door.people.now().0 / 1000;
    let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let told = |claims: serde_json::Value| {
        let mut all = json!({
            "iss": provider.issuer, "aud": "verwijspunt", "iat": now, "jti": "1",
            "events": event, "sub": "teacher",
        });
        for (name, value) in claims.as_object().expect("claims") {
            all[name] = value.clone();
        }
        all.to_string()
    };
    for (claims, reason) in [
        (json!({"aud": "another"}), "TOKEN_AUDIENCE"),
        (json!({"iss": SCHOOL_ISSUER}), "TOKEN_ISSUER"),
        (json!({"iat": now - 3600}), "TOKEN_EXPIRED"),
        (json!({"nonce": "x"}), "TOKEN_NO_LOGOUT"),
        (json!({"events": {}}), "TOKEN_NO_LOGOUT"),
        (json!({"sub": null}), "TOKEN_NO_LOGOUT"),
    ] {
        let token = provider.control("sign", &told(claims.clone())).await;
        match door.people.signed_out_elsewhere(&token).await {
            Err(Failed::Refused(refused)) => assert_eq!(refused.why.reason(), reason, "{claims}"),
            other => panic!("{claims}: {other:?}"),
        }
        assert!(door.session(&cookie).await.is_some());
    }
    let token = provider.control("sign", &told(json!({"sub": "nobody"}))).await;
    assert_eq!(door.people.signed_out_elsewhere(&token).await.expect("believed"), 0);
    let token = provider.control("sign", &told(json!({}))).await;
    assert_eq!(door.people.signed_out_elsewhere(&token).await.expect("believed"), 1);
    assert!(door.session(&cookie).await.is_none());
    assert!(door.session(&other).await.is_some(), "a colleague goes on");
    let last = log(&door.store).await.pop().expect("logged");
    assert_eq!(last, "the broker: SignOutByProvider OK on 1");
}

/// The organisations at whose provider one can sign in, by name.
#[tokio::test]
async fn the_entrances_are_those_of_the_covenants_in_force() {
    let provider = ProviderProcess::start().await;
    let door = Door::new(&provider, &[SCHOOL, TOWN]);
    let names: Vec<String> = door.people.entrances().into_iter().map(|e| e.name).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Gemeente Amsterdam".to_owned()));
    door.people.sessions().broker().replace_covenant(Arc::new(covenants(&[])));
    assert!(door.people.entrances().is_empty());
    assert!(door.people.providers()[0].check().await.is_ok());
}
