//! Which pages do the tests look at? Every page over messages as the API sends them, in both
//! languages, and with what somebody who means harm could have stored.

use prost_types::Timestamp;

use crate::{
    api::v1::{
        Appointment, Area, AskedOffice, AskedRole, AskedToAnswer, AuditEntry, Case, CasePerson,
        CaseState, CaseTicket, Category, CategoryTerm, ChairedMeeting, CompareCovenantResponse,
        ConcernSignal, ContactCard, ContactReminder, CovenantConsequence, CovenantDifference,
        CovenantProblem, Danger, Delivery, DeliveryChannel, DeliveryTrouble, Discussed,
        DistrictCase, EntryCode, FamilyManagerTerm, FamilyRole, FindOfficeResponse, FollowUpState,
        GetCovenantResponse, GetIndicatorsResponse, GetSubjectAccessResponse, Ground, Indicator,
        Informed, InvolvedParty, Involvement, InvolvementState, LadderStep, Lead, MailChoice,
        Match, MeetingKind, MeetingsOfCase, Milestone, Objection, ObjectionDecision, ObjectionPart,
        Obstacle, Office, OfficeContact, Organisation, OverdueContact, OwnMail, Plan,
        PlannedMeeting, Recipient, RefusedAddress, Route, RulingItem, SignalArrival, SignalOutcome,
        SignalRole, SignalState, SignalStep, StandIn, StandsIn, SubjectLooked, SubjectRegistration,
        SubjectTold, Term, Ticket, TicketAnswer, TicketRole, TicketState, TicketStep, Track,
        VerifyAuditChainResponse, Watch, WatchLook, WatchedFamily, informed, recipient::Who,
    },
    domain::model::time::Day,
};

use super::{
    forms::Filled,
    lang::Lang,
    page::Page,
    pages::{
        case, cases, chaired, compare, contact, covenant, deliveries, district, figures, find,
        grounds, involvement, involvements, log, my_work, objections, open_case, overdue, own_mail,
        part::Part, register, rule, signal, signals, subject, team, ticket, tickets, watches,
    },
    visit::Asked,
    when::Now,
};

/// What somebody who means harm would type where text is allowed.
pub(super) const HOSTILE: &str = "<script>alert(1)</script>\"'>\u{202e}\0&amp;";

pub(super) fn now(lang: Lang) -> Now {
    Now::at(lang, Day::parse("2026-11-29").expect("a day").start())
}

fn at(day: &str) -> Option<Timestamp> {
    let ms = Day::parse(day).expect("a day").start().0;
    Some(Timestamp { seconds: ms / 1_000 + 36_000, nanos: 0 })
}

fn organisation(name: &str) -> Recipient {
    Recipient { who: Some(Who::OrganisationOin("00000009000000001001".into())), name: name.into() }
}

fn office(name: &str) -> Recipient {
    Recipient { who: Some(Who::Office("coordinator-zeeburg".into())), name: name.into() }
}

fn card(name: &str, function: &str, phone: &str) -> ContactCard {
    ContactCard {
        professional_id: "m.yilmaz".into(),
        name: name.into(),
        function: function.into(),
        phone: phone.into(),
        ..ContactCard::default()
    }
}

fn party(
    organisation: &str,
    name: &str,
    function: &str,
    phone: &str,
    since: &str,
) -> InvolvedParty {
    InvolvedParty {
        organisation_oin: format!("0000000900000000{}", 1000 + organisation.len()),
        organisation_name: organisation.into(),
        contact: Some(card(name, function, phone)),
        since: since.into(),
        ..InvolvedParty::default()
    }
}

fn of_zeeburg() -> OfficeContact {
    OfficeContact {
        office: "coordinator-zeeburg".into(),
        name_nl: "coördinator risicogezinnen Zeeburg".into(),
        name_en: "coordinator for at-risk families Zeeburg".into(),
        phone: "020-555 01 40".into(),
        email: "coordinator-zeeburg@amsterdam.example".into(),
        deputies: vec![StandIn { phone: "020-555 01 41".into(), ..StandIn::default() }],
    }
}

fn withheld() -> InvolvedParty {
    InvolvedParty {
        withheld: true,
        since: "2026-11-20".into(),
        contact_office: "coordinator-zeeburg".into(),
        office_contact: Some(of_zeeburg()),
        ..InvolvedParty::default()
    }
}

