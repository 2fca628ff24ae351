//! Who hears that the last helper of a family leaves? The office that directs: no family with an open
//! case is let go in silence (factsheet, Aanpak).

use std::collections::BTreeMap;

use crate::domain::{
    model::{case::Case, ids::CaseId, involvement::Involvement, notification::CaseHappening},
    rules::{
        case::{reach, telling},
        context::Context,
    },
};

/// An active involvement ends: where nobody else is involved with the family of a case, its director
/// is told.
pub fn end(ctx: &mut Context<'_>, involvement: &Involvement) {
    let facts = ctx.facts;
    let cases: BTreeMap<CaseId, &Case> =
        reach::cases(facts, involvement.named()).map(|case| (case.id, case)).collect();
    for case in cases.into_values() {
        if !reach::links(facts, case).any(|link| link.involvement != involvement.id) {
            tell(ctx, case);
        }
    }
}

/// Tells the director of a case that nobody is involved with the family any more.
pub fn tell(ctx: &mut Context<'_>, case: &Case) {
    telling::notice(ctx, case, &case.director, CaseHappening::NobodyInvolved);
}
