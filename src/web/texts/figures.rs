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
    W_SENDER: "van" / "sender";
    W_TO: "aan" / "to";
    W_OUTCOME: "wat ervan kwam" / "outcome";
    W_REFERRED: "doorverwezen" / "referred";
    W_CONTACT: "contact" / "contact";
    W_LEAD: "regie" / "lead";
    W_CATEGORY: "categorie" / "category";
    W_PLAN: "plan" / "plan";
    W_COORDINATION: "coördinatie" / "coordination";
    W_FAMILY_MANAGER: "gezinsmanager" / "family manager";
    W_TRACK: "spoor" / "track";
    W_STEP: "stap" / "step";
    W_OBSTACLE: "knelpunt" / "obstacle";
    W_DURATION: "duur" / "duration";
    W_TARGET: "tegen" / "target";
    W_SENDER_OUTCOME: "van, en wat ervan kwam" / "sender and outcome";
    W_CATEGORY_PLAN: "categorie en plan" / "category and plan";
    W_CATEGORY_COORDINATION: "categorie en coördinatie" / "category and coordination";
    W_ACUTE: "acuut" / "acute";
    W_ORGANISATION: "een organisatie" / "an organisation";
    W_OFFICE: "een functie" / "an office";
    W_WAITING: "wacht" / "waiting";
    W_SEEN: "gezien" / "seen";
    W_TAKEN_UP: "opgepakt" / "taken up";
    W_FALSE_ALARM: "loos alarm" / "false alarm";
    W_REGULAR_HELP: "gewone hulp volstaat" / "regular help suffices";
    W_AT_RISK_FAMILY: "risicogezin" / "at-risk family";
    W_MULTI_PROBLEM_FAMILY: "multiprobleemgezin" / "multi-problem family";
    W_FAMILY_REFERRED: "gezin doorverwezen" / "family referred";
    W_REFERRED_ARRIVED: "doorverwezen en aangekomen" / "referred and arrived";
    W_REFERRED_NOT_ARRIVED: "doorverwezen, niet aangekomen" / "referred, not arrived";
    W_YES: "ja" / "yes";
    W_NO: "nee" / "no";
    W_NONE: "geen" / "none";
    W_MADE: "gelegd" / "made";
    W_NOT_MADE: "niet gelegd" / "not made";
    W_AGREED: "afgesproken" / "agreed";
    W_NOT_AGREED: "niet afgesproken" / "not agreed";
    W_RECORDED: "vastgelegd" / "recorded";
    W_HELP_ONLY: "wel hulp, geen gezinsmanager" / "help, but no family manager";
    W_ASSIGNED: "aangewezen" / "assigned";
    W_NO_AGREEMENT: "geen overeenstemming" / "no agreement";
    W_NOT_CARRIED_OUT: "niet uitgevoerd" / "not carried out";
    W_HIGHER: "hoger" / "higher";
    W_TASK_NOT_DONE: "afgesproken taak niet gedaan" / "agreed task not done";
    W_ABSENT_FROM_MEETINGS: "blijft weg bij overleg" / "stays away from meetings";
    W_NOT_DELIVERED: "hulp niet geleverd" / "help not delivered";
    W_DELIVERED_LATE: "hulp te laat geleverd" / "help delivered late";
    W_DELIVERED_WRONGLY: "hulp verkeerd geleverd" / "help delivered wrongly";
    W_WAITING_LIST: "wachtlijst" / "waiting list";
    W_NO_FAMILY_MANAGER: "geen gezinsmanager" / "no family manager";
    W_NOT_PARTICIPATING: "doet niet mee" / "does not take part";
    W_FAMILY_DECLINES: "gezin wil geen hulp" / "family does not want help";
    W_OPEN: "nog open" / "still open";
    W_UNDER_2_WEEKS: "korter dan 2 weken" / "under 2 weeks";
    W_UNDER_6_WEEKS: "korter dan 6 weken" / "under 6 weeks";
    W_LONGER: "langer" / "longer";
    W_NUISANCE: "overlast" / "nuisance";
    W_NOBODY: "tegen niemand" / "against nobody";
    W_LEFT: "staat niet meer in het convenant" / "no longer in the covenant";
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

