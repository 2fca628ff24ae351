//! RegisterInvolvement and each row of ImportInvolvements.

use crate::domain::{
    access::Permit,
    audit::Subject,
    registering::{self, Register, Registered, Surroundings},
};

use super::{Answered, Broker, Failure, drive::Act};

impl Broker {
    /// Registers an involvement.
    ///
    /// # Errors
    /// See [`registering::decide`]; or the store is failing.
    pub async fn register(
        &self,
        permit: &Permit,
        command: &Register,
    ) -> Result<Answered<Registered>, Failure> {
        let covenant = self.covenant.load();
        let director = covenant.default_director(&command.area);
        let sensitive = covenant
            .organisation(&permit.organisation()?)
            .is_some_and(|organisation| organisation.sensitive);
        let surroundings = Surroundings { withheld: sensitive.then(|| director.clone()), director };
        let mut subjects = Vec::with_capacity(command.members.len() + 1);
        subjects.push(Subject::Involvement(command.id));
        subjects.extend(command.members.iter().map(|m| Subject::Person(m.identity.current)));
        self.change(
            Act::of(permit, subjects),
            |loaded| registering::needs(loaded, permit, command),
            |loaded, ids, now| {
                let terms = covenant.terms(&command.area);
                registering::decide(loaded, permit, command, &surroundings, terms, ids, now)
            },
        )
        .await
    }
}
