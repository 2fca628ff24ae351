//! Does a source system with more than one handful hear everything, once, and is a second comparison at the
//! same time turned away?

use futures::{StreamExt as _, stream};
use tonic::{Code, Request, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1::{
        self, import_involvements_request::Part as Import,
        import_involvements_response::Part as Imported, inbox_service_client::InboxServiceClient,
        reconcile_involvements_request::Part, reconcile_involvements_response::Part as Answer,
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

/// What a stream says of a row and at its end is for whoever reads it.
#[tokio::test]
async fn a_stream_answers_in_the_language_of_its_reader() {
    fn asks<T>(message: T, language: &'static str) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("accept-language", MetadataValue::from_static(language));
        request
    }
    let house = House::with("").await;
    let wire = house.wire(&holder(CallerKind::Organisation)).await;
    let mut client = RegistryServiceClient::new(wire.clone());
    let wrong = v1::RegisterInvolvementRequest {
        involvement_id: String::new(),
        end_date: "never".to_owned(),
        ..registration("eva")
    };
    let mut heard = Vec::new();
    for language in ["en", "nl"] {
        let mut texts = Vec::new();
        // A row that is refused, and what is refused whole, of a comparison.
        let rows = stream::iter(messages("", std::slice::from_ref(&wrong)));
        let answers = client.reconcile_involvements(asks(rows, language)).await.expect("a place");
        let first = answers.into_inner().message().await.expect("an answer").expect("an answer");
        let Some(Answer::Change(change)) = first.part else { panic!("{first:?}") };
        texts.extend([change.message, change.problems[0].description.clone()]);
        let token = asks(stream::iter(messages("no token", &[])), language);
        texts.push(told(&client.reconcile_involvements(token).await.expect_err("no token")));
        // The same of an import.
        let start = v1::ImportStart {
            import_id: uuid::Uuid::now_v7().to_string(),
            acting_professional: "p1".to_owned(),
            ..v1::ImportStart::default()
        };
        let row = v1::ImportRow { row: 1, registration: Some(wrong.clone()) };
        let [start, row] = [Import::Start(start), Import::Row(row)]
            .map(|part| v1::ImportInvolvementsRequest { part: Some(part) });
        let rows = stream::iter([start, row.clone()]);
        let answers = client.import_involvements(asks(rows, language)).await.expect("a place");
        let mut answers = answers.into_inner();
        let _resume = answers.message().await.expect("an answer").expect("where it goes on");
        let result = answers.message().await.expect("an answer").expect("of the row");
        let Some(Imported::Result(result)) = result.part else { panic!("{result:?}") };
        texts.extend([result.message, result.problems[0].description.clone()]);
        let order = client.import_involvements(asks(stream::iter([row]), language)).await;
        texts.push(told(&order.expect_err("no start")));
        // And of whoever waits for what comes.
        let mut inbox = InboxServiceClient::new(wire.clone());
        let subscribe = v1::SubscribeRequest {
            heartbeat_seconds: 999,
            acting_professional: "p1".to_owned(),
            ..v1::SubscribeRequest::default()
        };
        let refused = inbox.subscribe(asks(subscribe, language)).await.expect_err("too seldom");
        texts.push(told(&refused));
        heard.push(texts);
    }
    for (english, dutch) in heard[0].iter().zip(&heard[1]) {
        let words = |text: &str, of: &[&str]| text.split(' ').any(|word| of.contains(&word));
        assert!(words(english, &["the", "a", "is", "must", "of"]), "{english:?}");
        assert!(words(dutch, &["de", "het", "een", "is", "moet", "van"]), "{dutch:?}");
        assert_ne!(english, dutch);
    }
    house.server.shutdown().await;
}

/// What a refusal says to people.
fn told(status: &tonic::Status) -> String {
    status.get_details_localized_message().expect("a text for people").message
}
