//! Do the promises hold when two callers meet between a read and a commit?

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures::future::{BoxFuture, join_all};
use tempfile::TempDir;
use tokio::sync::Notify;
use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock, Failure, Pull, Showing},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            agreement::Measure,
            audit::Subject,
            case::{
                CloseReason, Family,
                closing::{FollowUpHelp, Guardian, Safeguarding},
            },
            ids::{CaseId, InvolvementId, MatchId, TicketId},
            involvement::{ContactCard, Informed},
            matches::Match,
            notification::{Event, Notification},
            party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
            person::{FamilyRole, Identity, Member, Pseudonym},
            refusal::Refusal,
            routing::Track,
            ticket::{Obstacle, OfficeReason},
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            case::{
                closing::{CloseCase, OpenTickets, Said},
                manager::Assign,
                opening::OpenCase,
            },
            changing::Ending,
            escalation::by_office::OpenInCase,
            listing,
            registering::{MAX_OWN, Register},
            telling::Delivery,
        },
        state::{
            keys::{Key, Kind},
            lists::List,
            loaded::Loaded,
            receipt::{ReceiptKey, Request},
            records::Record,
        },
    },
    notify::cursor::Turn,
    store::{
        AuditLog, Change, CommitError, Found, Head, Inboxes, Operations, Records, Sealed, Store,
        StoreError,
        embedded::{EmbeddedStore, engine},
        memory::MemoryStore,
        postgres::{Options, PostgresStore},
    },
};

#[path = "support/postgres.rs"]
mod postgres_server;

/// Monday 2 March 2026, ten o'clock.
const NOW: i64 = 1_772_442_000_000;

type Hook = BoxFuture<'static, ()>;

/// A store in which something happens at a chosen moment.
struct Meddled {
    inner: Arc<dyn Store>,
    /// Runs after the next list, or what is due, was read, before the reader gets it.
    after_list: Mutex<Option<Hook>>,
    /// Every read lets the others go first.
    yielding: bool,
    /// The next commit waits here; it goes on even when its caller is gone, as in the engine.
    gate: Option<Arc<(Notify, Notify)>>,
    era: AtomicU64,
    /// So many commits from now on find that somebody else was faster.
    conflicts: AtomicU64,
    /// Three hundred tickets are due before everything else, and no ticket can be read.
    tickets_unreadable: AtomicBool,
    /// Another server takes over after the next look at the end of an inbox.
    takes_over: AtomicBool,
    /// Every list has as many entries as the reader asks for.
    endless: AtomicBool,
}

#[async_trait]
impl Records for Meddled {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let tickets = keys.iter().any(|key| key.kind() == Kind::Ticket);
        if tickets && self.tickets_unreadable.load(Ordering::SeqCst) {
            return Err(StoreError::Refused("a stored record cannot be read".to_owned()));
        }
        let loaded = self.inner.load(keys).await;
        if self.yielding {
            tokio::task::yield_now().await;
        }
        loaded
    }

    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        let Some(gate) = self.gate.clone().filter(|_| !change.effects.notify.is_empty()) else {
            return self.inner.commit(change).await;
        };
        let inner = self.inner.clone();
        let done = tokio::spawn(async move {
            gate.0.notify_one();
            gate.1.notified().await;
            inner.commit(change).await
        });
        done.await.expect("the store does not panic")
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        if self.endless.load(Ordering::SeqCst) {
            return Ok((0..limit as u128).map(Uuid::from_u128).collect());
        }
        let ids = self.inner.list(list, after, limit).await;
        self.hook().await;
        ids
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        self.inner.scan(kind, after, limit).await
    }

    fn era(&self) -> u64 {
        self.era.load(Ordering::SeqCst)
    }

    async fn commit_in(&self, era: u64, change: Change) -> Result<(), CommitError> {
        let conflicts = &self.conflicts;
        let fewer = |left: u64| left.checked_sub(1);
        let conflict = conflicts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer).is_ok();
        if conflict || era != self.era() {
            return Err(CommitError::Conflict);
        }
        self.commit(change).await
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let mut due = Vec::new();
        if self.tickets_unreadable.load(Ordering::SeqCst) {
            due.extend((0..300).map(|n| Key::Ticket(TicketId(Uuid::from_u128(n)))));
        }
        due.extend(self.inner.due(now, limit).await?);
        due.truncate(limit);
        self.hook().await;
        Ok(due)
    }
}

