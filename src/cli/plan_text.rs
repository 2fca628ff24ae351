//! How do plans, family managers and watch read on a terminal?

use super::{
    codes::called,
    output::{fields, moment, named, table},
    texts::{fill, say},
    words::spoken,
};
use crate::api::v1;

/// What a case shows besides: why it was closed, its family manager, plan and watch.
pub(crate) fn of_case(c: &v1::Case) -> String {
    let closed = (c.close_reason != 0).then(|| {
        let reason = called::<v1::CloseReason>(c.close_reason);
        let said = [
            (c.follow_up_help, called::<v1::FollowUpHelp>(c.follow_up_help)),
            (c.safeguarding, called::<v1::Safeguarding>(c.safeguarding)),
            (c.guardian, called::<v1::Guardian>(c.guardian)),
            (c.instead, called::<v1::InsteadOfHelp>(c.instead)),
        ];
        let said: Vec<String> =
            said.into_iter().filter(|(code, _)| *code != 0).map(|(_, word)| word).collect();
        fields(&[
            ("closed", reason),
            ("afterwards", said.join(", ")),
            ("kept until", c.kept_until.clone()),
        ])
    });
    let parts = [
        closed,
        c.managers.last().map(manager),
        c.plan.as_ref().map(plan),
        c.watch.as_ref().map(watch),
    ];
    parts.into_iter().flatten().map(|part| format!("\n{part}")).collect()
}

/// A plan with its milestones.
pub(crate) fn plan(p: &v1::Plan) -> String {
    let over = if p.over { say(", passed") } else { "" };
    let mut text = fields(&[
        ("plan", p.variant.clone()),
        ("begun", p.start_date.clone()),
        ("last day", format!("{}{over}", p.end_date)),
    ]);
    let rows = p.milestones.iter().map(|m| {
        let missed = if m.missed { say("missed") } else { "" };
        [
            m.code.clone(),
            format!("{} {missed}", m.due_date).trim_end().to_owned(),
            m.held_on.join(", "),
        ]
    });
    text.push_str(&format!("\n{}", table(["milestone", "due", "held"], rows.collect(), "none")));
    text
}

/// A family manager.
pub(crate) fn manager(term: &v1::FamilyManagerTerm) -> String {
    fields(&[
        ("family manager", whom(term.contact.as_ref())),
        ("organisation", term.organisation_oin.clone()),
        ("since", moment(term.since.as_ref())),
        ("until", moment(term.until.as_ref())),
    ])
}

/// Whom to call.
pub(crate) fn whom(card: Option<&v1::ContactCard>) -> String {
    let Some(card) = card else { return say("nobody").to_owned() };
    let reach = [&card.phone, &card.email];
    let reach: Vec<&str> =
        reach.into_iter().map(String::as_str).filter(|r| !r.is_empty()).collect();
    format!("{}, {}", card.name, reach.join(", "))
}

/// A watch.
pub(crate) fn watch(w: &v1::Watch) -> String {
    let missed = if w.missed { say("missed") } else { "" };
    let looks = w
        .looks
        .iter()
        .map(|look| format!("{} {}", look.looked_on, called::<v1::WatchFinding>(look.finding)));
    fields(&[
        ("watch by", w.by.as_ref().map(named).unwrap_or_default()),
        ("begun", w.start_date.clone()),
        ("last day", w.end_date.clone()),
        ("next look", format!("{} {missed}", w.due_date).trim().to_owned()),
        ("looks", looks.collect::<Vec<_>>().join(", ")),
        ("ended", w.ended_on.clone()),
    ])
}

