//! Questions for reports to values.

use std::collections::BTreeSet;

use crate::{
    api::v1,
    domain::{
        model::{card, party::AreaCode, refusal::Refusal, report::Quarter},
        rules::access::Permit,
    },
};

use crate::service::fields::Problems;

/// Most areas in one question: more than a covenant has.
const AREAS_MOST: usize = 200;

/// Which quarter, and which areas; none: all.
pub(crate) fn indicators(
    permit: &Permit,
    body: &v1::GetIndicatorsRequest,
) -> Result<(Quarter, Vec<AreaCode>), Refusal> {
    let mut problems = Problems::of(permit);
    let year = (2000..3000).contains(&body.year).then_some(body.year);
    let year = problems.require("year", year, "must be a year, 2000 to 2999");
    let number = (1..=4).contains(&body.quarter).then_some(body.quarter);
    let number = problems.require("quarter", number, "must be a quarter, 1 to 4");
    if body.areas.len() > AREAS_MOST {
        problems.add("areas", format!("must be at most {AREAS_MOST}; leave it empty for all"));
    }
    let mut areas = BTreeSet::new();
    for (at, area) in body.areas.iter().enumerate().take(AREAS_MOST) {
        let field = format!("areas[{at}]");
        let rule = "must be the code of an area, for instance zeeburg";
        let code = AreaCode::parse(area).filter(|_| !card::holds_bsn(area));
        let Some(area) = problems.require(&field, code, rule) else { continue };
        if !areas.insert(area) {
            problems.add(field, "must be named once");
        }
    }
    let quarter = year.zip(number).and_then(|(year, number)| Quarter::new(year, number));
    Ok((problems.finish(quarter)?, body.areas.iter().filter_map(|a| AreaCode::parse(a)).collect()))
}