fn parties() -> Vec<InvolvedParty> {
    let lead = InvolvedParty {
        leads: true,
        ..party("Jeugdzorg Amsterdam", "S. de Wit", "gezinsvoogd", "020-555 01 31", "2026-10-02")
    };
    vec![
        party(
            "Schulddienst Zeeburg",
            "M. Yilmaz",
            "schuldhulpverlener",
            "020-555 01 02",
            "2026-11-12",
        ),
        lead,
        party("Politie Amsterdam", "P. de Groot", "wijkagent", "020-555 01 77", "2026-11-26"),
        withheld(),
    ]
}

fn found(reference: &str, own: &str, due: &str, parties: Vec<InvolvedParty>) -> Match {
    Match {
        match_id: "01970000-0000-7000-8000-000000000001".into(),
        involvement_id: "01970000-0000-7000-8000-000000000002".into(),
        parties,
        follow_up: FollowUpState::New.into(),
        contact_owed: true,
        contact_due: due.into(),
        reference: reference.into(),
        own_reference: own.into(),
        roles: vec![FamilyRole::Child.into(), FamilyRole::Parent.into()],
        area: "zeeburg".into(),
        own_contact: Some(card("T. Bakker", "intern begeleider", "020-555 01 10")),
        lead: Some(Lead {
            organisation_name: "Jeugdzorg Amsterdam".into(),
            appointment: Some(Appointment::default()),
            ..Lead::default()
        }),
        ..Match::default()
    }
}

pub(super) fn matches() -> Vec<Match> {
    let all = parties();
    vec![
        found("7K3-M9Q", "2026-0412", "2026-11-25", vec![all[0].clone()]),
        found("2QD-8TX", "2026-0388", "2026-11-30", vec![withheld()]),
        found("9BN-4RA", "2026-0275", "2026-12-03", vec![all[2].clone()]),
    ]
}

fn involvement_of(reference: &str, state: InvolvementState) -> Involvement {
    Involvement {
        involvement_id: "01970000-0000-7000-8000-000000000002".into(),
        professional: Some(card("T. Bakker", "intern begeleider", "020-555 01 10")),
        roles: vec![FamilyRole::Child.into(), FamilyRole::Parent.into()],
        area: "zeeburg".into(),
        start_date: "2026-03-03".into(),
        end_date: "2028-03-03".into(),
        state: state.into(),
        informed: Some(Informed { state: Some(informed::State::InformedOn("2026-03-04".into())) }),
        own_reference: reference.into(),
        ..Involvement::default()
    }
}

fn milestone(code: &str, due: &str, held: &[&str], missed: bool) -> Milestone {
    let held_on = held.iter().map(|day| (*day).to_owned()).collect();
    Milestone { code: code.into(), due_date: due.into(), held_on, missed, attendance: false }
}

fn plan(held: usize) -> Plan {
    let all = [
        ("first-mdo-plus", "2026-08-03", "2026-08-03"),
        ("family-talk", "2026-08-20", "2026-08-18"),
        ("executors-meeting", "2026-10-12", "2026-10-09"),
        ("final-evaluation", "2026-12-07", ""),
        ("end", "2026-12-21", ""),
    ];
    let made = all.iter().enumerate().map(|(at, (code, due, day))| {
        let done = at < held && !day.is_empty();
        let held: &[&str] = if done { std::slice::from_ref(day) } else { &[] };
        milestone(code, if done { "" } else { due }, held, false)
    });
    Plan {
        variant: "twenty-weeks".into(),
        start_date: "2026-08-03".into(),
        end_date: "2026-12-21".into(),
        milestones: made.collect(),
        ..Plan::default()
    }
}

/// Forty families, as an office has them.
pub(super) fn forty() -> Vec<Case> {
    let category = ["at-risk", "MPG1", "MPG2"];
    let manager = ["S. de Wit", "", "P. Jansen", "L. van den Heuvel"];
    (0..40_i32)
        .map(|at| {
            let due = Day::parse("2026-11-24").expect("a day").plus_days(at).to_string();
            let number = usize::try_from(at).expect("small");
            let name = manager[number % 4];
            let term = FamilyManagerTerm {
                contact: Some(card(name, "gezinsmanager", "020-555 01 31")),
                ..FamilyManagerTerm::default()
            };
            Case {
                case_id: format!("01970000-0000-7000-8000-0000000000{at:02}"),
                state: CaseState::Open.into(),
                area: "zeeburg".into(),
                category: category[number % 3].into(),
                overdue: at < 5,
                due_date: due.clone(),
                plan: (at % 5 != 4).then(|| {
                    let mut plan = plan(number % 4);
                    plan.milestones[3].due_date = due;
                    plan
                }),
                managers: if name.is_empty() { Vec::new() } else { vec![term] },
                reference: format!("{at:02}K-M9Q"),
                ..Case::default()
            }
        })
        .collect()
}

