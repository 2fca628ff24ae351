//! What is a checkpoint, and how is it known to be whole?
//!
//! A portable export of all records, `POSITION.ckp`: header, packed blocks of records in key order with a checksum each, and a
//! trailer with counts and a SHA-256 over everything. Replaying the journal from the position on top of it gives the state.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::{BufMut, Bytes};
use sha2::{Digest, Sha256};

use super::directory::{numbered, numbered_path, remove_if_there, sync_dir};
use super::fail;
use super::journal::End;
use super::ops::{MAX_KEY, MAX_VALUE};
use super::paced_sync::PacedSync;
use super::packed::{Packer, unpack};

const MAGIC: &[u8; 8] = b"VPckpt02";
/// As format 2 of the store had it: its blocks are not packed.
const FORMERLY: &[u8; 8] = b"VPckpt01";
/// `magic 8 | store id 16 | position 8 | chain hash 32 | next audit index 8 | unix seconds 8 | crc 4`
const HEADER: usize = 84;
const ENDING: &str = "ckp";
/// Records read from the index at a time.
pub(super) const PAGE: usize = 1024;
/// A block is closed at this size, in bytes, before it is packed.
const BLOCK: usize = 256 * 1024;
/// No block is longer, packed or not.
const LONGEST: usize = BLOCK + MAX_KEY + MAX_VALUE + 6;

/// A checkpoint that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointInfo {
    /// The file.
    pub path: PathBuf,
    /// Everything up to this journal position is in it.
    pub position: u64,
    /// Nothing after this position is in it; the journal must reach it for the checkpoint to be used.
    pub needs: u64,
    /// Number of records.
    pub records: u64,
    /// Size in bytes.
    pub bytes: u64,
}

/// How a checkpoint is called until it is whole.
const UNFINISHED: &str = "checkpoint.tmp";

pub(super) struct Writer {
    dir: PathBuf,
    tmp: PathBuf,
    file: File,
    sha: Sha256,
    position: u64,
    block: Vec<u8>,
    packer: Packer,
    sync: PacedSync,
    in_block: u32,
    records: u64,
    bytes: u64,
    finished: bool,
}

/// What could not be finished may have filled the disk: it goes at once.
impl Drop for Writer {
    fn drop(&mut self) {
        if !self.finished
            && let Err(error) = remove_unfinished(&self.dir)
        {
            tracing::error!(%error, "a checkpoint that was not finished cannot be removed");
        }
    }
}

impl Writer {
    pub(super) fn create(dir: &Path, id: [u8; 16], start: &End) -> std::io::Result<Self> {
        let tmp = dir.join(UNFINISHED);
        let file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&tmp)?;
        let (block, position) = (Vec::with_capacity(BLOCK + 4096), start.position);
        let mut new = Self {
            dir: dir.to_path_buf(),
            tmp,
            file,
            sha: Sha256::new(),
            position,
            block,
            packer: Packer::default(),
            sync: PacedSync::default(),
            in_block: 0,
            records: 0,
            bytes: 0,
            finished: false,
        };
        let mut header = Vec::with_capacity(HEADER);
        header.put_slice(MAGIC);
        header.put_slice(&id);
        header.put_u64(start.position);
        header.put_slice(&start.hash);
        header.put_u64(start.next_log);
        header.put_u64(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()));
        let crc = crc32fast::hash(&header);
        header.put_u32(crc);
        new.write(&header)?;
        Ok(new)
    }

    pub(super) fn add(&mut self, key: &[u8], value: &[u8]) -> std::io::Result<()> {
        self.block.put_u16(u16::try_from(key.len()).expect("keys are at most MAX_KEY long"));
        self.block.put_u32(u32::try_from(value.len()).expect("values are at most MAX_VALUE long"));
        self.block.extend_from_slice(key);
        self.block.extend_from_slice(value);
        self.in_block += 1;
        self.records += 1;
        if self.block.len() >= BLOCK { self.close_block() } else { Ok(()) }
    }

    fn close_block(&mut self) -> std::io::Result<()> {
        if self.in_block == 0 {
            return Ok(());
        }
        let mut packer = std::mem::take(&mut self.packer);
        let packed = packer.pack(&self.block);
        let mut head = Vec::with_capacity(12);
        head.put_u32(
            u32::try_from(packed.len()).expect("a block is one record longer than BLOCK at most"),
        );
        head.put_u32(self.in_block);
        head.put_u32(crc32fast::hash(packed));
        self.write(&head)?;
        self.write(packed)?;
        (self.packer, self.in_block) = (packer, 0);
        self.block.clear();
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.sha.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes)?;
        self.sync.wrote(bytes.len(), &self.file)
    }

    /// Closes the file, makes it durable and gives it its name.
    pub(super) fn finish(mut self, needs: u64) -> std::io::Result<CheckpointInfo> {
        self.close_block()?;
        let mut trailer = Vec::with_capacity(20);
        trailer.put_u32(0);
        trailer.put_u64(self.records);
        trailer.put_u64(needs);
        self.write(&trailer)?;
        let sha = self.sha.clone().finalize();
        self.write(&sha)?;
        self.file.sync_all()?;
        let path = numbered_path(&self.dir, self.position, ENDING);
        fs::rename(&self.tmp, &path)?;
        self.finished = true;
        sync_dir(&self.dir)?;
        fail::pass("after-checkpoint-rename");
        Ok(CheckpointInfo {
            path,
            position: self.position,
            needs,
            records: self.records,
            bytes: self.bytes,
        })
    }
}

