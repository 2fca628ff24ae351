//! Are professionals mailed at the addresses on their cards, about their own registrations only, and does
//! a card that changes, goes to a colleague or ends move or stop the mail?

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, fingerprint},
    deliver::{
        figures::Figures,
        mail::{Mail, Settings},
        professionals,
    },
    domain::{
        model::{
            agreement::Measure,
            case::{
                Case, CaseState, Cause, CloseReason, Family, ManagerTerm, confirmed::Confirmed,
            },
            ground::OwnReading,
            ids::{CaseId, InvolvementId, MatchId, NotificationId, ObjectionId, SignalId},
            involvement::{ContactCard, EndReason, Informed, Involvement, State},
            mail_wish::MailChoice,
            notification::{Event, FollowUpStage, SignalHappening, WatchHappening},
            party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
            routing::Derivation,
            signal::{Signal, SignalState},
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            delivering::{LEASE_MS, Outcome},
            own_mail::{OwnMail, Refused, Wish},
            professional_mail::{LOOKED_AT_MOST, Letter, Step, Terms},
        },
        state::{delivery::Trouble, effects::Effects, positions::Channel},
    },
    store::{
        Store,
        embedded::{EmbeddedStore, engine::Options},
        memory::MemoryStore,
    },
};

use crate::rig::{Sink, at, broker_of_school, commit, school, tell};

const DAY_MS: i64 = 86_400_000;

fn id(n: u128) -> InvolvementId {
    InvolvementId(Uuid::from_u128(n))
}

fn party() -> Party {
    Party::Organisation(school())
}

/// An involvement of the school, of a professional with this address.
fn registered(n: u128, professional: &str, email: &str) -> Involvement {
    Involvement {
        id: id(n),
        organisation: school(),
        card: ContactCard {
            professional_id: professional.to_owned(),
            name: "Quirina Zwanenzang".to_owned(),
            function: "leerkracht".to_owned(),
            phone: "020-5559871".to_owned(),
            email: email.to_owned(),
            deputy: None,
        },
        members: Vec::new(),
        parents: Vec::new(),
        area: AreaCode::parse("zeeburg").unwrap(),
        start: Day(0),
        end: Day(30_000),
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
    }
}

/// A concern signal that somebody sent, with this address on its card.
fn sent(n: u128, by: Oin, professional: &str, email: &str) -> Signal {
    let Involvement { card, area, .. } = registered(n, professional, email);
    let nothing = String::new;
    Signal {
        id: SignalId(Uuid::from_u128(n)),
        sender: by,
        card,
        members: Vec::new(),
        area,
        acute: false,
        children: true,
        sent: Time(0),
        state: SignalState::TakenUp,
        recipient: party(),
        told: NotificationId(Uuid::nil()),
        informed: Vec::new(),
        crisis: false,
        case: None,
        director: OfficeId::parse("coordinator-zeeburg").unwrap(),
        derivation: Derivation {
            rule: nothing(),
            source: nothing(),
            covenant: nothing(),
            facts: Vec::new(),
            nl: nothing(),
            en: nothing(),
            own_reading: OwnReading::default(),
        },
        history: Vec::new(),
        keep_until: Day(30_000),
        fingerprint: [0; 16],
        discussed: None,
        clock: None,
        passed: Vec::new(),
        outcome: None,
        arrival: None,
        reported: None,
        shielded: false,
    }
}

/// A case with these family managers one after another, by the numbers of their involvements.
fn watched(managers: &[(Oin, u128)]) -> Case {
    let term = |(organisation, n): &(Oin, u128)| ManagerTerm {
        organisation: *organisation,
        involvement: id(*n),
        card: registered(*n, "anybody", "").card,
        since: Time(0),
        until: Some(Time(0)),
        beyond: None,
    };
    Case {
        id: CaseId(Uuid::from_u128(1)),
        revision: 1,
        state: CaseState::Watching { reason: CloseReason::NotNeeded, at: Time(0) },
        cause: Cause::Director,
        opened: Time(0),
        family: Family {
            area: AreaCode::parse("zeeburg").unwrap(),
            category: CategoryCode::parse("MPG1").unwrap(),
            nuisance: false,
            measure: Measure::None,
        },
        director: OfficeId::parse("coordinator-zeeburg").unwrap(),
        classifications: Vec::new(),
        persons: Vec::new(),
        managers: managers.iter().map(term).collect(),
        plan: None,
        attendance: Default::default(),
        watch: None,
        confirmed: Confirmed::NotYet,
        fingerprint: [0; 16],
        closing: None,
        invitations: Vec::new(),
        reported: None,
    }
}