#[async_trait]
impl Inboxes for Meddled {
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        let last = self.inner.last_sequence(inbox).await;
        if self.takes_over.swap(false, Ordering::SeqCst) {
            self.era.fetch_add(1, Ordering::SeqCst);
        }
        last
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        self.inner.read_inbox(inbox, after, limit).await
    }
}

#[async_trait]
impl AuditLog for Meddled {
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        self.inner.audit(after, limit).await
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        self.inner.audit_head().await
    }

    async fn audit_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        self.inner.audit_about(chain, about, after, limit).await
    }
}

#[async_trait]
impl Operations for Meddled {
    fn health(&self) -> Result<(), String> {
        self.inner.health()
    }

    async fn close(&self) {}
}

impl Meddled {
    fn over(inner: Arc<dyn Store>) -> Self {
        let (after_list, era, takes_over, conflicts, tickets_unreadable) = Default::default();
        let (yielding, gate, endless) = (false, None, AtomicBool::default());
        Self {
            inner,
            after_list,
            yielding,
            gate,
            era,
            conflicts,
            tickets_unreadable,
            takes_over,
            endless,
        }
    }

    async fn hook(&self) {
        let hook = self.after_list.lock().expect("not poisoned").take();
        if let Some(hook) = hook {
            hook.await;
        }
    }
}

/// Two brokers over one store: the first one's reads are meddled with.
struct Pair {
    meddled: Arc<Meddled>,
    slow: Arc<Broker>,
    fast: Arc<Broker>,
    clock: Arc<AtomicI64>,
    covenant: Arc<Covenants>,
}

impl Pair {
    fn new(meddled: Meddled) -> Self {
        let files = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenant = Arc::new(Covenants::from(Covenant::load(files.as_ref()).expect("total")));
        let clock = Arc::new(AtomicI64::new(NOW));
        let meddled = Arc::new(meddled);
        let broker = |store: Arc<dyn Store>| {
            Arc::new(Broker::new(store, covenant.clone(), Clock::Set(clock.clone())))
        };
        let (slow, fast) = (broker(meddled.clone()), broker(meddled.inner.clone()));
        Self { meddled, slow, fast, clock, covenant }
    }

    /// The n-th organisation without secrets.
    fn oin(&self, n: usize) -> Oin {
        let plain = self.covenant.all().flat_map(Covenant::organisations).filter(|o| !o.sensitive);
        plain.map(|o| o.oin).nth(n).expect("the covenant has many")
    }

    fn permit(&self, n: usize, call: Call) -> Permit {
        let caller = Caller::by_certificate(
            CallerKind::Organisation,
            Party::Organisation(self.oin(n)),
            "p1",
            "01",
        );
        access::admit(caller, call, Time(0)).expect("organisations may")
    }

    fn after_list(&self, hook: impl Future<Output = ()> + Send + 'static) {
        *self.meddled.after_list.lock().expect("not poisoned") = Some(Box::pin(hook));
    }

    /// All matches of the caller.
    async fn matches(&self, reader: &Permit) -> Vec<Match> {
        let all = listing::Matches {
            open: false,
            professional: None,
            involvement: None,
            reference: None,
        };
        let page = self.fast.list_matches(reader, &all, None, 10).await.expect("listed");
        page.entries.into_iter().map(|(_, seen)| seen.matched).collect()
    }

    async fn notifications(&self, n: usize) -> Vec<Notification> {
        let inbox = Party::Organisation(self.oin(n));
        let read = self.meddled.inner.read_inbox(&inbox, 0, 1_000).await.expect("readable");
        read.into_iter().map(|(_, notification)| notification).collect()
    }
}

fn pseudonym(version: u16, who: u8) -> Pseudonym {
    Pseudonym { version, mac: [who; 16] }
}

