//! What is written in these tests? The smallest records that say something, by number.

use uuid::Uuid;
use verwijspunt::{
    domain::{
        model::{
            audit::AuditEntry,
            budget::Limits,
            case::{Case, CasePerson, CaseState, Cause, CloseReason, Family, confirmed::Confirmed},
            ground::OwnReading,
            ids::{CaseId, InvolvementId, MatchId, NotificationId, SessionId, SignalId, TicketId},
            involvement::{ContactCard, Informed, Involvement, State},
            mail_wish::MailChoice,
            matches::{FollowUp, Match, MatchParty},
            notification::{Event, Notification},
            party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
            person::{Identity, Link, Person, Pseudonym},
            report::{Quarter, Report, ReportKey},
            routing::{Derivation, RouteQuestion, Track},
            session::{Professional, SessionKey, Voucher},
            shown::MatchKind,
            terms::Terms,
            ticket::{Obstacle, Ticket, TicketState},
            time::{Day, Time},
        },
        rules::{budget::Asked, session},
        state::{
            delivery::{Attempt, Delivery, Lease, Status},
            effects::Effects,
            keys::{Key, Version},
            positions::{Channel, Cursor, CursorKey, InboxState},
            professionals::{Professionals, Wait},
            receipt::{Answer, Receipt, ReceiptKey},
            records::Record,
            tallies::{AskedIn, AskedKey, Tally, TallyKey},
        },
    },
    store::Change,
};

pub fn uuid(n: usize) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | n as u128)
}

pub fn oin(n: usize) -> Oin {
    Oin::parse(&format!("{n:020}")).expect("twenty digits")
}

pub fn organisation(n: usize) -> Party {
    Party::Organisation(oin(n))
}

pub fn office(id: &str) -> Party {
    Party::Office(OfficeId::parse(id).expect("an id"))
}

pub fn person_key(n: usize) -> Key {
    Key::Person(pseudonym(n))
}

pub fn pseudonym(n: usize) -> Pseudonym {
    let mut mac = [7; 16];
    mac[8..].copy_from_slice(&(n as u64).to_be_bytes());
    Pseudonym { version: 1, mac }
}

/// A person whom `links` involvements reach.
pub fn person(links: usize) -> Record {
    let link = |n| Link { involvement: InvolvementId(uuid(n)), organisation: oin(n), named: true };
    Record::Person(Box::new(Person { links: (0..links).map(link).collect(), ..Person::default() }))
}

/// A child whose parents are known until a day.
pub fn child(until: Day) -> Record {
    let parent = Pseudonym { version: 1, mac: [9; 16] };
    let parents = vec![Identity { current: parent, previous: None }];
    Record::Person(Box::new(Person { parents, parents_until: Some(until), ..Person::default() }))
}

/// How many involvements reach a person.
pub fn links(record: Option<&Record>) -> usize {
    match record {
        Some(Record::Person(person)) => person.links.len(),
        _ => 0,
    }
}

pub fn card() -> ContactCard {
    ContactCard {
        professional_id: "p-1".to_owned(),
        name: "Name of p-1".to_owned(),
        function: "teacher".to_owned(),
        phone: "020 5550100".to_owned(),
        email: String::new(),
        deputy: None,
    }
}

pub fn involvement(id: usize, organisation: usize, end: i32) -> (Key, Record) {
    let id = InvolvementId(uuid(id));
    let record = Involvement {
        id,
        organisation: oin(organisation),
        card: card(),
        members: Vec::new(),
        parents: Vec::new(),
        area: AreaCode::parse("zeeburg").expect("an area"),
        start: Day(0),
        end: Day(end),
        registered: Time(0),
        informed: Informed::No,
        state: State::Active,
        warn_on: None,
        withheld: None,
        shielded: None,
        leads: None,
        joined_as: None,
        earlier: false,
        fingerprint: [0; 16],
        own_reference: None,
    };
    (Key::Involvement(id), Record::Involvement(Box::new(record)))
}

/// A match of these organisations' involvements, which have the same numbers as they.
pub fn matched(id: usize, organisations: &[usize], follow_up: FollowUp) -> (Key, Record) {
    let id = MatchId(uuid(id));
    let party = |n: &usize| MatchParty {
        involvement: InvolvementId(uuid(*n)),
        organisation: oin(*n),
        card: card(),
        since: Day(0),
        kind: MatchKind::SamePerson,
        withheld: None,
        follow_up,
        gone: false,
        called: None,
        asked: None,
    };
    let record = Match {
        id,
        at: Time(0),
        parties: organisations.iter().map(party).collect(),
        leads: Vec::new(),
        reminded: None,
        due: [Day(5), Day(10), Day(15)],
        director: OfficeId::parse("coordinator-zeeburg").expect("an id"),
    };
    (Key::Match(id), Record::Match(Box::new(record)))
}