/// What became of it.
fn became(n: u128, happening: SignalHappening) -> Event {
    Event::Signal { signal: SignalId(Uuid::from_u128(n)), happening, crisis: false }
}

/// Another party became involved: it can wait for the next digest.
fn found(n: u128) -> Event {
    Event::MatchFound { matched: MatchId(Uuid::nil()), involvement: id(n), other: id(999) }
}

/// Contact is overdue: it must be told at once.
fn overdue(n: u128) -> Event {
    Event::FollowUpDue {
        matched: MatchId(Uuid::nil()),
        involvement: Some(id(n)),
        stage: FollowUpStage::Party,
        owing: 0,
    }
}

/// A broker of which the test is the clock and the mail server.
struct Desk {
    store: Arc<dyn Store>,
    clock: Arc<AtomicI64>,
    broker: Arc<Broker>,
}

impl Desk {
    fn at(store: Arc<dyn Store>, text: &str) -> Self {
        let clock = Arc::new(AtomicI64::new(at(text).0));
        let broker = broker_of_school(store.clone(), &clock);
        Self { store, clock, broker }
    }

    fn new(text: &str) -> Self {
        Self::at(Arc::new(MemoryStore::default()), text)
    }

    fn set(&self, text: &str) {
        self.clock.store(at(text).0, Ordering::SeqCst);
    }

    async fn keep(&self, involvement: Involvement) {
        let mut effects = Effects::default();
        effects.put_involvement(involvement);
        commit(self.store.as_ref(), self.broker.now(), effects).await;
    }

    async fn keep_signal(&self, signal: Signal) {
        let mut effects = Effects::default();
        effects.put_signal(signal);
        commit(self.store.as_ref(), self.broker.now(), effects).await;
    }

    async fn tell(&self, event: Event) {
        tell(self.store.as_ref(), &party(), self.broker.now(), event).await;
    }

    /// A professional of the school may ask about the own mail, and change it.
    fn permit(&self, professional: &str) -> Permit {
        self.permit_for(professional, Call::ChooseOwnMail)
    }

    fn permit_for(&self, professional: &str, call: Call) -> Permit {
        let kind = CallerKind::Organisation;
        let caller = Caller::by_certificate(kind, party(), professional, "1");
        access::admit(caller, call, self.broker.now()).expect("it may")
    }

    async fn step_as(&self, holder: Option<&str>) -> Step {
        let mut line = self.broker.professional_line(school());
        if let Some(holder) = holder {
            (line.holder, line.shared) = (holder.into(), true);
        }
        let covenants = self.broker.covenant();
        let days_off = &covenants.inbox_terms(&party()).days_off;
        let terms = Terms { wish: covenants.mail_wish(&party()), days_off, fingerprint };
        loop {
            match self.broker.next_professional_mail(&line, &terms).await.unwrap() {
                Step::Again => {}
                step => break step,
            }
        }
    }

    async fn letter(&self) -> Letter {
        match self.step_as(None).await {
            Step::Send(letter) => *letter,
            step => panic!("nothing goes: {step:?}"),
        }
    }

    async fn ended(&self, letter: &Letter, outcome: Outcome) -> bool {
        let line = self.broker.professional_line(school());
        self.broker.professional_mail_ended(&line, letter, outcome, 500).await.unwrap()
    }

    /// Everything that goes now; the mail server takes it.
    async fn goes(&self) -> Vec<String> {
        let mut gone = Vec::new();
        while let Step::Send(letter) = self.step_as(None).await {
            assert!(self.ended(&letter, Outcome::Delivered).await);
            gone.push(letter.to);
        }
        gone
    }

    /// Until when nothing goes.
    async fn rests(&self) -> Option<Time> {
        match self.step_as(None).await {
            Step::Wait { until, .. } => until,
            step => panic!("something goes: {step:?}"),
        }
    }
}

