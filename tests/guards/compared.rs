//! Does a source system with more than one handful hear everything, once, and is a second comparison at the
//! same time turned away?

use futures::{StreamExt as _, stream};
use tonic::Code;
use verwijspunt::{
    api::v1::{
        self, reconcile_involvements_request::Part,
        reconcile_involvements_response::Part as Answer,
        registry_service_client::RegistryServiceClient,
    },
    domain::rules::access::CallerKind,
};

use super::{
    inside::{House, registration},
    permissions::holder,
    support::world::Channel,
};

/// More than stand in one receipt of what is done, and than are done at once.
const ROWS: u64 = 600;

type Messages = Vec<v1::ReconcileInvolvementsRequest>;

fn messages(token: &str, rows: &[v1::RegisterInvolvementRequest]) -> Messages {
    let (acting_professional, token) = ("p1".to_owned(), token.to_owned());
    let start = v1::ReconcileStart { acting_professional, token, accept_endings: true };
    let rows = (1..).zip(rows).map(|(row, registration)| {
        Part::Row(v1::ImportRow { row, registration: Some(registration.clone()) })
    });
    let parts = std::iter::once(Part::Start(start)).chain(rows);
    parts.map(|part| v1::ReconcileInvolvementsRequest { part: Some(part) }).collect()
}

async fn compared(
    client: &mut RegistryServiceClient<Channel>,
    messages: Messages,
) -> (u64, v1::ReconcileSummary) {
    let answers = client.reconcile_involvements(stream::iter(messages)).await.expect("a place");
    let (mut answers, mut changes) = (answers.into_inner(), 0);
    loop {
        match answers.message().await.expect("it goes on").expect("a summary").part {
            Some(Answer::Change(_)) => changes += 1,
            Some(Answer::Summary(summary)) => return (changes, summary),
            None => panic!("an empty answer"),
        }
    }
}

#[tokio::test]
async fn many_rows_are_shown_done_and_known_to_be_done() {
    let house = House::with("").await;
    let mut client =
        RegistryServiceClient::new(house.wire(&holder(CallerKind::Organisation)).await);
    let row = |n| v1::RegisterInvolvementRequest {
        involvement_id: String::new(),
        ..registration(&format!("person {n}"))
    };
    let rows: Vec<_> = (0..ROWS).map(row).collect();
    let (changes, shown) = compared(&mut client, messages("", &rows)).await;
    assert_eq!((changes, shown.rows, shown.registered), (ROWS, ROWS, ROWS));
    let (changes, done) = compared(&mut client, messages(&shown.token, &rows)).await;
    assert_eq!((changes, done.registered, done.refused), (ROWS, ROWS, 0));
    let (changes, again) = compared(&mut client, messages(&shown.token, &rows)).await;
    // Who else is involved is said again of each: the answers of before may have been lost.
    assert_eq!((changes, again.done_before, again.unchanged), (ROWS, ROWS, ROWS));
    house.server.shutdown().await;
}

#[tokio::test]
async fn one_organisation_compares_once_at_a_time() {
    let house = House::with("import_idle_timeout_ms = 300").await;
    let school = holder(CallerKind::Organisation);
    let mut first = RegistryServiceClient::new(house.wire(&school).await);
    let mut second = RegistryServiceClient::new(house.wire(&school).await);
    let silent = stream::iter(messages("", &[])).chain(stream::pending());
    let held = first.reconcile_involvements(silent).await.expect("there is a place");
    let refused = second.reconcile_involvements(stream::iter(messages("", &[]))).await;
    assert_eq!(refused.expect_err("there is none").code(), Code::ResourceExhausted);
    let late = held.into_inner().message().await.expect_err("nothing came");
    assert_eq!(late.code(), Code::DeadlineExceeded);
    compared(&mut second, messages("", &[])).await;
    house.server.shutdown().await;
}
