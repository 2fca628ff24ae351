//! RecordParents: the feed of the population register.

use crate::domain::{
    model::{audit::Subject, involvement::Involvement, person::Identity},
    rules::{access::Permit, kinship},
    state::receipt::Request,
};

use super::{Answered, Broker, Failure, act::Act, register::appoint};

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
            Act::by(permit, request, subjects),
            |loaded| kinship::needs(loaded, child, parents),
            |ctx| {
                let years = covenant.all().map(|one| one.terms().ages_out_years).max();
                let years = i16::try_from(years.unwrap_or_default()).unwrap_or(i16::MAX);
                let until = ctx.today().plus_years(years);
                kinship::record(ctx, child, parents, until, &director, &terms)?;
                appoint(&covenant, ctx);
                Ok(())
            },
        )
        .await
    }
}
