//! Which pseudonym keys are there, and is their file safe? Also: how a secret file is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::{
    domain::model::key_check::KeyCheck, service::pseudonym::Pseudonymiser, toml_file::line_of,
};

/// A pseudonym key: its version and the secret.
pub type PseudonymKey = (u16, Zeroizing<[u8; KEY_BYTES]>);

/// Length of a pseudonym key.
pub const KEY_BYTES: usize = 32;

/// Keys in one file: the one in use and, during a rotation, the one before.
pub const MAX_KEYS: usize = 2;

/// What is wrong with a key file. Never holds a key.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {text}", file.display())]
pub struct KeyFileError {
    /// The file.
    pub file: PathBuf,
    /// Line in it, from 1, when it is about one.
    pub line: Option<u32>,
    /// What is wrong and what to do.
    pub text: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    key: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    version: u16,
    #[serde(deserialize_with = "wiped_after_use")]
    secret: Zeroizing<String>,
}

fn wiped_after_use<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Zeroizing<String>, D::Error> {
    <String as serde::Deserialize>::deserialize(d).map(Zeroizing::new)
}

/// Reads a key file; the newest key comes first.
///
/// # Errors
/// When others than the owner may touch the file, or it is not one or two keys of 64 hexadecimal
/// digits with different versions from 1.
pub fn load(path: &Path) -> Result<Vec<PseudonymKey>, KeyFileError> {
    let fail = |text: String| KeyFileError { file: path.to_path_buf(), line: None, text };
    let unreadable = |e: io::Error| fail(unreadable(path, &e));
    check_secret_mode(path).map_err(|e| match e {
        SecretFileError::Unreadable(e) => unreadable(e),
        SecretFileError::Open(text) => fail(text),
    })?;
    let text = Zeroizing::new(fs::read_to_string(path).map_err(unreadable)?);
    // The parser's own message quotes the line, and the line may be a key: only its place is told.
    let file: KeyFile = toml::from_str(&text).map_err(|e| KeyFileError {
        line: e.span().map(|span| line_of(&text, span.start)),
        ..fail("is no key file: it holds [[key]] with version = 1 and secret = \"<64 hex>\"".into())
    })?;
    let mut keys = Vec::with_capacity(file.key.len());
    for entry in &file.key {
        let version = entry.version;
        let key = decode(&entry.secret)
            .ok_or_else(|| fail(format!("key version {version}: secret must be 64 hex digits")))?;
        if version == 0 {
            return Err(fail("key versions begin at 1".into()));
        }
        keys.push((version, key));
    }
    keys.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    if keys.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(fail("two keys have the same version: give each its own".into()));
    }
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err(fail(format!("holds {} keys; it must be one or two", keys.len())));
    }
    Ok(keys)
}

/// What makes pseudonyms with the keys in a file.
///
/// # Errors
/// As [`load`].
pub(super) fn pseudonymiser(path: &Path) -> Result<Pseudonymiser, KeyFileError> {
    let pseudonyms = Pseudonymiser::new(&load(path)?);
    Ok(pseudonyms.expect("a key file holds one or two keys: checked when it was read"))
}

/// By what the keys in a file are recognised, as the store keeps it.
///
/// # Errors
/// As [`load`].
pub fn checks(path: &Path) -> Result<Vec<KeyCheck>, KeyFileError> {
    pseudonymiser(path).map(|pseudonyms| pseudonyms.checks())
}

/// Only where there is no file, new keys may be what is missing: with others than those in use nobody
/// is recognised any more.
fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "cannot be read: there is no such file. A new installation makes it with: verwijspunt keys \
             new. Where there were keys, put the copy from the safe back: deploy/runbooks/lost-key.md"
            .to_owned(),
        io::ErrorKind::PermissionDenied => format!(
            "cannot be read by this user ({error}); it must belong to the user that the broker runs as: \
             chown USER {}. Never make new keys for it",
            path.display()
        ),
        _ => format!("cannot be read ({error}); put the copy from the safe back: deploy/runbooks/lost-key.md"),
    }
}

/// Makes a key file with one new key, readable by the owner only.
///
/// # Errors
/// When the file exists already: overwriting it would cut off every pseudonym in the store.
pub fn new(path: &Path) -> Result<u16, KeyFileError> {
    let fail = |text: String| KeyFileError { file: path.to_path_buf(), line: None, text };
    let keys = [(1, random_key().map_err(fail)?)];
    write_secret(path, render(&keys).as_bytes(), false).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => fail(
            "exists already and is kept; to add a version use: verwijspunt keys new --rotate"
                .into(),
        ),
        _ => fail(format!("cannot be written ({e})")),
    })?;
    Ok(1)
}