/// A registration of one adult; `versions` are the active keys, newest first.
fn registration(professional: usize, who: u8, versions: &[u16]) -> Register {
    let identity = Identity {
        current: pseudonym(versions[0], who),
        previous: versions.get(1).map(|version| pseudonym(*version, who)),
    };
    Register {
        id: InvolvementId(Uuid::now_v7()),
        members: vec![Member {
            identity,
            role: FamilyRole::OtherAdult,
            ages_out: None,
            added: None,
        }],
        card: ContactCard {
            professional_id: format!("p{professional}"),
            name: "N. Naam".to_owned(),
            function: "functie".to_owned(),
            phone: "0200000000".to_owned(),
            email: String::new(),
            deputy: None,
        },
        area: AreaCode::parse("zeeburg").expect("an area"),
        start: Day::parse("2026-03-01").expect("a day"),
        end: Day::parse("2027-03-01").expect("a day"),
        end_given: true,
        informed: Informed::No,
        own_reference: None,
        fingerprint: [u8::try_from(professional % 256).expect("small"); 16],
    }
}

fn request(permit: &Permit) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request: Uuid::now_v7() };
    Request { key, fingerprint: [9; 16] }
}

async fn register(broker: &Broker, permit: &Permit, command: &Register) -> Option<MatchId> {
    broker.register(permit, command).await.expect("registered").answer.matched.map(|m| m.id)
}

/// Somebody joins while the other one ends: the match must know that the other one is gone.
async fn joining_while_ending(store: Arc<dyn Store>, ending: Ending) {
    let pair = Pair::new(Meddled::over(store));
    let (old, new) = (registration(1, 7, &[1]), registration(2, 7, &[1]));
    register(&pair.fast, &pair.permit(0, Call::RegisterInvolvement), &old).await;

    let (fast, joiner) = (pair.fast.clone(), pair.permit(1, Call::RegisterInvolvement));
    let command = new.clone();
    pair.after_list(async move {
        register(&fast, &joiner, &command).await.expect("a match");
    });
    let ender = pair.permit(0, Call::EndInvolvement);
    pair.slow.end(&ender, &request(&ender), old.id, ending).await.expect("ended");

    let reader = pair.permit(1, Call::ListMatches);
    let matches = pair.matches(&reader).await;
    let events: Vec<_> = pair.notifications(1).await.into_iter().map(|n| n.event).collect();
    match ending {
        Ending::NoLongerInvolved => {
            assert!(matches[0].parties.iter().any(|p| p.involvement == old.id && p.gone));
            assert!(events.iter().any(|e| matches!(e, Event::PartyEnded { .. })), "{events:?}");
        }
        Ending::Unjustified => {
            assert_eq!(matches, [], "what was destroyed leaves no match");
            assert!(events.iter().any(|e| matches!(e, Event::Retracted { .. })), "{events:?}");
        }
    }
    pair.clock.fetch_add(30 * 86_400_000, Ordering::SeqCst);
    let before = pair.notifications(0).await.len();
    pair.fast.sweep().await.expect("swept");
    assert_eq!(pair.notifications(0).await.len(), before, "who is gone owes nothing");
}

/// Whoever is told third does not see by the ids that two were told before it.
async fn ids_do_not_count_who_else_was_told(store: Arc<dyn Store>) {
    const ROUNDS: usize = 32;
    let pair = Pair::new(Meddled::over(store));
    for n in 0..3 {
        let permit = pair.permit(n, Call::RegisterInvolvement);
        register(&pair.fast, &permit, &registration(n, 7, &[1])).await;
    }
    let mut made = Vec::new();
    for n in 0..ROUNDS {
        let permit = pair.permit(3, Call::RegisterInvolvement);
        let matched = register(&pair.fast, &permit, &registration(10 + n, 7, &[1])).await;
        made.push(vec![matched.expect("three are there").0]);
    }
    for n in 0..3 {
        let told = pair.notifications(n).await;
        let last = told[told.len() - ROUNDS..].iter().map(|notification| notification.id.0);
        made.iter_mut().zip(last).for_each(|(ids, id)| ids.push(id));
    }
    for ids in &made {
        assert_eq!(ids.len(), 4, "a match and three who are told of it");
        for (at, id) in ids.iter().enumerate() {
            let near = |other: &&Uuid| other.as_u64_pair().1.abs_diff(id.as_u64_pair().1) < 1 << 32;
            let neighbour = ids[..at].iter().find(near);
            assert_eq!(neighbour, None, "{id} lies beside it");
        }
    }
    let in_order = made.iter().filter(|ids| ids.is_sorted()).count();
    assert!(in_order < ROUNDS, "they rise in the order in which they were made");
}

