//! Values to proto: concern signals, as each of those who may see one sees it.

use std::collections::BTreeSet;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::model::{
        agreement::ConcernQuestion,
        party::Party,
        signal::{Alarm, Outcome, Signal},
        spoken::Spoken,
    },
};

use crate::service::{
    covenant::offices,
    shown::{card, instant, recipient, withheld},
    ticket::render::derivation,
};

/// A signal. The sender sees what happened with it, as codes, and in whose hands it is; not who
/// was informed, nor the case.
pub(crate) fn signal(covenants: &Covenants, viewer: &Party, signal: &Signal) -> v1::ConcernSignal {
    let shown = |party: &Party| recipient(covenants, viewer, party);
    let sender = Party::Organisation(signal.sender);
    let hidden = signal.shields_from(viewer) || withheld(covenants, viewer, &signal.sender);
    let is_sender = *viewer == sender && !signal.recipients().contains(viewer);
    let directs = *viewer == Party::Office(signal.director.clone());
    let danger = if signal.acute { v1::Danger::Acute } else { v1::Danger::NotAcute };
    let informed = match viewer {
        _ if is_sender => BTreeSet::new(),
        Party::Office(_) => signal.followers(),
        // Whether a case was there before, and who directs it, is the offices' business: an organisation sees
        // whom the covenant informs of every such signal.
        Party::Organisation(_) => {
            let (area, acute, children) = (signal.area.clone(), signal.acute, signal.children);
            let question = ConcernQuestion { area, acute, children };
            let route = covenants.governing(&signal.area).concern(&question);
            let by_covenant = route.map_or_else(Vec::new, |route| route.informed);
            by_covenant.into_iter().filter(|party| signal.informed.contains(party)).collect()
        }
    };
    let history = signal.history.iter().map(|step| v1::SignalStep {
        at: Some(instant(step.at)),
        happening: v1::SignalHappening::from(step.what).into(),
        recipient: Some(shown(&step.recipient)),
    });
    let first = signal.history.first().map_or(&signal.recipient, |step| &step.recipient);
    let office = match &signal.recipient {
        Party::Office(office) => Some(office),
        Party::Organisation(_) => None,
    };
    let due = signal.clock.filter(|_| signal.is_open()).and_then(|clock| clock.due);
    let (category, kind) = match &signal.outcome {
        Some(Outcome::MultiProblemFamily(category)) => (category.to_string(), String::new()),
        Some(Outcome::FamilyReferred(kind)) => (String::new(), kind.clone()),
        _ => (String::new(), String::new()),
    };
    let reported = signal.reported.as_ref().filter(|_| signal.shows_ground_to(viewer));
    v1::ConcernSignal {
        signal_id: signal.id.to_string(),
        state: v1::SignalState::from(signal.state).into(),
        danger: danger.into(),
        children_under_18: signal.children,
        crisis: signal.crisis,
        roles: signal
            .members
            .iter()
            .map(|member| v1::FamilyRole::from(member.role).into())
            .collect(),
        area: signal.area.to_string(),
        sender: Some(if hidden { v1::Recipient::default() } else { shown(&sender) }),
        professional: (!hidden).then(|| card(&signal.card)),
        office_contact: hidden.then(|| offices::through(covenants, &signal.director)).flatten(),
        contact_office: if hidden { signal.director.to_string() } else { String::new() },
        recipient: Some(shown(&signal.recipient)),
        informed: informed.iter().map(shown).collect(),
        sent_at: Some(instant(signal.sent)),
        history: history.collect(),
        route: Some(v1::Route { handler: Some(shown(first)), ..derivation(&signal.derivation) }),
        reference: Spoken::of(signal.id.0).to_string(),
        case_id: signal.case.filter(|_| directs).map_or_else(String::new, |id| id.to_string()),
        discussed: signal.discussed.map_or(0, |code| v1::Discussed::from(code).into()),
        due_at: due.map(instant),
        late: signal.alarm() != Alarm::None,
        recipient_contact: office.and_then(|office| offices::through(covenants, office)),
        outcome: signal
            .outcome
            .as_ref()
            .map_or(0, |outcome| v1::SignalOutcome::from(outcome.became()).into()),
        outcome_category: category,
        outcome_kind: kind,
        arrival: signal.arrival.map_or(0, |code| v1::SignalArrival::from(code).into()),
        entry_ground: reported.map_or_else(String::new, |reported| reported.ground.clone()),
        own_attempts: reported.map_or_else(Vec::new, |reported| reported.attempts.clone()),
    }
}
