//! May this broker serve with these pseudonym keys? Not when they are others than those that the store
//! was written with: asked before anything is served, and kept in the store for the next time. And may it
//! go on? Not when other brokers took newer keys and it was forgotten: it would not be found by them.

use std::{collections::BTreeSet, time::Duration};

use tokio::time::sleep;

use crate::{
    domain::{
        model::{key_check::KeyCheck, person::Pseudonym},
        rules::{
            context::Context,
            key_checks::{self, HOLDERS, WrongKeys},
        },
        state::{
            keys::{Key, Kind},
            loaded::{Loaded, Needs},
            lookup::Lookup as _,
            records::Record,
        },
    },
    store::{Store, StoreError},
};

use super::{Broker, act::Act, succession::of_store};

/// Records that are read at once.
const PAGE: usize = 500;

/// How often a running broker looks with which keys the store is written now: every minute.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// For how many looks in a row it goes on without the newest key: brokers are restarted one by one, within
/// minutes (deploy/runbooks/key-rotation.md).
const LOOKS_BEHIND_MOST: u32 = 10;

/// Why a broker does not serve with its keys.
#[derive(Debug, thiserror::Error)]
pub enum NotItsKeys {
    /// Another key of the same version.
    #[error(
        "[keys]: key version {0} is another one than the store was written with: nobody who is registered \
         would be recognised. Nothing was changed. Put the right keys.toml back \
         (deploy/runbooks/lost-key.md); all brokers on one database need the same file"
    )]
    Other(u16),
    /// Not the newest version.
    #[error(
        "[keys]: the store was written with key version {0}, and the file does not hold it: who is \
         registered under it would not be recognised. Nothing was changed. Put the newest keys.toml back \
         (deploy/runbooks/lost-key.md); all brokers on one database need the same file"
    )]
    NewestMissing(u16),
    /// An older version was dropped too early.
    #[error(
        "[keys]: the file no longer holds key version {0}, and somebody is known under that one alone. \
         Nothing was changed. Put the keys.toml back that holds it, and drop it when nobody needs it any \
         more (deploy/runbooks/key-rotation.md)"
    )]
    StillNeeded(u16),
    /// What stands cannot be read.
    #[error("the keys cannot be compared with the store: {0}")]
    Store(#[from] StoreError),
}

impl From<WrongKeys> for NotItsKeys {
    fn from(wrong: WrongKeys) -> Self {
        match wrong {
            WrongKeys::Other(version) => Self::Other(version),
            WrongKeys::NewestMissing(version) => Self::NewestMissing(version),
            WrongKeys::NotLookedAt(version) | WrongKeys::StillNeeded(version) => {
                Self::StillNeeded(version)
            }
        }
    }
}

/// How the keys of a running broker are to those with which the store is written now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeysStand {
    /// The newest version of the store is among them.
    Right,
    /// Other brokers hold this newer version too. They recognise whom this one registers, by its own version.
    Behind(u16),
    /// The store is written with this version, and no longer with the newest of these: nobody recognises whom
    /// this broker registers.
    Outdated(u16),
}

impl KeysStand {
    fn of(keys: &[KeyCheck], kept: &[KeyCheck]) -> Self {
        let newest = |checks: &[KeyCheck]| checks.iter().map(|check| check.version).max();
        let holds = |version: Option<u16>, checks: &[KeyCheck]| {
            checks.iter().any(|check| Some(check.version) == version)
        };
        match newest(kept) {
            Some(version) if !holds(newest(keys), kept) => Self::Outdated(version),
            Some(version) if !holds(Some(version), keys) => Self::Behind(version),
            Some(_) | None => Self::Right,
        }
    }

    /// For how many looks in a row the keys are behind now; or why the broker does not go on.
    fn after(self, behind: u32) -> Result<u32, NotItsKeys> {
        match self {
            Self::Right => Ok(0),
            Self::Behind(_) if behind < LOOKS_BEHIND_MOST => Ok(behind + 1),
            Self::Behind(version) | Self::Outdated(version) => {
                Err(NotItsKeys::NewestMissing(version))
            }
        }
    }
}