/// An open ticket, or without handlers a closed one.
pub fn ticket(id: usize, opener: usize, handlers: &[Party], director: &str) -> (Key, Record) {
    let id = TicketId(uuid(id));
    let record = Ticket {
        id,
        revision: 1,
        state: if handlers.is_empty() { TicketState::Withdrawn } else { TicketState::Open },
        opener: Some(oin(opener)),
        involvement: Some(InvolvementId(uuid(opener))),
        case: Some(CaseId(uuid(opener))),
        card: Some(card()),
        shielded: false,
        obstacle: Obstacle::NoAgreement,
        facts: RouteQuestion {
            track: Track::NoAgreement,
            step: 1,
            category: CategoryCode::parse("MPG1").expect("a category"),
            nuisance: false,
            measure: verwijspunt::domain::model::agreement::Measure::None,
            area: AreaCode::parse("zeeburg").expect("an area"),
            target: None,
            handled_by: None,
            mandate_used: false,
            absence: false,
        },
        target_matched: false,
        handlers: handlers.to_vec(),
        by_mandate: false,
        last_step: false,
        by_office: None,
        asked: Vec::new(),
        due_at: None,
        director: OfficeId::parse(director).expect("an id"),
        informed: Vec::new(),
        derivation: Derivation {
            rule: "r".to_owned(),
            source: "s".to_owned(),
            covenant: "c@1".to_owned(),
            facts: Vec::new(),
            nl: String::new(),
            en: String::new(),
            own_reading: OwnReading::default(),
        },
        opened: Time(0),
        due: (!handlers.is_empty()).then_some(Day(20)),
        overdue: false,
        history: Vec::new(),
        fingerprint: [0; 16],
    };
    (Key::Ticket(id), Record::Ticket(Box::new(record)))
}

/// A case, open or closed, with as many persons as its id says.
pub fn case(id: usize, director: &str, open: bool) -> (Key, Record) {
    let person = |n| CasePerson {
        id: uuid(n),
        identity: Identity { current: pseudonym(n), previous: None },
        since: Time(0),
    };
    let family = Family {
        area: AreaCode::parse("zeeburg").expect("an area"),
        category: CategoryCode::parse("MPG1").expect("a category"),
        nuisance: false,
        measure: verwijspunt::domain::model::agreement::Measure::None,
    };
    let closed = CaseState::Closed { reason: CloseReason::NotNeeded, at: Time(0), until: Day(9) };
    let record = Case {
        id: CaseId(uuid(id)),
        revision: 1,
        state: if open { CaseState::Open } else { closed },
        cause: Cause::Director,
        opened: Time(0),
        family,
        director: OfficeId::parse(director).expect("an id"),
        classifications: Vec::new(),
        persons: (0..id).map(person).collect(),
        managers: Vec::new(),
        plan: None,
        attendance: Default::default(),
        watch: None,
        confirmed: Confirmed::NotYet,
        fingerprint: [0; 16],
        closing: None,
        invitations: Vec::new(),
        reported: None,
    };
    (Key::Case(record.id), Record::Case(Box::new(record)))
}

/// A receipt: the record whose deadline is any instant.
pub fn receipt(caller: &Party, request: usize, expires: i64) -> (Key, Record) {
    let key = ReceiptKey { caller: caller.clone(), request: uuid(request) };
    let receipt =
        Receipt { fingerprint: [1; 16], answer: Answer::Imported(7), expires: Time(expires) };
    (Key::Receipt(key), Record::Receipt(Box::new(receipt)))
}

/// A report of a quarter; covenants whose names begin with each other's.
pub fn report(n: usize) -> (Key, Record) {
    let quarter = Quarter::new(2026, 1).expect("a quarter");
    let key = ReportKey { covenant: "a".repeat(n + 1), quarter };
    let report = Report {
        covenant: "a@1".to_owned(),
        quarter,
        counted_at: Time(0),
        areas: Vec::new(),
        counts: std::collections::BTreeMap::new(),
        parties: n as u32,
        registering: 0,
        layout: Vec::new(),
        year: std::collections::BTreeMap::new(),
        own: false,
    };
    (Key::Report(key), Record::Report(Box::new(report)))
}

pub fn inbox_state(inbox: &Party, acknowledged: u64, trim_at: Option<i64>) -> (Key, Record) {
    let state = InboxState { acknowledged, trimmed: 0, trim_at: trim_at.map(Time) };
    (Key::Inbox(inbox.clone()), Record::Inbox(state))
}

