//! What do many organisations do at once, round after round, and how does it fit at the end?
//!
//! Each has a queue of work that survives the broker: what was not answered is sent again, with
//! the same id, to the next broker.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::StreamExt as _;
use tonic::Status;
use uuid::Uuid;
use verwijspunt::api::v1::{self, notification::Event, subscribe_response::Part};

use super::{
    chance::Chance,
    place::{Party, Place},
    seat::{self, Outcome, Seat, acting, announced, in_time, outcome},
    until, within,
};
use crate::history::{
    Ask, FinalState, History, Kept, KeptInbox, KeptMatch, Notification, Told, check,
};

/// Requests of one organisation in flight.
const IN_FLIGHT: usize = 6;

/// Something to do until it is answered.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are few, and most are registrations")]
enum Work {
    Register { request: v1::RegisterInvolvementRequest, persons: BTreeSet<String>, then: Then },
    End(v1::EndInvolvementRequest),
    Open(v1::OpenTicketRequest),
}

/// What follows on a registration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Then {
    Nothing,
    End,
    Ticket,
}

/// An organisation over all rounds.
struct Member {
    party: Party,
    queue: Mutex<VecDeque<Work>>,
    /// The last notification that it handled, and the last that it knows to be acknowledged.
    handled: AtomicU64,
    acknowledged: AtomicU64,
}

/// All organisations, what they did, and the tickets that they opened.
pub struct Fleet {
    members: Vec<Member>,
    coordinator: Party,
    pub history: History,
    tickets: Mutex<BTreeMap<String, (usize, bool)>>,
    answered: AtomicU64,
    next_family: AtomicU64,
}

impl Fleet {
    pub fn new(place: &Place) -> Self {
        let member = |party: &Party| Member {
            party: party.clone(),
            queue: Mutex::default(),
            handled: AtomicU64::new(0),
            acknowledged: AtomicU64::new(0),
        };
        Self {
            members: place.organisations.iter().map(member).collect(),
            coordinator: place.coordinator.clone(),
            history: History::new(),
            tickets: Mutex::default(),
            answered: AtomicU64::new(0),
            next_family: AtomicU64::new(1),
        }
    }

    /// New families, which most organisations register, each some of the persons. Neighbouring
    /// families share a parent.
    pub fn plan(&self, families: u64, chance: &mut Chance) {
        let first = self.next_family.fetch_add(families, Ordering::Relaxed);
        for (at, member) in self.members.iter().enumerate() {
            let mut work = Vec::new();
            for family in first..first + families {
                if chance.one_in(5) {
                    continue;
                }
                let mut numbers = vec![4 * family, 4 * family + 1];
                let parent = 4 * (family / 2) + 2;
                match chance.below(4) {
                    0 => drop(numbers.pop()),
                    1 => numbers = vec![parent],
                    _ => numbers.push(parent),
                }
                let member = |n: &u64| if n % 4 == 2 { seat::adult(*n) } else { seat::child(*n) };
                let then = if chance.one_in(6) { Then::Ticket } else { Then::Nothing };
                work.push(register(numbers.iter().map(member).collect(), &numbers, then));
            }
            // Somebody whom nobody else knows, to be ended at once.
            let alone = 4 * (first * 16 + at as u64) + 3 + 4_000_000;
            work.push(register(vec![seat::child(alone)], &[alone], Then::End));
            chance.shuffle(&mut work);
            member.queue.lock().unwrap().extend(work);
        }
    }

    /// How much waits to be done.
    pub fn waiting(&self) -> u64 {
        self.members.iter().map(|m| m.queue.lock().unwrap().len() as u64).sum()
    }

    /// Who takes part.
    pub(super) fn parties(&self) -> impl Iterator<Item = &Party> {
        self.members.iter().map(|m| &m.party)
    }

    /// Whether one of them has nothing to do.
    pub(super) fn idle(&self, at: usize) -> bool {
        self.members[at].queue.lock().unwrap().is_empty()
    }

