//! Does every read and write leave one entry, and does it name everybody whom it concerns (A1)?

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock, Failure, InboxPage, Pull, Showing},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            audit::{AuditEntry, Subject},
            ids::{InvolvementId, MatchId},
            involvement::{ContactCard, Informed},
            matches::FollowUp,
            party::{AreaCode, Oin, Origin, Party},
            person::{FamilyRole, Identity, Member, Pseudonym},
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            changing::Ending,
            listing,
            registering::Register,
            telling::Delivery,
        },
        state::receipt::{ReceiptKey, Request},
    },
    store::{AuditLog as _, Inboxes as _, memory::MemoryStore},
};

/// Monday 2 March 2026, ten o'clock.
const NOW: i64 = 1_772_442_000_000;

struct Desk {
    broker: Broker,
    store: Arc<MemoryStore>,
    clock: Arc<AtomicI64>,
    covenant: Arc<Covenants>,
    read: u64,
}

impl Desk {
    fn new() -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenant = Arc::new(Covenants::from(Covenant::load(file.as_ref()).expect("total")));
        let (store, clock) = (Arc::<MemoryStore>::default(), Arc::new(AtomicI64::new(NOW)));
        let broker = Broker::new(store.clone(), covenant.clone(), Clock::Set(clock.clone()));
        Self { broker, store, clock, covenant, read: 0 }
    }

    async fn pull(
        &self,
        permit: &Permit,
        after: Option<u64>,
        limit: usize,
    ) -> Result<InboxPage<Delivery>, Failure> {
        let pull = Pull { after, limit, ahead_after: None };
        let (in_place, ahead) =
            (&mut |one: &Delivery| Some(one.clone()), &mut |one: &Delivery| Some(one.clone()));
        self.broker.pull(permit, pull, Showing { in_place, ahead }).await
    }

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

    /// Registers these persons for an organisation; the match, if one was made.
    async fn register(&self, n: usize, persons: &[u8]) -> (InvolvementId, Option<MatchId>) {
        let id = InvolvementId(Uuid::now_v7());
        let member = |who: &u8| Member {
            identity: Identity { current: pseudonym(*who), previous: None },
            role: FamilyRole::OtherAdult,
            ages_out: None,
            added: None,
        };
        let command = Register {
            id,
            members: persons.iter().map(member).collect(),
            card: ContactCard {
                professional_id: "p1".to_owned(),
                name: "N. Naam".to_owned(),
                function: "functie".to_owned(),
                phone: "0200000000".to_owned(),
                email: String::new(),
                deputy: None,
            },
            area: AreaCode::parse("zeeburg").expect("an area"),
            start: Day::parse("2026-03-01").expect("a day"),
            end: Day::parse("2026-06-01").expect("a day"),
            end_given: true,
            informed: Informed::No,
            own_reference: None,
            fingerprint: [n as u8; 16],
        };
        let permit = self.permit(n, Call::RegisterInvolvement);
        let done = self.broker.register(&permit, &command).await.expect("registered");
        (id, done.answer.matched.map(|matched| matched.id))
    }

    /// The entries since the last look, without the broker's housekeeping of inboxes.
    async fn entries(&mut self) -> Vec<AuditEntry> {
        let sealed = self.store.audit(self.read, 1_000).await.expect("readable");
        self.read += sealed.len() as u64;
        sealed.iter().map(|sealed| sealed.entry().expect("an entry")).collect()
    }

    /// The one entry since the last look: its result, and the persons that it names.
    async fn one(&mut self, action: &str) -> (AuditEntry, BTreeSet<u8>) {
        let mut entries = self.entries().await;
        assert_eq!(entries.len(), 1, "{entries:?}");
        let entry = entries.remove(0);
        assert_eq!((entry.action.as_str(), entry.ground.as_str()), (action, "amsterdam-2009@1"));
        let named = persons(&entry);
        (entry, named)
    }
}

fn pseudonym(who: u8) -> Pseudonym {
    Pseudonym { version: 1, mac: [who; 16] }
}

fn persons(entry: &AuditEntry) -> BTreeSet<u8> {
    let person = |subject: &Subject| match subject {
        Subject::Person(pseudonym) => Some(pseudonym.mac[0]),
        _ => None,
    };
    let named: Vec<u8> = entry.subjects.iter().filter_map(person).collect();
    let once: BTreeSet<u8> = named.iter().copied().collect();
    assert_eq!(named.len(), once.len(), "each once: {named:?}");
    once
}

fn request(permit: &Permit) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request: Uuid::now_v7() };
    Request { key, fingerprint: [9; 16] }
}

