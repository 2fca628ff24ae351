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
    CASES: "gezinnen met regie" / "families with a director";
    TICKETS: "escalaties" / "escalations";
    CONTACT_MADE: "contact gelegd" / "contact made";
    LEAD_AGREED: "regie afgesproken" / "lead agreed";
    PLAN_RECORDED: "één plan" / "one plan";
    MANAGER_ASSIGNED: "één gezinsmanager" / "one family manager";
    CLOSED: "afgesloten" / "closed";
}

/// The parts that say how far things came, beside the counts themselves.
pub(in crate::web) const FUNNEL: &[(&str, &str)] = &[
    ("matches", "made"),
    ("matches", "agreed"),
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
        ("cases", "") => CASES,
        ("tickets", "") => TICKETS,
        ("matches", "made") => CONTACT_MADE,
        ("matches", "agreed") => LEAD_AGREED,
        ("cases", "recorded") => PLAN_RECORDED,
        ("cases", "assigned") => MANAGER_ASSIGNED,
        ("cases", "closed") => CLOSED,
        _ => {
            let parts = [&one.count, &one.breakdown, &one.part];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            return parts.map(|part| codes::plain(lang, part)).collect::<Vec<_>>().join(": ");
        }
    };
    lang.say(text).to_owned()
}
