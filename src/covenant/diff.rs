//! Which families would another covenant treat differently? Everything that can be asked is asked
//! of both, and what differs is gathered in few rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Covenant;
use super::gather::{Fact, Gathered};
use super::model::{Commissioner, Organisation};
use super::table::plan_in_words;
use crate::domain::agreement::{ConcernQuestion, LeadRule, Measure};
use crate::domain::party::{AreaCode, CategoryCode, OfficeId, Oin, Party};
use crate::domain::routing::{RouteQuestion, RouteTarget, Track};

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
        let area = |a: &super::Area| (a.code.to_string(), format!("in {}", a.region));
        c.areas().map(area).collect()
    }));
    rows.extend(pair.named("organisation", |c| {
        c.organisations().map(|o| (o.name.clone(), organisation(o))).collect()
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

/// An answer, as precise as it can be said and as it is said when that suffices to tell two apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answer {
    exact: String,
    general: String,
}

impl Answer {
    fn plain(text: &str) -> Self {
        Self { exact: text.to_owned(), general: text.to_owned() }
    }
}

/// Old and new answer in words: in general when these differ, else by the names of the offices.
fn words(old: &Answer, new: &Answer) -> (String, String) {
    if old.general == new.general {
        (old.exact.clone(), new.exact.clone())
    } else {
        (old.general.clone(), new.general.clone())
    }
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
    /// Areas, categories and steps that both know; what only one knows is a row of its own.
    fn areas(&self) -> impl Iterator<Item = &AreaCode> {
        self.old.areas().map(|a| &a.code).filter(|code| self.new.area(code).is_some())
    }

    fn categories(&self) -> impl Iterator<Item = &CategoryCode> {
        self.old.categories().map(|c| &c.code).filter(|code| self.new.category(code).is_some())
    }

    fn measures(&self) -> &'static [(Measure, &'static str)] {
        const ALL: [(Measure, &str); 3] = [
            (Measure::None, "none"),
            (Measure::ChildProtection, "child-protection"),
            (Measure::YouthProbation, "youth-probation"),
        ];
        let looks = |c: &Covenant| c.vocabulary.looks_at(super::facts::Fact::Measure);
        if looks(self.old) || looks(self.new) { &ALL } else { &ALL[..1] }
    }

    fn targets(&self) -> Vec<Target> {
        let mut seen = BTreeSet::new();
        let mut targets =
            vec![Target { oin: None, name: String::new(), partner: "none", mandate: "" }];
        for old in self.old.organisations() {
            let Some(new) = self.new.organisation(&old.oin) else { continue };
            let facts = |c: &Covenant, o: &Organisation| {
                (o.commissioner.to_string(), o.partner.as_str(), c.own_member(o.oin).is_some())
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
    fn tickets(&self) -> Vec<Difference> {
        let targets = self.targets();
        let steps = self.old.last_step().min(self.new.last_step());
        let mut handlers = Gathered::new("handler of a step");
        let mut told = Gathered::new("told of a ticket");
        for (area, category) in self.families() {
            for (target, track) in
                targets.iter().flat_map(|t| [(t, Track::NoAgreement), (t, Track::NotCarriedOut)])
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
                        };
                        let facts = self.facts(&question, target, measure.1);
                        let (old, new) = (self.old.brief(&question), self.new.brief(&question));
                        let (from, to) = (
                            handler(self.old, &question, &old),
                            handler(self.new, &question, &new),
                        );
                        handlers.ask(&facts, (from != to).then(|| words(&from, &to)));
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

    fn families(&self) -> impl Iterator<Item = (&AreaCode, &CategoryCode)> {
        self.areas().flat_map(|area| self.categories().map(move |category| (area, category)))
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
            ("area", q.area.to_string()),
        ]
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
                let answer = |c: &Covenant, route: &crate::domain::agreement::ConcernRoute| {
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
            let kinds = |row: &super::CaseRow| match row.family_manager_kinds.as_slice() {
                [] => "any involved organisation".to_owned(),
                kinds => kinds.join(", "),
            };
            let watch = |row: &super::CaseRow| row.watch.clone().unwrap_or_else(|| "-".to_owned());
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

fn changed(old: Option<Answer>, new: Option<Answer>) -> Option<(String, String)> {
    if old == new {
        return None;
    }
    let or_none = |answer: Option<Answer>| answer.unwrap_or_else(|| Answer::plain("-"));
    Some(words(&or_none(old), &or_none(new)))
}

fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let words: Vec<String> = items.iter().map(T::to_string).collect();
    if words.is_empty() { "nobody".to_owned() } else { words.join(", ") }
}

fn handler(
    c: &Covenant,
    question: &RouteQuestion,
    answer: &Result<super::routing::Brief, String>,
) -> Answer {
    match answer.as_ref().map(|brief| &brief.handler) {
        Err(code) => Answer::plain(&format!("refused: {code}")),
        Ok(RouteTarget::OwnOrganisation) => Answer::plain("own organisation"),
        Ok(RouteTarget::TargetOrganisation(_)) => {
            Answer::plain("organisation that the ticket is against")
        }
        Ok(RouteTarget::Office(id)) => {
            let target = question.target.and_then(|oin| c.organisation(&oin));
            c.office_answer(id, &question.area, target)
        }
    }
}

impl Covenant {
    /// An office by its id, and by its role with where it sits as seen from the family.
    fn office_answer(
        &self,
        id: &OfficeId,
        area: &AreaCode,
        target: Option<&Organisation>,
    ) -> Answer {
        let exact = id.to_string();
        let at = self.index.offices.get(id).zip(self.index.areas.get(area));
        let Some((office, area)) = at else { return Answer::plain(&exact) };
        let office = &self.offices[*office];
        let role = &self.roles[office.role_index];
        let commissioner = target.and_then(|target| match &target.commissioner {
            Commissioner::District(code) => self.index.areas.get(code),
            Commissioner::CityRegion | Commissioner::City | Commissioner::Nobody => None,
        });
        let sits = |area: usize| self.place_of(office.role_index, area) == Some(office.place);
        let general = if sits(*area) {
            role.where_family_lives()
        } else if commissioner.is_some_and(|area| sits(*area)) {
            format!("{} of the commissioning district", role.id)
        } else if target.is_some_and(|target| office.organisation == Some(target.oin)) {
            format!("{} of the target", role.id)
        } else {
            exact.clone()
        };
        Answer { exact, general }
    }

    fn party_answer(&self, party: &Party, area: &AreaCode) -> Answer {
        match party {
            Party::Office(id) => self.office_answer(id, area, None),
            Party::Organisation(oin) => {
                let name =
                    self.organisation(oin).map_or_else(|| oin.to_string(), |o| o.name.clone());
                Answer::plain(&name)
            }
        }
    }
}
