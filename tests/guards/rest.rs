//! Is what comes over REST answered as the design rules ask, and is whatever is wrong with it refused with
//! the field, and never with the value? Over HTTP/1.1, with a client certificate.

use std::{path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
};
use verwijspunt::domain::rules::access::CallerKind;

use super::{
    golden,
    inside::House,
    permissions::holder,
    support::{mtls, names::synthetic_bsn, world::Certificate},
};

/// What is sent in wrong places, and may come back in no answer.
const PLANTED: &str = "geheim";

/// A connection of a client that speaks no HTTP/2.
struct Client(SendRequest<Full<Bytes>>);

/// What was answered.
struct Said {
    status: StatusCode,
    head: http::HeaderMap,
    text: String,
    json: Value,
}

impl Client {
    async fn of(house: &House, holder: &Certificate) -> Self {
        Self::asking_for(house, holder, &[b"http/1.1"]).await
    }

    /// One that names these protocols in the handshake.
    async fn asking_for(house: &House, holder: &Certificate, protocols: &[&[u8]]) -> Self {
        let name = mtls::issue(house.directory.path(), holder);
        let mut config = tls(&house.directory.path().join("certs"), &name);
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let stream = TcpStream::connect(house.server.server().address()).await.expect("it listens");
        let server = ServerName::try_from("localhost").expect("a name");
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let stream = connector.connect(server, stream).await.expect("they shake hands");
        assert_eq!(stream.get_ref().1.alpn_protocol(), protocols.first().copied());
        let io = TokioIo::new(stream);
        let (sender, connection) =
            hyper::client::conn::http1::handshake(io).await.expect("a connection");
        tokio::spawn(connection);
        Self(sender)
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Response<Incoming> {
        self.0.ready().await.expect("the connection goes on");
        self.0.send_request(request).await.expect("an answer")
    }

    async fn say(
        &mut self,
        verb: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Said {
        let mut request = Request::builder().method(verb).uri(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).expect("a request");
        let (head, body) = self.send(request).await.into_parts();
        let text = body.collect().await.expect("it comes whole").to_bytes();
        let text = String::from_utf8(text.into()).expect("text");
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        assert_eq!(head.headers["api-version"], "1.0.0", "{verb} {path}");
        assert_eq!(head.headers["cache-control"], "no-store", "{verb} {path}");
        if !head.status.is_success() {
            assert_eq!(head.headers["content-type"], "application/problem+json", "{text}");
            assert_eq!(json["status"], head.status.as_u16(), "{text}");
        }
        Said { status: head.status, head: head.headers, text, json }
    }

    async fn post(&mut self, path: &str, body: &Value) -> Said {
        let acting = [("acting-professional", "p1"), ("content-type", "application/json")];
        self.say("POST", path, &acting, body.to_string()).await
    }

    async fn get(&mut self, path: &str) -> Said {
        self.say("GET", path, &[("acting-professional", "p1")], "").await
    }
}

impl Said {
    fn reason(&self) -> &str {
        self.json["reason"].as_str().unwrap_or_default()
    }

    fn fields(&self) -> Vec<&str> {
        let fields = self.json["fields"].as_array().into_iter().flatten();
        fields.filter_map(|field| field["field"].as_str()).collect()
    }
}

fn tls(certs: &Path, name: &str) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let read = |file: &str| CertificateDer::from_pem_file(certs.join(file)).expect("a certificate");
    roots.add(read("ca.pem")).expect("an authority");
    let key = PrivateKeyDer::from_pem_file(certs.join(format!("{name}.key"))).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("a version")
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![read(&format!("{name}.pem"))], key)
        .expect("they fit")
}

fn registration(person: &str) -> Value {
    json!({
        "involvementId": uuid::Uuid::now_v7().to_string(),
        "members": [{ "bsn": synthetic_bsn(person), "role": "FAMILY_ROLE_OTHER_ADULT" }],
        "professional": {
            "professionalId": "p1", "name": "N. Naam", "function": "mentor", "phone": "020 5550100",
        },
        "area": "zeeburg", "startDate": "2009-05-01",
        "informed": { "informedOn": "2009-05-01" },
    })
}

async fn house() -> (House, Client) {
    let house = House::with("").await;
    let school = Client::of(&house, &holder(CallerKind::Organisation)).await;
    (house, school)
}

