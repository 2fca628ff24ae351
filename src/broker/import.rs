//! How far an import got: remembered so that it can be resumed.

use uuid::Uuid;

use crate::domain::{
    model::refusal::Refusal,
    rules::access::Permit,
    state::{
        loaded::Needs,
        receipt::{Answer, Receipt, ReceiptKey, Request},
    },
};

use super::{Broker, Failure, act::Act};

fn reached(answer: Option<&Answer>) -> u64 {
    match answer {
        Some(Answer::Imported(row)) => *row,
        _ => 0,
    }
}

/// The receipt of an import; it is about no single request.
fn request(permit: &Permit, import: Uuid) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request: import };
    Request { key, fingerprint: Receipt::NO_FINGERPRINT }
}

impl Broker {
    /// The last row of an import that is known to be done; 0 for a new one.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn import_position(&self, permit: &Permit, import: Uuid) -> Result<u64, Failure> {
        let request = request(permit, import);
        self.drive(
            Act::by(permit, &request, Vec::new()),
            |_| Needs::default(),
            |ctx| match ctx.replayed()? {
                known @ (None | Some(Answer::Imported(_))) => Ok(reached(known)),
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
        let request = request(permit, import);
        self.drive(
            Act::by(permit, &request, Vec::new()),
            |_| Needs::default(),
            |ctx| {
                if row > reached(ctx.replayed()?) {
                    ctx.keep(Answer::Imported(row));
                }
                Ok(())
            },
        )
        .await
    }
}
