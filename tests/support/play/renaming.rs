//! How does a covenant file come about that says something else than the one in force?

use std::{fs, path::Path, sync::Arc};

use super::{Failure, Player};
use crate::support::{
    actors::Directory,
    language::{NewFile, Other},
    world::CovenantFiles,
};

impl Player {
    /// Puts other files in force. Whoever plays is called as before, and comes in by its new name.
    pub(super) async fn succeed(&mut self, new: &NewFile) -> Result<(), Failure> {
        let files = self.world.covenant_files();
        if files.0.is_empty() {
            return Ok(()); // Nobody answers here.
        }
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let other = match &new.other {
            Other::Gone(actor) => Other::Gone(self.directory.actor(actor)?.key),
            other => other.clone(),
        };
        let files = rewrite(&files, &other, place.path())?;
        match (self.world.succeed(files.clone()).await, &new.refused) {
            (Ok(()), None) => {
                let mut directory = Directory::load(&files)?;
                directory.renamed.clone_from(&self.directory.renamed);
                if let Other::Name { old, new, .. } = &new.other {
                    directory.renamed.insert(old.clone(), new.clone());
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

/// The same files in a directory, but for this.
fn rewrite(files: &CovenantFiles, other: &Other, into: &Path) -> Result<CovenantFiles, Failure> {
    let mut found = false;
    let mut rewritten = Vec::new();
    for file in &files.0 {
        let organisations = Directory::organisations_file(file)?;
        for (path, is_covenant) in [(file.clone(), true), (organisations, false)] {
            let text = fs::read_to_string(&path).map_err(|e| format!("{path:?}: {e}"))?;
            let other_text = match other {
                Other::Name { old, new, .. } if !is_covenant => {
                    Some(text.replace(&quoted(old), &quoted(new)))
                }
                Other::Gone(oin) if !is_covenant => without_organisation(&text, oin),
                _ if !is_covenant => None,
                Other::Name { table, old, new, said } => renamed(&text, table, (old, new), *said),
                Other::Vacant(office) => vacant(&text, office),
                Other::WithoutStep(step) => without_step(&text, *step),
                Other::DaysOff(days) => days_off(&text, days),
                Other::Gone(_) => None,
            };
            let at_home = is_covenant || matches!(other, Other::Gone(_));
            found |= at_home && other_text.is_some();
            let to = into.join(path.file_name().expect("it is a file"));
            fs::write(&to, other_text.unwrap_or(text)).map_err(|e| format!("{to:?}: {e}"))?;
            rewritten.extend(is_covenant.then_some(to));
        }
    }
    if found { Ok(CovenantFiles(rewritten)) } else { Err(format!("no file has this: {other:?}")) }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The new name wherever the old one stood; `None` where it is not at home.
fn renamed(text: &str, table: &str, (old, new): (&str, &str), said: bool) -> Option<String> {
    let key = if table == "office" { "id" } else { "code" };
    let (quoted, now) = (quoted(old), quoted(new));
    let head = format!("[[{table}]]\n{key} = {now}\n");
    let text = text.replace(&quoted, &now);
    if !text.contains(&head) || !said {
        return text.contains(&now).then_some(text);
    }
    // Renamed before: both names are former ones then.
    let (list, longer) = (format!("{head}formerly = ["), format!("{quoted}, "));
    Some(if text.contains(&list) {
        text.replace(&list, &(list.clone() + &longer))
    } else {
        text.replace(&head, &format!("{head}formerly = [{quoted}]\n"))
    })
}

/// An office with neither holder nor deputy; who is behind it stays.
fn vacant(text: &str, office: &str) -> Option<String> {
    let head = format!("[[office]]\nid = {}\n", quoted(office));
    let from = text.find(&head)?;
    let until = text[from + 1..].find("\n[[").map_or(text.len(), |at| from + 1 + at);
    let people = |line: &&str| line.starts_with("holder =") || line.starts_with("deputies =");
    let lines: String =
        text[from..until].split_inclusive('\n').filter(|line| !people(line)).collect();
    Some(format!("{}{lines}{}", &text[..from], &text[until..]))
}

/// With days that are no working days.
fn days_off(text: &str, days: &[String]) -> Option<String> {
    let days: Vec<String> = days.iter().map(|day| quoted(day)).collect();
    let head = "\n[terms]\n";
    let more = format!("{head}days_off = [{}]\n", days.join(", "));
    text.contains(head).then(|| text.replacen(head, &more, 1))
}

/// The ladder without a step, and without the rules for it.
fn without_step(text: &str, step: u8) -> Option<String> {
    let (mut at, mut found, mut kept) = (0, false, Vec::new());
    for table in text.split("\n[[") {
        let is_step = table.starts_with("step]]");
        at += u8::from(is_step);
        if is_step && at == step {
            found = true;
            continue;
        }
        if table.contains(&format!("\nwhen = {{ step = {step} }}"))
            || table.contains(&format!("\nwhen = {{ step = {step},"))
        {
            continue;
        }
        let mut table = table.to_owned();
        for above in step + 1..=9 {
            let (was, is) = (format!("when = {{ step = {above}"), above - 1);
            table = table.replace(&was, &format!("when = {{ step = {is}"));
        }
        kept.push(table);
    }
    found.then(|| kept.join("\n[["))
}

/// The parties without the organisation of this number.
fn without_organisation(text: &str, oin: &str) -> Option<String> {
    let from = text.find(&format!("[[organisation]]\noin = {}\n", quoted(oin)))?;
    let until = text[from + 1..].find("\n[[").map_or(text.len(), |at| from + 2 + at);
    Some(format!("{}{}", &text[..from], &text[until..]))
}
