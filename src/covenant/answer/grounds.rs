//! On what does everything in a covenant rest? For `covenant routes`, and for whoever compares a
//! covenant with the documents.

use crate::covenant::model::rule::Answer;
use crate::covenant::model::{Covenant, Ground};

/// One thing that was agreed, and its ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroundRow {
    /// What it is, as in the file: `rule step1-own-organisation`, `category MPG2`, `terms`.
    pub what: String,
    /// Its ground.
    pub ground: Ground,
}

impl Covenant {
    /// Everything that has a ground, in the order of the kinds of tables.
    #[must_use]
    pub fn grounds(&self) -> Vec<GroundRow> {
        let draft = &self.draft;
        let row = |kind: &str, id: &str, ground: &Ground| GroundRow {
            what: format!("{kind} {id}"),
            ground: ground.clone(),
        };
        let mut rows = vec![
            GroundRow { what: "covenant".to_owned(), ground: draft.ground.clone() },
            GroundRow { what: "terms".to_owned(), ground: draft.terms_ground.clone() },
        ];
        let shared = draft.shared_grounds.iter();
        rows.extend(
            shared.map(|(what, ground)| GroundRow {
                what: (*what).to_owned(),
                ground: ground.clone(),
            }),
        );
        rows.extend(draft.kinds.iter().map(|k| row("kind", &k.code, &k.ground)));
        rows.extend(
            draft
                .agreed
                .lead_ground
                .iter()
                .map(|ground| GroundRow { what: "lead".to_owned(), ground: ground.clone() }),
        );
        rows.extend(draft.regions.iter().map(|r| row("region", r.code.as_str(), &r.ground)));
        rows.extend(draft.roles.iter().map(|r| row("role", &r.id, &r.ground)));
        rows.extend(draft.agreed.plans.iter().map(|p| row("plan", &p.it.id, &p.ground)));
        rows.extend(draft.agreed.meetings.iter().map(|m| row("meeting", &m.code, &m.ground)));
        rows.extend(draft.categories.iter().map(|c| row("category", c.code.as_str(), &c.ground)));
        let entry = &draft.entry;
        rows.extend(entry.grounds.iter().map(|one| row("entry-ground", &one.code, &one.ground)));
        rows.extend(entry.attempts.iter().map(|one| row("own-attempt", &one.code, &one.ground)));
        let steps = draft.steps.iter().zip(1..);
        rows.extend(steps.map(|(step, n)| row("step", &n.to_string(), &step.ground)));
        let kind = |answer: &Answer| match answer {
            Answer::Handler(_) => "rule",
            Answer::Refusal { .. } => "refusal",
        };
        rows.extend(draft.rules.iter().map(|r| row(kind(&r.answer), &r.id, &r.ground)));
        let informs = draft.informs.iter().zip(1..);
        rows.extend(informs.map(|(inform, n)| row("inform", &n.to_string(), &inform.ground)));
        let concerns = draft.agreed.concerns.iter();
        rows.extend(concerns.map(|rule| row("concern", &rule.id, &rule.ground)));
        rows
    }
}
