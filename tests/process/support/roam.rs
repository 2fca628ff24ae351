//! What do many organisations do with several brokers? Each call goes wherever somebody answers.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;

use super::{
    chance::Chance,
    load::Fleet,
    place::{Party, Place},
    seat::Seat,
};

/// Before somebody tries again whom a broker failed.
const PAUSE: Duration = Duration::from_millis(100);

impl Fleet {
    /// Everybody works, each with one broker until it fails and then with any, until all is done.
    /// Readers move to another broker now and then and resume there. `most` is how long it may take.
    pub async fn roam(
        self: &Arc<Self>,
        urls: &[String],
        place: &Place,
        chance: &mut Chance,
        most: Duration,
    ) {
        let members = self.parties().enumerate().map(|(at, party)| {
            let (mut sends, mut reads) = (chance.branch(), chance.branch());
            async move {
                let sending = async {
                    while !self.idle(at) {
                        if let Some(seat) = anywhere(urls, place, party, &mut sends).await {
                            self.send_all(at, &seat).await;
                        }
                        tokio::time::sleep(PAUSE).await;
                    }
                };
                let reading = async {
                    loop {
                        if let Some(seat) = anywhere(urls, place, party, &mut reads).await {
                            let acknowledged = reads.one_in(2);
                            let stays = Duration::from_millis(200 + reads.below(3_000));
                            let read = self.read(at, &seat, acknowledged);
                            let _ = tokio::time::timeout(stays, read).await;
                        }
                        tokio::time::sleep(PAUSE).await;
                    }
                };
                tokio::select! {
                    () = sending => {}
                    () = reading => {}
                }
            }
        });
        let all = join_all(members.collect::<Vec<_>>());
        tokio::time::timeout(most, all).await.unwrap_or_else(|_| {
            panic!("not done in {most:?}: {} answered, {} left", self.answered(), self.waiting())
        });
    }
}

/// A seat at one of the brokers, or at none if that one does not answer.
async fn anywhere(
    urls: &[String],
    place: &Place,
    party: &Party,
    chance: &mut Chance,
) -> Option<Seat> {
    let url: &String = chance.pick(urls);
    let connecting = Seat::try_at(url, place, party);
    tokio::time::timeout(Duration::from_secs(3), connecting).await.ok()?.ok()
}
