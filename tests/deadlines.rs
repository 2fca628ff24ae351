//! Does each deadline fire exactly once? Random work on a store that survives restarts, while the
//! clock jumps forward and back and sweepers race; a model that knows only days says what must have
//! been told after each sweep. A failed run names its seed: `DEADLINES_SEED=7 cargo test --test
//! deadlines` plays it again.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock},
    covenant::Covenants,
    domain::{
        model::{
            agreement::{Measure, MeasureRule},
            case::{
                BeyondCaseload, CloseReason, Family,
                closing::{FollowUpHelp, Guardian, Safeguarding},
                plan::ExtensionReason,
                watch::{Finding, Look},
            },
            ids::{CaseId, InvolvementId, TicketId},
            involvement::{ContactCard, Informed},
            matches::{FollowUp, Match},
            notification::{Event, FollowUpStage, PlanHappening, TicketHappening, WatchHappening},
            party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
            person::{FamilyRole, Identity, Member, Pseudonym},
            routing::Track,
            ticket::{Obstacle, Ticket, TicketState},
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            case::{
                closing::{CloseCase, OpenTickets, Said},
                following::{ExtendCase, RecordMilestone},
                keeping::WatchAct,
                manager::Assign,
                opening::OpenCase,
            },
            escalation::{moving::Escalate, opening::OpenTicket},
            registering::Register,
        },
        state::receipt::{ReceiptKey, Request},
    },
    store::{
        Store,
        embedded::{EmbeddedStore, engine::Options},
        postgres::{Options as PostgresOptions, PostgresStore},
    },
};

#[path = "support/postgres.rs"]
mod postgres;

/// Monday 2 March 2026, ten o'clock in Amsterdam.
const START: Time = Time(1_772_442_000_000);
const HOUR_MS: i64 = 3_600_000;
const STEPS: usize = 140;

/// Numbers that look random and come again with the same seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).expect("below a usize")
    }

    /// One of them, when there are any.
    fn of<'a, T>(&mut self, all: &'a mut [T]) -> Option<&'a mut T> {
        let place = self.below(all.len());
        all.get_mut(place)
    }
}

/// What somebody must be told, in words that the model and the notifications share.
type Told = BTreeMap<(Party, String), usize>;

/// The words for a notification that a deadline caused; nothing for the others.
fn words(event: &Event) -> Option<String> {
    Some(match event {
        Event::FollowUpDue { matched, stage, .. } => format!("{matched} {stage:?}"),
        Event::Ticket { ticket, happening: TicketHappening::Overdue, step, due, .. } => {
            format!("{ticket} overdue at {step}, {due:?}")
        }
        Event::Expiring { involvement, .. } => format!("{involvement} expiring"),
        Event::Expired { involvement } => format!("{involvement} expired"),
        Event::Plan {
            known,
            happening:
                happening @ (PlanHappening::Due | PlanHappening::Missed | PlanHappening::Over),
            code,
            day,
        } => format!("{} {happening:?} {code} {day}", known.case),
        Event::Watch {
            case,
            happening:
                happening @ (WatchHappening::Due | WatchHappening::Missed | WatchHappening::Over),
            day,
        } => format!("{case} look {happening:?} {day}"),
        _ => return None,
    })
}

// ---- the model: days, and nothing of how the broker does it

struct MatchModel {
    matched: Match,
    stage: usize,
    owing: Vec<Oin>,
}

struct InvolvementModel {
    id: InvolvementId,
    owner: Oin,
    warn: Option<Day>,
    end: Option<Day>,
}

/// A day by which something must be done: by when, when somebody is reminded, whether told.
#[derive(Clone, Copy)]
struct Due {
    day: Day,
    remind: Option<Day>,
    missed: bool,
}

impl Due {
    fn new(day: Day, today: Day) -> Self {
        let remind = Some(day.plus_days(-7)).filter(|remind| *remind > today);
        Self { day, remind, missed: false }
    }

