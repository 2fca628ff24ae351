//! Which persons does an entry of the audit log concern?

use crate::domain::{
    model::{audit::Subject, ids::InvolvementId, matches::Match, party::Party, person::Pseudonym},
    state::{
        effects::Effects,
        keys::Key,
        loaded::{Loaded, Needs},
        records::Record,
    },
};

/// What an entry looks at to find the persons whom it concerns: what a decision saw, what was
/// loaded besides, and what the decision changes.
#[derive(Clone, Copy, Debug)]
pub struct Concerned<'a> {
    /// What the call named.
    pub named: &'a [Subject],
    /// Who looks; `None` for the broker itself.
    pub by: Option<&'a Party>,
    /// What the decision saw.
    pub loaded: &'a Loaded,
    /// What it changes.
    pub effects: &'a Effects,
}

impl Concerned<'_> {
    /// What must be loaded, besides, before [`Concerned::subjects`] knows every person; ask again
    /// until nothing is missing.
    #[must_use]
    pub fn needs(&self, besides: &Loaded) -> Needs {
        let behind = self.involvements(besides).into_iter().map(Key::Involvement);
        let named = self.named.iter().filter_map(key);
        let mut keys: Vec<Key> = named.chain(behind).chain(self.cases(besides)).collect();
        keys.retain(|key| !self.loaded.has(key) && self.written(key).is_none());
        Needs::missing(besides, keys, Vec::new())
    }

    /// What was named, and the persons behind it under the key of their registration, each once.
    #[must_use]
    pub fn subjects(&self, besides: &Loaded) -> Vec<Subject> {
        let mut behind: Vec<Pseudonym> = self
            .involvements(besides)
            .into_iter()
            .filter_map(|id| match self.record(besides, &Key::Involvement(id)) {
                Some(Record::Involvement(involvement)) => Some(&involvement.members),
                _ => None,
            })
            .flatten()
            .map(|member| member.identity.current)
            .collect();
        let keys = self.named.iter().filter_map(key).chain(self.cases(besides));
        for record in keys.filter_map(|key| self.record(besides, &key)) {
            match record {
                Record::Case(case) => {
                    behind.extend(case.persons.iter().map(|person| person.identity.current));
                }
                Record::Signal(signal) => {
                    behind.extend(signal.members.iter().map(|member| member.identity.current));
                }
                _ => {}
            }
        }
        let named = |who: &Pseudonym| {
            self.named.iter().any(|subject| matches!(subject, Subject::Person(own) if own == who))
        };
        behind.retain(|who| !named(who));
        behind.sort_unstable();
        behind.dedup();
        self.named.iter().cloned().chain(behind.into_iter().map(Subject::Person)).collect()
    }

    /// The involvements by which the subjects concern persons. Of a match it is the reader's own:
    /// whom the others registered is neither shown nor told.
    fn involvements(&self, besides: &Loaded) -> Vec<InvolvementId> {
        let of_record = |subject| match self.record(besides, &key(subject)?)? {
            Record::Match(matched) => Some(self.own(matched)),
            Record::Ticket(ticket) => Some(ticket.involvement.into_iter().collect()),
            _ => None,
        };
        let mut all = Vec::new();
        for subject in self.named {
            match subject {
                Subject::Involvement(id) => all.push(*id),
                other => all.extend(of_record(other).unwrap_or_default()),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The cases by which the subjects concern persons: of a ticket that an office opened in its own name, on
    /// nobody's registration.
    fn cases(&self, besides: &Loaded) -> Vec<Key> {
        let of_record = |subject| match self.record(besides, &key(subject)?)? {
            Record::Ticket(ticket) if ticket.is_in_own_name() => ticket.case.map(Key::Case),
            _ => None,
        };
        self.named.iter().filter_map(of_record).collect()
    }

    /// The reader's own involvements in a match; for the broker itself the joiner's.
    fn own(&self, matched: &Match) -> Vec<InvolvementId> {
        let own = matched.parties.iter().filter(|party| match self.by {
            Some(Party::Organisation(oin)) => *oin == party.organisation,
            Some(Party::Office(_)) | None => false,
        });
        let own: Vec<_> = own.map(|party| party.involvement).collect();
        if own.is_empty() {
            matched.parties.first().map(|joiner| joiner.involvement).into_iter().collect()
        } else {
            own
        }
    }

    fn written(&self, key: &Key) -> Option<&Record> {
        self.effects.put.iter().find(|(written, _)| written == key).map(|(_, record)| record)
    }

    fn record<'b>(&'b self, besides: &'b Loaded, key: &Key) -> Option<&'b Record> {
        self.written(key).or_else(|| self.loaded.get(key)).or_else(|| besides.get(key))
    }
}

/// The record that a subject names, where persons stand behind it.
fn key(subject: &Subject) -> Option<Key> {
    match subject {
        Subject::Involvement(id) => Some(Key::Involvement(*id)),
        Subject::Match(id) => Some(Key::Match(*id)),
        Subject::Ticket(id) => Some(Key::Ticket(*id)),
        Subject::Case(id) => Some(Key::Case(*id)),
        Subject::Signal(id) => Some(Key::Signal(*id)),
        Subject::Person(_)
        | Subject::Inbox(..)
        | Subject::Delivered(..)
        | Subject::Objection(_)
        | Subject::AuditLog(_)
        | Subject::Session(_)
        | Subject::Issuer(_) => None,
    }
}
