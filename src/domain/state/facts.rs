//! What does a decision see? The records and lists that were asked for before it, and nothing else.

use std::cell::OnceCell;

use uuid::Uuid;

use crate::domain::{
    model::case::Case,
    state::{keys::Key, lists::List, loaded::Loaded, lookup::Lookup, records::Record},
};

/// What was loaded for a decision, complete. To look at something that was not asked for is a mistake
/// in the rule, and must never read as "there is none": where mistakes are looked for it panics, and
/// in service the broker refuses the request, whatever was decided.
#[derive(Debug, Default)]
pub struct Facts {
    loaded: Loaded,
    forgotten: OnceCell<String>,
}

impl Facts {
    /// Everything that was asked for.
    #[must_use]
    pub fn new(loaded: Loaded) -> Self {
        Self { loaded, forgotten: OnceCell::new() }
    }

    /// Whether a record was asked for. Decisions make records under fresh ids: those were not.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.loaded.has(key)
    }

    /// The cases among what was asked for.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.loaded.cases()
    }

    /// The kind of what the decision looked at without having asked for it: it must not take effect.
    #[must_use]
    pub fn forgotten(&self) -> Option<&str> {
        self.forgotten.get().map(String::as_str)
    }

    /// What was loaded, after the decision.
    #[must_use]
    pub fn into_loaded(self) -> Loaded {
        self.loaded
    }

    fn forgot(&self, what: String) {
        // The first one is enough: the decision ends as refused.
        let what = self.forgotten.get_or_init(|| what);
        debug_assert!(false, "a decision looked at {what}, which it had not asked for");
    }
}

impl Lookup for Facts {
    fn get(&self, key: &Key) -> Option<&Record> {
        self.loaded.looked_up(key).unwrap_or_else(|| {
            self.forgot(format!("a record of kind {:?}", key.kind()));
            None
        })
    }

    fn list(&self, list: &List) -> &[Uuid] {
        self.loaded.looked_through(list).unwrap_or_else(|| {
            self.forgot(format!("the list {list:?}"));
            &[]
        })
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;
    use crate::domain::{
        model::{ids::CaseId, ids::TicketId, person::Pseudonym},
        state::keys::Version,
    };

    const NOBODY: Pseudonym = Pseudonym { version: 1, mac: [7; 16] };

    fn case() -> CaseId {
        CaseId(Uuid::from_u128(1))
    }

    #[test]
    fn what_was_asked_for_and_is_not_there_is_none() {
        let mut loaded = Loaded::default();
        loaded.insert(Key::Person(NOBODY), Version::ABSENT, None);
        loaded.insert_list(List::TicketsOf(case()), Vec::new());
        let facts = Facts::new(loaded);
        assert_eq!(facts.person(NOBODY), None);
        assert_eq!(facts.tickets_of(case()).count(), 0);
        assert_eq!(facts.forgotten(), None);
    }

    /// What the rule gets: here nothing, or a panic where mistakes are looked for.
    fn looked<T>(look: impl FnOnce() -> Option<T>) -> Option<T> {
        let result = catch_unwind(AssertUnwindSafe(look));
        assert_eq!(result.is_err(), cfg!(debug_assertions));
        result.ok().flatten()
    }

    #[test]
    fn what_was_forgotten_is_no_answer() {
        let facts = Facts::new(Loaded::default());
        assert_eq!(looked(|| facts.person(NOBODY)), None);
        let what = facts.forgotten().expect("it is noted");
        assert!(what.contains("Person") && !what.contains('7'), "a kind, nobody: {what}");
        let facts = Facts::new(Loaded::default());
        assert_eq!(looked(|| facts.tickets_of(case()).next()), None::<TicketId>);
        assert!(facts.forgotten().is_some_and(|what| what.contains("TicketsOf")));
    }
}
