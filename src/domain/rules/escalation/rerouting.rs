//! What happens to an open ticket when the family's facts change: it goes where the covenant says
//! a family like this goes. The step and its term are kept.

use crate::domain::rules::escalation::happening::happen;
use crate::domain::{
    model::{
        case::Family,
        notification::TicketHappening,
        party::Party,
        routing::{RouteQuestion, RouteRefusal, Router},
        ticket::Ticket,
    },
    rules::{
        context::Context,
        escalation::{
            happening::Happening,
            moving::{handler, place},
            own_name,
        },
    },
};

/// Decides where an open ticket lies now that these are the facts of its family, and writes it.
/// Everybody who takes part is told when another office handles or directs it, or is to be told of
/// it; the former ones included. `None` when it has these facts already.
///
/// # Errors
/// The covenant refuses to route it with these facts. It stays as it is; that must not keep
/// anybody from recording the facts.
pub fn reroute(
    ctx: &mut Context<'_>,
    ticket: &Ticket,
    family: &Family,
    by: Option<&Party>,
    router: Router<'_>,
) -> Result<Option<Ticket>, RouteRefusal> {
    let question = RouteQuestion {
        category: family.category.clone(),
        nuisance: family.nuisance,
        measure: family.measure,
        area: family.area.clone(),
        // Who handled the step before a family like this: another office, perhaps.
        handled_by: None,
        ..ticket.facts.clone()
    };
    let (question, route) = own_name::route(ticket.is_in_own_name(), question, router)?;
    let same = RouteQuestion { nuisance: route.nuisance, handled_by: None, ..question.clone() }
        == RouteQuestion { handled_by: None, ..ticket.facts.clone() };
    if same {
        return Ok(None);
    }
    let handler = handler(&route, &ticket.opened_by());
    // Two offices that have it on one joint list keep it as long as it is with one of them.
    let stays = ticket.handlers.contains(&handler);
    let handlers = if stays { ticket.handlers.clone() } else { vec![handler.clone()] };
    let mut after = ticket.clone();
    let asked = place(ctx.today(), &mut after, question, route, handlers);
    let told = after.informed != ticket.informed || !asked.is_empty();
    let quiet = stays && after.director == ticket.director && !told;
    if quiet {
        after.revision += 1;
    } else {
        let happening = Happening {
            what: TicketHappening::Rerouted,
            by: by.cloned(),
            rule: Some(after.derivation.rule.clone()),
            skipped: None,
            assigned: if stays { Vec::new() } else { vec![handler] },
            also: vec![Party::Office(ticket.director.clone())],
            asked,
        };
        happen(ctx, &mut after, happening);
    }
    ctx.effects.put_ticket(after.clone());
    Ok(Some(after))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        model::{
            agreement::Measure,
            ground::OwnReading,
            ids::{FreshIds, InvolvementId, TicketId},
            involvement::ContactCard,
            party::{AreaCode, CategoryCode, OfficeId, Oin},
            routing::{Derivation, Route, RouteTarget, Track},
            ticket::{Obstacle, TicketState},
            time::{Day, Time},
        },
        state::{effects::Effects, facts::Facts},
    };

    fn office(id: &str) -> OfficeId {
        OfficeId::parse(id).expect("an id")
    }

    fn family(category: &str) -> Family {
        Family {
            area: AreaCode::parse("zeeburg").expect("an area"),
            category: CategoryCode::parse(category).expect("a category"),
            nuisance: false,
            measure: Measure::None,
        }
    }

    fn derivation() -> Derivation {
        let text = String::new;
        let (rule, source, covenant) = ("r".to_owned(), text(), text());
        let own_reading = OwnReading::default();
        Derivation {
            rule,
            source,
            covenant,
            facts: Vec::new(),
            nl: text(),
            en: text(),
            own_reading,
        }
    }

    /// On step 2, in the hands of these.
    fn ticket(handlers: &[&str]) -> Ticket {
        let family = family("MPG1");
        let facts = RouteQuestion {
            track: crate::domain::model::routing::Track::NoAgreement,
            step: 2,
            category: family.category,
            nuisance: family.nuisance,
            measure: family.measure,
            area: family.area,
            target: None,
            handled_by: None,
            mandate_used: false,
            absence: false,
        };
        let card = ContactCard {
            professional_id: "p".to_owned(),
            name: "Name".to_owned(),
            function: "teacher".to_owned(),
            phone: "020 5550100".to_owned(),
            email: String::new(),
            deputy: None,
        };
        Ticket {
            by_office: None,
            asked: Vec::new(),
            id: TicketId(Uuid::from_u128(1)),
            revision: 3,
            state: TicketState::Open,
            opener: Some(Oin::parse("00000009000000001100").expect("digits")),
            involvement: Some(InvolvementId(Uuid::from_u128(2))),
            case: None,
            card: Some(card),
            shielded: false,
            obstacle: Obstacle::NoAgreement,
            facts,
            target_matched: false,
            handlers: handlers.iter().map(|id| Party::Office(office(id))).collect(),
            by_mandate: false,
            last_step: false,
            director: office("first"),
            informed: Vec::new(),
            derivation: derivation(),
            opened: Time(0),
            due: Some(Day(20)),
            overdue: true,
            history: Vec::new(),
            fingerprint: [0; 16],
        }
    }

    /// Families of category MPG1 are of the first office, others of the second; of no office MPG4.
    fn router(question: &RouteQuestion) -> Result<Route, RouteRefusal> {
        assert_eq!((question.step, question.track), (2, Track::NoAgreement), "the step is kept");
        let of = match question.category.as_str() {
            "MPG1" => "first",
            "MPG4" => {
                let derivation = Box::new(derivation());
                return Err(RouteRefusal { code: "NOBODY".to_owned(), derivation });
            }
            _ => "second",
        };
        Ok(Route {
            handler: RouteTarget::Office(office(of)),
            director: office(of),
            informed: Vec::new(),
            nuisance: question.nuisance,
            term_working_days: 99,
            days_off: Vec::new(),
            last_step: false,
            by_mandate: false,
            derivation: derivation(),
            asked: Vec::new(),
        })
    }

    fn moved(ticket: &Ticket, category: &str) -> (Result<Option<Ticket>, RouteRefusal>, Effects) {
        let facts = Facts::default();
        let ids = FreshIds::new(1 << 40, || 1);
        let mut ctx = Context::new(&facts, ids, Time(5));
        let family = family(category);
        let answer = reroute(&mut ctx, ticket, &family, None, &router);
        (answer, ctx.effects)
    }

    #[test]
    fn it_goes_to_the_other_office_and_keeps_step_and_term() {
        let before = ticket(&["first"]);
        let (after, effects) = moved(&before, "MPG2");
        let after = after.expect("a route").expect("other facts");
        assert_eq!(after.handlers, [Party::Office(office("second"))]);
        assert_eq!((after.due, after.overdue), (before.due, before.overdue));
        assert_eq!(after.director, office("second"));
        let told: Vec<&Party> = effects.notify.iter().map(|(party, _)| party).collect();
        let opener = before.opened_by();
        for party in [&opener, &Party::Office(office("first")), &Party::Office(office("second"))] {
            assert_eq!(told.iter().filter(|told| **told == party).count(), 1, "{party}");
        }
    }

    #[test]
    fn a_refusal_leaves_it_where_it_is() {
        let (answer, effects) = moved(&ticket(&["first"]), "MPG4");
        assert_eq!(answer.expect_err("the covenant refuses").code, "NOBODY");
        assert_eq!(effects, Effects::default());
    }

    #[test]
    fn the_same_facts_change_nothing() {
        let (answer, effects) = moved(&ticket(&["first"]), "MPG1");
        assert_eq!(answer, Ok(None));
        assert_eq!(effects, Effects::default());
    }

    #[test]
    fn two_on_a_joint_list_keep_it_while_it_is_with_one_of_them() {
        let joint = ticket(&["second", "first"]);
        let (after, _) = moved(&joint, "MPG2");
        assert_eq!(after.expect("a route").expect("other facts").handlers, joint.handlers);
        let others = ticket(&["third", "first"]);
        let (after, _) = moved(&others, "MPG2");
        let second = Party::Office(office("second"));
        assert_eq!(after.expect("a route").expect("other facts").handlers, [second]);
    }
}