    /// Answers so far.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Everybody works and reads until all is done or the broker is gone.
    pub async fn work(self: &Arc<Self>, url: &str, place: &Place, chance: &mut Chance) {
        let mut tasks = tokio::task::JoinSet::new();
        for at in 0..self.members.len() {
            let Ok(seat) = Seat::try_at(url, place, &self.members[at].party).await else { break };
            let from_acknowledged = chance.one_in(2);
            let (fleet, reader) = (self.clone(), seat.clone());
            let reading =
                tokio::spawn(async move { fleet.read(at, &reader, from_acknowledged).await });
            let fleet = self.clone();
            tasks.spawn(async move {
                fleet.send_all(at, &seat).await;
                reading.abort();
                let _ = reading.await;
            });
        }
        while let Some(done) = within("a round", tasks.join_next()).await {
            done.unwrap();
        }
    }

    /// Works off one queue until it is empty or the broker is gone.
    pub(super) async fn send_all(&self, at: usize, seat: &Seat) {
        let take = || self.members[at].queue.lock().unwrap().pop_front();
        let mut flying = futures::stream::FuturesUnordered::new();
        let mut broken = false;
        loop {
            while !broken && flying.len() < IN_FLIGHT {
                let Some(work) = take() else { break };
                flying.push(self.send(at, seat, work));
            }
            match flying.next().await {
                Some(goes_on) => broken |= !goes_on,
                None => return,
            }
        }
    }

    /// Does one thing; what is not answered goes back to the queue. False when the broker is gone.
    async fn send(&self, at: usize, seat: &Seat, work: Work) -> bool {
        let member = &self.members[at];
        let organisation = member.party.id.clone();
        let failed = match &work {
            Work::Register { request, persons, then } => {
                let call = self.history.invoke(Ask::Register {
                    organisation,
                    involvement: request.involvement_id.clone(),
                    persons: persons.clone(),
                });
                let answer = in_time(seat.register(request)).await;
                self.note(call, answer.as_ref().map(registered)).inspect(|_| {
                    self.follow(at, &request.involvement_id, *then);
                })
            }
            Work::End(request) => {
                let call = self
                    .history
                    .invoke(Ask::End { organisation, involvement: request.involvement_id.clone() });
                let answer = in_time(seat.registry().end_involvement(request.clone())).await;
                self.note(call, answer.as_ref().map(|_| Told::Ended))
            }
            Work::Open(request) => {
                let open = |done| {
                    self.tickets.lock().unwrap().insert(request.ticket_id.clone(), (at, done));
                };
                open(false);
                match in_time(seat.escalation().open_ticket(request.clone())).await {
                    Ok(_) => {
                        open(true);
                        Ok(())
                    }
                    Err(status) => Err(outcome(&status)),
                }
            }
        };
        match failed {
            Ok(()) => {
                self.answered.fetch_add(1, Ordering::Relaxed);
                true
            }
            Err(outcome) => {
                member.queue.lock().unwrap().push_front(work);
                outcome == Outcome::Refused
            }
        }
    }

    fn note(&self, call: u64, answer: Result<Told, &Status>) -> Result<(), Outcome> {
        match answer.map_err(outcome) {
            Ok(told) => {
                self.history.ok(call, told);
                Ok(())
            }
            Err(Outcome::Refused) => {
                self.history.fail(call);
                Err(Outcome::Refused)
            }
            Err(Outcome::Unknown) => {
                self.history.unknown(call);
                Err(Outcome::Unknown)
            }
        }
    }

    fn follow(&self, at: usize, involvement: &str, then: Then) {
        let target = &self.members[(at + 1) % self.members.len()].party;
        let involvement_id = involvement.to_owned();
        let next = match then {
            Then::Nothing => return,
            Then::End => Work::End(v1::EndInvolvementRequest {
                involvement_id,
                reason: v1::EndReason::NoLongerInvolved.into(),
                request_id: Uuid::now_v7().to_string(),
                acting_professional: acting(),
            }),
            Then::Ticket => Work::Open(v1::OpenTicketRequest {
                ticket_id: Uuid::now_v7().to_string(),
                involvement_id,
                track: v1::Track::NotCarriedOut.into(),
                obstacle: v1::Obstacle::TaskNotDone.into(),
                target_oin: target.id.clone(),
                category: "MPG2".into(),
                acting_professional: acting(),
                ..v1::OpenTicketRequest::default()
            }),
        };
        self.members[at].queue.lock().unwrap().push_back(next);
    }

