//! What happens when two brokers on one database are started with different covenant files?

use std::{fs, path::Path, sync::Arc};

use verwijspunt::{
    broker::{Broker, Clock},
    covenant::{Covenant, Covenants},
    domain::rules::access::Call,
};

use crate::{
    postgres,
    rig::{Rig, registration},
};

const FILES: [&str; 2] = ["amsterdam-2009.toml", "amsterdam-organisations.toml"];

/// The covenant of the rig, in which the district of the registrations has another code.
fn renamed(directory: &Path, formerly: &str) -> Covenants {
    for file in FILES {
        let deployed = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants").join(file);
        let text = fs::read_to_string(deployed).expect("readable");
        let text = text.replace("\"zeeburg\"", "\"oostzee\"");
        let code = "code = \"oostzee\"\n";
        let text = text.replacen(code, &format!("{code}{formerly}"), 1);
        fs::write(directory.join(file), text).expect("written");
    }
    Covenants::from(Covenant::load(&directory.join(FILES[0])).expect("total"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn brokers_with_different_covenants_are_refused_or_told() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let [one, two, _] = rig.brokers.as_slice() else { panic!("three brokers") };
    one.take_force().await.expect("nothing is open yet");
    two.take_force().await.expect("the same files");
    assert_eq!(two.others_differ().await.expect("readable"), [""; 0], "the same names");
    let permit = rig.permit(0, Call::RegisterInvolvement);
    one.register(&permit, &registration(&[1])).await.expect("registered");

    // A file without the district's name: refused, whichever broker has written the work.
    let directory = tempfile::tempdir().expect("a directory");
    let other = |formerly: &str| {
        let covenants = Arc::new(renamed(directory.path(), formerly));
        Broker::new(rig.stores[2].clone(), covenants, Clock::Set(rig.clock.clone()))
    };
    let refused = other("").take_force().await.expect_err("work of the first would be left");
    assert!(refused.to_string().contains("area \"zeeburg\": 1 active involvement"), "{refused}");

    // One that says where it goes takes force, and tells that the others know other names.
    let three = other("formerly = [\"zeeburg\"]\n");
    assert_eq!(three.take_force().await.expect("it follows").following, 1);
    assert_eq!(three.others_differ().await.expect("readable"), ["one", "two"]);
    // A broker with the former file is not started again: it does not know where the work went.
    let refused = one.take_force().await.expect_err("the file of before");
    assert!(refused.to_string().contains("area \"oostzee\": 1 active involvement"), "{refused}");
    rig.close().await;
}
