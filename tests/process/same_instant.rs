//! Scenario 18: two organisations register one family at the same instant, thousands of times.
//! Does each side learn of the other exactly once?

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use futures::StreamExt as _;
use tokio::sync::Barrier;
use verwijspunt::api::v1;

use super::support::{
    broker::Broker,
    chance::Chance,
    number,
    place::Place,
    seat::{self, Outcome, Seat, announced, outcome},
    within,
};

/// Families at once: the streams that one connection may have.
const AT_ONCE: usize = 60;

/// Registers until it is answered; the match and with whom.
async fn learn(seat: &Seat, request: v1::RegisterInvolvementRequest) -> Option<(String, String)> {
    loop {
        match seat.register(&request).await {
            Ok(answer) => {
                let found = answer.r#match?;
                assert_eq!(found.parties.len(), 1, "one other is there");
                return Some((found.match_id, found.parties[0].organisation_oin.clone()));
            }
            Err(status) => assert_eq!(outcome(&status), Outcome::Refused, "{status}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_two_organisations_register_one_family_at_the_same_instant() {
    let mut chance = Chance::printed("same instant");
    let families = number("VERWIJSPUNT_FAMILIES", 10_000);
    let place = Place::new("same-instant");
    let broker = Broker::start(&place).await;
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let two = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let begun = Instant::now();
    let sides: Vec<bool> = (0..families).map(|_| chance.one_in(2)).collect();
    let learned = futures::stream::iter((0..families).zip(sides)).map(|(family, first)| {
        let (one, two) = (one.clone(), two.clone());
        async move {
            let barrier = Arc::new(Barrier::new(2));
            let register = |seat: Seat, extra: u64| {
                let barrier = barrier.clone();
                let members = vec![seat::child(3 * family), seat::child(3 * family + extra)];
                let request = seat::registration(members);
                tokio::spawn(async move {
                    barrier.wait().await;
                    learn(&seat, request).await
                })
            };
            let (a, b) = if first {
                let a = register(one, 1);
                (a, register(two, 2))
            } else {
                let b = register(two, 2);
                (register(one, 1), b)
            };
            (family, a.await.unwrap(), b.await.unwrap())
        }
    });
    let learned: Vec<_> = within("all families", async {
        learned.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await
    })
    .await;
    println!("{families} families in {:.1?}", begun.elapsed());

    // Who was there first hears it in its inbox, the other one in its answer.
    let mut told = BTreeMap::new();
    for seat in [&one, &two] {
        for notification in seat.everything().await.0 {
            let found = announced(&notification).expect("nothing else happened").clone();
            let party = found.party.expect("a party").organisation_oin;
            let before = told.insert((found.match_id, seat.id.clone()), party);
            assert_eq!(before, None, "S4: told twice");
        }
    }
    for (family, a, b) in learned {
        let (match_id, joiner, first) = match (a, b) {
            (Some((id, other)), None) if other == two.id => (id, &one.id, &two.id),
            (None, Some((id, other))) if other == one.id => (id, &two.id, &one.id),
            other => panic!("S4: family {family}: {other:?}"),
        };
        let heard = told.remove(&(match_id, first.clone()));
        assert_eq!(heard.as_ref(), Some(joiner), "S4: family {family}: the first was not told");
    }
    assert!(told.is_empty(), "S5: told of matches that nobody was answered: {told:?}");
    assert_eq!(broker.terminate().await.0, Some(0));
}