/// Reads a checkpoint record by record; the last item tells whether the whole was right.
pub(super) struct Export<R = BufReader<File>> {
    pub(super) start: End,
    pub(super) created: u64,
    /// Known once every record was read.
    pub(super) needs: Option<u64>,
    pub(super) records: u64,
    /// Whether its blocks are packed.
    packed: bool,
    file: R,
    sha: Sha256,
    block: Bytes,
    left: u32,
    last: Option<Bytes>,
}

type Read1<T> = Result<T, String>;

impl Export {
    pub(super) fn open(path: &Path, id: [u8; 16]) -> Read1<Self> {
        let file = File::open(path).map_err(|e| e.to_string())?;
        Self::of(BufReader::with_capacity(BLOCK, file), id)
    }
}

impl<R: Read> Export<R> {
    /// Reads the header.
    pub(super) fn of(file: R, id: [u8; 16]) -> Read1<Self> {
        let start = End { position: 0, hash: [0; 32], next_log: 0 };
        let mut export = Self::empty(start, file);
        let header = export.take(HEADER)?;
        export.packed = header[..8] == *MAGIC;
        let known = export.packed || header[..8] == *FORMERLY;
        if !known || header[80..] != crc32fast::hash(&header[..80]).to_be_bytes() {
            return Err("its header does not match its checksum".to_owned());
        }
        if header[8..24] != id {
            return Err("it belongs to another store".to_owned());
        }
        let number =
            |at: usize| header[at..at + 8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        export.start.hash.copy_from_slice(&header[32..64]);
        (export.start.position, export.start.next_log, export.created) =
            (number(24), number(64), number(72));
        Ok(export)
    }

    fn empty(start: End, file: R) -> Self {
        let (sha, block) = (Sha256::new(), Bytes::new());
        Self {
            start,
            created: 0,
            needs: None,
            records: 0,
            packed: true,
            file,
            sha,
            block,
            left: 0,
            last: None,
        }
    }

    fn take(&mut self, len: usize) -> Read1<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.file.read_exact(&mut bytes).map_err(|_| "it is cut short".to_owned())?;
        self.sha.update(&bytes);
        Ok(bytes)
    }

    /// The next record; `None` when all were read and every checksum was right.
    pub(super) fn next(&mut self) -> Read1<Option<(Bytes, Bytes)>> {
        while self.left == 0 {
            if self.needs.is_some() || !self.next_block()? {
                return Ok(None);
            }
        }
        let broken = || "a block does not hold what it counts".to_owned();
        let head = self.block.first_chunk::<6>().ok_or_else(broken)?;
        let key_len = usize::from(u16::from_be_bytes([head[0], head[1]]));
        let value_len = u32::from_be_bytes([head[2], head[3], head[4], head[5]]) as usize;
        if self.block.len() < 6 + key_len + value_len {
            return Err(broken());
        }
        drop(self.block.split_to(6));
        let key = self.block.split_to(key_len);
        let value = self.block.split_to(value_len);
        if self.last.as_ref().is_some_and(|last| *last >= key) {
            return Err("its records are not in order".to_owned());
        }
        self.left -= 1;
        self.records += 1;
        self.last = Some(key.clone());
        Ok(Some((key, value)))
    }

