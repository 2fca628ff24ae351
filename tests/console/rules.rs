//! The rules that hold for every page and every form, whoever reads or sends it.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::{
    rig::{Browser, Rig},
    story::{BSN, involvement, register},
};

/// Every page that has no id in its address, with somebody for whom it is.
const PAGES: &[(&str, &str)] = &[
    ("/mijn-werk", "s.dewit"),
    ("/registreren", "s.dewit"),
    ("/betrokkenheden", "s.dewit"),
    ("/zorgsignaal", "s.dewit"),
    ("/escalaties", "s.dewit"),
    ("/signalen", "s.dewit"),
    ("/adres", "s.dewit"),
    ("/mijn-werk", "k.visser"),
    ("/signalen", "k.visser"),
    ("/signalen?toon=verstuurd", "k.visser"),
    ("/team", "k.visser"),
    ("/bezwaren", "k.visser"),
    ("/koppeling", "k.visser"),
    ("/werklijst", "f.idrissi"),
    ("/zaken/openen", "f.idrissi"),
    ("/stadsdeel", "f.idrissi"),
    ("/overleggen", "j.verhoeven"),
    ("/waakvlam", "a.bakker"),
    ("/opvolging", "f.idrissi"),
    ("/escalaties", "f.idrissi"),
    ("/signalen", "f.idrissi"),
    ("/koppeling", "f.idrissi"),
    ("/beslissen", "h.smit"),
    ("/cijfers", "l.prins"),
    ("/inzage", "p.officer"),
    ("/bezwaren", "p.officer"),
    ("/logboek", "a.uditeur"),
    ("/vergelijk", "b.heerder"),
    ("/convenant", "f.idrissi"),
    ("/grondslagen", "f.idrissi"),
    ("/grondslagen?soort=kind", "f.idrissi"),
    ("/deelnemers", "f.idrissi"),
    ("/uitleg", "f.idrissi"),
    ("/uitleg?spoor=2&trede=2&categorie=MPG2&gebied=zeeburg", "f.idrissi"),
    ("/ik", "s.dewit"),
    ("/woorden", "s.dewit"),
    ("/toegankelijkheid", "s.dewit"),
];

/// Pages that ask nothing.
const STILL: &[&str] = &["/woorden", "/toegankelijkheid", "/inzage", "/adres", "/vergelijk"];

/// Pages that also ask what is in the covenant.
const OF_THE_COVENANT: &[&str] = &[
    "/convenant",
    "/deelnemers",
    "/grondslagen",
    "/uitleg",
    "/escaleren",
    "/zaken/openen",
    "/logboek",
    "/registreren",
    "/zorgsignaal",
    "/team",
    "/kaart",
    "/overdragen",
];

#[tokio::test]
async fn every_page_takes_at_most_three_calls_and_each_is_in_the_log() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let own = involvement(&register(&school, &[]).await);
    let escalate = format!("{own}/escaleren");
    let (card, over) = (format!("{own}/kaart"), format!("{own}/overdragen"));
    let more = [&own, &escalate, &card, &over].map(|path| (path.as_str(), "s.dewit"));
    for (path, name) in PAGES.iter().copied().chain(more) {
        let browser = rig.browser(name).await;
        let (calls, entries) = (rig.calls(), rig.log().await.len());
        let shown = browser.get(path).await;
        assert_eq!(shown.code, StatusCode::OK, "{path}: {}", shown.body);
        let (calls, entries) = (rig.calls() - calls, rig.log().await.len() - entries);
        assert!(calls <= 3, "{path}: {calls} calls");
        // What is in the covenant is about nobody: asking for it leaves no entry. Whoever is the first to
        // ask for a quarter has it counted, which is an entry of the broker's own.
        let of_covenant = OF_THE_COVENANT.iter().any(|page| path.contains(page));
        let counted = u64::from(path == "/cijfers");
        let entries = u64::try_from(entries).expect("small");
        let fits = (calls..=calls + counted).contains(&entries) || (of_covenant && entries < calls);
        assert!(fits, "{path}: {entries} entries for {calls} calls");
        assert_eq!(calls == 0, STILL.contains(&path), "{path}: {calls} calls");
        assert!(
            shown.body.len() <= 32 * 1024 || path == "/convenant",
            "{path}: {}",
            shown.body.len()
        );
    }
}

