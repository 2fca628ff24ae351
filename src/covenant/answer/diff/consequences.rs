//! What becomes of open work when a covenant takes the place of another one? Said before a broker
//! refuses the file.

use std::fmt::Display;

use super::pair::Pair;
use crate::covenant::model::Covenant;

/// What the new covenant does to work that stands under names of the old one, a sentence each; and that
/// the version does not show the change, when it does not.
#[must_use]
pub fn consequences(old: &Covenant, new: &Covenant, differ: bool) -> Vec<String> {
    let mut said = Vec::new();
    let offices = new.offices().map(|o| (&o.id, o.formerly.as_slice()));
    gone("office", "office", old.offices().map(|o| &o.id), offices, &mut said);
    said.extend(vacated(old, new));
    let areas = new.areas().map(|a| (&a.code, a.formerly.as_slice()));
    gone("area", "district", old.areas().map(|a| &a.code), areas, &mut said);
    let categories = new.categories().map(|c| (&c.code, c.formerly.as_slice()));
    gone("category", "category", old.categories().map(|c| &c.code), categories, &mut said);
    let leaving = old.organisations().filter(|o| new.organisation(&o.oin).is_none());
    said.extend(leaving.map(|o| {
        format!(
            "organisation {} ({}) goes: a broker refuses the file while it has active involvements, or \
             tickets, cases or objections to settle",
            o.name, o.oin
        )
    }));
    said.extend(Pair { old, new }.stranded());
    let open = differ || !said.is_empty();
    if open && (old.id(), old.version()) == (new.id(), new.version()) {
        said.push(format!(
            "both are version {}: raise the version, so that people and the audit log can tell them apart",
            new.version()
        ));
    }
    said
}

/// Offices in which nobody is left, and who has their work.
fn vacated(old: &Covenant, new: &Covenant) -> impl Iterator<Item = String> {
    let occupied = |id| old.office(id).is_some_and(|office| !office.is_empty());
    let vacated = new.offices().filter(move |office| office.is_empty() && occupied(&office.id));
    vacated.map(|office| {
        let (at, id) = (new.draft.index.offices[&office.id], &office.id);
        let acting = &new.draft.office_at(new.draft.standing_in(at)).id;
        format!("office \"{id}\" is vacant: what is open at it goes to \"{acting}\"")
    })
}

/// Names of the old covenant that the new one does not know, and where their work goes.
fn gone<'a, T: PartialEq + Display + 'a>(
    what: &str,
    table: &str,
    old: impl Iterator<Item = &'a T>,
    new: impl Iterator<Item = (&'a T, &'a [T])>,
    said: &mut Vec<String>,
) {
    let new: Vec<(&T, &[T])> = new.collect();
    // As it stands in the file, in every language.
    let table = format!("[[{table}]]");
    for name in old.filter(|name| !new.iter().any(|(known, _)| known == name)) {
        let now = new.iter().find(|(_, formerly)| formerly.contains(name));
        said.push(match now {
            Some((now, _)) => {
                format!("{what} \"{name}\" becomes \"{now}\": what is open under it follows")
            }
            None => format!(
                "{what} \"{name}\" goes: a broker refuses the file while anything is open under it; write \
                 formerly = [\"{name}\"] in the {table} that takes its place"
            ),
        });
    }
}