    /// Whether it is reminded of, and whether it is missed, by now.
    fn fire(&mut self, now: Time) -> (bool, bool) {
        let reminded = self.remind.take_if(|day| day.start() <= now).is_some();
        let passed = self.remind.is_none() && self.day.plus_days(1).start() <= now;
        let missed = passed && !self.missed;
        self.missed |= missed;
        (reminded, missed)
    }
}

struct PlanModel {
    case: CaseId,
    director: Party,
    followers: BTreeSet<Party>,
    start: Day,
    ends: Day,
    due: BTreeMap<&'static str, Due>,
    last_meeting: Option<Day>,
    last_evaluation: Option<Day>,
    extended: Option<Day>,
    over: bool,
    closed: bool,
}

struct WatchModel {
    case: CaseId,
    director: Party,
    start: Day,
    until: Day,
    due: Due,
    last: Day,
    over: bool,
}

#[derive(Default)]
struct Model {
    matches: Vec<MatchModel>,
    involvements: Vec<InvolvementModel>,
    tickets: Vec<(Ticket, bool)>,
    plans: Vec<PlanModel>,
    watches: Vec<WatchModel>,
    told: Told,
}

const STAGES: [FollowUpStage; 3] =
    [FollowUpStage::Party, FollowUpStage::Organisation, FollowUpStage::Director];

impl Model {
    /// A sweep at this moment: everything that is due by now is told, once.
    fn sweep(&mut self, now: Time) {
        let told = &mut self.told;
        let mut tell = |to: Party, what: String| *told.entry((to, what)).or_default() += 1;
        for one in &mut self.matches {
            let (id, due) = (one.matched.id, one.matched.due);
            while one.stage < 3
                && !one.owing.is_empty()
                && due[one.stage].plus_days(1).start() <= now
            {
                let what = format!("{id} {:?}", STAGES[one.stage]);
                if one.stage == 2 {
                    tell(Party::Office(one.matched.director.clone()), what);
                } else {
                    one.owing.iter().for_each(|oin| tell(Party::Organisation(*oin), what.clone()));
                }
                one.stage += 1;
            }
        }
        for one in &mut self.involvements {
            let owner = Party::Organisation(one.owner);
            if one.end.take_if(|end| end.plus_days(1).start() <= now).is_some() {
                // Whoever hears that it has ended needs no warning that it will.
                one.warn = None;
                tell(owner, format!("{} expired", one.id));
            } else if one.warn.take_if(|day| day.start() <= now).is_some() {
                tell(owner, format!("{} expiring", one.id));
            }
        }
        for (ticket, overdue) in &mut self.tickets {
            let due = ticket.due.filter(|day| day.plus_days(1).start() <= now);
            if due.is_some() && !*overdue {
                *overdue = true;
                let step = ticket.facts.step;
                let mut to =
                    BTreeSet::from([ticket.opened_by(), Party::Office(ticket.director.clone())]);
                to.extend(ticket.handlers.iter().cloned());
                for party in to {
                    tell(party, format!("{} overdue at {step}, {due:?}", ticket.id));
                }
            }
        }
        for plan in self.plans.iter_mut().filter(|plan| !plan.closed) {
            let case = plan.case;
            for (code, due) in plan.due.iter_mut().filter(|(_, due)| due.day <= plan.ends) {
                let (reminded, missed) = due.fire(now);
                if reminded {
                    for to in &plan.followers {
                        tell(to.clone(), format!("{case} Due {code} {}", due.day));
                    }
                }
                if missed {
                    tell(plan.director.clone(), format!("{case} Missed {code} {}", due.day));
                }
            }
            if !plan.over && plan.ends.plus_days(1).start() <= now {
                plan.over = true;
                tell(plan.director.clone(), format!("{case} Over twenty-weeks {}", plan.ends));
            }
        }
        for watch in self.watches.iter_mut().filter(|watch| !watch.over) {
            let (case, to) = (watch.case, &watch.director);
            if watch.due.day <= watch.until {
                let (reminded, missed) = watch.due.fire(now);
                let said = [(reminded, "Due"), (missed, "Missed")];
                for (_, what) in said.iter().filter(|(fired, _)| *fired) {
                    tell(to.clone(), format!("{case} look {what} {}", watch.due.day));
                }
            }
            if watch.until.plus_days(1).start() <= now {
                watch.over = true;
                tell(to.clone(), format!("{case} look Over {}", watch.until));
            }
        }
    }
}

