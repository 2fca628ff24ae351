//! How is a count of the steering information called?

use crate::{
    api::v1::Indicator,
    web::lang::{Lang, Text},
};

use super::codes;

texts! {
    SIGNALS: "zorgsignalen" / "concern signals";
    INVOLVEMENTS: "betrokkenheden" / "involvements";
    MATCHES: "gezinnen met een match" / "families with a match";
    YOUNG_PEOPLE: "jongeren met hulp, eind kwartaal" / "young people helped, at the end";
    FAMILIES: "gezinnen met regie, eind kwartaal" / "families with a director, at the end";
    CASES: "in regie genomen" / "taken up by a director";
    CLOSED_CASES: "zaken gesloten" / "cases closed";
    TICKETS: "escalaties" / "escalations";
    CONTACT_MADE: "contact gelegd" / "contact made";
    LEAD_AGREED: "regie afgesproken" / "lead agreed";
    PLAN_RECORDED: "één plan" / "one plan";
    MANAGER_ASSIGNED: "één gezinsmanager" / "one family manager";
    HELPED: "wel hulp, geen gezinsmanager" / "help, but no family manager";
    CLOSED: "afgesloten" / "closed";
}

/// The parts that say how far things came, beside the counts themselves.
pub(in crate::web) const FUNNEL: &[(&str, &str)] = &[
    ("matches", "made"),
    ("matches", "agreed"),
    ("families", "recorded"),
    ("families", "family-manager"),
    ("cases", "recorded"),
    ("cases", "assigned"),
    ("cases", "closed"),
];

/// The name of a count or of a part of one; of a newer version what the API calls it.
pub(in crate::web) fn name(lang: Lang, one: &Indicator) -> String {
    let text = match (one.count.as_str(), one.part.as_str()) {
        ("signals", "") => SIGNALS,
        ("involvements", "") => INVOLVEMENTS,
        ("matches", "") => MATCHES,
        ("young-people", "") => YOUNG_PEOPLE,
        ("families", "") => FAMILIES,
        ("cases", "") => CASES,
        ("closed", "") => CLOSED_CASES,
        ("tickets", "") => TICKETS,
        ("matches", "made") => CONTACT_MADE,
        ("matches", "agreed") => LEAD_AGREED,
        ("families" | "cases", "recorded") => PLAN_RECORDED,
        ("families", "family-manager") | ("cases", "assigned") => MANAGER_ASSIGNED,
        ("families", "help-only") => HELPED,
        ("cases", "closed") => CLOSED,
        _ => {
            // A pair is one part of each of two breakdowns.
            let part = one.part.split_once('_').map_or_else(
                || codes::plain(lang, &one.part),
                |(by, of)| format!("{}, {}", codes::plain(lang, by), codes::plain(lang, of)),
            );
            let names = [&one.count, &one.breakdown].map(|name| codes::plain(lang, name));
            let all = names.into_iter().chain([part]).filter(|name| !name.is_empty());
            return all.collect::<Vec<_>>().join(": ");
        }
    };
    lang.say(text).to_owned()
}