    fn next_block(&mut self) -> Read1<bool> {
        let head = self.take(4)?;
        let len = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if len == 0 {
            let counts = self.take(16)?;
            let sha = self.sha.clone().finalize();
            let stored = self.take(32)?;
            let number =
                |at: usize| counts[at..at + 8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
            if stored[..] != sha[..] || number(0) != self.records {
                return Err("it does not match its SHA-256".to_owned());
            }
            self.needs = Some(number(8));
            return Ok(false);
        }
        if len > LONGEST + 1 {
            return Err("a block is longer than any".to_owned());
        }
        let head = self.take(8)?;
        let block = self.take(len)?;
        if head[4..] != crc32fast::hash(&block).to_be_bytes() {
            return Err("a block does not match its checksum".to_owned());
        }
        self.left = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        self.block = match self.packed {
            true => unpack(&block, LONGEST)
                .ok_or_else(|| "a block is not what was packed".to_owned())?
                .into_owned(),
            false => block,
        }
        .into();
        Ok(true)
    }
}

impl Export<&[u8]> {
    /// Somewhere in the middle, with this block unpacked, of which so many records are left.
    pub(super) fn in_a_block(left: u32, block: &[u8]) -> Self {
        let start = End { position: 0, hash: [0; 32], next_log: 0 };
        let mut export = Self::empty(start, &[][..]);
        (export.left, export.block) = (left, Bytes::copy_from_slice(block));
        export
    }
}

/// Reads a checkpoint to its end. Returns the position that the journal must reach and the number of records.
pub(super) fn verify(path: &Path, id: [u8; 16]) -> Result<(u64, u64), String> {
    verify_with(path, id, &mut || Ok(()))
}

/// The same, with something to do now and then: reading several gigabytes takes a while.
pub(super) fn verify_with(
    path: &Path,
    id: [u8; 16],
    between: &mut dyn FnMut() -> Result<(), String>,
) -> Result<(u64, u64), String> {
    let mut export = Export::open(path, id)?;
    let mut seen = 0_usize;
    while export.next()?.is_some() {
        seen += 1;
        if seen.is_multiple_of(PAGE) {
            between()?;
        }
    }
    Ok((export.needs.unwrap_or(export.start.position), export.records))
}

/// The checkpoints of a directory, oldest first.
pub(super) fn list(dir: &Path) -> std::io::Result<Vec<(u64, PathBuf)>> {
    numbered(dir, ENDING)
}

/// Removes every checkpoint but this one, and what an interrupted one left.
pub(super) fn remove_others(dir: &Path, keep: u64) -> std::io::Result<()> {
    for (_, path) in list(dir)?.into_iter().filter(|(position, _)| *position != keep) {
        fs::remove_file(path)?;
    }
    remove_unfinished(dir)?;
    sync_dir(dir)
}

/// Removes what an interrupted or failed writing left.
pub(super) fn remove_unfinished(dir: &Path) -> std::io::Result<()> {
    remove_if_there(&dir.join(UNFINISHED))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: [u8; 16] = [7; 16];

    fn records() -> Vec<(Bytes, Bytes)> {
        let numbered = |nth: u32| {
            (nth.to_be_bytes().to_vec().into(), Bytes::from(vec![b'v'; nth as usize % 700]))
        };
        (0..2000).map(numbered).collect()
    }

    fn read(path: &Path) -> Read1<Vec<(Bytes, Bytes)>> {
        let mut export = Export::open(path, ID)?;
        std::iter::from_fn(|| export.next().transpose()).collect()
    }

    #[test]
    fn what_is_not_finished_takes_no_room() {
        let dir = tempfile::tempdir().unwrap();
        let start = End { position: 3, hash: [1; 32], next_log: 4 };
        let mut writer = Writer::create(dir.path(), ID, &start).unwrap();
        for (key, value) in records() {
            writer.add(&key, &value).unwrap();
        }
        drop(writer);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        let whole = written(dir.path());
        assert!(whole.exists());
    }

    fn written(dir: &Path) -> PathBuf {
        let start = End { position: 3, hash: [1; 32], next_log: 4 };
        let mut writer = Writer::create(dir, ID, &start).unwrap();
        for (key, value) in records() {
            writer.add(&key, &value).unwrap();
        }
        writer.finish(5).unwrap().path
    }

    /// The same as the releases before wrote it: other letters at the beginning, blocks as they are.
    fn as_formerly(path: &Path) {
        let whole = fs::read(path).unwrap();
        let mut out = FORMERLY.to_vec();
        out.extend_from_slice(&whole[8..HEADER - 4]);
        let crc = crc32fast::hash(&out);
        out.put_u32(crc);
        let number = |at: usize| u32::from_be_bytes(whole[at..at + 4].try_into().unwrap());
        let mut at = HEADER;
        while number(at) > 0 {
            let end = at + 12 + number(at) as usize;
            let block = unpack(&whole[at + 12..end], LONGEST).unwrap();
            out.put_u32(u32::try_from(block.len()).unwrap());
            out.extend_from_slice(&whole[at + 4..at + 8]);
            out.put_u32(crc32fast::hash(&block));
            out.extend_from_slice(&block);
            at = end;
        }
        out.extend_from_slice(&whole[at..at + 20]);
        let sha = Sha256::digest(&out);
        out.extend_from_slice(&sha);
        fs::write(path, out).unwrap();
    }

    #[test]
    fn what_was_written_is_read_also_from_the_format_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = written(dir.path());
        assert_eq!(read(&path).unwrap(), records());
        let packed = fs::metadata(&path).unwrap().len();
        as_formerly(&path);
        assert_eq!(read(&path).unwrap(), records());
        assert!(packed < fs::metadata(&path).unwrap().len() / 5, "it was not packed at all");
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = written(dir.path());
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(41) {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, changed).unwrap();
            assert!(read(&path).is_err(), "byte {at} of {}", whole.len());
        }
    }
}
