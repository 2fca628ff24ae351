//! Which address shows which page, and which does what? One table; nothing else is there.

use super::{
    pages::{
        about, case, cases, chaired, contact, covenant, deliveries, district, end, explain,
        figures, find, grounds, involvement, involvements, log, manager, meeting, my_work,
        objections, open_case, overdue, own_mail, persons, register, rule, signal, signals,
        subject, team, ticket, ticket_answer, tickets, watch, watches,
    },
    visit::{Act, Show},
};

/// A page or an act as the table holds it.
macro_rules! at {
    ($($does:tt)+) => {
        |visit, asked| Box::pin($($does)+(visit, asked))
    };
}

/// Address, entry of the menu, page.
pub(super) const PAGES: &[(&str, &str, Show)] = &[
    ("/mijn-werk", "/mijn-werk", at!(my_work::show)),
    ("/registreren", "/registreren", at!(register::show)),
    ("/betrokkenheden", "/betrokkenheden", at!(involvements::show)),
    ("/betrokkenheden/{id}", "/betrokkenheden", at!(involvement::show)),
    ("/betrokkenheden/{id}/kaart", "/betrokkenheden", at!(contact::card)),
    ("/betrokkenheden/{id}/overdragen", "/betrokkenheden", at!(contact::colleague)),
    ("/betrokkenheden/{id}/escaleren", "/betrokkenheden", at!(tickets::open_form)),
    ("/zorgsignaal", "/zorgsignaal", at!(signal::show)),
    ("/adres", "/adres", at!(find::show)),
    ("/team", "/team", at!(team::show)),
    ("/bezwaren", "/bezwaren", at!(objections::list)),
    ("/koppeling", "/koppeling", at!(deliveries::show)),
    ("/werklijst", "/werklijst", at!(cases::show)),
    ("/zaken/openen", "/werklijst", at!(open_case::show)),
    ("/zaken/{id}", "/werklijst", at!(case::show)),
    ("/overleggen", "/overleggen", at!(chaired::show)),
    ("/waakvlam", "/waakvlam", at!(watches::show)),
    ("/stadsdeel", "/stadsdeel", at!(district::show)),
    ("/opvolging", "/opvolging", at!(overdue::show)),
    ("/zaken/{id}/escaleren", "/werklijst", at!(tickets::case_form)),
    ("/escalaties", "/escalaties", at!(tickets::list)),
    ("/escalaties/{id}", "/escalaties", at!(ticket::show)),
    ("/beslissen", "/beslissen", at!(rule::list)),
    ("/beslissen/{id}", "/beslissen", at!(rule::show)),
    ("/signalen", "/signalen", at!(signals::list)),
    ("/signalen/{id}", "/signalen", at!(signals::show)),
    ("/cijfers", "/cijfers", at!(figures::show)),
    ("/inzage", "/inzage", at!(subject::show)),
    ("/logboek", "/logboek", at!(log::show)),
    ("/convenant", "/convenant", at!(covenant::show)),
    ("/grondslagen", "/convenant", at!(grounds::show)),
    ("/deelnemers", "/deelnemers", at!(covenant::parties)),
    ("/uitleg", "/uitleg", at!(explain::show)),
    ("/ik", "/ik", at!(about::me)),
    ("/woorden", "", at!(about::words)),
    ("/toegankelijkheid", "", at!(about::accessibility)),
];

