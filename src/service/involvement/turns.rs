//! In which order are the rows of one import worked on? Side by side, but for those with a person or an id in
//! common: these follow each other as they were sent, so that the later one meets what the earlier one left.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use tokio_util::sync::{CancellationToken, DropGuard};

use crate::api::v1;

/// Names kept before those of rows that are done are forgotten.
const MANY: usize = 4096;

/// Who comes after whom, by what the rows name.
#[derive(Default)]
pub(super) struct Turns {
    /// A hash with a key of its own tells nothing of the number that was hashed.
    hasher: RandomState,
    /// The newest row that names something, which ends when the row is done.
    newest: HashMap<u64, CancellationToken>,
}

/// The turn of one row. When it is dropped, the row is done.
pub(super) struct Turn {
    before: Vec<CancellationToken>,
    _done: DropGuard,
}

impl Turns {
    /// The turn of the row that was sent next.
    pub(super) fn next(&mut self, row: &v1::RegisterInvolvementRequest) -> Turn {
        if self.newest.len() > MANY {
            self.newest.retain(|_, done| !done.is_cancelled());
        }
        let done = CancellationToken::new();
        let persons = row.members.iter().map(|member| member.bsn.as_str());
        let mut before = Vec::new();
        for name in persons.chain([row.involvement_id.as_str()]) {
            let name = self.hasher.hash_one(name);
            before.extend(self.newest.insert(name, done.clone()));
        }
        // A person who is named twice in one row does not wait for it.
        before.retain(|other| *other != done);
        Turn { before, _done: done.drop_guard() }
    }
}

impl Turn {
    /// Waits until every earlier row with something in common is done.
    pub(super) async fn comes(&self) {
        for earlier in &self.before {
            earlier.cancelled().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn row(id: &str, persons: &[&str]) -> v1::RegisterInvolvementRequest {
        let member = |bsn: &&str| v1::FamilyMember { bsn: (*bsn).to_owned(), ..Default::default() };
        v1::RegisterInvolvementRequest {
            involvement_id: id.to_owned(),
            members: persons.iter().map(member).collect(),
            ..Default::default()
        }
    }

    fn has_come(turn: &Turn) -> bool {
        turn.comes().now_or_never().is_some()
    }

    #[test]
    fn only_rows_with_something_in_common_wait_for_each_other() {
        let mut turns = Turns::default();
        let first = turns.next(&row("i1", &["111222333", "111222333"]));
        let other = turns.next(&row("i2", &["123456782"]));
        let same_person = turns.next(&row("i3", &["123456782", "111222333"]));
        let same_id = turns.next(&row("i2", &[]));
        assert!(has_come(&first) && has_come(&other));
        assert!(!has_come(&same_person) && !has_come(&same_id));
        drop(other);
        assert!(has_come(&same_id) && !has_come(&same_person), "that one waits for two");
        drop(first);
        assert!(has_come(&same_person));
        assert!(!has_come(&turns.next(&row("i4", &["111222333"]))), "it follows the newest");
    }

    #[test]
    fn what_is_done_is_forgotten() {
        let mut turns = Turns::default();
        for n in 0..3 * MANY {
            drop(turns.next(&row(&n.to_string(), &[])));
        }
        assert!(turns.newest.len() <= MANY + 1, "{}", turns.newest.len());
    }
}
