//! Which covenant? One broker serves several at once; the area where a family lives decides.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use crate::domain::{
    model::{
        agreement::{Behind, MeetingRule},
        involvement::Involvement,
        party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
        receiver::ReceiverAddress,
        routing::{Route, RouteQuestion, RouteRefusal},
        terms::Terms,
        time::Day,
    },
    rules::signing_in::Parties,
};

use super::model::{Area, Category, Covenant, Office, Organisation, OrganisationKind};
use super::succession::Former;
use crate::toml_file::nearest;

/// So many of the likest are named.
const LIKE: usize = 3;
/// Bytes of a word that is compared: what is longer is no slip of the fingers.
const LONGEST_COMPARED: usize = 64;

fn like<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let word = if word.len() <= LONGEST_COMPARED { word } else { "" };
    let known: BTreeSet<&str> = known.collect();
    nearest(&word.to_ascii_lowercase(), known, LIKE).join(", ")
}

/// The covenants of one broker. No two of them share an area, a postcode or an office, so every
/// family and every office has one; an organisation may be party to several.
#[derive(Debug)]
pub struct Covenants {
    all: Vec<Arc<Covenant>>,
    areas: HashMap<AreaCode, usize>,
    offices: HashMap<OfficeId, usize>,
    pub(in crate::covenant) former: Former,
}

impl Covenants {
    /// Puts covenants side by side, in this order.
    ///
    /// # Errors
    /// Every overlap as a line of text: an id, area, postcode or office that two of them claim, and
    /// an organisation that they describe differently in what the broker shows of it.
    pub fn new(all: Vec<Covenant>) -> Result<Self, Vec<String>> {
        Self::beside(all.into_iter().map(Arc::new).collect())
    }

    /// The same with one in the place of another, as it would be.
    ///
    /// # Errors
    /// As of [`Covenants::new`].
    pub fn with(&self, tried: Arc<Covenant>, in_place_of: &Covenant) -> Result<Self, Vec<String>> {
        let former = |one: &Arc<Covenant>| one.id() == in_place_of.id();
        let now = |one: &Arc<Covenant>| if former(one) { tried.clone() } else { one.clone() };
        Self::beside(self.all.iter().map(now).collect())
    }