#[tokio::test]
async fn unknown_foreign_and_forbidden_are_the_same_page() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let foreign = involvement(&register(&school, &[]).await);
    let unknown = "/betrokkenheden/01970000-0000-7000-8000-00000000dead";
    let mut seen = BTreeSet::new();
    let mut reads = BTreeSet::new();
    for path in [
        foreign.as_str(),
        unknown,
        "/betrokkenheden/geen-id",
        "/zaken/01970000-0000-7000-8000-00000000dead",
        "/escalaties/01970000-0000-7000-8000-00000000dead",
        "/signalen/01970000-0000-7000-8000-00000000dead",
        "/werklijst",
        "/cijfers",
        "/bestaat/niet",
        "/beheer",
    ] {
        let calls = rig.calls();
        let shown = debt.get(path).await;
        assert_eq!(shown.code, StatusCode::NOT_FOUND, "{path}: {}", shown.body);
        if path.starts_with("/betrokkenheden/0") {
            reads.insert(rig.calls() - calls);
        }
        let mut headers: Vec<_> =
            shown.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        seen.insert((headers, shown.body));
    }
    assert_eq!(seen.len(), 1, "the same bytes, headers included");
    assert_eq!(reads, BTreeSet::from([1]), "the same number of reads");
}

#[tokio::test]
async fn every_answer_says_what_a_browser_must_not_do() {
    let rig = Rig::new();
    let (school, nobody) = (rig.browser("s.dewit").await, rig.stranger());
    let shown = [
        school.get("/mijn-werk").await,
        school.get("/bestaat/niet").await,
        nobody.get("/mijn-werk").await,
        nobody.get("/inloggen").await,
        nobody.get("/demo/x").await,
        school.post("/mijn-werk", &[]).await,
    ];
    for one in shown {
        let policy = one.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.split("; ").any(|there| there.trim() == part), "{part}: {policy}");
        }
        assert_eq!(one.header("cache-control"), "no-store");
        assert_eq!(one.header("referrer-policy"), "same-origin");
        assert_eq!(one.header("x-content-type-options"), "nosniff");
        assert_eq!(one.header("content-encoding"), "", "HTML is not compressed");
    }
    let page = school.get("/mijn-werk").await.body;
    for ending in ["css", "js"] {
        let at = page.find("/bestand/console.").expect("files");
        let path = page[at..].split('"').find(|path| path.ends_with(ending));
        let Some(path) = path else { continue };
        let file = nobody.get(path).await;
        assert!(file.header("cache-control").contains("immutable"), "{path}");
    }
    assert_eq!(nobody.get("/bestand/console.0000.css").await.code, StatusCode::NOT_FOUND);
    // The theme stands behind the style sheet of the console, under the same rules.
    let at = page.find("/bestand/thema.").expect("it is dressed");
    assert!(page.find("/bestand/console.").expect("a style sheet") < at);
    let path = page[at..].split('"').next().expect("a path");
    let theme = nobody.get(path).await;
    assert!(theme.header("cache-control").contains("immutable"), "{path}");
    assert_eq!(theme.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(theme.body, ":root{--brand:#00633c;}\n");
}

