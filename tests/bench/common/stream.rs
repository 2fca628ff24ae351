//! How are many registrations brought in over one stream? Sent as fast as the server takes them;
//! the answers are read meanwhile and checked.

use futures::StreamExt as _;
use tonic::transport::Channel;
use uuid::Uuid;
use verwijspunt::api::v1::{
    self, import_involvements_request::Part, import_involvements_response::Part as Answer,
    registry_service_client::RegistryServiceClient,
};

/// Rows of one import that have no answer yet, at most: as many as the command `import` sends.
const AHEAD: usize = 256;

/// Imports rows. `row` is given a row's number, from 1, and answers the registration, or `None` at
/// the end; `answered` is given each answer. With the id of an earlier import it goes on behind
/// what is done. Returns the number of the last row.
pub async fn import(
    channel: Channel,
    import_id: Uuid,
    row: impl Fn(u64) -> Option<v1::RegisterInvolvementRequest>,
    answered: impl Fn(&v1::ImportRowResult),
) -> u64 {
    let (sender, receiver) = tokio::sync::mpsc::channel(AHEAD);
    let room = tokio::sync::Semaphore::new(AHEAD);
    let start = v1::ImportStart {
        import_id: import_id.to_string(),
        acting_professional: "bench".to_owned(),
        dry_run: false,
    };
    let message = |part| v1::ImportInvolvementsRequest { part: Some(part) };
    sender.send(message(Part::Start(start))).await.expect("there is room");
    let rows = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let answers = RegistryServiceClient::new(channel).import_involvements(rows).await;
    let mut answers = answers.expect("an import").into_inner();
    let first = match answers.next().await.expect("a first answer").expect("an import").part {
        Some(Answer::Resume(resume)) => resume.next_row.max(1),
        _ => panic!("the server does not say where to go on"),
    };
    let send = async {
        // Gone with this block: then the server knows that no rows follow.
        let sender = sender;
        let mut number = first;
        while let Some(registration) = row(number) {
            room.acquire().await.expect("it is never closed").forget();
            let row = v1::ImportRow { row: number, registration: Some(registration) };
            sender.send(message(Part::Row(row))).await.expect("the import goes on");
            number += 1;
        }
        number - 1
    };
    let read = async {
        let mut expected = first;
        while let Some(answer) = answers.next().await {
            let Some(Answer::Result(result)) = answer.expect("the import goes on").part else {
                panic!("an answer that is not about a row");
            };
            assert_eq!(result.row, expected, "answers come in the order of the rows");
            answered(&result);
            room.add_permits(1);
            expected += 1;
        }
        expected - 1
    };
    let (sent, read) = futures::join!(send, read);
    assert_eq!(sent, read, "every row has an answer");
    sent
}

/// Fails when a row was not registered, or found another number of others.
pub fn check(result: &v1::ImportRowResult, others: u32) {
    let outcome = match others {
        0 => v1::RowOutcome::Registered,
        _ => v1::RowOutcome::Matched,
    };
    assert_eq!(result.outcome(), outcome, "row {}: {}", result.row, result.reason);
    assert_eq!(
        result.others_involved, others,
        "row {}: a fast wrong server is no server",
        result.row
    );
}
