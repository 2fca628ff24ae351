//! What do the files of a covenant say, and where does the office of a role sit?
//!
//! A draft knows every name that it uses, but nobody has shown yet that it answers everything.

use std::collections::HashMap;

use super::category::{Category, Plan, Step};
use super::concern::ConcernRule;
use super::entry::Entry;
use super::facts::Vocabulary;
use super::functions::Functions;
use super::meeting::Meeting;
use super::parties::{Commissioner, Office, Organisation, OrganisationKind, Place};
use super::places::{Area, Level, Region, Role};
use super::rule::{Inform, Rule};
use crate::domain::model::agreement::LeadRule;
use crate::domain::model::ground::Ground;
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};
use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;
use crate::toml_file::At;

/// What the files say, every name in them looked up.
#[derive(Debug)]
pub(in crate::covenant) struct Draft {
    pub(in crate::covenant) id: String,
    pub(in crate::covenant) version: u32,
    pub(in crate::covenant) title: String,
    pub(in crate::covenant) in_force_from: Day,
    /// On what its day, its default roles and its powers rest.
    pub(in crate::covenant) ground: Ground,
    pub(in crate::covenant) default_role: At<usize>,
    pub(in crate::covenant) terms: Terms,
    pub(in crate::covenant) terms_ground: Ground,
    /// On what all tables of one sort rest: the districts, the offices, the organisations.
    pub(in crate::covenant) shared_grounds: Vec<(&'static str, Ground)>,
    pub(in crate::covenant) regions: Vec<Region>,
    pub(in crate::covenant) areas: Vec<Area>,
    pub(in crate::covenant) roles: Vec<Role>,
    pub(in crate::covenant) categories: Vec<Category>,
    pub(in crate::covenant) steps: Vec<Step>,
    pub(in crate::covenant) rules: Vec<Rule>,
    pub(in crate::covenant) informs: Vec<Inform>,
    pub(in crate::covenant) agreed: Agreed,
    /// What is asked of whoever reports a family.
    pub(in crate::covenant) entry: Entry,
    /// By OIN.
    pub(in crate::covenant) organisations: Vec<Organisation>,
    /// In the order of the file; empty when the file gives no words for them.
    pub(in crate::covenant) kinds: Vec<OrganisationKind>,
    /// `None`: any function may stand on a card.
    pub(in crate::covenant) functions: Option<Functions>,
    /// By id.
    pub(in crate::covenant) offices: Vec<Office>,
    /// The text of the organisations file, as it was read.
    pub(in crate::covenant) parties_file: Box<str>,
    /// Ranges of four-digit postcodes with the index of their district, rising.
    pub(in crate::covenant) postcodes: Vec<(u16, u16, usize)>,
    pub(in crate::covenant) vocabulary: Vocabulary,
    /// False when a rule could not be read: the gap that it leaves is not there.
    pub(in crate::covenant) rules_are_whole: bool,
    /// Whether both files were read without any problem.
    pub(in crate::covenant) is_whole: bool,
    pub(in crate::covenant) index: Index,
}

/// What was agreed besides the ladder.
#[derive(Debug)]
pub(in crate::covenant) struct Agreed {
    pub(in crate::covenant) plans: Vec<Plan>,
    pub(in crate::covenant) meetings: Vec<Meeting>,
    /// Index of the category of a case that a concern signal opens.
    pub(in crate::covenant) default_category: usize,
    pub(in crate::covenant) lead: LeadRule,
    /// `None` when the file has no `[lead]`: the parties agree.
    pub(in crate::covenant) lead_ground: Option<Ground>,
    pub(in crate::covenant) privacy_role: At<usize>,
    pub(in crate::covenant) report_roles: Vec<At<usize>>,
    /// Roles that see the figures of their own areas.
    pub(in crate::covenant) own_report_roles: Vec<At<usize>>,
    /// The role that keeps the overview of a district; `None`: the default role does.
    pub(in crate::covenant) overview_role: Option<At<usize>>,
    pub(in crate::covenant) auditor_role: Option<At<usize>>,
    pub(in crate::covenant) administrator_role: Option<At<usize>>,
    pub(in crate::covenant) concerns: Vec<ConcernRule>,
}

/// Where everything is found.
#[derive(Debug)]
pub(in crate::covenant) struct Index {
    pub(in crate::covenant) organisations: HashMap<Oin, usize>,
    pub(in crate::covenant) offices: HashMap<OfficeId, usize>,
    pub(in crate::covenant) seats: HashMap<(usize, Place), usize>,
    pub(in crate::covenant) areas: HashMap<AreaCode, usize>,
    pub(in crate::covenant) categories: HashMap<CategoryCode, usize>,
}

impl Index {
    pub(in crate::covenant) fn new(
        organisations: &[Organisation],
        offices: &[Office],
        areas: &[Area],
        categories: &[Category],
    ) -> Self {
        let numbered = |(at, key)| (key, at);
        Self {
            organisations: organisations.iter().map(|o| o.oin).enumerate().map(numbered).collect(),
            offices: offices.iter().enumerate().map(|(at, o)| (o.id.clone(), at)).collect(),
            seats: offices.iter().enumerate().map(|(n, o)| ((o.role_index, o.place), n)).collect(),
            areas: areas.iter().enumerate().map(|(at, a)| (a.code.clone(), at)).collect(),
            categories: categories.iter().enumerate().map(|(n, c)| (c.code.clone(), n)).collect(),
        }
    }
}

impl Draft {
    /// The role of the organisations' own members, when there is one.
    pub(in crate::covenant) fn mandate_role(&self) -> Option<usize> {
        self.roles.iter().position(|r| r.level == Level::Organisation)
    }

