//! How does a large file grow without holding up the journal?
//!
//! A sync of the journal may have to wait for whatever else of this disk was written and not synced yet. So who writes much
//! syncs it in small portions, and waits for that itself.

use std::fs::File;

/// Bytes that may be written and not synced.
const PORTION: usize = 8 * 1024 * 1024;

/// How much was written since the last sync.
#[derive(Debug, Default)]
pub(super) struct PacedSync(usize);

impl PacedSync {
    /// So many more bytes were written.
    pub(super) fn wrote(&mut self, bytes: usize, file: &File) -> std::io::Result<()> {
        self.0 += bytes;
        if self.0 >= PORTION {
            self.0 = 0;
            file.sync_data()?;
        }
        Ok(())
    }
}
