//! Is every act offered to whoever must do it, in either language, and to nobody else?

use std::collections::BTreeSet;

use axum::http::StatusCode;
use uuid::Uuid;
use verwijspunt::domain::{
    model::{
        ids::{InvolvementId, TicketId},
        involvement::Involvement,
        party::Party,
        ticket::Ticket,
    },
    state::{keys::Key, lookup::Lookup as _, records::Record},
};

use crate::{
    long::{id, old},
    rig::{Browser, Rig, Shown, with},
    story::{BSN, involvement, register},
};

/// What the police write about a child in acute danger.
const ACUTE: &[(&str, &str)] = &[
    ("gevaar", "1"),
    ("besproken", "1"),
    ("postcode", "1094AB"),
    ("naam", "Ruben Pinas"),
    ("functie", "wijkagent"),
    ("telefoon", "020-5550104"),
    ("rol1", "1"),
    ("geboren1", "2016-05-01"),
    ("bsn1", BSN),
];

/// A family that the district's coordinator takes up, of whom Bureau Jeugdzorg is involved.
async fn taken_up(rig: &Rig) -> String {
    register(&rig.browser("a.bakker").await, &[]).await;
    let fields = [("gebied", "zeeburg"), ("categorie", "MPG1"), ("maatregel", "1"), ("bsn3", BSN)];
    let coordinator = rig.browser("f.idrissi").await;
    let opened = coordinator.fill("/zaken/openen", "/zaken/openen", &fields).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    opened.to().split('?').next().expect("a path").to_owned()
}

/// A valid BSN of somebody else.
const OTHER: &str = "111222333";

/// Where the forms of a page go, the way out apart.
fn acts(shown: &Shown) -> Vec<&str> {
    let forms = shown.body.split("method=\"post\"").skip(1);
    let places = forms.filter_map(|form| form.split("action=\"").nth(1)?.split('"').next());
    places.filter(|place| *place != "/uitloggen").collect()
}

