//! What does a call of sled become when it fails or panics?

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::EngineError;
use super::stored::damaged;

/// sled panics on what it cannot read. The texts of its panics may quote content, so they are not passed on.
pub(super) fn guarded<T>(
    doing: &'static str,
    f: impl FnOnce() -> Result<T, sled::Error>,
) -> Result<T, EngineError> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(e))) if outside(&e) => {
            Err(EngineError::Failed(format!("{doing} the index: {e}").into()))
        }
        Ok(Err(sled::Error::Io(e))) => Err(damaged(format!("{doing}: {}", e.kind()))),
        Ok(Err(_)) => Err(damaged(format!("{doing}: the files are not what was written"))),
        Err(_) => Err(damaged(format!("{doing}: the index library gave up"))),
    }
}

pub(super) fn unsynced(e: &std::io::Error) -> EngineError {
    EngineError::Failed(format!("syncing the index: {e}").into())
}

/// Errors that say nothing about the content of the files.
pub(super) fn outside(e: &std::io::Error) -> bool {
    use std::io::ErrorKind::{
        OutOfMemory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let kind = matches!(
        e.kind(),
        OutOfMemory | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
    );
    // Too many open files, in this process or in the system.
    kind || matches!(e.raw_os_error(), Some(23 | 24))
}
