//! As whom does a command look at a data directory? As the user whose directory it is: files that root
//! leaves behind would keep the broker from starting.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::Path,
    process::Command,
};

use super::{errors::CliError, texts::fill};

/// The running program. It can be executed by every user, also where the directory that it lies in can
/// not be entered by them.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// Goes on when this process may touch the directory as it is. When root looks at the directory of
/// another user, the same command begins again as that user, and this function does not return.
///
/// # Errors
/// That user cannot be acted as.
pub(super) fn act_as_owner(directory: &Path) -> Result<(), CliError> {
    let Some((user, group)) = owner(directory).filter(|(user, _)| *user != 0 && is_root()) else {
        return Ok(());
    };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_else(|| OsStr::new("verwijspunt").to_owned());
    let error = Command::new(THIS_PROGRAM).arg0(name).args(arguments).gid(group).uid(user).exec();
    let cannot =
        "{} belongs to user {}, and this command cannot act as that user ({}); run it as that user";
    Err(CliError::Failed(fill(cannot, &[&directory.display(), &user, &error])))
}

/// Refuses to serve as root from the directory of another user.
///
/// # Errors
/// Says as whom to serve.
pub(super) fn must_be_owner(directory: &Path) -> Result<(), CliError> {
    match owner(directory).filter(|(user, _)| *user != 0 && is_root()) {
        None => Ok(()),
        Some((user, _)) => {
            let strange = "{} belongs to user {}: as root, this broker would leave files there that the \
                           next one cannot read; start it as that user, or as the service (systemctl \
                           start verwijspunt)";
            Err(CliError::Failed(fill(strange, &[&directory.display(), &user])))
        }
    }
}

/// Whose a directory will be that root makes now and a broker uses later, where that can be told: that of an
/// empty one that is there; else of the keys, which the broker reads too; else of what it is made in.
pub(super) fn of_a_new_one(directory: &Path, keys: Option<&Path>) -> Option<(u32, u32)> {
    let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty());
    let tell = [Some(directory), keys, Some(parent.unwrap_or(Path::new(".")))];
    tell.into_iter().flatten().filter(|_| is_root()).filter_map(owner).find(|(user, _)| *user != 0)
}

/// The user of the broker, when root judges in its place: whose the data is, or the keys.
pub(super) fn judged_for(directory: Option<&Path>, keys: &Path) -> Option<u32> {
    let tell = [directory, Some(keys)].into_iter().flatten().filter(|_| is_root());
    tell.filter_map(owner).map(|(user, _)| user).find(|user| *user != 0)
}

fn owner(directory: &Path) -> Option<(u32, u32)> {
    fs::metadata(directory).ok().map(|found| (found.uid(), found.gid()))
}

pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
