//! How much of what there is may one caller hold at once? A share for each credential, one for each
//! organisation, and all that there is for everybody together.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicI64, Ordering},
    },
};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{domain::model::party::Oin, service::identity::Credential};

/// What is shared out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// Connections of callers who are identified.
    Connections,
    /// Calls whose request has not come in whole.
    Waiting,
    /// Unary calls, from the whole request to the whole answer.
    Requests,
    /// Streaming calls.
    Streams,
    /// Calls in which the caller streams.
    Uploads,
    /// Bytes of requests and answers that wait, beyond the first ones of each.
    Bytes,
}

impl Resource {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Connections,
        Self::Waiting,
        Self::Requests,
        Self::Streams,
        Self::Uploads,
        Self::Bytes,
    ];

    /// Its name in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Connections => "connections",
            Self::Waiting => "waiting",
            Self::Requests => "requests",
            Self::Streams => "streams",
            Self::Uploads => "imports",
            Self::Bytes => "bytes",
        }
    }
}

/// Whose share is used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// That of this certificate or session.
    Credential,
    /// That of the organisation, or of all who are party to nothing.
    Organisation,
    /// There is no more for anybody.
    Everybody,
}

impl Share {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Credential, Self::Organisation, Self::Everybody];

    /// Its name in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Credential => "certificate",
            Self::Organisation => "organisation",
            Self::Everybody => "everybody",
        }
    }
}

/// How many percent of each resource a share is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Percent {
    /// Of one organisation, all of its offices and certificates together.
    pub organisation: u64,
    /// Of one certificate or session.
    pub credential: u64,
    /// Of all who are party to nothing, together: each of them gets a quarter of it.
    pub strangers: u64,
}

impl Default for Percent {
    /// Everything for everybody.
    fn default() -> Self {
        Self { organisation: 100, credential: 100, strangers: 100 }
    }
}

/// What there is of each resource.
pub(super) type Supply = [u64; Resource::ALL.len()];

/// One share: what is taken of it, and the most that may be.
#[derive(Debug)]
struct Level {
    taken: [AtomicI64; Resource::ALL.len()],
    most: [i64; Resource::ALL.len()],
    /// For the calls of one caller: see [`Holder::turn`].
    turns: Semaphore,
}

impl Level {
    /// So many percent of what there is, and of each at least one.
    fn of(supply: &Supply, percent: u64, turns: usize) -> Arc<Self> {
        let part = |all: &u64| {
            let part = u128::from(*all) * u128::from(percent) / 100;
            i64::try_from(part).unwrap_or(i64::MAX).max(1)
        };
        let mut most = [0; Resource::ALL.len()];
        most.iter_mut().zip(supply).for_each(|(most, all)| *most = part(all));
        Arc::new(Self { taken: Default::default(), most, turns: Semaphore::new(turns) })
    }

    fn take(&self, of: Resource, amount: i64) -> bool {
        let (taken, most) = (&self.taken[of as usize], self.most[of as usize]);
        let fits = taken.fetch_add(amount, Ordering::Relaxed) <= most - amount;
        if !fits {
            taken.fetch_sub(amount, Ordering::Relaxed);
        }
        fits
    }

    fn give_back(&self, of: Resource, amount: i64) {
        self.taken[of as usize].fetch_sub(amount, Ordering::Relaxed);
    }
}

/// A caller, with its shares. Made once for a connection: taking and giving back are a few atomic
/// additions and no lock.
#[derive(Debug)]
pub struct Holder {
    levels: [Arc<Level>; Share::ALL.len()],
}

impl Holder {
    /// Takes something, which is given back when it is dropped.
    ///
    /// # Errors
    /// Whose share is used up.
    pub fn take(self: &Arc<Self>, of: Resource) -> Result<Held, Share> {
        let mut held = Held { holder: Arc::clone(self), of, amount: 0 };
        held.grow(1)?;
        Ok(held)
    }

    /// How much of a resource this caller's credential holds now.
    #[must_use]
    pub fn taken(&self, of: Resource) -> i64 {
        self.levels[0].taken[of as usize].load(Ordering::Relaxed)
    }

    /// Waits until this caller's calls that came before have been worked on, but for so many: however many
    /// one of them makes, a call of another never stands behind more than those.
    pub async fn turn(&self) -> SemaphorePermit<'_> {
        self.levels[0].turns.acquire().await.expect("it is never closed")
    }

    /// Nothing of a resource yet; see [`Held::grow`].
    #[must_use]
    pub fn nothing(self: &Arc<Self>, of: Resource) -> Held {
        Held { holder: Arc::clone(self), of, amount: 0 }
    }
}