impl Broker {
    /// How these keys are to those with which the store is written now.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn keys_stand(&self, keys: &[KeyCheck]) -> Result<KeysStand, StoreError> {
        let loaded = self.store.load(&[Key::KeyChecks]).await?;
        Ok(match loaded.get(&Key::KeyChecks) {
            Some(Record::KeyChecks(kept)) => KeysStand::of(keys, kept),
            _ => KeysStand::Right,
        })
    }

    /// Waits until this broker must not go on with its keys, and says why.
    pub async fn keys_outdated(&self, keys: &[KeyCheck]) -> NotItsKeys {
        let mut behind = 0;
        loop {
            sleep(LOOK_EVERY).await;
            // A store that fails is watched elsewhere.
            let Ok(stand) = self.keys_stand(keys).await else { continue };
            match stand.after(behind) {
                Ok(looks) => behind = looks,
                Err(wrong) => return wrong,
            }
            if let KeysStand::Behind(version) = stand {
                tracing::warn!(
                    version,
                    "[keys]: another broker holds a newer key: restart with its file"
                );
            }
        }
    }

    /// Compares the keys with those that the store was written with, and keeps their check values. Of
    /// two brokers that come to a new store with different keys at once, one is refused.
    ///
    /// # Errors
    /// The keys are others, or the store is failing: this broker must not serve.
    pub async fn take_keys(&self, keys: &[KeyCheck]) -> Result<(), NotItsKeys> {
        match self.compare_keys(keys, None).await? {
            Err(WrongKeys::NotLookedAt(version)) => {
                tracing::info!(version, "a key was dropped: looking whether somebody needs it");
                let versions = keys.iter().map(|key| key.version).collect();
                let left = somebody_left(&*self.store, &versions).await?;
                self.compare_keys(keys, Some(left)).await??;
            }
            judged => judged?,
        }
        Ok(())
    }

    async fn compare_keys(
        &self,
        keys: &[KeyCheck],
        left: Option<bool>,
    ) -> Result<Result<(), WrongKeys>, StoreError> {
        let before = key_checks::taken_over(&versions_of_persons(&*self.store).await?);
        let act = Act::of_broker("KeysInForce", Vec::new());
        let needs = |loaded: &Loaded| Needs::missing(loaded, vec![Key::KeyChecks], Vec::new());
        let decide = |ctx: &mut Context<'_>| {
            let kept = ctx.facts.get(&Key::KeyChecks);
            let known = match kept {
                Some(Record::KeyChecks(kept)) => key_checks::known(kept),
                _ => before.clone(),
            };
            Ok(key_checks::judge(&known, keys, left).map(|checks| {
                let new = Record::KeyChecks(checks);
                if kept != Some(&new) {
                    ctx.effects.put.push((Key::KeyChecks, new));
                }
            }))
        };
        self.act(act, needs, decide).await.map_err(of_store)
    }
}

/// The versions under which a store holds persons: one read for each.
async fn versions_of_persons(store: &dyn Store) -> Result<BTreeSet<u16>, StoreError> {
    let (mut versions, mut after) = (BTreeSet::new(), None);
    while let Some((Key::Person(found), _)) =
        store.scan(Kind::Person, after.as_ref(), 1).await?.pop()
    {
        versions.insert(found.version);
        after = Some(Key::Person(Pseudonym { mac: [u8::MAX; 16], ..found }));
    }
    Ok(versions)
}

/// Whether a store holds somebody whom none of these versions recognises. Reads until one is found.
async fn somebody_left(store: &dyn Store, versions: &BTreeSet<u16>) -> Result<bool, StoreError> {
    for kind in HOLDERS {
        let mut after = None;
        loop {
            let page = store.scan(kind, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            if page.iter().any(|(key, record)| key_checks::is_left(key, record, versions)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_that_was_forgotten_in_a_rotation_does_not_go_on() {
        let checks = |versions: &[u16]| -> Vec<KeyCheck> {
            versions.iter().map(|version| KeyCheck { version: *version, value: [0; 16] }).collect()
        };
        for (own, kept, expected) in [
            (&[1][..], &[][..], KeysStand::Right),
            (&[1], &[1], KeysStand::Right),
            (&[2, 1], &[1, 2], KeysStand::Right),
            (&[1], &[1, 2], KeysStand::Behind(2)),
            (&[2, 1], &[2, 3], KeysStand::Behind(3)),
            (&[1], &[2], KeysStand::Outdated(2)),
            (&[2, 1], &[3], KeysStand::Outdated(3)),
        ] {
            assert_eq!(KeysStand::of(&checks(own), &checks(kept)), expected, "{own:?} {kept:?}");
        }
        let mut behind = 0;
        for _ in 0..LOOKS_BEHIND_MOST {
            behind = KeysStand::Behind(2).after(behind).expect("it is restarted within minutes");
        }
        assert!(matches!(KeysStand::Behind(2).after(behind), Err(NotItsKeys::NewestMissing(2))));
        assert_eq!(KeysStand::Right.after(behind).expect("it was restarted"), 0);
        assert!(matches!(KeysStand::Outdated(2).after(0), Err(NotItsKeys::NewestMissing(2))));
    }
}
