//! How does everything move from one store to another, and is a store sound in itself?
//!
//! A conversion is all or nothing and starts anew when it was broken off: a database is filled in one
//! transaction, a directory beside its place and put there last.

use std::{
    fs,
    os::unix::fs::lchown,
    path::{Path, PathBuf},
};

use super::{
    embedded::{
        engine::{OnProgress, OpenError, Options},
        whole_directory::Whole as Directory,
    },
    postgres::{self, whole_database::Whole as Database},
    walk,
};

pub use super::walk::{Content, Counts};

/// A store to convert from or to.
#[derive(Clone, Debug)]
pub enum Place {
    /// The directory of an embedded store.
    Directory(PathBuf),
    /// A database.
    Database(postgres::Options),
}

/// Why nothing was converted, or a store could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// A directory cannot be opened.
    #[error(transparent)]
    Directory(#[from] OpenError),
    /// A database cannot be opened.
    #[error(transparent)]
    Database(#[from] postgres::OpenError),
    /// What is read is not sound.
    #[error("the store to convert is not sound; nothing was converted:\n{0}")]
    Unsound(String),
    /// There is something where the new store should come.
    #[error("{} is not empty; name a directory that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// Several audit chains, of which one must go on in the log of the directory.
    #[error(
        "the database has the audit chains {0}: say with --chain which of them the directory goes on \
         with; the others are kept beside it"
    )]
    Chains(String),
    /// What was written is not what was read.
    #[error("the copy is not what was read; nothing was converted: {0}")]
    Different(String),
    /// It broke off.
    #[error("{0}; nothing was converted: start again")]
    BrokenOff(String),
    /// The last step broke off.
    #[error("{0}")]
    Unknown(String),
}

/// Copies everything into a store that holds nothing, and compares. `chain` names the audit chain of
/// the directory among those of the database; a directory that is made is given to `owner`.
///
/// # Errors
/// See [`ConvertError`]; the target is as it was.
pub async fn convert(
    from: &Place,
    to: &Place,
    chain: Option<&str>,
    owner: Option<(u32, u32)>,
    tell: &OnProgress,
) -> Result<Content, ConvertError> {
    match (from, to) {
        (Place::Directory(from), Place::Database(to)) => {
            let chain = chain.unwrap_or(CHAIN);
            let mut target = Database::fill(to).await?;
            let source = existing(from, chain, tell)?;
            let read = copy(source, &mut target, tell).await?;
            let written = walk::walk(&mut target, None, tell).await;
            same(&read, &written.map_err(ConvertError::BrokenOff)?)?;
            target.commit().await.map_err(ConvertError::Unknown)?;
            Ok(read)
        }
        (Place::Database(from), Place::Directory(to)) => {
            into_directory(from, (to, owner), chain, tell).await
        }
        _ => Err(ConvertError::BrokenOff(
            "one side must be a directory and the other a database; a directory is copied as it is"
                .to_owned(),
        )),
    }
}

/// What the chain of a directory is called when nothing is said.
const CHAIN: &str = "embedded";

async fn into_directory(
    from: &postgres::Options,
    (to, owner): (&Path, Option<(u32, u32)>),
    chain: Option<&str>,
    tell: &OnProgress,
) -> Result<Content, ConvertError> {
    let broken =
        |error: std::io::Error| ConvertError::BrokenOff(format!("{}: {error}", to.display()));
    match fs::read_dir(to).map(|mut entries| entries.next().is_none()) {
        Ok(true) => fs::remove_dir(to).map_err(broken)?,
        Ok(false) => return Err(ConvertError::NotEmpty(to.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(broken(error)),
    }
    let mut source = Database::read_at_rest(from).await?;
    let chain = chosen(&mut source, chain).await?;
    let mut beside = to.as_os_str().to_owned();
    beside.push(".converting");
    let beside = PathBuf::from(beside);
    // Of a conversion that was broken off.
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(broken)?;
    }
    let filled = fill(&mut source, &beside, &chain, tell).await;
    let Ok(read) = filled else {
        // What is left of it is of no use; that it cannot be removed is less than why it failed.
        drop(fs::remove_dir_all(&beside));
        return filled;
    };
    // Before it is one: whoever is interrupted leaves no store that its broker cannot read.
    owner.map_or(Ok(()), |owner| give(&beside, owner)).map_err(broken)?;
    fs::rename(&beside, to).map_err(broken)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = fs::File::open(parent.unwrap_or(Path::new(".")));
    parent.and_then(|parent| parent.sync_all()).map_err(broken)?;
    Ok(read)
}

/// Gives a directory and everything in it to a user and a group.
fn give(path: &Path, (user, group): (u32, u32)) -> std::io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            give(&entry?.path(), (user, group))?;
        }
    }
    lchown(path, Some(user), Some(group))
}