fn kinds() -> Vec<MeetingKind> {
    let kind = |code: &str| MeetingKind { code: code.into(), ..MeetingKind::default() };
    vec![kind("mdo-plus"), kind("mdo-plus-again")]
}

fn chaired_meetings() -> Vec<MeetingsOfCase> {
    let party = |oin: &str, name: &str| Recipient {
        who: Some(Who::OrganisationOin(oin.into())),
        name: name.into(),
    };
    let meeting = |milestone: &str, day: &str, to_record| ChairedMeeting {
        milestone: milestone.into(),
        day: day.into(),
        invited: vec![
            party("00000009000000001310", "Basisschool De Waterlelie"),
            party("00000009000000001820", "Dienst Werk en Inkomen"),
        ],
        to_record,
    };
    let of = |reference: &str, meetings| MeetingsOfCase {
        case_id: "01970000-0000-7000-8000-000000000011".into(),
        reference: reference.into(),
        meetings,
    };
    vec![
        of("2DR-5GV", vec![meeting("mdo-plus", "2026-11-12", true)]),
        of("7K3-M9Q", vec![meeting("final-evaluation", "2026-12-03", false)]),
    ]
}

fn watched() -> Vec<WatchedFamily> {
    let of = |reference: &str, due: &str, looked: &[&str]| WatchedFamily {
        case_id: "01970000-0000-7000-8000-000000000012".into(),
        reference: reference.into(),
        watch: Some(Watch {
            due_date: due.into(),
            end_date: "2027-11-12".into(),
            looks: looked
                .iter()
                .map(|day| WatchLook { looked_on: (*day).into(), ..WatchLook::default() })
                .collect(),
            ..Watch::default()
        }),
    };
    vec![of("2DR-5GV", "2026-11-12", &["2026-09-17"]), of("7K3-M9Q", "2026-12-03", &[])]
}

fn one_case() -> Case {
    Case {
        reference: "2DR-5GV".into(),
        due_date: "2026-12-07".into(),
        category: "MPG2".into(),
        director: Some(office("procesmanager Oost")),
        plan: Some(plan(3)),
        involved: parties(),
        persons: vec![CasePerson::default(), CasePerson::default()],
        planned_meetings: vec![PlannedMeeting {
            milestone: "executors-meeting".into(),
            day: "2026-11-23".into(),
            invited_oins: parties().into_iter().map(|party| party.organisation_oin).collect(),
            chair: Some(office("procesmanager Oost")),
        }],
        tickets: vec![CaseTicket {
            ticket_id: "01970000-0000-7000-8000-000000000009".into(),
            track: Track::NotCarriedOut.into(),
            step: 2,
            handlers: vec![office("coördinator risicogezinnen Zeeburg")],
            due_date: "2026-12-02".into(),
            reference: "4HX-2PB".into(),
            ..CaseTicket::default()
        }],
        ..forty().remove(0)
    }
}

fn route(handler: &str) -> Route {
    Route {
        handler: Some(office(handler)),
        rule: "b-2-district".into(),
        source: "plan § 3.4".into(),
        covenant: "amsterdam-2009@1".into(),
        facts: [("commissioner".to_owned(), "zeeburg".to_owned())].into(),
        explanation_nl: "het stadsdeel is opdrachtgever, dus behandelt de coördinator".into(),
        explanation_en: "the district commissions it, so the coordinator handles it".into(),
        own_reading_nl: "de termijn is onze invulling".into(),
        own_reading_en: "the term is ours".into(),
        term_working_days: 10,
        asked: vec![AskedToAnswer {
            office: Some(office("directie van de schulddienst")),
            answer_working_days: 5,
            source: "guide § 5.6.4".into(),
            ..AskedToAnswer::default()
        }],
        ..Route::default()
    }
}

