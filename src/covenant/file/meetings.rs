//! How are the kinds of meetings read: `[[meeting]]`, with who chairs them?

use super::concerns::read_recipient;
use super::kinds::NamedKinds;
use super::names::{Seen, id_like, read_ground, unique};
use crate::covenant::model::concern::To;
use crate::covenant::model::meeting::Meeting;
use crate::covenant::model::{Region, Role};
use crate::toml_file::Section;

const CANNOT: &str = "cannot chair a meeting";
const HINT: &str = "write role@family, role@city or kind:youth-care-agency";

/// What a chair is named in.
pub(super) struct Places<'a> {
    pub(super) roles: &'a [Role],
    pub(super) regions: &'a [Region],
}

/// Reads all `[[meeting]]` tables; the kinds of organisations that they name go to `kinds`.
pub(super) fn read_meetings(
    file: &mut Section,
    places: &Places<'_>,
    kinds: &mut NamedKinds,
) -> Vec<Meeting> {
    let mut seen = Seen::new();
    let sections = file.tables("meeting");
    sections.into_iter().filter_map(|s| read_meeting(s, places, kinds, &mut seen)).collect()
}

fn read_meeting(
    mut section: Section,
    places: &Places<'_>,
    kinds: &mut NamedKinds,
    seen: &mut Seen,
) -> Option<Meeting> {
    let line = section.line;
    let code = id_like(&mut section, "code", "a meeting");
    let code = code.filter(|code| unique(seen, code, "meeting", &section));
    let nl = section.text("nl");
    let en = section.text("en");
    let attendance = section.flag("attendance", true);
    let chair = read_chair(&mut section, places, kinds);
    let mut chair_in: Vec<(usize, To)> = Vec::new();
    for mut other in section.tables("chair_in") {
        other.name = format!("{}: chair_in", section.name);
        let (at, named) = (other.line, other.text("region"));
        let chair = read_chair(&mut other, places, kinds);
        if chair.is_none() && other.problems().count() == 0 {
            other.missing("chair", HINT);
        }
        let codes = || places.regions.iter().map(|region| region.code.as_str());
        let region = named.and_then(|word| {
            let found = codes().position(|code| code == word.it);
            if found.is_none() {
                other.unknown("region", &word, codes());
            }
            found
        });
        if region.is_some_and(|region| chair_in.iter().any(|(known, _)| *known == region)) {
            other.wrong(at, "the region is named twice", "keep one of the two");
        }
        other.finish();
        chair_in.extend(region.zip(chair));
    }
    let ground = read_ground(&mut section);
    section.finish();
    let (code, name_nl, name_en) = (code?, nl?.it, en?.it);
    Some(Meeting { code, name_nl, name_en, attendance, chair, chair_in, ground, line })
}

fn read_chair(section: &mut Section, places: &Places<'_>, kinds: &mut NamedKinds) -> Option<To> {
    let text = section.text_if("chair")?;
    read_recipient(section, text, places.roles, kinds, [CANNOT, HINT])
}
