//! What differs between all active involvements of a source system and those that are registered? A
//! difference of two sets: what to register, to renew, to change and to end.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        ids::InvolvementId,
        involvement::{ContactCard, Fingerprint, Informed, Involvement},
        own_reference::OwnReference,
        party::AreaCode,
        person::{Member, Pseudonym},
        refusal::FieldProblem,
        repeat::Part,
        terms::Terms,
        time::Day,
    },
    rules::{
        access::Call,
        registering::Register,
        repeating::{self, Stands},
    },
};

/// Most rows of a source system, and most active involvements of an organisation, that are compared at
/// once. Both are held in memory meanwhile: about 1 KB of each.
pub const MOST: usize = 100_000;

/// One row of a source system: an involvement that is active there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number.
    pub row: u64,
    /// The id of the involvement, where the source system keeps one.
    pub id: Option<InvolvementId>,
    /// The last day, where the source system knows one.
    pub end: Option<Day>,
    /// What is registered when nothing stands for it yet.
    pub command: Register,
}

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Nothing stands for the row yet.
    Register,
    /// The involvement ends later, on the day of the row.
    Renew(InvolvementId, Day),
    /// It goes on to the covenant's term, which moves on with every day: it is warned of its end, and the
    /// source system knows none.
    GoOn(InvolvementId, Day),
    /// The same professional is reached otherwise.
    UpdateContact(InvolvementId),
    /// A colleague has taken over.
    HandOver(InvolvementId),
    /// The organisation knows the family by another reference.
    SetOwnReference(InvolvementId),
    /// The family was informed, or the ground is known why it was not.
    RecordInformed(InvolvementId),
    /// No row stands for the involvement.
    End(InvolvementId),
}

impl Step {
    /// The call that does this alone, under whose permit it is done here too.
    #[must_use]
    pub fn call(&self) -> Call {
        match self {
            Self::Register => Call::RegisterInvolvement,
            Self::Renew(..) | Self::GoOn(..) => Call::RenewInvolvement,
            Self::UpdateContact(_) => Call::UpdateContact,
            Self::HandOver(_) => Call::HandOverInvolvement,
            Self::SetOwnReference(_) => Call::SetOwnReference,
            Self::RecordInformed(_) => Call::RecordInformed,
            Self::End(_) => Call::EndInvolvement,
        }
    }
}

/// A row with what is to be done for it.
pub type Changed = (Row, Vec<Step>);

/// What is to be done so that what is registered is as the source system says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// For each row that differs, in the order of the rows.
    pub rows: Vec<Changed>,
    /// What no row stands for, oldest first. It comes last, so that nobody is out of sight in between.
    pub ends: Vec<Left>,
    /// How many stay although no row stands for them, because a row was refused.
    pub withheld: usize,
    /// Rows for which there is nothing to do.
    pub unchanged: u64,
    /// What stands for these, by the numbers of the rows.
    pub standing: Vec<(u64, InvolvementId)>,
    /// Rows that say something that is not changed here, in their order.
    pub differing: Vec<Differing>,
    /// Own active involvements.
    pub active: usize,
}

/// An involvement that no row stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// It.
    pub id: InvolvementId,
    /// By which the organisation knows the family.
    pub own_reference: Option<OwnReference>,
}

/// A row that says something else than is registered, of which something follows for others: it is changed
/// on purpose, by a call of its own, or not at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differing {
    /// The number of the row.
    pub row: u64,
    /// What stands for it.
    pub id: InvolvementId,
    /// By which the organisation knows the family.
    pub own_reference: Option<OwnReference>,
    /// What stays as it is.
    pub parts: Vec<Part>,
}

impl Difference {
    /// Whether more would end than this share of the active involvements: an empty file, or half of one.
    #[must_use]
    pub fn ends_many(&self, most_percent: u64) -> bool {
        let of =
            |count: usize, by: u64| u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(by);
        of(self.ends.len(), 100) > of(self.active, most_percent)
    }
}

/// An own active involvement, as far as a row is compared with it.
struct Known {
    id: InvolvementId,
    members: Box<[Member]>,
    card: ContactCard,
    area: AreaCode,
    start: Day,
    informed: Informed,
    end: Day,
    /// The last day that a renewal can give it.
    latest: Day,
    /// Whether its organisation was warned of the end, or knew it from the start.
    warned: bool,
    own_reference: Option<OwnReference>,
    /// Whether a row stands for it.
    stays: bool,
}

/// The same professional and the same persons: what registering takes for the same involvement too.
type Named = (String, Vec<Pseudonym>);

