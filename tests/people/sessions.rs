//! Do sessions last as long as they should, everywhere, and no longer?

use std::sync::Arc;

use verwijspunt::{
    broker::{Happening, WhichSessions},
    domain::{
        model::{
            party::Party,
            session::{Language, Voucher},
        },
        rules::access::{self, Call, Caller, CallerKind, Permit, Reach},
        state::keys::Kind,
    },
    people::{Cookie, Session, Sessions, Terms},
    store::{
        Store,
        embedded::{EmbeddedStore, engine::Options},
        memory::MemoryStore,
    },
};

use crate::rig::{
    Hands, SCHOOL, SCHOOL_ISSUER, TOWN, TOWN_ISSUER, broker, covenants, log, office, oin, person,
};

fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::default())
}

fn sessions(store: &Arc<dyn Store>, hands: &Hands) -> Sessions {
    Sessions::new(broker(store, hands), Terms::default())
}

async fn teacher(sessions: &Sessions, hands: &Hands) -> Cookie {
    let (who, now) = (person(SCHOOL_ISSUER, "1", &[]), hands.now());
    sessions.start(who, None, now, None, now).await.expect("signs in")
}

async fn find(sessions: &Sessions, cookie: &Cookie, hands: &Hands) -> Option<Session> {
    sessions.find(cookie, hands.now()).await.expect("reads")
}

#[tokio::test]
async fn a_session_is_found_by_its_cookie_at_every_broker_of_the_store() {
    let (store, hands) = (memory(), Hands::new());
    let (one, other) = (sessions(&store, &hands), sessions(&store, &hands));
    let cookie = teacher(&one, &hands).await;
    let found = find(&other, &cookie, &hands).await.expect("goes on");
    assert_eq!(found.person.professional, "p-1");
    assert_eq!(found.person.organisation, oin(SCHOOL));
    assert_eq!(
        found.person.seat.as_ref().map(|seat| seat.party.clone()),
        Some(verwijspunt::domain::model::party::Party::Organisation(oin(SCHOOL)))
    );
    assert_eq!(found.form_token, cookie.form_token());
    assert!(find(&other, &Cookie::fresh(), &hands).await.is_none());
    // A cookie of another broker's store opens nothing here.
    let elsewhere = sessions(&memory(), &hands);
    assert!(find(&elsewhere, &cookie, &hands).await.is_none());
    let bytes = format!("{:?}", store.scan(Kind::Session, None, 9).await.expect("scans"));
    assert!(!bytes.contains(&*cookie.text()) && !bytes.contains(&cookie.form_token()));
}

#[tokio::test]
async fn a_session_outlives_a_restart() {
    let directory = tempfile::tempdir().expect("a directory");
    let open = || -> Arc<dyn Store> {
        Arc::new(EmbeddedStore::open(directory.path(), Options::default()).expect("opens"))
    };
    let hands = Hands::new();
    let store = open();
    let cookie = teacher(&sessions(&store, &hands), &hands).await;
    store.close().await;
    drop(store);
    let store = open();
    hands.pass(14);
    let again = sessions(&store, &hands);
    assert!(find(&again, &cookie, &hands).await.is_some());
    hands.pass(1);
    assert!(find(&again, &cookie, &hands).await.is_none());
    store.close().await;
}

#[tokio::test]
async fn use_makes_it_last_and_is_written_once_a_minute() {
    let (store, hands) = (memory(), Hands::new());
    let all = sessions(&store, &hands);
    let cookie = teacher(&all, &hands).await;
    for _ in 0..40 {
        hands.pass(13);
        let Some(session) = find(&all, &cookie, &hands).await else { break };
        all.touch(&session, hands.now()).await.expect("writes");
        let session = find(&all, &cookie, &hands).await.expect("goes on");
        all.touch(&session, hands.now()).await.expect("needs no write");
    }
    assert_eq!(log(&store).await.len(), 41, "the sign-in, and each use after a while");
    hands.pass(13);
    let session = find(&all, &cookie, &hands).await.expect("goes on");
    all.touch(&session, hands.now()).await.expect("writes");
    hands.pass(6);
    assert!(find(&all, &cookie, &hands).await.is_some());
    hands.pass(1);
    assert!(find(&all, &cookie, &hands).await.is_none(), "nine hours and no more");
}

