//! ReportMove.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            audit::Subject,
            case::Family,
            moving::Moving,
            party::{AreaCode, OfficeId},
        },
        rules::{
            access::Permit,
            moving_house::{self, ReportMove, Surroundings},
        },
        state::receipt::Request,
    },
};

use super::{Answered, Broker, Failure, act::Act};

/// What a family is in another area: a category that the covenant there does not have becomes the
/// one that it gives to families of whom it knows nothing.
fn there(covenants: &Covenants, family: &Family, area: &AreaCode) -> (Family, OfficeId) {
    let covenant = covenants.governing(area);
    let known = covenant.category(&family.category).is_some();
    let category = if known { &family.category } else { covenant.default_category() };
    let family = Family { area: area.clone(), category: category.clone(), ..family.clone() };
    let director = covenants.director(&family.category, area);
    (family, director.unwrap_or_else(|| covenants.default_director(area)))
}

impl Broker {
    /// Enters that a family moved. The answer is the area in which it counts as living.
    ///
    /// # Errors
    /// See [`moving_house::report`]; or the store is failing.
    pub async fn report_move(
        &self,
        permit: &Permit,
        request: &Request,
        command: &ReportMove,
    ) -> Result<Answered<AreaCode>, Failure> {
        let covenants = self.covenant.load();
        let subject = match command.family {
            Moving::Involvement(id) => Subject::Involvement(id),
            Moving::Case(id) => Subject::Case(id),
        };
        self.change(
            Act::by(permit, request, vec![subject]),
            |loaded| moving_house::needs(loaded, permit, command.family),
            |ctx| {
                let surroundings = Surroundings {
                    there: &|family, area| there(&covenants, family, area),
                    office: &|area| covenants.default_director(area),
                    meetings: &|area| covenants.meetings(area),
                    router: &|question| covenants.route(question),
                };
                moving_house::report(ctx, command, &surroundings)
            },
        )
        .await
    }
}
