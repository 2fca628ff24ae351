//! Which families would another office direct, and which would follow other rules?

use std::collections::BTreeMap;

use super::answer::{Answer, changed};
use super::gather::Gathered;
use super::pair::{Difference, Pair, list};
use crate::covenant::answer::table::CaseRow;
use crate::covenant::model::Covenant;
use crate::domain::model::agreement::{ConcernQuestion, ConcernRoute};
use crate::domain::model::party::{AreaCode, OfficeId, Party};

impl Pair<'_> {
    pub(super) fn directors(&self) -> Vec<Difference> {
        let mut gathered = Gathered::new("director");
        for (area, category) in self.families() {
            let facts = vec![("category", category.to_string()), ("area", area.to_string())];
            let answer = |c: &Covenant| {
                c.director(category, area).map(|id| c.office_answer(&id, area, None))
            };
            gathered.ask(&facts, changed(answer(self.old), answer(self.new)));
        }
        let mut default = Gathered::new("director without a category");
        let mut overview = Gathered::new("overview of the families");
        let mut officer = Gathered::new("privacy officer");
        for area in self.areas() {
            let facts = vec![("area", area.to_string())];
            let named =
                |c: &Covenant, id: Option<OfficeId>| id.map(|id| c.office_answer(&id, area, None));
            let of = |c: &Covenant| named(c, c.default_director(area));
            default.ask(&facts, changed(of(self.old), of(self.new)));
            let of = |c: &Covenant| named(c, c.overseer(area));
            overview.ask(&facts, changed(of(self.old), of(self.new)));
            let of = |c: &Covenant| named(c, c.privacy_officer(area));
            officer.ask(&facts, changed(of(self.old), of(self.new)));
        }
        [gathered, default, overview, officer].into_iter().flat_map(Gathered::rows).collect()
    }

    pub(super) fn concerns(&self) -> Vec<Difference> {
        let mut acts = Gathered::new("concern signal");
        let mut told = Gathered::new("told of a concern signal");
        let mut within = Gathered::new("term of a concern signal");
        let mut opens = Gathered::new("concern signal opens a case");
        for area in self.areas() {
            for (acute, children) in [(true, true), (true, false), (false, true), (false, false)] {
                let question = ConcernQuestion { area: area.clone(), acute, children };
                let (Some(old), Some(new)) =
                    (self.old.concern(&question), self.new.concern(&question))
                else {
                    continue;
                };
                let yes = |yes| if yes { "yes" } else { "no" }.to_owned();
                let facts = vec![
                    ("acute", yes(acute)),
                    ("children", yes(children)),
                    ("area", area.to_string()),
                ];
                let answer = |c: &Covenant, route: &ConcernRoute| {
                    let mut answer = c.party_answer(&route.to, area);
                    if route.crisis {
                        answer.exact += ", as a crisis";
                        answer.general += ", as a crisis";
                    }
                    Some(answer)
                };
                acts.ask(&facts, changed(answer(self.old, &old), answer(self.new, &new)));
                let names =
                    |parties: &[Party]| parties.iter().map(Party::to_string).collect::<Vec<_>>();
                let term = |route: &ConcernRoute| Some(Answer::plain(&route.term.to_string()));
                within.ask(&facts, changed(term(&old), term(&new)));
                let case = |route: &ConcernRoute| Some(Answer::plain(&yes(route.opens_case)));
                opens.ask(&facts, changed(case(&old), case(&new)));
                let (old, new) = (names(&old.informed), names(&new.informed));
                told.ask(&facts, (old != new).then(|| (list(&old), list(&new))));
            }
        }
        [acts, told, within, opens].into_iter().flat_map(Gathered::rows).collect()
    }

    /// What cases follow, and the categories that only one knows.
    pub(super) fn cases(&self) -> Vec<Difference> {
        let tables = [self.old, self.new].map(|c| {
            c.case_table()
                .into_iter()
                .map(|row| (row.category.clone(), row))
                .collect::<BTreeMap<_, _>>()
        });
        let mut rows = self.named("entry ground asked in category", |c| {
            let asks = |code| if c.asks_entry_ground(code) { "yes" } else { "no" }.to_owned();
            c.categories().map(|k| (k.code.to_string(), asks(&k.code))).collect()
        });
        rows.extend(self.named("category", |c| {
            let nuisance = |implied| if implied { "implies nuisance" } else { "known" };
            c.categories()
                .map(|k| (k.code.to_string(), nuisance(k.implies_nuisance).to_owned()))
                .collect()
        }));
        for (category, old) in &tables[0] {
            let Some(new) = tables[1].get(category) else { continue };
            let kinds = |row: &CaseRow| match row.family_manager_kinds.as_slice() {
                [] => "any involved organisation".to_owned(),
                kinds => kinds.join(", "),
            };
            let watch = |row: &CaseRow| row.watch.clone().unwrap_or_else(|| "-".to_owned());
            let measure = |row: &CaseRow| row.measure.unwrap_or("either").to_owned();
            for (what, old, new) in [
                ("family manager from", kinds(old), kinds(new)),
                ("plans", list(&old.plans), list(&new.plans)),
                ("watch", watch(old), watch(new)),
                ("measure", measure(old), measure(new)),
            ] {
                if old != new {
                    let when = vec![("category".to_owned(), vec![category.clone()])];
                    rows.push(Difference { what: what.to_owned(), when, old, new });
                }
            }
        }
        rows
    }

    pub(super) fn step_terms(&self) -> Vec<Difference> {
        let mut gathered = Gathered::new("term of a step");
        for category in self.categories() {
            for step in 0..usize::from(self.old.last_step().min(self.new.last_step())) {
                let facts =
                    vec![("step", (step + 1).to_string()), ("category", category.to_string())];
                let term = |c: &Covenant| {
                    let category = c.draft.index.categories.get(category)?;
                    Some(Answer::plain(&c.draft.steps[step].term(*category).to_string()))
                };
                gathered.ask(&facts, changed(term(self.old), term(self.new)));
            }
        }
        gathered.rows()
    }

    /// Ranges of postcodes that lie in another district, or in none.
    pub(super) fn postcodes(&self) -> Vec<Difference> {
        let code = |c: &Covenant, number| {
            c.area_of_number(number).map_or_else(|| "-".to_owned(), AreaCode::to_string)
        };
        let mut ranges: Vec<(u16, u16, String, String)> = Vec::new();
        for number in 1000..=9999 {
            let (old, new) = (code(self.old, number), code(self.new, number));
            match ranges.last_mut() {
                _ if old == new => {}
                Some((_, high, from, to))
                    if *high + 1 == number && (&*from, &*to) == (&old, &new) =>
                {
                    *high = number;
                }
                _ => ranges.push((number, number, old, new)),
            }
        }
        let row = |(low, high, old, new)| Difference {
            what: "district of a postcode".to_owned(),
            when: vec![("postcode".to_owned(), vec![format!("{low}-{high}")])],
            old,
            new,
        };
        ranges.into_iter().map(row).collect()
    }
}
