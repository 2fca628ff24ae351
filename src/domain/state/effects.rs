//! What does one decision change? Records, notifications and what may be dropped: all of it or
//! nothing.

use crate::domain::{
    model::{
        case::Case,
        involvement::Involvement,
        matches::Match,
        notification::Notification,
        party::Party,
        person::{Person, Pseudonym},
        rights::objection::Objection,
        signal::Signal,
        ticket::Ticket,
    },
    state::{
        keys::Key,
        receipt::{Receipt, ReceiptKey},
        records::Record,
    },
};

/// What a decision changes: all of it or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// Records to write.
    pub put: Vec<(Key, Record)>,
    /// Records that nobody will read, written for the time that writing takes: see
    /// [`crate::domain::rules::nobodys`].
    pub feigned: Vec<(Key, Record)>,
    /// Records to destroy.
    pub delete: Vec<Key>,
    /// Notifications to append, in this order per inbox.
    pub notify: Vec<(Party, Notification)>,
    /// Acknowledged notifications to drop: everything up to the sequence.
    pub trim: Vec<(Party, u64)>,
    /// Persons whom the caller named a short time ago in what is withdrawn now: they count once
    /// more, see [`crate::domain::rules::budget`].
    pub withdrawn: Vec<Pseudonym>,
}

impl Effects {
    /// Writes an involvement.
    pub fn put_involvement(&mut self, involvement: Involvement) {
        self.put
            .push((Key::Involvement(involvement.id), Record::Involvement(Box::new(involvement))));
    }

    /// Writes a match.
    pub fn put_match(&mut self, matched: Match) {
        self.put.push((Key::Match(matched.id), Record::Match(Box::new(matched))));
    }

    /// Writes a ticket.
    pub fn put_ticket(&mut self, ticket: Ticket) {
        self.put.push((Key::Ticket(ticket.id), Record::Ticket(Box::new(ticket))));
    }

    /// Writes a case.
    pub fn put_case(&mut self, case: Case) {
        self.put.push((Key::Case(case.id), Record::Case(Box::new(case))));
    }

    /// Writes a concern signal.
    pub fn put_signal(&mut self, signal: Signal) {
        self.put.push((Key::Signal(signal.id), Record::Signal(Box::new(signal))));
    }

    /// Writes an objection.
    pub fn put_objection(&mut self, objection: Objection) {
        self.put.push((Key::Objection(objection.id), Record::Objection(Box::new(objection))));
    }

    /// Writes a person, or destroys the record when nothing is left in it.
    pub fn put_person(&mut self, pseudonym: Pseudonym, person: Person) {
        let key = Key::Person(pseudonym);
        if person.is_empty() {
            self.delete.push(key);
        } else {
            self.put.push((key, Record::Person(Box::new(person))));
        }
    }

    /// Writes a receipt.
    pub fn put_receipt(&mut self, key: ReceiptKey, receipt: Receipt) {
        self.put.push((Key::Receipt(key), Record::Receipt(Box::new(receipt))));
    }
}
