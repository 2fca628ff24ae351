//! How far an import got: remembered so that it can be resumed.

use uuid::Uuid;

use crate::domain::{
    model::refusal::Refusal,
    rules::access::Permit,
    state::{
        receipt::{Answer, Receipt, ReceiptKey, Request},
        record::{Effects, Key, Loaded, Needs},
    },
};

use super::{Broker, Failure, drive::Act};

fn reached(loaded: &Loaded, key: &ReceiptKey) -> u64 {
    match loaded.receipt(key).map(|receipt| &receipt.answer) {
        Some(Answer::Imported(row)) => *row,
        _ => 0,
    }
}

impl Broker {
    /// The last row of an import that is known to be done; 0 for a new one.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn import_position(&self, permit: &Permit, import: Uuid) -> Result<u64, Failure> {
        let key = ReceiptKey { caller: permit.party().clone(), request: import };
        self.drive(
            Act::of(permit, Vec::new()),
            |loaded| Needs::missing(loaded, vec![Key::Receipt(key.clone())], Vec::new()),
            |loaded, _, _| match loaded.receipt(&key).map(|receipt| &receipt.answer) {
                None | Some(Answer::Imported(_)) => Ok((reached(loaded, &key), Effects::default())),
                // Going on would overwrite what was answered to that other request.
                Some(_) => Err(Refusal::RequestIdReused),
            },
        )
        .await
    }

    /// Remembers that every row up to this one has its answer. It never goes back.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn import_reached(
        &self,
        permit: &Permit,
        import: Uuid,
        row: u64,
    ) -> Result<(), Failure> {
        let key = ReceiptKey { caller: permit.party().clone(), request: import };
        let request = Request { key: key.clone(), fingerprint: Receipt::NO_FINGERPRINT };
        self.drive(
            Act::of(permit, Vec::new()),
            |loaded| Needs::missing(loaded, vec![Key::Receipt(key.clone())], Vec::new()),
            |loaded, _, now| {
                let mut effects = Effects::default();
                if row > reached(loaded, &key) {
                    request.keep(Answer::Imported(row), now, &mut effects);
                }
                Ok(((), effects))
            },
        )
        .await
    }
}