#[tokio::test]
async fn nobody_without_a_session_sees_a_page() {
    let rig = Rig::new();
    let nobody = rig.stranger();
    for (path, _) in PAGES {
        let shown = nobody.get(path).await;
        assert_eq!(shown.code, StatusCode::SEE_OTHER, "{path}");
        assert!(shown.to().starts_with("/inloggen?terug="), "{path}: {}", shown.to());
    }
    assert_eq!(rig.calls(), 0, "and nothing is asked");
    let mut old = rig.browser("s.dewit").await;
    rig.pass(16);
    assert_eq!(old.get("/mijn-werk").await.code, StatusCode::SEE_OTHER, "16 quiet minutes");
    assert_eq!(old.get("/bel").await.code, StatusCode::NO_CONTENT);
    old.cookie = "vp-demo=0000".to_owned();
    assert_eq!(old.get("/mijn-werk").await.code, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_bsn_is_in_no_answer() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let done = register(&school, &[]).await;
    assert_eq!(done.header("cache-control"), "no-store");
    let mut shown = vec![done.to().to_owned(), school.get(done.to()).await.body];
    for more in [&[("bsn1", "123456789")][..], &[("postcode", "x")], &[("geboren1", "2030-01-01")]]
    {
        let again = register(&school, more).await;
        assert_eq!(again.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
        assert!(again.body.contains("id=fouten") && again.body.contains("<a href=\"#v1-"));
        shown.push(again.body);
    }
    let officer = rig.browser("p.officer").await;
    let made = officer.fill("/inzage", "/inzage", &[("bsn", BSN)]).await;
    assert!(made.body.contains("asisschool"), "{}", made.body);
    shown.push(made.body);
    let unknown = officer.fill("/inzage", "/inzage", &[("bsn", "111222333")]).await;
    assert!(unknown.body.contains("Er is niets geregistreerd."));
    shown.extend(rig.log().await);
    for text in shown {
        assert!(!text.contains(BSN) && !text.contains("123456789"), "{text}");
    }
}

#[tokio::test]
async fn only_our_own_forms_do_something() {
    let rig = Rig::new();
    let (school, other) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let page = school.get("/registreren").await;
    let mut fields = page.form("/registreren");
    fields.push(("bsn1".to_owned(), BSN.to_owned()));
    let before = rig.log().await.len();
    for headers in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("origin", "https://elders.example")],
        &[("origin", "null")],
    ] {
        let shown = school.post_from("/registreren", &fields, headers).await;
        assert_eq!(shown.code, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(!shown.body.contains(BSN));
    }
    assert_eq!(other.post("/registreren", &fields).await.code, StatusCode::FORBIDDEN, "another's");
    let bare: Vec<_> = fields.iter().filter(|(name, _)| name != "bewijs").cloned().collect();
    assert_eq!(school.post("/registreren", &bare).await.code, StatusCode::FORBIDDEN);
    let same = [("origin", "http://localhost:8080")];
    let taken = school.post_from("/registreren", &fields, &same).await;
    assert_eq!(taken.code, StatusCode::UNPROCESSABLE_ENTITY, "it is looked at");
    let since = rig.log().await.split_off(before);
    assert_eq!(since.len(), 6, "each attempt is in the log: {since:?}");
    let refused = since.iter().all(|entry| entry == "FormRefused FOREIGN_FORM");
    assert!(refused, "and nothing was asked of the API: {since:?}");
    // An address never does what a form does.
    for path in ["/mijn-werk/contact", "/regie", "/uitloggen", "/inzage/bezwaar"] {
        assert_eq!(school.get(path).await.code, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn too_much_and_other_kinds_are_refused_unread() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let big = vec![("naam".to_owned(), "x".repeat(1024 * 1024))];
    assert_eq!(school.post("/registreren", &big).await.code, StatusCode::PAYLOAD_TOO_LARGE);
    let send = |kind: &'static str| {
        let request = Request::post("/registreren")
            .header(header::COOKIE, &school.cookie)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin");
        school.send(request.body(Body::from("{}")).expect("a request"))
    };
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain"] {
        assert_eq!(send(kind).await.code, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
}

/// What somebody who means harm types.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\u{202e}gnp.exe",
    "\0",
    "{{7*7}}",
    "'; drop table persons; --",
    "=cmd|' /C calc'!A0",
];

#[tokio::test]
async fn hostile_input_is_refused_or_shown_as_text() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let debt = rig.browser("m.yilmaz").await;
    let fields = ["naam", "functie", "telefoon", "mail", "postcode", "kenmerk", "vanaf", "rol1"];
    for text in HOSTILE {
        for field in fields.iter().chain(&["geboren1", "bsn1", "ingelicht", "personen"]) {
            let shown = register(&school, &[(field, text)]).await;
            let page = match shown.code {
                StatusCode::SEE_OTHER => debt_sees(&debt, shown.to()).await,
                StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => shown.body,
                other => panic!("{field} {text:?}: {other} {}", shown.body),
            };
            for harm in ["<script>alert", "<img", "\u{202e}", "\0", " onerror=alert(1)>"] {
                let found = page.contains(harm) && !page.contains("&lt;img src=x onerror");
                assert!(!found, "{field} {text:?}: {harm}");
            }
        }
    }
    for query in
        ["?verder=<script>alert(1)</script>", "?gedaan=<script>", "?toon=%00&categorie=%22"]
    {
        let shown = rig
            .browser("f.idrissi")
            .await
            .get(&format!("/werklijst{}", query.replace(['<', '>'], "%3c")))
            .await;
        assert!(!shown.body.contains("<script>alert"), "{query}");
    }
}

/// What another organisation is shown of it.
async fn debt_sees(debt: &Browser<'_>, own: &str) -> String {
    let registered = register(debt, &[("naam", "Murat Yilmaz")]).await;
    let page = debt.get(registered.to()).await.body;
    assert_eq!(debt.get(own).await.code, StatusCode::NOT_FOUND);
    page
}

#[tokio::test]
async fn signing_out_is_at_once_and_for_good() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let page = school.get("/mijn-werk").await;
    let out = school.post("/uitloggen", &page.form("/uitloggen")).await;
    assert_eq!((out.code, out.to()), (StatusCode::SEE_OTHER, "/inloggen"));
    assert!(out.header("clear-site-data").contains("cache"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(school.get("/mijn-werk").await.code, StatusCode::SEE_OTHER, "the old cookie");
    assert_eq!(school.get("/bel").await.code, StatusCode::NO_CONTENT);
    assert!(rig.log().await.iter().any(|entry| entry.starts_with("SignOut")), "it is in the log");
}

#[tokio::test]
async fn the_language_is_the_readers() {
    let rig = Rig::new();
    let mut school = rig.browser("s.dewit").await;
    assert!(school.get("/mijn-werk").await.body.contains("<html lang=\"nl\">"));
    school.language = "en-GB,en;q=0.8";
    assert!(school.get("/mijn-werk").await.body.contains("You do not have to call anybody."));
    let back = school.get("/taal/nl?terug=/zorgsignaal").await;
    assert_eq!(back.to(), "/zorgsignaal");
    assert!(school.get("/mijn-werk").await.body.contains("<html lang=\"nl\">"), "the choice stays");
    assert_eq!(school.get("/taal/nl?terug=//elders.example").await.to(), "/");
}

#[tokio::test]
async fn a_form_is_done_once_however_often_it_is_sent() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let page = school.get("/registreren").await;
    let mut fields = page.form("/registreren");
    let values = [
        ("postcode", "1094AB"),
        ("vanaf", "2026-03-02"),
        ("naam", "S"),
        ("functie", "arts"),
        ("telefoon", "020"),
        ("rol1", "2"),
        ("bsn1", BSN),
    ];
    fields.extend(values.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let first = school.post("/registreren", &fields).await;
    let second = school.post("/registreren", &fields).await;
    assert_eq!(involvement(&first), involvement(&second));
    let listed = school.get("/betrokkenheden").await.body;
    assert_eq!(listed.matches("href=\"/betrokkenheden/0").count(), 1, "one involvement");
}
