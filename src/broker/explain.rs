//! ExplainRoute: a dry run. It reads nothing but the covenant, so it touches no family.

use crate::domain::{
    model::routing::{Route, RouteQuestion, RouteRefusal},
    rules::access::Permit,
};

use super::{Broker, Failure, act::Act};

impl Broker {
    /// What the covenant would answer.
    ///
    /// # Errors
    /// The store is failing: the question is in the audit log like every other.
    pub async fn explain_route(
        &self,
        permit: &Permit,
        question: &RouteQuestion,
    ) -> Result<Result<Route, RouteRefusal>, Failure> {
        self.note(&Act::of(permit, Vec::new()), "OK", self.clock.now()).await?;
        Ok(self.covenant.load().route(question))
    }
}
