//! Why does an escalation lie where it lies, or why would it: by which rule, from which facts, and who is asked to
//! answer?

use crate::{
    api::v1::{AskedToAnswer, Route},
    web::{
        lang::Lang,
        page::Block,
        texts::{codes, office},
        when::Now,
    },
};

use super::grounds;

/// Who would be asked to answer, within how long, and on what that rests.
fn would_be_asked(now: Now, route: &Route) -> String {
    let one = |asked: &AskedToAnswer| {
        let office = asked.office.as_ref().map_or("", |office| office.name.as_str());
        let within = now.length(0, asked.answer_working_days);
        let own = match now.lang {
            Lang::Nl => &asked.own_reading_nl,
            Lang::En => &asked.own_reading_en,
        };
        let ground = grounds::both(now.lang, &asked.source, own);
        now.lang.fill(office::ASKED_WITHIN, &[office, &within, &ground])
    };
    route.asked.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The rule that put it here, and the facts.
pub(super) fn why(now: Now, route: &Route) -> Block {
    let lang = now.lang;
    let (because, own_reading) = match lang {
        Lang::Nl => (&route.explanation_nl, &route.own_reading_nl),
        Lang::En => (&route.explanation_en, &route.own_reading_en),
    };
    let facts =
        route.facts.iter().map(|(name, value)| format!("{}: {value}", codes::plain(lang, name)));
    let handler = route.handler.as_ref().map_or("", |handler| handler.name.as_str());
    let all = [
        (office::HANDLER, handler.to_owned()),
        (office::WITHIN, now.length(route.term_hours, route.term_working_days)),
        (office::MUST_ANSWER, would_be_asked(now, route)),
        (office::REFUSAL, route.refusal.clone()),
        (office::RULE, route.rule.clone()),
        (office::SOURCE, route.source.clone()),
        (office::OWN_READING, own_reading.clone()),
        (office::BECAUSE, because.clone()),
        (office::FACTS, facts.collect::<Vec<_>>().join(", ")),
        (office::COVENANT, route.covenant.clone()),
    ];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    Block::Facts(said.map(|(text, value)| (lang.say(text).to_owned(), value.into())).collect())
}