    /// Where the office of a role sits for a family in this area.
    pub(in crate::covenant) fn place_of(&self, role: usize, area: usize) -> Option<Place> {
        match self.roles[role].level {
            Level::District => Some(Place::District(area)),
            Level::Region => Some(Place::Region(self.areas[area].region_index)),
            Level::City => Some(Place::City),
            Level::Organisation => None,
        }
    }

    /// Where the office of a role sits, seen from another office.
    pub(in crate::covenant) fn place_beside(&self, role: usize, place: Place) -> Option<Place> {
        match (self.roles[role].level, place) {
            (Level::City, _) => Some(Place::City),
            (Level::District | Level::Region, Place::District(area)) => self.place_of(role, area),
            (Level::Region, Place::Region(region)) => Some(Place::Region(region)),
            (Level::District, Place::Region(_)) => None,
            (_, Place::City | Place::Organisation(_)) | (Level::Organisation, _) => None,
        }
    }

    pub(in crate::covenant) fn place_name(&self, place: Place) -> String {
        match place {
            Place::District(at) => self.areas[at].code.to_string(),
            Place::Region(at) => self.regions[at].code.to_string(),
            Place::City => "the city".to_owned(),
            Place::Organisation(oin) => format!("organisation {oin}"),
        }
    }

    /// The own member of an organisation, when it has one.
    pub(in crate::covenant) fn own_member(&self, oin: Oin) -> Option<usize> {
        let role = self.mandate_role()?;
        self.index.seats.get(&(role, Place::Organisation(oin))).copied()
    }

    /// The office of a role for a family in this area.
    pub(in crate::covenant) fn seat(&self, role: usize, area: usize) -> Option<usize> {
        self.index.seats.get(&(role, self.place_of(role, area)?)).copied()
    }

    /// The office itself, or the first of its fallbacks with somebody in it.
    pub(in crate::covenant) fn standing_in(&self, mut at: usize) -> usize {
        // Ends: the check refuses fallbacks that go round.
        while let (true, Some(next)) =
            (self.offices[at].is_empty(), self.offices[at].fallback_index)
        {
            at = next;
        }
        at
    }

    pub(in crate::covenant) fn office_at(&self, at: usize) -> &Office {
        &self.offices[at]
    }

    /// The organisations of a kind that cover an area: those that the district itself commissions
    /// and those that no district does.
    pub(in crate::covenant) fn of_kind_in(&self, kind: &str, area: usize) -> Vec<usize> {
        let code = &self.areas[area].code;
        let covers = |commissioner: &Commissioner| match commissioner {
            Commissioner::District(district) => district == code,
            Commissioner::CityRegion | Commissioner::City | Commissioner::Nobody => true,
        };
        let found = self.organisations.iter().enumerate();
        found.filter(|(_, o)| o.kind == kind && covers(&o.commissioner)).map(|(at, _)| at).collect()
    }
}
