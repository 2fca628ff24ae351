//! Which names do covenants know, and what has taken the place of the ones that they knew before?

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::model::{Area, Covenant, Office};
use super::several::Covenants;
use crate::domain::model::case::Family;
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};
use crate::domain::model::roster::Roster;
use crate::domain::rules::succession::Successors;

/// Which office and which area has taken the place of which.
#[derive(Debug, Default)]
pub(in crate::covenant) struct Former {
    offices: HashMap<OfficeId, OfficeId>,
    areas: HashMap<AreaCode, AreaCode>,
}

impl Former {
    /// Reads it from covenants that stand side by side. Every name that one of them calls former and
    /// another one uses, or that two of them claim, is a problem.
    pub(in crate::covenant) fn read(all: &[Arc<Covenant>], problems: &mut Vec<String>) -> Self {
        let offices = || all.iter().flat_map(|covenant| covenant.offices());
        let areas = || all.iter().flat_map(|covenant| covenant.areas());
        let of_offices = offices().map(|office: &Office| (&office.id, &office.formerly));
        let of_areas = areas().map(|area: &Area| (&area.code, &area.formerly));
        Self {
            offices: claimed("office", of_offices, |id| offices().any(|o| o.id == *id), problems),
            areas: claimed("area", of_areas, |code| areas().any(|a| a.code == *code), problems),
        }
    }
}

fn claimed<'a, T: Hash + Eq + Clone + std::fmt::Display + 'a>(
    what: &str,
    all: impl Iterator<Item = (&'a T, &'a Vec<T>)>,
    in_use: impl Fn(&T) -> bool,
    problems: &mut Vec<String>,
) -> HashMap<T, T> {
    let mut claimed = HashMap::new();
    for (now, former) in all.flat_map(|(now, former)| former.iter().map(move |f| (now, f))) {
        let other = claimed.insert(former.clone(), now.clone());
        if in_use(former) || other.is_some_and(|other| other != *now) {
            problems.push(format!(
                "{what} \"{former}\" is \"formerly\" of {now}, and another covenant has it too"
            ));
        }
    }
    claimed
}

impl Covenants {
    /// Everything that they name.
    #[must_use]
    pub fn roster(&self) -> Roster {
        let mut roster = Roster::default();
        for covenant in self.all() {
            let id: Box<str> = covenant.id().into();
            roster.offices.extend(covenant.offices().map(|office| office.id.clone()));
            roster.organisations.extend(covenant.organisations().map(|o| o.oin));
            roster.areas.extend(covenant.areas().map(|area| (area.code.clone(), id.clone())));
            let categories = covenant.categories().map(|c| (c.code.clone(), id.clone()));
            roster.categories.extend(categories);
            let renamed = covenant.categories().flat_map(|now| {
                now.formerly.iter().map(|was| format!("category {was} {} in {id}", now.code))
            });
            roster.successions.extend(renamed.map(String::into_boxed_str));
        }
        let offices = self.former.offices.iter().map(|(was, now)| format!("office {was} {now}"));
        let areas = self.former.areas.iter().map(|(was, now)| format!("area {was} {now}"));
        let vacant =
            self.vacant().map(|(empty, acting)| format!("vacant {} {}", empty.id, acting.id));
        let all = offices.chain(areas).chain(vacant);
        roster.successions.extend(all.map(String::into_boxed_str));
        roster
    }

    /// Every office with nobody in it, and the one that acts for it.
    fn vacant(&self) -> impl Iterator<Item = (&Office, &Office)> {
        let empty = self.all().flat_map(Covenant::offices).filter(|office| office.is_empty());
        let acting = empty.filter_map(|office| Some((office, self.acting_for(&office.id)?)));
        acting.filter(|(empty, acting)| empty.id != acting.id)
    }

    /// Every office that nobody comes in by, former names and vacant ones, with who has its work.
    #[must_use]
    pub fn handed_on(&self) -> Vec<(OfficeId, OfficeId)> {
        let vacant = self.vacant().map(|(empty, _)| &empty.id);
        let from = self.former.offices.keys().chain(vacant);
        from.filter_map(|from| Some((from.clone(), Successors::office(self, from)?))).collect()
    }
}

impl Successors for Covenants {
    fn office(&self, id: &OfficeId) -> Option<OfficeId> {
        let known = self.named_now(id)?;
        Some(self.acting_for(&known).map_or(known, |acting| acting.id.clone()))
    }

    fn named_now(&self, id: &OfficeId) -> Option<OfficeId> {
        let known = self.of_office(id).map(|_| id);
        known.or_else(|| self.former.offices.get(id)).cloned()
    }

    fn area(&self, code: &AreaCode) -> Option<AreaCode> {
        let known = self.of_area(code).map(|_| code);
        known.or_else(|| self.former.areas.get(code)).cloned()
    }

    fn category(&self, area: &AreaCode, code: &CategoryCode) -> Option<CategoryCode> {
        let covenant = self.governing(area);
        let known = covenant.category(code);
        let formerly = || covenant.categories().find(|c| c.formerly.contains(code));
        known.or_else(formerly).map(|category| category.code.clone())
    }

    fn is_party(&self, oin: &Oin) -> bool {
        self.organisation(oin).is_some()
    }

    fn director(&self, family: &Family) -> OfficeId {
        let director = Self::director(self, &family.category, &family.area);
        director.unwrap_or_else(|| self.default_director(&family.area))
    }
}
