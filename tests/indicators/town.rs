//! What happened in a town that was made up, and how much of everything that is.

use std::collections::BTreeMap;

use verwijspunt::domain::{
    model::{
        case::{Case, CaseState, CloseReason},
        ground::OwnReading,
        ids::{NotificationId, SignalId},
        involvement::{EndReason, Involvement, State},
        matches::{FollowUp, Match},
        party::OfficeId,
        person::{FamilyRole, Identity, Member},
        report::Quarter,
        routing::{Derivation, Track},
        signal::{Signal, SignalState},
        ticket::Ticket,
        time::{Day, Time},
    },
    rules::indicators::Tally,
    state::{loaded::Loaded, records::Record},
};

use super::{area, make};

/// The organisation that gives care.
pub const CARE: usize = 4;
/// Quarters that are asked about.
const QUARTERS: usize = 9;
pub const AREAS: [&str; 4] = ["centrum", "noord", "oost", "west"];

pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// Few or many, as it occurs.
    fn some(&mut self) -> u64 {
        let most = [2, 9, 14, 40, 60][self.below(5) as usize];
        self.below(most + 1)
    }
}

/// A cell: the count or the part, the quarter (`None`: the year that ends with `.2`), the area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cell {
    pub what: &'static str,
    /// The place of the breakdown, and of the part in it.
    pub part: Option<(usize, usize)>,
    pub year: bool,
    pub at: usize,
    pub area: Option<usize>,
}

pub fn quarters() -> Vec<Quarter> {
    let last = Quarter::new(2026, 4).expect("a quarter");
    let mut all: Vec<Quarter> =
        std::iter::successors(Some(last), |q| q.previous()).take(QUARTERS).collect();
    all.reverse();
    all
}

fn case(n: usize, code: &str, opened: Time, closed: Option<Time>) -> Case {
    let Record::Case(made) = make::case(n % 7 + 1, "coordinator-zeeburg", true).1 else {
        unreachable!("it makes one")
    };
    let mut case = Case { opened, persons: Vec::new(), ..*made };
    case.family.area = area(code);
    if let Some(at) = closed {
        case.state = CaseState::Closed { reason: CloseReason::NotNeeded, at, until: Day(30_000) };
    }
    case
}