impl PlanModel {
    /// A milestone was held today.
    fn hold(&mut self, code: &'static str, today: Day) {
        match code {
            "executors-meeting" => {
                let last = self.last_meeting.max(Some(today)).expect("one of them");
                self.last_meeting = Some(last);
                let next = last.plus_days(42);
                if self.due[code].day != next {
                    self.due.insert(code, Due::new(next, today));
                }
            }
            // One that was held up to the day of the extension decided on it.
            "final-evaluation" => {
                self.last_evaluation = self.last_evaluation.max(Some(today));
                if self.extended.is_none_or(|on| self.last_evaluation > Some(on)) {
                    self.due.remove(code);
                }
            }
            _ => {
                self.due.remove(code);
            }
        }
    }

    fn extend(&mut self, today: Day) {
        let former = self.ends;
        self.ends = former.plus_days(42);
        self.over = false;
        self.extended = Some(today);
        self.due.insert("final-evaluation", Due::new(self.start.plus_days((18 + 6) * 7), today));
        for due in self.due.values_mut().filter(|due| due.day > former) {
            due.remind = Due::new(due.day, today).remind;
        }
    }
}

// ---- the broker under test

/// Where the records are.
enum Place {
    /// Two brokers share one store.
    Directory(tempfile::TempDir),
    /// Three brokers, each with a store of its own over one database.
    Database(String),
}

struct Rig {
    place: Place,
    covenant: Arc<Covenants>,
    clock: Arc<AtomicI64>,
    brokers: Vec<Arc<Broker>>,
    parties: Vec<Party>,
    read: BTreeMap<Party, u64>,
    told: Told,
    persons: u8,
    seed: u64,
}

impl Rig {
    async fn new(seed: u64, place: Place) -> Self {
        let file =
            |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants").join(name);
        let files = [file("amsterdam-2009.toml"), file("rotterdam-models.toml")];
        let covenant = Arc::new(Covenants::load(&files).expect("both are total"));
        let clock = Arc::new(AtomicI64::new(START.0));
        let brokers = start(&place, &covenant, &clock).await;
        let mut parties: Vec<Party> = Vec::new();
        for one in covenant.all() {
            parties.extend(one.organisations().map(|o| Party::Organisation(o.oin)));
            parties.extend(one.offices().map(|o| Party::Office(o.id.clone())));
        }
        parties.sort_unstable();
        parties.dedup();
        let (read, told) = (BTreeMap::new(), Told::new());
        Self { place, covenant, clock, brokers, parties, read, told, persons: 0, seed }
    }

    fn broker(&self) -> &Broker {
        &self.brokers[0]
    }

    fn now(&self) -> Time {
        Time(self.clock.load(Ordering::SeqCst))
    }

    fn today(&self) -> Day {
        self.now().day()
    }

    async fn restart(&mut self) {
        self.close().await;
        self.brokers = start(&self.place, &self.covenant, &self.clock).await;
    }

    async fn close(&self) {
        for broker in &self.brokers {
            broker.store().close().await;
        }
    }

    /// A person whom nobody knows yet.
    fn person(&mut self) -> Identity {
        self.persons += 1;
        let current = Pseudonym { version: 1, mac: [self.persons; 16] };
        Identity { current, previous: None }
    }

