//! What do deliveries cost? Two brokers take the same registrations, each of which one organisation is told of;
//! one of them calls that organisation's web server, and reads on in its inbox for the mail of the next digest.
//! And of a thousand web servers a hundred hang: do the others hear later?

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use tokio::sync::Mutex as Held;

use crate::{
    Bench, PATIENCE,
    common::{
        Chance,
        families::Families,
        place::{Place, Town},
        receiver::Receiver,
        register::register,
        row::{Length, Row, row, row_while},
        server::{self, Server, at_rest},
        window::{Window, window},
    },
};

/// Who is told, and called or mailed where that is switched on.
const CALLED: std::ops::Range<usize> = 20..420;

/// How many web servers are called where some hang.
const TARGETS: usize = 1_000;

/// Every so many hangs.
const HANGS: usize = 10;

/// Registrations of one window where some hang, and at once.
const BATCH: usize = 200;
const AT_ONCE: usize = 8;

fn nobody(_: usize) -> bool {
    false
}

fn a_tenth(organisation: usize) -> bool {
    organisation.is_multiple_of(HANGS)
}

/// What stands in the configuration of a broker that calls web servers, and mails where `mail` says so.
fn delivers(directory: &Path, mail: bool) -> String {
    let key = directory.join("webhook.key");
    verwijspunt::server::pki::webhook_key(&key).expect("a key");
    let (home, key) = (directory.display(), key.display());
    let mut config = format!(
        "[webhook]\noin = \"00000009000000001000\"\nrest_url = \"https://localhost:7443\"\n\
         signing_key_file = \"{key}\"\ncertificate = \"{home}/certs/server.pem\"\n\
         key = \"{home}/certs/server.key\"\nca_file = \"{home}/certs/ca.pem\"\ninside = [\"127.0.0.1\"]\n"
    );
    if mail {
        // A match is told in a digest, so that nothing is sent while this is measured; nobody listens there.
        config += &format!(
            "[mail]\nserver = \"localhost\"\nport = 1\nsender = \"verwijspunt@stad.example\"\n\
             ca_file = \"{home}/certs/ca.pem\"\nconsole = \"https://verwijspunt.stad.example\"\n"
        );
    }
    config
}

/// Families in which one of those is involved who are told, each with its number.
struct Waiting(Mutex<VecDeque<(u64, usize)>>);

impl Waiting {
    async fn prefill(
        server: &Server,
        families: &Families,
        number: usize,
        told: std::ops::Range<usize>,
    ) -> Self {
        let made: Vec<(u64, usize)> =
            (0..number).map(|_| families.family()).zip(told.cycle()).collect();
        let left = Mutex::new(made.iter());
        while left.lock().expect("no panic").len() > 0 {
            window(crate::IN_FLIGHT, |_| {
                let (family, organisation) = left.lock().expect("no panic").next()?;
                let request = families.request(*family, 0);
                Some(register(server.channel(*organisation, 0), request, 0))
            })
            .await;
        }
        let mut made = made;
        Chance(1).shuffle(&mut made);
        Self(Mutex::new(made.into()))
    }

    fn next(&self) -> Option<(u64, usize)> {
        self.0.lock().expect("no panic").pop_front()
    }

    /// A window in which another organisation joins. What is delivered because of it is waited for afterwards,
    /// so that the next window has the machine to itself.
    async fn join(
        &self,
        server: &Server,
        families: &Families,
        receiver: Option<&Held<Receiver>>,
    ) -> Window {
        let joined = window(crate::IN_FLIGHT, |place| {
            let (family, _) = self.next()?;
            Some(register(server.channel(0, place), families.request(family, 1), 1))
        })
        .await;
        if let Some(receiver) = receiver {
            let mut receiver = receiver.lock().await;
            let all = async {
                for _ in 0..joined.all {
                    receiver.heard.recv().await.expect("it goes on");
                }
            };
            tokio::time::timeout(6 * PATIENCE, all).await.expect("calls are missing");
        }
        joined
    }
}