/// What a rotation did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rotated {
    /// The new version.
    pub version: u16,
    /// The version that is no longer in the file.
    pub dropped: Option<u16>,
}

/// Adds the next version to a key file. Where there are two, the older one goes, when that is asked for.
///
/// # Errors
/// When the file is not a good key file, holds a key that would be dropped unasked, or cannot be replaced.
pub fn rotate(path: &Path, drop_oldest: bool) -> Result<Rotated, KeyFileError> {
    let fail = |text: String| KeyFileError { file: path.to_path_buf(), line: None, text };
    let mut keys = load(path)?;
    let version = keys[0].0.checked_add(1).ok_or_else(|| fail("has no versions left".into()))?;
    let dropped = keys.get(MAX_KEYS - 1).map(|(oldest, _)| *oldest);
    if let Some(oldest) = dropped.filter(|_| !drop_oldest) {
        return Err(fail(format!(
            "holds two keys: rotating once more drops key version {oldest}, and whoever is known under \
             it alone is not recognised any more. Wait for the longest involvement and archive term; then \
             give --drop-oldest too. Nothing was changed"
        )));
    }
    keys.insert(0, (version, random_key().map_err(fail)?));
    keys.truncate(MAX_KEYS);
    write_secret(path, render(&keys).as_bytes(), true)
        .map_err(|e| fail(format!("cannot be replaced ({e})")))?;
    Ok(Rotated { version, dropped })
}

/// Why a secret file is not accepted.
#[derive(Debug)]
pub(super) enum SecretFileError {
    Unreadable(io::Error),
    Open(String),
}

/// Whether only the owner may touch a file.
pub(super) fn check_secret_mode(path: &Path) -> Result<(), SecretFileError> {
    let mode = fs::metadata(path).map_err(SecretFileError::Unreadable)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(SecretFileError::Open(format!(
        "may be touched by others (mode {:03o}); run: chmod 600 {}",
        mode & 0o777,
        path.display()
    )))
}

/// Writes a file that only the owner may touch, whole or not at all, and durably.
pub(super) fn write_secret(path: &Path, content: &[u8], replace: bool) -> io::Result<()> {
    write_file(path, content, replace, 0o600)
}

/// The same with a mode of choice.
pub(super) fn write_file(path: &Path, content: &[u8], replace: bool, mode: u32) -> io::Result<()> {
    let directory = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let beside = directory.join(format!(".{name}.{}", uuid::Uuid::new_v4()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
    let kept = match fs::metadata(path) {
        Ok(former) if replace => keep_owner_and_mode(&former, &file),
        Ok(_) | Err(_) => give_to_owner_of(directory, &file),
    };
    let written =
        kept.and_then(|()| file.write_all(content)).and_then(|()| file.sync_all()).and_then(|()| {
            // A hard link refuses to replace, a rename replaces: both leave no half file.
            if replace { fs::rename(&beside, path) } else { fs::hard_link(&beside, path) }
        });
    if !replace || written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.and_then(|()| File::open(directory)?.sync_all())
}

/// The file that takes the place of another stays its owner's: when root replaces the keys, the broker's
/// user must be able to read them still.
fn keep_owner_and_mode(former: &fs::Metadata, new: &File) -> io::Result<()> {
    let made = new.metadata()?;
    if (former.uid(), former.gid()) != (made.uid(), made.gid()) {
        std::os::unix::fs::fchown(new, Some(former.uid()), Some(former.gid()))?;
    }
    new.set_permissions(former.permissions())
}

/// What root makes in a directory of another user is that user's: the broker must be able to read it.
fn give_to_owner_of(directory: &Path, new: &File) -> io::Result<()> {
    let owner = fs::metadata(directory)?;
    if owner.uid() == 0 || !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    std::os::unix::fs::fchown(new, Some(owner.uid()), Some(owner.gid()))
}

fn random_key() -> Result<Zeroizing<[u8; KEY_BYTES]>, String> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(key.as_mut_slice())
        .map_err(|_| "the system gives no random numbers; try again".to_owned())?;
    Ok(key)
}

fn render(keys: &[PseudonymKey]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(1024));
    text.push_str("# Pseudonym keys. Whoever has this file can tell who is in the registry:\n");
    text.push_str("# keep it apart from the store and its backups.\n");
    for (version, key) in keys {
        text.push_str(&format!("\n[[key]]\nversion = {version}\nsecret = \""));
        for byte in key.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).expect("four bits are a digit"));
            }
        }
        text.push_str("\"\n");
    }
    text
}

fn decode(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    if text.len() != 2 * KEY_BYTES {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |d: u8| char::from(d).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).ok()?;
    }
    Some(key)
}