/// The own involvements, and the rows that were compared with them so far.
#[derive(Default)]
pub struct Comparison {
    known: Vec<Known>,
    /// Where those with a person stand, under every key.
    by_person: Vec<(Pseudonym, usize)>,
    by_id: Vec<(InvolvementId, usize)>,
    /// Those that ended and are kept.
    ended: Vec<InvolvementId>,
    sorted: bool,
    named: BTreeMap<Named, (u64, Fingerprint)>,
    changed: Vec<Changed>,
    /// Rows that no involvement of the same professional and persons stands for.
    open: Vec<Row>,
    unchanged: u64,
    standing: Vec<(u64, InvolvementId)>,
    differing: Vec<Differing>,
    refused: bool,
}

impl Comparison {
    /// Takes in an own involvement. False: there are more active ones than are compared. What is warned of its
    /// end is reckoned by the day on which the difference was `shown`, so that one that is carried out later
    /// is still the same.
    #[must_use]
    pub fn own(&mut self, own: &Involvement, terms: &Terms, (shown, today): (Day, Day)) -> bool {
        self.sorted = false;
        if !own.is_active() {
            self.ended.push(own.id);
            return true;
        }
        let place = self.known.len();
        self.by_person.extend(own.named().map(|person| (person, place)));
        self.by_id.push((own.id, place));
        self.known.push(Known {
            id: own.id,
            members: own.members.clone().into(),
            card: own.card.clone(),
            area: own.area.clone(),
            start: own.start,
            informed: own.informed,
            end: own.end,
            latest: terms.latest_end(today),
            warned: terms.warn_on(own.end, shown).is_none(),
            own_reference: own.own_reference.clone(),
            stays: false,
        });
        place < MOST
    }

    /// A row that cannot be read. It may stand for any involvement, so none is ended.
    pub fn unreadable(&mut self) {
        self.refused = true;
    }

    /// Compares a row.
    ///
    /// # Errors
    /// It is not certain for what it stands; nothing is ended then either.
    pub fn row(&mut self, row: Row) -> Result<(), FieldProblem> {
        let compared = self.compare(row);
        self.refused |= compared.is_err();
        compared
    }

    fn compare(&mut self, mut row: Row) -> Result<(), FieldProblem> {
        self.sort();
        if let Some((earlier, content)) = self.named.get(&named(&row.command)) {
            if *content == row.command.fingerprint {
                self.unchanged += 1;
                return Ok(());
            }
            let rule = format!(
                "names the same professional and persons as row {earlier}, and differs in something else; send one of the two"
            );
            return Err(FieldProblem::new("members", rule));
        }
        self.named.insert(named(&row.command), (row.row, row.command.fingerprint));
        let persons = self.with_persons(&row.command.members);
        let by_id = row.id.and_then(|id| self.with_id(id));
        if row.id.is_some_and(|id| self.ended.binary_search(&id).is_ok()) {
            let rule = "is of an involvement that ended; leave it empty, or take a fresh UUID of version 7";
            return Err(FieldProblem::new("involvement_id", rule));
        }
        if by_id.is_some_and(|place| !persons.contains(&place)) {
            let rule = "are not the persons of this involvement; add persons with AddMembers, or leave involvement_id empty";
            return Err(FieldProblem::new("members", rule));
        }
        let professional = &row.command.card.professional_id;
        let mut same = persons;
        same.retain(|place| self.known[*place].card.professional_id == *professional);
        // Of several, after a colleague took over the same family twice, the one that the row means.
        let meant = |place: &&usize| self.known[**place].is_meant_by(&row);
        let Some(place) = same.iter().find(meant).or(same.first()).copied() else {
            self.open.push(row);
            return Ok(());
        };
        // Files have no column for it; others would lose a number that was given by hand.
        if row.command.card.deputy.is_none() {
            row.command.card.deputy.clone_from(&self.known[place].card.deputy);
        }
        // One that the row names by its id is not among these when a colleague has the family already: for whom
        // it is, no row stands, unless one of its own does.
        same.into_iter().for_each(|place| self.known[place].stays = true);
        self.stands_for(place, row, Step::UpdateContact);
        Ok(())
    }

    /// Takes down what is to be done so that an involvement is as its row says.
    fn stands_for(&mut self, place: usize, row: Row, contact: fn(InvolvementId) -> Step) {
        let known = &self.known[place];
        let (steps, parts) = (known.steps(&row, contact), known.differing(&row));
        if steps.is_empty() && parts.is_empty() {
            self.unchanged += 1;
        }
        if steps.is_empty() {
            self.standing.push((row.row, known.id));
        }
        if !parts.is_empty() {
            let own_reference = known.own_reference.clone();
            self.differing.push(Differing { row: row.row, id: known.id, own_reference, parts });
        }
        if !steps.is_empty() {
            self.changed.push((row, steps));
        }
    }

