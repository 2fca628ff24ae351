//! Two organisations register one family at the same instant: does each learn of the other once?

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use futures::StreamExt as _;
use tokio::sync::Barrier;
use verwijspunt::api::v1;

use super::{
    chance::Chance,
    seat::{self, Outcome, Seat, announced, outcome},
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

/// Two organisations, each with a seat at one broker or at several, and so many families.
pub async fn meet(ones: &[Seat], twos: &[Seat], families: u64, chance: &mut Chance) {
    let begun = Instant::now();
    let draw = |_| (chance.one_in(2), chance.pick(ones).clone(), chance.pick(twos).clone());
    let sides: Vec<_> = (0..families).map(draw).collect();
    let learned = futures::stream::iter((0..families).zip(sides)).map(
        |(family, (first, one, two))| async move {
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
        },
    );
    let learned: Vec<_> = learned.buffer_unordered(AT_ONCE).collect().await;
    println!("{families} families in {:.1?}", begun.elapsed());

    // Who was there first hears it in its inbox, the other one in its answer.
    let (one, two) = (&ones[0], &twos[0]);
    let mut told = BTreeMap::new();
    for seat in [one, two] {
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
}
