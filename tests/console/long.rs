//! Is a long list shown to its end? What stands behind the first page of a list of the API is on the
//! page of the console too, or the page says that there is more.

use axum::http::StatusCode;
use uuid::Uuid;
use verwijspunt::domain::{
    model::{
        audit::Subject,
        ids::{InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        involvement::ContactCard,
        matches::{FollowUp, Match, MatchParty},
        party::{OfficeId, Oin, Party},
        rights::objection::{Decision, RefusedGround, Verdict},
        shown::MatchKind,
        signal::Signal,
        ticket::Ticket,
        time::{Day, Time},
    },
    state::{keys::Key, lookup::Lookup as _, records::Record},
};

use crate::{
    rig::{Rig, SCHOOL},
    story::{BSN, involvement, register},
};

/// Monday 2 March 2026.
const TODAY: Day = Day(20_514);

/// Records that the broker looks at for one page of a search.
const SEARCHED: u32 = 2_000;

/// An id that is older than all that are made in these tests.
pub fn old(n: u32) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(n))
}

fn office(id: &str) -> OfficeId {
    OfficeId::parse(id).expect("an id")
}

/// A match in which a professional of the school owes contact with number `n` by a day.
fn owed(n: u32, professional: &str, due: Day) -> (Key, Record) {
    let party = |involvement: u32, oin: &str, professional_id: &str, name: String| MatchParty {
        involvement: InvolvementId(old(involvement)),
        organisation: Oin::parse(oin).expect("an OIN"),
        card: ContactCard {
            professional_id: professional_id.to_owned(),
            name,
            function: "arts".to_owned(),
            phone: format!("020-555{n:04}"),
            email: String::new(),
            deputy: None,
        },
        since: Day(0),
        kind: MatchKind::SamePerson,
        withheld: None,
        follow_up: FollowUp::New,
        gone: false,
        called: None,
        asked: None,
    };
    let id = MatchId(old(n));
    let record = Match {
        id,
        at: Time(0),
        parties: vec![
            party(n, SCHOOL, professional, "Saskia de Wit".to_owned()),
            party(100_000 + n, "00000009000000009001", "x", format!("Partij {n}")),
        ],
        leads: Vec::new(),
        reminded: None,
        due: [due; 3],
        director: office("coordinator-zeeburg"),
    };
    (Key::Match(id), Record::Match(Box::new(record)))
}

/// Where the link of a page to the next one goes.
fn further(page: &str) -> Option<String> {
    let end = page.find("\">Verder</a>")?;
    let begin = page[..end].rfind('"')? + 1;
    Some(page[begin..end].replace("&amp;", "&").replace("&#38;", "&"))
}

#[tokio::test]
async fn the_own_match_behind_thousands_of_colleagues_is_not_nobody() {
    let rig = Rig::new();
    rig.put((0..SEARCHED).map(|n| owed(n, "k.visser", TODAY)).collect()).await;
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    register(&school, &[]).await;
    register(&debt, &[("naam", "Murat Yilmaz"), ("telefoon", "020-5550102")]).await;
    let page = school.get("/mijn-werk").await.body;
    assert!(page.contains("Murat Yilmaz") && page.contains("tel:0205550102"), "{page}");
    assert!(!page.contains("U hoeft niemand te bellen."));
    assert!(!page.contains("Verder</a>"), "it is the only one");
}

#[tokio::test]
async fn the_oldest_term_of_all_comes_first_and_the_fifty_first_has_a_link() {
    let rig = Rig::new();
    // The newest match has the oldest term.
    let due = |n: u32| TODAY.plus_days(300 - i32::try_from(n).expect("few"));
    let school = rig.browser("s.dewit").await;
    let own = InvolvementId(id(&involvement(&register(&school, &[]).await)));
    let owed = |n: u32| {
        let (key, record) = owed(n, "s.dewit", due(n));
        let Record::Match(mut matched) = record else { unreachable!("it is a match") };
        matched.parties[0].involvement = own;
        (key, Record::Match(matched))
    };
    rig.put((1..=201).map(owed).collect()).await;
    let page = school.get("/mijn-werk").await.body;
    let at = |name: &str| page.find(name);
    assert!(at("Partij 201<").is_some() && at("Partij 201<") < at("Partij 200<"), "{page}");
    assert!(page.contains("201 meldingen wachten"));
    assert!(page.contains("Hier staan nummer 1 tot en met 50 van 201."));
    let mut seen = page.matches("<strong>Partij ").count();
    let mut page = page;
    while let Some(on) = further(&page) {
        page = school.get(&on).await.body;
        seen += page.matches("<strong>Partij ").count();
    }
    assert_eq!(seen, 201, "every one is on one of the pages");
    assert!(page.contains("Hier staan nummer 201 tot en met 201 van 201."));
}

#[tokio::test]
async fn a_team_is_counted_whole() {
    let rig = Rig::new();
    rig.put((0..450).map(|n| owed(n, "s.dewit", TODAY)).collect()).await;
    let page = rig.browser("k.visser").await.get("/team").await.body;
    assert!(page.contains(">450<"), "{page}");
}

#[tokio::test]
async fn the_matches_of_an_involvement_are_found_behind_hundreds_of_others() {
    let rig = Rig::new();
    rig.put((0..201).map(|n| owed(n, "s.dewit", TODAY)).collect()).await;
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let own = involvement(&register(&school, &[]).await);
    register(&debt, &[("naam", "Murat Yilmaz")]).await;
    let page = school.get(&own).await.body;
    assert_eq!(page.matches("action=\"/regie\"").count(), 1, "{page}");
}