/// What a caller holds of a resource; dropping it gives it back.
#[derive(Debug)]
pub struct Held {
    holder: Arc<Holder>,
    of: Resource,
    amount: i64,
}

impl Held {
    /// Takes more.
    ///
    /// # Errors
    /// Whose share is used up; what was held is held still.
    pub fn grow(&mut self, amount: i64) -> Result<(), Share> {
        let levels = &self.holder.levels;
        for (place, level) in levels.iter().enumerate() {
            if !level.take(self.of, amount) {
                levels[..place].iter().for_each(|taken| taken.give_back(self.of, amount));
                return Err(Share::ALL[place]);
            }
        }
        self.amount += amount;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.holder.levels.iter().for_each(|level| level.give_back(self.of, self.amount));
    }
}

/// By what a share is known. Who is party to nothing has a smaller one under the same name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Name {
    Organisation(Oin),
    Credential { party: bool, oin: Option<Oin>, id: String },
}

/// The shares of all callers.
#[derive(Debug)]
pub struct Shares {
    supply: Supply,
    percent: Percent,
    turns: usize,
    everybody: Arc<Level>,
    strangers: Arc<Level>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    levels: HashMap<Name, Weak<Level>>,
    /// With so many, those that nobody holds any more are taken out.
    tidy_at: usize,
}

/// With fewer shares than this, those that are over are not looked for.
const FEW: usize = 256;

impl Shares {
    pub(super) fn new(supply: Supply, percent: Percent, turns: usize) -> Self {
        Self {
            supply,
            percent,
            turns,
            everybody: Level::of(&supply, 100, turns),
            strangers: Level::of(&supply, percent.strangers, turns),
            known: Mutex::default(),
        }
    }

    /// The caller with this credential; `party`: the covenant knows it.
    pub(super) fn holder(&self, credential: &Credential, party: bool) -> Arc<Holder> {
        let (oin, id) = match credential {
            Credential::Certificate(peer) => (peer.oin, &peer.serial),
            Credential::Person(person) => (Some(person.organisation), &person.session),
        };
        let Percent { organisation, credential, strangers } = self.percent;
        let own = Name::Credential { party, oin, id: id.clone() };
        let levels = match oin.filter(|_| party) {
            Some(oin) => [
                self.level(own, credential.min(organisation)),
                self.level(Name::Organisation(oin), organisation),
                self.everybody.clone(),
            ],
            None => {
                let quarter = self.level_of(own, || {
                    let quarter = self.supply.map(|all| all / 4);
                    Level::of(&quarter, strangers, self.turns)
                });
                [quarter, self.strangers.clone(), self.everybody.clone()]
            }
        };
        Arc::new(Holder { levels })
    }

    /// Somebody whose certificate does not say who it is: one of those who are party to nothing.
    pub(super) fn unreadable(&self) -> Arc<Holder> {
        let levels = [self.strangers.clone(), self.strangers.clone(), self.everybody.clone()];
        Arc::new(Holder { levels })
    }

    /// How much of a resource is taken at this moment.
    #[must_use]
    pub fn taken(&self, of: Resource) -> i64 {
        self.everybody.taken[of as usize].load(Ordering::Relaxed)
    }

    fn level(&self, name: Name, percent: u64) -> Arc<Level> {
        self.level_of(name, || Level::of(&self.supply, percent, self.turns))
    }