/// What is decided on a part of a list would be wrong for the rest of it.
async fn a_list_too_long_to_look_through_refuses(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let known = registration(1, 7, &[1]);
    register(&pair.fast, &pair.permit(0, Call::RegisterInvolvement), &known).await;
    pair.meddled.endless.store(true, Ordering::SeqCst);
    let ender = pair.permit(0, Call::EndInvolvement);
    let ending = Ending::NoLongerInvolved;
    let refused = pair.slow.end(&ender, &request(&ender), known.id, ending).await;
    assert_eq!(refused, Err(Failure::Refused(Refusal::ListTooLong { most: 10_000 })));
    let reader = pair.permit(0, Call::GetInvolvement);
    assert!(pair.fast.get_involvement(&reader, known.id).await.expect("read").is_active());
    let audit = pair.meddled.inner.audit(0, 100).await.expect("read");
    let last = audit.iter().rev().filter_map(|sealed| sealed.entry()).nth(1).expect("two at least");
    assert_eq!((last.action.as_str(), last.result.as_str()), ("EndInvolvement", "LIST_TOO_LONG"));
}

async fn an_end_is_not_lost_on_who_joins_meanwhile(store: Arc<dyn Store>) {
    joining_while_ending(store, Ending::NoLongerInvolved).await;
}

async fn a_retraction_is_not_lost_on_who_joins_meanwhile(store: Arc<dyn Store>) {
    joining_while_ending(store, Ending::Unjustified).await;
}

async fn a_former_lead_does_not_lead_who_joins_meanwhile(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let registering = |n| pair.permit(n, Call::RegisterInvolvement);
    register(&pair.fast, &registering(0), &registration(1, 7, &[1])).await;
    let first = register(&pair.fast, &registering(1), &registration(2, 7, &[1])).await;
    let first = first.expect("a match");
    let caller = pair.permit(0, Call::AgreeLead);
    let agreed = pair.fast.agree_lead(&caller, &request(&caller), first, pair.oin(0)).await;
    agreed.expect("agreed");

    let (fast, joiner) = (pair.fast.clone(), registering(2));
    pair.after_list(async move {
        register(&fast, &joiner, &registration(3, 7, &[1])).await.expect("a match");
    });
    let agreed = pair.slow.agree_lead(&caller, &request(&caller), first, pair.oin(1)).await;
    agreed.expect("agreed");

    let reader = pair.permit(2, Call::ListMatches);
    let matches = pair.matches(&reader).await;
    let leads: BTreeMap<_, _> = matches.iter().map(|m| (m.id, m.lead())).collect();
    assert!(
        leads.values().flatten().all(|lead| lead.organisation != pair.oin(0)),
        "the first one leads no more: {leads:?}"
    );
}