/// Measures: A nobody is called or mailed, B everybody is.
pub async fn cost(
    bench: &Bench,
    (length, rate): (Length, f64),
    directory: &Path,
    program: Option<&str>,
) -> Row {
    let (number, families) = (bench.enough(rate, length), &bench.families);
    let receiver = Receiver::start(nobody).await;
    let addresses = |organisation: usize| match CALLED.contains(&organisation) {
        true => format!(
            "webhook = \"{}\"\nmail = \"post@{organisation}.example\"\nmail_professionals = true\n",
            receiver.url(organisation)
        ),
        false => String::new(),
    };
    let town = Town { more: &addresses, ..Town::default() };
    let place = |name: &str| Place::of(&directory.join(name), "embedded:data", &town);
    let (off, on) = (place("off"), place("on"));
    on.configure_more(&delivers(&on.directory, true));
    let (off, on) = (server::broker(&off, program), server::broker(&on, program));
    let (of_off, of_on) = (
        Waiting::prefill(&off, families, number, CALLED).await,
        Waiting::prefill(&on, families, number, CALLED).await,
    );
    at_rest(&[&off, &on]).await;
    let receiver = Held::new(receiver);
    row(
        "join: nothing | mail, webhooks",
        length,
        (&off, &on),
        async || of_off.join(&off, families, None).await,
        async || of_on.join(&on, families, Some(&receiver)).await,
    )
    .await
}

/// A broker with a thousand web servers.
struct Calling {
    server: Server,
    waiting: Waiting,
    receiver: Held<Receiver>,
    hangs: fn(usize) -> bool,
}

impl Calling {
    async fn start(
        (directory, number): (&Path, usize),
        families: &Families,
        hangs: fn(usize) -> bool,
        program: Option<&str>,
    ) -> Self {
        let receiver = Receiver::start(hangs).await;
        let addresses = |organisation: usize| match organisation {
            0 => String::new(),
            _ => format!("webhook = \"{}\"\n", receiver.url(organisation)),
        };
        let town = Town { organisations: TARGETS + 1, more: &addresses };
        let place = Place::of(directory, "embedded:data", &town);
        place.configure_more(&delivers(&place.directory, false));
        place.tell_errors_only();
        let server = server::broker(&place, program);
        let waiting = Waiting::prefill(&server, families, number, 1..TARGETS + 1).await;
        Self { server, waiting, receiver: Held::new(receiver), hangs }
    }

    /// A window: a batch of registrations; the latencies are from each answer until the web server of whoever
    /// was told of it is called, of those that do not hang.
    async fn batch(&self, families: &Families) -> Window {
        let begun = Instant::now();
        let mut next: Vec<(u64, usize)> = (0..BATCH).filter_map(|_| self.waiting.next()).collect();
        let mut answered: HashMap<usize, VecDeque<Instant>> = HashMap::new();
        let mut missing = 0_u64;
        let mut receiver = self.receiver.lock().await;
        while !next.is_empty() {
            let some = next.split_off(next.len().saturating_sub(AT_ONCE));
            let registering =
                some.iter().enumerate().map(|(place, (family, organisation))| async move {
                    let request = families.request(*family, 1);
                    register(self.server.channel(0, place), request, 1).await;
                    (*organisation, Instant::now())
                });
            for (organisation, at) in futures::future::join_all(registering).await {
                if !(self.hangs)(organisation) {
                    answered.entry(organisation).or_default().push_back(at);
                    missing += 1;
                }
            }
        }
        let mut latencies = Vec::new();
        for _ in 0..missing {
            let heard = tokio::time::timeout(6 * PATIENCE, receiver.heard.recv()).await;
            let (organisation, at) = heard.expect("a call is missing").expect("it goes on");
            let asked = answered.get_mut(&organisation).and_then(VecDeque::pop_front);
            let asked = asked.expect("nobody is called without a reason, and in order");
            latencies.push(at.saturating_duration_since(asked).as_secs_f32() * 1e6);
        }
        Window { done: missing, all: missing, seconds: begun.elapsed().as_secs_f64(), latencies }
    }
}

/// Measures: A no web server hangs, B a tenth of them does.
pub async fn hanging(bench: &Bench, rounds: usize, directory: &Path, program: Option<&str>) -> Row {
    let families = &bench.families;
    // Before anything counts, everybody was called once, and whoever hangs has been given up once.
    let number = 2 * TARGETS + 2 * rounds * BATCH;
    let start = async |name: &str, hangs| {
        Calling::start((&directory.join(name), number), families, hangs, program).await
    };
    let (all_answer, some_hang) = (start("answer", nobody).await, start("hang", a_tenth).await);
    for calling in [&all_answer, &some_hang] {
        for _ in 0..(2 * TARGETS).div_ceil(BATCH) {
            calling.batch(families).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(6)).await;
    row_while(
        "1000 called: answer | 100 hang",
        false,
        (Some(&all_answer.server), Some(&some_hang.server)),
        |round| round < rounds,
        async || all_answer.batch(families).await,
        async || some_hang.batch(families).await,
    )
    .await
}
