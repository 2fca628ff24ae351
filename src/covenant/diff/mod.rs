//! Which families would another covenant treat differently? Everything that can be asked is asked
//! of both, and what differs is gathered in few rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Covenant;
use super::model::{Area, Organisation};
use super::table::{CaseRow, plan_in_words};
use crate::domain::model::agreement::{ConcernQuestion, ConcernRoute, LeadRule};
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Party};

mod answer;
mod gather;
mod tickets;

use answer::{Answer, changed};
use gather::Gathered;

/// One thing that two covenants answer differently.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    /// What is asked, for instance `handler of a step` or `term archive_years`.
    pub what: String,
    /// For which families: facts and their values; a fact that makes no difference is left out.
    pub when: Vec<(String, Vec<String>)>,
    /// The answer of the old covenant; `-` when it has none.
    pub old: String,
    /// The answer of the new covenant; `-` when it has none.
    pub new: String,
}

/// Everything that two covenants answer differently, in the order in which people ask: routes
/// first, names of offices last. Covenant versions, titles and explanations do not count.
#[must_use]
pub fn differences(old: &Covenant, new: &Covenant) -> Vec<Difference> {
    let pair = Pair { old, new };
    let mut rows = pair.tickets();
    rows.extend(pair.directors());
    rows.extend(pair.concerns());
    rows.extend(pair.cases());
    rows.extend(pair.step_terms());
    rows.extend(pair.named("term", |c| {
        c.terms
            .list()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .collect()
    }));
    rows.extend(
        pair.named("plan", |c| {
            c.plans().map(|plan| (plan.id.clone(), plan_in_words(plan))).collect()
        }),
    );
    rows.extend(pair.named("covenant", general));
    rows.extend(pair.named("area", |c| {
        let area = |a: &Area| (a.code.to_string(), format!("in {}", a.region));
        c.areas().map(area).collect()
    }));
    rows.extend(pair.postcodes());
    rows.extend(pair.named("organisation", |c| {
        c.organisations().map(|o| (format!("{} ({})", o.name, o.oin), organisation(o))).collect()
    }));
    rows.extend(
        pair.named("office", |c| {
            c.offices().map(|o| (o.id.to_string(), office(c, &o.id))).collect()
        }),
    );
    rows
}

