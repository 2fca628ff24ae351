//! How does a notification read on one line? Time, what happened, who to call.

use super::{
    codes::called,
    layout,
    output::{all_named, clock, named, who_to_call},
    plan_text,
    texts::{fill, say},
    words::spoken,
};
use crate::api::v1::{self, notification::Event};

/// One notification on one line, or on as many as the width asks for.
#[must_use]
pub fn line(n: &v1::Notification, width: Option<usize>) -> String {
    let place = match n.sequence {
        0 => say("ahead").to_owned(),
        sequence => format!("#{sequence}"),
    };
    let label = format!("{}  {place:<6} ", clock(n.at.as_ref(), "%m-%d %H:%M:%S"));
    layout::hang(&label, &what(n), width)
}

/// What happened, in a sentence without its time.
#[must_use]
pub fn what(n: &v1::Notification) -> String {
    let Some(event) = &n.event else {
        return say("something that this client does not know; acknowledge it").to_owned();
    };
    match event {
        Event::Match(e) => {
            let call = e.party.as_ref().map(who_to_call).unwrap_or_default();
            fill(
                "match: call {} [match {}, involvement {}]",
                &[&call, &spoken(&e.match_id), &spoken(&e.involvement_id)],
            )
        }
        Event::ContactUpdated(e) => {
            let call = e.party.as_ref().map(who_to_call).unwrap_or_default();
            fill(
                "to be reached otherwise from now on: {} [match {}]",
                &[&call, &spoken(&e.match_id)],
            )
        }
        Event::EarlierInvolvement(e) => fill(
            "there was an earlier involvement with a person you registered [involvement {}]",
            &[&spoken(&e.involvement_id)],
        ),
        Event::PartyEnded(e) => {
            let who = match &e.party {
                Some(party) if !party.withheld => party.organisation_name.as_str(),
                _ => say("an involved organisation"),
            };
            fill("{} is no longer involved [involvement {}]", &[&who, &spoken(&e.involvement_id)])
        }
        Event::Expiring(e) => fill(
            "an involvement ends on {}: renew it or let it end [involvement {}]",
            &[&e.end_date, &spoken(&e.involvement_id)],
        ),
        Event::Expired(e) => fill(
            "an involvement ended at its end date [involvement {}]",
            &[&spoken(&e.involvement_id)],
        ),
        Event::FollowUpDue(e) => {
            let stage = called::<v1::FollowUpStage>(e.stage);
            let owing = match e.parties_owing.unwrap_or_default() {
                0 => say("make contact now, or record why not").to_owned(),
                n => fill("{} parties still owe contact", &[&n]),
            };
            fill("contact is overdue ({}): {} [match {}]", &[&stage, &owing, &spoken(&e.match_id)])
        }
        Event::LeadAgreed(e) => {
            let withheld = e.lead_name.is_empty();
            let who = if withheld { say("an involved organisation") } else { &e.lead_name };
            fill("{} leads from now on [match {}]", &[&who, &spoken(&e.match_id)])
        }
        Event::LeadEnded(e) => fill(
            "nobody leads any more: make contact, and agree who leads [match {}]",
            &[&spoken(&e.match_id)],
        ),
        Event::Ticket(e) => {
            let happening = called::<v1::TicketHappening>(e.happening).replace('-', " ");
            let with = match all_named(&e.handlers) {
                nobody if nobody.is_empty() => String::new(),
                handlers => fill(", with {}", &[&handlers]),
            };
            let due = match e.due_date.as_str() {
                "" => String::new(),
                day => fill(", due {}", &[&day]),
            };
            let (step, id) = (e.step, spoken(&e.ticket_id));
            fill("ticket {}: step {}{}{} [ticket {}]", &[&happening, &step, &with, &due, &id])
        }
        Event::Destroyed(_) => {
            say("what this told of was destroyed since: forget what it said before").to_owned()
        }
        Event::Removed(e) => {
            let ground = called::<v1::RemovalGround>(e.ground);
            let what = if e.whole {
                "an involvement was destroyed: {} [involvement {}]"
            } else {
                "a person in an involvement was destroyed: {} [involvement {}]"
            };
            fill(what, &[&ground, &spoken(&e.involvement_id)])
        }
        Event::TicketDestroyed(e) => fill(
            "a ticket was destroyed with the involvement that opened it: forget it [ticket {}]",
            &[&spoken(&e.ticket_id)],
        ),
        Event::CaseDestroyed(e) => fill(
            "a case was destroyed with the last person in it: forget it [case {}]",
            &[&spoken(&e.case_id)],
        ),
        Event::ObjectionReceived(e) => {
            let own = match e.involvement_id.as_str() {
                "" => String::new(),
                id => fill(", involvement {}", &[&spoken(id)]),
            };
            fill(
                "a person objects: decide by {} [objection {}{}]",
                &[&e.due_date, &spoken(&e.objection_id), &own],
            )
        }
        Event::ObjectionOverdue(e) => {
            fill("an objection was not decided in time [objection {}]", &[&spoken(&e.objection_id)])
        }
        Event::ObjectionDecided(e) => fill(
            "an organisation decided on an objection [objection {}]",
            &[&spoken(&e.objection_id)],
        ),
        Event::Overview(e) => {
            let change = called::<v1::OverviewChange>(e.change).replace('-', " ");
            let director = e.director.as_ref().map(named).unwrap_or_default();
            fill(
                "a family of {} in a case: {}; {}, directed by {} [reference {}]",
                &[&e.area, &change, &e.category, &director, &e.reference],
            )
        }
        Event::Case(e) => {
            let happening = called::<v1::CaseHappening>(e.happening).replace('-', " ");
            let director = e.director.as_ref().map(named).unwrap_or_default();
            fill(
                "case {}: {}, {} directs [case {}]",
                &[&happening, &e.category, &director, &spoken(&e.case_id)],
            )
        }
        Event::Plan(e) => plan_text::in_plan(e),
        Event::FamilyManager(e) => plan_text::assigned(e),
        Event::StaysAway(e) => plan_text::stays_away(e),
        Event::CaseClosed(e) => plan_text::case_closed(e),
        Event::Watch(e) => plan_text::in_watch(e),
        Event::Signal(e) => {
            let crisis = if e.crisis { say("CRISIS, ") } else { "" };
            let happening = match v1::SignalHappening::try_from(e.happening) {
                Ok(v1::SignalHappening::Received) => say("you must act").to_owned(),
                Ok(v1::SignalHappening::Informed) => say("you are informed").to_owned(),
                Ok(v1::SignalHappening::ReceivedLate) => {
                    say("nobody took it up in time: you must act").to_owned()
                }
                Ok(v1::SignalHappening::Deputy) => {
                    say("not taken up in time, went to the deputy").to_owned()
                }
                Ok(v1::SignalHappening::OfficeAbove) => {
                    say("not taken up in time, went to the office above").to_owned()
                }
                _ => called::<v1::SignalHappening>(e.happening),
            };
            fill("concern signal: {}{} [signal {}]", &[&crisis, &happening, &spoken(&e.signal_id)])
        }
        Event::Moved(e) => {
            let to = match (e.to_area.as_str(), e.to_municipality.as_str()) {
                ("", "") => say("out of every covenant, it is not known where").to_owned(),
                ("", code) => fill("out of every covenant, to municipality {}", &[&code]),
                (area, _) => fill("to {}", &[&area]),
            };
            let by = e.reported_by.as_ref().map(|r| r.name.as_str()).unwrap_or_default();
            let case = match e.case_id.as_str() {
                "" => String::new(),
                id => fill(" [case {}]", &[&spoken(id)]),
            };
            fill("a family moved from {} {}, says {}{}", &[&e.from_area, &to, &by, &case])
        }
        Event::Retracted(e) => fill(
            "a registration that you were told of was destroyed: forget it [involvement {}]",
            &[&spoken(&e.involvement_id)],
        ),
    }
}
