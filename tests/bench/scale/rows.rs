//! The rows of a large store: beside the echo, and beside the smallest store.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use verwijspunt::api::v1::{self, registry_service_client::RegistryServiceClient};

use crate::{
    Bench, IN_FLIGHT,
    common::{
        Chance,
        register::{echoes, new_families, register},
        row::{Length, Row, row},
        server::{Server, at_rest},
        window::{Window, window},
    },
    stored::{Old, Stored},
};

/// Who joins families that are in the store for long.
const JOINER: usize = 20;

/// So many of the last acknowledged registrations are looked for after a kill.
const LAST: usize = 200;

/// What is asked of one store.
struct Asked<'a> {
    stored: &'a Stored,
    server: &'a Server,
    chance: Mutex<Chance>,
    registered: AtomicU64,
}

impl<'a> Asked<'a> {
    fn new(stored: &'a Stored, server: &'a Server) -> Self {
        let chance = Mutex::new(Chance(stored.involvements()));
        Self { stored, server, chance, registered: AtomicU64::new(0) }
    }

    fn pick(&self, pick: impl Fn(&Stored, &mut Chance) -> Old) -> Old {
        pick(self.stored, &mut self.chance.lock().expect("no panic"))
    }

    async fn new_families(&self) -> Window {
        let window = new_families(self.server, &self.stored.families, IN_FLIGHT).await;
        self.registered.fetch_add(window.all, Ordering::Relaxed);
        window
    }

    /// Another organisation joins one that is alone with an old family. The same family may be
    /// picked twice: then it is another professional of the joiner, who finds the same one.
    async fn join(&self) -> Window {
        let window = window(IN_FLIGHT, |place| {
            let old = self.pick(Stored::alone);
            let mut request = self.stored.families.request(old.family, 1);
            let professional = request.professional.as_mut().expect("there is one");
            professional.professional_id = request.involvement_id.clone();
            Some(register(self.server.channel(JOINER, place), request, 1))
        })
        .await;
        self.registered.fetch_add(window.all, Ordering::Relaxed);
        window
    }

    async fn who_is_involved(&self) -> Window {
        window(IN_FLIGHT, |place| {
            let old = self.pick(Stored::with_another);
            let request = v1::ListInvolvedRequest {
                involvement_id: old.id,
                acting_professional: "p-1".to_owned(),
                ..Default::default()
            };
            let channel = self.server.channel(old.organisation, place);
            let mut client = RegistryServiceClient::new(channel);
            Some(async move {
                let answer = client.list_involved(request).await.expect("an answer");
                assert_eq!(answer.into_inner().parties.len(), 1, "somebody is missing");
            })
        })
        .await
    }
}

fn length(bench: &Bench) -> Length {
    Length { rounds: if bench.quick { 2 } else { 6 }, wait: false }
}

/// A the echo, B this store.
pub async fn beside_the_echo(
    bench: &Bench,
    stored: &mut Stored,
    echo: &Server,
    broker: &Server,
) -> Vec<Row> {
    // After a start there may be work behind the answers.
    at_rest(&[echo, broker]).await;
    let asked = Asked::new(stored, broker);
    let (servers, families) = ((echo, broker), &asked.stored.families);
    let of_echo = Asked::new(stored, echo);
    let rows = vec![
        row(
            "register, new family",
            length(bench),
            servers,
            async || echoes(echo, families, IN_FLIGHT, 0).await,
            async || asked.new_families().await,
        )
        .await,
        row(
            "register, one is there for long",
            length(bench),
            servers,
            async || echoes(echo, families, IN_FLIGHT, 1).await,
            async || asked.join().await,
        )
        .await,
        row(
            "who is involved, for long",
            length(bench),
            servers,
            async || of_echo.who_is_involved().await,
            async || asked.who_is_involved().await,
        )
        .await,
    ];
    let more = asked.registered.into_inner();
    stored.more(more);
    rows
}

/// A the smallest store, B this one.
pub async fn beside_the_smallest(
    bench: &Bench,
    small: (&mut Stored, &Server),
    large: (&mut Stored, &Server),
) -> Vec<Row> {
    let servers = (small.1, large.1);
    at_rest(&[small.1, large.1]).await;
    let (a, b) = (Asked::new(small.0, small.1), Asked::new(large.0, large.1));
    let length = length(bench);
    let new = row(
        "register, new family",
        length,
        servers,
        async || a.new_families().await,
        async || b.new_families().await,
    )
    .await;
    let join = row(
        "register, one is there for long",
        length,
        servers,
        async || a.join().await,
        async || b.join().await,
    )
    .await;
    let involved = row(
        "who is involved, for long",
        length,
        servers,
        async || a.who_is_involved().await,
        async || b.who_is_involved().await,
    )
    .await;
    let more = (a.registered.into_inner(), b.registered.into_inner());
    small.0.more(more.0);
    large.0.more(more.1);
    vec![new, join, involved]
}

/// Registers for a while and kills the broker in the middle of it. Returns the ids of the last that
/// were acknowledged.
pub async fn load_until_killed(stored: &mut Stored, broker: Server) -> Vec<String> {
    let asked = Asked::new(stored, &broker);
    for _ in 0..4 {
        asked.new_families().await;
    }
    let acknowledged = Mutex::new(Vec::new());
    let (families, server) = (&asked.stored.families, asked.server);
    let load = window(IN_FLIGHT, |place| {
        let request = families.request(families.family(), 0);
        let mut client = RegistryServiceClient::new(server.channel(0, place));
        let acknowledged = &acknowledged;
        Some(async move {
            let id = request.involvement_id.clone();
            // The broker is killed while it works: the last get no answer.
            if client.register_involvement(request).await.is_ok() {
                acknowledged.lock().expect("no panic").push(id);
            }
        })
    });
    let kill = async {
        tokio::time::sleep(crate::WINDOW / 2).await;
        server.signal("KILL");
    };
    let (measured, ()) = futures::join!(load, kill);
    asked.registered.fetch_add(measured.all, Ordering::Relaxed);
    let more = asked.registered.into_inner();
    broker.wait();
    stored.more(more);
    let mut acknowledged = acknowledged.into_inner().expect("no panic");
    assert!(acknowledged.len() > LAST, "it was killed under load");
    acknowledged.split_off(acknowledged.len() - LAST)
}
