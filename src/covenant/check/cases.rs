//! Can every case be carried out: has each category somebody who may manage the family, and has
//! each plan a category?

use std::path::Path;

use crate::covenant::model::Draft;
use crate::domain::model::agreement::Eligible;
use crate::toml_file::Problems;

/// Proves it for every category in every area; who may manage goes to `of_places`.
pub(super) fn prove(draft: &Draft, path: &Path, (problems, of_places): (&Problems, &Problems)) {
    for category in &draft.categories {
        let Eligible::Kinds(kinds) = &category.rules.family_manager else { continue };
        let nobody =
            |area: &usize| kinds.iter().all(|kind| draft.of_kind_in(kind, *area).is_empty());
        let areas = (0..draft.areas.len()).filter(nobody);
        let areas: Vec<&str> = areas.map(|area| draft.areas[area].code.as_str()).collect();
        if !areas.is_empty() {
            let text = format!(
                "category \"{}\": no organisation that covers {} is of a kind that may provide the \
                 family manager",
                category.code,
                areas.join(", ")
            );
            let hint = "add a kind to family_manager_kinds that is commissioned there, by the city, \
                        the city region or nobody";
            of_places.add(path, category.line, text, hint);
        }
    }
    for (at, plan) in draft.agreed.plans.iter().enumerate() {
        if !draft.categories.iter().any(|category| category.rules.plans.contains(&at)) {
            let text = format!("plan \"{}\" is followed by no category", plan.it.id);
            let hint = "add it to the plans of a [[category]], or remove it";
            problems.add(path, plan.line, text, hint);
        }
    }
}
