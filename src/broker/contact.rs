//! UpdateContact, HandOverInvolvement, RecordInformed, SetOwnReference, AddMembers.

use crate::domain::{
    model::{
        ids::InvolvementId,
        involvement::{Informed, Involvement},
        own_reference::OwnReference,
        terms::Terms,
    },
    rules::{
        access::Permit,
        adding::{self, Add, Surroundings},
        changing,
        contact::{self, Change, Changed, Which},
        listing,
        matching::Match,
    },
    state::{
        audit::Subject,
        receipt::Request,
        record::{Key, List, Loaded, Needs},
    },
};

use super::{Answered, Broker, Failure, drive::Act, register::appoint};

fn needs(loaded: &Loaded, request: &Request, id: InvolvementId) -> Needs {
    let keys = vec![Key::Involvement(id), Key::Receipt(request.key.clone())];
    Needs::missing(loaded, keys, Vec::new())
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
        let (chosen, more) = self.chosen(permit, change).await?;
        self.change(
            Act::of(permit, chosen.iter().copied().map(Subject::Involvement).collect()),
            |loaded| contact::needs(loaded, request, &chosen),
            |loaded, ids, now| {
                contact::decide(loaded, permit, request, change, (&chosen, more), ids, now)
            },
        )
        .await
    }

    /// The involvements that a change is about, and whether there are more than it takes.
    async fn chosen(
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
        let key = |id| Key::Involvement(InvolvementId(id));
        let picks = |loaded: &Loaded, id| {
            let known = loaded.involvement(InvolvementId(id));
            known.is_some_and(|known| filter.picks(known) && change.is_about(known))
        };
        let (mut chosen, mut after) = (Vec::new(), None);
        // One more than it takes says whether there are more.
        while chosen.len() <= contact::MOST {
            let wanted = contact::MOST + 1 - chosen.len();
            let (found, next) = self.search(&list, after, wanted, key, picks).await?;
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
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| needs(loaded, request, id),
            |loaded, _, now| changing::inform(loaded, permit, request, id, informed, now),
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
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| needs(loaded, request, id),
            |loaded, _, now| {
                changing::refer(loaded, permit, request, id, own_reference.cloned(), now)
            },
        )
        .await
    }

    /// The terms that hold for an involvement, as far as it is there: nothing else is told of it.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn terms_of(&self, id: InvolvementId) -> Result<Terms, Failure> {
        let loaded = self.store.load(&[Key::Involvement(id)]).await?;
        Ok(self.covenant.load().terms_of(&loaded, id).clone())
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
            Act::of(permit, subjects),
            |loaded| adding::needs(loaded, request, command),
            |loaded, ids, now| {
                let own = changing::own(loaded, permit, command.id)?;
                let director = covenant.default_director(&own.area);
                let around = Surroundings { terms: covenant.terms(&own.area), director: &director };
                let (answer, mut effects) =
                    adding::decide(loaded, permit, request, command, around, ids, now)?;
                if answer.1.is_some() {
                    appoint(&covenant, loaded, &mut effects, ids, now);
                }
                Ok((adding::present(answer, &effects), effects))
            },
        )
        .await
    }
}
