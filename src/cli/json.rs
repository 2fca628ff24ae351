//! Which shape has `-o json`? The API's field names, the command line's words for coded values,
//! RFC 3339 instants; every key is always there, `null` when it has no value.

use prost_types::Timestamp;
use serde_json::{Value, json};

use super::{
    plan_json,
    words::{Coded, word},
};
use crate::api::v1::{self, informed, notification::Event, recipient::Who};

/// Text, or `null` when empty.
pub(crate) fn text(value: &str) -> Value {
    if value.is_empty() { Value::Null } else { value.into() }
}

/// The word of a coded value, or `null` when unspecified.
pub(crate) fn coded<E: Coded>(value: i32) -> Value {
    if value == 0 { Value::Null } else { word::<E>(value).into() }
}

pub(crate) fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}

pub(crate) fn some<T>(item: Option<&T>, one: impl Fn(&T) -> Value) -> Value {
    item.map_or(Value::Null, one)
}

/// An instant in UTC, or `null`.
pub(crate) fn instant(at: Option<&Timestamp>) -> Value {
    some(at, |at| {
        jiff::Timestamp::new(at.seconds, at.nanos).map_or(Value::Null, |t| t.to_string().into())
    })
}

pub(crate) fn contact(card: &v1::ContactCard) -> Value {
    json!({
        "professional_id": text(&card.professional_id), "name": text(&card.name),
        "function": text(&card.function), "phone": text(&card.phone), "email": text(&card.email),
    })
}

pub(crate) fn party(party: &v1::InvolvedParty) -> Value {
    json!({
        "organisation_oin": text(&party.organisation_oin),
        "organisation_name": text(&party.organisation_name),
        "organisation_kind": text(&party.organisation_kind),
        "contact": some(party.contact.as_ref(), contact),
        "since": text(&party.since), "kind": coded::<v1::MatchKind>(party.kind),
        "withheld": party.withheld, "contact_office": text(&party.contact_office),
        "leads": party.leads,
        "office_contact": some(party.office_contact.as_ref(), office_contact),
    })
}

pub(crate) fn parties(parties: &[v1::InvolvedParty]) -> Value {
    list(parties, party)
}

pub(crate) fn recipient(recipient: &v1::Recipient) -> Value {
    let (oin, office) = match &recipient.who {
        Some(Who::OrganisationOin(oin)) => (text(oin), Value::Null),
        Some(Who::Office(office)) => (Value::Null, text(office)),
        None => (Value::Null, Value::Null),
    };
    json!({"organisation_oin": oin, "office": office, "name": text(&recipient.name)})
}

pub(crate) fn involvement(i: &v1::Involvement) -> Value {
    let (informed_on, ground) = match i.informed.as_ref().and_then(|i| i.state.as_ref()) {
        Some(informed::State::InformedOn(day)) => (text(day), Value::Null),
        Some(informed::State::Ground(ground)) => {
            (Value::Null, coded::<v1::NotInformedGround>(*ground))
        }
        None => (Value::Null, Value::Null),
    };
    json!({
        "involvement_id": i.involvement_id, "organisation_oin": i.organisation_oin,
        "professional": some(i.professional.as_ref(), contact),
        "roles": list(&i.roles, |role| coded::<v1::FamilyRole>(*role)),
        "area": text(&i.area), "start_date": text(&i.start_date), "end_date": text(&i.end_date),
        "registered_at": instant(i.registered_at.as_ref()),
        "state": coded::<v1::InvolvementState>(i.state),
        "end_reason": coded::<v1::EndReason>(i.end_reason),
        "informed_on": informed_on, "not_informed_ground": ground,
        "own_reference": text(&i.own_reference),
    })
}

fn lead(lead: &v1::Lead) -> Value {
    json!({
        "organisation_oin": text(&lead.organisation_oin),
        "organisation_name": text(&lead.organisation_name),
        "since": instant(lead.since.as_ref()),
        "appointment": some(lead.appointment.as_ref(), appointment),
    })
}

fn appointment(why: &v1::Appointment) -> Value {
    json!({
        "rule": text(&why.rule), "source": text(&why.source), "covenant": text(&why.covenant),
        "facts": why.facts, "explanation_nl": text(&why.explanation_nl),
        "explanation_en": text(&why.explanation_en),
    })
}

