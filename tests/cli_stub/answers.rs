//! What does a broker answer that has much to tell? Lists of several rows, with the long names that
//! there are: those of the covenant in `deploy/covenants`, and synthetic people.

use prost::Message as _;
use prost_types::Timestamp;
use verwijspunt::api::v1::{self, recipient::Who};

/// Each call with its answer: a list of several, or one.
macro_rules! answers {
    ($call:ident; $($name:ident { $($field:ident: $value:expr),+ })+) => {
        match $call {
            $(stringify!($name) => {
                v1::$name { $($field: $value,)+ ..Default::default() }.encode_to_vec()
            })+
            _ => return None,
        }
    };
}

/// What a call is answered with, in bytes.
#[allow(clippy::needless_update, reason = "some answers have one field, and others more")]
pub(crate) fn to(call: &str) -> Option<Vec<u8>> {
    let answer = format!("{call}Response");
    let answer = answer.as_str();
    Some(answers! { answer;
        ListInvolvementsResponse { involvements: each(involvement) }
        ListInvolvedResponse { parties: each(party) }
        ListMatchesResponse { matches: each(matched) }
        GetMatchResponse { r#match: Some(matched(2)) }
        ListFollowUpResponse { overdue: each(overdue) }
        ListCasesResponse { cases: each(on_the_list) }
        GetCaseResponse { case: Some(case(0)) }
        ListDistrictCasesResponse { cases: each(district) }
        ListMeetingsResponse { cases: each(meetings) }
        ListWatchesResponse { families: each(watched) }
        ListTicketsResponse { tickets: each(ticket) }
        GetTicketResponse { ticket: Some(ticket(0)) }
        ListConcernSignalsResponse { signals: each(signal) }
        GetConcernSignalResponse { signal: Some(signal(0)) }
        ListOfficesResponse { offices: each(office) }
        ListOrganisationsResponse { organisations: each(organisation) }
        ListObjectionsResponse { objections: each(objection) }
        GetObjectionResponse { objection: Some(objection(0)) }
        ListDeliveriesResponse { deliveries: each(delivery), refused_addresses: each(refused) }
        ListSessionsResponse { sessions: each(session) }
        ListAuditEntriesResponse { entries: each(entry) }
        GetSubjectAccessResponse { registrations: each(registration) }
        GetIndicatorsResponse { indicators: indicators() }
    })
}

/// Rows in a list.
const ROWS: usize = 3;

const NAMES: [&str; ROWS] = [
    "Geestelijke gezondheidszorg Aan de Amstel",
    "Bureau Jeugdzorg Agglomeratie Amsterdam",
    "Jeugdgezondheidszorg Amsterdam",
];
const PEOPLE: [&str; ROWS] = ["W. van den Boogaard-Hoogendijk", "Roos Admiraal", "J. Jansen"];
const AREAS: [&str; ROWS] = ["oost-watergraafsmeer", "zeeburg", "geuzenveld-slotermeer"];
const DAYS: [&str; ROWS] = ["2026-03-16", "2026-04-01", "2026-04-13"];

const WAYS: [(v1::DeliveryChannel, &str, v1::DeliveryTrouble); ROWS] = [
    (v1::DeliveryChannel::System, "", v1::DeliveryTrouble::Unspecified),
    (
        v1::DeliveryChannel::Webhook,
        "https://koppelingen.jeugdzorg-agglomeratie-amsterdam.example/verwijspunt",
        v1::DeliveryTrouble::Answer,
    ),
    (
        v1::DeliveryChannel::Mail,
        "coordinator-zeeburg@amsterdam.example",
        v1::DeliveryTrouble::NoRecipient,
    ),
];

fn delivery(n: usize) -> v1::Delivery {
    let (channel, address, trouble) = WAYS[n];
    v1::Delivery {
        channel: channel.into(),
        address: address.to_owned(),
        waiting: 1_200,
        trouble: trouble.into(),
        trouble_code: 550,
        ..Default::default()
    }
}

fn refused(n: usize) -> v1::RefusedAddress {
    v1::RefusedAddress {
        involvement_id: "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10".to_owned(),
        professional_id: format!("{}", 4_711 + n),
        address: "w.vandenboogaard@jeugdzorg-agglomeratie-amsterdam.example".to_owned(),
        ..Default::default()
    }
}

fn each<T>(one: impl Fn(usize) -> T) -> Vec<T> {
    (0..ROWS).map(one).collect()
}

fn id(n: usize) -> String {
    format!("01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a1{n}")
}

fn oin(n: usize) -> String {
    format!("0000000900000000110{n}")
}

fn reference(n: usize) -> String {
    ["7K3-M9Q", "0A1-B2C", "Z9Y-X8W"][n].to_owned()
}

fn at(n: usize) -> Option<Timestamp> {
    Some(Timestamp { seconds: 1_773_655_500 + 86_400 * n as i64, nanos: 0 })
}

fn recipient(n: usize) -> v1::Recipient {
    v1::Recipient { who: Some(Who::OrganisationOin(oin(n))), name: NAMES[n].to_owned() }
}

fn seat(n: usize) -> v1::Recipient {
    let (id, name) = [
        ("coordinator-oost-watergraafsmeer", "Zorgcoördinator Oost-Watergraafsmeer"),
        ("process-manager-oost", "Procesmanager Amsterdam-Oost"),
        ("region-portfolio-holder", "Portefeuillehouder jeugd"),
    ][n];
    v1::Recipient { who: Some(Who::Office(id.to_owned())), name: name.to_owned() }
}

fn card(n: usize) -> v1::ContactCard {
    v1::ContactCard {
        professional_id: "w.vandenboogaard".to_owned(),
        name: PEOPLE[n].to_owned(),
        function: "jeugdverpleegkundige".to_owned(),
        phone: "020-5550101".to_owned(),
        email: "w.vandenboogaard@jeugdgezondheidszorg.example".to_owned(),
        ..Default::default()
    }
}

fn party(n: usize) -> v1::InvolvedParty {
    v1::InvolvedParty {
        organisation_oin: oin(n),
        organisation_name: NAMES[n].to_owned(),
        contact: Some(card(n)),
        since: DAYS[n].to_owned(),
        kind: v1::MatchKind::SamePerson.into(),
        leads: n == 1,
        ..Default::default()
    }
}

fn roles() -> Vec<i32> {
    let (child, parent) = (v1::FamilyRole::Child, v1::FamilyRole::Parent);
    vec![child.into(), child.into(), parent.into(), v1::FamilyRole::OtherAdult.into()]
}

fn involvement(n: usize) -> v1::Involvement {
    v1::Involvement {
        involvement_id: id(n),
        organisation_oin: oin(n),
        professional: Some(card(n)),
        roles: roles(),
        area: AREAS[n].to_owned(),
        start_date: DAYS[n].to_owned(),
        end_date: "2028-06-30".to_owned(),
        state: v1::InvolvementState::Archived.into(),
        own_reference: format!("2026-041{n}"),
        ..Default::default()
    }
}

fn matched(n: usize) -> v1::Match {
    v1::Match {
        match_id: id(n),
        involvement_id: id(n),
        matched_at: at(n),
        parties: (0..=n).map(party).collect(),
        follow_up: v1::FollowUpState::NoActionNeeded.into(),
        no_action_reason: v1::NoActionReason::LeadCoordinates.into(),
        contact_owed: true,
        contact_due: DAYS[n].to_owned(),
        reference: reference(n),
        own_contact: Some(card(n)),
        own_reference: format!("2026-041{n}"),
        roles: roles(),
        area: AREAS[n].to_owned(),
        lead: Some(v1::Lead { organisation_name: NAMES[n].to_owned(), ..Default::default() }),
        parties_left_out: 2,
        ..Default::default()
    }
}

fn overdue(n: usize) -> v1::OverdueContact {
    v1::OverdueContact {
        reference: reference(n),
        area: AREAS[n].to_owned(),
        contact_due: DAYS[n].to_owned(),
        working_days_late: 12,
        owing: (0..=n).map(recipient).collect(),
        match_id: id(n),
        reminders: vec![v1::ContactReminder {
            organisation: Some(recipient(0)),
            reminded_at: at(n),
        }],
    }
}

fn case(n: usize) -> v1::Case {
    v1::Case {
        case_id: id(n),
        state: v1::CaseState::Watching.into(),
        cause: v1::CaseCause::Director.into(),
        opened_at: at(n),
        area: AREAS[n].to_owned(),
        category: "MPG1".to_owned(),
        measure: v1::Measure::ChildProtection.into(),
        director: Some(seat(n)),
        due_date: DAYS[n].to_owned(),
        overdue: n == 0,
        persons: each(|n| v1::CasePerson { person_id: id(n), since: at(n) }),
        involved: each(party),
        tickets: each(|n| v1::CaseTicket {
            ticket_id: id(n),
            step: 2,
            due_date: DAYS[n].to_owned(),
            overdue: true,
            handlers: vec![seat(n)],
            ..Default::default()
        }),
        managers: vec![v1::FamilyManagerTerm {
            organisation_oin: oin(n),
            contact: Some(card(n)),
            since: at(n),
            ..Default::default()
        }],
        plan: Some(v1::Plan {
            variant: "city-ten-months".to_owned(),
            start_date: DAYS[0].to_owned(),
            end_date: DAYS[2].to_owned(),
            milestones: each(|n| v1::Milestone {
                code: "executors-meeting".to_owned(),
                due_date: DAYS[n].to_owned(),
                missed: true,
                held_on: each(|n| DAYS[n].to_owned()),
                ..Default::default()
            }),
            ..Default::default()
        }),
        classifications: each(|n| v1::CaseClassification {
            at: at(n),
            category: "MPG3".to_owned(),
            area: AREAS[n].to_owned(),
            measure: v1::Measure::ChildProtection.into(),
            director: Some(seat(n)),
            ..Default::default()
        }),
        reference: reference(n),
        ..Default::default()
    }
}

/// The same on the work list, which has nothing of what only GetCase tells.
fn on_the_list(n: usize) -> v1::Case {
    let case = case(n);
    v1::Case {
        open_tickets: Some(2),
        next_ticket: case.tickets.first().cloned(),
        classifications: Vec::new(),
        involved: Vec::new(),
        tickets: Vec::new(),
        ..case
    }
}

fn meetings(n: usize) -> v1::MeetingsOfCase {
    let meeting = v1::ChairedMeeting {
        milestone: "final-evaluation".to_owned(),
        day: DAYS[n].to_owned(),
        invited: each(recipient),
        to_record: true,
    };
    v1::MeetingsOfCase { case_id: id(n), reference: reference(n), meetings: vec![meeting] }
}

fn watched(n: usize) -> v1::WatchedFamily {
    let watch = v1::Watch {
        start_date: DAYS[0].to_owned(),
        end_date: DAYS[n].to_owned(),
        due_date: DAYS[n].to_owned(),
        ..v1::Watch::default()
    };
    v1::WatchedFamily { case_id: id(n), reference: reference(n), watch: Some(watch) }
}

fn district(n: usize) -> v1::DistrictCase {
    v1::DistrictCase {
        reference: reference(n),
        state: v1::CaseState::Watching.into(),
        area: AREAS[n].to_owned(),
        category: "MPG2".to_owned(),
        director: Some(seat(n)),
        family_manager: Some(recipient(n)),
        has_plan: true,
        due_date: DAYS[n].to_owned(),
        overdue: true,
        open_tickets: 2,
        ..Default::default()
    }
}

fn route() -> Option<v1::Route> {
    Some(v1::Route {
        handler: Some(seat(0)),
        director: Some(seat(1)),
        rule: "step2-own-district".to_owned(),
        covenant: "amsterdam-2009@3".to_owned(),
        source: "convenant, artikel 7 lid 2".to_owned(),
        explanation_nl: "De zorgcoördinator van het stadsdeel waar het gezin woont behandelt deze \
                         stap, omdat de opdrachtgever van de aangesproken organisatie dat stadsdeel is."
            .to_owned(),
        explanation_en: "The coordinator of the district in which the family lives handles this step, \
                         because that district commissions the organisation."
            .to_owned(),
        facts: [("category".to_owned(), "MPG2".to_owned())].into(),
        ..Default::default()
    })
}

fn ticket(n: usize) -> v1::Ticket {
    v1::Ticket {
        ticket_id: id(n),
        state: v1::TicketState::Withdrawn.into(),
        step: 2,
        track: v1::Track::NotCarriedOut.into(),
        obstacle: v1::Obstacle::AbsentFromMeetings.into(),
        category: "MPG2".to_owned(),
        area: AREAS[n].to_owned(),
        opened_by: Some(recipient(0)),
        opener_contact: Some(card(n)),
        target: Some(recipient(n)),
        handlers: vec![seat(n)],
        director: Some(seat(1)),
        due_date: DAYS[n].to_owned(),
        overdue: true,
        asked: vec![v1::AskedOffice {
            office: Some(seat(n)),
            step: 2,
            answer_by: DAYS[n].to_owned(),
            overdue: true,
            answer: v1::TicketAnswer::OffersOther.into(),
            answered_at: at(n),
        }],
        route: route(),
        history: each(|n| v1::TicketStep {
            at: at(n),
            step: 2,
            what: "handed_over".to_owned(),
            by: Some(recipient(n)),
            handlers: vec![seat(n), recipient(n)],
            skip_reason: v1::SkipReason::ConflictOfInterest.into(),
            ..Default::default()
        }),
        ruling: each(|n| v1::RulingItem {
            organisation_oin: oin(n),
            act: v1::RulingAct::ProvideFamilyManager.into(),
            by_date: DAYS[n].to_owned(),
        }),
        involvement_id: id(n),
        reference: reference(n),
        ..Default::default()
    }
}

fn signal(n: usize) -> v1::ConcernSignal {
    v1::ConcernSignal {
        signal_id: id(n),
        state: v1::SignalState::TakenUp.into(),
        danger: v1::Danger::NotAcute.into(),
        discussed: v1::Discussed::UnsafeForChild.into(),
        children_under_18: true,
        area: AREAS[n].to_owned(),
        sender: Some(recipient(n)),
        professional: Some(card(n)),
        recipient: Some(seat(n)),
        informed: each(recipient),
        sent_at: at(n),
        due_at: at(n),
        history: each(|n| v1::SignalStep {
            at: at(n),
            happening: v1::SignalHappening::OfficeAbove.into(),
            recipient: Some(seat(n)),
        }),
        route: route(),
        reference: reference(n),
        ..Default::default()
    }
}

fn office(n: usize) -> v1::Office {
    let Some(Who::Office(id)) = seat(n).who else { unreachable!("a seat is an office") };
    v1::Office {
        id,
        role: "coordinator".to_owned(),
        name_nl: seat(n).name,
        name_en: seat(n).name,
        area: AREAS[n].to_owned(),
        holder: if n == 1 { String::new() } else { PEOPLE[n].to_owned() },
        deputies: PEOPLE[1..].iter().map(|&name| name.to_owned()).collect(),
        fallback: "district-chair-oost-watergraafsmeer".to_owned(),
        contact: None,
    }
}

fn organisation(n: usize) -> v1::Organisation {
    v1::Organisation {
        oin: oin(n),
        name: NAMES[n].to_owned(),
        kind: "mental-health-care".to_owned(),
        commissioner: AREAS[n].to_owned(),
        partner: "care".to_owned(),
        sensitive: true,
        kind_nl: "geestelijke gezondheidszorg".to_owned(),
        kind_en: "mental health care".to_owned(),
    }
}

fn objection(n: usize) -> v1::Objection {
    v1::Objection {
        objection_id: id(n),
        received_at: at(n),
        parts: each(|n| v1::ObjectionPart {
            organisation_oin: oin(n),
            organisation_name: NAMES[n].to_owned(),
            due_date: DAYS[n].to_owned(),
            decision: v1::ObjectionDecision::Pending.into(),
            ..Default::default()
        }),
        addressee: v1::Addressee::Representative.into(),
        involvement_ids: each(id),
    }
}

fn session(n: usize) -> v1::Session {
    v1::Session {
        session_id: id(n),
        professional: "w.vandenboogaard".to_owned(),
        office: if n == 0 { String::new() } else { "coordinator-oost-watergraafsmeer".to_owned() },
        signed_in_at: at(n),
        second_factor_at: at(n),
        ends_at: at(n),
        ..Default::default()
    }
}

fn entry(n: usize) -> v1::AuditEntry {
    v1::AuditEntry {
        position: 123_456 + n as u64,
        at: at(n),
        actor: Some(recipient(n)),
        professional: "w.vandenboogaard".to_owned(),
        call: "ListConcernSignals".to_owned(),
        result: "refused: NOT_ALLOWED".to_owned(),
        subjects: each(id),
        ..Default::default()
    }
}

fn registration(n: usize) -> v1::SubjectRegistration {
    v1::SubjectRegistration {
        organisation_oin: oin(n),
        organisation_name: NAMES[n].to_owned(),
        since: DAYS[n].to_owned(),
        until: DAYS[n].to_owned(),
        state: v1::InvolvementState::Active.into(),
        ..Default::default()
    }
}

fn indicators() -> Vec<v1::Indicator> {
    let areas = |number| {
        let one =
            |area: &&str| v1::AreaCount { area: (*area).to_owned(), number, ..Default::default() };
        AREAS.iter().map(one).collect()
    };
    let (whole, part) = (String::new(), "mental-health-care".to_owned());
    [("matches-without-contact-in-time", whole, Some(12)), ("young-people", part, None)]
        .map(|(count, part, number)| v1::Indicator {
            count: count.to_owned(),
            breakdown: if part.is_empty() { "" } else { "organisation-kind" }.to_owned(),
            part,
            total: Some(1234),
            areas: areas(number),
            year_total: None,
            percent: None,
        })
        .into()
}