    fn level_of(&self, name: Name, make: impl FnOnce() -> Arc<Level>) -> Arc<Level> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(level) = known.levels.get(&name).and_then(Weak::upgrade) {
            return level;
        }
        if known.levels.len() >= known.tidy_at {
            known.levels.retain(|_, level| level.strong_count() > 0);
            known.tidy_at = FEW.max(2 * known.levels.len());
        }
        let level = make();
        known.levels.insert(name, Arc::downgrade(&level));
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::model::time::Time, service::identity::PeerCertificate};

    const SUPPLY: Supply = [100; 6];
    const PERCENT: Percent = Percent { organisation: 25, credential: 10, strangers: 4 };

    fn certificate(oin: &str, serial: &str) -> Credential {
        let (oin, offices, serial) = (Oin::parse(oin), Vec::new(), serial.to_owned());
        Credential::Certificate(Arc::new(PeerCertificate {
            oin,
            offices,
            serial,
            not_after: Time(i64::MAX),
        }))
    }

    const SCHOOL: &str = "00000001002306608000";
    const POLICE: &str = "00000001002306609000";

    /// Takes until it is refused.
    fn all(holder: &Arc<Holder>) -> (Vec<Held>, Share) {
        let mut held = Vec::new();
        loop {
            match holder.take(Resource::Requests) {
                Ok(one) => held.push(one),
                Err(share) => return (held, share),
            }
        }
    }

    #[test]
    fn a_caller_takes_its_share_and_no_more_and_gives_it_back() {
        let shares = Shares::new(SUPPLY, PERCENT, 1);
        let first = shares.holder(&certificate(SCHOOL, "1"), true);
        let (held, why) = all(&first);
        assert_eq!((held.len(), why), (10, Share::Credential));
        // Another connection of the same certificate has no other share.
        let again = shares.holder(&certificate(SCHOOL, "1"), true);
        assert_eq!(all(&again).0.len(), 0);
        // Other certificates of the organisation share what it may.
        let (second, _) = all(&shares.holder(&certificate(SCHOOL, "2"), true));
        let (third, why) = all(&shares.holder(&certificate(SCHOOL, "3"), true));
        assert_eq!((second.len(), third.len(), why), (10, 5, Share::Organisation));
        let (other, _) = all(&shares.holder(&certificate(POLICE, "1"), true));
        assert_eq!(other.len(), 10, "nobody else notices");
        assert_eq!(shares.taken(Resource::Requests), 35, "whoever is refused holds nothing");
        drop((held, second, third, other));
        assert_eq!(shares.taken(Resource::Requests), 0);
        assert_eq!(all(&first).0.len(), 10);
    }

    #[test]
    fn all_who_are_party_to_nothing_have_one_share() {
        let shares = Shares::new(SUPPLY, PERCENT, 1);
        let numbers = 0..30;
        let stranger = |n| shares.holder(&certificate(SCHOOL, &format!("{n}")), false);
        let held: Vec<_> = numbers.map(|n| all(&stranger(n)).0).collect();
        assert_eq!(held[0].len(), 1, "one of them does not take it all");
        assert_eq!(held.iter().map(Vec::len).sum::<usize>(), 4);
        assert!(shares.unreadable().take(Resource::Requests).is_err());
        assert_eq!(all(&shares.holder(&certificate(SCHOOL, "1"), true)).0.len(), 10);
    }

    #[test]
    fn amounts_are_counted_and_there_is_an_end_for_everybody() {
        let percent = Percent { organisation: 60, credential: 60, strangers: 60 };
        let shares = Shares::new(SUPPLY, percent, 1);
        let first = shares.holder(&certificate(SCHOOL, "1"), true);
        let mut bytes = first.nothing(Resource::Bytes);
        assert_eq!(bytes.grow(61), Err(Share::Credential));
        bytes.grow(60).expect("its share");
        let mut more = shares.holder(&certificate(POLICE, "1"), true).nothing(Resource::Bytes);
        assert_eq!(more.grow(41), Err(Share::Everybody));
        more.grow(40).expect("the rest");
        drop(bytes);
        assert_eq!(shares.taken(Resource::Bytes), 40);
    }

    #[test]
    fn shares_that_nobody_holds_are_forgotten() {
        let shares = Shares::new(SUPPLY, PERCENT, 1);
        for n in 0..10 * FEW {
            shares.holder(&certificate(SCHOOL, &n.to_string()), true);
        }
        let known = shares.known.lock().expect("not poisoned").levels.len();
        assert!(known <= 2 * FEW, "{known}");
    }

    #[tokio::test]
    async fn a_caller_has_its_turns_and_nobody_waits_for_those_of_others() {
        let shares = Shares::new(SUPPLY, PERCENT, 1);
        let first = shares.holder(&certificate(SCHOOL, "1"), true);
        let turn = first.turn().await;
        let again = shares.holder(&certificate(SCHOOL, "1"), true);
        let mut next = std::pin::pin!(again.turn());
        assert!(futures::poll!(next.as_mut()).is_pending());
        drop(shares.holder(&certificate(SCHOOL, "2"), true).turn().await);
        drop(turn);
        drop(next.await);
    }
}
