//! Has every refusal a reason, a status and a text in both languages? All of them, from both ends;
//! `tests/golden/refusals.txt` is the picture.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    time::Duration,
};

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::{
    broker::Failure,
    domain::model::{
        budget::{Span, Spent},
        ground::OwnReading,
        ids::CaseId,
        refusal::Refusal,
        routing::{Derivation, RouteRefusal},
        time::Day,
    },
    store::StoreError,
};

use super::{
    field_texts,
    identity::Unidentified,
    in_language::in_language,
    status::{self, Language},
    texts::{self, TEXTS},
    unread,
};

/// A covenant's own refusal; its code stands for all of them.
const OF_THE_COVENANT: &str = "(the covenant's code)";

/// One of every variant. The match makes a new variant a compile error here.
fn refusals() -> Vec<Refusal> {
    let derivation = Derivation {
        rule: "judiciary".into(),
        source: "§ 1".into(),
        covenant: "small@1".into(),
        facts: Vec::new(),
        nl: "het kan niet".into(),
        en: "it cannot be".into(),
        own_reading: OwnReading::default(),
    };
    let route = RouteRefusal { code: OF_THE_COVENANT.into(), derivation: Box::new(derivation) };
    let all = vec![
        Refusal::NotAllowed,
        Refusal::FreshFactor,
        Refusal::field(
            "members[0].bsn",
            "does not pass the 11-check of a BSN; look for a typing error",
        ),
        Refusal::IdReused,
        Refusal::RequestIdReused,
        Refusal::NotActive,
        Refusal::FollowUpBackwards,
        Refusal::NoContactOwed,
        Refusal::RemindedAlready { on: Day(0) },
        Refusal::NotHandler,
        Refusal::NotAsked,
        Refusal::TicketClosed,
        Refusal::RouteUnchanged { rule: "step2".into() },
        Refusal::LastStep,
        Refusal::NotLastStep { last: 3 },
        Refusal::OwnTicket,
        Refusal::StepOrder { present: 2 },
        Refusal::NoPlan,
        Refusal::ExtensionsSpent { most: 1 },
        Refusal::ManagerNotEligible,
        Refusal::PersonsApart,
        Refusal::TicketsOpen { count: 2 },
        Refusal::SignalsOpen { count: 1 },
        Refusal::WatchNotForeseen,
        Refusal::Watch { kept: true },
        Refusal::Watch { kept: false },
        Refusal::Route(route),
        Refusal::EtagMismatch,
        Refusal::ObjectionDecided,
        Refusal::CaseClosed,
        Refusal::PersonInCase { case: Some(CaseId(uuid::Uuid::nil())) },
        Refusal::NotRecipient,
        Refusal::SignalClosed,
        Refusal::FactMissing,
        Refusal::ListTooLong { most: 10_000 },
        Refusal::ReconcileStale,
        Refusal::EndingsMany { ends: 40, active: 100, most_percent: 10 },
        Refusal::LookupBudget(Spent {
            span: Span::Day,
            limit: 5_000,
            wait_ms: 60_000,
            of_person: false,
        }),
        Refusal::Restored,
        Refusal::Position { in_future: true, earliest: 1, latest: 9 },
        Refusal::Position { in_future: false, earliest: 1, latest: 9 },
    ];
    let mut seen = BTreeSet::new();
    for refusal in &all {
        seen.insert(match refusal {
            Refusal::NotAllowed => 0,
            Refusal::FreshFactor => 60,
            Refusal::Fields(_) => 1,
            Refusal::IdReused => 2,
            Refusal::RequestIdReused => 3,
            Refusal::NotActive => 4,
            Refusal::FollowUpBackwards => 5,
            Refusal::NoContactOwed => 27,
            Refusal::RemindedAlready { .. } => 28,
            Refusal::NotHandler => 6,
            Refusal::NotAsked => 23,
            Refusal::TicketClosed => 7,
            Refusal::RouteUnchanged { .. } => 8,
            Refusal::LastStep => 9,
            Refusal::NotLastStep { .. } => 10,
            Refusal::OwnTicket => 65,
            Refusal::StepOrder { .. } => 11,
            Refusal::Route(_) => 12,
            Refusal::NoPlan => 50,
            Refusal::ExtensionsSpent { .. } => 51,
            Refusal::ManagerNotEligible => 52,
            Refusal::TicketsOpen { .. } => 53,
            Refusal::SignalsOpen { .. } => 64,
            Refusal::PersonsApart => 56,
            Refusal::WatchNotForeseen => 54,
            Refusal::Watch { .. } => 55,
            Refusal::EtagMismatch => 13,
            Refusal::Position { .. } => 14,
            Refusal::ObjectionDecided => 19,
            Refusal::CaseClosed => 15,
            Refusal::PersonInCase { .. } => 16,
            Refusal::NotRecipient => 17,
            Refusal::SignalClosed => 18,
            Refusal::LookupBudget(_) => 20,
            Refusal::FactMissing => 21,
            Refusal::ListTooLong { .. } => 22,
            Refusal::ReconcileStale => 24,
            Refusal::EndingsMany { .. } => 25,
            Refusal::Restored => 26,
        });
    }
    assert_eq!(seen.len(), 39, "a variant is missing above");
    all
}

