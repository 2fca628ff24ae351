//! Scenario 19 with several brokers: the answer is lost after the commit. Does another broker give
//! the same answer, and refuse other content?

use tonic::Code;
use verwijspunt::api::v1::register_involvement_request::Place as Where;

use super::{
    harness::brokers::Town,
    support::{
        relay::Relay,
        seat::{Seat, announced, child, reason, registration},
        until,
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s19_s3_the_answer_lost_at_one_broker_is_given_by_another() {
    let mut town = Town::start("answer-lost", 3).await;
    let one = town.seat(1, 0).await;
    let two = town.seat(2, 1).await;
    one.register(&registration(vec![child(1)])).await.unwrap();

    let request = registration(vec![child(1), child(2)]);
    let relay = Relay::to(&town.broker(0).url).await;
    let lost = Seat::at(&relay.url, &town.place, &town.place.organisations[1]).await;
    relay.hold_answers();
    let sent = tokio::spawn({
        let request = request.clone();
        async move { lost.register(&request).await }
    });
    until("the commit", || async { (two.involvements().await.len() == 1).then_some(()) }).await;
    relay.cut().await;
    assert!(sent.await.unwrap().is_err(), "the answer was lost");
    town.brokers[0].take().expect("it ran").kill_nine().await;

    let answer = two.register(&request).await.unwrap();
    let found = answer.r#match.as_ref().expect("the other one is there");
    let elsewhere = town.seat(1, 1).await;
    assert_eq!(elsewhere.register(&request).await.unwrap(), answer, "S3: the same answer");
    town.start_broker(0).await;
    let again = town.seat(0, 1).await;
    assert_eq!(again.register(&request).await.unwrap(), answer, "S3: also where it was lost");
    assert_eq!(again.involvements().await.len(), 1, "S3: one effect");
    let told = one.everything().await.0;
    assert_eq!(told.len(), 1, "S3: one notification");
    assert_eq!(announced(&told[0]).unwrap().match_id, found.match_id);
    let mut other = request.clone();
    other.place = Some(Where::Area("centrum".into()));
    for broker in 0..3 {
        let refused = town.seat(broker, 1).await.register(&other).await.unwrap_err();
        assert_eq!((refused.code(), reason(&refused).as_str()), (Code::AlreadyExists, "ID_REUSED"));
    }
}