pub fn cursor(recipient: &Party, channel: Channel, position: u64) -> (Key, Record) {
    let key = CursorKey { recipient: recipient.clone(), channel };
    // As for a channel by which the broker itself delivers, in the middle of a failure.
    let delivery = (channel != Channel::System).then(|| {
        Box::new(Delivery {
            failures: 3,
            next_try: Some(Time(position as i64)),
            last: Some(Attempt { at: Time(7), status: Status::Failed }),
            lease: Some(Lease { holder: "a".into(), until: Time(9) }),
            ahead: vec![SignalId(uuid(1))],
            ..Delivery::default()
        })
    });
    let professionals = (channel == Channel::Professionals).then(|| {
        let waiting = vec![Wait {
            about: InvolvementId(uuid(1)).into(),
            professional: "anna".to_owned(),
            sequence: position,
            told: NotificationId(uuid(2)),
            at: Time(7),
            must: true,
            held: None,
        }];
        let choices = vec![("anna".to_owned(), MailChoice::Morning)];
        Box::new(Professionals { waiting, choices, troubles: vec![Delivery::default()] })
    });
    (Key::Cursor(key), Record::Cursor(Cursor { position, delivery, professionals }))
}

pub fn notification(n: usize) -> Notification {
    let event = Event::Retracted { involvement: InvolvementId(uuid(n)) };
    Notification { id: NotificationId(uuid(n)), at: Time(n as i64), event }
}

pub fn audit(n: i64) -> AuditEntry {
    let (action, result) = ("Test".to_owned(), "OK".to_owned());
    AuditEntry {
        at: Time(n),
        actor: None,
        action,
        result,
        ground: String::new(),
        subjects: Vec::new(),
    }
}

pub fn change(effects: Effects) -> Change {
    Change { expect: Vec::new(), effects, audit: audit(0), asked: None }
}

pub fn puts(put: Vec<(Key, Record)>) -> Change {
    change(Effects { put, ..Effects::default() })
}

pub fn deletes(delete: Vec<Key>) -> Change {
    change(Effects { delete, ..Effects::default() })
}

pub fn notifies(notify: Vec<(Party, Notification)>) -> Change {
    change(Effects { notify, ..Effects::default() })
}

pub fn trims(inbox: &Party, upto: u64) -> Change {
    change(Effects { trim: vec![(inbox.clone(), upto)], ..Effects::default() })
}

/// The day on which the tests ask.
pub const DAY: i32 = 20_500;

/// Where the persons about whom a caller asked on a day are counted.
pub fn tally_key(caller: &Party, day: i32) -> TallyKey {
    TallyKey { caller: caller.clone(), day: Day(day), person: None }
}

/// A tally, whatever its caller asked.
pub fn tally(caller: &Party, n: u64) -> (Key, Record) {
    let tally = Tally { hour: 1, in_hour: n, in_day: n, ends: Time(9) };
    (Key::Tally(tally_key(caller, DAY)), Record::Tally(tally))
}

/// That a caller asked about a person.
pub fn asked(caller: &Party, n: usize) -> (Key, Record) {
    let key = AskedKey { by: tally_key(caller, DAY), person: pseudonym(n) };
    (Key::Asked(key), Record::Asked(AskedIn(1)))
}

/// The session of somebody, who is one of a school.
pub fn session(n: usize) -> (Key, Record) {
    let organisation = oin(n);
    let who = Professional {
        display: None,
        voucher: Voucher::Issuer("https://login.example".to_owned()),
        subject: n.to_string(),
        name: format!("p-{n}"),
        organisation,
        seats: vec![Party::Organisation(organisation)],
        coordinates: n.is_multiple_of(2),
    };
    let (id, now) = (SessionId(uuid(600 + n)), Time(5));
    let session = session::begin(id, who, None, now, session::Terms::default(), now);
    (Key::Session(SessionKey([n as u8; 32])), Record::Session(Box::new(session)))
}

/// Asks about persons in an hour of a day, and nothing else. At most three persons an hour, five a day.
pub fn asks(caller: &Party, persons: &[usize], day: i32, hour: i64) -> Change {
    let at = Day(day).start().plus_ms(hour * 3_600_000);
    let limits = Limits { hour: 3, day: 5 };
    let persons = persons.iter().map(|n| pseudonym(*n)).collect();
    let asked = Asked::new(caller.clone(), persons, at, Some(limits));
    Change { asked: Some(asked), ..change(Effects::default()) }
}

/// Makes a change rely on a version.
pub fn expecting(mut change: Change, key: &Key, version: Version) -> Change {
    change.expect.push((key.clone(), version));
    change
}

/// The terms of a covenant that drops what was acknowledged at once.
pub fn terms() -> Terms {
    Terms {
        involvement_max_years: 2,
        involvement_warn_days: 30,
        archive_years: 5,
        ages_out_years: 23,
        follow_up_party_working_days: 5,
        follow_up_organisation_working_days: 10,
        follow_up_director_working_days: 15,
        inbox_keep_acknowledged_days: 0,
        same_organisation_matches: false,
        absences_open_ladder: 2,
        milestone_remind_days: 7,
        case_archive_years: 5,
        objection_days: 31,
        family_manager_caseload: None,
        days_off: Vec::new(),
    }
}
