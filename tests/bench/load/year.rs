//! A mixed year: registrations of many organisations in the order in which they come, with the skew
//! of real families, among them some with twenty organisations. Who finds whom is known beforehand.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::stream::{FuturesUnordered, StreamExt as _};
use uuid::Uuid;
use verwijspunt::api::v1::{self, registry_service_client::RegistryServiceClient};

use crate::{
    Bench, IN_FLIGHT,
    common::{
        families::{bsn, child, parent},
        inbox, place,
        register::register,
        row::{Row, row_while},
        server::Server,
        window::{Window, window},
    },
    town::{Entry, Expected, Kin, ORGANISATIONS, Told, Town, YEAR},
};

/// The organisations of the town are these of the bench.
const FIRST: usize = 120;

/// What the seed of a published year is.
const SEED: u64 = 2023;

struct Year {
    waiting: Mutex<VecDeque<Entry>>,
    same_person: AtomicU64,
    family: AtomicU64,
    told: Mutex<Told>,
}

impl Year {
    /// A window of the year; each organisation has one connection.
    async fn window(&self, bench: &Bench) -> Window {
        window(IN_FLIGHT, |_| {
            let entry = self.waiting.lock().expect("no panic").pop_front()?;
            Some(self.enter(&bench.broker, request(bench, &entry), entry.organisation))
        })
        .await
    }

    async fn enter(
        &self,
        server: &Server,
        request: v1::RegisterInvolvementRequest,
        organisation: usize,
    ) {
        let mut client = RegistryServiceClient::new(server.channel(FIRST + organisation, 0));
        let answer = client.register_involvement(request).await.expect("registered").into_inner();
        assert!(!answer.already_registered, "every registration of the year is another one");
        let parties = answer.r#match.map(|matched| matched.parties).unwrap_or_default();
        for party in &parties {
            match party.kind() {
                v1::MatchKind::SamePerson => &self.same_person,
                v1::MatchKind::Family => &self.family,
                kind => panic!("nobody made a match of kind {kind:?}"),
            }
            .fetch_add(1, Ordering::Relaxed);
        }
        let organisations = parties.iter().map(|party| {
            let number = party.organisation_oin[16..].parse::<usize>().expect("one of ours");
            number - FIRST
        });
        self.told.lock().expect("no panic").add(organisations);
    }

    fn left(&self) -> usize {
        self.waiting.lock().expect("no panic").len()
    }
}

fn request(bench: &Bench, entry: &Entry) -> v1::RegisterInvolvementRequest {
    let children = entry.children.iter().map(|number| child(*number));
    let members = children.chain(entry.parent.map(parent)).collect();
    bench.families.naming(members, &entry.professional, 2)
}

/// The population register says who the parents are.
async fn record(server: &Server, kin: &[Kin]) {
    let mut running = FuturesUnordered::new();
    let mut left = kin.iter().enumerate();
    let connections: Vec<_> = (0..4).map(|_| server.connect(place::REGISTER)).collect();
    let mut next = || {
        let (at, kin) = left.next()?;
        let mut client = RegistryServiceClient::new(connections[at % connections.len()].clone());
        let request = v1::RecordParentsRequest {
            child_bsn: bsn(kin.child),
            parent_bsns: kin.parents.iter().map(|parent| bsn(*parent)).collect(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: "bench".to_owned(),
        };
        Some(async move {
            client.record_parents(request).await.expect("recorded");
        })
    };
    running.extend((0..IN_FLIGHT).map_while(|_| next()));
    while running.next().await.is_some() {
        running.extend(next());
    }
}

/// Measures a `share`-th part of the year, and compares what the broker found.
pub async fn run(bench: &Bench, share: usize) -> (Row, Expected) {
    let town = Town::new(SEED, YEAR / share, |persons| bench.families.fresh(persons));
    record(&bench.broker, &town.kin).await;
    let number = town.entries.len();
    let year = Year {
        waiting: Mutex::new(town.entries.into()),
        same_person: AtomicU64::default(),
        family: AtomicU64::default(),
        told: Mutex::default(),
    };
    let measured = row_while(
        &format!("mixed year nl-2023, 1/{share}"),
        false,
        (Some(&bench.a), Some(&bench.broker)),
        |_| year.left() > 0,
        async || echoes(bench).await,
        async || year.window(bench).await,
    )
    .await;
    let found =
        Expected { same_person: year.same_person.into_inner(), family: year.family.into_inner() };
    assert_eq!(found, town.expected, "of {number} registrations: wrong matches");
    let told = year.told.into_inner().expect("no panic");
    for organisation in 0..ORGANISATIONS {
        let expected = told.of(organisation);
        inbox::expect(&bench.broker, FIRST + organisation, 0, expected).await;
    }
    (measured, found)
}

/// The same number of connections, and answers with two parties; another build finds nobody.
async fn echoes(bench: &Bench) -> Window {
    let others = if bench.real { 0 } else { 2 };
    let next = AtomicU64::new(0);
    window(IN_FLIGHT, |_| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let organisation = usize::try_from(number).expect("few") % ORGANISATIONS;
        let members = vec![child(bench.families.fresh(1))];
        let request = bench.families.naming(members, "p-17", others);
        Some(register(bench.a.channel(FIRST + organisation, 0), request, others))
    })
    .await
}
