//! Which covenants are in force, and when is another one put in force?

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::runtime::Handle;

use crate::{
    broker::{Broker, Standing},
    covenant::{Covenant, Covenants},
};

use super::reload::ReloadHook;

/// Loads a covenant; the problems as lines of text.
///
/// # Errors
/// All problems of the file and of the organisations file that it names.
pub fn load_covenant(path: &Path) -> Result<Covenant, String> {
    Covenant::load(path)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Loads the covenants of one broker; the problems as lines of text.
///
/// # Errors
/// All problems of all files, or where two of them overlap.
pub fn load_covenants(paths: &[PathBuf]) -> Result<Covenants, String> {
    Covenants::load(paths).map_err(|problems| problems.join("\n"))
}

/// Puts changed covenants in force when each is total; otherwise those in force stay.
pub(super) fn hook(broker: Arc<Broker>, covenants: Vec<PathBuf>) -> ReloadHook {
    let watched = covenants.clone();
    ReloadHook {
        name: "covenant",
        files: Box::new(move || files(&watched)),
        reload: Box::new(move || {
            let covenants = load_covenants(&covenants)?;
            let references: Vec<_> = covenants.all().map(Covenant::reference).collect();
            let took = Handle::current().block_on(broker.succeed(Arc::new(covenants)));
            let standing = took.map_err(|error| error.to_string())?;
            Ok(format!("{}{}", references.join(", "), followed(&standing)))
        }),
    }
}

/// What went along to other names, in words.
pub(super) fn followed(standing: &Standing) -> String {
    match (standing.following, standing.forwarded) {
        (0, 0) => String::new(),
        (records, messages) => {
            format!("; {records} records and {messages} messages follow to their new names")
        }
    }
}

/// These files, and those with the organisations, which stand beside them and change more often.
fn files(covenants: &[PathBuf]) -> Vec<PathBuf> {
    let named = covenants.iter().filter_map(|file| {
        let text = fs::read_to_string(file).ok()?;
        organisations_file(file, &text)
    });
    covenants.iter().cloned().chain(named).collect()
}

fn organisations_file(covenant: &Path, text: &str) -> Option<PathBuf> {
    let table: toml::Table = text.parse().ok()?;
    let named = table.get("organisations")?.as_str()?;
    Some(covenant.parent()?.join(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_organisations_file_is_watched_by_the_name_that_it_has_now() {
        let directory = tempfile::tempdir().expect("a directory");
        let covenant = directory.path().join("covenant.toml");
        let watched = || files(std::slice::from_ref(&covenant));
        assert_eq!(watched(), std::slice::from_ref(&covenant));
        for name in ["parties.toml", "parties-2.toml"] {
            fs::write(&covenant, format!("organisations = \"{name}\"\n")).expect("written");
            assert_eq!(watched(), [covenant.clone(), directory.path().join(name)]);
        }
    }
}