fn failures() -> [Failure; 7] {
    [
        Failure::Contention,
        StoreError::Busy.into(),
        StoreError::DiskFull.into(),
        StoreError::Unavailable("gone".into()).into(),
        StoreError::Refused("error 22P02".into()).into(),
        StoreError::AuditGap { from: 3, to: 9, why: "it is missing".into() }.into(),
        StoreError::Failed("torn".into()).into(),
    ]
}

/// Every status that the broker gives of its own, whoever gives it.
fn statuses(language: Language) -> Vec<Status> {
    let unidentified = [Unidentified::NoOin, Unidentified::NotAParty, Unidentified::SeveralOffices];
    let mut all: Vec<Status> =
        refusals().iter().map(|refusal| status::refusal(refusal, language)).collect();
    all.extend(unidentified.map(|why| status::unidentified(why, language)));
    all.extend(failures().iter().map(|failure| status::failure(failure, language)));
    all.push(status::import_order(language));
    all.push(status::overloaded(Duration::from_secs(1), "certificate"));
    all.push(status::incomplete(Duration::from_secs(1)));
    all.push(status::too_late(Duration::from_secs(1)));
    all.push(status::idle(Duration::from_secs(1)));
    all.push(status::metadata_too_large(8192));
    all.push(status::response_too_large());
    all.push(status::no_json(3, 14, language));
    all.push(status::no_such_address(language));
    all.push(status::verb_not_allowed("GET, POST", language));
    all.push(status::not_json(language));
    let unread = [Code::OutOfRange, Code::Internal, Code::Unimplemented];
    all.extend(unread.map(|code| unread::of_a_message(Status::new(code, "of the layer below"))));
    all.push(status::unreadable_certificate("it names no office"));
    all.push(status::shutting_down());
    // Where nobody knows the caller, in English; it follows where the answer goes out.
    all.into_iter().map(|status| in_language(status, language)).collect()
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().expect("every status has a reason").reason
}

#[test]
fn every_reason_has_texts_and_every_text_a_reason() {
    let given: BTreeSet<String> = statuses(Language::English).iter().map(reason).collect();
    let written: BTreeSet<String> =
        TEXTS.iter().map(|text| text.reason.to_owned()).chain([OF_THE_COVENANT.into()]).collect();
    assert_eq!(written.len(), TEXTS.len() + 1, "a reason is written twice");
    assert_eq!(given, written);
    for text in TEXTS {
        for words in [text.en, text.nl] {
            assert!(words.len() > 30, "{}: says too little: {words}", text.reason);
            let small = words.starts_with(|c: char| c.is_lowercase());
            assert!(small && !words.ends_with('.'), "{}: {words}", text.reason);
        }
        assert_ne!(text.en, text.nl, "{}", text.reason);
        assert!(texts::find(text.reason).is_some());
    }
}