#[tokio::test]
async fn a1_every_verb_leaves_one_entry_that_names_the_persons_concerned() {
    let mut desk = Desk::new();
    let (mine, _) = desk.register(0, &[1, 2]).await;
    let (entry, named) = desk.one("RegisterInvolvement").await;
    assert_eq!(named, BTreeSet::from([1, 2]));
    let actor = entry.actor.expect("somebody acted");
    let certificate = Origin::Certificate("01".to_owned());
    assert_eq!((actor.professional.as_str(), &actor.origin), ("p1", &certificate));

    let (theirs, matched) = desk.register(1, &[2, 3]).await;
    let matched = matched.expect("they share a person");
    assert_eq!(desk.one("RegisterInvolvement").await.1, BTreeSet::from([2, 3]));

    // A match is read by each on its own persons: not on whom the other registered.
    for (n, own) in [(0, BTreeSet::from([1, 2])), (1, BTreeSet::from([2, 3]))] {
        let permit = desk.permit(n, Call::GetMatch);
        desk.broker.get_match(&permit, matched).await.expect("a party");
        assert_eq!(desk.one("GetMatch").await.1, own);
        let permit = desk.permit(n, Call::ListMatches);
        let all = listing::Matches {
            open: false,
            professional: None,
            involvement: None,
            reference: None,
        };
        desk.broker.list_matches(&permit, &all, None, 10).await.expect("listed");
        assert_eq!(desk.one("ListMatches").await.1, own);
    }
    let permit = desk.permit(0, Call::ListInvolved);
    desk.broker.list_involved(&permit, mine).await.expect("listed");
    assert_eq!(desk.one("ListInvolved").await.1, BTreeSet::from([1, 2]));
    let permit = desk.permit(1, Call::ListInvolvements);
    desk.broker
        .list_involvements(&permit, &listing::Involvements::default(), None, 10)
        .await
        .expect("listed");
    assert_eq!(desk.one("ListInvolvements").await.1, BTreeSet::from([2, 3]));
    let permit = desk.permit(1, Call::RecordFollowUp);
    let seen = FollowUp::Seen;
    let done = desk.broker.record_follow_up(&permit, &request(&permit), matched, seen).await;
    done.expect("recorded");
    assert_eq!(desk.one("RecordFollowUp").await.1, BTreeSet::from([2, 3]));

    // A refusal names what was asked for, and those behind it as far as they were looked at.
    let permit = desk.permit(2, Call::GetInvolvement);
    desk.broker.get_involvement(&permit, theirs).await.expect_err("somebody else's");
    let (entry, named) = desk.one("GetInvolvement").await;
    assert_eq!((entry.result.as_str(), named), ("NOT_ALLOWED", BTreeSet::from([2, 3])));

    // What is destroyed has an entry that still names whom it was about.
    let permit = desk.permit(0, Call::EndInvolvement);
    let end = Ending::Unjustified;
    desk.broker.end(&permit, &request(&permit), mine, end).await.expect("ended");
    assert_eq!(desk.one("EndInvolvement").await.1, BTreeSet::from([1, 2]));
}

#[tokio::test]
async fn a1_what_is_delivered_is_in_the_log_with_its_range_and_its_persons() {
    let mut desk = Desk::new();
    desk.register(0, &[1, 2]).await;
    desk.register(1, &[1]).await;
    desk.register(2, &[2]).await;
    desk.entries().await;
    let inbox = Party::Organisation(desk.oin(0));
    let permit = desk.permit(0, Call::Pull);
    let page = desk.pull(&permit, None, 1).await.expect("pulled");
    assert_eq!(page.notifications.len(), 1);
    let (entry, named) = desk.one("Pull").await;
    assert_eq!(entry.subjects[0], Subject::Delivered(inbox.clone(), 0, 1));
    assert_eq!(named, BTreeSet::from([1, 2]), "by the recipient's own involvement");
    desk.pull(&permit, Some(2), 10).await.expect("pulled");
    let (entry, named) = desk.one("Pull").await;
    assert_eq!(entry.subjects, [Subject::Delivered(inbox.clone(), 2, 2)], "nothing was there");
    assert!(named.is_empty());
    desk.pull(&permit, Some(9), 10).await.expect_err("in the future");
    assert_eq!(desk.one("Pull").await.0.result, "POSITION_IN_FUTURE");

    let permit = desk.permit(0, Call::Subscribe);
    desk.broker.subscribe(&permit, Some(1)).await.expect("subscribed");
    assert_eq!(desk.one("Subscribe").await.0.subjects, [Subject::Inbox(inbox.clone(), 1)]);
    let batch = desk.store.read_inbox(&inbox, 1, 10).await.expect("readable");
    desk.broker.delivered(&permit, 0, 1, batch, &mut |one| Some(one.clone())).await.expect("noted");
    let (entry, named) = desk.one("Subscribe").await;
    assert_eq!(entry.subjects[0], Subject::Delivered(inbox, 1, 2));
    assert_eq!(named, BTreeSet::from([1, 2]));
}

#[tokio::test]
async fn a1_what_the_broker_does_by_itself_names_the_persons_too() {
    let mut desk = Desk::new();
    desk.register(0, &[1, 2]).await;
    desk.register(1, &[2, 3]).await;
    desk.entries().await;
    desk.clock.fetch_add(100 * 86_400_000, Ordering::SeqCst);
    desk.broker.sweep().await.expect("swept");
    let entries = desk.entries().await;
    let of = |action: &str| {
        let all = entries.iter().filter(|entry| entry.action == action && entry.actor.is_none());
        all.flat_map(persons).collect::<BTreeSet<_>>()
    };
    assert_eq!(of("InvolvementDeadline"), BTreeSet::from([1, 2, 3]));
    assert_eq!(of("FollowUpDeadline"), BTreeSet::from([2, 3]), "by the joiner's involvement");
}