#[tokio::test]
async fn whoever_stands_on_the_card_is_mailed_about_the_own_work_and_nobody_else() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.keep(registered(2, "bob", "bob@school.example")).await;
    desk.keep(registered(3, "carla", "")).await;
    let covenants = desk.broker.covenant();
    let by_mail = covenants.organisations_by_mail();
    let chosen: Vec<_> = by_mail.iter().filter(|(_, chosen)| **chosen).collect();
    assert_eq!(chosen, [(&school(), &true)], "nobody else chose so, and {} did not", by_mail.len());
    // What is for the organisation as a whole, and what is somebody else's.
    let signal = SignalId(Uuid::nil());
    desk.tell(Event::Signal { signal, happening: SignalHappening::Received, crisis: true }).await;
    let (objection, due) = (ObjectionId(Uuid::nil()), Day(1));
    desk.tell(Event::ObjectionReceived { objection, involvement: Some(id(1)), due }).await;
    desk.tell(overdue(3)).await;
    desk.tell(overdue(77)).await;
    assert_eq!(desk.rests().await, None);
    // Of two who have something, one must act now: the other hears it at 13:00.
    desk.tell(found(1)).await;
    desk.tell(found(2)).await;
    desk.tell(overdue(2)).await;
    assert_eq!(desk.goes().await, ["bob@school.example"]);
    assert_eq!(desk.rests().await, Some(at("2026-12-01T12:00:00Z")));
    desk.set("2026-12-01T12:00:00Z");
    assert_eq!(desk.goes().await, ["anna@school.example"]);
    assert_eq!(desk.rests().await, None, "each is told once");
    // The organisation's quiet hours hold for its professionals.
    desk.set("2026-12-01T22:00:00Z");
    desk.tell(overdue(2)).await;
    assert_eq!(desk.rests().await, Some(at("2026-12-02T06:00:00Z")));
}

#[tokio::test]
async fn whoever_sent_a_signal_is_mailed_what_became_of_it() {
    use SignalHappening::{
        Arrival, Deputy, Informed, OfficeAbove, Outcome, Received, Referred, Seen, TakenUp,
    };
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep_signal(sent(1, school(), "anna", "anna@school.example")).await;
    desk.keep_signal(sent(2, school(), "bob", "")).await;
    let another = Oin::parse("00000009000000009000").unwrap();
    desk.keep_signal(sent(3, another, "eve", "eve@elsewhere.example")).await;
    // A signal that came, one of others, one without an address, one that is no more, and what leads to nothing.
    let others = [became(2, TakenUp), became(3, Outcome), became(77, TakenUp)];
    let own = [Received, Informed, Seen].map(|happening| became(1, happening));
    for event in own.into_iter().chain(others) {
        desk.tell(event).await;
    }
    assert_eq!(desk.rests().await, None);
    let digest = at("2026-12-01T12:00:00Z");
    for happening in [TakenUp, Referred, Deputy, OfficeAbove, Outcome, Arrival] {
        desk.tell(became(1, happening)).await;
        assert_eq!(desk.rests().await, Some(digest), "{happening:?} waits for a digest");
        desk.clock.store(digest.0, Ordering::SeqCst);
        assert_eq!(desk.goes().await, ["anna@school.example"], "{happening:?}");
        desk.set("2026-12-01T10:00:00Z");
    }
    // Beside an own registration: one mail speaks for both, and a card that changes moves it.
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.tell(overdue(1)).await;
    desk.tell(became(1, Outcome)).await;
    assert_eq!(desk.goes().await, ["anna@school.example"]);
    assert_eq!(desk.rests().await, None, "one mail for both");
    desk.tell(became(1, Arrival)).await;
    assert!(desk.rests().await.is_some());
    desk.keep_signal(sent(1, school(), "anna", "a.devries@school.example")).await;
    desk.set("2026-12-01T12:00:00Z");
    assert_eq!(desk.goes().await, ["a.devries@school.example"]);
}