#[tokio::test]
async fn an_acute_signal_is_taken_up_in_two_clicks_from_the_mail() {
    let rig = Rig::new();
    let (police, agency) = (rig.browser("r.pinas").await, rig.browser("c.jong").await);
    let nobody = "U hoeft niemand te bellen.";
    assert!(agency.get("/mijn-werk").await.body.contains(nobody));
    let sent = police.fill("/zorgsignaal", "/zorgsignaal", ACUTE).await;
    assert_eq!(sent.code, StatusCode::SEE_OTHER, "{}", sent.body);
    let signal = sent.to().split('?').next().expect("a path").to_owned();

    // The link of the mail leads to the first page, which says what waits.
    let first = agency.get(agency.get("/").await.to()).await;
    let alarm =
        first.body.split("class=\"notice late\"").nth(1).and_then(|p| p.split("</p>").next());
    assert!(alarm.is_some_and(|alarm| alarm.contains("href=\"/signalen\"")), "{}", first.body);
    assert!(!first.body.contains(nobody), "{}", first.body);
    // The first click, and the second.
    let page = agency.get("/signalen").await;
    assert!(page.body.contains("tel:0205550104"), "{}", page.body);
    // The form of its own page is the same one; there it can be referred and its outcome told besides.
    let alone = agency.get(&signal).await;
    assert!(acts(&alone).contains(&format!("{signal}/uitkomst").as_str()), "{}", alone.body);
    // Whoever is only informed, or sent it, is offered nothing that would be refused.
    for name in ["f.idrissi", "r.pinas"] {
        let other = rig.browser(name).await.get(&signal).await;
        assert_eq!((other.code, acts(&other)), (StatusCode::OK, Vec::new()), "{}", other.body);
    }
    let taken = agency.post(&signal, &page.form(&signal)).await;
    assert_eq!(taken.to(), "/signalen?gedaan=opgepakt", "{}", taken.body);
    assert!(agency.get("/mijn-werk").await.body.contains(nobody), "nothing waits any more");

    // Whoever sent it finds it in the menu, with what became of it.
    let menu = police.get("/mijn-werk").await;
    assert!(menu.body.contains("href=\"/signalen\""), "{}", menu.body);
    let found = police.get("/signalen").await;
    assert!(found.body.contains(&signal) && found.body.contains("opgepakt"), "{}", found.body);
    // A colleague of the agency who has nothing to do with it is told nothing.
    let colleague = rig.browser("a.bakker").await;
    assert!(!colleague.get("/signalen").await.body.contains(&signal));
    assert_eq!(colleague.get(&signal).await.code, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_lies_with_its_target_is_its_openers_to_move() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let own = involvement(&register(&school, &[]).await);
    let other = InvolvementId(id(&involvement(&register(&debt, &[("naam", "M. Yilmaz")]).await)));
    let loaded = rig.load(Key::Involvement(other)).await;
    let target = loaded.involvement(other).expect("it is kept").organisation;
    let open = format!("{own}/escaleren");
    let against = target.to_string();
    let facts = [("spoor", "2"), ("knelpunt", "4"), ("tegen", &*against), ("categorie", "MPG2")];
    let opened = school.fill(&open, &open, &facts).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let new = TicketId(id(opened.to()));
    let loaded = rig.load(Key::Ticket(new)).await;
    let ticket = loaded.ticket(new).expect("it is kept").clone();
    // As the first step of the guide after an absence: it lies with the organisation that it is against.
    let handlers = vec![Party::Organisation(target)];
    let lies = Ticket { id: TicketId(old(1)), handlers, ..ticket };
    let path = format!("/escalaties/{}", lies.id.0);
    rig.put(vec![(Key::Ticket(lies.id), Record::Ticket(Box::new(lies)))]).await;

    let page = school.get(&path).await;
    for act in ["opgelost", "hoger", "overdragen", "intrekken"] {
        let act = format!("{path}/{act}");
        assert!(acts(&page).contains(&act.as_str()), "{act}: {}", page.body);
    }
    let answers = rig.browser("n.visser").await.get(&path).await;
    assert_eq!((answers.code, acts(&answers)), (StatusCode::OK, Vec::new()), "{}", answers.body);
    let mut up = page.form(&format!("{path}/hoger"));
    up.extend([("trede", "2"), ("overslaan", "0")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    let raised = school.post(&format!("{path}/hoger"), &up).await;
    assert_eq!(raised.to(), format!("{path}?gedaan=hoger"), "{}", raised.body);
}

#[tokio::test]
async fn an_office_can_act_in_either_language() {
    let rig = Rig::new();
    let (school, mut office) = (rig.browser("s.dewit").await, rig.browser("f.idrissi").await);
    let open = format!("{}/escaleren", involvement(&register(&school, &[]).await));
    let facts = [("spoor", "1"), ("knelpunt", "1"), ("categorie", "at-risk")];
    let opened = school.fill(&open, &open, &facts).await;
    let path = opened.to().split('?').next().expect("a path").to_owned();
    let up = format!("{path}/hoger");
    let raised = school.fill(&path, &up, &[("trede", "2"), ("overslaan", "0")]).await;
    assert_eq!(raised.to(), format!("{path}?gedaan=hoger"), "{}", raised.body);
    let dutch = office.get(&path).await;
    office.language = "en";
    let english = office.get(&path).await;
    assert!(english.body.contains("<html lang=\"en\">"));
    assert_eq!(acts(&dutch), acts(&english));
    assert!(acts(&english).contains(&format!("{path}/opgelost").as_str()), "{}", english.body);
}

/// Sends a form for which the second factor is too old, proves it, and shows where that leads.
async fn proved(browser: &Browser<'_>, action: &str, fields: &[(String, String)]) -> Shown {
    let asked = browser.post(action, fields).await;
    let to = asked.to();
    assert!(to.starts_with("/inloggen/opnieuw"), "{action}: {} {to} {}", asked.code, asked.body);
    let proved = browser.fill(to, "/inloggen/opnieuw", &[]).await;
    let shown = browser.get(proved.to()).await;
    assert_eq!(shown.code, StatusCode::OK, "{action} leads to {}: {}", proved.to(), shown.body);
    shown
}

/// What every form of a session carries: its own id, and the proof that it is one of ours.
async fn bare(browser: &Browser<'_>) -> Vec<(String, String)> {
    let page = browser.get("/ik").await.body;
    let proof = page.split("name=bewijs value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = Uuid::now_v7().to_string();
    vec![("formulier".to_owned(), id), ("bewijs".to_owned(), proof.expect("it").to_owned())]
}

#[tokio::test]
async fn nothing_is_lost_by_proving_who_one_is() {
    let rig = Rig::new();
    let case = taken_up(&rig).await;
    let own = involvement(&register(&rig.browser("s.dewit").await, &[]).await);
    let end = format!("{own}/beeindigen");
    let unknown = old(9).to_string();
    let (confirm, close) = (format!("{case}/bevestigen"), format!("{case}/afsluiten"));
    let sent = [
        ("s.dewit", &*end, vec![("reden", "2")]),
        ("f.idrissi", &close, vec![("reden", "1"), ("hulp", "1"), ("borging", "1")]),
        ("f.idrissi", &confirm, vec![("etag", "of yesterday")]),
        ("f.idrissi", "/zaken/openen", vec![("gebied", "zeeburg"), ("bsn1", BSN)]),
        ("k.visser", "/bezwaren", vec![("bezwaar", &*unknown), ("beslissing", "1")]),
    ];
    for (name, action, fields) in sent {
        let browser = rig.browser(name).await;
        rig.pass(12);
        let kept = proved(&browser, action, &with(&bare(&browser).await, &fields)).await;
        assert!(kept.body.contains("Er is nog niets veranderd."), "{action}: {}", kept.body);
        assert!(!kept.body.contains(BSN), "{action}");
        let sent = browser.post(action, &kept.form(action)).await;
        assert!(!sent.to().starts_with("/inloggen"), "{action}: {}", sent.body);
        if action == end {
            assert_eq!(sent.to(), "/betrokkenheden?gedaan=vernietigd", "{}", sent.body);
        }
    }
    // Of a form that holds a citizen service number only, nothing can be kept: that is said.
    for action in ["/inzage", "/inzage/bezwaar"] {
        let officer = rig.browser("p.officer").await;
        rig.pass(12);
        let form = with(&bare(&officer).await, &[("bsn", BSN)]);
        let shown = proved(&officer, action, &form).await;
        assert!(shown.body.contains("Er is nog niets gedaan."), "{action}: {}", shown.body);
        assert!(!shown.body.contains(BSN) && acts(&shown).contains(&action), "{action}");
    }
}

#[tokio::test]
async fn who_stands_in_is_shown_and_stays_on_the_card() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let deputy = [("vervanger", "Rianne Post"), ("vervanger-telefoon", "020-5550177")];
    let own = involvement(&register(&school, &deputy).await);
    let other = involvement(&register(&debt, &[("naam", "Murat Yilmaz")]).await);
    let sees = async || {
        let page = debt.get(&other).await.body;
        page.contains("Rianne Post") && page.contains("tel:0205550177")
    };
    assert!(sees().await, "{}", debt.get(&other).await.body);
    // Another number of her own, and nothing else.
    let card = format!("{own}/kaart");
    let form = school.get(&card).await.filled(&card);
    let changed = school.post(&card, &with(&form, &[("telefoon", "020-5550109")])).await;
    assert_eq!(changed.to(), format!("{own}?gedaan=kaart"), "{}", changed.body);
    assert!(debt.get(&other).await.body.contains("tel:0205550109"));
    assert!(sees().await, "who stands in is still there");
    // What is wrong with it stands at its field.
    let form = school.get(&card).await.filled(&card);
    let wrong = school.post(&card, &with(&form, &[("vervanger", "")])).await;
    assert_eq!(wrong.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(wrong.body.contains("id=\"v1-vervanger-p\""), "{}", wrong.body);
}

#[tokio::test]
async fn whoever_leaves_hands_everything_over_and_it_is_counted() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let first = InvolvementId(id(&involvement(&register(&school, &[]).await)));
    let loaded = rig.load(Key::Involvement(first)).await;
    let kept = loaded.involvement(first).expect("it is kept").clone();
    let more = |n: u32| {
        let other = Involvement { id: InvolvementId(old(n)), ..kept.clone() };
        (Key::Involvement(other.id), Record::Involvement(Box::new(other)))
    };
    rig.put((1..=100).map(more).collect()).await;

    let team = rig.browser("k.visser").await;
    let to = [
        ("nummer", "l.nieuw"),
        ("naam", "Lotte Nieuw"),
        ("functie", "schoolmaatschappelijk werker"),
        ("telefoon", "020-5550188"),
    ];
    let form = team.get("/team").await.filled("/team");
    let unknown = team.post("/team", &with(&with(&form, &to), &[("van", "s.dewitt")])).await;
    assert_eq!(unknown.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", unknown.body);
    assert!(unknown.body.contains("id=\"v1-van-p\""), "at its field: {}", unknown.body);
    assert!(unknown.body.contains("Lotte Nieuw"), "and nothing has to be filled in again");

    let sent = with(&with(&unknown.filled("/team"), &to), &[("van", "s.dewit")]);
    for time in ["once", "the same form once more"] {
        let done = team.post("/team", &sent).await;
        assert_eq!(done.code, StatusCode::SEE_OTHER, "{time}: {}", done.body);
        let page = team.get(done.to()).await.body;
        assert!(page.contains("101 betrokkenheden zijn overgedragen"), "{time}: {page}");
    }
    for one in [first, InvolvementId(old(1)), InvolvementId(old(100))] {
        let loaded = rig.load(Key::Involvement(one)).await;
        let card = &loaded.involvement(one).expect("it is kept").card;
        assert_eq!(card.professional_id, "l.nieuw");
    }
}

#[tokio::test]
async fn a_page_of_before_undoes_no_correction_of_who_was_there() {
    let rig = Rig::new();
    register(&rig.browser("s.dewit").await, &[]).await;
    let case = taken_up(&rig).await;
    let coordinator = rig.browser("f.idrissi").await;
    let held = format!("{case}/mijlpaal");
    for milestone in ["local-family-meeting", "executors-meeting"] {
        let said = [("mijlpaal", milestone), ("dag", "2026-03-02")];
        let recorded = coordinator.fill(&case, &held, &said).await;
        assert_eq!(recorded.code, StatusCode::SEE_OTHER, "{milestone}: {}", recorded.body);
    }
    let page = coordinator.get(&case).await.body;
    let parties = page.split("name=\"partij").skip(1).filter_map(|rest| rest.split('"').next());
    let parties: BTreeSet<String> = parties.map(str::to_owned).collect();
    let parties = parties.into_iter().collect::<Vec<_>>();
    let [one, other] = parties.as_slice() else { panic!("two are involved: {parties:?}") };

    let presence = format!("{case}/aanwezigheid");
    let (was_one, was_other) = (format!("was{one}"), format!("was{other}"));
    let record = async |form: &[(String, String)], other: &[(&str, &str)]| {
        let recorded = coordinator.post(&presence, &with(form, other)).await;
        assert_eq!(recorded.code, StatusCode::SEE_OTHER, "{}", recorded.body);
    };
    let both = coordinator.get(&case).await.filled(&presence);
    record(&both, &[(&was_one, "1"), (&was_other, "1")]).await;
    // Two browsers show the same; each corrects another organisation.
    let first = coordinator.get(&case).await.filled(&presence);
    let second = coordinator.get(&case).await.filled(&presence);
    record(&first, &[(&was_one, "2")]).await;
    record(&second, &[(&was_other, "2")]).await;
    let now = coordinator.get(&case).await.filled(&presence);
    for was in [&was_one, &was_other] {
        let stands = now.iter().find(|(name, _)| name == was).map(|(_, value)| value.as_str());
        assert_eq!(stands, Some("2"), "{was}: both corrections stand");
    }
}

#[tokio::test]
async fn who_was_named_wrongly_is_taken_out_before_anybody_sees_another() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let (police, coordinator) = (rig.browser("r.pinas").await, rig.browser("f.idrissi").await);
    let child = involvement(&register(&school, &[]).await);
    let stranger = [("naam", "Murat Yilmaz"), ("rol1", "2"), ("geboren1", ""), ("bsn1", OTHER)];
    let stranger = involvement(&register(&debt, &stranger).await);
    let sent = [("gevaar", "2"), ("rol2", "2"), ("bsn2", OTHER)];
    let kept = ACUTE.iter().filter(|(name, _)| *name != "gevaar");
    let fields: Vec<_> = kept.chain(&sent).copied().collect();
    let sent = police.fill("/zorgsignaal", "/zorgsignaal", &fields).await;
    assert_eq!(sent.code, StatusCode::SEE_OTHER, "{}", sent.body);

    let list = coordinator.get("/werklijst").await.body;
    let case = list.split("href=\"/zaken/0").nth(1).and_then(|rest| rest.split('"').next());
    let case = format!("/zaken/0{}", case.expect("a case"));
    let page = coordinator.get(&case).await;
    let out = format!("{case}/persoon-eruit");
    let persons = format!("{case}/personen");
    assert_eq!(acts(&page).iter().filter(|act| **act == out).count(), 2, "{}", page.body);
    // They stand in the order in which they were named: the second one is the stranger.
    let second = page.body.split(&format!("action=\"{out}\"")).nth(2).expect("a second one");
    let second =
        second.split("name=\"persoon\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = with(&page.form(&out), &[("persoon", second.expect("a person"))]);
    let taken_out = coordinator.post(&out, &form).await;
    assert_eq!(taken_out.to(), format!("{case}?gedaan=vastgelegd"), "{}", taken_out.body);
    let page = coordinator.get(&case).await;
    assert!(!acts(&page).contains(&&*out), "the last one stays: {}", page.body);
    assert!(!page.body.contains("samen genoemd"), "nobody is left to be kept apart from");
    for (browser, own) in [(&school, &child), (&debt, &stranger)] {
        let page = browser.get(own).await.body;
        assert!(page.contains("Er is verder niemand betrokken"), "{page}");
    }

    // Whoever was forgotten is put in; what is wrong stands at its row, and no number is shown again.
    let wrong = coordinator.fill(&case, &persons, &[("bsn2", "123456789")]).await;
    assert_eq!(wrong.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(
        wrong.body.contains("-bsn2-p\"") && !wrong.body.contains("123456789"),
        "{}",
        wrong.body
    );
    let added = coordinator.fill(&case, &persons, &[("bsn1", OTHER)]).await;
    assert_eq!(added.to(), format!("{case}?gedaan=vastgelegd"), "{}", added.body);
    assert!(school.get(&child).await.body.contains("Murat Yilmaz"));
}

#[tokio::test]
async fn watch_goes_on_after_the_case_is_closed() {
    let rig = Rig::new();
    register(&rig.browser("a.bakker").await, &[]).await;
    let director = rig.browser("j.verhoeven").await;
    let fields = [("gebied", "zeeburg"), ("categorie", "MPG3"), ("maatregel", "2"), ("bsn1", BSN)];
    let opened = director.fill("/zaken/openen", "/zaken/openen", &fields).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let case = opened.to().split('?').next().expect("a path").to_owned();
    let close = [("reden", "2"), ("hulp", "1"), ("borging", "1"), ("voogd", "1")];
    let closed = director.fill(&case, &format!("{case}/afsluiten"), &close).await;
    assert_eq!(closed.code, StatusCode::SEE_OTHER, "{}", closed.body);

    let watch = format!("{case}/waakvlam");
    let begun = director.fill(&case, &watch, &[]).await;
    assert_eq!(begun.to(), format!("{case}?gedaan=vastgelegd"), "{}", begun.body);
    let look = [("dag", "2026-03-02"), ("bevinding", "1")];
    let looked = director.fill(&case, &watch, &look).await;
    assert_eq!(looked.to(), format!("{case}?gedaan=vastgelegd"), "{}", looked.body);
    let page = director.get(&case).await;
    let forms = acts(&page).into_iter().filter(|act| *act == watch).count();
    assert_eq!(forms, 2, "another look, or the end: {}", page.body);
    let stop = page.body.split(&format!("action=\"{watch}\"")).nth(2).expect("the end");
    let stop = stop.split("name=\"wat\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = with(&page.form(&watch), &[("wat", stop.expect("an act"))]);
    let stopped = director.post(&watch, &form).await;
    assert_eq!(stopped.to(), format!("{case}?gedaan=vastgelegd"), "{}", stopped.body);
}