/// Two families get the same family manager at once, who has room for one: the second is refused, or
/// says why. Both lists were read before either was written.
async fn two_at_once_do_not_exceed_a_caseload(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let manages = pair.covenant.all().flat_map(Covenant::organisations);
    let mut manages = manages.filter(|o| o.kind == "youth-care-agency");
    let agency = manages.next().expect("the covenant has one").oin;
    let area = AreaCode::parse("zeeburg").expect("an area");
    let most = pair.covenant.terms(&area).family_manager_caseload.expect("it names a number");
    let director = |call| {
        let office = OfficeId::parse("process-manager-oost").expect("an id");
        let (kind, office) = (CallerKind::Office, Party::Office(office));
        access::admit(Caller::by_certificate(kind, office, "p1", "01"), call, Time(0)).expect("may")
    };
    let mut assignments = Vec::new();
    for who in 0..=u8::try_from(most).expect("few") {
        let own = registration(1, who, &[1]);
        let registers = Caller::by_certificate(
            CallerKind::Organisation,
            Party::Organisation(agency),
            "p1",
            "01",
        );
        let registers = access::admit(registers, Call::RegisterInvolvement, Time(0)).expect("may");
        register(&pair.fast, &registers, &own).await;
        let case = OpenCase {
            id: CaseId(Uuid::now_v7()),
            persons: own.members.iter().map(|member| member.identity).collect(),
            family: Family {
                area: area.clone(),
                category: CategoryCode::parse("MPG3").expect("a category"),
                nuisance: false,
                measure: Measure::ChildProtection,
            },
            measure: Some(Measure::ChildProtection),
            despite: None,
            reported: None,
            fingerprint: [who; 16],
        };
        let opened = pair.fast.open_case(&director(Call::OpenCase), &case).await;
        opened.expect("opened");
        let (organisation, etag) = (agency, String::new());
        let (professional, beyond) = (None, None);
        assignments.push(Assign { case: case.id, organisation, professional, beyond, etag });
    }
    let permit = director(Call::AssignFamilyManager);
    let (second, first) = (assignments.pop().expect("one"), assignments.pop().expect("another"));
    for assign in &assignments {
        let assigned = pair.fast.assign_family_manager(&permit, &request(&permit), assign).await;
        assigned.expect("there is room");
    }
    let (fast, by) = (pair.fast.clone(), permit.clone());
    pair.after_list(async move {
        fast.assign_family_manager(&by, &request(&by), &first).await.expect("room for one");
    });
    let answer = pair.slow.assign_family_manager(&permit, &request(&permit), &second).await;
    let Err(Failure::Refused(Refusal::Fields(fields))) = answer else { panic!("{answer:?}") };
    assert!(fields.iter().any(|field| field.field == "caseload_reason"), "{fields:?}");
    let families = List::FamiliesOf(agency, "p1".to_owned());
    let families = pair.meddled.inner.list(&families, None, 100).await.expect("readable");
    assert_eq!(families.len(), usize::from(most));
}

/// An office opens a ticket in a case while the case is closed: the closing counts it.
async fn a_case_is_not_closed_past_a_ticket_of_this_moment(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let kinds = pair.covenant.all().flat_map(Covenant::organisations);
    let mut kinds = kinds.filter(|o| o.kind == "youth-care-agency");
    let agency = kinds.next().expect("the covenant has one").oin;
    let director = |call| {
        let office = OfficeId::parse("process-manager-oost").expect("an id");
        let (kind, office) = (CallerKind::Office, Party::Office(office));
        access::admit(Caller::by_certificate(kind, office, "p1", "01"), call, Time(0)).expect("may")
    };
    let own = registration(1, 7, &[1]);
    let party = Party::Organisation(agency);
    let registers = Caller::by_certificate(CallerKind::Organisation, party, "p1", "01");
    let registers = access::admit(registers, Call::RegisterInvolvement, Time(0)).expect("may");
    register(&pair.fast, &registers, &own).await;
    let case = OpenCase {
        id: CaseId(Uuid::now_v7()),
        persons: own.members.iter().map(|member| member.identity).collect(),
        family: Family {
            area: AreaCode::parse("zeeburg").expect("an area"),
            category: CategoryCode::parse("MPG3").expect("a category"),
            nuisance: false,
            measure: Measure::ChildProtection,
        },
        measure: Some(Measure::ChildProtection),
        despite: None,
        reported: None,
        fingerprint: [7; 16],
    };
    pair.fast.open_case(&director(Call::OpenCase), &case).await.expect("opened");
    let permit = director(Call::AssignFamilyManager);
    let (case, etag) = (case.id, String::new());
    let (professional, beyond) = (None, None);
    let assign = Assign { case, organisation: agency, professional, beyond, etag: etag.clone() };
    pair.fast.assign_family_manager(&permit, &request(&permit), &assign).await.expect("assigned");

    let ticket = OpenInCase {
        id: TicketId(Uuid::now_v7()),
        case,
        reason: OfficeReason::OwnInitiative,
        skipped: None,
        track: Track::NoAgreement,
        obstacle: Obstacle::NoAgreement,
        target: None,
        fingerprint: [8; 16],
    };
    let (fast, opens) = (pair.fast.clone(), director(Call::OpenTicket));
    pair.after_list(async move {
        fast.open_ticket_in_case(&opens, &ticket).await.expect("opened");
    });
    let said = Said {
        help: Some(FollowUpHelp::RegularHelp),
        safeguarding: Some(Safeguarding::AgreedByHelpers),
        guardian: Some(Guardian::Stays),
        instead: None,
    };
    let (reason, tickets) = (CloseReason::NotNeeded, OpenTickets::First);
    let close = CloseCase { case, reason, tickets, said, etag };
    let permit = director(Call::CloseCase);
    let answer = pair.slow.close_case(&permit, &request(&permit), &close).await;
    let Err(Failure::Refused(Refusal::TicketsOpen { count: 1 })) = answer else {
        panic!("{answer:?}")
    };
}

