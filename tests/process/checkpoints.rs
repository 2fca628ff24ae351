//! Scenario 29 with the real program: is the end of the audit log anchored while it serves, at its stop
//! and after a crash, and does a log that was set back keep it from starting?

use std::{fs, path::Path};

use super::support::{
    broker::{self, Broker},
    place::Place,
    seat::{self, Seat, registration},
};

const SETTINGS: &str =
    "\n[audit]\ncheckpoint_dir = \"checkpoints\"\nsigning_key_file = \"audit.key\"\n";

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

async fn register(broker: &Broker, place: &Place, person: u64) {
    let seat = Seat::at(&broker.url, place, &place.organisations[0]).await;
    seat.register(&registration(vec![seat::child(person)])).await.unwrap();
}

/// Verifies against the checkpoints; what the program said.
async fn verify(place: &Place) -> (Option<i32>, String) {
    let (data, dir, key) = (place.data(), place.file("checkpoints"), place.file("audit.key.pub"));
    let (code, out, err) = broker::run(&[
        "audit".as_ref(),
        "verify".as_ref(),
        data.as_os_str(),
        "--checkpoints".as_ref(),
        dir.as_os_str(),
        "--public-key".as_ref(),
        key.as_os_str(),
    ])
    .await;
    (code, out + &err)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s29_a2_the_end_of_the_log_is_anchored_and_a_log_set_back_is_refused() {
    let place = Place::new("checkpoints");
    fs::create_dir(place.file("checkpoints")).unwrap();
    let key = place.file("audit.key");
    let (code, ..) = broker::run(&["audit".as_ref(), "key".as_ref(), key.as_os_str()]).await;
    assert_eq!(code, Some(0));
    place.configure(SETTINGS);

    // At its stop: every entry is covered.
    let running = Broker::start(&place).await;
    register(&running, &place, 1).await;
    assert_eq!(running.terminate().await.0, Some(0));
    let (code, said) = verify(&place).await;
    assert_eq!(code, Some(0), "{said}");
    let last = fs::read_dir(place.file("checkpoints")).unwrap();
    let last = last.map(|entry| entry.unwrap().file_name()).max().expect("one was written");
    let entries: u64 = said.split(' ').next().unwrap().parse().unwrap();
    assert_eq!(last.to_str().unwrap(), format!("audit-{entries:020}.checkpoint"));
    copy(&place.data(), &place.file("backup"));

    // After a crash: it goes on from there.
    let running = Broker::start(&place).await;
    register(&running, &place, 2).await;
    running.kill_nine().await;
    let (code, said) = verify(&place).await;
    assert_eq!(code, Some(0), "{said}");
    let running = Broker::start(&place).await;
    assert_eq!(running.terminate().await.0, Some(0));

    // Set back to the backup, the log verifies by itself; what was signed it does not hold.
    fs::remove_dir_all(place.data()).unwrap();
    fs::rename(place.file("backup"), place.data()).unwrap();
    let (code, said) = verify(&place).await;
    assert!(code == Some(1) && said.contains("entries were cut off"), "{said}");
    let refused = Broker::launch(&place, broker::serve(&place)).await.err().expect("refused");
    assert!(refused.stderr.contains("the audit log does not hold entry"), "{}", refused.stderr);
    assert_eq!(refused.code, Some(1));

    // The way out that it names: knowingly, with another place.
    fs::create_dir(place.file("anew")).unwrap();
    place.configure(&SETTINGS.replace("checkpoints", "anew"));
    let running = Broker::start(&place).await;
    assert_eq!(running.terminate().await.0, Some(0));
}