/// Whoever was family manager last keeps watch: the reminder to look goes to the address on that card.
#[tokio::test]
async fn whoever_keeps_watch_is_mailed_when_a_look_is_due() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    for (n, who) in [(1, "anna"), (2, "piet")] {
        desk.keep(registered(n, who, &format!("{who}@school.example"))).await;
    }
    let another = Oin::parse("00000009000000009000").unwrap();
    let watched = watched(&[(school(), 2), (school(), 1), (another, 3)]);
    let mut effects = Effects::default();
    effects.put_case(watched.clone());
    commit(desk.store.as_ref(), desk.broker.now(), effects).await;
    let (case, day) = (watched.id, Day(20_000));
    desk.tell(Event::Watch { case, happening: WatchHappening::Due, day }).await;
    desk.set("2026-12-02T10:00:00Z");
    assert_eq!(desk.goes().await, ["anna@school.example"]);
}

/// A signal has no page on which its card is changed: that is done with all cards of a professional.
#[tokio::test]
async fn a_refused_address_of_a_signal_alone_is_shown_without_an_involvement() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep_signal(sent(1, school(), "anna", "gone@school.example")).await;
    desk.tell(became(1, SignalHappening::TakenUp)).await;
    let refused = async || {
        let shown = desk.broker.own_mail(&desk.permit("anna")).await.unwrap().refused;
        shown.into_iter().map(|one| (one.involvement, one.address)).collect::<Vec<_>>()
    };
    assert_eq!(desk.rests().await, Some(at("2026-12-01T12:00:00Z")));
    desk.set("2026-12-01T12:00:00Z");
    let letter = desk.letter().await;
    assert!(desk.ended(&letter, Outcome::Refused).await);
    assert_eq!(refused().await, [(None, "gone@school.example".to_owned())]);
    // With the same address on a registration, it is mended there.
    desk.keep(registered(1, "anna", "gone@school.example")).await;
    desk.tell(overdue(1)).await;
    assert!(desk.rests().await.is_some());
    assert_eq!(refused().await, [(Some(id(1)), "gone@school.example".to_owned())]);
}

/// However many are due, a turn reads a page of them, and addresses that take no mail hold up nobody behind.
#[tokio::test]
async fn of_many_who_are_due_a_page_is_read_in_each_turn() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    let page = u128::try_from(LOOKED_AT_MOST).unwrap();
    // More than a page whose addresses take no mail, and behind them one that does.
    let last = page + 50;
    for n in 1..=last {
        let (who, at) = (format!("p{n}"), format!("p{n}@school.example"));
        desk.keep(registered(n, &who, &at)).await;
        desk.tell(overdue(n)).await;
    }
    let mut refused = 0;
    let gone = loop {
        let letter = desk.letter().await;
        if letter.to == format!("p{last}@school.example") {
            break letter;
        }
        assert!(desk.ended(&letter, Outcome::Refused).await);
        refused += 1;
    };
    assert_eq!(refused, last - 1, "each once");
    assert!(desk.ended(&gone, Outcome::Delivered).await);
    // All are held up now, and nothing is read in a circle: they are looked at again, a page at a time.
    let Step::Wait { until: Some(until), pending: true } = desk.step_as(None).await else {
        panic!("they wait, and should have gone")
    };
    assert!(until > desk.broker.now());
    // A card that has another address since then is found, wherever it stands.
    desk.keep(registered(last - 1, "p", "new@school.example")).await;
    desk.clock.fetch_add(600_000, Ordering::SeqCst);
    assert_eq!(desk.goes().await, ["new@school.example"]);
}

#[tokio::test]
async fn a_card_that_changes_moves_the_mail_and_one_that_ends_stops_it() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    for n in 1..=4 {
        desk.keep(registered(n, "anna", "anna@school.example")).await;
        desk.tell(found(n)).await;
    }
    assert_eq!(desk.rests().await, Some(at("2026-12-01T12:00:00Z")));
    // One has another address, one went to a colleague, one ended; of all of them nothing was sent.
    desk.keep(registered(2, "anna", "a.devries@school.example")).await;
    desk.keep(registered(3, "bob", "bob@school.example")).await;
    let (reason, at_) = (EndReason::NoLongerInvolved, desk.broker.now());
    let state = State::Archived { reason, at: at_, until: Day(40_000) };
    desk.keep(Involvement { state, ..registered(4, "anna", "gone@school.example") }).await;
    desk.set("2026-12-01T12:00:00Z");
    let expected = ["anna@school.example", "a.devries@school.example", "bob@school.example"];
    assert_eq!(desk.goes().await, expected);
    assert_eq!(desk.rests().await, None);
}