/// The words for breakdowns and their parts. What a covenant calls in its own way stays so.
const WORDS: &[(&str, Text)] = &[
    ("sender", W_SENDER),
    ("to", W_TO),
    ("outcome", W_OUTCOME),
    ("referred", W_REFERRED),
    ("contact", W_CONTACT),
    ("lead", W_LEAD),
    ("category", W_CATEGORY),
    ("plan", W_PLAN),
    ("coordination", W_COORDINATION),
    ("family-manager", W_FAMILY_MANAGER),
    ("track", W_TRACK),
    ("step", W_STEP),
    ("obstacle", W_OBSTACLE),
    ("duration", W_DURATION),
    ("target", W_TARGET),
    ("sender-outcome", W_SENDER_OUTCOME),
    ("category-plan", W_CATEGORY_PLAN),
    ("category-coordination", W_CATEGORY_COORDINATION),
    ("acute", W_ACUTE),
    ("organisation", W_ORGANISATION),
    ("office", W_OFFICE),
    ("waiting", W_WAITING),
    ("seen", W_SEEN),
    ("taken-up", W_TAKEN_UP),
    ("false-alarm", W_FALSE_ALARM),
    ("regular-help", W_REGULAR_HELP),
    ("at-risk-family", W_AT_RISK_FAMILY),
    ("multi-problem-family", W_MULTI_PROBLEM_FAMILY),
    ("family-referred", W_FAMILY_REFERRED),
    ("referred-arrived", W_REFERRED_ARRIVED),
    ("referred-not-arrived", W_REFERRED_NOT_ARRIVED),
    ("yes", W_YES),
    ("no", W_NO),
    ("none", W_NONE),
    ("made", W_MADE),
    ("not-made", W_NOT_MADE),
    ("agreed", W_AGREED),
    ("not-agreed", W_NOT_AGREED),
    ("recorded", W_RECORDED),
    ("help-only", W_HELP_ONLY),
    ("assigned", W_ASSIGNED),
    ("no-agreement", W_NO_AGREEMENT),
    ("not-carried-out", W_NOT_CARRIED_OUT),
    ("higher", W_HIGHER),
    ("task-not-done", W_TASK_NOT_DONE),
    ("absent-from-meetings", W_ABSENT_FROM_MEETINGS),
    ("not-delivered", W_NOT_DELIVERED),
    ("delivered-late", W_DELIVERED_LATE),
    ("delivered-wrongly", W_DELIVERED_WRONGLY),
    ("waiting-list", W_WAITING_LIST),
    ("no-family-manager", W_NO_FAMILY_MANAGER),
    ("not-participating", W_NOT_PARTICIPATING),
    ("family-declines", W_FAMILY_DECLINES),
    ("open", W_OPEN),
    ("under-2-weeks", W_UNDER_2_WEEKS),
    ("under-6-weeks", W_UNDER_6_WEEKS),
    ("longer", W_LONGER),
    ("nuisance", W_NUISANCE),
    ("nobody", W_NOBODY),
    ("left", W_LEFT),
];

fn word(lang: Lang, code: &str) -> String {
    let known = WORDS.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| codes::plain(lang, code), |(_, text)| lang.say(*text).to_owned())
}

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
        _ if one.breakdown.is_empty() => return codes::plain(lang, &one.count),
        _ => {
            // A pair is one part of each of two breakdowns.
            let part = one.part.split_once('_').map_or_else(
                || word(lang, &one.part),
                |(by, of)| format!("{}, {}", word(lang, by), word(lang, of)),
            );
            let count = name(lang, &Indicator { count: one.count.clone(), ..Indicator::default() });
            let names = [count, word(lang, &one.breakdown)];
            let all = names.into_iter().chain([part]).filter(|name| !name.is_empty());
            return all.collect::<Vec<_>>().join(": ");
        }
    };
    lang.say(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::WORDS;
    use crate::domain::model::report::counts::{COUNTS, CROSSES, Parts};

    #[test]
    fn everything_that_is_counted_has_its_words() {
        let breakdowns = COUNTS.iter().flat_map(|counted| counted.breakdowns);
        let parts = breakdowns.clone().filter_map(|breakdown| match breakdown.parts {
            Parts::Fixed(parts) => Some(parts),
            _ => None,
        });
        let codes = breakdowns.map(|breakdown| breakdown.code);
        let codes = codes.chain(CROSSES.iter().map(|cross| cross.code));
        for code in codes.chain(parts.flatten().copied()).filter(|code| code.parse::<u8>().is_err())
        {
            assert!(WORDS.iter().any(|(known, _)| *known == code), "{code}");
        }
    }
}
