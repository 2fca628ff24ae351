//! How does a notification read on one line? Time, what happened, who to call.

use super::{
    layout,
    output::{all_named, clock, named, who_to_call},
    plan_text,
    words::word,
};
use crate::api::v1::{self, notification::Event};

/// One notification on one line, or on as many as the width asks for.
#[must_use]
pub fn line(n: &v1::Notification, width: Option<usize>) -> String {
    let place = match n.sequence {
        0 => "ahead".to_owned(),
        sequence => format!("#{sequence}"),
    };
    let label = format!("{}  {place:<6} ", clock(n.at.as_ref(), "%m-%d %H:%M:%S"));
    layout::hang(&label, &what(n), width)
}

/// What happened, in a sentence without its time.
#[must_use]
pub fn what(n: &v1::Notification) -> String {
    let Some(event) = &n.event else {
        return "something that this client does not know; acknowledge it".to_owned();
    };
    match event {
        Event::Match(e) => {
            let call = e.party.as_ref().map(who_to_call).unwrap_or_default();
            format!("match: call {call} [match {}, involvement {}]", e.match_id, e.involvement_id)
        }
        Event::ContactUpdated(e) => {
            let call = e.party.as_ref().map(who_to_call).unwrap_or_default();
            format!("to be reached otherwise from now on: {call} [match {}]", e.match_id)
        }
        Event::EarlierInvolvement(e) => format!(
            "there was an earlier involvement with a person you registered [involvement {}]",
            e.involvement_id
        ),
        Event::PartyEnded(e) => {
            let who = match &e.party {
                Some(party) if !party.withheld => party.organisation_name.as_str(),
                _ => "an involved organisation",
            };
            format!("{who} is no longer involved [involvement {}]", e.involvement_id)
        }
        Event::Expiring(e) => format!(
            "an involvement ends on {}: renew it or let it end [involvement {}]",
            e.end_date, e.involvement_id
        ),
        Event::Expired(e) => {
            format!("an involvement ended at its end date [involvement {}]", e.involvement_id)
        }
        Event::FollowUpDue(e) => {
            let stage = word::<v1::FollowUpStage>(e.stage);
            let owing = match e.parties_owing {
                0 => "make contact now, or record why not".to_owned(),
                n => format!("{n} parties still owe contact"),
            };
            format!("contact is overdue ({stage}): {owing} [match {}]", e.match_id)
        }
        Event::LeadAgreed(e) => {
            let who =
                if e.lead_name.is_empty() { "an involved organisation" } else { &e.lead_name };
            format!("{who} leads from now on [match {}]", e.match_id)
        }
        Event::Ticket(e) => {
            let happening = word::<v1::TicketHappening>(e.happening).replace('-', " ");
            let with = match all_named(&e.handlers) {
                nobody if nobody.is_empty() => String::new(),
                handlers => format!(", with {handlers}"),
            };
            let due = match e.due_date.as_str() {
                "" => String::new(),
                day => format!(", due {day}"),
            };
            format!("ticket {happening}: step {}{with}{due} [ticket {}]", e.step, e.ticket_id)
        }
        Event::Destroyed(_) => {
            "what this told of was destroyed since: forget what it said before".to_owned()
        }
        Event::Removed(e) => {
            let ground = word::<v1::RemovalGround>(e.ground);
            let what =
                if e.whole { "an involvement was" } else { "a person in an involvement was" };
            format!("{what} destroyed: {ground} [involvement {}]", e.involvement_id)
        }
        Event::TicketDestroyed(e) => format!(
            "a ticket was destroyed with the involvement that opened it: forget it [ticket {}]",
            e.ticket_id
        ),
        Event::ObjectionReceived(e) => {
            let own = match e.involvement_id.as_str() {
                "" => String::new(),
                id => format!(", involvement {id}"),
            };
            format!(
                "a person objects: decide by {} [objection {}{own}]",
                e.due_date, e.objection_id
            )
        }
        Event::ObjectionOverdue(e) => {
            format!("an objection was not decided in time [objection {}]", e.objection_id)
        }
        Event::ObjectionDecided(e) => {
            format!("an organisation decided on an objection [objection {}]", e.objection_id)
        }
        Event::Overview(e) => {
            let change = word::<v1::OverviewChange>(e.change).replace('-', " ");
            let director = e.director.as_ref().map(named).unwrap_or_default();
            format!(
                "a family of {} in a case: {change}; {}, directed by {director} [reference {}]",
                e.area, e.category, e.reference
            )
        }
        Event::Case(e) => {
            let happening = word::<v1::CaseHappening>(e.happening).replace('-', " ");
            let director = e.director.as_ref().map(named).unwrap_or_default();
            format!("case {happening}: {}, {director} directs [case {}]", e.category, e.case_id)
        }
        Event::Plan(e) => plan_text::in_plan(e),
        Event::FamilyManager(e) => plan_text::assigned(e),
        Event::StaysAway(e) => plan_text::stays_away(e),
        Event::CaseClosed(e) => plan_text::case_closed(e),
        Event::Watch(e) => plan_text::in_watch(e),
        Event::Signal(e) => {
            let crisis = if e.crisis { "CRISIS, " } else { "" };
            let happening = match v1::SignalHappening::try_from(e.happening) {
                Ok(v1::SignalHappening::Received) => "you must act",
                Ok(v1::SignalHappening::Informed) => "you are informed",
                Ok(v1::SignalHappening::ReceivedLate) => "nobody took it up in time: you must act",
                Ok(v1::SignalHappening::Deputy) => "not taken up in time, went to the deputy",
                Ok(v1::SignalHappening::OfficeAbove) => {
                    "not taken up in time, went to the office above"
                }
                _ => word::<v1::SignalHappening>(e.happening),
            };
            format!("concern signal: {crisis}{happening} [signal {}]", e.signal_id)
        }
        Event::Moved(e) => {
            let to = match (e.to_area.as_str(), e.to_municipality.as_str()) {
                ("", "") => "out of every covenant, it is not known where".to_owned(),
                ("", code) => format!("out of every covenant, to municipality {code}"),
                (area, _) => format!("to {area}"),
            };
            let by = e.reported_by.as_ref().map(|r| r.name.as_str()).unwrap_or_default();
            let case = match e.case_id.as_str() {
                "" => String::new(),
                id => format!(" [case {id}]"),
            };
            format!("a family moved from {} {to}, says {by}{case}", e.from_area)
        }
        Event::Retracted(e) => format!(
            "a registration that you were told of was destroyed: forget it \
             [involvement {}]",
            e.involvement_id
        ),
    }
}