async fn a_crowd_around_one_person_all_get_in(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled { yielding: true, ..Meddled::over(store) });
    let permit = pair.permit(0, Call::RegisterInvolvement);
    let commands: Vec<_> = (0..MAX_OWN).map(|n| registration(n, 7, &[1])).collect();
    let all = join_all(commands.iter().map(|c| pair.slow.register(&permit, c))).await;
    let refused: Vec<_> = all.iter().filter_map(|done| done.as_ref().err()).collect();
    assert!(refused.is_empty(), "{} of {MAX_OWN}: {:?}", refused.len(), refused.first());

    // One more is too much of the same, and is somebody else's first.
    let again = pair.slow.register(&permit, &registration(MAX_OWN, 7, &[1])).await;
    let again = again.expect_err("too many");
    assert!(matches!(again, Failure::Refused(Refusal::Fields(_))), "{again:?}");
    let other = pair.permit(1, Call::RegisterInvolvement);
    register(&pair.slow, &other, &registration(1, 7, &[1])).await.expect("a match");
}

async fn many_around_one_family_delay_no_other(store: Arc<dyn Store>) {
    let gate = Arc::new((Notify::new(), Notify::new()));
    let pair = Pair::new(Meddled { gate: Some(gate.clone()), ..Meddled::over(store) });
    let registering = |n| pair.permit(n, Call::RegisterInvolvement);
    register(&pair.fast, &registering(0), &registration(1, 7, &[1])).await;
    // The first one meets somebody, gets its turn, and is held up in its commit.
    pair.meddled.conflicts.store(1, Ordering::SeqCst);
    let (slow, permit) = (pair.slow.clone(), registering(1));
    let held_up = tokio::spawn(async move {
        register(&slow, &permit, &registration(2, 7, &[1])).await.expect("a match");
    });
    gate.0.notified().await;
    // Another one meets somebody too, around a family that the first one does not look at.
    pair.meddled.conflicts.store(1, Ordering::SeqCst);
    let (permit, command) = (registering(2), registration(3, 8, &[1]));
    let other = register(&pair.slow, &permit, &command);
    let other = tokio::time::timeout(Duration::from_secs(10), other).await;
    assert_eq!(other.expect("it does not wait for the first"), None);
    gate.1.notify_one();
    held_up.await.expect("registered in the end");
}

/// How many entries the audit log has.
async fn entries(store: &dyn Store) -> u64 {
    store.chains().await.expect("readable").iter().map(|chain| chain.head.position).sum()
}

/// Two organisations have a match, and neither makes contact until reminders are due.
async fn reminders_are_due(pair: &Pair) {
    let registering = |n| pair.permit(n, Call::RegisterInvolvement);
    register(&pair.fast, &registering(0), &registration(1, 7, &[1])).await;
    register(&pair.fast, &registering(1), &registration(2, 7, &[1])).await.expect("a match");
    pair.clock.fetch_add(30 * 86_400_000, Ordering::SeqCst);
}

async fn a_deadline_that_another_worked_off_leaves_no_second_entry(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store.clone()));
    reminders_are_due(&pair).await;
    let (fast, log, after_it) = (pair.fast.clone(), store.clone(), Arc::new(AtomicU64::new(0)));
    let noted = after_it.clone();
    pair.after_list(async move {
        assert!(fast.sweep().await.expect("swept") > 1, "reminders, and counts that are over");
        noted.store(entries(&*log).await, Ordering::SeqCst);
    });
    assert_eq!(pair.slow.sweep().await, Ok(0), "the other one was faster");
    let before = after_it.load(Ordering::SeqCst);
    assert_eq!(entries(&*store).await, before, "who had nothing to do says nothing");
}