pub(crate) fn matched(m: &v1::Match) -> Value {
    json!({
        "match_id": m.match_id, "involvement_id": m.involvement_id,
        "reference": m.reference, "own_reference": text(&m.own_reference),
        "own_contact": some(m.own_contact.as_ref(), contact), "area": text(&m.area),
        "roles": list(&m.roles, |role| coded::<v1::FamilyRole>(*role)),
        "working_days_left": m.working_days_left,
        "matched_at": instant(m.matched_at.as_ref()), "parties": parties(&m.parties),
        "parties_left_out": m.parties_left_out,
        "follow_up": coded::<v1::FollowUpState>(m.follow_up),
        "no_action_reason": coded::<v1::NoActionReason>(m.no_action_reason),
        "contact_owed": m.contact_owed, "contact_due": text(&m.contact_due),
        "lead": some(m.lead.as_ref(), lead), "lead_history": list(&m.lead_history, lead),
    })
}

pub(crate) fn registration(answer: &v1::RegisterInvolvementResponse) -> Value {
    json!({
        "involvement": some(answer.involvement.as_ref(), involvement),
        "match": some(answer.r#match.as_ref(), matched),
        "earlier_involvement": answer.earlier_involvement,
        "already_registered": answer.already_registered,
        "contact_updated": answer.contact_updated,
    })
}

pub(crate) fn route(route: &v1::Route) -> Value {
    // Sorted, so that two answers can be compared as text.
    let facts: std::collections::BTreeMap<_, _> = route.facts.iter().collect();
    json!({
        "handler": some(route.handler.as_ref(), recipient), "refusal": text(&route.refusal),
        "rule": text(&route.rule), "source": text(&route.source),
        "covenant": text(&route.covenant), "facts": facts,
        "explanation_nl": text(&route.explanation_nl),
        "explanation_en": text(&route.explanation_en),
        "director": some(route.director.as_ref(), recipient),
    })
}

fn step(step: &v1::TicketStep) -> Value {
    json!({
        "at": instant(step.at.as_ref()), "what": text(&step.what),
        "by": some(step.by.as_ref(), recipient), "step": step.step,
        "handlers": list(&step.handlers, recipient), "rule": text(&step.rule),
        "skip_reason": coded::<v1::SkipReason>(step.skip_reason),
    })
}

pub(crate) fn ticket(t: &v1::Ticket) -> Value {
    let item = |item: &v1::RulingItem| {
        json!({
            "organisation_oin": item.organisation_oin,
            "act": coded::<v1::RulingAct>(item.act), "by_date": item.by_date,
        })
    };
    json!({
        "ticket_id": t.ticket_id, "state": coded::<v1::TicketState>(t.state), "step": t.step,
        "track": coded::<v1::Track>(t.track), "obstacle": coded::<v1::Obstacle>(t.obstacle),
        "category": text(&t.category), "nuisance": t.nuisance, "area": text(&t.area),
        "opened_by": some(t.opened_by.as_ref(), recipient),
        "opener_contact": some(t.opener_contact.as_ref(), contact),
        "target": some(t.target.as_ref(), recipient),
        "handlers": list(&t.handlers, recipient),
        "director": some(t.director.as_ref(), recipient),
        "opened_at": instant(t.opened_at.as_ref()), "due_date": text(&t.due_date),
        "overdue": t.overdue, "route": some(t.route.as_ref(), route),
        "history": list(&t.history, step), "ruling": list(&t.ruling, item),
        "resolution": coded::<v1::Resolution>(t.resolution), "etag": text(&t.etag),
        "involvement_id": text(&t.involvement_id), "case_id": text(&t.case_id),
        "opened_by_office": some(t.opened_by_office.as_ref(), recipient),
        "office_reason": coded::<v1::OfficeReason>(t.office_reason),
    })
}

pub(crate) fn case(c: &v1::Case) -> Value {
    let person =
        |p: &v1::CasePerson| json!({"person_id": p.person_id, "since": instant(p.since.as_ref())});
    json!({
        "case_id": c.case_id, "state": coded::<v1::CaseState>(c.state),
        "cause": coded::<v1::CaseCause>(c.cause), "opened_at": instant(c.opened_at.as_ref()),
        "area": text(&c.area), "category": text(&c.category), "nuisance": c.nuisance,
        "measure": coded::<v1::Measure>(c.measure),
        "director": some(c.director.as_ref(), recipient), "etag": text(&c.etag),
        "due_date": text(&c.due_date), "overdue": c.overdue,
        "persons": list(&c.persons, person),
        "classifications": list(&c.classifications, classification),
        "involved": parties(&c.involved), "tickets": list(&c.tickets, case_ticket),
        "managers": list(&c.managers, plan_json::manager),
        "plan": some(c.plan.as_ref(), plan_json::plan),
        "meetings": list(&c.meetings, plan_json::meeting),
        "planned_meetings": list(&c.planned_meetings, plan_json::planned),
        "watch": some(c.watch.as_ref(), plan_json::watch),
        "close_reason": coded::<v1::CloseReason>(c.close_reason),
        "kept_until": text(&c.kept_until), "kept_apart": c.kept_apart,
        "follow_up_help": coded::<v1::FollowUpHelp>(c.follow_up_help),
        "safeguarding": coded::<v1::Safeguarding>(c.safeguarding),
        "guardian": coded::<v1::Guardian>(c.guardian),
        "instead": coded::<v1::InsteadOfHelp>(c.instead),
    })
}

fn classification(one: &v1::CaseClassification) -> Value {
    json!({
        "at": instant(one.at.as_ref()), "by": some(one.by.as_ref(), recipient),
        "area": text(&one.area), "category": text(&one.category), "nuisance": one.nuisance,
        "measure": coded::<v1::Measure>(one.measure),
        "director": some(one.director.as_ref(), recipient),
        "contradiction_reason": coded::<v1::ContradictionReason>(one.contradiction_reason),
    })
}

fn case_ticket(t: &v1::CaseTicket) -> Value {
    json!({
        "ticket_id": t.ticket_id, "track": coded::<v1::Track>(t.track), "step": t.step,
        "handlers": list(&t.handlers, recipient), "due_date": text(&t.due_date),
        "overdue": t.overdue,
    })
}

pub(crate) fn classified(answer: &v1::ClassifyCaseResponse) -> Value {
    let kept = |k: &v1::KeptTicket| json!({"ticket_id": k.ticket_id, "refusal": k.refusal});
    json!({
        "case": some(answer.case.as_ref(), case),
        "director": some(answer.director.as_ref(), recipient), "kept": list(&answer.kept, kept),
    })
}

pub(crate) fn signal(s: &v1::ConcernSignal) -> Value {
    let step = |step: &v1::SignalStep| {
        json!({
            "at": instant(step.at.as_ref()),
            "happening": coded::<v1::SignalHappening>(step.happening),
            "recipient": some(step.recipient.as_ref(), recipient),
        })
    };
    json!({
        "signal_id": s.signal_id, "state": coded::<v1::SignalState>(s.state),
        "danger": coded::<v1::Danger>(s.danger), "children_under_18": s.children_under_18,
        "crisis": s.crisis, "roles": list(&s.roles, |role| coded::<v1::FamilyRole>(*role)),
        "area": text(&s.area), "sender": some(s.sender.as_ref(), recipient),
        "professional": some(s.professional.as_ref(), contact),
        "contact_office": text(&s.contact_office),
        "office_contact": some(s.office_contact.as_ref(), office_contact),
        "recipient": some(s.recipient.as_ref(), recipient),
        "informed": list(&s.informed, recipient), "sent_at": instant(s.sent_at.as_ref()),
        "history": list(&s.history, step), "route": some(s.route.as_ref(), route),
        "case_id": text(&s.case_id), "discussed": coded::<v1::Discussed>(s.discussed),
        "due_at": instant(s.due_at.as_ref()), "late": s.late,
        "recipient_contact": some(s.recipient_contact.as_ref(), office_contact),
        "outcome": coded::<v1::SignalOutcome>(s.outcome),
        "outcome_category": text(&s.outcome_category), "outcome_kind": text(&s.outcome_kind),
        "arrival": coded::<v1::SignalArrival>(s.arrival),
    })
}

pub(crate) fn office(o: &v1::Office) -> Value {
    json!({
        "id": o.id, "role": o.role, "name_nl": o.name_nl, "name_en": o.name_en, "area": o.area,
        "holder": text(&o.holder), "deputies": o.deputies, "fallback": text(&o.fallback),
        "contact": some(o.contact.as_ref(), office_contact),
    })
}

pub(crate) fn office_contact(c: &v1::OfficeContact) -> Value {
    let deputy = |d: &v1::StandIn| json!({"phone": text(&d.phone), "email": text(&d.email)});
    json!({
        "office": c.office, "name_nl": c.name_nl, "name_en": c.name_en, "phone": text(&c.phone),
        "email": text(&c.email), "deputies": list(&c.deputies, deputy),
    })
}

pub(crate) fn stands_in(s: &v1::StandsIn) -> Value {
    json!({
        "office": s.office, "name_nl": s.name_nl, "name_en": s.name_en, "deputy": s.deputy,
        "acts": s.acts, "phone": text(&s.phone), "email": text(&s.email),
    })
}

pub(crate) fn organisation(o: &v1::Organisation) -> Value {
    json!({
        "oin": o.oin, "name": o.name, "kind": o.kind, "commissioner": text(&o.commissioner),
        "partner": o.partner, "sensitive": o.sensitive,
    })
}

/// A notification: `sequence`, `notification_id`, `at`, `type` and what belongs to the type.
pub(crate) fn notification(n: &v1::Notification) -> Value {
    let (kind, event) = match &n.event {
        None => ("unknown", Value::Null),
        Some(Event::Match(e)) => (
            "match",
            json!({
                "match_id": e.match_id, "involvement_id": e.involvement_id,
                "party": some(e.party.as_ref(), party),
            }),
        ),
        Some(Event::EarlierInvolvement(e)) => {
            ("earlier_involvement", json!({"involvement_id": e.involvement_id}))
        }
        Some(Event::PartyEnded(e)) => (
            "party_ended",
            json!({"involvement_id": e.involvement_id, "party": some(e.party.as_ref(), party)}),
        ),
        Some(Event::ContactUpdated(e)) => (
            "contact_updated",
            json!({
                "match_id": e.match_id, "involvement_id": e.involvement_id,
                "party": some(e.party.as_ref(), party),
            }),
        ),
        Some(Event::Expiring(e)) => {
            ("expiring", json!({"involvement_id": e.involvement_id, "end_date": e.end_date}))
        }
        Some(Event::Expired(e)) => ("expired", json!({"involvement_id": e.involvement_id})),
        Some(Event::FollowUpDue(e)) => (
            "follow_up_due",
            json!({
                "match_id": e.match_id, "involvement_id": text(&e.involvement_id),
                "stage": coded::<v1::FollowUpStage>(e.stage), "parties_owing": e.parties_owing,
            }),
        ),
        Some(Event::LeadAgreed(e)) => (
            "lead_agreed",
            json!({
                "match_id": e.match_id, "involvement_id": e.involvement_id,
                "lead_oin": text(&e.lead_oin), "lead_name": text(&e.lead_name),
            }),
        ),
        Some(Event::Ticket(e)) => (
            "ticket",
            json!({
                "ticket_id": e.ticket_id, "step": e.step,
                "happening": coded::<v1::TicketHappening>(e.happening),
                "handlers": list(&e.handlers, recipient), "due_date": text(&e.due_date),
                "case_id": text(&e.case_id),
            }),
        ),
        Some(Event::Overview(e)) => (
            "overview",
            json!({
                "reference": e.reference, "change": coded::<v1::OverviewChange>(e.change),
                "area": text(&e.area), "category": text(&e.category),
                "director": some(e.director.as_ref(), recipient),
            }),
        ),
        Some(Event::Case(e)) => (
            "case",
            json!({
                "case_id": e.case_id, "happening": coded::<v1::CaseHappening>(e.happening),
                "category": text(&e.category), "director": some(e.director.as_ref(), recipient),
            }),
        ),
        Some(Event::Plan(e)) => ("plan", plan_json::plan_event(e)),
        Some(Event::FamilyManager(e)) => ("family_manager", plan_json::manager_event(e)),
        Some(Event::StaysAway(e)) => ("stays_away", plan_json::stays_away(e)),
        Some(Event::CaseClosed(e)) => ("case_closed", plan_json::case_closed(e)),
        Some(Event::Watch(e)) => ("watch", plan_json::watch_event(e)),
        Some(Event::Destroyed(_)) => ("destroyed", json!({})),
        Some(Event::Signal(e)) => (
            "signal",
            json!({
                "signal_id": e.signal_id, "crisis": e.crisis,
                "happening": coded::<v1::SignalHappening>(e.happening),
            }),
        ),
        Some(Event::Moved(e)) => (
            "moved",
            json!({
                "case_id": text(&e.case_id),
                "reported_by": some(e.reported_by.as_ref(), recipient),
                "from_area": text(&e.from_area), "to_area": text(&e.to_area),
                "to_municipality": text(&e.to_municipality),
            }),
        ),
        Some(Event::Removed(e)) => (
            "removed",
            json!({
                "involvement_id": e.involvement_id,
                "ground": coded::<v1::RemovalGround>(e.ground), "whole": e.whole,
            }),
        ),
        Some(Event::TicketDestroyed(e)) => ("ticket_destroyed", json!({"ticket_id": e.ticket_id})),
        Some(Event::ObjectionReceived(e)) => (
            "objection_received",
            json!({
                "objection_id": e.objection_id, "involvement_id": text(&e.involvement_id),
                "due_date": e.due_date,
            }),
        ),
        Some(Event::ObjectionOverdue(e)) => {
            ("objection_overdue", json!({"objection_id": e.objection_id}))
        }
        Some(Event::ObjectionDecided(e)) => {
            ("objection_decided", json!({"objection_id": e.objection_id}))
        }
        Some(Event::Retracted(e)) => ("retracted", json!({"involvement_id": e.involvement_id})),
    };
    json!({
        "sequence": n.sequence, "ahead": n.sequence == 0, "notification_id": n.notification_id,
        "at": instant(n.at.as_ref()), "type": kind, "event": event,
    })
}
