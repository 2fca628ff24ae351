//! RecordParents: the feed of the population register.

use crate::domain::{
    access::Permit, audit::Subject, involvement::Involvement, kinship, party::OfficeId,
    person::Identity, receipt::Request,
};

use super::{Answered, Broker, Failure, drive::Act};

impl Broker {
    /// Records the parents of a child.
    ///
    /// # Errors
    /// See [`kinship::record`]; or the store is failing.
    pub async fn record_parents(
        &self,
        permit: &Permit,
        request: &Request,
        child: Identity,
        parents: &[Identity],
    ) -> Result<Answered<()>, Failure> {
        let covenant = self.covenant.load();
        let director = |involvement: &Involvement| -> OfficeId {
            // An area that a later covenant dropped has no director of its own: the one of the
            // first area hears of it rather than nobody.
            covenant
                .default_director(&involvement.area)
                .or_else(|| covenant.default_director(&covenant.areas().next()?.code))
                .expect("a checked covenant has areas, each with a director")
        };
        let persons = std::iter::once(&child).chain(parents);
        let subjects = persons.map(|person| Subject::Person(person.current)).collect();
        self.change(
            Act::of(permit, subjects),
            |loaded| kinship::needs(loaded, request, child, parents),
            |loaded, ids, now| {
                let terms = covenant.terms();
                kinship::record(loaded, request, child, parents, &director, terms, ids, now)
                    .map(|effects| ((), effects))
            },
        )
        .await
    }
}
