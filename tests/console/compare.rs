//! A covenant that is tried out: read, compared, forgotten; whatever is sent in its place is refused or text.

use std::fs;

use axum::{
    body::Body,
    http::{StatusCode, header},
};

use super::rig::{Browser, Rig, Shown};

const BOUNDARY: &str = "----vp7";

/// Sends the form with these files, as a browser does.
async fn upload(browser: &Browser<'_>, files: &[(&str, &[u8])]) -> Shown {
    let form = browser.get("/vergelijk").await.form("/vergelijk");
    let mut body = Vec::new();
    let fields = form.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    for (name, value) in fields.chain(files.iter().copied()) {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.toml\"\r\n\r\n"
        );
        body.extend([head.as_bytes(), value, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = browser.request("POST", "/vergelijk").header(header::CONTENT_TYPE, kind);
    let request = request.header("sec-fetch-site", "same-origin");
    browser.send(request.body(Body::from(body)).expect("a request")).await
}

fn covenant() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
    fs::read_to_string(file).expect("it is shipped")
}

#[tokio::test]
async fn a_covenant_is_compared_without_a_file_being_written() {
    let rig = Rig::new();
    let administrator = rig.browser("b.heerder").await;
    let same = upload(&administrator, &[("bestand", covenant().as_bytes())]).await;
    assert_eq!(same.code, StatusCode::OK, "{}", same.body);
    assert!(same.body.contains("Alles wordt hetzelfde beantwoord"), "{}", same.body);
    let other = covenant().replace("\"coordinator-zeeburg\"", "\"coordinator-oostzee\"");
    let (calls, other) =
        (rig.calls(), upload(&administrator, &[("bestand", other.as_bytes())]).await);
    assert_eq!(other.code, StatusCode::OK, "{}", other.body);
    assert!(other.body.contains("coordinator-oostzee"), "{}", other.body);
    assert_eq!(rig.calls() - calls, 1);
    assert!(other.body.contains("ambt &#34;coordinator-zeeburg&#34;"), "{}", other.body);
    // For administrators alone.
    assert_eq!(rig.browser("f.idrissi").await.get("/vergelijk").await.code, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whatever_is_sent_in_the_place_of_a_covenant_is_refused_or_text() {
    let rig = Rig::new();
    let administrator = rig.browser("b.heerder").await;
    let wrong = covenant().replace("auditor_role", "auditor_rol");
    let shown = upload(&administrator, &[("bestand", wrong.as_bytes())]).await;
    assert!(shown.body.contains("covenant.toml:27"), "{}", shown.body);
    let markup = format!("{}\n[\"<script>alert(1)</script>\"]\n", covenant());
    let shown = upload(&administrator, &[("bestand", markup.as_bytes())]).await;
    assert!(shown.body.contains("&lt;script&gt;alert"), "{}", shown.body);
    let elsewhere = covenant().replace("amsterdam-organisations.toml", "/etc/passwd");
    let binary: Vec<u8> = (0..=255).cycle().take(4_000).collect();
    let large = vec![b'a'; 1 << 20];
    let long = vec![b'='; 150 * 1024];
    let deep = "a = ".to_owned() + &"[".repeat(60_000);
    for (file, code) in [
        (&b""[..], StatusCode::UNPROCESSABLE_ENTITY),
        (&large, StatusCode::PAYLOAD_TOO_LARGE),
        (&long, StatusCode::UNPROCESSABLE_ENTITY),
        (&binary, StatusCode::OK),
        (b"\0\0", StatusCode::UNPROCESSABLE_ENTITY),
        (b"<html><script>alert(1)</script>", StatusCode::UNPROCESSABLE_ENTITY),
        (b"<html lang=nl><script>alert(1)</script>", StatusCode::OK),
        (deep.as_bytes(), StatusCode::OK),
        (elsewhere.as_bytes(), StatusCode::OK),
    ] {
        let shown = upload(&administrator, &[("bestand", file)]).await;
        assert_eq!(shown.code, code, "{}", shown.body);
        assert!(!shown.body.contains("<script>alert") && !shown.body.contains("root:"));
        assert!(shown.body.len() < 200 * 1024, "{}", shown.body.len());
    }
    // No other form takes files.
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = administrator.request("POST", "/adres").header(header::CONTENT_TYPE, kind);
    let request = request.header("sec-fetch-site", "same-origin");
    let shown = administrator.send(request.body(Body::from("--x")).expect("a request")).await;
    assert_eq!(shown.code, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
