//! UpdateContact, HandOverInvolvement, RecordInformed, SetOwnReference, AddMembers.

use crate::domain::{
    model::{
        audit::Subject,
        ids::{InvolvementId, SignalId},
        involvement::{Informed, Involvement},
        matches::Match,
        own_reference::OwnReference,
        signal::Signal,
        terms::Terms,
    },
    rules::{
        access::Permit,
        adding::{self, Add, Surroundings},
        changing,
        contact::{self, Change, Changed, Chosen, Which},
        listing,
    },
    state::{
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        receipt::Request,
    },
};

use super::{Answered, Broker, Failure, act::Act, register::appoint};

fn needs(loaded: &Loaded, id: InvolvementId) -> Needs {
    Needs::missing(loaded, vec![Key::Involvement(id)], Vec::new())
}

impl Broker {
    /// Gives own involvements another contact card, or to a colleague.
    ///
    /// # Errors
    /// See [`contact::decide`]; or the store is failing.
    pub async fn change_contact(
        &self,
        permit: &Permit,
        request: &Request,
        change: &Change,
    ) -> Result<Answered<Changed>, Failure> {
        let chosen = self.chosen(permit, change).await?;
        let mut subjects: Vec<Subject> =
            chosen.involvements.iter().copied().map(Subject::Involvement).collect();
        subjects.extend(chosen.signals.iter().copied().map(Subject::Signal));
        self.change(
            Act::by(permit, request, subjects),
            |loaded| contact::needs(loaded, permit, &chosen),
            |ctx| contact::decide(ctx, change, &chosen),
        )
        .await
    }

    /// What a change is about, and whether there is more than it takes.
    async fn chosen(&self, permit: &Permit, change: &Change) -> Result<Chosen, Failure> {
        let (involvements, others) = self.chosen_involvements(permit, change).await?;
        let list = List::SignalsSentOpen(permit.organisation()?);
        let within = change.sender().is_some_and(|professional| permit.reaches(professional));
        let (mut signals, mut after) = (Vec::new(), None);
        while within && signals.len() <= contact::MOST {
            let wanted = contact::MOST + 1 - signals.len();
            let on = |signal: &Signal| change.is_on(signal);
            let (found, next) = self.search(&list, after, wanted, on).await?;
            signals.extend(found.into_iter().map(SignalId));
            after = next;
            if after.is_none() {
                break;
            }
        }
        let more = others || signals.len() > contact::MOST;
        signals.truncate(contact::MOST);
        Ok(Chosen { involvements, signals, more })
    }

    async fn chosen_involvements(
        &self,
        permit: &Permit,
        change: &Change,
    ) -> Result<(Vec<InvolvementId>, bool), Failure> {
        let professional = match &change.which {
            Which::One(id) => return Ok((vec![*id], false)),
            Which::Of(professional) => Some(professional.clone()),
        };
        let filter = listing::Involvements { professional, active: true, ..Default::default() };
        let list = List::Involvements(permit.organisation()?);
        let picks = |known: &Involvement| filter.picks(known) && change.is_about(known);
        let (mut chosen, mut after) = (Vec::new(), None);
        // One more than it takes says whether there are more.
        while chosen.len() <= contact::MOST {
            let wanted = contact::MOST + 1 - chosen.len();
            let (found, next) = self.search(&list, after, wanted, picks).await?;
            chosen.extend(found.into_iter().map(InvolvementId));
            after = next;
            if after.is_none() {
                break;
            }
        }
        let more = chosen.len() > contact::MOST;
        chosen.truncate(contact::MOST);
        Ok((chosen, more))
    }

    /// Records whether the family was informed.
    ///
    /// # Errors
    /// See [`changing::inform`]; or the store is failing.
    pub async fn record_informed(
        &self,
        permit: &Permit,
        request: &Request,
        id: InvolvementId,
        informed: Informed,
    ) -> Result<Answered<Involvement>, Failure> {
        self.change(
            Act::by(permit, request, vec![Subject::Involvement(id)]),
            |loaded| needs(loaded, id),
            |ctx| changing::inform(ctx, id, informed),
        )
        .await
    }

    /// Sets or removes an own reference.
    ///
    /// # Errors
    /// See [`changing::refer`]; or the store is failing.
    pub async fn set_own_reference(
        &self,
        permit: &Permit,
        request: &Request,
        id: InvolvementId,
        own_reference: Option<&OwnReference>,
    ) -> Result<Answered<Involvement>, Failure> {
        self.change(
            Act::by(permit, request, vec![Subject::Involvement(id)]),
            |loaded| needs(loaded, id),
            |ctx| changing::refer(ctx, id, own_reference.cloned()),
        )
        .await
    }

    /// The terms that hold for an own involvement; for any other id those that hold without one.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn terms_of(&self, permit: &Permit, id: InvolvementId) -> Result<Terms, Failure> {
        let loaded = self.store.load(&[Key::Involvement(id)]).await?;
        let own = changing::own(&loaded, permit, id).ok();
        Ok(self.covenant.load().terms_of(own).clone())
    }

    /// Names more persons in an own involvement.
    ///
    /// # Errors
    /// See [`adding::decide`]; or the store is failing.
    pub async fn add_members(
        &self,
        permit: &Permit,
        request: &Request,
        command: &Add,
    ) -> Result<Answered<(Involvement, Option<Match>)>, Failure> {
        let covenant = self.covenant.load();
        let mut subjects = vec![Subject::Involvement(command.id)];
        subjects.extend(command.members.iter().map(|m| Subject::Person(m.identity.current)));
        self.change(
            Act::by(permit, request, subjects),
            |loaded| {
                let needs = || adding::needs(loaded, request, command);
                changing::needs_of_own(loaded, permit, command.id, needs)
            },
            |ctx| {
                let own = changing::own(ctx.facts, permit, command.id)?;
                let director = covenant.default_director(&own.area);
                let around = Surroundings { terms: covenant.terms(&own.area), director: &director };
                let answer = adding::decide(ctx, command, around)?;
                if answer.1.is_some() {
                    appoint(&covenant, ctx);
                }
                Ok(adding::present(answer, &ctx.effects))
            },
        )
        .await
    }
}