pub(super) fn one_ticket() -> Ticket {
    let step = |what: &str, day: &str, step, who: Recipient, by: &str| TicketStep {
        at: at(day),
        what: what.into(),
        by: Some(organisation(by)),
        step,
        handlers: vec![who],
        ..TicketStep::default()
    };
    let school = "Basisschool De Waterlelie";
    let coordinator = "coördinator risicogezinnen Zeeburg";
    Ticket {
        ticket_id: "01970000-0000-7000-8000-000000000009".into(),
        state: TicketState::Open.into(),
        step: 2,
        track: Track::NotCarriedOut.into(),
        obstacle: Obstacle::NotDelivered.into(),
        category: "MPG2".into(),
        area: "zeeburg".into(),
        opened_by: Some(organisation(school)),
        opener_contact: Some(card("T. Bakker", "intern begeleider", "020-555 01 10")),
        target: Some(organisation("Schulddienst Zeeburg")),
        handlers: vec![office(coordinator)],
        director: Some(office("procesmanager Oost")),
        due_date: "2026-12-02".into(),
        route: Some(route(coordinator)),
        history: vec![
            step("opened", "2026-11-04", 1, organisation(school), school),
            step("escalated", "2026-11-18", 2, office(coordinator), school),
        ],
        reference: "4HX-2PB".into(),
        ..Ticket::default()
    }
}

/// A ticket on which the reader's directorate is asked, after another one answered.
/// A step whose term is over at a moment.
fn ticket_in_hours() -> Ticket {
    Ticket { due_at: at("2026-12-02"), ..one_ticket() }
}

fn asked_ticket() -> Ticket {
    let asked = |name: &str| AskedOffice {
        office: Some(Recipient { who: Some(directorate()), name: name.into() }),
        step: 2,
        answer_by: "2026-12-01".into(),
        ..AskedOffice::default()
    };
    let answered = AskedOffice {
        answer: TicketAnswer::Cannot.into(),
        answered_at: at("2026-11-20"),
        overdue: true,
        office: Some(office("directie van de woningcorporatie")),
        ..asked("")
    };
    Ticket { asked: vec![answered, asked("directie van de schulddienst")], ..one_ticket() }
}

/// The office of the reader who is asked.
fn directorate() -> Who {
    Who::Office("guide-directorate-ggz".into())
}

fn one_signal(state: SignalState, crisis: bool) -> ConcernSignal {
    ConcernSignal {
        signal_id: "01970000-0000-7000-8000-000000000010".into(),
        state: state.into(),
        danger: (if crisis { Danger::Acute } else { Danger::NotAcute }).into(),
        crisis,
        roles: vec![FamilyRole::Child.into()],
        area: "zeeburg".into(),
        sender: Some(organisation("Politie Amsterdam")),
        professional: Some(card("P. de Groot", "wijkagent", "020-555 01 77")),
        recipient: Some(office("coördinator risicogezinnen Zeeburg")),
        sent_at: at("2026-11-28"),
        history: vec![SignalStep {
            at: at("2026-11-28"),
            happening: 1,
            recipient: Some(office("coördinator risicogezinnen Zeeburg")),
        }],
        reference: "RST-4WX".into(),
        ..ConcernSignal::default()
    }
}

fn late_signal() -> ConcernSignal {
    ConcernSignal {
        late: true,
        due_at: at("2026-11-29"),
        discussed: Discussed::UnsafeForChild.into(),
        outcome: SignalOutcome::FamilyReferred.into(),
        outcome_kind: "mental-health".into(),
        arrival: SignalArrival::Arrived.into(),
        ..one_signal(SignalState::Waiting, true)
    }
}

fn organisations() -> Vec<Organisation> {
    ["Basisschool De Waterlelie", "Schulddienst Zeeburg", "Jeugdzorg Amsterdam"]
        .iter()
        .enumerate()
        .map(|(at, name)| Organisation {
            oin: format!("0000000900000000100{at}"),
            name: (*name).into(),
            kind: "school".into(),
            commissioner: "zeeburg".into(),
            ..Organisation::default()
        })
        .collect()
}

fn figures_of_a_quarter() -> GetIndicatorsResponse {
    let one = |count: &str, part: &str, total| Indicator {
        count: count.into(),
        breakdown: if part.is_empty() { String::new() } else { "contact".into() },
        part: part.into(),
        total,
        areas: ["zeeburg", "noord", "osdorp"]
            .map(|area| crate::api::v1::AreaCount {
                area: area.into(),
                number: total.map(|n| n / 3),
                year_number: None,
                percent: None,
            })
            .to_vec(),
        year_total: None,
        percent: None,
    };
    GetIndicatorsResponse {
        covenant: "amsterdam-2009@1".into(),
        year: 2026,
        quarter: 3,
        counted_at: at("2026-10-01"),
        smallest_told: 10,
        parties: 38,
        parties_registering: 31,
        indicators: vec![
            one("signals", "", Some(96)),
            one("involvements", "", Some(1840)),
            one("matches", "", Some(612)),
            one("matches", "made", Some(471)),
            one("cases", "", Some(161)),
            Indicator { year_total: Some(23), ..one("tickets", "", None) },
        ],
        own_areas_only: false,
    }
}