/// Address, entry of the menu, act.
pub(super) const ACTS: &[(&str, &str, Act)] = &[
    ("/mijn-werk", "/mijn-werk", at!(my_work::follow_up)),
    ("/registreren", "/registreren", at!(register::register)),
    ("/regie", "/betrokkenheden", at!(involvement::agree_lead)),
    ("/betrokkenheden/{id}/verlengen", "/betrokkenheden", at!(end::renew)),
    ("/betrokkenheden/{id}/beeindigen", "/betrokkenheden", at!(end::end)),
    ("/betrokkenheden/{id}/overdragen", "/betrokkenheden", at!(contact::hand_over)),
    ("/betrokkenheden/{id}/ingelicht", "/betrokkenheden", at!(involvement::inform)),
    ("/betrokkenheden/{id}/kaart", "/betrokkenheden", at!(contact::change)),
    ("/betrokkenheden/{id}/escaleren", "/betrokkenheden", at!(tickets::open)),
    ("/zorgsignaal", "/zorgsignaal", at!(signal::send)),
    ("/adres", "/adres", at!(find::find)),
    ("/ik", "/ik", at!(own_mail::choose)),
    ("/team", "/team", at!(team::hand_over)),
    ("/bezwaren", "/bezwaren", at!(objections::decide)),
    ("/koppeling", "/koppeling", at!(deliveries::resume)),
    ("/zaken/openen", "/werklijst", at!(open_case::open)),
    ("/zaken/{id}/mijlpaal", "/werklijst", at!(case::milestone)),
    ("/zaken/{id}/overleg", "/werklijst", at!(meeting::plan)),
    ("/zaken/{id}/overleg-afzeggen", "/werklijst", at!(meeting::call_off)),
    ("/zaken/{id}/aanwezigheid", "/werklijst", at!(meeting::presence)),
    ("/overleggen/{id}", "/overleggen", at!(chaired::presence)),
    ("/waakvlam/{id}", "/waakvlam", at!(watches::look)),
    ("/zaken/{id}/gezinsmanager", "/werklijst", at!(manager::assign)),
    ("/zaken/{id}/categorie", "/werklijst", at!(case::classify)),
    ("/zaken/{id}/escaleren", "/werklijst", at!(tickets::open_in_case)),
    ("/zaken/{id}/bevestigen", "/werklijst", at!(persons::confirm)),
    ("/zaken/{id}/verlengen", "/werklijst", at!(case::extend)),
    ("/zaken/{id}/persoon-eruit", "/werklijst", at!(persons::remove)),
    ("/zaken/{id}/personen", "/werklijst", at!(case::add_persons)),
    ("/zaken/{id}/waakvlam", "/werklijst", at!(watch::keep)),
    ("/zaken/{id}/afsluiten", "/werklijst", at!(case::close)),
    ("/opvolging", "/opvolging", at!(overdue::remind)),
    ("/escalaties/{id}/opgelost", "/escalaties", at!(ticket::resolve)),
    ("/escalaties/{id}/hoger", "/escalaties", at!(ticket::escalate)),
    ("/escalaties/{id}/overdragen", "/escalaties", at!(ticket::hand_over)),
    ("/escalaties/{id}/intrekken", "/escalaties", at!(ticket::withdraw)),
    ("/escalaties/{id}/antwoord", "/escalaties", at!(ticket_answer::answer)),
    ("/beslissen/{id}", "/beslissen", at!(rule::rule)),
    ("/signalen/{id}", "/signalen", at!(signals::answer)),
    ("/signalen/{id}/uitkomst", "/signalen", at!(signals::outcome)),
    ("/logboek/keten", "/logboek", at!(log::check)),
    ("/inzage", "/inzage", at!(subject::make)),
    ("/inzage/bezwaar", "/inzage", at!(subject::object)),
];

/// The page on which what a form is about is shown: the nearest one above its address.
pub(super) fn shown_at(path: &str) -> String {
    let mut parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    while !parts.is_empty() {
        if PAGES.iter().any(|(page, ..)| is_at(page, &parts)) {
            return format!("/{}", parts.join("/"));
        }
        parts.pop();
    }
    "/".to_owned()
}

fn is_at(page: &str, parts: &[&str]) -> bool {
    let page: Vec<&str> = page.trim_matches('/').split('/').collect();
    let fits = |(known, part): (&&str, &&str)| *known == "{id}" || known == part;
    page.len() == parts.len() && page.iter().zip(parts).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_back_to_a_page() {
        assert_eq!(shown_at("/escalaties/1/hoger"), "/escalaties/1");
        assert_eq!(shown_at("/zaken/1/afsluiten"), "/zaken/1");
        assert_eq!(shown_at("/inzage/bezwaar"), "/inzage");
        assert_eq!(shown_at("/overleggen/1"), "/overleggen");
        assert_eq!(shown_at("/beslissen/1"), "/beslissen/1");
        for (path, ..) in ACTS {
            let shown = shown_at(path);
            let there = PAGES.iter().any(|(page, ..)| *page == shown);
            assert!(there || shown == "/", "{path}: {shown}");
        }
    }
}
