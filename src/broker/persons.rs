//! RecordDeath, RecordShielding: what else the population register says of a person.

use crate::domain::{
    model::{audit::Subject, involvement::Involvement, person::Identity},
    rules::{access::Permit, retention, shielding},
    state::receipt::Request,
};

use super::{Answered, Broker, Failure, act::Act};

impl Broker {
    /// Records that a person died.
    ///
    /// # Errors
    /// See [`retention::death`]; or the store is failing.
    pub async fn record_death(
        &self,
        permit: &Permit,
        request: &Request,
        who: Identity,
    ) -> Result<Answered<()>, Failure> {
        let covenant = self.covenant.load_full();
        self.change(
            Act::by(permit, request, vec![Subject::Person(who.current)]),
            |loaded| retention::needs_of_death(loaded, who),
            |ctx| retention::death(ctx, who, &|area| covenant.meetings(area)),
        )
        .await
    }

    /// Records that a person is shielded, or no longer.
    ///
    /// # Errors
    /// See [`shielding::record`]; or the store is failing.
    pub async fn record_shielding(
        &self,
        permit: &Permit,
        request: &Request,
        who: Identity,
        shielded: bool,
    ) -> Result<Answered<()>, Failure> {
        let covenant = self.covenant.load_full();
        let office = |involvement: &Involvement| covenant.default_director(&involvement.area);
        self.change(
            Act::by(permit, request, vec![Subject::Person(who.current)]),
            |loaded| shielding::needs(loaded, who),
            |ctx| shielding::record(ctx, who, shielded, &office),
        )
        .await
    }
}