fn of_the_district() -> Vec<DistrictCase> {
    let one = |reference: &str, manager: Option<Recipient>| DistrictCase {
        reference: reference.into(),
        state: CaseState::Open.into(),
        area: "zeeburg".into(),
        category: "MPG3".into(),
        director: Some(office("procesmanager MPG2 en MPG3 Oost")),
        family_manager_contact: manager
            .as_ref()
            .filter(|manager| !manager.name.is_empty())
            .map(|_| card("M. Yilmaz", "gezinsvoogd", "020-555 01 31")),
        family_manager: manager,
        has_plan: true,
        next_milestone: "mdo-plus".into(),
        due_date: "2026-12-02".into(),
        open_tickets: 1,
        contact_overdue: reference == "7K3-M9Q",
        ..DistrictCase::default()
    };
    vec![
        one("7K3-M9Q", Some(organisation("Jeugdzorg Amsterdam"))),
        one("RST-4WX", Some(Recipient::default())),
        one("2QX-88D", None),
    ]
}

fn entries() -> Vec<AuditEntry> {
    let one = |position, actor: Option<Recipient>, result: &str| AuditEntry {
        position,
        at: at("2026-11-29"),
        professional: if actor.is_some() { "s.dewit".into() } else { String::new() },
        actor,
        call: "ListInvolved".into(),
        result: result.into(),
        subjects: vec!["person".into()],
        ..AuditEntry::default()
    };
    vec![
        one(4711, Some(organisation("Basisschool De Waterlelie")), "OK"),
        one(4712, Some(organisation("Schulddienst Zeeburg")), "NOT_ALLOWED"),
        one(4713, None, "OK"),
    ]
}

fn ways_out() -> Vec<Delivery> {
    let at = |day: &str| {
        let start = Day::parse(day).expect("a day").start();
        Some(Timestamp { seconds: start.0 / 1_000, nanos: 0 })
    };
    let own = Delivery {
        channel: DeliveryChannel::System.into(),
        position: 4,
        waiting: 1,
        ..Delivery::default()
    };
    let gone = Delivery {
        channel: DeliveryChannel::Webhook.into(),
        address: "https://meldingen.basisschool-de-waterlelie.example/verwijspunt".into(),
        waiting: 12,
        arrived_at: at("2026-11-20"),
        tried_at: at("2026-11-28"),
        failures: 7,
        failing_since: at("2026-11-21"),
        paused_since: at("2026-11-22"),
        trouble: DeliveryTrouble::Answer.into(),
        trouble_code: 410,
        ..Delivery::default()
    };
    let bounced = Delivery {
        channel: DeliveryChannel::Mail.into(),
        address: "meldingen@basisschool-de-waterlelie.example".into(),
        waiting: 3,
        failures: 1,
        next_try_at: at("2026-11-30"),
        trouble: DeliveryTrouble::NoRecipient.into(),
        ..Delivery::default()
    };
    vec![own, gone, bounced]
}

fn own_mail_of_reader() -> OwnMail {
    OwnMail {
        mailed: true,
        choice: MailChoice::Morning.into(),
        refused_addresses: vec![RefusedAddress {
            involvement_id: "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10".into(),
            professional_id: "t.bakker".into(),
            address: "t.bakker@basisschool-de-waterlelie.example".into(),
            refused_since: at("2026-11-28"),
        }],
    }
}

fn mail_of_reader(now: Now) -> Page {
    let mut page = Page::new("T. Bakker", "Basisschool De Waterlelie");
    page.blocks = own_mail::blocks(now, &own_mail_of_reader());
    page
}

fn overdue_contact() -> Vec<OverdueContact> {
    let one = |reference: &str, due: &str, owing: Vec<Recipient>| OverdueContact {
        reference: reference.into(),
        area: "zeeburg".into(),
        contact_due: due.into(),
        working_days_late: 3,
        match_id: format!("0192f0a0-0000-7000-8000-0000000{due:.4}0"),
        reminders: vec![ContactReminder {
            organisation: owing.first().cloned(),
            reminded_at: Some(prost_types::Timestamp { seconds: 1_795_600_000, nanos: 0 }),
        }],
        owing,
    };
    vec![
        one("7K3-M9Q", "2026-11-24", vec![organisation("Basisschool De Waterlelie")]),
        one("RST-4WX", "2026-11-20", vec![Recipient::default(), organisation("Schulddienst")]),
    ]
}

