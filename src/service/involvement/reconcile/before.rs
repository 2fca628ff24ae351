//! What did an earlier call with the same token register? The registrant hears of others who are involved by
//! the answer alone, and that of a call which broke off may have been lost: it is given once more.

use std::collections::{BTreeMap, HashSet};

use crate::{
    api::v1,
    broker::{Broker, Failure},
    domain::{model::ids::InvolvementId, rules::access::Permit},
};

/// The rows, as far as they may have been registered before.
#[derive(Default)]
pub(super) struct Registered {
    /// The hash of what registers each row, by its number.
    rows: Vec<(u64, u64)>,
    /// What stands for a row for which there is nothing to do.
    standing: BTreeMap<u64, InvolvementId>,
}

impl Registered {
    /// Takes in a row, with the hash of what registers it.
    pub(super) fn row(&mut self, row: u64, hash: u64) {
        self.rows.push((row, hash));
    }

    /// Takes in what stands for rows.
    pub(super) fn stands(&mut self, standing: Vec<(u64, InvolvementId)>) {
        self.standing = standing.into_iter().collect();
    }

    /// The answers of before, from the records as they are. `all` is what the token does.
    ///
    /// # Errors
    /// The store is failing.
    pub(super) async fn again(
        &self,
        broker: &Broker,
        permit: &Permit,
        all: &[u64],
    ) -> Result<Vec<v1::ReconcileChange>, Failure> {
        let all: HashSet<u64> = all.iter().copied().collect();
        let registered = self.rows.iter().filter(|(_, hash)| all.contains(hash));
        let (rows, ids): (Vec<u64>, Vec<InvolvementId>) =
            registered.filter_map(|(row, _)| Some((*row, *self.standing.get(row)?))).unzip();
        let others = broker.others_involved(permit, &ids).await?;
        let others: BTreeMap<InvolvementId, usize> = others.into_iter().collect();
        let change = |(row, id): (u64, InvolvementId)| {
            Some(v1::ReconcileChange {
                row,
                action: v1::ReconcileAction::Register.into(),
                involvement_id: id.to_string(),
                others_involved: u32::try_from(*others.get(&id)?).unwrap_or(u32::MAX),
                done_before: true,
                ..v1::ReconcileChange::default()
            })
        };
        Ok(rows.into_iter().zip(ids).filter_map(change).collect())
    }
}
