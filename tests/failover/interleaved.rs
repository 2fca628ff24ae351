//! Scenario 26: long and short transactions interleaved. Does a reader that follows skip anything?

use std::{sync::Arc, time::Duration};

use super::{
    harness::brokers::Town,
    support::{chance::Chance, load::Fleet},
};

const ROUND: Duration = Duration::from_secs(120);

/// One statement in thirty sleeps, whatever it writes; the transaction it is in becomes a long one.
const DOZE: &str = "
CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF random() < 0.03 THEN PERFORM pg_sleep(0.5 * random()); END IF;
  RETURN NULL;
END $$;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TRIGGER doze AFTER INSERT OR UPDATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION doze()', name);
  END LOOP;
END $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s26_w1_w2_w3_long_and_short_transactions() {
    let mut chance = Chance::printed("interleaved");
    let town = Town::start("interleaved", 3).await;
    town.cluster.primary().ask_as_broker(DOZE).await.unwrap();
    let fleet = Arc::new(Fleet::new(&town.place));
    fleet.plan(60, &mut chance);
    let (urls, mut during) = (town.urls(), chance.branch());
    // Some servers' processes stand still for a while, with whatever they hold.
    let stall = async {
        loop {
            let length = Duration::from_millis(100 + chance.below(700));
            town.cluster.primary().freeze_backends(2, length).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    tokio::select! {
        () = fleet.roam(&urls, &town.place, &mut during, ROUND) => {}
        () = stall => {}
    }
    fleet.settle(&urls[1], &town.place, &mut chance).await;
}
