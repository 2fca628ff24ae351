//! CompareCovenant: what would another covenant change? Nothing changes by asking: a covenant takes force
//! by its files alone.

use std::sync::Arc;

use tokio::{sync::Semaphore, task};

use crate::{
    covenant::{Covenant, Covenants, Difference, Problem, consequences, differences},
    domain::{
        model::{refusal::Refusal, roster::Roster},
        rules::{access::Permit, trying_out::Moves},
        state::{keys::Kind, records::Record},
    },
    store::StoreError,
};

use super::{Broker, Failure, act::Act, succession::standing};

/// Tickets that are read at once.
const PAGE: usize = 500;

/// To prove a covenant takes a processor for a moment: one at a time.
static ONE: Semaphore = Semaphore::const_new(1);

/// What another covenant would change.
#[derive(Debug)]
pub struct TriedOut {
    /// The one in force, with its version.
    pub in_force: String,
    /// The other one.
    pub tried: String,
    /// What they answer differently.
    pub differences: Vec<Difference>,
    /// What becomes of what stands under its names, whatever is open; and what keeps it from standing
    /// beside the other covenants of this broker.
    pub consequences: Vec<String>,
    /// Open work that keeps it from taking force; `None` when none does.
    pub stranded: Option<String>,
    /// What would become of the open tickets.
    pub tickets: Moves,
}

/// The covenant that an administrator looks after.
fn administered<'a>(covenants: &'a Covenants, permit: &Permit) -> Result<&'a Covenant, Refusal> {
    let office = permit.office()?;
    let own = covenants.of_office(office).filter(|covenant| covenant.is_administrator(office));
    own.ok_or(Refusal::NotAllowed)
}

impl Broker {
    /// What is wrong with the text of a covenant, or what it would change when it took the place of the
    /// caller's. Without a text of the organisations those of the covenant in force are meant.
    ///
    /// # Errors
    /// Not an administrator; or the store is failing.
    pub async fn compare_covenant(
        &self,
        permit: &Permit,
        covenant: String,
        organisations: Option<String>,
    ) -> Result<Result<TriedOut, Vec<Problem>>, Failure> {
        let covenants = self.covenant();
        let own = match administered(&covenants, permit) {
            Ok(own) => own,
            Err(refusal) => {
                self.refused(permit, &refusal).await?;
                return Err(Failure::Refused(refusal));
            }
        };
        self.note(&Act::of(permit, Vec::new()), "OK", self.clock.now()).await?;
        let organisations = organisations.unwrap_or_else(|| own.organisations_file().to_owned());
        let (all, id) = (covenants.clone(), own.id().to_owned());
        let one = ONE.acquire().await;
        let looked = task::spawn_blocking(move || look(&all, &id, &covenant, &organisations)).await;
        drop(one);
        let looked =
            looked.map_err(|_| StoreError::Refused("a covenant could not be read".into()))?;
        let (tried, mut found) = match looked {
            Ok(looked) => looked,
            Err(problems) => return Ok(Err(problems)),
        };
        match covenants.with(tried, own) {
            Ok(then) => {
                found.stranded = standing(&*self.store, &then, Roster::default()).await?.refusal();
                found.tickets = self.moves(own, &covenants, &then).await?;
            }
            Err(overlaps) => found.consequences.extend(overlaps),
        }
        Ok(Ok(found))
    }

    /// What would become of the open tickets of a covenant.
    async fn moves(
        &self,
        own: &Covenant,
        now: &Covenants,
        then: &Covenants,
    ) -> Result<Moves, StoreError> {
        let (mut moves, mut after) = (Moves::default(), None);
        loop {
            let page = self.store.scan(Kind::Ticket, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(moves) };
            after = Some(last.clone());
            for (_, record) in &page {
                let Record::Ticket(ticket) = record else { continue };
                if now.governing(ticket.area()).id() == own.id() {
                    moves.count(ticket, then, (&|q| now.route(q), &|q| then.route(q)));
                }
            }
        }
    }
}

/// Reads the covenant, and compares it with the one of this id.
fn look(
    covenants: &Covenants,
    id: &str,
    text: &str,
    organisations: &str,
) -> Result<(Arc<Covenant>, TriedOut), Vec<Problem>> {
    let tried = Covenant::try_out(text, organisations)?;
    let in_force = covenants.named(id).expect("it is one of them");
    let differences = differences(in_force, &tried);
    let found = TriedOut {
        in_force: in_force.reference(),
        tried: tried.reference(),
        consequences: consequences(in_force, &tried, !differences.is_empty()),
        differences,
        stranded: None,
        tickets: Moves::default(),
    };
    Ok((Arc::new(tried), found))
}