/// Fills a new directory, and reads it again.
async fn fill(
    source: &mut Database,
    dir: &Path,
    chain: &str,
    tell: &OnProgress,
) -> Result<Content, ConvertError> {
    let mut target = open(dir.to_owned(), options(tell), chain)?;
    let read = sound(walk::walk(source, Some(&mut target), tell).await);
    tokio::task::block_in_place(|| target.close());
    let read = read?;
    let mut again = open(dir.to_owned(), options(tell), chain)?;
    let written = walk::walk(&mut again, None, tell).await;
    tokio::task::block_in_place(|| again.close());
    same(&read, &written.map_err(ConvertError::BrokenOff)?)?;
    Ok(read)
}

fn options(tell: &OnProgress) -> Options {
    Options { progress: tell.clone(), ..Options::default() }
}

fn open(dir: PathBuf, options: Options, chain: &str) -> Result<Directory, OpenError> {
    tokio::task::block_in_place(|| Directory::open(&dir, options, chain))
}

/// A directory that holds a store.
fn existing(dir: &Path, chain: &str, tell: &OnProgress) -> Result<Directory, OpenError> {
    if !dir.join("FORMAT").is_file() {
        let why = "there is no store in it; name the directory of [store] url".to_owned();
        return Err(OpenError::NotAStore { dir: dir.to_owned(), why });
    }
    open(dir.to_owned(), options(tell), chain)
}

/// Which chain goes on in the log.
async fn chosen(source: &mut Database, asked: Option<&str>) -> Result<String, ConvertError> {
    let chains = walk::Source::chains(source).await.map_err(ConvertError::BrokenOff)?;
    let names: Vec<&str> = chains.iter().map(|(name, _)| name.as_str()).collect();
    match (asked, names.as_slice()) {
        (Some(asked), names) if names.contains(&asked) || names.is_empty() => Ok(asked.to_owned()),
        (None, [one]) => Ok((*one).to_owned()),
        (None, names) if names.contains(&CHAIN) || names.is_empty() => Ok(CHAIN.to_owned()),
        (_, names) => Err(ConvertError::Chains(names.join(", "))),
    }
}

async fn copy(
    mut source: Directory,
    target: &mut Database,
    tell: &OnProgress,
) -> Result<Content, ConvertError> {
    let read = walk::walk(&mut source, Some(target), tell).await;
    tokio::task::block_in_place(|| source.close());
    sound(read)
}

fn sound(read: Result<Content, String>) -> Result<Content, ConvertError> {
    let read = read.map_err(ConvertError::BrokenOff)?;
    if read.problems.is_empty() {
        Ok(read)
    } else {
        Err(ConvertError::Unsound(read.problems.join("\n")))
    }
}

fn same(read: &Content, written: &Content) -> Result<(), ConvertError> {
    if read == written {
        return Ok(());
    }
    let problems = written.problems.join("; ");
    Err(ConvertError::Different(format!(
        "{:?} became {:?} {problems}",
        read.counts, written.counts
    )))
}

/// Reads everything and checks that it fits together: records, lists and deadlines, inboxes, audit
/// chains. Changes nothing in a database, where brokers may go on meanwhile; a directory is recovered
/// as at a start.
///
/// # Errors
/// The store cannot be opened or read.
pub async fn inspect(place: &Place, tell: &OnProgress) -> Result<Content, ConvertError> {
    match place {
        Place::Directory(dir) => {
            let mut store = existing(dir, CHAIN, tell)?;
            let content = walk::walk(&mut store, None, tell).await;
            tokio::task::block_in_place(|| store.close());
            content.map_err(ConvertError::BrokenOff)
        }
        Place::Database(options) => {
            let mut store = Database::read(options).await?;
            walk::walk(&mut store, None, tell).await.map_err(ConvertError::BrokenOff)
        }
    }
}
