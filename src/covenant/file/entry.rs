//! How is read what is asked of whoever reports a family: `[[entry_ground]]` and `[[own_attempt]]`?

use super::names::{Seen, id_like, read_ground, unique};
use crate::covenant::model::entry::{Entry, EntryCode};
use crate::toml_file::Section;

/// Reads both kinds of tables; neither need be there.
pub(super) fn read_entry(file: &mut Section) -> Entry {
    let grounds = read_codes(file, "entry_ground", "asks_own_attempt");
    let attempts = read_codes(file, "own_attempt", "required");
    let asks = grounds.iter().any(|ground| ground.asked);
    let problem = match (asks, attempts.is_empty()) {
        (true, true) => Some((
            "an [[entry_ground]] asks for an own attempt, and there is no [[own_attempt]]",
            "add the attempts that can be named, or take asks_own_attempt away",
        )),
        (false, false) => Some((
            "there are [[own_attempt]] tables, and no [[entry_ground]] asks for one",
            "write asks_own_attempt = true where one is asked, or remove them",
        )),
        (true, false) | (false, true) => None,
    };
    if let Some((why, hint)) = problem {
        file.report(file.line, why, hint);
    }
    Entry { grounds, attempts }
}

fn read_codes(file: &mut Section, table: &'static str, flag: &'static str) -> Vec<EntryCode> {
    let mut seen = Seen::new();
    let sections = file.tables(table);
    sections.into_iter().filter_map(|section| read_code(section, flag, &mut seen)).collect()
}

fn read_code(mut section: Section, flag: &'static str, seen: &mut Seen) -> Option<EntryCode> {
    let what = section.name.clone();
    let code = id_like(&mut section, "code", "what is asked of who reports");
    let code = code.filter(|code| unique(seen, code, &what, &section));
    let small = |code: &String| {
        code.starts_with(|c: char| c.is_ascii_lowercase())
            && !code.contains(|c: char| c.is_ascii_uppercase())
    };
    if code.as_ref().is_some_and(|code| !small(code)) {
        let why = "its \"code\" must begin with a small letter, and have no capitals";
        section.wrong(section.line, why, "write it in small letters");
    }
    let (nl, en) = (section.text("nl"), section.text("en"));
    let asked = section.flag(flag, false);
    let ground = read_ground(&mut section);
    section.finish();
    Some(EntryCode { code: code?, name_nl: nl?.it, name_en: en?.it, asked, ground })
}
