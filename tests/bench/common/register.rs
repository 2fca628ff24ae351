//! How is one family registered, how are many brought in, and are the answers right?

use futures::stream::{FuturesUnordered, StreamExt as _};
use http_body_util::{BodyExt as _, Full};
use tonic::{body::Body, transport::Channel};
use tower::{Service as _, ServiceExt as _};
use uuid::Uuid;
use verwijspunt::{
    api::v1::{self, registry_service_client::RegistryServiceClient},
    wire::Written,
};

use super::{
    families::Families,
    server::{CONNECTIONS, Server},
    stream,
    window::{Window, window},
};

/// Registers and checks the answer: this registration, and so many others.
pub async fn register(channel: Channel, request: v1::RegisterInvolvementRequest, others: usize) {
    let id = request.involvement_id.clone();
    let answer = RegistryServiceClient::new(channel).register_involvement(request).await;
    let answer = answer.expect("registered").into_inner();
    assert_eq!(answer.involvement.expect("the involvement").involvement_id, id);
    let found = answer.r#match.map_or(0, |matched| matched.parties.len());
    assert_eq!(found, others, "a fast wrong server is no server");
}

/// The same over REST, on the same kind of connection: what is made is answered with 201.
pub async fn register_over_rest(mut channel: Channel, request: v1::RegisterInvolvementRequest) {
    let json = serde_json::to_vec(&Written(&request)).expect("it can be written");
    let post = http::Request::post("https://localhost/v1/involvements")
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(Body::new(Full::new(bytes::Bytes::from(json))))
        .expect("a request");
    let answer = channel.ready().await.expect("a connection").call(post).await.expect("an answer");
    assert_eq!(answer.status(), http::StatusCode::CREATED);
    let text = answer.into_body().collect().await.expect("it comes whole").to_bytes();
    let json: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(json["involvement"]["involvementId"], request.involvement_id);
    assert!(json["match"].is_null(), "a fast wrong server is no server");
}

/// A window of new families of three over REST.
pub async fn new_families_over_rest(
    server: &Server,
    families: &Families,
    in_flight: usize,
) -> Window {
    window(in_flight, |place| {
        let request = families.request(families.family(), 0);
        Some(register_over_rest(server.channel(0, place), request))
    })
    .await
}

/// A window of new families of three, whom nobody knows.
pub async fn new_families(server: &Server, families: &Families, in_flight: usize) -> Window {
    window(in_flight, |place| {
        let request = families.request(families.family(), 0);
        Some(register(server.channel(0, place), request, 0))
    })
    .await
}

/// The same as the echo answers them, with so many others.
pub async fn echoes(echo: &Server, families: &Families, in_flight: usize, others: usize) -> Window {
    window(in_flight, |place| {
        let request = families.request(families.family(), others);
        Some(register(echo.channel(0, place), request, others))
    })
    .await
}

/// One organisation registers many families, as an import over all its connections.
pub async fn bring_in(
    server: &Server,
    families: &Families,
    organisation: usize,
    made: &[u64],
    others: usize,
) {
    let parts = made.chunks(made.len().div_ceil(CONNECTIONS).max(1)).enumerate();
    let imports = parts.map(|(place, part)| async move {
        let row = |number: u64| {
            let place = usize::try_from(number - 1).expect("a place in a list");
            Some(families.request(*part.get(place)?, others))
        };
        let found = u32::try_from(others).expect("few");
        let channel = server.channel(organisation, place);
        stream::import(channel, Uuid::now_v7(), row, |result| stream::check(result, found)).await
    });
    let rows: Vec<u64> = imports.collect::<FuturesUnordered<_>>().collect().await;
    assert_eq!(rows.iter().sum::<u64>(), made.len() as u64, "all were brought in");
}

/// Fails when an organisation's involvement is not in the store.
pub async fn is_there(server: &Server, organisation: usize, id: String) {
    let request = v1::GetInvolvementRequest {
        involvement_id: id.clone(),
        acting_professional: "bench".to_owned(),
    };
    let answer = RegistryServiceClient::new(server.channel(organisation, 0))
        .get_involvement(request)
        .await
        .expect("what was registered is there");
    assert_eq!(answer.into_inner().involvement.expect("the involvement").involvement_id, id);
}