#[tokio::test]
async fn nothing_remains_of_a_session_ten_minutes_after_its_end() {
    let (store, hands) = (memory(), Hands::new());
    let all = sessions(&store, &hands);
    teacher(&all, &hands).await;
    hands.pass(24);
    all.broker().sweep().await.expect("sweeps");
    assert_eq!(store.scan(Kind::Session, None, 9).await.expect("scans").len(), 1);
    hands.pass(1);
    all.broker().sweep().await.expect("sweeps");
    assert!(store.scan(Kind::Session, None, 9).await.expect("scans").is_empty());
    assert_eq!(log(&store).await.last().expect("logged"), "the broker: SessionExpired OK on 1");
}

#[tokio::test]
async fn a_covenant_without_the_party_or_its_issuer_ends_sessions_at_once() {
    for after in [&[(TOWN, TOWN_ISSUER)][..], &[(SCHOOL, TOWN_ISSUER)], &[(TOWN, SCHOOL_ISSUER)]] {
        let (store, hands) = (memory(), Hands::new());
        let all = sessions(&store, &hands);
        let cookie = teacher(&all, &hands).await;
        assert!(find(&all, &cookie, &hands).await.is_some());
        all.broker().replace_covenant(Arc::new(covenants(after)));
        assert!(find(&all, &cookie, &hands).await.is_none());
        assert!(store.scan(Kind::Session, None, 9).await.expect("scans").is_empty());
        let last = log(&store).await.pop().expect("logged");
        assert_eq!(last, "the broker: SessionWithdrawn OK on 1");
    }
}

#[tokio::test]
async fn signing_in_again_replaces_the_session_of_this_browser() {
    let (store, hands) = (memory(), Hands::new());
    let all = sessions(&store, &hands);
    let (first, now) = (teacher(&all, &hands).await, hands.now());
    let who = person(TOWN_ISSUER, "2", &["office:coordinator-zeeburg"]);
    let second = all.start(who, None, now, Some(&first), now).await.expect("signs in");
    assert!(find(&all, &first, &hands).await.is_none());
    let session = find(&all, &second, &hands).await.expect("goes on");
    assert_eq!(session.person.seat, None, "of two seats one is to be chosen");
    assert_eq!(session.person.seats.len(), 2);
    assert!(all.sit(&session, &office("coordinator-zeeburg")).await.expect("writes"));
    assert!(!all.sit(&session, &office("mayor")).await.expect("reads"), "not theirs");
    all.read_in(&session, Language::English).await.expect("writes");
    let session = find(&all, &second, &hands).await.expect("goes on");
    assert_eq!(session.person.seat.map(|seat| seat.party), Some(office("coordinator-zeeburg")));
    assert_eq!(session.person.language, Some(Language::English));
    assert_eq!(
        log(&store).await,
        [
            format!("p-1 of organisation {SCHOOL}: SignIn OK on 1"),
            format!("p-2 of organisation {TOWN}: SignIn OK on 1"),
            "p-2 of office coordinator-zeeburg: ChooseSeat OK on 1".to_owned(),
            "p-2 of office coordinator-zeeburg: ChooseLanguage OK on 1".to_owned(),
        ]
    );
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_person() {
    let (store, hands) = (memory(), Hands::new());
    let all = sessions(&store, &hands);
    let mut cookies = Vec::new();
    for n in 0..7 {
        let (who, now) = (person(SCHOOL_ISSUER, &format!("{}", n % 2), &[]), hands.now());
        cookies.push(all.start(who, None, now, None, now).await.expect("signs in"));
    }
    assert_eq!(all.list(hands.now()).await.expect("reads").len(), 7);
    let by_subject = |subject: &'static str| {
        move |session: &verwijspunt::domain::model::session::Session| {
            session.who.voucher == Voucher::Issuer(SCHOOL_ISSUER.to_owned())
                && session.who.subject == subject
        }
    };
    let ended = all.end_all_of(Happening::Ended, by_subject("0")).await.expect("writes");
    assert_eq!(ended, 4);
    for (n, cookie) in cookies.iter().enumerate() {
        assert_eq!(find(&all, cookie, &hands).await.is_some(), n % 2 == 1);
    }
    let one = find(&all, &cookies[1], &hands).await.expect("goes on");
    all.end(&one).await.expect("signs out");
    all.end(&one).await.expect("twice is once");
    assert!(find(&all, &cookies[1], &hands).await.is_none());
    assert_eq!(all.list(hands.now()).await.expect("reads").len(), 2);
    let signed_out = log(&store).await.pop().expect("logged");
    assert_eq!(signed_out, format!("p-1 of organisation {SCHOOL}: SignOut OK on 1"));
    hands.pass(15);
    assert!(all.list(hands.now()).await.expect("reads").is_empty());
}

