//! RegisterInvolvement and each row of ImportInvolvements.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            ids::FreshIds,
            party::{AreaCode, Oin},
            time::Time,
        },
        rules::{
            access::Permit,
            appointing::{self, LeadBy},
            registering::{self, Register, Registered, Surroundings},
        },
        state::{
            audit::Subject,
            record::{Effects, Loaded},
        },
    },
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
                let (mut done, mut effects) =
                    registering::decide(loaded, permit, command, &surroundings, terms, ids, now)?;
                if done.matched.is_some() {
                    appoint(&covenant, loaded, &mut effects, ids, now);
                    done.refresh(&effects);
                }
                Ok((done, effects))
            },
        )
        .await
    }
}

/// Where a decision makes matches in which nobody leads: appoints by the covenant's rule.
pub(super) fn appoint(
    covenants: &Covenants,
    loaded: &Loaded,
    effects: &mut Effects,
    ids: &mut FreshIds,
    now: Time,
) {
    let kind = |oin: Oin| covenants.organisation(&oin).map(|known| known.kind.clone());
    let by = |area: &AreaCode| {
        let covenant = covenants.governing(area);
        LeadBy { rule: covenant.lead_rule(), covenant: covenant.reference(), kind: &kind }
    };
    appointing::appoint(loaded, effects, &by, ids, now);
}