#[tokio::test]
async fn an_address_that_takes_no_mail_holds_up_nobody_and_a_new_one_is_tried_at_once() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "gone@school.example")).await;
    desk.keep(registered(2, "bob", "bob@school.example")).await;
    desk.tell(overdue(1)).await;
    desk.tell(overdue(2)).await;
    let refused = desk.letter().await;
    assert_eq!(refused.to, "gone@school.example");
    assert!(desk.ended(&refused, Outcome::Refused).await);
    let line = desk.broker.professional_line(school());
    assert!(desk.broker.is_professional_mail_paused(&line).await.unwrap());
    assert_eq!(desk.goes().await, ["bob@school.example"]);
    let tomorrow = desk.broker.now().plus_ms(DAY_MS);
    assert_eq!(desk.rests().await, Some(tomorrow), "it is tried once a day");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    assert_eq!(desk.goes().await, ["anna@school.example"]);
    assert!(!desk.broker.is_professional_mail_paused(&line).await.unwrap());
    // A passing trouble: soon again, and nothing is lost.
    desk.tell(overdue(1)).await;
    let put_off = desk.letter().await;
    let why = Trouble::Status(451);
    assert!(desk.ended(&put_off, Outcome::Retry { after_ms: None, why }).await);
    assert_eq!(desk.rests().await, Some(desk.broker.now().plus_ms(1_000)));
    desk.clock.fetch_add(1_000, Ordering::SeqCst);
    assert_eq!(desk.goes().await, ["anna@school.example"]);
}

#[tokio::test]
async fn a_broker_that_dies_repeats_the_last_mail_and_loses_none() {
    let directory = tempfile::tempdir().unwrap();
    let open = || -> Arc<dyn Store> {
        Arc::new(EmbeddedStore::open(directory.path(), Options::default()).unwrap())
    };
    let mut desk = Desk::at(open(), "2026-12-01T10:00:00Z");
    let people: Vec<String> = (1..=6).map(|n| format!("p{n}@school.example")).collect();
    for (n, address) in (1..).zip(&people) {
        desk.keep(registered(n, address, address)).await;
        desk.tell(overdue(n)).await;
    }
    let mut heard: Vec<(String, Uuid)> = Vec::new();
    for round in 0..2 * people.len() {
        let Step::Send(letter) = desk.step_as(None).await else { break };
        heard.push((letter.to.clone(), letter.told.0));
        // It dies before it takes down what went, each second time; what it knew is gone with it.
        if round % 2 == 1 {
            assert!(desk.ended(&letter, Outcome::Delivered).await);
        }
        desk.store.close().await;
        drop(desk);
        desk = Desk::at(open(), "2026-12-01T10:00:00Z");
    }
    for pair in heard.chunks(2) {
        assert_eq!(pair[0], pair[1], "the same, by the same id");
    }
    let once: Vec<String> = heard.iter().step_by(2).map(|(to, _)| to.clone()).collect();
    assert_eq!(once, people);
    desk.store.close().await;
}

#[tokio::test]
async fn of_two_brokers_one_mails_and_the_other_goes_on_when_it_dies() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.tell(overdue(1)).await;
    let Step::Send(letter) = desk.step_as(Some("a")).await else { panic!("it goes") };
    let free = desk.broker.now().plus_ms(LEASE_MS);
    let waits = Step::Wait { until: Some(free), pending: true };
    assert_eq!(desk.step_as(Some("b")).await, waits);
    desk.clock.store(free.0, Ordering::SeqCst);
    assert_eq!(desk.step_as(Some("b")).await, Step::Send(letter.clone()));
    // The first one comes back too late: what it says changes nothing.
    let line = desk.broker.professional_line(school());
    let ended = async |holder: &str| {
        let mut line = line.clone();
        (line.holder, line.shared) = (holder.into(), true);
        desk.broker.professional_mail_ended(&line, &letter, Outcome::Delivered, 0).await.unwrap()
    };
    assert!(!ended("a").await);
    assert!(ended("b").await);
    assert!(!ended("b").await, "once");
    assert_eq!(desk.rests().await, None);
}

