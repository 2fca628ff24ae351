//! Is there room on the disk, and who was told when there is not?

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// While the disk is full, the log says so again after this time.
const AGAIN: Duration = Duration::from_secs(60);

/// What the disk has room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Space {
    Enough,
    /// Only for entries of the audit log; why.
    AuditOnly(String),
    /// Nothing; why.
    Nothing(String),
}

/// Looks after the free space of one directory.
#[derive(Debug)]
pub(super) struct Room {
    root: PathBuf,
    /// Bytes that must stay free.
    reserve: u64,
    lacking: Mutex<Option<Lacking>>,
}

/// There is none, for now.
#[derive(Debug)]
struct Lacking {
    why: String,
    /// When a write last found out. The system may say that there is room and still not give it, for instance over a quota.
    by_a_write: Option<Instant>,
    told: Instant,
    /// Requests that were refused since it was told.
    refused: usize,
}

impl Room {
    pub(super) fn new(root: PathBuf, reserve: u64) -> Self {
        Self { root, reserve, lacking: Mutex::default() }
    }

    /// Space must remain for what is in memory: the index takes about four times the bytes of its records.
    /// Half of the reserve is for the audit log alone, so that reads go on when changes are refused.
    pub(super) fn space(&self, in_memory: u64) -> Space {
        let (waiting, kept) = (in_memory.saturating_mul(4), self.reserve);
        let Ok(free) = fs2::available_space(&self.root) else { return Space::Enough };
        let why =
            |needed: u64| format!("{} MiB free, {} MiB kept in reserve", free >> 20, needed >> 20);
        if free < (kept / 2).saturating_add(waiting) {
            Space::Nothing(why((kept / 2).saturating_add(waiting)))
        } else if free < kept.saturating_add(waiting) {
            Space::AuditOnly(why(kept.saturating_add(waiting)))
        } else {
            Space::Enough
        }
    }

    /// Looks at the space, and says so in the log when that has changed, or lasts.
    pub(super) fn watch(&self, in_memory: u64, refused: usize) -> Space {
        let space = self.space(in_memory);
        match &space {
            Space::Enough => self.returned(false),
            Space::AuditOnly(why) | Space::Nothing(why) => self.lacks(why, false, refused),
        }
        space
    }

    /// A write found no room.
    pub(super) fn write_failed(&self, why: &str, refused: usize) {
        self.lacks(why, true, refused);
    }

    /// A write was done.
    pub(super) fn written(&self) {
        self.returned(true);
    }

    /// Whether changes are taken now; the text says why not.
    pub(super) fn ready(&self, in_memory: u64) -> Result<(), String> {
        let full = |why: &str| Err(format!("the disk of the data directory is full ({why})"));
        match self.space(in_memory) {
            Space::AuditOnly(why) | Space::Nothing(why) => full(&why),
            // After a while somebody must be let in again to find out.
            Space::Enough => match self.lock().as_ref() {
                Some(Lacking { why, by_a_write: Some(at), .. }) if at.elapsed() < AGAIN => {
                    full(why)
                }
                _ => Ok(()),
            },
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Lacking>> {
        self.lacking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lacks(&self, why: &str, by_a_write: bool, refused: usize) {
        let mut lacking = self.lock();
        let now = Instant::now();
        let by_a_write = by_a_write.then_some(now);
        let (told, refused, by_a_write) = match &*lacking {
            None => (None, refused, by_a_write),
            Some(known) => {
                (Some(known.told), known.refused + refused, by_a_write.or(known.by_a_write))
            }
        };
        let due = told.is_none_or(|told| now.duration_since(told) >= AGAIN);
        if due {
            tracing::error!(
                directory = %self.root.display(),
                refused,
                reason = why,
                "the disk of the data directory is full: changes are refused, reading goes on; free space or enlarge the \
                 disk, writing goes on by itself"
            );
        }
        let (told, refused) = if due { (now, 0) } else { (told.unwrap_or(now), refused) };
        *lacking = Some(Lacking { why: why.to_owned(), by_a_write, told, refused });
    }

    fn returned(&self, by_a_write: bool) {
        let mut lacking = self.lock();
        // What a write found ends with a write, the rest with free space: an entry of the audit log is
        // written out of the reserve while changes are refused.
        let Some(known) = lacking.as_mut().filter(|known| known.by_a_write.is_some() == by_a_write)
        else {
            return;
        };
        if by_a_write && self.space(0) != Space::Enough {
            known.by_a_write = None;
            return;
        }
        *lacking = None;
        tracing::info!("the disk of the data directory has room again: changes are taken");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_write_found_ends_with_a_write_and_the_rest_with_free_space() {
        let dir = tempfile::tempdir().unwrap();
        let room = Room::new(dir.path().to_owned(), 0);
        room.write_failed("over the quota", 1);
        assert!(room.ready(0).unwrap_err().contains("over the quota"));
        assert_eq!(room.watch(0, 0), Space::Enough);
        assert!(room.ready(0).is_err(), "free space says nothing about a quota");
        room.written();
        assert_eq!(room.ready(0), Ok(()));
        let full = Room::new(dir.path().to_owned(), u64::MAX);
        assert!(matches!(full.watch(0, 3), Space::Nothing(_)));
        assert!(full.ready(0).unwrap_err().contains("MiB free"));
        // Entries of the audit log are written meanwhile: that is no room for changes.
        full.written();
        assert!(full.lock().is_some());
    }
}
