//! Scenario 8: the disk runs full, then space returns. Are writes refused clearly, do reads go on?

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tonic::Code;
use tonic_types::StatusExt as _;
use verwijspunt::api::v1;

use super::support::{
    broker::Broker,
    place::Place,
    seat::{self, Seat, acting, next_notification, reason, registration},
    until, within,
};

/// A small file system in memory.
struct Mounted(PathBuf);

impl Mounted {
    fn at(path: &Path, mebibytes: u64) -> Result<Self, String> {
        fs::create_dir_all(path).unwrap();
        let size = format!("size={mebibytes}m,mode=0700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(path);
        let output = mount.output().map_err(|e| format!("mount: {e}"))?;
        if output.status.success() {
            Ok(Self(path.to_owned()))
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// The store keeps 128 MiB free for what it still holds in memory; the file system is a bit larger.
const DISK_MIB: u64 = 168;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s8_s1_s5_disk_full_then_space_returns() {
    let place = Place::new("disk-full");
    let _mounted = match Mounted::at(&place.data(), DISK_MIB) {
        Ok(mounted) => mounted,
        Err(why) => return println!("SKIPPED: no small file system can be mounted here: {why}"),
    };
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let admin = free.local_addr().unwrap();
    drop(free);
    place.configure_at(&format!("127.0.0.1:0\"\nadmin_address = \"{admin}"), "");
    let broker = Broker::start(&place).await;
    let ready = broker.admin(admin, "/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let two = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let mine = registration(vec![seat::child(1)]);
    let first = one.register(&mine).await.unwrap();
    two.register(&registration(vec![seat::child(1)])).await.unwrap();
    let mut stream = one.subscribe(Some(0)).await.unwrap();
    assert_eq!(next_notification(&mut stream).await.unwrap().sequence, 1);

    let filler = place.data().join("filler");
    fs::write(&filler, vec![0; 50 << 20]).unwrap();
    let refused = registration(vec![seat::child(1)]);
    let status = two.register(&refused).await.unwrap_err();
    println!("{status}");
    assert_eq!((status.code(), reason(&status).as_str()), (Code::ResourceExhausted, "DISK_FULL"));
    let retry = status.get_error_details().retry_info().and_then(|info| info.retry_delay);
    assert!(retry.is_some_and(|delay| delay >= Duration::from_secs(1)), "{retry:?}");
    let status = one.acknowledge(1).await.unwrap_err();
    assert_eq!(reason(&status), "DISK_FULL");

    let told = "the disk of the data directory is full";
    until("the log", || async { broker.stderr().contains(told).then_some(()) }).await;
    // Whoever shares out the calls sends them elsewhere; restarting it would not help, so it is alive.
    until("not ready", || async {
        let ready = broker.admin(admin, "/readyz").await;
        (ready.starts_with("HTTP/1.1 503") && ready.contains(told)).then_some(())
    })
    .await;
    assert!(broker.admin(admin, "/livez").await.starts_with("HTTP/1.1 200"));

    // Reads go on, and so does what is known already.
    assert_eq!(one.involvements().await.len(), 1);
    let involved = v1::ListInvolvedRequest {
        involvement_id: mine.involvement_id.clone(),
        acting_professional: acting(),
        ..Default::default()
    };
    let parties = one.registry().list_involved(involved).await.unwrap().into_inner().parties;
    assert_eq!(parties.len(), 1, "S5: the refused one is not there");
    assert_eq!(one.everything().await.0.len(), 1);
    let mut again = one.subscribe(Some(0)).await.unwrap();
    assert_eq!(next_notification(&mut again).await.unwrap().sequence, 1);
    assert_eq!(one.register(&mine).await.unwrap(), first, "S3: a retry is answered");

    // Space returns: the same request works, without a restart.
    fs::remove_file(&filler).unwrap();
    let answer = until("writes", || async { two.register(&refused).await.ok() }).await;
    assert_eq!(answer.r#match.unwrap().parties.len(), 1);
    until("ready again", || async {
        broker.admin(admin, "/readyz").await.starts_with("HTTP/1.1 200").then_some(())
    })
    .await;
    assert!(broker.stderr().contains("has room again"), "{}", broker.stderr());
    assert_eq!(broker.stderr().matches(told).count(), 1, "not a line for every refusal");
    assert_eq!(within("the news", next_notification(&mut stream)).await.unwrap().sequence, 2);
    assert_eq!(one.acknowledge(2).await.unwrap(), 2);
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    assert_eq!(one.everything().await.0.len(), 2, "S1");
    assert_eq!(broker.terminate().await.0, Some(0));
}

/// Without any space left it refuses, or ends; either way nothing acknowledged is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s8_s1_not_one_byte_left() {
    let place = Place::new("disk-empty");
    let _mounted = match Mounted::at(&place.data(), DISK_MIB) {
        Ok(mounted) => mounted,
        Err(why) => return println!("SKIPPED: no small file system can be mounted here: {why}"),
    };
    let mut broker = Broker::start(&place).await;
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    for family in 0..5 {
        one.register(&registration(vec![seat::child(family)])).await.unwrap();
    }
    let filler = place.data().join("filler");
    let full = fs::write(&filler, vec![0; usize::try_from(DISK_MIB << 20).unwrap()]);
    assert_eq!(full.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    for family in 5..10 {
        let status = one.register(&registration(vec![seat::child(family)])).await.unwrap_err();
        assert!(
            reason(&status) == "DISK_FULL" || seat::outcome(&status) == seat::Outcome::Unknown,
            "{status:?}"
        );
    }
    fs::remove_file(&filler).unwrap();
    let one = match Seat::try_at(&broker.url, &place, &place.organisations[0]).await {
        Ok(seat) => seat,
        Err(_) => {
            println!("it ended, as it may");
            assert_eq!(broker.ended().await.code(), Some(1));
            broker = Broker::start(&place).await;
            Seat::at(&broker.url, &place, &place.organisations[0]).await
        }
    };
    let last = registration(vec![seat::child(10)]);
    until("writes", || async { one.register(&last).await.ok() }).await;
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    assert_eq!(one.involvements().await.len(), 6, "S1, and nothing that was refused");
}

/// Without space for the first file the broker does not start, and says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s8_starting_on_a_full_disk() {
    let place = Place::new("disk-full-start");
    let _mounted = match Mounted::at(&place.data(), 1) {
        Ok(mounted) => mounted,
        Err(why) => return println!("SKIPPED: no small file system can be mounted here: {why}"),
    };
    let _ = fs::write(place.data().join("filler"), vec![0; 2 << 20]);
    let refused = Broker::launch(&place, super::support::broker::serve(&place)).await;
    let refused = refused.err().expect("it does not start");
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("free space on this disk"), "{}", refused.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s8_what_a_broken_off_checkpoint_left_does_not_keep_the_broker_from_starting() {
    let place = Place::new("disk-full-checkpoint");
    let _mounted = match Mounted::at(&place.data(), DISK_MIB) {
        Ok(mounted) => mounted,
        Err(why) => return println!("SKIPPED: no small file system can be mounted here: {why}"),
    };
    let broker = Broker::start(&place).await;
    assert_eq!(broker.terminate().await.0, Some(0));
    // All that there was, and more: writing ends with the last byte.
    let left = place.data().join("checkpoint/checkpoint.tmp");
    let _ = fs::write(&left, vec![1; usize::try_from(DISK_MIB << 20).unwrap()]);
    assert!(left.exists());
    let broker = Broker::start(&place).await;
    assert!(!left.exists(), "it is gone");
    assert_eq!(broker.terminate().await.0, Some(0));
}