#[tokio::test]
async fn what_waits_is_forgotten_when_the_organisation_chooses_otherwise() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.tell(found(1)).await;
    assert!(desk.rests().await.is_some());
    desk.broker.stop_professional_mail(school()).await.unwrap();
    assert_eq!(desk.rests().await, None);
}

#[tokio::test]
async fn a_mail_to_a_professional_names_nobody_and_leads_to_the_own_work() {
    let sink = Sink::start(true);
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.keep(registered(2, "bob", "gone@school.example")).await;
    desk.keep(registered(3, "eve", "eve@school.example>\u{2028}Bcc:")).await;
    for n in [3, 2, 1] {
        desk.tell(overdue(n)).await;
    }
    let settings = Settings {
        server: sink.server(),
        sender: "verwijspunt@stad.example".parse().unwrap(),
        console: "https://verwijspunt.stad.example".to_owned(),
    };
    let (figures, stop) = (Arc::new(Figures::default()), CancellationToken::new());
    let mail = Arc::new(Mail::new(settings, desk.broker.clone()));
    let run = professionals::run(desk.broker.clone(), mail, figures.clone(), stop.clone());
    let task = tokio::spawn(run);
    let mut sink = sink;
    let (sink, mail) = tokio::task::spawn_blocking(move || {
        let mail = sink.next();
        (sink, mail)
    })
    .await
    .unwrap();
    stop.cancel();
    task.await.unwrap();
    let text = mail["text"].as_str().unwrap();
    assert_eq!(
        (mail["to"][0].as_str(), mail["tls"].as_bool()),
        (Some("anna@school.example"), Some(true))
    );
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let link = "https://verwijspunt.stad.example/mijn-werk\r\n";
    let expected =
        format!("Er staat iets voor u klaar.\r\n{link}\r\nSomething is ready for you.\r\n{link}");
    // SMTP ends the last line once more.
    assert_eq!(body.trim_end(), expected.trim_end());
    for inside in ["Quirina", "Zwanenzang", "zeeburg", "5559871", &id(1).0.to_string()] {
        assert!(!text.contains(inside), "{text}");
    }
    assert!(head.contains("Auto-Submitted: auto-generated") && !head.contains("Bcc"), "{head}");
    assert_eq!((figures.delivered(), figures.failed()), (1, 2), "and nobody was held up");
    let rest: BTreeSet<String> = sink.rest().iter().map(ToString::to_string).collect();
    assert_eq!(rest, BTreeSet::new());
}

#[tokio::test]
async fn a_professional_chooses_how_often_and_never_silences_what_must_be_told() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.keep(registered(2, "bob", "bob@school.example")).await;
    let choose = async |choice| {
        let wish = Wish { choice: Some(choice), confirmed: false };
        desk.broker.choose_own_mail(&desk.permit("anna"), wish).await.unwrap().choice
    };
    assert_eq!(choose(Some(MailChoice::Morning)).await, Some(MailChoice::Morning));
    desk.tell(found(1)).await;
    desk.tell(found(2)).await;
    // What already waits goes as is chosen now, and nobody else's does.
    assert_eq!(desk.rests().await, Some(at("2026-12-01T12:00:00Z")), "that of bob");
    choose(Some(MailChoice::AtOnce)).await;
    assert_eq!(desk.goes().await, ["anna@school.example"]);
    choose(Some(MailChoice::Obliged)).await;
    desk.tell(found(1)).await;
    desk.set("2026-12-01T12:00:00Z");
    assert_eq!(desk.goes().await, ["bob@school.example"]);
    assert_eq!(desk.rests().await, None, "anna wants no digest");
    desk.tell(overdue(1)).await;
    assert_eq!(desk.goes().await, ["anna@school.example"], "it cannot be switched off");
    // As the organisation chose: nothing of it is kept.
    assert_eq!(choose(None).await, None);
    let own = desk.broker.own_mail(&desk.permit("anna")).await.unwrap();
    assert_eq!(own, OwnMail::default());
}