    /// Reads one inbox and acknowledges now and then, until the stream breaks.
    pub(super) async fn read(&self, at: usize, seat: &Seat, from_acknowledged: bool) {
        let member = &self.members[at];
        let after = if from_acknowledged { &member.acknowledged } else { &member.handled };
        let after = after.load(Ordering::Relaxed);
        let stream = self.history.subscribed(&member.party.id, after);
        let mut messages = match seat.subscribe(Some(after)).await {
            Ok(messages) => messages,
            Err(status) => {
                outcome(&status);
                return;
            }
        };
        loop {
            let message = match messages.message().await {
                Ok(Some(message)) => message,
                Ok(None) => return,
                Err(status) => {
                    outcome(&status);
                    return;
                }
            };
            match message.part {
                Some(Part::Notification(n)) => {
                    self.history.delivered(stream, noted(&n));
                    member.handled.fetch_max(n.sequence, Ordering::Relaxed);
                    if n.sequence % 5 == 0 && !self.acknowledge(at, seat, n.sequence).await {
                        return;
                    }
                }
                Some(Part::Heartbeat(beat)) => self.history.heartbeat(stream, beat.position),
                // What goes ahead comes again in its place.
                Some(Part::Ahead(_)) | None => {}
            }
        }
    }

    /// False when the broker is gone.
    async fn acknowledge(&self, at: usize, seat: &Seat, position: u64) -> bool {
        let member = &self.members[at];
        let inbox = member.party.id.clone();
        let call = self.history.invoke(Ask::Acknowledge { inbox, position });
        let answer = in_time(seat.acknowledge(position)).await;
        if let Ok(now) = &answer {
            member.acknowledged.fetch_max(*now, Ordering::Relaxed);
        }
        let told = answer.as_ref().map(|now| Told::Acknowledged(*now));
        self.note(call, told) != Err(Outcome::Unknown)
    }

    /// Works off what is left, reads everything, and compares.
    pub async fn settle(self: &Arc<Self>, url: &str, place: &Place, chance: &mut Chance) {
        while self.waiting() > 0 {
            self.work(url, place, chance).await;
        }
        let mut end = FinalState::default();
        let mut inboxes = BTreeMap::new();
        let mut seats = Vec::new();
        for (at, member) in self.members.iter().enumerate() {
            let seat = Seat::at(url, place, &member.party).await;
            self.drain(at, &seat).await;
            seats.push(seat);
        }
        for seat in &seats {
            let (notifications, acknowledged) = seat.everything().await;
            let kept = notifications.iter().map(noted).collect();
            end.inboxes.insert(seat.id.clone(), KeptInbox { notifications: kept, acknowledged });
            inboxes.insert(seat.id.clone(), notifications);
        }
        let coordinator = Seat::at(url, place, &self.coordinator).await;
        inboxes.insert(coordinator.id.clone(), coordinator.everything().await.0);
        self.kept(&seats, &inboxes, &mut end).await;
        self.history.save(&place.file("history.jsonl"), &end).unwrap();
        let found = check(&self.history.events(), &end);
        assert!(found.is_empty(), "{} broken: {found:#?}", found.len());
        self.check_tickets(&seats, &inboxes).await;
        println!(
            "{} involvements, {} matches, {} tickets, {} notifications",
            end.involvements.len(),
            end.matches.len(),
            self.tickets.lock().unwrap().len(),
            end.inboxes.values().map(|i| i.notifications.len()).sum::<usize>(),
        );
    }

    /// L1: after the last restart everything undelivered arrives.
    async fn drain(&self, at: usize, seat: &Seat) {
        let last = seat.everything().await.0.last().map_or(0, |n| n.sequence);
        let read = self.read(at, seat, false);
        let arrived = until("all notifications", || async {
            (self.members[at].handled.load(Ordering::Relaxed) >= last).then_some(())
        });
        tokio::select! {
            () = read => panic!("the stream of {} broke", seat.id),
            () = arrived => {}
        }
    }