    fn beside(all: Vec<Arc<Covenant>>) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let (mut areas, mut offices) = (HashMap::new(), HashMap::new());
        if all.is_empty() {
            problems.push("there must be at least one covenant".to_owned());
        }
        for (at, covenant) in all.iter().enumerate() {
            let claimed = |what: &str, name: &str, other: usize| {
                format!("{}: {what} \"{name}\" is in {} too", covenant.id(), all[other].id())
            };
            if let Some(other) = all[..at].iter().position(|other| other.id() == covenant.id()) {
                problems.push(claimed("the id", covenant.id(), other));
            }
            for area in covenant.areas() {
                if let Some(other) = areas.insert(area.code.clone(), at) {
                    problems.push(claimed("area", area.code.as_str(), other));
                }
            }
            for office in covenant.offices() {
                if let Some(other) = offices.insert(office.id.clone(), at) {
                    problems.push(claimed("office", office.id.as_str(), other));
                }
            }
            for (other, earlier) in all[..at].iter().enumerate() {
                for (low, high, _) in &covenant.draft.postcodes {
                    let overlaps = |(a, b, _): &(u16, u16, usize)| a <= high && low <= b;
                    if earlier.draft.postcodes.iter().any(overlaps) {
                        problems.push(claimed("postcode", &format!("{low}-{high}"), other));
                    }
                }
                for organisation in covenant.organisations() {
                    let Some(known) = earlier.organisation(&organisation.oin) else { continue };
                    if shown(known) != shown(organisation) {
                        problems.push(format!(
                            "{}: organisation {} has another name, kind, sensitivity, issuer or webhook in {}",
                            covenant.id(),
                            organisation.oin,
                            earlier.id()
                        ));
                    }
                }
            }
        }
        let former = Former::read(&all, &mut problems);
        if problems.is_empty() { Ok(Self { all, areas, offices, former }) } else { Err(problems) }
    }

    /// Reads the files and puts them side by side.
    ///
    /// # Errors
    /// Every problem of every file, then what [`Covenants::new`] says, as lines of text.
    pub fn load(files: &[PathBuf]) -> Result<Self, Vec<String>> {
        let (mut covenants, mut problems) = (Vec::new(), Vec::new());
        for file in files {
            match Covenant::load(file) {
                Ok(covenant) => covenants.push(covenant),
                Err(found) => problems.extend(found.iter().map(ToString::to_string)),
            }
        }
        if problems.is_empty() { Self::new(covenants) } else { Err(problems) }
    }

    /// How the function of a professional is spelled: as a covenant lists it. Where one has no list
    /// any function is right.
    ///
    /// # Errors
    /// It is in no list; those that are most like it.
    pub fn function(&self, text: &str) -> Result<String, String> {
        let lists = || self.all().filter_map(Covenant::functions);
        let open = lists().count() < self.all().len();
        match lists().find_map(|list| list.spelled(text)) {
            Some(listed) => Ok(listed.to_owned()),
            None if open => Ok(text.to_owned()),
            None => Err(lists().next().map(|list| list.near(text)).unwrap_or_default()),
        }
    }

    /// The codes of areas that are most like a word that is none, for whoever mistyped one.
    #[must_use]
    pub fn areas_like(&self, word: &str) -> String {
        like(word, self.all().flat_map(Covenant::areas).map(|area| area.code.as_str()))
    }

    /// The same of categories.
    #[must_use]
    pub fn categories_like(&self, word: &str) -> String {
        like(word, self.all().flat_map(Covenant::categories).map(|category| category.code.as_str()))
    }

    /// All of them, in the order of the configuration.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Covenant> {
        self.all.iter().map(Arc::as_ref)
    }

    /// The covenant of this id.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Covenant> {
        self.all().find(|covenant| covenant.id() == id)
    }

    /// The covenant in which an area lies.
    #[must_use]
    pub fn of_area(&self, area: &AreaCode) -> Option<&Covenant> {
        self.areas.get(area).map(|at| self.all[*at].as_ref())
    }

    /// The covenant that governs what happens in an area. An area that a later version dropped
    /// falls under the first covenant: its families keep their terms and are not forgotten.
    #[must_use]
    pub fn governing(&self, area: &AreaCode) -> &Covenant {
        self.of_area(area).unwrap_or(&self.all[0])
    }

    /// The kinds of meetings in an area, with who chairs them.
    #[must_use]
    pub fn meetings(&self, area: &AreaCode) -> Vec<MeetingRule> {
        self.governing(area).meetings(area)
    }

    /// The terms that hold in an area.
    #[must_use]
    pub fn terms(&self, area: &AreaCode) -> &Terms {
        self.governing(area).terms()
    }

    /// The terms that hold for an involvement; for one that is not there, those of the first
    /// covenant: nothing is decided on it.
    #[must_use]
    pub fn terms_of(&self, involvement: Option<&Involvement>) -> &Terms {
        involvement.map_or_else(|| self.all[0].terms(), |own| self.terms(&own.area))
    }

    /// The covenant to which an office belongs.
    #[must_use]
    pub fn of_office(&self, office: &OfficeId) -> Option<&Covenant> {
        self.offices.get(office).map(|at| self.all[*at].as_ref())
    }

    /// The days that are off besides, by the covenant of an office.
    pub fn days_off(&self, office: &OfficeId) -> Vec<Day> {
        self.of_office(office).map_or_else(Vec::new, |covenant| covenant.terms().days_off.clone())
    }

    /// The covenants to which somebody is party.
    pub fn of_party<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a Covenant> {
        self.all().filter(move |covenant| covenant.has(party))
    }

    /// The ground on which somebody acts, for the audit log: the first covenant to which it is
    /// party, `id@version`; the broker itself acts by all of them.
    #[must_use]
    pub fn ground(&self, actor: Option<&Party>) -> String {
        let own = actor.and_then(|party| self.all().find(|covenant| covenant.has(party)));
        match own {
            Some(covenant) => covenant.reference(),
            None => self.all().map(Covenant::reference).collect::<Vec<_>>().join(", "),
        }
    }

    /// The terms of somebody's inbox: those of the first covenant to which it is party.
    #[must_use]
    pub fn inbox_terms(&self, party: &Party) -> &Terms {
        let mut all = self.all().filter(|covenant| covenant.has(party));
        all.next().unwrap_or(&self.all[0]).terms()
    }

    /// An organisation that is party to one of them. Whether it is sensitive, and its name and
    /// kind, are the same in all.
    #[must_use]
    pub fn organisation(&self, oin: &Oin) -> Option<&Organisation> {
        self.all().find_map(|covenant| covenant.organisation(oin))
    }

    /// The kind of an organisation in words; `None` where no covenant has any for it.
    #[must_use]
    pub fn kind_of(&self, organisation: &Organisation) -> Option<&OrganisationKind> {
        self.all().find_map(|covenant| covenant.kind_of(organisation))
    }

    /// The organisations of the covenants to which somebody is party, each once, by OIN.
    #[must_use]
    pub fn organisations_for<'a>(&'a self, party: &'a Party) -> Vec<&'a Organisation> {
        let all = self.of_party(party).flat_map(Covenant::organisations);
        let by_oin: BTreeMap<Oin, &Organisation> = all.map(|o| (o.oin, o)).collect();
        by_oin.into_values().collect()
    }

    /// An office.
    #[must_use]
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.of_office(id)?.office(id)
    }

    /// The offices of the covenants to which somebody is party, by covenant and id.
    pub fn offices_for<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a Office> {
        self.of_party(party).flat_map(Covenant::offices)
    }

    /// An area.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.of_area(code)?.area(code)
    }

    /// The area of a postcode.
    #[must_use]
    pub fn area_of_postcode(&self, postcode: &str) -> Option<&AreaCode> {
        self.all().find_map(|covenant| covenant.area_of_postcode(postcode))
    }

    /// Categories of this code; several covenants may use the same word.
    pub fn categories<'a>(&'a self, code: &'a CategoryCode) -> impl Iterator<Item = &'a Category> {
        self.all().filter_map(move |covenant| covenant.category(code))
    }

    /// The office that directs families of this category in this area.
    #[must_use]
    pub fn director(&self, category: &CategoryCode, area: &AreaCode) -> Option<OfficeId> {
        self.of_area(area)?.director(category, area)
    }

    /// The office to turn to for a family without a category. An area that a later covenant
    /// dropped has none of its own: the one of the first area hears of it rather than nobody.
    #[must_use]
    pub fn default_director(&self, area: &AreaCode) -> OfficeId {
        let covenant = self.governing(area);
        covenant
            .default_director(area)
            .or_else(|| covenant.default_director(&covenant.areas().next()?.code))
            .expect("a checked covenant has areas, each with a director")
    }

    /// Who acts for an office: itself, or while it has neither holder nor deputy the first one behind
    /// it in which there is somebody. `None` only for an office that no covenant knows.
    #[must_use]
    pub fn acting_for(&self, id: &OfficeId) -> Option<&Office> {
        let behind = |office: &&Office| self.office(office.fallback.as_ref()?);
        let mut line = std::iter::successors(self.office(id), behind);
        // Ends: the check refuses fallbacks that go round.
        let somebody = line.find(|office| !office.is_empty());
        somebody.or_else(|| self.office(id))
    }

    /// Who is behind somebody who lets the term of a concern signal pass: the deputies of an office,
    /// and the office above. Above an organisation is whoever families of the area turn to.
    #[must_use]
    pub fn behind(&self, party: &Party, area: &AreaCode) -> Behind {
        let (deputy, above) = match party {
            Party::Organisation(_) => (false, Some(self.default_director(area))),
            Party::Office(id) => {
                let office = self.office(id);
                let next = office.and_then(|office| office.fallback.as_ref());
                let above = next.and_then(|next| self.acting_for(next));
                let deputy = office.is_some_and(|o| o.holder.is_some() && !o.deputies.is_empty());
                (deputy, above.map(|office| office.id.clone()))
            }
        };
        Behind { deputy, above: above.map(Party::Office) }
    }

    /// The one office of this role in an area, in its care region, or of the whole covenant.
    #[must_use]
    pub fn of_role(&self, area: &AreaCode, role: &str) -> Option<OfficeId> {
        let covenant = self.governing(area);
        let region = &covenant.area(area)?.region;
        let there = |office: &&Office| {
            let place = office.area.as_str();
            office.role == role && [area.as_str(), region.as_str(), "city"].contains(&place)
        };
        let mut found = covenant.offices().filter(there);
        let first = found.next().map(|office| office.id.clone());
        first.filter(|_| found.next().is_none())
    }

    /// The office that keeps the overview of an area's families. For an area that a later covenant
    /// dropped that is, as with [`Covenants::default_director`], the one of the first area.
    #[must_use]
    pub fn overseer(&self, area: &AreaCode) -> OfficeId {
        let covenant = self.governing(area);
        covenant
            .overseer(area)
            .or_else(|| covenant.overseer(&covenant.areas().next()?.code))
            .expect("a checked covenant has areas, each with an office that keeps the overview")
    }

    /// The areas of which an office keeps the overview.
    #[must_use]
    pub fn overseen_by(&self, office: &OfficeId) -> Vec<AreaCode> {
        let areas = self.all().flat_map(Covenant::areas).map(|area| &area.code);
        areas.filter(|area| self.overseer(area) == *office).cloned().collect()
    }

    /// Where a party chairs a meeting, with all kinds as there.
    #[must_use]
    pub fn chaired_by(&self, party: &Party) -> BTreeMap<AreaCode, Vec<MeetingRule>> {
        self.all().flat_map(|covenant| covenant.chaired_by(party)).collect()
    }

    /// The answer of the covenant of the area in question. A step that its ladder does not have, since
    /// the family moved or the ladder became shorter, counts as its last one; the derivation says so.
    ///
    /// # Errors
    /// The coded refusal of that covenant; see [`Covenant::route`].
    pub fn route(&self, question: &RouteQuestion) -> Result<Route, RouteRefusal> {
        let covenant = self.governing(&question.area);
        let step = question.step.min(covenant.last_step());
        if step == question.step {
            return covenant.route(question);
        }
        let mut route = covenant.route(&RouteQuestion { step, ..question.clone() })?;
        let former = ("former_step".to_owned(), question.step.to_string());
        route.derivation.facts.push(former);
        Ok(route)
    }
}

