//! How does a covenant file come about in which a name is another one, or is gone?

use std::{fs, path::Path, sync::Arc};

use super::{Failure, Player};
use crate::support::{actors::Directory, language::Renaming, world::CovenantFiles};

impl Player {
    /// Puts the files in force in which a name is another one, or an organisation is none any more.
    /// Whoever plays is called as before, and comes in by its new name.
    pub(super) async fn rename(&mut self, renaming: &Renaming) -> Result<(), Failure> {
        let files = self.world.covenant_files();
        if files.0.is_empty() {
            return Ok(()); // Nobody answers here.
        }
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let files = match &renaming.new {
            Some(new) => rewrite(&files, renaming, new, place.path())?,
            None => {
                let gone = self.directory.actor(&renaming.old)?.key;
                without(&files, &gone, place.path())?
            }
        };
        match (self.world.succeed(files.clone()).await, &renaming.refused) {
            (Ok(()), None) => {
                let mut directory = Directory::load(&files)?;
                directory.renamed.clone_from(&self.directory.renamed);
                if let Some(new) = &renaming.new {
                    directory.renamed.insert(renaming.old.clone(), new.clone());
                }
                // Whoever comes in by another name has another inbox.
                let key = |of: &Directory, name: &String| of.actor(name).ok().map(|a| a.key);
                let former = Arc::clone(&self.directory);
                self.inboxes.retain(|name, _| key(&former, name) == key(&directory, name));
                self.directory = Arc::new(directory);
                self.channels.clear();
                self.streams.clear();
                // The former files are not read again.
                self.renamed = Some(place);
                Ok(())
            }
            (Err(why), Some(wanted)) if why.contains(wanted.as_str()) => Ok(()),
            (Err(why), Some(wanted)) => Err(format!("expected `{wanted}` in the refusal: {why}")),
            (Err(why), None) => Err(format!("the covenant was refused: {why}")),
            (Ok(()), Some(wanted)) => Err(format!("it took force; expected `{wanted}`")),
        }
    }
}

/// The same files in a directory, with the new name wherever the old one stood.
fn rewrite(
    files: &CovenantFiles,
    renaming: &Renaming,
    new: &str,
    into: &Path,
) -> Result<CovenantFiles, Failure> {
    let Renaming { table, old, said, .. } = renaming;
    let key = if table == "office" { "id" } else { "code" };
    let (quoted, now) = (format!("\"{old}\""), format!("\"{new}\""));
    let head = format!("[[{table}]]\n{key} = {now}\n");
    let mut found = false;
    let mut rewritten = Vec::new();
    for file in &files.0 {
        let organisations = Directory::organisations_file(file)?;
        for (path, is_covenant) in [(file.clone(), true), (organisations, false)] {
            let text = fs::read_to_string(&path).map_err(|e| format!("{path:?}: {e}"))?;
            let mut text = text.replace(&quoted, &now);
            if is_covenant && text.contains(&head) {
                found = true;
                if *said {
                    // Renamed before: both names are former ones then.
                    let (list, longer) = (format!("{head}formerly = ["), format!("{quoted}, "));
                    text = if text.contains(&list) {
                        text.replace(&list, &(list.clone() + &longer))
                    } else {
                        text.replace(&head, &format!("{head}formerly = [{quoted}]\n"))
                    };
                }
            }
            let to = into.join(path.file_name().expect("it is a file"));
            fs::write(&to, text).map_err(|e| format!("{to:?}: {e}"))?;
            rewritten.extend(is_covenant.then_some(to));
        }
    }
    if found { Ok(CovenantFiles(rewritten)) } else { Err(format!("there is no {table} {old}")) }
}

/// The same files in a directory, without the organisation of this number.
fn without(files: &CovenantFiles, oin: &str, into: &Path) -> Result<CovenantFiles, Failure> {
    let head = format!("[[organisation]]\noin = \"{oin}\"\n");
    let mut found = false;
    let mut rewritten = Vec::new();
    for file in &files.0 {
        let organisations = Directory::organisations_file(file)?;
        for (path, is_covenant) in [(file.clone(), true), (organisations, false)] {
            let mut text = fs::read_to_string(&path).map_err(|e| format!("{path:?}: {e}"))?;
            if let Some(at) = text.find(&head) {
                found = true;
                let block = at..at + head.len();
                let next = text[block.end..].find("\n[[").map_or(text.len(), |n| block.end + n + 1);
                text.replace_range(block.start..next, "");
            }
            let to = into.join(path.file_name().expect("it is a file"));
            fs::write(&to, text).map_err(|e| format!("{to:?}: {e}"))?;
            rewritten.extend(is_covenant.then_some(to));
        }
    }
    if found {
        Ok(CovenantFiles(rewritten))
    } else {
        Err(format!("there is no organisation {oin}"))
    }
}