/// What is agreed once for the whole covenant.
fn general(c: &Covenant) -> BTreeMap<String, String> {
    let lead = match c.lead_rule() {
        LeadRule::Agreed => "agreed".to_owned(),
        LeadRule::Dominant => "the dominant organisation".to_owned(),
        LeadRule::KindOrder(kinds) => kinds.join(", then "),
    };
    let role = |at: usize| c.roles[at].id.clone();
    let reports: Vec<String> = c.agreed.report_roles.iter().map(|at| role(at.it)).collect();
    [
        ("lead", lead),
        ("category of a case opened by a signal", c.default_category().to_string()),
        ("privacy officer", role(c.agreed.privacy_role.it)),
        ("may ask for figures", reports.join(", ")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn organisation(o: &Organisation) -> String {
    let sensitive = if o.sensitive { ", sensitive" } else { "" };
    format!("{}, commissioned by {}, {}{sensitive}", o.kind, o.commissioner, o.partner.as_str())
}

fn office(c: &Covenant, id: &OfficeId) -> String {
    let Some(at) = c.index.offices.get(id) else { return String::new() };
    let acting = c.standing_in(*at);
    let office = &c.offices[*at];
    let acts = if acting == *at {
        String::new()
    } else {
        format!(", vacant: {} acts", c.offices[acting].id)
    };
    format!("{} of {}{acts}", office.role, office.area)
}

struct Pair<'a> {
    old: &'a Covenant,
    new: &'a Covenant,
}

impl Pair<'_> {
    /// Areas, categories and steps that both know; what only one knows is a row of its own.
    fn areas(&self) -> impl Iterator<Item = &AreaCode> {
        self.old.areas().map(|a| &a.code).filter(|code| self.new.area(code).is_some())
    }

    fn categories(&self) -> impl Iterator<Item = &CategoryCode> {
        self.old.categories().map(|c| &c.code).filter(|code| self.new.category(code).is_some())
    }

    fn families(&self) -> impl Iterator<Item = (&AreaCode, &CategoryCode)> {
        self.areas().flat_map(|area| self.categories().map(move |category| (area, category)))
    }

    fn directors(&self) -> Vec<Difference> {
        let mut gathered = Gathered::new("director");
        for (area, category) in self.families() {
            let facts = vec![("category", category.to_string()), ("area", area.to_string())];
            let answer = |c: &Covenant| {
                c.director(category, area).map(|id| c.office_answer(&id, area, None))
            };
            gathered.ask(&facts, changed(answer(self.old), answer(self.new)));
        }
        let mut default = Gathered::new("director without a category");
        let mut officer = Gathered::new("privacy officer");
        for area in self.areas() {
            let facts = vec![("area", area.to_string())];
            let named =
                |c: &Covenant, id: Option<OfficeId>| id.map(|id| c.office_answer(&id, area, None));
            let of = |c: &Covenant| named(c, c.default_director(area));
            default.ask(&facts, changed(of(self.old), of(self.new)));
            let of = |c: &Covenant| named(c, c.privacy_officer(area));
            officer.ask(&facts, changed(of(self.old), of(self.new)));
        }
        [gathered, default, officer].into_iter().flat_map(Gathered::rows).collect()
    }

    fn concerns(&self) -> Vec<Difference> {
        let mut acts = Gathered::new("concern signal");
        let mut told = Gathered::new("told of a concern signal");
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
                let (old, new) = (names(&old.informed), names(&new.informed));
                told.ask(&facts, (old != new).then(|| (list(&old), list(&new))));
            }
        }
        [acts, told].into_iter().flat_map(Gathered::rows).collect()
    }

    /// What cases follow, and the categories that only one knows.
    fn cases(&self) -> Vec<Difference> {
        let tables = [self.old, self.new].map(|c| {
            c.case_table()
                .into_iter()
                .map(|row| (row.category.clone(), row))
                .collect::<BTreeMap<_, _>>()
        });
        let mut rows = self.named("category", |c| {
            let nuisance = |implied| if implied { "implies nuisance" } else { "known" };
            c.categories()
                .map(|k| (k.code.to_string(), nuisance(k.implies_nuisance).to_owned()))
                .collect()
        });
        for (category, old) in &tables[0] {
            let Some(new) = tables[1].get(category) else { continue };
            let kinds = |row: &CaseRow| match row.family_manager_kinds.as_slice() {
                [] => "any involved organisation".to_owned(),
                kinds => kinds.join(", "),
            };
            let watch = |row: &CaseRow| row.watch.clone().unwrap_or_else(|| "-".to_owned());
            for (what, old, new) in [
                ("family manager from", kinds(old), kinds(new)),
                ("plans", list(&old.plans), list(&new.plans)),
                ("watch", watch(old), watch(new)),
            ] {
                if old != new {
                    let when = vec![("category".to_owned(), vec![category.clone()])];
                    rows.push(Difference { what: what.to_owned(), when, old, new });
                }
            }
        }
        rows
    }

    fn step_terms(&self) -> Vec<Difference> {
        let mut gathered = Gathered::new("term of a step in working days");
        for category in self.categories() {
            for step in 0..usize::from(self.old.last_step().min(self.new.last_step())) {
                let facts =
                    vec![("step", (step + 1).to_string()), ("category", category.to_string())];
                let term = |c: &Covenant| {
                    let category = c.index.categories.get(category)?;
                    Some(Answer::plain(&c.steps[step].term(*category).to_string()))
                };
                gathered.ask(&facts, changed(term(self.old), term(self.new)));
            }
        }
        gathered.rows()
    }

    /// Ranges of postcodes that lie in another district, or in none.
    fn postcodes(&self) -> Vec<Difference> {
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

    /// A row for everything with a name that is said otherwise or only by one.
    fn named(
        &self,
        what: &str,
        list: impl Fn(&Covenant) -> BTreeMap<String, String>,
    ) -> Vec<Difference> {
        let (old, new) = (list(self.old), list(self.new));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let said = |list: &BTreeMap<String, String>, name| {
            list.get(name).cloned().unwrap_or_else(|| "-".to_owned())
        };
        names
            .into_iter()
            .map(|name| Difference {
                what: format!("{what} {name}"),
                when: Vec::new(),
                old: said(&old, name),
                new: said(&new, name),
            })
            .filter(|row| row.old != row.new)
            .collect()
    }
}

fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let words: Vec<String> = items.iter().map(T::to_string).collect();
    if words.is_empty() { "nobody".to_owned() } else { words.join(", ") }
}