#[test]
fn every_status_says_what_where_and_in_which_language() {
    for (language, locale) in [(Language::English, "en"), (Language::Dutch, "nl")] {
        for status in statuses(language) {
            let (reason, details) = (reason(&status), status.get_error_details());
            let info = details.error_info().expect("a reason");
            assert_eq!(info.domain, "verwijspunt.nl", "{reason}");
            let local = details.localized_message().expect("a text for people");
            assert_eq!(local.locale, locale, "{reason}");
            let link = &details.help().expect("a link").links[0];
            assert!(link.description.ends_with(&reason), "{reason}: {}", link.description);
            // The page that the link names exists, and says what to do.
            assert!(link.url.starts_with("README.md#connecting-an-agencys-system"), "{}", link.url);
            let readme = include_str!("../../README.md");
            assert!(readme.contains("## Connecting an agency's system\n"), "the section is there");
            let of_covenant = reason.starts_with('(');
            let explained = readme.contains(&format!("`{reason}`"));
            assert!(of_covenant || explained, "the README does not explain {reason}");
            assert!(details.debug_info().is_none(), "{reason}: the inside is not for callers");
            let retried = matches!(
                status.code(),
                Code::Unavailable | Code::ResourceExhausted | Code::Aborted
            ) && reason != "ETAG_MISMATCH";
            assert_eq!(details.retry_info().is_some(), retried, "{reason}: {:?}", status.code());
            // Hours are not waited for by a client that retries by itself.
            let never = status.metadata().contains_key("grpc-retry-pushback-ms");
            assert_eq!(never, matches!(&*reason, "LOOKUP_BUDGET" | "RESTORED"), "{reason}");
            let mut headers = http::HeaderMap::new();
            status.add_header(&mut headers).expect("it fits in trailers");
            assert!(headers.len() >= 2, "{reason}");
        }
    }
}

/// Words that stand in nearly every sentence of one of the languages and in none of the other.
const ENGLISH: [&str; 20] = [
    "the", "and", "not", "with", "your", "you", "this", "that", "are", "which", "has", "have",
    "must", "may", "from", "its", "only", "for", "by", "to",
];
const DUTCH: [&str; 16] = [
    "het", "een", "niet", "wordt", "voor", "deze", "van", "met", "dat", "zijn", "moet", "mag",
    "alleen", "uw", "naar", "bij",
];

/// Which words of the other language stand in a text.
fn foreign<'t>(text: &'t str, other: &[&str]) -> Vec<&'t str> {
    let words = text.split(|c: char| !c.is_alphabetic() && !"._[]".contains(c));
    words.filter(|word| other.contains(word)).collect()
}

#[test]
fn no_sentence_is_in_two_languages() {
    assert_eq!(foreign("een veld: the field", &ENGLISH), ["the"]);
    for (language, other) in [(Language::English, &DUTCH[..]), (Language::Dutch, &ENGLISH[..])] {
        for status in statuses(language) {
            let details = status.get_error_details();
            let local = details.localized_message().expect("a text for people");
            let wrong = details.bad_request().map(|bad| bad.field_violations.iter());
            let rules = wrong.into_iter().flatten().map(|field| field.description.as_str());
            for text in rules.chain([local.message.as_str()]) {
                assert_eq!(foreign(text, other), Vec::<&str>::new(), "{text}");
            }
            // The message is for programmers, whoever reads the rest.
            assert_eq!(
                foreign(status.message(), &DUTCH),
                Vec::<&str>::new(),
                "{}",
                status.message()
            );
        }
    }
    for (english, dutch) in field_texts::all() {
        assert_eq!(foreign(dutch, &ENGLISH), Vec::<&str>::new(), "{dutch}");
        assert_eq!(foreign(english, &DUTCH), Vec::<&str>::new(), "{english}");
    }
}

#[test]
fn the_picture_is_up_to_date() {
    let mut rows = BTreeMap::new();
    for status in statuses(Language::English) {
        let details = status.get_error_details();
        let parts = [
            ("field violations", details.bad_request().is_some()),
            ("precondition", details.precondition_failure().is_some()),
            ("resource", details.resource_info().is_some()),
            ("request id", details.request_info().is_some()),
            ("quota", details.quota_failure().is_some()),
            ("retry after", details.retry_info().is_some()),
        ];
        let there = parts.into_iter().filter(|(_, there)| *there);
        let mut with: Vec<String> = there.map(|(name, _)| name.to_owned()).collect();
        let facts = &details.error_info().expect("a reason").metadata;
        let facts: BTreeSet<&str> = facts.keys().map(String::as_str).collect();
        with.extend(facts.iter().map(|name| format!("metadata.{name}")));
        let code = format!("{:?}", status.code());
        rows.insert((code, reason(&status)), with.join(", "));
    }
    let mut picture = String::from(
        "Every reason that a caller can meet, by gRPC code, and what comes with it.\n\
         Written by src/service/reasons.rs: UPDATE_GOLDEN=1 cargo test --lib reasons\n\n",
    );
    for ((code, reason), with) in rows {
        picture += format!("{code:<19} {reason:<22} {with}").trim_end();
        picture.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/refusals.txt");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &picture).expect("it can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, picture, "look at the change, then UPDATE_GOLDEN=1 cargo test --lib reasons");
}