async fn deadlines_that_cannot_be_read_hold_up_no_others(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    reminders_are_due(&pair).await;
    let before = pair.notifications(0).await.len();
    pair.meddled.tickets_unreadable.store(true, Ordering::SeqCst);
    assert!(pair.slow.sweep().await.expect("the store is well") > 0);
    assert!(pair.notifications(0).await.len() > before, "reminded");
    let unreadable = || {
        let figures = pair.slow.figures();
        figures.iter().find(|(name, _, _)| *name == "deadlines_unreadable").map(|figure| figure.2)
    };
    assert_eq!(unreadable(), Some(300.0));
    pair.meddled.tickets_unreadable.store(false, Ordering::SeqCst);
    pair.slow.sweep().await.expect("swept");
    assert_eq!(unreadable(), Some(0.0), "once they can be read, nothing is reported");
}

async fn a_deadline_that_needs_too_long_a_list_waits_and_is_told(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let known = registration(1, 7, &[1]);
    register(&pair.fast, &pair.permit(0, Call::RegisterInvolvement), &known).await;
    // Its end date has passed.
    pair.clock.fetch_add(800 * 86_400_000, Ordering::SeqCst);
    pair.meddled.endless.store(true, Ordering::SeqCst);
    pair.slow.sweep().await.expect("the store is well");
    let waiting = || {
        let figures = pair.slow.figures();
        figures.iter().find(|(name, _, _)| *name == "deadlines_unreadable").map(|figure| figure.2)
    };
    assert!(waiting() > Some(0.0), "{:?}", waiting());
    let reader = pair.permit(0, Call::GetInvolvement);
    assert!(pair.fast.get_involvement(&reader, known.id).await.expect("read").is_active());
    pair.meddled.endless.store(false, Ordering::SeqCst);
    pair.slow.sweep().await.expect("swept");
    assert_eq!(waiting(), Some(0.0), "once the list is short enough, nothing is reported");
    assert!(!pair.fast.get_involvement(&reader, known.id).await.expect("read").is_active());
}

async fn a_caller_that_goes_away_takes_no_ring_with_it(store: Arc<dyn Store>) {
    let gate = Arc::new((Notify::new(), Notify::new()));
    let pair = Pair::new(Meddled { gate: Some(gate.clone()), ..Meddled::over(store) });
    register(&pair.fast, &pair.permit(0, Call::RegisterInvolvement), &registration(1, 7, &[1]))
        .await;
    let subscriber = pair.permit(0, Call::Subscribe);
    let mut cursor = pair.slow.subscribe(&subscriber, None).await.expect("subscribed");

    let (slow, joiner) = (pair.slow.clone(), pair.permit(1, Call::RegisterInvolvement));
    let call = tokio::spawn(async move {
        register(&slow, &joiner, &registration(2, 7, &[1])).await;
    });
    gate.0.notified().await;
    let waiting = tokio::spawn(async move { cursor.next(Duration::from_secs(600)).await });
    tokio::task::yield_now().await;
    call.abort();
    assert!(call.await.expect_err("aborted").is_cancelled());
    gate.1.notify_one();
    let turn = tokio::time::timeout(Duration::from_secs(10), waiting).await;
    let turn = turn.expect("rung").expect("no panic").expect("readable");
    assert!(matches!(turn, Turn::Notifications(page) if page.len() == 1));
}

async fn a_reader_that_is_overtaken_by_trimming_is_told(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let registering = |n| pair.permit(n, Call::RegisterInvolvement);
    register(&pair.fast, &registering(0), &registration(1, 7, &[1])).await;
    register(&pair.fast, &registering(1), &registration(2, 7, &[1])).await;
    let subscriber = pair.permit(0, Call::Subscribe);
    let mut cursor = pair.fast.subscribe(&subscriber, Some(0)).await.expect("subscribed");
    let acknowledging = pair.permit(0, Call::Acknowledge);
    pair.fast.acknowledge(&acknowledging, 1).await.expect("acknowledged");
    pair.clock.fetch_add(365 * 86_400_000, Ordering::SeqCst);
    pair.fast.sweep().await.expect("swept");
    let turn = cursor.next(Duration::from_millis(1)).await.expect("readable");
    assert!(matches!(turn, Turn::Overtaken(_)), "{turn:?}");
}