impl Covenant {
    /// Whether somebody is party to it: an organisation that signed, or one of its offices.
    #[must_use]
    pub fn has(&self, party: &Party) -> bool {
        match party {
            Party::Organisation(oin) => self.organisation(oin).is_some(),
            Party::Office(office) => self.office(office).is_some(),
        }
    }
}

impl From<Covenant> for Covenants {
    fn from(covenant: Covenant) -> Self {
        Self::new(vec![covenant]).expect("one covenant overlaps with no other")
    }
}

/// What the broker shows of an organisation whichever covenant it looks in.
fn shown(
    organisation: &Organisation,
) -> (&str, &str, bool, Option<&str>, Option<&ReceiverAddress>) {
    let Organisation { name, kind, sensitive, issuer, webhook, .. } = organisation;
    (name, kind, *sensitive, issuer.as_deref(), webhook.as_ref())
}

impl Parties for Covenants {
    fn spoken_for_by(&self, issuer: &str) -> Vec<Oin> {
        let all = self.all().flat_map(Covenant::organisations);
        let named = all.filter(|organisation| organisation.issuer.as_deref() == Some(issuer));
        let oins: BTreeSet<Oin> = named.map(|organisation| organisation.oin).collect();
        oins.into_iter().collect()
    }

    fn has_organisation(&self, oin: &Oin) -> bool {
        self.organisation(oin).is_some()
    }

    fn municipality(&self, office: &OfficeId) -> Option<Oin> {
        self.office(office).map(|office| office.municipality)
    }
}
