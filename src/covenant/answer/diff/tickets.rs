//! Which tickets would go elsewhere? Every question about a family that both covenants know.

use std::collections::BTreeSet;

use super::answer::{changed, handler};
use super::gather::{Fact, Gathered};
use super::pair::{Difference, Pair, list};
use crate::covenant::model::facts;
use crate::covenant::model::{Commissioner, Covenant, Organisation};
use crate::domain::model::agreement::Measure;
use crate::domain::model::party::Oin;
use crate::domain::model::routing::{Asking, RouteQuestion, Track};

/// Who is asked to answer and within how many working days, or nobody.
fn answers(asked: &[Asking]) -> String {
    let one =
        |one: &Asking| format!("{} within {} working days", one.office, one.term_working_days);
    let all: Vec<String> = asked.iter().map(one).collect();
    if all.is_empty() { "nobody".to_owned() } else { all.join(", ") }
}

/// Organisations that neither covenant tells apart, by what both know about them.
struct Target {
    oin: Option<Oin>,
    /// Its name, when the covenants know different things about it.
    name: String,
    partner: &'static str,
    mandate: &'static str,
}

impl Pair<'_> {
    fn measures(&self) -> &'static [(Measure, &'static str)] {
        const ALL: [(Measure, &str); 3] = [
            (Measure::None, "none"),
            (Measure::ChildProtection, "child-protection"),
            (Measure::YouthProbation, "youth-probation"),
        ];
        let looks = |c: &Covenant| c.draft.vocabulary.looks_at(facts::Fact::Measure);
        if looks(self.old) || looks(self.new) { &ALL } else { &ALL[..1] }
    }

    /// Whether who it is against stays away from the meetings: asked where a covenant looks at it.
    fn absences(&self, target: &Target) -> &'static [bool] {
        let looks = |c: &Covenant| c.draft.vocabulary.looks_at(facts::Fact::Absence);
        let asked = target.oin.is_some() && (looks(self.old) || looks(self.new));
        if asked { &[false, true] } else { &[false] }
    }

    fn targets(&self) -> Vec<Target> {
        let mut seen = BTreeSet::new();
        let mut targets =
            vec![Target { oin: None, name: String::new(), partner: "none", mandate: "" }];
        for old in self.old.organisations() {
            let Some(new) = self.new.organisation(&old.oin) else { continue };
            let facts = |c: &Covenant, o: &Organisation| {
                (
                    o.commissioner.to_string(),
                    o.partner.as_str(),
                    c.draft.own_member(o.oin).is_some(),
                )
            };
            let (before, after) = (facts(self.old, old), facts(self.new, new));
            let name = if before == after { String::new() } else { old.name.clone() };
            if seen.insert((before.clone(), after, name.clone())) {
                let mandate = if before.2 { "yes" } else { "no" };
                targets.push(Target { oin: Some(old.oin), name, partner: before.1, mandate });
            }
        }
        targets
    }

    /// Who handles which step, and who is told when a ticket is opened.
    pub(super) fn tickets(&self) -> Vec<Difference> {
        let targets = self.targets();
        let steps = self.old.last_step().min(self.new.last_step());
        let mut handlers = Gathered::new("handler of a step");
        let mut told = Gathered::new("told of a ticket");
        let mut asked = Gathered::new("asked to answer");
        for (area, category) in self.families() {
            let tracks =
                targets.iter().flat_map(|t| [(t, Track::NoAgreement), (t, Track::NotCarriedOut)]);
            for (target, track, absence) in
                tracks.flat_map(|(t, track)| self.absences(t).iter().map(move |a| (t, track, *a)))
            {
                for (nuisance, measure) in [false, true]
                    .into_iter()
                    .flat_map(|nuisance| self.measures().iter().map(move |m| (nuisance, m)))
                {
                    for (step, used) in (1..=steps).flat_map(|step| [(step, false), (step, true)]) {
                        if used && target.mandate != "yes" {
                            continue;
                        }
                        let question = RouteQuestion {
                            track,
                            step,
                            category: category.clone(),
                            nuisance,
                            measure: measure.0,
                            area: area.clone(),
                            target: target.oin,
                            handled_by: None,
                            mandate_used: used,
                            absence,
                        };
                        let facts = self.facts(&question, target, measure.1);
                        let (old, new) = (self.old.brief(&question), self.new.brief(&question));
                        let (from, to) = (
                            handler(self.old, &question, &old),
                            handler(self.new, &question, &new),
                        );
                        handlers.ask(&facts, changed(Some(from), Some(to)));
                        if let (Ok(old), Ok(new)) = (&old, &new) {
                            let (old, new) = (answers(&old.asked), answers(&new.asked));
                            asked.ask(&facts, (old != new).then_some((old, new)));
                        }
                        if step == 1
                            && let (Ok(old), Ok(new)) = (&old, &new)
                        {
                            let changed = old.informed != new.informed;
                            told.ask(
                                &facts,
                                changed.then(|| (list(&old.informed), list(&new.informed))),
                            );
                        }
                    }
                }
            }
        }
        let mut rows = handlers.rows();
        rows.extend(told.rows());
        rows.extend(asked.rows());
        let last = |c: &Covenant| c.last_step().to_string();
        if last(self.old) != last(self.new) {
            rows.push(Difference {
                what: "last step".to_owned(),
                when: Vec::new(),
                old: last(self.old),
                new: last(self.new),
            });
        }
        rows
    }

    fn facts(&self, q: &RouteQuestion, target: &Target, measure: &str) -> Vec<Fact> {
        let organisation = q.target.and_then(|oin| self.old.organisation(&oin));
        let commissioner = match organisation.map(|o| &o.commissioner) {
            None => "no-target",
            Some(Commissioner::District(code)) if *code == q.area => "own-district",
            Some(Commissioner::District(_)) => "other-district",
            Some(Commissioner::CityRegion) => "city-region",
            Some(Commissioner::City) => "city",
            Some(Commissioner::Nobody) => "nobody",
        };
        let mandate = match (target.mandate, q.mandate_used) {
            ("yes", false) => "available",
            ("yes", true) => "used",
            _ => "none",
        };
        let yes = |yes| if yes { "yes" } else { "no" };
        let track = if q.track == Track::NoAgreement { "A" } else { "B" };
        vec![
            ("step", q.step.to_string()),
            ("track", track.to_owned()),
            ("category", q.category.to_string()),
            ("nuisance", yes(q.nuisance).to_owned()),
            ("measure", measure.to_owned()),
            ("target", target.name.clone()),
            ("commissioner", commissioner.to_owned()),
            ("partner", target.partner.to_owned()),
            ("mandate", mandate.to_owned()),
            ("absence", yes(q.absence).to_owned()),
            ("area", q.area.to_string()),
        ]
    }
}
