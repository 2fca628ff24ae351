//! Does the console do what people come for? From a registration to a ruling, by forms.

use axum::http::StatusCode;

use crate::rig::{Browser, Rig, SCHOOL, Shown};

/// A valid BSN of nobody.
pub const BSN: &str = "999993653";

/// Fills in a registration of one child.
pub async fn register(browser: &Browser<'_>, more: &[(&str, &str)]) -> Shown {
    let usual = [
        ("postcode", "1094 AB"),
        ("vanaf", "2026-03-02"),
        ("naam", "Saskia de Wit"),
        ("functie", "schoolmaatschappelijk werker"),
        ("telefoon", "020-5550101"),
        ("ingelicht", "later"),
        ("rol1", "1"),
        ("geboren1", "2016-05-01"),
        ("bsn1", BSN),
    ];
    let kept = usual.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let fields: Vec<_> = kept.chain(more).copied().collect();
    browser.fill("/registreren", "/registreren", &fields).await
}

/// The path of the involvement after registering.
pub fn involvement(shown: &Shown) -> String {
    assert_eq!(shown.code, StatusCode::SEE_OTHER, "{}", shown.body);
    shown.to().split('?').next().expect("a path").to_owned()
}

#[tokio::test]
async fn from_a_registration_to_a_telephone_number() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    assert!(school.get("/mijn-werk").await.body.contains("U hoeft niemand te bellen."));
    let first = register(&school, &[("kenmerk", "2026-0412")]).await;
    let page = school.get(first.to()).await;
    assert!(page.body.contains("Geregistreerd.") && page.body.contains("2026-0412"));
    let second = register(&debt, &[("naam", "Murat Yilmaz"), ("telefoon", "020-5550102")]).await;
    let page = debt.get(second.to()).await;
    assert!(page.body.contains("Saskia de Wit") && page.body.contains("020-5550101"));
    assert!(!page.body.contains("2026-0412"), "the school's own reference is the school's");

    // From the first page to the telephone number: no click at all.
    let page = school.get("/mijn-werk").await;
    assert!(page.body.contains("Murat Yilmaz") && page.body.contains("tel:0205550102"));
    assert!(page.body.contains("nog 5 werkdagen"), "{}", page.body);
    let hidden = page.form("/mijn-werk");
    let done = school.post("/mijn-werk", &hidden).await;
    assert_eq!(done.code, StatusCode::SEE_OTHER);
    assert!(school.get(done.to()).await.body.contains("Contact vastgelegd."));
    // The same form once more, as by a second press: nothing more happens.
    assert_eq!(school.post("/mijn-werk", &hidden).await.code, StatusCode::SEE_OTHER);
    assert!(school.get("/mijn-werk").await.body.contains("U hoeft niemand te bellen."));

    // A colleague without the involvement sees nothing of it; who coordinates sees the team's.
    let team = rig.browser("k.visser").await;
    assert_eq!(team.get("/team").await.code, StatusCode::OK);
    let own = involvement(&first);
    assert_eq!(debt.get(&own).await.code, StatusCode::NOT_FOUND);

    // Another card, the function out of the covenant's list; what is not in it is told at its field, with
    // what was filled in kept and the same request.
    let page = format!("{own}/kaart");
    let shown = school.get(&page).await;
    assert!(shown.body.contains("<option value=\"OTHER\">een andere functie"), "{}", shown.body);
    let card = [("naam", "Saskia de Wit"), ("functie", "tovenaar"), ("telefoon", "020-5550109")];
    let wrong = school.fill(&page, &page, &card).await;
    assert_eq!(wrong.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert!(wrong.body.contains("id=\"v1-functie-p\"") && wrong.body.contains("020-5550109"));
    let mut again = wrong.form(&page);
    let right = [("naam", "Saskia de Wit"), ("functie", "OTHER"), ("telefoon", "020-5550109")];
    again.extend(right.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let changed = school.post(&page, &again).await;
    assert_eq!(changed.to(), format!("{own}?gedaan=kaart"), "{}", changed.body);
    assert!(school.get(&own).await.body.contains("tel:0205550109"), "the new card");
    let over = format!("{own}/overdragen");
    let nobody = school.fill(&over, &over, &right).await;
    assert_eq!(nobody.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.body);
    let renewed = school.fill(&own, &format!("{own}/verlengen"), &[("einde", "2028-03-02")]).await;
    assert_eq!(renewed.code, StatusCode::SEE_OTHER, "{}", renewed.body);
    let ended = school.fill(&own, &format!("{own}/beeindigen"), &[("reden", "1")]).await;
    assert_eq!(ended.to(), "/betrokkenheden?gedaan=beeindigd", "{}", ended.body);
    assert!(school.get(&own).await.body.contains("Beëindigd: contactgegevens van anderen"));
}

#[tokio::test]
async fn a_knot_climbs_to_the_alderman_who_proves_that_it_is_her() {
    let rig = Rig::new();
    let (school, debt) = (rig.browser("s.dewit").await, rig.browser("m.yilmaz").await);
    let own = involvement(&register(&school, &[]).await);
    register(&debt, &[("naam", "Murat Yilmaz")]).await;
    let page = school.get(&format!("{own}/escaleren")).await;
    let target = page.body.split("<option value=\"").filter(|one| one.contains("Schuld"));
    let target = target.filter_map(|one| one.split('"').next()).next().expect("a target");
    let facts = [("spoor", "2"), ("knelpunt", "4"), ("tegen", target), ("categorie", "MPG2")];
    let open = format!("{own}/escaleren");
    let opened = school.fill(&open, &open, &facts).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let ticket = opened.to().split('?').next().expect("a path").to_owned();
    let page = school.get(&ticket).await;
    assert!(page.body.contains("Hulp niet geleverd") && page.body.contains("aria-current=step"));

    let up = format!("{ticket}/hoger");
    let stale = page.form(&up);
    let fields = [("trede", "2"), ("overslaan", "0")];
    let raised = school.fill(&ticket, &up, &fields).await;
    assert_eq!(raised.to(), format!("{ticket}?gedaan=hoger"), "{}", raised.body);

    // Somebody who still has the old page open was later: they are told who was earlier.
    let mut late = stale;
    late.extend(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let refused = school.post(&up, &late).await;
    assert_eq!(refused.to(), format!("{ticket}?gedaan=eerder"), "{}", refused.body);
    assert!(school.get(refused.to()).await.body.contains("was eerder"));

    let handler = rig.browser("f.idrissi").await;
    let listed = handler.get("/escalaties").await;
    assert!(listed.body.contains(&ticket), "it lies with the district's coordinator");
    let raised = handler.fill(&ticket, &up, &[("trede", "3"), ("overslaan", "0")]).await;
    assert_eq!(raised.to(), format!("{ticket}?gedaan=hoger"), "{}", raised.body);

    let holders = ["h.smit"];
    let id = ticket.trim_start_matches("/escalaties/").to_owned();
    let mut ruled = false;
    for name in holders {
        let alderman = rig.browser(name).await;
        if !alderman.get("/beslissen").await.body.contains(&id) {
            continue;
        }
        rig.pass(12);
        let rule = format!("/beslissen/{id}");
        let preview = format!("{rule}?wie1={target}&wat1=2&dag1=2026-03-20");
        let page = alderman.get(&preview).await;
        assert!(page.body.contains("Er is nog niets beslist"), "{}", page.body);
        let form = page.form(&rule);
        let asked = alderman.post(&rule, &form).await;
        assert!(asked.to().starts_with("/inloggen/opnieuw"), "{} {}", asked.code, asked.body);
        let proved = alderman.fill(asked.to(), "/inloggen/opnieuw", &[]).await;
        assert_eq!(proved.code, StatusCode::SEE_OTHER);
        let done = alderman.post(&rule, &form).await;
        assert_eq!(done.to(), format!("{ticket}?gedaan=uitspraak"), "{}", done.body);
        assert!(alderman.get(&ticket).await.body.contains("de hulp leveren"));
        ruled = true;
    }
    // With this target the last step lies with the district, whose seat is not in the rig.
    assert!(ruled || school.get(&ticket).await.body.contains("Zeeburg"), "somebody handles it");
}

#[tokio::test]
async fn a_concern_signal_reaches_who_must_act() {
    let rig = Rig::new();
    let (police, coordinator) = (rig.browser("r.pinas").await, rig.browser("f.idrissi").await);
    let fields = [
        ("gevaar", "2"),
        ("besproken", "1"),
        ("postcode", "1094AB"),
        ("naam", "Ruben Pinas"),
        ("functie", "wijkagent"),
        ("telefoon", "020-5550104"),
        ("rol1", "1"),
        ("geboren1", "2016-05-01"),
        ("bsn1", BSN),
    ];
    let unsaid: Vec<_> = fields[2..].to_vec();
    let again = police.fill("/zorgsignaal", "/zorgsignaal", &unsaid).await;
    assert_eq!(again.code, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("Zeg of een kind in acuut gevaar is.") && !again.body.contains(BSN)
    );
    assert!(again.body.contains("Zeg of het besproken is"), "{}", again.body);
    let sent = police.fill("/zorgsignaal", "/zorgsignaal", &fields).await;
    assert_eq!(sent.code, StatusCode::SEE_OTHER, "{}", sent.body);
    let signal = sent.to().split('?').next().expect("a path").to_owned();
    assert!(police.get(sent.to()).await.body.contains("Verstuurd."));
    let page = coordinator.get("/signalen").await;
    assert!(page.body.contains("Ruben Pinas") && page.body.contains("tel:0205550104"));
    let taken = coordinator.post(&signal, &page.form(&signal)).await;
    assert_eq!(taken.code, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(police.get(&signal).await.body.contains("opgepakt"));
    let became = [("uitkomst", "5"), ("soort", "mental-health-care")];
    let said = coordinator.fill(&signal, &format!("{signal}/uitkomst"), &became).await;
    assert_eq!(said.code, StatusCode::SEE_OTHER, "{}", said.body);
    let page = police.get(&signal).await.body;
    assert!(page.contains("gezin verwezen, geestelijke gezondheidszorg"), "{page}");
}

#[tokio::test]
async fn a_coordinator_takes_a_family_up_and_escalates_in_it() {
    let rig = Rig::new();
    let (agency, coordinator) = (rig.browser("a.bakker").await, rig.browser("f.idrissi").await);
    register(&agency, &[]).await;
    let fields = [("gebied", "zeeburg"), ("categorie", "MPG1"), ("maatregel", "1"), ("bsn3", BSN)];
    let unsaid = coordinator.fill("/zaken/openen", "/zaken/openen", &fields[1..]).await;
    assert_eq!(unsaid.code, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!unsaid.body.contains(BSN), "a BSN is not shown again");
    let opened = coordinator.fill("/zaken/openen", "/zaken/openen", &fields).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let case = opened.to().split('?').next().expect("a path").to_owned();
    let page = coordinator.get(&case).await;
    assert!(
        page.body.contains("tel:") && !page.body.contains(BSN),
        "who is involved: {}",
        page.body
    );
    // The district sees that there is one; the school's professional sees no such page.
    let district = coordinator.get("/stadsdeel").await;
    let reference =
        district.body.split("class=ref>").nth(1).and_then(|rest| rest.split('<').next());
    assert!(page.body.contains(reference.expect("a reference")), "the same case");
    assert_eq!(agency.get("/stadsdeel").await.code, StatusCode::NOT_FOUND);
    // Without a family manager the office opens a ticket in its own name.
    let escalate = format!("{case}/escaleren");
    let reason = [("aanleiding", "2"), ("spoor", "1"), ("knelpunt", "1")];
    let opened = coordinator.fill(&escalate, &escalate, &reason).await;
    assert_eq!(opened.code, StatusCode::SEE_OTHER, "{}", opened.body);
    let ticket = coordinator.get(opened.to()).await;
    assert_eq!(ticket.code, StatusCode::OK, "{}", ticket.body);
    assert!(ticket.body.contains("Coördinator") && !ticket.body.contains(BSN), "{}", ticket.body);
}

#[tokio::test]
async fn a_meeting_is_planned_its_presence_recorded_and_another_called_off() {
    let rig = Rig::new();
    let (agency, coordinator) = (rig.browser("a.bakker").await, rig.browser("f.idrissi").await);
    register(&agency, &[]).await;
    let fields = [("gebied", "zeeburg"), ("categorie", "MPG1"), ("maatregel", "1"), ("bsn3", BSN)];
    let opened = coordinator.fill("/zaken/openen", "/zaken/openen", &fields).await;
    let case = opened.to().split('?').next().expect("a path").to_owned();
    let page = coordinator.get(&case).await;
    assert!(page.body.contains("Er staat geen overleg gepland."), "{}", page.body);
    let oin = page.body.split("name=\"partij").nth(1).and_then(|rest| rest.split('"').next());
    let oin = oin.expect("who can be invited").to_owned();
    let invite = format!("partij{oin}");
    let plan = format!("{case}/overleg");
    let meeting = [("overleg", "local-family-meeting"), ("dag", "2026-03-02")];
    let nobody = coordinator.fill(&case, &plan, &meeting).await;
    assert_eq!(nobody.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.body);
    // What is wrong stands at its field, on the page of the case, and what was sent stands there still.
    let wrong_at = |page: &str, field: &str| {
        let form = page.split(&format!("action=\"{plan}\"")).nth(1).unwrap_or_default();
        let form = form.split("</form>").next().unwrap_or_default();
        let field = form.split(&format!("name=\"{field}\"")).nth(1).unwrap_or_default();
        field.split('>').next().unwrap_or_default().contains("aria-invalid=true")
    };
    assert!(wrong_at(&nobody.body, &invite), "{}", nobody.body);
    assert!(!wrong_at(&nobody.body, "overleg"), "{}", nobody.body);
    assert!(nobody.body.contains("value=\"local-family-meeting\" selected"), "{}", nobody.body);
    let past = [meeting[0], ("dag", "2020-01-01"), (invite.as_str(), "ja")];
    let past = coordinator.fill(&case, &plan, &past).await;
    assert_eq!(past.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", past.body);
    assert!(wrong_at(&past.body, "dag") && !wrong_at(&past.body, &invite), "{}", past.body);
    assert!(past.body.contains("value=\"2020-01-01\""), "{}", past.body);
    let all = [meeting[0], meeting[1], (&invite, "ja")];
    let planned = coordinator.fill(&case, &plan, &all).await;
    assert_eq!(planned.code, StatusCode::SEE_OTHER, "{}", planned.body);
    let later = [("overleg", "mdo-plus"), ("dag", "2026-03-16"), (invite.as_str(), "ja")];
    let planned = coordinator.fill(&case, &plan, &later).await;
    assert_eq!(planned.code, StatusCode::SEE_OTHER, "{}", planned.body);
    let page = coordinator.get(&case).await;
    assert!(page.body.contains("Overleggen die komen"), "{}", page.body);
    // Presence can be recorded on the day for which it was planned.
    let presence = format!("{case}/aanwezigheid");
    let was = [(format!("was{oin}"), "1".to_owned())];
    let said: Vec<(String, String)> = page.form(&presence).into_iter().chain(was).collect();
    let recorded = coordinator.post(&presence, &said).await;
    assert_eq!(recorded.code, StatusCode::SEE_OTHER, "{}", recorded.body);
    // What is left is called off.
    let off = format!("{case}/overleg-afzeggen");
    let called_off = coordinator.fill(&case, &off, &[]).await;
    assert_eq!(called_off.code, StatusCode::SEE_OTHER, "{}", called_off.body);
    let page = coordinator.get(&case).await;
    assert!(page.body.contains("Er staat geen overleg gepland."), "{}", page.body);
}

#[tokio::test]
async fn who_chairs_a_meeting_finds_it_and_records_who_was_there() {
    let rig = Rig::new();
    let (agency, coordinator) = (rig.browser("a.bakker").await, rig.browser("f.idrissi").await);
    let chair = rig.browser("j.verhoeven").await;
    register(&agency, &[]).await;
    let fields = [("gebied", "zeeburg"), ("categorie", "MPG1"), ("maatregel", "1"), ("bsn3", BSN)];
    let opened = coordinator.fill("/zaken/openen", "/zaken/openen", &fields).await;
    let case = opened.to().split('?').next().expect("a path").to_owned();
    let menu = "href=\"/overleggen\"";
    let nothing = chair.get("/overleggen").await;
    assert!(
        nothing.body.contains("Er staat geen overleg gepland dat u voorzit."),
        "{}",
        nothing.body
    );
    assert!(nothing.body.contains(menu), "{}", nothing.body);
    assert!(!coordinator.get("/werklijst").await.body.contains(menu), "it chairs nothing");

    let page = coordinator.get(&case).await;
    let oin = page.body.split("name=\"partij").nth(1).and_then(|rest| rest.split('"').next());
    let oin = oin.expect("who can be invited").to_owned();
    let invite = format!("partij{oin}");
    let meeting = [("overleg", "local-family-meeting"), ("dag", "2026-03-02"), (&*invite, "ja")];
    let planned = coordinator.fill(&case, &format!("{case}/overleg"), &meeting).await;
    assert_eq!(planned.code, StatusCode::SEE_OTHER, "{}", planned.body);

    let page = chair.get("/overleggen").await;
    assert!(page.body.contains("Bureau Jeugdzorg"), "{}", page.body);
    for more in ["MPG1", "Zeeburg", BSN, "/zaken/"] {
        assert!(!page.body.contains(more), "{more}: nothing else of the case\n{}", page.body);
    }
    let act = format!("/overleggen/{}", case.trim_start_matches("/zaken/"));
    let nobody = chair.fill("/overleggen", &act, &[]).await;
    assert_eq!(nobody.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.body);
    assert!(nobody.body.contains("aria-invalid=true"), "at its field: {}", nobody.body);
    assert!(nobody.body.contains("noem ten minste één organisatie"), "{}", nobody.body);
    let was = format!("was{oin}");
    let mut said = page.form(&act);
    said.push((was, "2".to_owned()));
    let recorded = chair.post(&act, &said).await;
    assert_eq!(recorded.to(), "/overleggen?gedaan=vastgelegd");
    let page = chair.get("/overleggen").await;
    assert!(page.body.contains("Er staat geen overleg gepland dat u voorzit."), "{}", page.body);
    // Whoever does not chair it is told nothing, not even that there is one.
    let school = rig.browser("k.visser").await;
    let of_session = |name: &str| ["formulier", "bewijs"].contains(&name);
    let mut foreign = school.get("/registreren").await.form("/registreren");
    foreign.retain(|(name, _)| of_session(name));
    foreign.extend(said.into_iter().filter(|(name, _)| !of_session(name)));
    let foreign = school.post(&act, &foreign).await;
    assert_eq!(foreign.code, StatusCode::NOT_FOUND, "{}", foreign.body);
}

#[tokio::test]
async fn the_auditor_reads_the_log_and_that_is_in_it() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let own = involvement(&register(&school, &[]).await);
    school.get(&own).await;
    let auditor = rig.browser("a.uditeur").await;
    let page = auditor.get("/logboek").await;
    assert!(page.body.contains("RegisterInvolvement") && page.body.contains("ListInvolved"));
    assert!(page.body.contains("ListAuditEntries"), "the look itself");
    assert!(!page.body.contains(BSN));
    let checked = auditor.post("/logboek/keten", &page.form("/logboek/keten")).await;
    assert_eq!(checked.code, StatusCode::OK, "{}", checked.body);
    assert!(checked.body.contains("heel"), "{}", checked.body);
    assert_eq!(school.get("/logboek").await.code, StatusCode::NOT_FOUND);
    let coordinator = rig.browser("f.idrissi").await;
    assert_eq!(coordinator.get("/logboek").await.code, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whom_to_call_is_found_by_postcode_and_names_nobody() {
    let rig = Rig::new();
    let school = rig.browser("s.dewit").await;
    let found = school.fill("/adres", "/adres", &[("postcode", "1094 AB")]).await;
    assert_eq!(found.code, StatusCode::OK, "{}", found.body);
    for said in ["tel:020555", "Dan neemt over", "programmamanager gezinsaanpak"] {
        assert!(found.body.contains(said), "{said}: {}", found.body);
    }
    let wrong = school.fill("/adres", "/adres", &[("postcode", "9999 ZZ")]).await;
    assert_eq!(wrong.code, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
}

#[tokio::test]
async fn every_seat_begins_on_its_own_page() {
    let rig = Rig::new();
    for (name, first) in [
        ("s.dewit", "/mijn-werk"),
        ("k.visser", "/mijn-werk"),
        ("f.idrissi", "/werklijst"),
        ("h.smit", "/beslissen"),
        ("l.prins", "/cijfers"),
        ("p.officer", "/inzage"),
        ("a.uditeur", "/logboek"),
    ] {
        let browser = rig.browser(name).await;
        assert_eq!(browser.get("/").await.to(), first, "{name}");
        let page = browser.get(first).await;
        assert_eq!(page.code, StatusCode::OK, "{name}: {}", page.body);
        assert!(page.body.contains(name), "the page names the person");
        assert!(page.body.contains("aria-current=page"), "{name}: the menu says where one is");
    }
    assert!(rig.browser("s.dewit").await.get("/ik").await.body.contains("asisschool"), "{SCHOOL}");
}
