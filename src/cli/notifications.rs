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
    let label = format!("{}  #{:<5} ", clock(n.at.as_ref(), "%m-%d %H:%M:%S"), n.sequence);
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
        Event::Destroyed(_) => {
            "what this told of was destroyed since: forget what it said before".to_owned()
        }
        Event::Retracted(e) => format!(
            "a registration that you were told of was destroyed: forget it \
             [involvement {}]",
            e.involvement_id
        ),
    }
}
