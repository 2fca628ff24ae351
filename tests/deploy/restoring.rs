//! Does a restored store show anybody what was destroyed or shielded after its backup?

use std::fs;

use tonic::{Code, Status};
use verwijspunt::{
    api::v1,
    cli::operate,
    server::{assemble, pki},
};

use super::{
    runbooks::{all_its_own, only, refused, seats, with_program},
    service::{Service, done, said},
    support::{
        place::Party,
        seat::{self, Seat, acting, reason, registration},
    },
    upgrading::with_checkpoints,
};

/// Ends the time in which only that is taken that must be said again, as the runbook has it.
pub(super) fn open(service: &Service) {
    let config = service.place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    assert_eq!(text.matches("restored = true\n").count(), 1, "{text}");
    fs::write(&config, text.replace("restored = true\n", "")).unwrap();
    service.stop();
    service.start();
}

/// The population register, with a certificate of the place's authority.
async fn register(service: &Service) -> Seat {
    let place = &service.place;
    let covenant = assemble::load_covenant(&place.file("covenant.toml")).unwrap();
    let register = covenant.organisations().find(|o| o.kind == "population-register").unwrap();
    let name = operate::file_name(&register.name);
    let clients: Vec<_> =
        operate::clients(&covenant).into_iter().filter(|client| client.name == name).collect();
    pki::make(&place.certs(), &clients, false).unwrap();
    let party = Party { name, id: register.oin.to_string() };
    Seat::at(&service.url(), place, &party).await
}

async fn shield(register: &Seat, child: u64) {
    let request = v1::RecordShieldingRequest {
        bsn: seat::bsn(child),
        shielded: true,
        request_id: uuid::Uuid::now_v7().to_string(),
        acting_professional: acting(),
    };
    register.registry().record_shielding(request).await.unwrap();
}

/// Says who a child's parents are.
async fn parents(register: &Seat, child: u64, parent: u64) {
    let request = v1::RecordParentsRequest {
        child_bsn: seat::bsn(child),
        parent_bsns: vec![seat::bsn(parent)],
        request_id: uuid::Uuid::now_v7().to_string(),
        acting_professional: acting(),
    };
    register.registry().record_parents(request).await.unwrap();
}

async fn withdraw(seat: &Seat, registered: &v1::RegisterInvolvementRequest) {
    let request = v1::EndInvolvementRequest {
        involvement_id: registered.involvement_id.clone(),
        reason: v1::EndReason::Unjustified.into(),
        request_id: uuid::Uuid::now_v7().to_string(),
        acting_professional: acting(),
    };
    seat.registry().end_involvement(request).await.unwrap();
}

/// What somebody sees of others.
async fn seen(seat: &Seat) -> Vec<Vec<v1::InvolvedParty>> {
    seat.all_matches().await.into_iter().map(|found| found.parties).collect()
}

fn waits(status: &Status) {
    assert_eq!((status.code(), reason(status).as_str()), (Code::Unavailable, "RESTORED"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_a_restored_store_before_what_was_destroyed_is_said_again() {
    let service = Service::new("restored");
    with_checkpoints(&service, "checkpoints");
    let backups = service.place.file("backups");
    fs::create_dir(&backups).unwrap();
    service.hand_over(&backups);
    service.start();
    let (one, two) = seats(&service).await;
    let mother_register = register(&service).await;
    let (shielded, withdrawn) =
        (registration(vec![seat::child(1)]), registration(vec![seat::child(2)]));
    for request in [&shielded, &withdrawn] {
        one.register(request).await.unwrap();
    }
    two.register(&registration(vec![seat::child(1)])).await.unwrap();
    // Shielded through its mother, of whom nobody has said yet that she is.
    for seat in [&one, &two] {
        seat.register(&registration(vec![seat::child(3)])).await.unwrap();
    }
    done(service.runbook("backup.sh").arg(&backups));
    let backup = only(&backups, "verwijspunt-");
    let before = seen(&two).await;
    shield(&mother_register, 1).await;
    parents(&mother_register, 3, 4).await;
    shield(&mother_register, 4).await;
    withdraw(&one, &withdrawn).await;
    let after = seen(&two).await;
    assert_ne!(before, after, "whoever is shielded is not shown any more");

    // The disk is lost, and the checkpoints know more than the backup: no broker would start with both.
    service.stop();
    fs::remove_dir_all(service.place.data()).unwrap();
    refused(service.runbook("restore.sh").arg(&backup), "Make a new, empty directory");
    assert!(!service.place.data().exists(), "nothing was changed");
    with_checkpoints(&service, "checkpoints-after");
    let told = done(service.runbook("restore.sh").arg(&backup));
    assert!(told.contains("nobody is served yet"), "{told}");

    let (one, two) = seats(&service).await;
    let third = &service.place.organisations[2];
    let three = Seat::at(&service.url(), &service.place, third).await;
    let again = registration(vec![seat::child(2)]);
    waits(&three.register(&again).await.unwrap_err());
    waits(&two.pull(0).await.unwrap_err());
    waits(&two.subscribe(Some(0)).await.unwrap_err());
    let matches = v1::ListMatchesRequest { acting_professional: acting(), ..Default::default() };
    waits(&two.matches().list_matches(matches).await.unwrap_err());

    let mother_register = register(&service).await;
    parents(&mother_register, 3, 4).await;
    for person in [1, 4] {
        shield(&mother_register, person).await;
    }
    withdraw(&one, &withdrawn).await;
    open(&service);
    let (_, two) = seats(&service).await;
    assert_eq!(seen(&two).await, after);
    let three = Seat::at(&service.url(), &service.place, third).await;
    assert!(three.register(&again).await.unwrap().r#match.is_none(), "what was withdrawn is gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_that_was_killed_between_two_renames_is_run_again_and_keeps_what_was_there() {
    let service = Service::new("restore-killed");
    let backups = service.place.file("backups");
    fs::create_dir(&backups).unwrap();
    service.hand_over(&backups);
    service.start();
    let (one, _) = seats(&service).await;
    let mine = registration(vec![seat::child(1)]);
    let answer = one.register(&mine).await.unwrap();
    done(service.runbook("backup.sh").arg(&backups));
    let backup = only(&backups, "verwijspunt-");
    one.register(&registration(vec![seat::child(2)])).await.unwrap();

    // Killed as soon as the store of now was moved away.
    let kills = "/bin/mv \"$@\" || exit\n[[ ${!#} != *.replaced-* ]] || kill -s KILL $PPID";
    let path = with_program(&service, "mv", kills);
    let (code, text) = said(service.runbook("restore.sh").arg(&backup).env("PATH", path));
    assert_eq!(code, None, "{text}");
    assert!(!service.place.data().exists() && !service.ready());
    let text = done(service.runbook("restore.sh").arg(&backup));
    let kept = only(service.place.path(), "data.replaced-");
    assert!(text.contains(&format!("what was there: {}", kept.display())), "{text}");
    assert!(!service.place.file("data.restoring").exists(), "nothing of the killed one is left");
    assert!(!service.place.file("config.toml.closed").exists());
    all_its_own(&service);
    open(&service);
    let (one, _) = seats(&service).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer);
}