#[tokio::test]
async fn a_registration_over_rest_is_read_back_and_a_retry_gives_the_same() {
    let (house, mut school) = house().await;
    let asked = registration("ann");
    let first = school.post("/v1/involvements", &asked).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let at = first.head["location"].to_str().unwrap().to_owned();
    let again = school.post("/v1/involvements", &asked).await;
    assert_eq!((again.status, &again.text), (StatusCode::OK, &first.text), "nothing was made");
    assert!(!again.head.contains_key("location"));
    assert_eq!(again.head["x-replayed"], "true", "{:?}", again.head);
    let id = asked["involvementId"].as_str().unwrap();
    assert_eq!(at, format!("/v1/involvements/{id}"));
    // The same persons under another id: the registration that there is, and nothing is made.
    let mut other = asked.clone();
    other["involvementId"] = uuid::Uuid::now_v7().to_string().into();
    let other = school.post("/v1/involvements", &other).await;
    assert_eq!(other.status, StatusCode::OK, "{}", other.text);
    assert_eq!(other.json["involvement"]["involvementId"], id);
    let read = school.get(&at).await;
    assert_eq!(read.json["involvement"], first.json["involvement"], "{}", read.text);
    // What has no value has no key.
    let involvement = read.json["involvement"].as_object().expect("an involvement");
    assert_eq!(involvement["involvementId"], id);
    assert_eq!(involvement.get("endReason"), None);
    assert_eq!(involvement.get("ownReference"), None);
    // Whoever asks for a list walks through it.
    assert_eq!(school.get("/v1/matches").await.json, json!({ "matches": [] }));
    assert_eq!(involvement["state"], "INVOLVEMENT_STATE_ACTIVE");
    assert!(!read.text.contains(&synthetic_bsn("ann")), "no BSN is ever answered");
    // The same message over gRPC's names is refused, and who acts may stand in the body as well.
    let list =
        school.say("GET", "/v1/involvements?pageSize=1", &[("acting-professional", "p1")], "");
    assert_eq!(list.await.json["involvements"].as_array().map(Vec::len), Some(1));
    let search = json!({ "professionalId": "p1", "actingProfessional": "p1" });
    let json = [("content-type", "application/json; charset=utf-8")];
    let found = school.say("POST", "/v1/involvement-searches", &json, search.to_string()).await;
    assert_eq!(found.json["involvements"].as_array().map(Vec::len), Some(1), "{}", found.text);
    house.server.shutdown().await;
}

