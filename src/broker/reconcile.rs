//! ReconcileInvolvements: what an organisation has, for a comparison; and which difference is being
//! carried out, so that it can be gone on with.

use uuid::Uuid;

use crate::{
    domain::{
        model::{audit::Subject, ids::InvolvementId, refusal::Refusal, time::Day},
        rules::{
            access::Permit,
            reconciling::{self, Comparison},
        },
        state::{
            keys::Key,
            lists::List,
            loaded::Needs,
            lookup::Lookup,
            receipt::{Answer, Receipt, ReceiptKey, Request},
        },
    },
    store::StoreError,
};

use super::{Broker, Failure, act::Act, drive::took_over};

/// Records in memory at once while the own involvements are read.
const PAGE: usize = 500;

/// Hashes in one receipt: 2 KiB.
const HASHES: usize = 256;

/// Involvements that one entry of the audit log names.
const NAMED: usize = 500;

/// The receipt of a part of a difference; it is about no single request.
fn request(permit: &Permit, request: Uuid) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request };
    Request { key, fingerprint: Receipt::NO_FINGERPRINT }
}

impl Broker {
    /// All own involvements, to compare rows with.
    ///
    /// # Errors
    /// There are more than are compared; or the store is failing.
    pub async fn comparison(
        &self,
        permit: &Permit,
        shown: Option<Day>,
    ) -> Result<Comparison, Failure> {
        let (covenant, today) = (self.covenant.load_full(), self.now().day());
        let days = (shown.unwrap_or(today), today);
        let list = List::Involvements(permit.organisation()?);
        let (era, mut comparison, mut after) = (self.store.era(), Comparison::default(), None);
        loop {
            let ids = self.store.list(&list, after, PAGE).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            let keys: Vec<Key> =
                ids.iter().map(|id| Key::Involvement(InvolvementId(*id))).collect();
            let loaded = self.store.load(&keys).await?;
            for own in ids.iter().filter_map(|id| loaded.involvement(InvolvementId(*id))) {
                if !comparison.own(own, covenant.terms(&own.area), days) {
                    let most = u32::try_from(reconciling::MOST).unwrap_or(u32::MAX);
                    return Err(Refusal::ListTooLong { most }.into());
                }
            }
        }
        // An involvement of a server that took over meanwhile would be missing, or there twice.
        if era == self.store.era() { Ok(comparison) } else { Err(took_over().into()) }
    }

    /// What some own involvements were told when they were registered: how many others are involved. Those that
    /// are gone are left out.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn others_involved(
        &self,
        permit: &Permit,
        ids: &[InvolvementId],
    ) -> Result<Vec<(InvolvementId, usize)>, Failure> {
        let mut others = Vec::with_capacity(ids.len());
        for some in ids.chunks(NAMED) {
            let keys: Vec<Key> = some.iter().copied().map(Key::Involvement).collect();
            let mut loaded = self.store.load(&keys).await?;
            let joined = some.iter().filter_map(|id| loaded.involvement(*id)?.joined_as);
            let matches: Vec<Key> = joined.map(Key::Match).collect();
            loaded.extend(self.store.load(&matches).await?);
            others.extend(some.iter().filter_map(|id| {
                let own = loaded.involvement(*id)?;
                let matched = own.joined_as.and_then(|matched| loaded.matched(matched));
                Some((*id, matched.map_or(0, |matched| matched.parties.len() - 1)))
            }));
        }
        if !ids.is_empty() {
            self.compared(permit, ids).await?;
        }
        Ok(others)
    }

    /// Writes into the audit log which own involvements a difference shows.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn compared(
        &self,
        permit: &Permit,
        shown: &[InvolvementId],
    ) -> Result<(), StoreError> {
        let at = self.now();
        for part in 0..=shown.len().saturating_sub(1) / NAMED {
            let named = shown.iter().skip(part * NAMED).take(NAMED);
            let subjects = named.copied().map(Subject::Involvement).collect();
            self.note(&Act::of(permit, subjects), "OK", at).await?;
        }
        Ok(())
    }

    /// The hashes of a difference that is being carried out. `part` names the places of its parts.
    /// `None`: nobody began with it, or it is forgotten.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn begun(
        &self,
        permit: &Permit,
        part: impl Fn(usize) -> Uuid,
    ) -> Result<Option<Vec<u64>>, Failure> {
        let mut hashes = Vec::new();
        for place in 0.. {
            let key = Key::Receipt(request(permit, part(place)).key);
            let loaded = self.store.load(std::slice::from_ref(&key)).await?;
            let Key::Receipt(key) = &key else { break };
            match loaded.receipt(key).map(|receipt| &receipt.answer) {
                Some(Answer::Reconciling(some)) => hashes.extend_from_slice(some),
                // The first one is written with all others, and says how many there are.
                _ if place == 0 => return Ok(None),
                _ => break,
            }
        }
        Ok(Some(hashes))
    }

    /// Keeps what a difference does before the first of it is done.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn begin(
        &self,
        permit: &Permit,
        part: impl Fn(usize) -> Uuid + Send + Sync,
        hashes: &[u64],
    ) -> Result<(), Failure> {
        let first = request(permit, part(0));
        let began = self.change(
            Act::by(permit, &first, Vec::new()),
            |_| Needs::default(),
            |ctx| {
                // Another call began with the same.
                if ctx.replayed()?.is_some() {
                    return Ok(());
                }
                for place in 0..=hashes.len().saturating_sub(1) / HASHES {
                    let some = hashes.iter().skip(place * HASHES).take(HASHES);
                    let answer = Answer::Reconciling(some.copied().collect());
                    ctx.keep_for(&request(permit, part(place)), answer);
                }
                Ok(())
            },
        );
        began.await.map(|_| ())
    }
}
