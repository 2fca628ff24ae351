//! What happens when brokers on one database are started with different pseudonym keys?

use verwijspunt::{
    broker::{KeysStand, NotItsKeys},
    domain::{model::key_check::KeyCheck, rules::access::Call},
};

use crate::{
    postgres,
    rig::{Rig, registration},
};

/// The check values of keys that the numbers stand for.
fn keys(of: &[(u16, u8)]) -> Vec<KeyCheck> {
    of.iter().map(|(version, of)| KeyCheck { version: *version, value: [*of; 16] }).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_brokers_with_different_keys_one_serves() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let [one, two, three] = rig.brokers.as_slice() else { panic!("three brokers") };

    // All at once, on a database that holds nothing yet.
    let (a, b, c) = (keys(&[(1, 10)]), keys(&[(1, 11)]), keys(&[(1, 12)]));
    let all = tokio::join!(one.take_keys(&a), two.take_keys(&b), three.take_keys(&c));
    let taken = [all.0, all.1, all.2].map(|taken| match taken {
        Ok(()) => true,
        Err(NotItsKeys::Other(1)) => false,
        Err(other) => panic!("{other}"),
    });
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
    let first = [10, 11, 12][taken.iter().position(|taken| *taken).expect("one of them")];

    // A rotation that reaches all of them; one that is started with the former file is refused.
    let rotated = keys(&[(2, 20), (1, first)]);
    one.take_keys(&rotated).await.expect("the key of before is there");
    // One that runs on meanwhile learns that it is behind; so do all others of it.
    let stand = two.keys_stand(&keys(&[(1, first)])).await.expect("readable");
    assert_eq!(stand, KeysStand::Behind(2));
    two.take_keys(&rotated).await.expect("the same");
    assert_eq!(two.keys_stand(&rotated).await.expect("readable"), KeysStand::Right);
    let refused = three.take_keys(&keys(&[(1, first)])).await;
    assert!(matches!(refused, Err(NotItsKeys::NewestMissing(2))), "{refused:?}");
    let refused = three.take_keys(&keys(&[(2, 21), (1, first)])).await;
    assert!(matches!(refused, Err(NotItsKeys::Other(2))), "{refused:?}");

    // Nobody needs the first one yet, then somebody does.
    let permit = rig.permit(0, Call::RegisterInvolvement);
    one.register(&permit, &registration(&[1])).await.expect("registered, under the first version");
    let next = keys(&[(3, 30), (2, 20)]);
    let refused = three.take_keys(&next).await;
    assert!(matches!(refused, Err(NotItsKeys::StillNeeded(1))), "{refused:?}");
    one.take_keys(&rotated).await.expect("a refused one changed nothing");
    rig.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_nobody_needs_goes_and_a_store_of_before_is_taken_over() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let [one, two, _] = rig.brokers.as_slice() else { panic!("three brokers") };
    one.take_keys(&keys(&[(2, 20), (1, 10)])).await.expect("nothing is there yet");
    one.take_keys(&keys(&[(3, 30), (2, 20)])).await.expect("nobody is known under the first");
    two.take_keys(&keys(&[(3, 30)])).await.expect("nor under the second");
    // Whom a broker that was forgotten since would register, nobody would find.
    let stand = one.keys_stand(&keys(&[(2, 20), (1, 10)])).await.expect("readable");
    assert_eq!(stand, KeysStand::Outdated(3));
    rig.close().await;

    // Written before there were check values: the newest version of its persons must be there.
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let [one, ..] = rig.brokers.as_slice() else { panic!("three brokers") };
    let permit = rig.permit(0, Call::RegisterInvolvement);
    one.register(&permit, &registration(&[1])).await.expect("registered");
    let refused = one.take_keys(&keys(&[(3, 30), (2, 20)])).await;
    assert!(matches!(refused, Err(NotItsKeys::NewestMissing(1))), "{refused:?}");
    one.take_keys(&keys(&[(1, 10)])).await.expect("taken over");
    let refused = one.take_keys(&keys(&[(1, 11)])).await;
    assert!(matches!(refused, Err(NotItsKeys::Other(1))), "{refused:?}");
    rig.close().await;
}