fn what_is_wrong(text: &str) -> CompareCovenantResponse {
    let problem = |line| CovenantProblem {
        file: if line == 0 { text.into() } else { "covenant.toml".into() },
        line,
        text_nl: text.into(),
        text_en: text.into(),
    };
    CompareCovenantResponse {
        problems: vec![problem(0), problem(12)],
        problems_left_out: 3,
        ..CompareCovenantResponse::default()
    }
}

fn what_changes(text: &str) -> CompareCovenantResponse {
    CompareCovenantResponse {
        in_force: "amsterdam-2009@1".into(),
        compared: "amsterdam-2009@2".into(),
        differences: vec![CovenantDifference {
            what_nl: "wie een trede afhandelt".into(),
            what_en: "handler of a step".into(),
            when: vec!["category: MPG1, MPG2".into(), "area: zeeburg".into()],
            in_force_nl: text.into(),
            in_force_en: text.into(),
            compared_nl: "mayor".into(),
            compared_en: "mayor".into(),
        }],
        consequences: vec![CovenantConsequence { text_nl: text.into(), text_en: text.into() }],
        refused: true,
        open_tickets: 12,
        tickets_following: 3,
        tickets_otherwise: 2,
        ..CompareCovenantResponse::default()
    }
}

/// Every page that is made from messages, by its name.
pub(super) fn pages(lang: Lang) -> Vec<(&'static str, Page)> {
    let now = now(lang);
    let coordinator = &Who::Office("coordinator-zeeburg".into());
    let mut work = my_work::view(now, &Part::only(matches()));
    work.blocks.push(super::page::Block::heading("rond", "7K3-M9Q"));
    work.blocks.extend(super::pages::involved::around(now, None, &parties()));
    let active = involvement_of("2026-0412", InvolvementState::Active);
    let ended = involvement_of("", InvolvementState::Archived);
    let own = card("T. Bakker", "intern begeleider", "020-555 01 10");
    let wrong = [("bsn1".to_owned(), "x".to_owned()), ("naam".to_owned(), "y".to_owned())];
    let ahead = [(3, route("portefeuillehouder stadsdeel Zeeburg"))];
    let categories = ["at-risk", "MPG1", "MPG2"].map(str::to_owned);
    let covenant_of_case = GetCovenantResponse {
        categories: categories
            .clone()
            .map(|code| Category { code, ..Category::default() })
            .to_vec(),
        meeting_kinds: kinds(),
        ..GetCovenantResponse::default()
    };
    let item = RulingItem {
        organisation_oin: organisations()[1].oin.clone(),
        act: 2,
        by_date: "2026-12-15".into(),
    };
    let signal_parties = signals::Known {
        organisations: organisations(),
        categories: vec!["MPG1".into(), "MPG2".into()],
    };
    let covenant_text = GetCovenantResponse {
        title: "Gezinsaanpak Amsterdam".into(),
        version: 1,
        in_force_from: "2009-01-15".into(),
        areas: vec![Area::default()],
        categories: vec![Category { code: "MPG2".into(), ..Category::default() }],
        terms: vec![Term { name: "archive_years".into(), value: 5 }],
        steps: vec![LadderStep {
            step: 1,
            name_nl: "de eigen manager praat met de andere".into(),
            name_en: "the own manager talks with the other one".into(),
            term_working_days: 10,
            category_terms: vec![CategoryTerm {
                category: "MPG4".into(),
                term_hours: 24,
                ..CategoryTerm::default()
            }],
            source: "plan § 3.4".into(),
            own_reading_nl: "de termijn is onze invulling".into(),
            own_reading_en: "the term is ours".into(),
            ..LadderStep::default()
        }],
        asked: vec![AskedRole {
            role: "directorate".into(),
            role_nl: "directie".into(),
            role_en: "directorate".into(),
            steps: vec![4],
            when: [("partner".to_owned(), "care".to_owned())].into(),
            answer_working_days: 5,
            source: "guide § 5.6.4".into(),
            ..AskedRole::default()
        }],
        ..GetCovenantResponse::default()
    };
    let grounds = ["terms", "rule step2-other-district"].map(|what| Ground {
        what: what.into(),
        source: "plan § 3.4".into(),
        own_reading_nl: "het plan zegt niet wie het dan behandelt".into(),
        own_reading_en: "the plan does not say who handles it then".into(),
    });
    let vacant =
        Office { name_nl: "burgemeester".into(), name_en: "mayor".into(), ..Office::default() };
    let objection = Objection {
        received_at: at("2026-11-20"),
        parts: vec![ObjectionPart {
            organisation_name: "Basisschool De Waterlelie".into(),
            due_date: "2026-12-01".into(),
            decision: ObjectionDecision::Pending.into(),
            ..ObjectionPart::default()
        }],
        ..Objection::default()
    };
    let access = GetSubjectAccessResponse {
        registrations: vec![SubjectRegistration {
            organisation_name: "Basisschool De Waterlelie".into(),
            since: "2026-03-03".into(),
            until: "2028-03-03".into(),
            state: 1,
            ..SubjectRegistration::default()
        }],
        told: vec![SubjectTold {
            at: at("2026-03-04"),
            organisation_name: "Schulddienst Zeeburg".into(),
            ..SubjectTold::default()
        }],
        looked: vec![SubjectLooked {
            at: at("2026-03-05"),
            name: "Schulddienst Zeeburg".into(),
            call: "ListInvolved".into(),
            ..SubjectLooked::default()
        }],
        addressee: 3,
        ..GetSubjectAccessResponse::default()
    };
    let in_part = VerifyAuditChainResponse {
        verified_to: format!("20000:{}", "9f".repeat(32)),
        head: format!("31415:{}", "a0".repeat(32)),
        chain: "een".into(),
        chains: vec!["een".into(), "twee".into()],
        ..VerifyAuditChainResponse::default()
    };
    let found = FindOfficeResponse {
        area: Some(Area { name: "Zeeburg".into(), ..Area::default() }),
        role: "coordinator".into(),
        office: Some(of_zeeburg()),
        acts: Some(of_zeeburg()),
        stands_in: vec![StandsIn {
            office: "programme-manager".into(),
            name_nl: "programmamanager gezinsaanpak".into(),
            name_en: "programme manager of the family approach".into(),
            phone: "020-555 01 90".into(),
            email: "programma@amsterdam.example".into(),
            ..StandsIn::default()
        }],
    };
    let functions = ["schoolmaatschappelijk werker", "OTHER"].map(str::to_owned);
    let code = |code: &str, name_nl: &str| EntryCode {
        code: code.into(),
        name_nl: name_nl.into(),
        name_en: name_nl.into(),
        asked: true,
    };
    let asks = GetCovenantResponse {
        functions: functions.to_vec(),
        entry_grounds: vec![code("serious-nuisance", "ernstige overlast")],
        own_attempts: vec![code("mediation", "eigen bemiddelingspoging")],
        ..GetCovenantResponse::default()
    };
    vec![
        ("mijn-werk", work),
        ("mijn-werk-leeg", my_work::view(now, &Part::only(Vec::new()))),
        ("registreren", register::view(now, &Filled::default(), Some(&own), &functions, 3, &[])),
        ("registreren-fout", register::view(now, &Filled::default(), None, &functions, 3, &wrong)),
        (
            "betrokkenheden",
            involvements::view(now, &Part::only(vec![active.clone(), ended.clone()])),
        ),
        ("betrokkenheden-leeg", involvements::view(now, &Part::only(Vec::new()))),
        ("betrokkenheid", involvement::view(now, &active, &parties(), &matches())),
        ("betrokkenheid-beeindigd", involvement::view(now, &ended, &[], &[])),
        ("kaart", contact::view_card(now, &Asked::default(), Some(&own), &functions, &[])),
        ("overdragen", contact::view_colleague(now, &Asked::default(), &functions, &[])),
        ("zorgsignaal", signal::view(now, "T. Bakker", &Filled::default(), &asks, &[])),
        ("adres", find::view(now, &Asked::default(), Some(&found), &[])),
        ("team", team::view(now, &matches(), &functions)),
        ("bezwaren", objections::view(now, true, &Part::only(vec![objection]))),
        ("werklijst", cases::view(now, &forty(), false, "")),
        (
            "zaak-openen",
            open_case::view(
                now,
                &Asked::default(),
                &covenant_text,
                &[("bsn1".to_owned(), "x".to_owned())],
            ),
        ),
        ("werklijst-leeg", cases::view(now, &[], false, "")),
        ("overleggen", chaired::view(now, &chaired_meetings())),
        ("overleggen-leeg", chaired::view(now, &[])),
        ("waakvlam", watches::view(now, &watched())),
        ("waakvlam-leeg", watches::view(now, &[])),
        ("stadsdeel", district::view(now, &of_the_district())),
        ("stadsdeel-leeg", district::view(now, &[])),
        ("koppeling", deliveries::view(now, &ways_out(), &own_mail_of_reader().refused_addresses)),
        ("ik", mail_of_reader(now)),
        ("koppeling-in-orde", deliveries::view(now, &ways_out()[..1], &[])),
        ("vergelijk", compare::form(now)),
        ("vergelijk-fout", compare::view(now, &what_is_wrong("\"area\" is missing"))),
        ("vergelijk-verschil", compare::view(now, &what_changes("coordinator"))),
        ("opvolging", overdue::view(now, &overdue_contact())),
        ("opvolging-leeg", overdue::view(now, &[])),
        ("zaak", case::view(now, &one_case(), &covenant_of_case)),
        ("zaak-escaleren", tickets::view_case_form(now, "01", &organisations())),
        ("escalaties", tickets::view(now, TicketRole::Handled, true, &[one_ticket()])),
        ("escalatie", ticket::view(now, coordinator, &one_ticket(), &ahead)),
        ("escalatie-uren", ticket::view(now, coordinator, &ticket_in_hours(), &ahead)),
        ("escalatie-gevraagd", ticket::view(now, &directorate(), &asked_ticket(), &ahead)),
        ("beslissen", rule::view(now, coordinator, &one_ticket(), &organisations())),
        ("beslissen-voorbeeld", rule::preview(now, &one_ticket(), &organisations(), &[item])),
        (
            "signalen",
            signals::view(
                now,
                coordinator,
                SignalRole::Received,
                &Part::only(vec![
                    one_signal(SignalState::Waiting, true),
                    one_signal(SignalState::Seen, false),
                ]),
            ),
        ),
        ("signaal", signals::view_one(now, coordinator, &late_signal(), &signal_parties)),
        ("cijfers", figures::view(now, &figures_of_a_quarter())),
        ("inzage", subject::view(now, &access)),
        (
            "logboek",
            log::view(
                now,
                &Asked::default(),
                "2026-11-29",
                &organisations(),
                &log::Chains { shown: "een".into(), all: vec!["een".into(), "twee".into()] },
                &Part::only(entries()),
            ),
        ),
        ("logboek-gecontroleerd", log::checked(now, &in_part)),
        ("convenant", covenant::view(now, &covenant_text, &[vacant])),
        ("grondslagen", grounds::view(now, &grounds, "")),
        ("grondslagen-regels", grounds::view(now, &grounds, "rule")),
    ]
}

