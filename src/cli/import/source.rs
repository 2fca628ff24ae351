//! What is imported? A file, or what came once through a pipe.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Cursor, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::cli::input;

/// Where lines come from.
pub(in crate::cli) type Input = Box<dyn BufRead + Send>;

/// The file; or what came through standard input or a pipe, which can be read once only and is
/// therefore kept, and wiped at the end.
pub(in crate::cli) enum Source {
    File(PathBuf),
    Kept(Arc<Zeroizing<Vec<u8>>>),
}

/// The bytes of a pipe.
struct Kept(Arc<Zeroizing<Vec<u8>>>);

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Source {
    pub(in crate::cli) fn of(file: &Path) -> std::io::Result<Self> {
        // Also where a file was put on standard input: what is remembered lies beside no device.
        let device = ["/dev", "/proc"].iter().any(|devices| file.starts_with(devices));
        if file.as_os_str() == "-" || device || !fs::metadata(file)?.is_file() {
            let all = input::bytes(&file.to_string_lossy())?;
            return Ok(Self::Kept(Arc::new(all)));
        }
        Ok(Self::File(file.to_owned()))
    }

    /// What the state file is called after.
    pub(super) fn name(&self) -> &Path {
        match self {
            Self::File(file) => file,
            Self::Kept(_) => Path::new("standard-input"),
        }
    }

    pub(in crate::cli) fn open(&self) -> std::io::Result<Input> {
        Ok(match self {
            Self::File(file) => Box::new(BufReader::with_capacity(1 << 16, File::open(file)?)),
            Self::Kept(bytes) => Box::new(Cursor::new(Kept(bytes.clone()))),
        })
    }
}

/// Digest of what is imported and of the options that choose rows, and how many lines come after the
/// header.
pub(super) fn survey(source: &Source, own: Option<&str>) -> std::io::Result<(String, u64)> {
    let mut input = source.open()?;
    let mut hash = Sha256::new();
    hash.update(own.unwrap_or("all").as_bytes());
    let mut chunk = vec![0; 1 << 16];
    let mut lines = 0;
    loop {
        let read = input.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        hash.update(&chunk[..read]);
        lines += chunk[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    chunk.zeroize();
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((digest, lines.saturating_sub(1)))
}
