//! GetSubjectAccess, RegisterObjection, DecideObjection, GetObjection, ListObjections.

use uuid::Uuid;

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            ids::{InvolvementId, ObjectionId},
            party::{AreaCode, OfficeId, Party},
            person::Identity,
            refusal::Refusal,
            rights::objection::{Objection, Verdict},
            terms::Terms,
        },
        rules::{
            access::Permit,
            rights::{
                objection::{self, Watching},
                subject_access::{self, Access},
            },
        },
        state::{lists::List, loaded::Needs, receipt::Request},
    },
    store::Sealed,
};

use super::{Answered, Broker, Failure, Page, act::Act};

/// Most searches of the audit log for one answer; the next page goes on behind them.
const SEARCHES_MOST: usize = 100;

/// Most entries in one answer.
const LOOKED_MOST: usize = 200;

/// A place in the audit log of all brokers: behind an entry of one of its chains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct LogPlace {
    /// The chain's number.
    pub chain: u32,
    /// The entry's position in it.
    pub position: u64,
}

/// What is known of a person, and a part of who looked at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubjectAccess {
    /// What is registered and who was told.
    pub access: Access,
    /// Who looked: one broker's log after the other, each from its beginning.
    pub looked: Vec<AuditEntry>,
    /// Behind which entry of the audit log the next page goes on; `None` when this was the last.
    pub next: Option<LogPlace>,
}

/// The privacy officer of a family's area. An area that a later covenant dropped has none of its
/// own: the one of its covenant's first area answers for it rather than nobody.
fn officer_of(covenants: &Covenants, area: &AreaCode) -> OfficeId {
    let covenant = covenants.governing(area);
    let own = covenant.privacy_officer(area);
    own.or_else(|| covenant.privacy_officer(&covenant.areas().next()?.code))
        .expect("a checked covenant has areas, each with a privacy officer")
}

/// The calling privacy officer.
fn officer<'a>(covenants: &Covenants, permit: &'a Permit) -> Result<&'a OfficeId, Refusal> {
    match permit.party() {
        Party::Office(office)
            if covenants.of_office(office).is_some_and(|own| own.is_privacy_officer(office)) =>
        {
            Ok(office)
        }
        Party::Office(_) | Party::Organisation(_) => Err(Refusal::NotAllowed),
    }
}

impl Broker {
    /// What is registered about a person, who was told, and who looked, in the areas of the calling
    /// privacy officer. Who looked is read from the audit log behind the entry `after`, as far as
    /// one answer goes. Of a person about whom nothing is registered there is nothing to tell.
    ///
    /// # Errors
    /// Not a privacy officer; or the store is failing.
    pub async fn subject_access(
        &self,
        permit: &Permit,
        who: Identity,
        after: LogPlace,
    ) -> Result<SubjectAccess, Failure> {
        let covenants = self.covenant.load_full();
        let access = self
            .drive(
                Act::of(permit, vec![Subject::Person(who.current)]),
                |loaded| match officer(&covenants, permit) {
                    Ok(_) => subject_access::needs(loaded, who),
                    Err(_) => Needs::default(),
                },
                |ctx| {
                    let own = officer(&covenants, permit)?;
                    let answers_for = |area: &AreaCode| officer_of(&covenants, area) == *own;
                    let regime = |area: &AreaCode| covenants.terms(area).ages_out_years;
                    let today = ctx.today();
                    Ok(subject_access::access(ctx.facts, who, &answers_for, &regime, today))
                },
            )
            .await?;
        let (looked, next) = self.looked(&covenants, permit, &access, who, after).await?;
        Ok(SubjectAccess { access, looked, next })
    }