/// A notification about a plan, in a sentence.
pub(crate) fn in_plan(e: &v1::PlanEvent) -> String {
    let (code, day) = (&e.code, &e.day);
    let what = match v1::PlanHappening::try_from(e.happening) {
        Ok(v1::PlanHappening::Recorded) => fill("plan recorded: {}, until {}", &[code, day]),
        Ok(v1::PlanHappening::Held) => fill("{} was held on {}", &[code, day]),
        Ok(v1::PlanHappening::Due) => fill("{} is due on {}", &[code, day]),
        Ok(v1::PlanHappening::Missed) => fill("{} was due on {} and was not held", &[code, day]),
        Ok(v1::PlanHappening::Extended) => fill("plan extended: {}, until {}", &[code, day]),
        Ok(v1::PlanHappening::Over) => {
            fill("the last day of plan {} was {}: close the case or extend it", &[code, day])
        }
        Ok(v1::PlanHappening::Invited) => fill("you are invited to {} on {}", &[code, day]),
        Ok(v1::PlanHappening::MeetingSoon) => {
            fill("{}, to which you are invited, is on {}", &[code, day])
        }
        Ok(v1::PlanHappening::CalledOff) => fill("you need not come to {} on {}", &[code, day]),
        Ok(v1::PlanHappening::Absent) => {
            fill("you were recorded as absent from {} on {}", &[code, day])
        }
        Ok(v1::PlanHappening::Chairs) => fill("you chair {} on {}", &[code, day]),
        Ok(v1::PlanHappening::Unspecified) | Err(_) => fill("plan: {}, {}", &[code, day]),
    };
    format!("{what} [{}]", about(&e.case_id, &e.involvement_id))
}

/// A notification about the family manager, in a sentence.
pub(crate) fn assigned(e: &v1::FamilyManagerEvent) -> String {
    let about = about(&e.case_id, &e.involvement_id);
    match e.organisation_oin.as_str() {
        _ if e.withheld => fill("there is a family manager: call the director [{}]", &[&about]),
        "" => fill("there is no family manager any more: assign one [{}]", &[&about]),
        oin => {
            let whom = whom(e.contact.as_ref());
            fill("family manager: {} of {} [{}]", &[&whom, &oin, &about])
        }
    }
}

/// A notification about absences, in a sentence.
pub(crate) fn stays_away(e: &v1::StaysAway) -> String {
    let why = match v1::NoTicketReason::try_from(e.reason) {
        Ok(v1::NoTicketReason::NoFamilyManager) => say("there is no family manager"),
        Ok(v1::NoTicketReason::FamilyManagersOwn) => say("it provides the family manager"),
        Ok(v1::NoTicketReason::CovenantRefuses) => say("the covenant has no ladder for it"),
        Ok(v1::NoTicketReason::Unspecified) | Err(_) => say("see the case"),
    };
    fill(
        "{} stayed away {} times in a row; no ticket was opened, because {} [case {}]",
        &[&e.organisation_oin, &e.in_a_row, &why, &spoken(&e.case_id)],
    )
}

/// A notification about a closed case, in a sentence.
pub(crate) fn case_closed(e: &v1::CaseClosed) -> String {
    let reason = called::<v1::CloseReason>(e.reason).replace('-', " ");
    fill("case closed: {} [{}]", &[&reason, &about(&e.case_id, &e.involvement_id)])
}

/// A notification about a watch, in a sentence.
pub(crate) fn in_watch(e: &v1::WatchEvent) -> String {
    let day = &e.day;
    let what = match v1::WatchHappening::try_from(e.happening) {
        Ok(v1::WatchHappening::Started) => fill("watch is kept until {}", &[day]),
        Ok(v1::WatchHappening::Due) => fill("look after the family before {}", &[day]),
        Ok(v1::WatchHappening::Missed) => fill("nobody looked after the family before {}", &[day]),
        Ok(v1::WatchHappening::ActionNeeded) => {
            fill("a look on {} found that something has to happen", &[day])
        }
        Ok(v1::WatchHappening::Stopped) => fill("watch was stopped on {}", &[day]),
        Ok(v1::WatchHappening::Over) => fill("watch ended on {}", &[day]),
        Ok(v1::WatchHappening::Unspecified) | Err(_) => fill("watch: {}", &[day]),
    };
    fill("{} [case {}]", &[&what, &spoken(&e.case_id)])
}

fn about(case: &str, involvement: &str) -> String {
    match (case, involvement) {
        ("", own) => fill("involvement {}", &[&spoken(own)]),
        (case, "") => fill("case {}", &[&spoken(case)]),
        (case, own) => fill("case {}, involvement {}", &[&spoken(case), &spoken(own)]),
    }
}