    /// The youth-care agency, a school and the police of Amsterdam.
    fn oin(&self, kind: &str) -> Oin {
        let amsterdam = self.covenant.named("amsterdam-2009").expect("it was loaded");
        amsterdam.organisations().find(|o| o.kind == kind).map(|o| o.oin).expect("it has one")
    }

    async fn register(
        &self,
        kind: &str,
        who: Identity,
        days: i32,
    ) -> (InvolvementId, Option<Match>) {
        let permit = permit(Party::Organisation(self.oin(kind)), Call::RegisterInvolvement);
        let today = self.today();
        let command = Register {
            id: InvolvementId(Uuid::now_v7()),
            members: vec![Member {
                identity: who,
                role: FamilyRole::OtherAdult,
                ages_out: None,
                added: None,
            }],
            card: ContactCard {
                professional_id: "p1".to_owned(),
                name: "N. Naam".to_owned(),
                function: "functie".to_owned(),
                phone: "0200000000".to_owned(),
                email: String::new(),
                deputy: None,
            },
            area: area("zeeburg"),
            start: today,
            end: today.plus_days(days),
            end_given: true,
            informed: Informed::No,
            own_reference: None,
            fingerprint: [1; 16],
        };
        let answer = self.broker().register(&permit, &command).await.expect("registered").answer;
        (answer.involvement.id, answer.matched)
    }

    /// A case that its director opens; who that is.
    async fn open_case(&self, who: Identity, category: &str, place: &str) -> (CaseId, OfficeId) {
        let category = CategoryCode::parse(category).expect("a code");
        let rules = self
            .covenant
            .governing(&area(place))
            .case_rules(&category, &area(place))
            .expect("rules");
        let measure = (rules.measure == MeasureRule::Required).then_some(Measure::ChildProtection);
        let family = Family {
            area: area(place),
            category,
            nuisance: false,
            measure: measure.unwrap_or_default(),
        };
        let director = self.covenant.director(&family.category, &family.area).expect("a director");
        let id = CaseId(Uuid::now_v7());
        let command = OpenCase {
            id,
            persons: vec![who],
            family,
            measure,
            despite: None,
            reported: None,
            fingerprint: [1; 16],
        };
        let permit = permit(Party::Office(director.clone()), Call::OpenCase);
        self.broker().open_case(&permit, &command).await.expect("opened");
        (id, director)
    }

    async fn hold(&self, by: &Party, case: CaseId, code: &str) {
        let permit = permit(by.clone(), Call::RecordMilestone);
        let milestone = code.to_owned();
        let command = RecordMilestone { case, milestone, held_on: self.today(), plan: None };
        let done = self.broker().record_milestone(&permit, &request(&permit), &command).await;
        done.expect("recorded");
    }

    /// Reads what came into the inboxes and compares all of it with what the model says.
    async fn compare(&mut self, model: &Model) {
        for party in self.parties.clone() {
            let after = self.read.get(&party).copied().unwrap_or_default();
            let store = self.brokers[0].store().clone();
            let page = store.read_inbox(&party, after, 10_000).await.expect("readable");
            for (sequence, notification) in page {
                self.read.insert(party.clone(), sequence);
                if let Some(what) = words(&notification.event) {
                    *self.told.entry((party.clone(), what)).or_default() += 1;
                }
            }
        }
        let (seed, at) = (self.seed, self.now());
        for (what, times) in &self.told {
            let said = model.told.get(what).copied().unwrap_or_default();
            assert_eq!(
                *times, said,
                "seed {seed}, {at:?}: told {times} times, not {said}: {what:?}"
            );
        }
        for (what, times) in &model.told {
            assert_eq!(*times, 1, "seed {seed}: the model itself tells twice: {what:?}");
            assert!(self.told.contains_key(what), "seed {seed}, {at:?}: not told: {what:?}");
        }
    }
}