/// The id in an address.
pub fn id(path: &str) -> Uuid {
    let last = path.split('?').next().and_then(|path| path.rsplit('/').next());
    Uuid::parse_str(last.expect("an id")).expect("an id")
}

#[tokio::test]
async fn a_new_objection_is_not_hidden_by_decided_ones() {
    let rig = Rig::new();
    let (school, officer) = (rig.browser("s.dewit").await, rig.browser("p.officer").await);
    let coordinator = rig.browser("k.visser").await;
    register(&school, &[]).await;
    let mut form = officer.get("/inzage").await.form("/inzage/bezwaar");
    form.push(("bsn".to_owned(), BSN.to_owned()));
    let registered = officer.post("/inzage/bezwaar", &form).await;
    assert_eq!(registered.to(), "/bezwaren?gedaan=bezwaar", "{}", registered.body);
    let (_, new) = form.iter().find(|(name, _)| name == "formulier").expect("its id");
    let new = ObjectionId(id(new));
    let loaded = rig.load(Key::Objection(new)).await;
    let objection = loaded.objection(new).expect("it is kept");
    let decided = |n: u32| {
        let mut older = objection.clone();
        older.id = ObjectionId(old(n));
        older.person = None;
        for part in &mut older.parts {
            part.decision =
                Decision::Decided(Verdict::Refused(RefusedGround::ChildSafety), Time(0));
        }
        (Key::Objection(older.id), Record::Objection(Box::new(older)))
    };
    rig.put((0..201).map(decided).collect()).await;
    let page = coordinator.get("/bezwaren").await.body;
    assert!(page.contains(&format!("name=\"bezwaar\" value=\"{}\"", new.0)), "{page}");
    assert!(!page.contains("Er ligt geen bezwaar."));
    // For the privacy officer the one that is still to be decided comes first.
    let page = officer.get("/bezwaren").await.body;
    let first = page.split("id=\"b-2\"").next().expect("a first card");
    let pending = "nog te beslissen";
    assert!(first.contains(pending) && page.matches(pending).count() == 1, "{page}");
    assert!(page.contains("Hier staan nummer 1 tot en met 50 van 202."), "{page}");
}

#[tokio::test]
async fn a_crisis_behind_hundreds_of_signals_comes_first() {
    let rig = Rig::new();
    let (police, coordinator) = (rig.browser("r.pinas").await, rig.browser("f.idrissi").await);
    let fields = [
        ("gevaar", "2"),
        ("besproken", "1"),
        ("postcode", "1094 AB"),
        ("naam", "Ruben Pinas"),
        ("functie", "wijkagent"),
        ("telefoon", "020-5550104"),
        ("rol1", "1"),
        ("geboren1", "2016-05-01"),
        ("bsn1", BSN),
    ];
    let sent = police.fill("/zorgsignaal", "/zorgsignaal", &fields).await;
    assert_eq!(sent.code, StatusCode::SEE_OTHER, "{}", sent.body);
    let new = SignalId(id(sent.to()));
    let loaded = rig.load(Key::Signal(new)).await;
    let signal = loaded.signal(new).expect("it is kept");
    let more = |n: u32| {
        let crisis = n == 250;
        let other = Signal { id: SignalId(old(n)), crisis, case: None, ..signal.clone() };
        (Key::Signal(other.id), Record::Signal(Box::new(other)))
    };
    rig.put((1..=250).map(more).collect()).await;
    let page = coordinator.get("/signalen").await.body;
    let first = page.split("id=\"s1\"").next().expect("a first card");
    assert!(first.contains(&format!("/signalen/{}", old(250))), "{page}");
    assert!(page.contains("Hier staan nummer 1 tot en met 50 van 251."), "{page}");
}

#[tokio::test]
async fn the_alderman_has_a_way_to_the_fifty_first_knot() {
    let rig = Rig::new();
    let (school, alderman) = (rig.browser("s.dewit").await, rig.browser("h.smit").await);
    let open = format!("{}/escaleren", involvement(&register(&school, &[]).await));
    let facts = [("spoor", "1"), ("knelpunt", "1"), ("categorie", "MPG2")];
    let opened = school.fill(&open, &open, &facts).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let new = TicketId(id(opened.to()));
    let loaded = rig.load(Key::Ticket(new)).await;
    let ticket = loaded.ticket(new).expect("it is kept");
    let more = |n: u32| {
        let handlers = vec![Party::Office(office("region-portfolio-holder"))];
        let other = Ticket { id: TicketId(old(n)), handlers, ..ticket.clone() };
        (Key::Ticket(other.id), Record::Ticket(Box::new(other)))
    };
    rig.put((0..51).map(more).collect()).await;
    let page = alderman.get("/beslissen").await.body;
    let on = further(&page).expect("a link to the next page");
    let page = alderman.get(&on).await.body;
    assert!(page.contains(&format!("/beslissen/{}", old(50))), "{page}");
}

#[tokio::test]
async fn the_overview_for_a_person_names_everybody_who_looked() {
    let rig = Rig::new();
    let (school, officer) = (rig.browser("s.dewit").await, rig.browser("p.officer").await);
    let own = InvolvementId(id(&involvement(&register(&school, &[]).await)));
    for _ in 0..250 {
        rig.looked(SCHOOL, "ListInvolved", Subject::Involvement(own)).await;
    }
    let made = officer.fill("/inzage", "/inzage", &[("bsn", BSN)]).await;
    assert_eq!(made.body.matches(">ListInvolved<").count(), 250, "{}", made.body);
}