/// Pages in which every text that somebody could have typed means harm.
pub(super) fn hostile(lang: Lang) -> Vec<Page> {
    let now = now(lang);
    let bad = party(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "2026-11-12");
    let mut case = one_case();
    case.category = HOSTILE.into();
    case.involved = vec![bad.clone()];
    case.planned_meetings[0].milestone = HOSTILE.into();
    let hostile_covenant = GetCovenantResponse {
        categories: vec![Category {
            code: case.category.clone(),
            family_manager_kinds: vec![HOSTILE.into()],
            ..Category::default()
        }],
        meeting_kinds: vec![MeetingKind { code: HOSTILE.into(), ..MeetingKind::default() }],
        ..GetCovenantResponse::default()
    };
    let mut ticket_of_harm = one_ticket();
    ticket_of_harm.opened_by = Some(organisation(HOSTILE));
    ticket_of_harm.handlers = vec![office(HOSTILE)];
    let mut found_by_harm = matches();
    found_by_harm[0].parties = vec![bad.clone()];
    found_by_harm[0].own_reference = HOSTILE.into();
    let filled = form_urlencoded::Serializer::new(String::new())
        .append_pair("naam", HOSTILE)
        .append_pair("postcode", HOSTILE)
        .append_pair("bsn1", HOSTILE)
        .finish();
    let wrong = [("naam".to_owned(), HOSTILE.to_owned())];
    let filled = Filled::read(filled.as_bytes());
    let mut around = Page::new(HOSTILE, HOSTILE);
    around.blocks = super::pages::involved::around(now, None, &[bad]);
    vec![
        my_work::view(now, &Part::only(found_by_harm)),
        case::view(now, &case, &hostile_covenant),
        ticket::view(now, &Who::Office("coordinator-zeeburg".into()), &ticket_of_harm, &[]),
        register::view(now, &filled, None, &[HOSTILE.to_owned()], 3, &wrong),
        compare::view(now, &what_is_wrong(HOSTILE)),
        compare::view(now, &what_changes(HOSTILE)),
        around,
    ]
}