async fn start(
    place: &Place,
    covenant: &Arc<Covenants>,
    clock: &Arc<AtomicI64>,
) -> Vec<Arc<Broker>> {
    let mut stores: Vec<Arc<dyn Store>> = Vec::new();
    match place {
        Place::Directory(directory) => {
            let options = Options { cache_bytes: 4 << 20, ..Options::default() };
            let store = EmbeddedStore::open(directory.path(), options).expect("the store opens");
            stores.push(Arc::new(store));
            stores.push(stores[0].clone());
        }
        Place::Database(url) => {
            for name in ["one", "two", "three"] {
                let store = PostgresStore::open(&PostgresOptions::new(url, name)).await;
                stores.push(Arc::new(store.expect("the store opens")));
            }
        }
    }
    let broker = |store| Broker::new(store, covenant.clone(), Clock::Set(clock.clone()));
    stores.into_iter().map(|store| Arc::new(broker(store))).collect()
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).expect("an area")
}

fn permit(party: Party, call: Call) -> Permit {
    let kind = match party {
        Party::Organisation(_) => CallerKind::Organisation,
        Party::Office(_) => CallerKind::Office,
    };
    let caller = Caller::by_certificate(kind, party, "p1", "01");
    access::admit(caller, call, Time(0)).expect("they may")
}

fn request(permit: &Permit) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request: Uuid::now_v7() };
    Request { key, fingerprint: [9; 16] }
}

// ---- what happens