#[tokio::test]
async fn a_refused_address_is_work_until_the_card_changes_or_it_is_confirmed() {
    let desk = Desk::new("2026-12-01T10:00:00Z");
    desk.keep(registered(1, "anna", "gone@school.example")).await;
    desk.keep(registered(2, "anna", "gone@school.example")).await;
    for n in [1, 2] {
        desk.tell(overdue(n)).await;
    }
    let refuse = async || {
        let letter = desk.letter().await;
        assert!(desk.ended(&letter, Outcome::Refused).await);
    };
    let of = async |who: &str| desk.broker.own_mail(&desk.permit(who)).await.unwrap().refused;
    refuse().await;
    let since = desk.broker.now();
    let expected = Refused {
        involvement: Some(id(1)),
        professional: "anna".to_owned(),
        address: "gone@school.example".to_owned(),
        since,
    };
    assert_eq!(of("anna").await, std::slice::from_ref(&expected), "once for all cards");
    assert_eq!(of("bob").await, [], "a colleague has another card");
    let coordinator = desk.permit_for("carla", Call::ListDeliveries);
    let ways = desk.broker.list_deliveries(&coordinator).await.unwrap();
    assert_eq!(ways.refused, [expected]);
    // A passing trouble is nobody's work, and a refused address that was confirmed is tried again.
    let wish = Wish { choice: None, confirmed: true };
    let confirmed = desk.broker.choose_own_mail(&desk.permit("anna"), wish).await.unwrap();
    assert_eq!(confirmed.refused, []);
    refuse().await;
    assert_eq!(of("anna").await.len(), 1, "it still takes none");
    let resume = desk.permit_for("carla", Call::ResumeDelivery);
    desk.broker.resume_delivery(&resume, Channel::Professionals).await.unwrap();
    assert_eq!(of("anna").await, []);
    refuse().await;
    // Another address on one card, then on the other: at once, before anything is sent.
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    assert_eq!(
        of("anna").await.iter().map(|one| one.involvement).collect::<Vec<_>>(),
        [Some(id(2))]
    );
    desk.keep(registered(2, "anna", "anna@school.example")).await;
    assert_eq!(of("anna").await, []);
    assert_eq!(desk.goes().await, ["anna@school.example"]);
}

#[tokio::test]
async fn a_clock_that_ran_ahead_holds_no_mail_back_for_long() {
    let year_ahead = "2027-12-01T10:00:00Z";
    let now = "2026-12-01T10:00:00Z";
    let desk = Desk::new(now);
    desk.keep(registered(1, "anna", "anna@school.example")).await;
    desk.tell(overdue(1)).await;
    // A broker of a wrong clock takes the lease and dies.
    desk.set(year_ahead);
    let Step::Send(first) = desk.step_as(Some("a")).await else { panic!("it is due") };
    desk.set(now);
    let Step::Send(same) = desk.step_as(Some("b")).await else { panic!("its lease is believed") };
    assert_eq!(same, first);
    // Another one fails by a wrong clock.
    desk.set(year_ahead);
    let failed = desk.letter().await;
    assert!(desk.ended(&failed, Outcome::Refused).await);
    let held = desk.rests().await.expect("it is tried again");
    assert_eq!(held, at(year_ahead).plus_ms(DAY_MS));
    desk.set(now);
    assert_eq!(desk.goes().await, ["anna@school.example"]);
    // What was written by a wrong clock, and what was read by one, waits no longer than what comes now.
    let nothing: [&str; 0] = [];
    for reads_ahead in [false, true] {
        desk.set(year_ahead);
        desk.tell(found(1)).await;
        if reads_ahead {
            assert!(desk.rests().await > Some(at(year_ahead)), "it waits for a digest");
        }
        desk.set(now);
        assert_eq!(desk.goes().await, nothing);
        let digest = desk.rests().await.expect("it is told by the next digest");
        assert!(digest < at(now).plus_ms(DAY_MS), "{digest:?}");
        desk.tell(overdue(1)).await;
        assert_eq!(desk.goes().await, ["anna@school.example"]);
    }
}