    /// The involvements and matches, as their organisations see them. Who joined a match is known
    /// from the inboxes: it is the one that was not told.
    async fn kept(
        &self,
        seats: &[Seat],
        inboxes: &BTreeMap<String, Vec<v1::Notification>>,
        end: &mut FinalState,
    ) {
        let mut told = BTreeSet::new();
        for (party, notifications) in inboxes {
            for found in notifications.iter().filter_map(by_registering) {
                told.insert((found.match_id.clone(), party.clone()));
            }
        }
        for seat in seats {
            for involvement in seat.involvements().await {
                let active = involvement.state() == v1::InvolvementState::Active;
                let (organisation, involvement) = (seat.id.clone(), involvement.involvement_id);
                end.involvements.push(Kept { organisation, involvement, active });
            }
            for found in seat.all_matches().await {
                if told.contains(&(found.match_id.clone(), seat.id.clone())) {
                    continue;
                }
                let met = found.parties.iter().filter(|party| reached(party));
                let others: BTreeSet<_> = met.map(|p| p.organisation_oin.clone()).collect();
                if others.is_empty() {
                    continue;
                }
                let (match_id, involvement) = (found.match_id, found.involvement_id);
                end.matches.push(KeptMatch { match_id, involvement, others });
            }
        }
    }

    /// S1, S2 for tickets: each is there, told once to its handler and once to the coordinator.
    async fn check_tickets(
        &self,
        seats: &[Seat],
        inboxes: &BTreeMap<String, Vec<v1::Notification>>,
    ) {
        let mut events: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (party, notifications) in inboxes {
            for notification in notifications {
                if let Some(Event::Ticket(event)) = &notification.event {
                    *events.entry((party, &event.ticket_id)).or_default() += 1;
                }
            }
        }
        let tickets = self.tickets.lock().unwrap().clone();
        for (ticket_id, (at, done)) in &tickets {
            assert!(done, "{ticket_id} was worked off");
            let request = v1::GetTicketRequest {
                ticket_id: ticket_id.clone(),
                acting_professional: acting(),
            };
            let seat = &seats[*at];
            let ticket = seat.escalation().get_ticket(request).await;
            let ticket = ticket.unwrap_or_else(|e| panic!("S1: {ticket_id} is gone: {e}"));
            let handlers = ticket.into_inner().ticket.unwrap().handlers.len();
            assert_eq!(handlers, 1, "{ticket_id} has exactly one handler");
            for who in [&seat.id, &self.coordinator.id] {
                let times = events.get(&(who.as_str(), ticket_id.as_str()));
                assert_eq!(times, Some(&1), "S2: {who} is told once of {ticket_id}");
            }
        }
        let unknown = events.keys().find(|(_, id)| !tickets.contains_key(*id));
        assert_eq!(unknown, None, "S5: a ticket that nobody opened");
    }
}

fn register(members: Vec<v1::FamilyMember>, numbers: &[u64], then: Then) -> Work {
    let persons = numbers.iter().map(|n| format!("person-{n}")).collect();
    Work::Register { request: seat::registration(members), persons, then }
}

fn registered(answer: &v1::RegisterInvolvementResponse) -> Told {
    let parties = answer.r#match.iter().flat_map(|m| &m.parties).filter(|party| reached(party));
    let others: BTreeSet<_> = parties.map(|p| p.organisation_oin.clone()).collect();
    let found = answer.r#match.as_ref().filter(|_| !others.is_empty());
    Told::Registered { match_id: found.map(|m| m.match_id.clone()), others }
}

fn noted(notification: &v1::Notification) -> Notification {
    Notification {
        sequence: notification.sequence,
        id: notification.notification_id.clone(),
        match_id: by_registering(notification).map(|found| found.match_id.clone()),
    }
}

/// Whether somebody reaches a common person. Who meets by a case alone is told on both sides, which
/// the stories and the model of cases look at; here it is about registering.
fn reached(party: &v1::InvolvedParty) -> bool {
    party.kind() != v1::MatchKind::Case
}

/// The match by registering that a notification announces.
fn by_registering(notification: &v1::Notification) -> Option<&v1::MatchFound> {
    announced(notification).filter(|found| found.party.as_ref().is_some_and(reached))
}