#[tokio::test]
async fn what_came_too_late_waits_ten_minutes_for_the_same_person_only() {
    let fields: Vec<(String, String)> = [
        ("naam", "N. Naam"),
        ("bsn1", "123456782"),
        ("telefoon", "123456782"),
        ("postcode", "1093AB"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for (subject, wait, expected) in [("1", 9, true), ("1", 10, false), ("2", 1, false)] {
        let (store, hands) = (memory(), Hands::new());
        let all = sessions(&store, &hands);
        let old = teacher(&all, &hands).await;
        hands.pass(20);
        assert!(find(&all, &old, &hands).await.is_none());
        assert!(all.keep(&old, "/registreren", &fields, hands.now()).await.expect("writes"));
        hands.pass(wait);
        let (who, now) = (person(SCHOOL_ISSUER, subject, &[]), hands.now());
        let new = all.start(who, None, now, Some(&old), now).await.expect("signs in");
        let session = find(&all, &new, &hands).await.expect("goes on");
        let kept = session.kept.clone().map(|kept| kept.fields);
        let names: Option<Vec<String>> =
            kept.map(|fields| fields.into_iter().map(|(name, _)| name).collect());
        let wanted = expected.then(|| vec!["naam".to_owned(), "postcode".to_owned()]);
        assert_eq!(names, wanted, "{subject} after {wait} minutes");
        all.forget_kept(&session).await.expect("writes");
        let bytes = format!("{:?}", store.scan(Kind::Session, None, 9).await.expect("scans"));
        assert!(!bytes.contains("123456782") && !bytes.contains("N. Naam"));
    }
    let all = sessions(&memory(), &Hands::new());
    let unknown = all.keep(&Cookie::fresh(), "/", &fields, Hands::new().now()).await;
    assert_eq!(unknown, Ok(false), "nothing is kept of whoever never signed in");
}

fn permit(organisation: &str, call: Call) -> Permit {
    let party = Party::Organisation(oin(organisation));
    let caller = Caller::by_certificate(CallerKind::Organisation, party, "beheer", "01");
    access::admit(caller, call, Hands::new().now()).expect("organisations may")
}

#[tokio::test]
async fn an_organisation_sees_and_ends_the_sessions_of_its_own_people_only() {
    let (store, hands) = (memory(), Hands::new());
    let all = sessions(&store, &hands);
    let now = hands.now();
    let teacher = teacher(&all, &hands).await;
    let who = person(TOWN_ISSUER, "2", &["office:coordinator-zeeburg"]);
    let official = all.start(who, None, now, None, now).await.expect("signs in");
    let broker = all.broker();
    let names = async |organisation| {
        let sessions = broker.list_sessions(&permit(organisation, Call::ListSessions)).await;
        let sessions = sessions.expect("reads").into_iter();
        sessions.map(|session| session.who.name).collect::<Vec<_>>()
    };
    assert_eq!(names(SCHOOL).await, ["p-1"]);
    assert_eq!(names(TOWN).await, ["p-2"]);
    assert_eq!(names("00000009000000001100").await, Vec::<String>::new());
    let theirs = find(&all, &official, &hands).await.expect("goes on").id;
    let end = async |organisation, which| {
        let permit = permit(organisation, Call::EndSessions);
        broker.end_sessions(&permit, &which).await.expect("writes")
    };
    assert_eq!(end(SCHOOL, WhichSessions::One(theirs)).await, 0);
    assert_eq!(end(SCHOOL, WhichSessions::OfProfessional("p-2".to_owned())).await, 0);
    assert!(find(&all, &official, &hands).await.is_some());
    assert_eq!(end(TOWN, WhichSessions::One(theirs)).await, 1);
    assert!(find(&all, &official, &hands).await.is_none());
    assert_eq!(end(SCHOOL, WhichSessions::OfProfessional("p-1".to_owned())).await, 1);
    assert!(find(&all, &teacher, &hands).await.is_none());
    // A professional who is no coordinator does not decide about colleagues.
    let own = Caller {
        reach: Reach::Own("p-1".to_owned()),
        ..permit(SCHOOL, Call::ListSessions).caller().clone()
    };
    for call in [Call::ListSessions, Call::EndSessions] {
        assert!(access::admit(own.clone(), call, now).is_err(), "{call:?}");
    }
}
