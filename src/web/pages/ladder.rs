//! What happens on the steps of the ladder, within which term, and who is asked to answer on them?

use crate::{
    api::v1::{AskedRole, GetCovenantResponse, LadderStep},
    web::{
        lang::Lang,
        page::{Block, Line, Table},
        texts::{codes, office},
        when::Now,
    },
};

use super::grounds;

/// The steps and, where a covenant asks somebody to answer, whom.
pub(super) fn blocks(now: Now, covenant: &GetCovenantResponse) -> Vec<Block> {
    let lang = now.lang;
    let columns = [office::STEP, office::WHAT, office::WITHIN, office::BY_CATEGORY, office::SOURCE];
    let title = lang.say(office::LADDER_STEPS);
    let mut steps = Table::new(title, &columns.map(|text| lang.say(text)));
    steps.rows = covenant.steps.iter().map(|one| step(now, one)).collect();
    let mut blocks = vec![Block::heading("treden", title), Block::Table(steps)];
    if covenant.asked.is_empty() {
        return blocks;
    }
    let columns =
        [office::STEP, office::HOLDS_WHEN, office::MUST_ANSWER, office::WITHIN, office::SOURCE];
    let title = lang.say(office::ASKED_ROLES);
    let mut table = Table::new(title, &columns.map(|text| lang.say(text)));
    table.rows = covenant.asked.iter().map(|one| asked(now, one)).collect();
    blocks.push(Block::heading("antwoorden", title));
    blocks.push(Block::words(lang.say(office::ASKED_LEAD)));
    blocks.push(Block::Table(table));
    blocks
}

fn step(now: Now, one: &LadderStep) -> Vec<Line> {
    let (name, own) = match now.lang {
        Lang::Nl => (&one.name_nl, &one.own_reading_nl),
        Lang::En => (&one.name_en, &one.own_reading_en),
    };
    let others = one.category_terms.iter().map(|term| {
        let length = now.length(term.term_hours, term.term_working_days);
        format!("{}: {length}", codes::plain(now.lang, &term.category))
    });
    vec![
        one.step.to_string().into(),
        name.clone().into(),
        now.length(one.term_hours, one.term_working_days).into(),
        others.collect::<Vec<_>>().join(", ").into(),
        grounds::both(now.lang, &one.source, own).into(),
    ]
}

fn asked(now: Now, one: &AskedRole) -> Vec<Line> {
    let (role, own) = match now.lang {
        Lang::Nl => (&one.role_nl, &one.own_reading_nl),
        Lang::En => (&one.role_en, &one.own_reading_en),
    };
    let steps: Vec<String> = one.steps.iter().map(u32::to_string).collect();
    let mut when: Vec<_> = one.when.iter().collect();
    when.sort();
    let when = when.into_iter().map(|(fact, of)| format!("{}: {of}", codes::plain(now.lang, fact)));
    vec![
        steps.join(", ").into(),
        when.collect::<Vec<_>>().join("; ").into(),
        now.lang.fill(office::ROLE_OF_TARGET, &[role]).into(),
        now.length(0, one.answer_working_days).into(),
        grounds::both(now.lang, &one.source, own).into(),
    ]
}
