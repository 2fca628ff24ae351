//! Where are PostgreSQL's programs, and as whom do they run?

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, chown},
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
};

use tokio::process::Command;

use crate::support::within;

/// What the tests start.
const PROGRAMS: [&str; 4] = ["initdb", "postgres", "pg_basebackup", "psql"];

/// The directory with `initdb` and `postgres`: from the path, or the newest that Debian installed.
pub fn directory() -> &'static Path {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND.get_or_init(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten()
            .map(|version| version.path().join("bin"))
            .collect();
        let version =
            |dir: &PathBuf| -> Option<u32> { dir.parent()?.file_name()?.to_str()?.parse().ok() };
        debian.sort_by_key(|dir| std::cmp::Reverse(version(dir)));
        // A link on the path leads to where its neighbours are.
        let real = |dir: PathBuf| Some(fs::canonicalize(dir.join("initdb")).ok()?.parent()?.into());
        std::env::split_paths(&path)
            .chain(debian)
            .filter_map(real)
            .find(|dir: &PathBuf| PROGRAMS.iter().all(|program| dir.join(program).exists()))
            .expect("PostgreSQL's server is not installed: apt-get install postgresql")
    })
}

/// User and group for the servers when the tests run as root, whom `initdb` refuses.
pub fn unprivileged() -> Option<(u32, u32)> {
    static FOUND: OnceLock<Option<(u32, u32)>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        if fs::metadata("/proc/self").unwrap().uid() != 0 {
            return None;
        }
        let users = fs::read_to_string("/etc/passwd").unwrap();
        let entry = |name: &str| {
            let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut ids = line.split(':').skip(2).map_while(|id| id.parse().ok());
            Some((ids.next()?, ids.next()?))
        };
        Some(entry("postgres").or_else(|| entry("nobody")).expect("a user who is not root"))
    })
}

/// A directory of the one who runs the servers.
pub fn hand_over(directory: &Path) {
    if let Some((user, group)) = unprivileged() {
        chown(directory, Some(user), Some(group)).unwrap();
    }
}

/// One of the programs, with nothing of the environment that would point it elsewhere.
pub fn program(name: &str) -> std::process::Command {
    let mut command = std::process::Command::new(directory().join(name));
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("PG") {
            command.env_remove(variable);
        }
    }
    command.env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
    if let Some((user, group)) = unprivileged() {
        use std::os::unix::process::CommandExt as _;
        command.uid(user).gid(group);
    }
    command
}

/// Runs a command to its end: what it printed, or what it complained of.
pub async fn run(command: std::process::Command) -> Result<String, String> {
    let mut command = Command::from(command);
    command.kill_on_drop(true);
    let output = within("a program of PostgreSQL", command.output()).await.unwrap();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