    /// Looks for a bounded number of entries of the audit log about a person.
    async fn looked(
        &self,
        covenants: &Covenants,
        permit: &Permit,
        access: &Access,
        who: Identity,
        after: LogPlace,
    ) -> Result<(Vec<AuditEntry>, Option<LogPlace>), Failure> {
        let own = match permit.party() {
            Party::Office(office) => covenants.of_office(office),
            Party::Organisation(_) => None,
        };
        let is_party = |party: &Party| own.is_some_and(|covenant| covenant.has(party));
        let persons = who.pseudonyms().map(Subject::Person);
        let registrations = access.registrations.iter().map(|known| Subject::Involvement(known.id));
        let about: Vec<Subject> = persons.chain(registrations).collect();
        let (mut looked, mut searches) = (Vec::new(), 0);
        for chain in self.store.chains().await? {
            let mut at = LogPlace { chain: chain.number, position: 0 }.max(after);
            while at.chain == chain.number {
                let most = LOOKED_MOST - looked.len();
                let found = self.store.audit_about(&chain.name, &about, at.position, most).await?;
                let entries = found.entries.iter().filter_map(Sealed::entry);
                looked.extend(entries.filter(|entry| access.is_about(entry, who, &is_party)));
                let Some(next) = found.next else { break };
                at.position = next;
                searches += 1;
                if looked.len() == LOOKED_MOST || searches == SEARCHES_MOST {
                    return Ok((looked, Some(at)));
                }
            }
            if looked.len() == LOOKED_MOST {
                // The next page begins with the next chain.
                return Ok((looked, Some(LogPlace { chain: chain.number, position: u64::MAX })));
            }
        }
        Ok((looked, None))
    }

    /// Registers an objection.
    ///
    /// # Errors
    /// Not a privacy officer; see [`objection::register`]; or the store is failing.
    pub async fn register_objection(
        &self,
        permit: &Permit,
        id: ObjectionId,
        who: Identity,
    ) -> Result<Answered<Objection>, Failure> {
        let covenants = self.covenant.load_full();
        let officer_of = |area: &AreaCode| officer_of(&covenants, area);
        let terms = |area: &AreaCode| -> &Terms { covenants.terms(area) };
        self.change(
            Act::of(permit, vec![Subject::Objection(id), Subject::Person(who.current)]),
            |loaded| match officer(&covenants, permit) {
                Ok(_) => objection::needs_to_register(loaded, id, who),
                Err(_) => Needs::default(),
            },
            |ctx| {
                officer(&covenants, permit)?;
                let own = covenants.inbox_terms(permit.party());
                let watching = Watching { officer: &officer_of, terms: &terms, own };
                objection::register(ctx, id, who, &watching)
            },
        )
        .await
    }

    /// Decides on an objection for the caller's own registrations.
    ///
    /// # Errors
    /// See [`objection::decide`]; or the store is failing.
    pub async fn decide_objection(
        &self,
        permit: &Permit,
        request: &Request,
        id: ObjectionId,
        verdict: Verdict,
    ) -> Result<Answered<Objection>, Failure> {
        let covenant = self.covenant.load_full();
        self.change(
            Act::by(permit, request, vec![Subject::Objection(id)]),
            |loaded| objection::needs_to_decide(loaded, permit.party(), id),
            |ctx| objection::decide(ctx, id, verdict, &|area| covenant.meetings(area)),
        )
        .await
    }

    /// One objection that concerns the caller, with the caller's own registrations in question.
    ///
    /// # Errors
    /// Unknown or not the caller's business; or the store is failing.
    pub async fn get_objection(
        &self,
        permit: &Permit,
        id: ObjectionId,
    ) -> Result<(Objection, Vec<InvolvementId>), Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Objection(id)]),
            |loaded| objection::needs(loaded, id),
            |ctx| {
                let (objection, own) = objection::seen(ctx.facts, permit, id)?;
                Ok((objection.clone(), own))
            },
        )
        .await
    }

    /// The objections that concern the caller.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_objections(
        &self,
        permit: &Permit,
        include_decided: bool,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Objection>, Failure> {
        let list = List::Objections(permit.party().clone());
        // Decided ones are kept for years: they must not fill the pages of those that are open.
        let picks = |objection: &Objection| include_decided || objection.is_open();
        let (ids, next) = self.search(&list, after, limit, picks).await?;
        let entries = self.entries(permit, &ids, picks).await?;
        Ok(Page { entries, next })
    }
}
