//! ListAuditEntries, VerifyAuditChain: the audit log for whoever checks it. Reading is an entry of it.

use uuid::Uuid;

use crate::{
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            refusal::Refusal,
            time::Day,
        },
        rules::{access::Permit, listing},
        state::loaded::Needs,
    },
    store::{Chain, audit_chain::Head},
};

use super::{Broker, Failure, Page, act::Act};

/// Most entries of the audit log that one answer looks through; the next page goes on behind them.
const LOOK_THROUGH: usize = 20_000;

/// Entries read from the store at a time.
const BATCH: usize = 1_000;

/// How far a chain was verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Up to where it is whole.
    pub to: Head,
    /// Where it ends.
    pub head: Head,
    /// What is wrong after that; `None` when nothing was found.
    pub problem: Option<String>,
    /// The names of all chains.
    pub chains: Vec<String>,
}

/// A place in a chain as that of an entry on a page.
fn listed(position: u64) -> Uuid {
    Uuid::from_u128(u128::from(position))
}

/// The place in a chain behind which a page begins; one that is not of a chain is behind everything.
fn position(place: Option<Uuid>) -> u64 {
    place.map_or(0, |place| u64::try_from(place.as_u128()).unwrap_or(u64::MAX))
}

/// The covenant whose auditor calls.
fn audited<'a>(covenants: &'a Covenants, permit: &Permit) -> Result<&'a Covenant, Refusal> {
    let office = permit.office()?;
    let own = covenants.of_office(office).filter(|covenant| covenant.is_auditor(office));
    own.ok_or(Refusal::NotAllowed)
}

/// An entry as the auditor of one covenant sees it, when it is any business of that covenant: what its
/// parties did, and what the broker did by itself. With several covenants it does not say on what the
/// broker acted: that may be a family of another one.
fn seen(covenants: &Covenants, own: &Covenant, mut entry: AuditEntry) -> Option<AuditEntry> {
    match &entry.actor {
        Some(actor) => own.has(&actor.party).then_some(entry),
        None => {
            if covenants.all().nth(1).is_some() {
                entry.subjects.clear();
            }
            Some(entry)
        }
    }
}

impl Broker {
    /// Entries of a chain behind a place, of the parties to the covenant of the calling auditor and
    /// of the broker itself.
    ///
    /// # Errors
    /// Not an auditor, no such chain; or the store is failing.
    pub async fn list_audit_entries(
        &self,
        permit: &Permit,
        chain: &str,
        filter: &listing::Entries,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<(u64, AuditEntry)>, Failure> {
        let (covenants, after) = (self.covenant(), position(after));
        let (chain, _) = self.open_log(permit, &covenants, chain, after).await?;
        let covenant = audited(&covenants, permit)?;
        let mut place = match filter.from {
            Some(from) if after == 0 => self.before_day(&chain, from).await?,
            _ => after,
        };
        let (mut page, mut read) = (Page { entries: Vec::new(), next: None }, 0);
        loop {
            let sealed = self.store.audit_of(&chain.name, place, BATCH).await?;
            let last_of_chain = sealed.len() < BATCH;
            for one in sealed {
                if page.entries.len() == limit {
                    page.next = Some(listed(place));
                    return Ok(page);
                }
                place = one.position;
                let Some(entry) = one.entry() else { continue };
                // The clocks of several brokers may differ a little; by a day they do not.
                if filter.to.is_some_and(|to| entry.at.day() > to.plus_days(1)) {
                    return Ok(page);
                }
                if filter.picks(&entry)
                    && let Some(entry) = seen(&covenants, covenant, entry)
                {
                    page.entries.push((listed(one.position), (one.position, entry)));
                }
            }
            read += BATCH;
            if last_of_chain {
                return Ok(page);
            }
            if read >= LOOK_THROUGH {
                page.next = Some(listed(place));
                return Ok(page);
            }
        }
    }

    /// Verifies a chain from a place on, as far as one answer goes.
    ///
    /// # Errors
    /// Not an auditor, no such chain; or the store is failing.
    pub async fn verify_audit_chain(
        &self,
        permit: &Permit,
        chain: &str,
        after: Head,
    ) -> Result<Verified, Failure> {
        let covenants = self.covenant();
        let (chain, chains) = self.open_log(permit, &covenants, chain, after.position).await?;
        let (mut to, mut problem, mut read) = (after, None, 0);
        while problem.is_none() && to.position < chain.head.position && read < LOOK_THROUGH {
            let sealed = self.store.audit_of(&chain.name, to.position, BATCH).await?;
            read += BATCH;
            if sealed.is_empty() {
                problem = Some(format!("audit entry {} is missing", to.position + 1));
            }
            // Entries that came meanwhile are for the next answer.
            for one in sealed.iter().take_while(|one| one.position <= chain.head.position) {
                if let Err(found) = to.verify(one) {
                    problem = Some(found.to_string());
                    break;
                }
            }
        }
        let at_the_end = to.position >= chain.head.position;
        if problem.is_none() && at_the_end && to != chain.head {
            problem = Some(format!("the hash after audit entry {} is another one", to.position));
        }
        Ok(Verified { to, head: chain.head, problem, chains })
    }

    /// Enters into the log that it is read, by whom and from where; a refusal too. Gives the chain
    /// that is asked for, as it was before, and the names of all.
    async fn open_log(
        &self,
        permit: &Permit,
        covenants: &Covenants,
        name: &str,
        from: u64,
    ) -> Result<(Chain, Vec<String>), Failure> {
        let name = if name.is_empty() { self.store.chain() } else { name };
        let chains = self.store.chains().await?;
        let chain = chains.iter().find(|chain| chain.name == name).cloned();
        let rule = "must be the name of a chain, as VerifyAuditChain lists them";
        let chain = self
            .drive(
                Act::of(permit, vec![Subject::AuditLog(from)]),
                |_| Needs::default(),
                |_| {
                    audited(covenants, permit)?;
                    chain.clone().ok_or_else(|| Refusal::field("chain", rule))
                },
            )
            .await?;
        Ok((chain, chains.into_iter().map(|chain| chain.name).collect()))
    }

    /// The place before the first entry of a day, or of a later one: by halves, for entries stand in
    /// the order of time.
    async fn before_day(&self, chain: &Chain, day: Day) -> Result<u64, Failure> {
        let (mut low, mut high) = (0, chain.head.position);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.store.audit_of(&chain.name, middle, 1).await?;
            let entry = found.first().and_then(crate::store::audit_chain::Sealed::entry);
            let earlier = entry.is_some_and(|entry| entry.at.day() < day);
            if earlier { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }
}
