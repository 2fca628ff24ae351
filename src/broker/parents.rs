//! RecordParents: the feed of the population register.

use crate::domain::{
    model::{involvement::Involvement, person::Identity},
    rules::{access::Permit, kinship},
    state::{audit::Subject, receipt::Request},
};

use super::{Answered, Broker, Failure, drive::Act, register::appoint};

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
        let director = |involvement: &Involvement| covenant.default_director(&involvement.area);
        let terms = |involvement: &Involvement| covenant.terms(&involvement.area);
        let persons = std::iter::once(&child).chain(parents);
        let subjects = persons.map(|person| Subject::Person(person.current)).collect();
        self.change(
            Act::of(permit, subjects),
            |loaded| kinship::needs(loaded, request, child, parents),
            |loaded, ids, now| {
                let years = covenant.all().map(|one| one.terms().ages_out_years).max();
                let years = i16::try_from(years.unwrap_or_default()).unwrap_or(i16::MAX);
                let until = now.day().plus_years(years);
                let mut effects = kinship::record(
                    loaded, request, child, parents, until, &director, &terms, ids, now,
                )?;
                appoint(&covenant, loaded, &mut effects, ids, now);
                Ok(((), effects))
            },
        )
        .await
    }
}