async fn what_a_lost_server_showed_is_not_acknowledged(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let registering = |n| pair.permit(n, Call::RegisterInvolvement);
    register(&pair.fast, &registering(0), &registration(1, 7, &[1])).await;
    register(&pair.fast, &registering(1), &registration(2, 7, &[1])).await;
    let permit = pair.permit(0, Call::Acknowledge);
    pair.meddled.takes_over.store(true, Ordering::SeqCst);
    let answer = pair.slow.acknowledge(&permit, 1).await;
    assert!(matches!(answer, Err(Failure::Store(StoreError::Unavailable(_)))), "{answer:?}");
    let pull = pair.permit(0, Call::Pull);
    let from = Pull { limit: 10, ..Pull::default() };
    let (in_place, ahead) = (&mut |_: &Delivery| Some(()), &mut |_: &Delivery| Some(()));
    let page = pair.fast.pull(&pull, from, Showing { in_place, ahead }).await.expect("readable");
    assert_eq!(page.acknowledged, 0, "the end that it was held against may be gone");
    assert_eq!(pair.slow.acknowledge(&permit, 1).await.ok(), Some(1), "the same again");
}

async fn the_same_again_is_recognised_across_a_key_rotation(store: Arc<dyn Store>) {
    let pair = Pair::new(Meddled::over(store));
    let permit = pair.permit(0, Call::RegisterInvolvement);
    let first = registration(1, 7, &[1]);
    register(&pair.fast, &permit, &first).await;
    let again = pair.fast.register(&permit, &registration(1, 7, &[2, 1])).await.expect("answered");
    assert!(again.answer.repeat.is_some() && !again.replayed);
    assert_eq!(again.answer.involvement.id, first.id);
    // Another organisation meets it once, although it is reached under two keys.
    let other = pair.permit(1, Call::RegisterInvolvement);
    register(&pair.fast, &other, &registration(2, 7, &[2, 1])).await.expect("a match");
    assert_eq!(pair.notifications(0).await.len(), 1);
}

/// Every test over every engine.
macro_rules! over {
    ($engine:ident, $store:expr; $($test:ident)*) => {
        mod $engine {
            use super::*;
            $(
                #[tokio::test]
                async fn $test() {
                    let (_directory, store) = $store;
                    super::$test(store).await;
                }
            )*
        }
    };
    ($engine:ident, $store:expr) => {
        over!($engine, $store;
            a_list_too_long_to_look_through_refuses
            ids_do_not_count_who_else_was_told
            an_end_is_not_lost_on_who_joins_meanwhile
            a_retraction_is_not_lost_on_who_joins_meanwhile
            a_former_lead_does_not_lead_who_joins_meanwhile
            two_at_once_do_not_exceed_a_caseload
            a_case_is_not_closed_past_a_ticket_of_this_moment
            a_crowd_around_one_person_all_get_in
            many_around_one_family_delay_no_other
            a_deadline_that_another_worked_off_leaves_no_second_entry
            deadlines_that_cannot_be_read_hold_up_no_others
            a_deadline_that_needs_too_long_a_list_waits_and_is_told
            a_caller_that_goes_away_takes_no_ring_with_it
            a_reader_that_is_overtaken_by_trimming_is_told
            what_a_lost_server_showed_is_not_acknowledged
            the_same_again_is_recognised_across_a_key_rotation
        );
    };
}

/// A store, and the directory in which it is, when it is in one: that goes with it.
type Opened = (Option<TempDir>, Arc<dyn Store>);

fn in_memory() -> Opened {
    (None, Arc::new(MemoryStore::default()))
}

fn in_directory() -> Opened {
    let directory = TempDir::new().expect("a directory");
    let store = EmbeddedStore::open(directory.path(), engine::Options::default());
    (Some(directory), Arc::new(store.expect("the store opens")))
}

async fn in_database() -> Opened {
    let options = Options::new(&postgres_server::cluster().fresh().await, "one");
    (None, Arc::new(PostgresStore::open(&options).await.expect("the store opens")))
}

over!(memory, in_memory());
over!(on_disk, in_directory());
over!(postgres, in_database().await);