/// One random thing to do; the model does the same.
async fn work(rig: &mut Rig, model: &mut Model, chance: &mut Chance) {
    let today = rig.today();
    match chance.below(12) {
        0 => {
            let who = rig.person();
            rig.register("school", who, 700).await;
            let (_, matched) = rig.register("police", who, 700).await;
            let owing = vec![rig.oin("school"), rig.oin("police")];
            model.matches.push(MatchModel { matched: matched.expect("a match"), stage: 0, owing });
        }
        1 => {
            let Some(one) = chance.of(&mut model.matches) else { return };
            let Some(oin) = one.owing.pop() else { return };
            let permit = permit(Party::Organisation(oin), Call::RecordFollowUp);
            let (request, id) = (request(&permit), one.matched.id);
            let made = FollowUp::ContactMade;
            rig.broker().record_follow_up(&permit, &request, id, made).await.expect("recorded");
        }
        2 => {
            let who = rig.person();
            let (id, _) = rig.register("school", who, 40).await;
            let (warn, end) = (Some(today.plus_days(10)), Some(today.plus_days(40)));
            let owner = rig.oin("school");
            model.involvements.push(InvolvementModel { id, owner, warn, end });
        }
        3 | 4 => {
            let who = rig.person();
            let (involvement, _) = rig.register("school", who, 700).await;
            let permit = permit(Party::Organisation(rig.oin("school")), Call::OpenTicket);
            let command = OpenTicket {
                id: TicketId(Uuid::now_v7()),
                involvement,
                track: Track::NoAgreement,
                obstacle: Obstacle::NoAgreement,
                target: None,
                category: CategoryCode::parse("MPG2").expect("a code"),
                nuisance: false,
                fingerprint: [1; 16],
            };
            let opened = rig.broker().open_ticket(&permit, &command).await.expect("opened").answer;
            model.tickets.push((opened, false));
        }
        5 => {
            let Some((ticket, overdue)) = chance.of(&mut model.tickets) else { return };
            if ticket.due.is_none() || ticket.facts.step > 1 {
                return;
            }
            let permit = permit(ticket.handlers[0].clone(), Call::EscalateTicket);
            let (id, etag) = (ticket.id, String::new());
            let command = Escalate { id, to_step: None, skipped: None, etag };
            let done = rig.broker().escalate_ticket(&permit, &request(&permit), &command).await;
            *ticket = done.expect("escalated").answer;
            *overdue = false;
        }
        6 => {
            let Some((ticket, _)) = chance.of(&mut model.tickets) else { return };
            if ticket.due.is_none() {
                return;
            }
            let permit = permit(ticket.opened_by(), Call::WithdrawTicket);
            let (request, state) = (request(&permit), TicketState::Withdrawn);
            let done = rig.broker().close_ticket(&permit, &request, ticket.id, "", &state).await;
            *ticket = done.expect("withdrawn").answer;
        }
        7 => model.plans.push(begin(rig, chance).await),
        8 => {
            let Some(plan) = chance.of(&mut model.plans) else { return };
            let codes = ["family-talk", "executors-meeting", "final-evaluation"];
            let code = codes[chance.below(3)];
            // The clock may be back at a day before the plan.
            if !plan.closed && today >= plan.start && plan.due.contains_key(code) {
                rig.hold(&plan.director, plan.case, code).await;
                plan.hold(code, today);
            }
        }
        9 => {
            let Some(plan) = chance.of(&mut model.plans) else { return };
            let permit = permit(plan.director.clone(), Call::ExtendCase);
            if plan.closed {
                return;
            }
            if plan.extended.is_none() && chance.below(2) == 0 {
                let command = ExtendCase {
                    case: plan.case,
                    weeks: 6,
                    reason: ExtensionReason::HelpCameLate,
                    etag: String::new(),
                };
                let done = rig.broker().extend_case(&permit, &request(&permit), &command).await;
                done.expect("extended");
                plan.extend(today);
            } else if chance.below(4) == 0 {
                let command = CloseCase {
                    case: plan.case,
                    reason: CloseReason::StagnationLifted,
                    tickets: OpenTickets::First,
                    said: Said {
                        help: Some(FollowUpHelp::RegularHelp),
                        safeguarding: Some(Safeguarding::AgreedByHelpers),
                        guardian: Some(Guardian::Stays),
                        ..Said::default()
                    },
                    etag: String::new(),
                };
                let done = rig.broker().close_case(&permit, &request(&permit), &command).await;
                done.expect("closed");
                plan.closed = true;
            }
        }
        10 => {
            let who = rig.person();
            let (case, director) = rig.open_case(who, "finger-on-the-pulse", "charlois").await;
            let director = Party::Office(director);
            let permit = permit(director.clone(), Call::KeepWatch);
            let (request, act) = (request(&permit), WatchAct::Start);
            rig.broker().keep_watch(&permit, &request, case, act).await.expect("started");
            let (until, due) = (today.plus_days(52 * 7), Due::new(today.plus_days(28), today));
            let (start, last, over) = (today, today, false);
            model.watches.push(WatchModel { case, director, start, until, due, last, over });
        }
        _ => {
            let Some(watch) = chance.of(&mut model.watches) else { return };
            if watch.over || today < watch.start {
                return;
            }
            let permit = permit(watch.director.clone(), Call::KeepWatch);
            let act = WatchAct::Look(Look { day: today, finding: Finding::NothingNeeded });
            let done = rig.broker().keep_watch(&permit, &request(&permit), watch.case, act).await;
            done.expect("recorded");
            watch.last = if watch.last == watch.start { today } else { watch.last.max(today) };
            let next = watch.last.plus_days(28);
            if watch.due.day != next {
                watch.due = Due::new(next, today);
            }
        }
    }
}