    fn sort(&mut self) {
        if !self.sorted {
            self.by_person.sort_unstable();
            self.by_id.sort_unstable();
            self.ended.sort_unstable();
            self.sorted = true;
        }
    }

    fn with_id(&self, id: InvolvementId) -> Option<usize> {
        let found = self.by_id.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        Some(self.by_id[found].1)
    }

    /// The places of those that name exactly these persons, oldest first.
    fn with_persons(&self, members: &[Member]) -> Vec<usize> {
        let first = members.first().into_iter().flat_map(|member| member.identity.pseudonyms());
        let mut found: Vec<usize> = first
            .flat_map(|person| {
                let from = self.by_person.partition_point(|(known, _)| *known < person);
                self.by_person[from..].iter().take_while(move |(known, _)| *known == person)
            })
            .map(|(_, place)| *place)
            .filter(|place| self.known[*place].names(members))
            .collect();
        found.sort_unstable_by_key(|place| self.known[*place].id);
        found.dedup();
        found
    }

    /// The difference, when all rows have come.
    #[must_use]
    pub fn finish(mut self) -> Difference {
        self.sort();
        for row in std::mem::take(&mut self.open) {
            // Only what says so itself has gone to a colleague: two professionals of one organisation
            // may well be involved with one family.
            let persons = self.with_persons(&row.command.members);
            let meant = |place: &usize| {
                let known = &self.known[*place];
                !known.stays && known.is_meant_by(&row)
            };
            match persons.into_iter().find(meant) {
                None => self.changed.push((row, vec![Step::Register])),
                Some(place) => {
                    self.known[place].stays = true;
                    self.stands_for(place, row, Step::HandOver);
                }
            }
        }
        self.changed.sort_by_key(|(row, _)| row.row);
        self.differing.sort_by_key(|differing| differing.row);
        let left = self.known.iter().filter(|known| !known.stays);
        let left = left.map(|it| Left { id: it.id, own_reference: it.own_reference.clone() });
        let mut ends: Vec<Left> = left.collect();
        ends.sort_by_key(|left| left.id);
        let withheld = if self.refused { std::mem::take(&mut ends).len() } else { 0 };
        let active = self.known.len();
        Difference {
            rows: self.changed,
            ends,
            withheld,
            unchanged: self.unchanged,
            standing: self.standing,
            differing: self.differing,
            active,
        }
    }
}

impl Known {
    fn names(&self, members: &[Member]) -> bool {
        let is = |own: &Member| members.iter().any(|member| member.identity.is(&own.identity));
        self.members.len() == members.len() && self.members.iter().all(is)
    }

    /// Whether a row names it by its id, or by the reference of its organisation.
    fn is_meant_by(&self, row: &Row) -> bool {
        let reference = row.command.own_reference.as_ref();
        row.id == Some(self.id) || (reference.is_some() && reference == self.own_reference.as_ref())
    }

    /// What lasts longer than registered, when it does. Where no end is known there it goes on when this one
    /// would end by itself.
    fn later(&self, row: &Row) -> Option<Step> {
        match row.end {
            Some(end) => (end > self.end).then_some(Step::Renew(self.id, end)),
            None => {
                let goes_on = self.warned && self.latest > self.end;
                goes_on.then_some(Step::GoOn(self.id, self.latest))
            }
        }
    }

    /// What a row says that stays as it is.
    fn differing(&self, row: &Row) -> Vec<Part> {
        let stands = Stands {
            area: &self.area,
            start: self.start,
            end: if self.later(row).is_some() { row.command.end } else { self.end },
            informed: self.informs(row).unwrap_or(self.informed),
            members: &self.members,
        };
        repeating::differing(&stands, &row.command)
    }

    /// What is recorded anew of informing the family.
    fn informs(&self, row: &Row) -> Option<Informed> {
        let new = repeating::informed(self.informed, row.command.informed);
        new.filter(|new| *new != self.informed)
    }

    /// What is to be done so that it is as the row says.
    fn steps(&self, row: &Row, contact: fn(InvolvementId) -> Step) -> Vec<Step> {
        let reference = &row.command.own_reference;
        let refers = reference.is_some() && *reference != self.own_reference;
        [
            (self.card != row.command.card).then(|| contact(self.id)),
            self.later(row),
            refers.then_some(Step::SetOwnReference(self.id)),
            self.informs(row).map(|_| Step::RecordInformed(self.id)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn named(command: &Register) -> Named {
    let current = |member: &Member| member.identity.current;
    let mut persons: Vec<Pseudonym> = command.members.iter().map(current).collect();
    persons.sort_unstable();
    (command.card.professional_id.clone(), persons)
}
