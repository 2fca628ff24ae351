//! RegisterInvolvement and each row of ImportInvolvements.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::Subject,
            party::{AreaCode, Oin},
        },
        rules::{
            access::Permit,
            appointing::{self, LeadBy},
            context::Context,
            registering::{self, Register, Registered, Surroundings},
        },
    },
};

use super::{Answered, Broker, Failure, act::Act};

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
        let request = registering::request(permit, command);
        self.change(
            Act::by(permit, &request, subjects),
            |loaded| registering::needs(loaded, &request, command),
            |ctx| {
                let terms = covenant.terms(&command.area);
                let mut done = registering::decide(ctx, command, &surroundings, terms)?;
                if done.matched.is_some() {
                    appoint(&covenant, ctx);
                    done.refresh(&ctx.effects);
                }
                Ok(done)
            },
        )
        .await
    }
}

/// Where a decision makes matches in which nobody leads: appoints by the covenant's rule.
pub(super) fn appoint(covenants: &Covenants, ctx: &mut Context<'_>) {
    let kind = |oin: Oin| covenants.organisation(&oin).map(|known| known.kind.clone());
    let by = |area: &AreaCode| {
        let covenant = covenants.governing(area);
        let (rule, ground) = (covenant.lead_rule(), covenant.lead_ground());
        LeadBy { rule, ground, covenant: covenant.reference(), kind: &kind }
    };
    appointing::appoint(ctx, &by);
}