#[tokio::test]
async fn whatever_is_wrong_is_refused_with_its_field_and_never_with_its_value() {
    let (house, mut school) = house().await;
    let bsn = synthetic_bsn("bob");
    let whole = registration("bob");
    let id = whole["involvementId"].as_str().unwrap().to_owned();
    let with = |key: &str, value: Value| {
        let mut changed = whole.clone();
        changed[key] = value;
        changed.to_string()
    };
    let text = whole.to_string();
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let twice = text.replacen('{', &format!("{{\"area\":\"{PLANTED}\","), 1);
    let both = text.replacen('{', "{\"postcode\":\"1095AB\",", 1);
    let member = |member: Value| with("members", json!([member]));
    let register = "/v1/involvements";
    let cases: Vec<(&str, String, String, &str, Vec<&str>)> = vec![
        // A body that is no JSON.
        ("POST", register.into(), "{".into(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), format!("{{\"area\": {PLANTED}}}"), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), format!("{text}{PLANTED}"), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), deep.clone(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), format!("{{\"members\":{deep}}}"), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), "{\"area\": NaN}".into(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), "{\"area\": \"\u{1}\"}".into(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), "{\"area\": -Infinity}".into(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), "{\"area\": \"\\ud800\"}".into(), "JSON_UNREADABLE", vec![]),
        ("POST", register.into(), format!("\u{feff}{text}"), "JSON_UNREADABLE", vec![]),
        // JSON that is no such message.
        ("POST", register.into(), "[]".into(), "FIELDS_INVALID", vec![""]),
        ("POST", register.into(), with("area", json!(7)), "FIELDS_INVALID", vec!["area"]),
        (
            "POST",
            register.into(),
            with("area", json!({PLANTED: 1})),
            "FIELDS_INVALID",
            vec!["area"],
        ),
        ("POST", register.into(), with("arae", json!(PLANTED)), "FIELDS_INVALID", vec!["arae"]),
        (
            "POST",
            register.into(),
            with("start_date", json!(PLANTED)),
            "FIELDS_INVALID",
            vec!["startDate"],
        ),
        ("POST", register.into(), with(&bsn, json!(1)), "FIELDS_INVALID", vec![""]),
        (
            "POST",
            register.into(),
            with("members", json!(PLANTED)),
            "FIELDS_INVALID",
            vec!["members"],
        ),
        ("POST", register.into(), twice, "FIELDS_INVALID", vec!["area"]),
        ("POST", register.into(), both, "FIELDS_INVALID", vec!["area"]),
        (
            "POST",
            register.into(),
            member(json!({ "bsn": bsn.parse::<u64>().unwrap(), "role": PLANTED, "birthDate": [] })),
            "FIELDS_INVALID",
            vec!["members[0].birthDate", "members[0].bsn", "members[0].role"],
        ),
        (
            "POST",
            register.into(),
            member(json!({ "bsn": bsn, "role": 3 })),
            "FIELDS_INVALID",
            vec!["members[0].role"],
        ),
        (
            "POST",
            register.into(),
            with("members", json!([whole["members"][0], whole["members"][0], PLANTED])),
            "FIELDS_INVALID",
            vec!["members[2]"],
        ),
        // What the service itself finds, with the names of the JSON.
        (
            "POST",
            register.into(),
            with("startDate", json!(PLANTED)),
            "FIELDS_INVALID",
            vec!["startDate"],
        ),
        (
            "POST",
            register.into(),
            member(json!({ "bsn": "123", "role": "FAMILY_ROLE_PARENT" })),
            "FIELDS_INVALID",
            vec!["members[0].bsn"],
        ),
        // Numbers.
        (
            "POST",
            "/v1/inbox/acknowledgements".into(),
            json!({ "position": "1" }).to_string(),
            "FIELDS_INVALID",
            vec!["position"],
        ),
        (
            "POST",
            "/v1/inbox/acknowledgements".into(),
            json!({ "position": -1 }).to_string(),
            "FIELDS_INVALID",
            vec!["position"],
        ),
        (
            "POST",
            "/v1/inbox/acknowledgements".into(),
            "{\"position\": 1.0}".into(),
            "FIELDS_INVALID",
            vec!["position"],
        ),
        (
            "POST",
            "/v1/inbox/acknowledgements".into(),
            "{\"position\": 18446744073709551616}".into(),
            "FIELDS_INVALID",
            vec!["position"],
        ),
        (
            "POST",
            "/v1/inbox/acknowledgements".into(),
            "{\"position\": true}".into(),
            "FIELDS_INVALID",
            vec!["position"],
        ),
        // Addresses.
        ("GET", "/v1/involvements/".into(), String::new(), "NO_SUCH_ADDRESS", vec![]),
        ("GET", format!("/v1/involvements/{id}/"), String::new(), "NO_SUCH_ADDRESS", vec![]),
        ("GET", "/v1/".into(), String::new(), "NO_SUCH_ADDRESS", vec![]),
        ("GET", "/v2/involvements".into(), String::new(), "NO_SUCH_ADDRESS", vec![]),
        (
            "POST",
            "/verwijspunt.v1.RegistryService/GetInvolvement".into(),
            "{}".into(),
            "NO_SUCH_ADDRESS",
            vec![],
        ),
        ("PATCH", register.into(), "{}".into(), "VERB_NOT_ALLOWED", vec![]),
        ("DELETE", format!("/v1/involvements/{id}"), String::new(), "VERB_NOT_ALLOWED", vec![]),
        (
            "GET",
            format!("/v1/involvements?bsn={bsn}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["bsn"],
        ),
        (
            "GET",
            format!("/v1/involvements?pageToken={bsn}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["pageToken"],
        ),
        (
            "GET",
            "/v1/involvements?pageSize=1&pageSize=2".into(),
            String::new(),
            "FIELDS_INVALID",
            vec!["pageSize"],
        ),
        (
            "GET",
            format!("/v1/involvements?pageToken={}%20{}", &bsn[..4], &bsn[4..]),
            String::new(),
            "FIELDS_INVALID",
            vec!["pageToken"],
        ),
        ("GET", format!("/v1/involvements?{bsn}"), String::new(), "FIELDS_INVALID", vec!["query"]),
        (
            "GET",
            format!("/v1/involvements/{bsn}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["involvementId"],
        ),
        (
            "GET",
            format!("/v1/involvements?professionalId={PLANTED}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["professionalId"],
        ),
        (
            "GET",
            format!("/v1/involvements?actingProfessional={PLANTED}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["actingProfessional"],
        ),
        (
            "GET",
            format!("/v1/involvements?pageSize={PLANTED}"),
            String::new(),
            "FIELDS_INVALID",
            vec!["pageSize"],
        ),
        (
            "GET",
            "/v1/involvements?activeOnly=yes".into(),
            String::new(),
            "FIELDS_INVALID",
            vec!["activeOnly"],
        ),
        ("GET", "/v1/matches?filter=3".into(), String::new(), "FIELDS_INVALID", vec!["filter"]),
        (
            "GET",
            "/v1/matches".into(),
            json!({ "filter": PLANTED }).to_string(),
            "FIELDS_INVALID",
            vec!["body"],
        ),
        (
            "POST",
            format!("/v1/involvements/{id}/renewals?endDate=2010-01-01"),
            "{}".into(),
            "FIELDS_INVALID",
            vec!["endDate"],
        ),
        (
            "POST",
            format!("/v1/involvements/{id}/renewals"),
            json!({ "involvementId": PLANTED }).to_string(),
            "FIELDS_INVALID",
            vec!["involvementId"],
        ),
        ("POST", register.into(), "x".repeat(300 * 1024), "MESSAGE_TOO_LARGE", vec![]),
    ];
    for (verb, path, body, reason, fields) in cases {
        let acting = [("acting-professional", "p1"), ("content-type", "application/json")];
        let said = school.say(verb, &path, &acting, body).await;
        let mut found = said.fields();
        found.sort_unstable();
        assert_eq!((said.reason(), found), (reason, fields), "{verb} {path}: {}", said.text);
        assert!(said.status.is_client_error(), "{verb} {path}: {}", said.text);
        for kept in [PLANTED, &bsn] {
            assert!(
                !said.text.contains(kept),
                "{verb} {path} repeats what was sent: {}",
                said.text
            );
        }
    }
    // Nothing of all that was done.
    let list = school.get("/v1/involvements").await;
    assert_eq!(list.json["involvements"], json!([]), "{}", list.text);
    house.server.shutdown().await;
}

#[tokio::test]
async fn a_refusal_has_the_status_of_http_that_fits_and_the_language_of_its_caller() {
    let (house, mut school) = house().await;
    let dutch = [
        ("accept-language", "nl-NL, en;q=0.5"),
        ("acting-professional", "p1"),
        ("content-type", "application/json"),
    ];
    let gone = school.say("GET", "/v1/nergens/", &dutch, "").await;
    assert_eq!((gone.status.as_u16(), gone.reason()), (404, "NO_SUCH_ADDRESS"));
    assert_eq!(gone.head["content-language"], "nl");
    assert!(gone.json["detail"].as_str().unwrap().starts_with("op dit adres"), "{}", gone.text);
    let verb = school.say("PUT", "/v1/involvements", &dutch, "{}").await;
    assert_eq!((verb.status.as_u16(), verb.reason()), (405, "VERB_NOT_ALLOWED"));
    assert_eq!(verb.head["allow"], "POST, GET");
    let wrong = school.say("POST", "/v1/involvements", &dutch, "{\"area\": 1, \"x\": 1}").await;
    assert_eq!(wrong.status.as_u16(), 400);
    let rules: Vec<&str> = wrong.json["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|f| f["rule"].as_str())
        .collect();
    assert_eq!(
        rules,
        [
            "moet een tekst tussen aanhalingstekens zijn",
            "is geen veld van dit verzoek; zoek een typfout"
        ]
    );
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let form = school.say("POST", "/v1/involvements", &form, "area=zeeburg").await;
    assert_eq!((form.status.as_u16(), form.reason()), (415, "BODY_NOT_JSON"));
    // What a browser sends for a page of another site, with the certificate of whoever sits before it.
    for kinds in [&[][..], &[("content-type", "text/plain")]] {
        let foreign =
            school.say("POST", "/v1/involvements", kinds, registration("eva").to_string());
        let foreign = foreign.await;
        assert_eq!((foreign.status.as_u16(), foreign.reason()), (415, "BODY_NOT_JSON"));
    }
    let asking =
        [("origin", "https://elsewhere.example"), ("access-control-request-method", "POST")];
    let asking = school.say("OPTIONS", "/v1/involvements", &asking, "").await;
    assert_eq!(asking.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(asking.head.keys().all(|name| !name.as_str().starts_with("access-control")));
    let unknown = school.get(&format!("/v1/matches/{}", uuid::Uuid::now_v7())).await;
    assert_eq!((unknown.status.as_u16(), unknown.reason()), (403, "NOT_ALLOWED"));
    assert!(unknown.json["instance"].as_str().unwrap().starts_with("urn:uuid:"));
    let large = school.say("POST", "/v1/deaths", &dutch, " ".repeat(300 * 1024)).await;
    assert_eq!(large.status.as_u16(), 413, "{}", large.text);
    assert_eq!(large.head["content-language"], "nl");
    // Refused before anybody knows what is asked, and in Dutch all the same.
    // A server that was sent too much hangs up on HTTP/1: on a connection of its own.
    let mut school = Client::of(&house, &holder(CallerKind::Organisation)).await;
    let long = "a".repeat(9_000);
    let laden = [("accept-language", "nl"), ("x-laden", long.as_str())];
    let laden = school.say("GET", "/v1/matches", &laden, "").await;
    assert_eq!((laden.status.as_u16(), laden.reason()), (431, "METADATA_TOO_LARGE"));
    assert_eq!(laden.head["content-language"], "nl");
    // Whoever names no protocol in the handshake, as Python does by itself, is spoken to as well.
    let mut plain = Client::asking_for(&house, &holder(CallerKind::Organisation), &[]).await;
    assert_eq!(plain.get("/v1/matches").await.status, StatusCode::OK);
    let nobody = certificate_of_nobody();
    let mut stranger = Client::of(&house, &nobody).await;
    let refused = stranger.get("/v1/matches").await;
    assert_eq!((refused.status.as_u16(), refused.reason()), (403, "NOT_A_PARTY"));
    house.server.shutdown().await;
}

fn certificate_of_nobody() -> Certificate {
    let serial_number = Some("00000009999999999999".to_owned());
    Certificate { serial_number, uris: Vec::new(), person: None }
}

/// Ids and tokens hold nine digits in a row now and then, and these are nobody's number.
#[tokio::test]
async fn an_id_is_taken_for_no_bsn() {
    let (house, mut school) = house().await;
    let bsn = synthetic_bsn("bob");
    for id in [
        format!("018f0000-{}-7{}-8{}-{}a", &bsn[..4], &bsn[1..4], &bsn[4..7], "0".repeat(11)),
        format!("01890a5d-ac96-774b-bcce-abc{bsn}"),
        format!("{}-{}-7abc-8abc-abcdef012345", &bsn[..8], &bsn[5..9]),
    ] {
        let said = school.get(&format!("/v1/matches/{id}")).await;
        assert_eq!((said.reason(), said.fields()), ("NOT_ALLOWED", vec![]), "{id}: {}", said.text);
    }
    house.server.shutdown().await;
}

#[tokio::test]
async fn the_etag_of_an_answer_guards_the_next_change() {
    let (house, _) = house().await;
    let mut office = Client::of(&house, &holder(CallerKind::Office)).await;
    let id = uuid::Uuid::now_v7().to_string();
    let open = json!({
        "caseId": id, "persons": [{ "bsn": synthetic_bsn("cas") }], "area": "zeeburg",
        "category": "MPG1",
    });
    let opened = office.post("/v1/cases", &open).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text);
    let etag = opened.head["etag"].to_str().unwrap().to_owned();
    assert_eq!(etag, format!("\"{}\"", opened.json["case"]["etag"].as_str().unwrap()));
    let path = format!("/v1/cases/{id}/classifications");
    let classify = |etag: &str, key: &str| {
        let headers = [
            ("if-match", etag.to_owned()),
            ("idempotency-key", key.to_owned()),
            ("acting-professional", "p1".to_owned()),
            ("content-type", "application/json".to_owned()),
        ];
        let mut request = Request::builder().method("POST").uri(&path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.body(Full::new(Bytes::from("{\"nuisance\": true}"))).expect("a request")
    };
    let key = uuid::Uuid::new_v4().to_string();
    let done = office.send(classify(&etag, &key)).await;
    assert_eq!(done.status(), StatusCode::OK);
    assert_ne!(done.headers()["etag"], etag.as_str(), "another version");
    done.into_body().collect().await.expect("whole");
    let late = office.send(classify(&etag, &uuid::Uuid::new_v4().to_string())).await;
    assert_eq!(late.status(), StatusCode::PRECONDITION_FAILED);
    late.into_body().collect().await.expect("whole");
    let found = [("if-match", "\"1\""), ("acting-professional", "p1")];
    let nothing = office.say("GET", "/v1/cases", &found, "").await;
    assert_eq!(nothing.fields(), ["if-match"], "a condition is never left out: {}", nothing.text);
    house.server.shutdown().await;
}

/// Over HTTP/1.1 one call follows the other on a connection: what ends a call whose answer is not taken
/// ends the connection, and must not outlive a call that is over.
#[tokio::test]
async fn a_connection_goes_on_after_a_call_and_ends_with_one_that_is_not_taken() {
    const STALL: Duration = Duration::from_millis(1000);
    const DESCRIPTIONS: usize = 100;
    let house = House::with(&format!("stream_stall_timeout_ms = {}", STALL.as_millis())).await;
    let mut school = Client::of(&house, &holder(CallerKind::Organisation)).await;
    let description = school.get("/openapi.json").await.text.len();
    tokio::time::sleep(STALL * 2).await;
    assert_eq!(school.get("/openapi.json").await.text.len(), description, "on the same connection");

    // One that asks, and reads nothing: far more than the buffers on the way hold.
    let name = mtls::issue(house.directory.path(), &holder(CallerKind::Organisation));
    let config = Arc::new(tls(&house.directory.path().join("certs"), &name));
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(16 * 1024).expect("a small buffer");
    let stream = socket.connect(house.server.server().address()).await.expect("it listens");
    let server = ServerName::try_from("localhost").expect("a name");
    let connector = tokio_rustls::TlsConnector::from(config);
    let mut stream = connector.connect(server, stream).await.expect("they shake hands");
    let asked = "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(DESCRIPTIONS);
    stream.write_all(asked.as_bytes()).await.expect("it is small");
    tokio::time::sleep(STALL * 3).await;
    let (mut came, mut piece) = (0, vec![0; 64 * 1024]);
    while let Ok(Ok(more @ 1..)) = tokio::time::timeout(STALL * 20, stream.read(&mut piece)).await {
        came += more;
    }
    assert!(came < DESCRIPTIONS * description, "nobody waits for a caller that reads nothing");
    house.server.shutdown().await;
}

/// A refusal must not be many times what was sent.
#[tokio::test]
async fn a_body_full_of_wrong_pieces_is_refused_in_a_small_answer() {
    const BODY_BYTES: usize = 262_144;
    const ANSWER_BYTES: usize = 16 * 1024;
    let (house, mut school) = house().await;
    let keys = (0..).map(|n: u32| format!("\"k{}\":1,", n % 100)).take(BODY_BYTES / 8 - 10);
    let keys = format!("{{{}\"z\":1}}", keys.collect::<String>());
    let filled = |open: &str, piece: &str, close: &str| {
        let room = BODY_BYTES - open.len() - close.len() - piece.len();
        format!("{open}{}{piece}{close}", format!("{piece},").repeat(room / (piece.len() + 1)))
    };
    let bodies = [
        filled("{\"members\":[", "1", "]}"),
        filled("{\"members\":[", "{\"role\":7}", "]}"),
        filled("{", "\"area\":1", "}"),
        keys,
    ];
    for body in bodies {
        assert!(body.len() <= BODY_BYTES && body.len() > BODY_BYTES / 2, "{}", body.len());
        for language in ["en", "nl"] {
            let headers = [
                ("acting-professional", "p1"),
                ("content-type", "application/json"),
                ("accept-language", language),
            ];
            let said = school.say("POST", "/v1/involvements", &headers, body.clone()).await;
            assert_eq!(said.reason(), "FIELDS_INVALID", "{}", said.text.len());
            assert!(said.text.len() < ANSWER_BYTES, "{} bytes", said.text.len());
            let last = said.json["fields"].as_array().and_then(|all| all.last()).expect("fields");
            let more = if language == "en" { "more fields are wrong" } else { "meer velden fout" };
            assert!(last["rule"].as_str().is_some_and(|rule| rule.contains(more)), "{last}");
        }
    }
    house.server.shutdown().await;
}

/// Events until one has this name; its id and what it holds.
async fn event(body: &mut Incoming, name: &str) -> (Option<String>, Value) {
    let mut begun = String::new();
    loop {
        let frame = body.frame().await.expect("it goes on").expect("it goes on");
        let Ok(piece) = frame.into_data() else { continue };
        begun += str::from_utf8(&piece).expect("text");
        while let Some(at) = begun.find("\n\n") {
            let event: String = begun.drain(..at + 2).collect();
            let line = |key: &str| event.lines().find_map(|line| line.strip_prefix(key));
            if line("event: ") == Some(name) {
                let data = serde_json::from_str(line("data: ").expect("data")).expect("JSON");
                return (line("id: ").map(str::to_owned), data);
            }
        }
    }
}

#[tokio::test]
async fn the_inbox_is_pulled_and_streamed_and_goes_on_where_it_was() {
    let (house, mut school) = house().await;
    let other = house.server.broker().covenant();
    let other = other
        .all()
        .flat_map(verwijspunt::covenant::Covenant::organisations)
        .find(|organisation| organisation.kind == "debt-counselling")
        .expect("another organisation")
        .oin;
    let other =
        Certificate { serial_number: Some(other.to_string()), uris: Vec::new(), person: None };
    let mut debts = Client::of(&house, &other).await;
    let stream = |after: Option<&str>| {
        let mut request = Request::builder()
            .uri("/v1/inbox/events?heartbeatSeconds=60")
            .header("host", "localhost")
            .header("acting-professional", "systeem");
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        request.body(Full::new(Bytes::new())).expect("a request")
    };
    let mut listening = Client::of(&house, &holder(CallerKind::Organisation)).await;
    let answer = listening.send(stream(None)).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.into_body();
    for person in ["dee", "eve"] {
        assert_eq!(school.post("/v1/involvements", &registration(person)).await.status, 201);
        let met = debts.post("/v1/involvements", &registration(person)).await;
        assert_eq!(met.status, StatusCode::CREATED, "{}", met.text);
    }
    let (id, first) = event(&mut events, "notification").await;
    assert_eq!((id.as_deref(), &first["sequence"]), (Some("1"), &json!(1)));
    assert!(first["match"]["matchId"].is_string(), "{first}");
    assert!(first.get("ticket").is_none(), "of a choice only what was chosen: {first}");
    drop(events);
    drop(listening);
    // Nothing was acknowledged; the reader comes back with the id of the last event.
    let mut listening = Client::of(&house, &holder(CallerKind::Organisation)).await;
    let mut events = listening.send(stream(Some("1"))).await.into_body();
    let (id, second) = event(&mut events, "notification").await;
    assert_eq!((id.as_deref(), &second["sequence"]), (Some("2"), &json!(2)));
    let pulled = school.get("/v1/inbox?after=1&maxNotifications=5").await;
    assert_eq!(pulled.json["notifications"], json!([second]), "{}", pulled.text);
    let done = school.post("/v1/inbox/acknowledgements", &json!({ "position": 2 })).await;
    assert_eq!(done.json, json!({ "acknowledged": 2 }));
    let ahead = school.post("/v1/inbox/acknowledgements", &json!({ "position": 9 })).await;
    assert_eq!((ahead.status.as_u16(), ahead.reason()), (400, "POSITION_IN_FUTURE"));
    // A place that is not there is refused before anything is streamed.
    let mut listening = Client::of(&house, &holder(CallerKind::Organisation)).await;
    let refused = listening.send(stream(Some("7"))).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    house.server.shutdown().await;
}

/// Server-sent events: the name of each, and what it says.
fn events(text: &str) -> Vec<(String, Value)> {
    let line = |event: &str, key: &str| {
        let mut lines = event.lines().filter_map(|line| line.strip_prefix(key));
        lines.next().expect("a line").to_owned()
    };
    let all = text.split("\n\n").filter(|event| !event.is_empty());
    let data = |event| serde_json::from_str(&line(event, "data: ")).expect("JSON");
    all.map(|event| (line(event, "event: "), data(event))).collect()
}

#[tokio::test]
async fn an_import_comes_in_as_lines_and_every_row_is_answered() {
    let (house, mut school) = house().await;
    let import = uuid::Uuid::now_v7().to_string();
    let start = json!({ "start": { "importId": import, "actingProfessional": "p1" } });
    let row = |number: u64, registration: Value| {
        json!({ "row": { "row": number, "registration": registration } }).to_string() + "\n"
    };
    let start = start.to_string() + "\n";
    let mut wrong = registration("mia");
    wrong["area"] = PLANTED.into();
    let rows = [row(1, registration("kim")), row(2, wrong), row(3, registration("lex"))].concat();
    let (path, kind) = ("/v1/involvement-imports", [("content-type", "application/x-ndjson")]);
    let said = school.say("POST", path, &kind, start.clone() + &rows).await;
    assert_eq!(said.head["content-type"], "text/event-stream", "{}", said.text);
    let found = events(&said.text);
    assert_eq!(found[0], ("resume".to_owned(), json!({ "nextRow": 1 })));
    let outcomes: Vec<&Value> = found[1..].iter().map(|(_, data)| &data["outcome"]).collect();
    let registered = "ROW_OUTCOME_REGISTERED";
    assert_eq!(outcomes, [registered, "ROW_OUTCOME_REFUSED", registered], "{}", said.text);
    assert_eq!(found[2].1["problems"][0]["field"], "area");
    // It goes on where it was; a line that is none ends it, after what came before it was answered.
    let last = format!("{}{{\"row\":{{\"rwo\":\"{PLANTED}\"}}}}\n", row(4, registration("noa")));
    let said = school.say("POST", path, &kind, start.clone() + &last).await;
    let found = events(&said.text);
    assert_eq!(found[0].1, json!({ "nextRow": 4 }));
    assert_eq!((found[1].0.as_str(), &found[1].1["outcome"]), ("result", &json!(registered)));
    let (name, problem) = found.last().expect("a last one");
    assert_eq!((name.as_str(), &problem["reason"]), ("refused", &json!("FIELDS_INVALID")));
    assert_eq!(problem["fields"][0]["field"], "lines[2].row.rwo", "{problem}");
    assert!(!said.text.contains(PLANTED), "{}", said.text);
    // What is wrong with its beginning is refused before anything goes out.
    let cases = [
        (kind, String::new(), "IMPORT_ORDER", 400),
        (kind, row(1, registration("ola")), "IMPORT_ORDER", 400),
        (kind, "{".to_owned(), "JSON_UNREADABLE", 400),
        (kind, format!("{{\"start\":{{\"{PLANTED}\":1}}}}"), "FIELDS_INVALID", 400),
        ([("content-type", "application/json")], start, "BODY_NOT_JSON", 415),
    ];
    for (kind, lines, reason, status) in cases {
        // What is refused early ends its connection.
        let mut alone = Client::of(&house, &holder(CallerKind::Organisation)).await;
        let refused = alone.say("POST", path, &kind, lines).await;
        assert_eq!((refused.reason(), refused.status.as_u16()), (reason, status));
        assert!(refused.fields().iter().all(|field| field.starts_with("lines[0]")));
    }
    let own = school.get("/v1/involvements").await;
    assert_eq!(own.json["involvements"].as_array().map(Vec::len), Some(3), "{}", own.text);
    house.server.shutdown().await;
}

#[tokio::test]
async fn a_source_system_is_compared_as_lines_and_ends_nothing_without_a_yes() {
    let (house, mut school) = house().await;
    let (path, kind) =
        ("/v1/involvement-reconciliations", [("content-type", "application/x-ndjson")]);
    let start = |more: Value| {
        let mut start = json!({ "actingProfessional": "p1" });
        start.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "start": start }).to_string() + "\n"
    };
    let row = |number: u64, registration: &Value| {
        json!({ "row": { "row": number, "registration": registration } }).to_string() + "\n"
    };
    let mut kim = registration("kim");
    kim["involvementId"] = "".into();
    let said = school.say("POST", path, &kind, start(json!({})) + &row(1, &kim)).await;
    let shown = events(&said.text);
    assert_eq!(shown[0].0, "change", "{}", said.text);
    assert_eq!(shown[0].1["action"], "RECONCILE_ACTION_REGISTER");
    assert_eq!((shown[1].0.as_str(), &shown[1].1["registered"]), ("summary", &json!(1)));
    let token = |shown: &[(String, Value)]| json!({ "token": shown.last().unwrap().1["token"] });
    let with = start(token(&shown));
    let said = school.say("POST", path, &kind, with.clone() + &row(1, &kim)).await;
    let done = events(&said.text);
    assert_eq!(done[0].1["action"], "RECONCILE_ACTION_REGISTER", "{}", said.text);
    let id = done[0].1["involvementId"].as_str().expect("it has one now").to_owned();
    // Lines that break off, and rows that are none, are no shorter file.
    for broken in
        [row(1, &kim) + "{\"row\":", format!("{}{{\"row\":{{\"rwo\":1}}}}\n", row(1, &kim))]
    {
        let mut alone = Client::of(&house, &holder(CallerKind::Organisation)).await;
        let said = alone.say("POST", path, &kind, start(json!({})) + &broken).await;
        let names: Vec<String> = events(&said.text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["refused"], "{}", said.text);
    }
    let said = school.say("POST", path, &kind, start(json!({}))).await;
    let shown = events(&said.text);
    assert_eq!(shown[0].1["involvementId"], id, "{}", said.text);
    assert_eq!(shown[0].1["action"], "RECONCILE_ACTION_END");
    assert_eq!(shown[1].1["endingsMany"], true);
    let said = school.say("POST", path, &kind, start(token(&shown))).await;
    let refused = events(&said.text);
    assert_eq!(refused[0].1["reason"], "RECONCILE_ENDINGS_MANY", "{}", said.text);
    let own = school.get(&format!("/v1/involvements/{id}")).await;
    assert_eq!(own.json["involvement"]["state"], "INVOLVEMENT_STATE_ACTIVE", "{}", own.text);
    let mut yes = token(&shown);
    yes["acceptEndings"] = true.into();
    let said = school.say("POST", path, &kind, start(yes)).await;
    assert_eq!(events(&said.text)[0].1["action"], "RECONCILE_ACTION_END", "{}", said.text);
    house.server.shutdown().await;
}

#[tokio::test]
async fn the_description_is_served_and_is_the_one_that_is_kept() {
    let picture = verwijspunt::rest::document();
    golden::compare("openapi.json", &picture);
    let document: Value = serde_json::from_str(&picture).expect("JSON");
    for (path, operations) in document["paths"].as_object().expect("addresses") {
        for (verb, operation) in operations.as_object().expect("verbs") {
            let told = |key: &str| operation[key].as_str().is_some_and(|text| text.len() > 5);
            assert!(told("description") && told("summary"), "{verb} {path} says nothing");
            let parameters = operation["parameters"].as_array().expect("a list");
            for parameter in parameters {
                let said = parameter["description"].as_str().unwrap_or_default();
                assert!(!said.is_empty(), "{verb} {path}: {} says nothing", parameter["name"]);
            }
        }
    }
    // Every reference leads somewhere.
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (at, _) in picture.match_indices("#/components/schemas/") {
        let name = picture[at..].split('"').next().and_then(|r| r.rsplit('/').next()).unwrap();
        assert!(schemas.contains_key(name), "{name} is described nowhere");
    }
    let (house, mut school) = house().await;
    for path in ["/openapi.json", "/v1/openapi.json"] {
        let served = school.get(path).await;
        assert_eq!(served.head["content-type"], "application/json");
        assert_eq!(served.text, picture, "{path}");
    }
    house.server.shutdown().await;
}
