//! Moves: proto to a command.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            ids::{CaseId, InvolvementId},
            moving::{Moving, Municipality, Whereto},
            refusal::Refusal,
        },
        rules::{access::Permit, moving_house::ReportMove},
        state::receipt::Request,
    },
};

use super::parse;
use crate::service::fields::{self, Problems};

pub(crate) fn report(
    covenants: &Covenants,
    permit: &Permit,
    body: &v1::ReportMoveRequest,
) -> Result<(Request, ReportMove), Refusal> {
    use v1::report_move_request::Family;
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let family = match &body.family {
        Some(Family::InvolvementId(id)) => {
            problems.id("involvement_id", id).map(InvolvementId).map(Moving::Involvement)
        }
        Some(Family::CaseId(id)) => problems.id("case_id", id).map(CaseId).map(Moving::Case),
        None => {
            problems.add("involvement_id", "or case_id is required: which family moved?");
            None
        }
    };
    let to = whereto(&mut problems, covenants, body.place.as_ref());
    let command = (|| Some(ReportMove { family: family?, to: to? }))();
    problems.finish(request.zip(command))
}

fn whereto(
    problems: &mut Problems,
    covenants: &Covenants,
    place: Option<&v1::report_move_request::Place>,
) -> Option<Whereto> {
    use v1::{register_involvement_request::Place as Inside, report_move_request::Place};
    let inside = match place {
        Some(Place::Outside(outside)) if outside.municipality_code.is_empty() => {
            return Some(Whereto::Outside(None));
        }
        Some(Place::Outside(outside)) => {
            let code = Municipality::parse(&outside.municipality_code);
            let rule = "must be the code of a municipality, four digits, or empty when not known";
            return problems
                .require("outside.municipality_code", code, rule)
                .map(|code| Whereto::Outside(Some(code)));
        }
        Some(Place::Area(code)) => Some(Inside::Area(code.clone())),
        Some(Place::Postcode(code)) => Some(Inside::Postcode(code.clone())),
        None => None,
    };
    parse::area(problems, covenants, inside.as_ref()).map(Whereto::Area)
}