/// A case whose plan begins today, with or without a family manager.
async fn begin(rig: &mut Rig, chance: &mut Chance) -> PlanModel {
    let (who, today) = (rig.person(), rig.today());
    rig.register("youth-care-agency", who, 700).await;
    let (case, director) = rig.open_case(who, "MPG3", "zeeburg").await;
    let director = Party::Office(director);
    let mut followers = BTreeSet::from([director.clone()]);
    if chance.below(2) == 0 {
        let organisation = rig.oin("youth-care-agency");
        let permit = permit(director.clone(), Call::AssignFamilyManager);
        let command = Assign {
            case,
            organisation,
            professional: None,
            beyond: Some(BeyondCaseload::NobodyElse),
            etag: String::new(),
        };
        let done = rig.broker().assign_family_manager(&permit, &request(&permit), &command).await;
        done.expect("assigned");
        followers.insert(Party::Organisation(organisation));
    }
    rig.hold(&director, case, "mdo-plus").await;
    let weeks = [("family-talk", 4), ("executors-meeting", 6), ("final-evaluation", 18)];
    let due = weeks.map(|(code, weeks)| (code, Due::new(today.plus_days(weeks * 7), today)));
    PlanModel {
        case,
        director,
        followers,
        start: today,
        ends: today.plus_days(20 * 7),
        due: due.into(),
        last_meeting: None,
        last_evaluation: None,
        extended: None,
        over: false,
        closed: false,
    }
}

async fn run(seed: u64, place: Place, steps: usize) -> usize {
    let mut rig = Rig::new(seed, place).await;
    let (mut model, mut chance) = (Model::default(), Chance(seed));
    for _ in 0..steps {
        match chance.below(10) {
            0..=4 => work(&mut rig, &mut model, &mut chance).await,
            5 => {
                // The registrations that stay must not expire: everything ends within 700 days.
                let late = rig.now() > START.plus_ms(150 * 24 * HOUR_MS);
                let days = if late { 1 } else { [1, 2, 5, 9, 16, 60][chance.below(6)] };
                rig.clock.fetch_add(days * 24 * HOUR_MS, Ordering::SeqCst);
            }
            6 => {
                let back = [1, 1, 3, 26][chance.below(4)];
                rig.clock.fetch_sub(back * HOUR_MS, Ordering::SeqCst);
            }
            7 => rig.restart().await,
            8 => {
                let raced = rig.brokers.iter().cloned();
                let raced = raced.map(|broker| tokio::spawn(async move { broker.sweep().await }));
                for one in raced.collect::<Vec<_>>() {
                    one.await.expect("no panic").expect("swept");
                }
                rig.broker().sweep().await.expect("swept");
                model.sweep(rig.now());
                rig.compare(&model).await;
            }
            _ => {
                rig.broker().sweep().await.expect("swept");
                model.sweep(rig.now());
                rig.compare(&model).await;
            }
        }
    }
    // Everything that was begun comes to its end.
    for _ in 0..8 {
        rig.clock.fetch_add(48 * 24 * HOUR_MS, Ordering::SeqCst);
        rig.broker().sweep().await.expect("swept");
        model.sweep(rig.now());
        rig.compare(&model).await;
        rig.restart().await;
    }
    rig.close().await;
    model.told.len()
}

/// The seeds of a run, or the one that was asked for.
fn seeds(fixed: &[u64]) -> Vec<u64> {
    let given = std::env::var("DEADLINES_SEED").ok().and_then(|seed| seed.parse().ok());
    let fresh = u64::try_from(Uuid::now_v7().as_u128() & 0xffff_ffff).expect("32 bits");
    given.map_or_else(|| fixed.iter().copied().chain([fresh]).collect(), |seed| vec![seed])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_deadline_fires_once_over_restarts_clock_jumps_and_races() {
    for seed in seeds(&[1, 2, 3]) {
        println!("DEADLINES_SEED={seed}");
        let place = Place::Directory(tempfile::tempdir().expect("a directory"));
        let told = run(seed, place, STEPS).await;
        assert!(told > 30, "seed {seed}: only {told} deadlines: the run shows little");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_deadline_fires_once_when_three_brokers_share_a_database() {
    for seed in seeds(&[1]) {
        println!("DEADLINES_SEED={seed}");
        let place = Place::Database(postgres::cluster().fresh().await);
        let told = run(seed, place, STEPS).await;
        assert!(told > 30, "seed {seed}: only {told} deadlines: the run shows little");
    }
}