/// A signal that is acute, or went to an organisation or an office; and how far it came.
fn signal(n: usize, code: &str, sent: Time, to: usize, state: usize) -> Signal {
    let recipient =
        if to == 1 { make::organisation(3) } else { make::office("coordinator-zeeburg") };
    Signal {
        id: SignalId(make::uuid(n)),
        sender: make::oin(1),
        card: make::card(),
        members: Vec::new(),
        area: area(code),
        acute: to == 0,
        children: true,
        sent,
        state: [SignalState::Waiting, SignalState::Seen, SignalState::TakenUp][state],
        recipient,
        told: NotificationId(make::uuid(n)),
        informed: Vec::new(),
        crisis: false,
        case: None,
        director: OfficeId::parse("coordinator-zeeburg").expect("an id"),
        derivation: Derivation {
            rule: String::new(),
            source: String::new(),
            covenant: String::new(),
            facts: Vec::new(),
            nl: String::new(),
            en: String::new(),
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

fn ticket(n: usize, code: &str, opened: Time, track: usize) -> Ticket {
    let made = make::ticket(n, 1, &[], "coordinator-zeeburg").1;
    let Record::Ticket(made) = made else { unreachable!("it makes one") };
    let mut ticket = Ticket { opened, ..*made };
    ticket.facts.area = area(code);
    ticket.facts.track = [Track::NoAgreement, Track::NotCarriedOut][track];
    ticket
}

fn matched(n: usize, code: &str, at: Time, contact: usize) -> (Match, Involvement) {
    let follow_up = [FollowUp::ContactMade, FollowUp::Seen][contact];
    let Record::Match(made) = make::matched(n, &[1, 2], follow_up).1 else {
        unreachable!("it makes one")
    };
    let Record::Involvement(joiner) = make::involvement(n, 1, 30_000).1 else {
        unreachable!("it makes one")
    };
    (Match { at, ..*made }, Involvement { area: area(code), ..*joiner })
}

/// That an organisation of care helps somebody young, from one quarter to another.
fn helped(n: usize, code: &str, registered: Time, ended: Option<Time>) -> Involvement {
    let Record::Involvement(made) = make::involvement(n, CARE, 30_000).1 else {
        unreachable!("it makes one")
    };
    let child = Member {
        identity: Identity { current: make::pseudonym(n), previous: None },
        role: FamilyRole::Child,
        ages_out: None,
        added: None,
    };
    let (reason, until) = (EndReason::NoLongerInvolved, Day(30_000));
    let state = ended.map_or(State::Active, |at| State::Archived { reason, at, until });
    Involvement { members: vec![child], area: area(code), registered, state, ..*made }
}

/// What happened in the town.
#[derive(Default)]
pub struct Town {
    cases: Vec<Case>,
    tickets: Vec<Ticket>,
    signals: Vec<Signal>,
    matches: Vec<(Match, Involvement)>,
    involvements: Vec<Involvement>,
    /// How much of everything that is, by quarter.
    pub truth: BTreeMap<Cell, u64>,
}

impl Town {
    pub fn new(random: &mut Random, all: &[Quarter]) -> Self {
        let mut town = Self::default();
        for (place, code) in AREAS.iter().copied().enumerate() {
            // Some areas are small in everything, for years on end; some as large as what is small can be.
            let kind = random.below(6);
            let busy = |random: &mut Random| match kind {
                0 | 1 => random.below(7),
                2 => 8 + random.below(3),
                3 => 25 + random.below(40),
                _ => random.some(),
            };
            for (at, quarter) in all.iter().enumerate() {
                for _ in 0..busy(random) {
                    let later = at + random.below(4) as usize;
                    town.family(all, place, at, later);
                }
                for _ in 0..busy(random) {
                    let later = at + random.below(4) as usize;
                    town.young_person(all, place, at, later);
                }
                let parts = |random: &mut Random, of: u64| random.below(of) as usize;
                let inside = quarter.first().start().plus_ms(1);
                for n in 0..busy(random) as usize {
                    let track = parts(random, 2);
                    town.tickets.push(ticket(n, code, inside, track));
                    town.counts("tickets", at, place, &[track]);
                }
                for n in 0..busy(random) as usize {
                    let (to, state) = (parts(random, 3), parts(random, 3));
                    town.signals.push(signal(n, code, inside, to, state));
                    town.counts("signals", at, place, &[0, to, state, 1]);
                }
                for n in 0..busy(random) as usize {
                    let contact = parts(random, 2);
                    town.matches.push(matched(n, code, inside, contact));
                    town.counts("matches", at, place, &[contact, 1]);
                }
            }
        }
        town
    }

    /// A case from one quarter to another.
    fn family(&mut self, all: &[Quarter], place: usize, at: usize, later: usize) {
        let opened = all[at].first().start().plus_ms(1);
        let closed = all.get(later).map(|q| q.first().start().plus_ms(2));
        self.cases.push(case(self.cases.len(), AREAS[place], opened, closed));
        self.counts("cases", at, place, &[]);
        (at..later.min(all.len())).for_each(|at| self.counts("families", at, place, &[]));
        if later < all.len() {
            self.counts("closed", later, place, &[]);
        }
    }

    /// Somebody young who is helped from one quarter to another.
    fn young_person(&mut self, all: &[Quarter], place: usize, at: usize, later: usize) {
        let registered = all[at].first().start().plus_ms(1);
        let ended = all.get(later).map(|q| q.first().start().plus_ms(2));
        let n = self.involvements.len();
        self.involvements.push(helped(n, AREAS[place], registered, ended));
        self.counts("involvements", at, place, &[]);
        (at..later.min(all.len())).for_each(|at| self.counts("young-people", at, place, &[]));
    }

    /// One more, with its part in each breakdown.
    fn counts(&mut self, what: &'static str, at: usize, area: usize, parts: &[usize]) {
        let parts = parts.iter().copied().enumerate().map(Some);
        for part in parts.chain([None]) {
            for area in [Some(area), None] {
                let cell = Cell { what, part, year: false, at, area };
                *self.truth.entry(cell).or_default() += 1;
            }
        }
    }

    pub fn counted(&self, tally: &mut Tally) {
        self.cases.iter().for_each(|case| tally.case(case, &Loaded::default()));
        self.tickets.iter().for_each(|ticket| tally.ticket(ticket, "nobody"));
        self.signals.iter().for_each(|signal| tally.signal(signal, "police"));
        let alone = Loaded::default();
        self.involvements.iter().for_each(|one| tally.involvement(one, &alone));
        self.matches.iter().for_each(|(matched, joiner)| tally.matched(matched, joiner));
    }
}
