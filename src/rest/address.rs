//! Which call stands at the address of a request, and what is given of its message outside of the body?

use http::{HeaderMap, Method, Request, Uri, header::CONTENT_TYPE};
use prost_reflect::FieldDescriptor;
use tonic::Status;

use crate::{
    domain::model::card::holds_bsn,
    service::{self, json::AsJson, language_of},
    wire::{self, Address, Lookup, Problem},
};

/// Headers that fill in a field of the request: who acts, the id of the request, the version that was
/// read, the place after which a stream goes on.
const HEADERS: [(&str, &str); 4] = [
    ("acting-professional", "acting_professional"),
    ("idempotency-key", "request_id"),
    ("if-match", "etag"),
    ("last-event-id", "after"),
];

/// Most characters of a value that is looked at for a BSN, its separators included.
const NUMBER_MOST: usize = 24;

/// What a body is said to be: JSON, or of a stream a line of JSON for each message.
const READ: [&str; 2] = ["application/json", "application/x-ndjson"];

/// The call that a request asks for.
///
/// # Errors
/// There is none.
pub(super) fn call<B>(mut request: Request<B>) -> Result<Request<B>, Box<Status>> {
    let language = language_of(request.headers());
    let uri = request.uri().clone();
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let found = match wire::find(request.method().as_str(), path) {
        Lookup::Found(found) => found,
        Lookup::OtherVerbs(verbs) => {
            return Err(Box::new(service::verb_not_allowed(&verbs.join(", "), language)));
        }
        Lookup::Nowhere => return Err(Box::new(service::no_such_address(language))),
    };
    let address = found.address;
    if address.body && !is(READ[usize::from(address.call.uploads)], request.headers()) {
        return Err(Box::new(service::not_json(language)));
    }
    let mut filled = Filled::default();
    for (field, value) in found.given {
        filled.field(field, value.to_owned());
    }
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        filled.query(address, &key, value.into_owned());
    }
    for (header, field) in HEADERS {
        if let Some(value) = request.headers().get(header) {
            filled.header(address, header, field, value.as_bytes());
        }
    }
    let Filled { given, problems } = filled;
    let makes = address.makes.clone().map(|field| (path.to_owned(), field));
    let json = AsJson { call: &address.call, body: address.body, given, problems, makes };
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static(&address.call.path);
    request.extensions_mut().insert(json);
    Ok(request)
}

/// Whether the body is said to be this kind of JSON. A browser does not say so for another site without asking us
/// first, which we refuse: nobody's certificate is used by a page that is not ours.
fn is(read: &str, headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE) else { return false };
    let kind = kind.to_str().unwrap_or_default().to_ascii_lowercase();
    kind.split(';').next().unwrap_or_default().trim() == read
}

/// What is given outside of the body.
#[derive(Default)]
struct Filled {
    given: Vec<(FieldDescriptor, String)>,
    problems: Vec<Problem>,
}

impl Filled {
    fn problem(&mut self, field: &str, rule: &str) {
        self.problems.push(Problem { field: field.to_owned(), rule: rule.to_owned() });
    }

    /// A field that stands in the address.
    fn field(&mut self, field: FieldDescriptor, value: String) {
        // A longer one is an id or a token of ours, in which nine digits are nobody's number.
        if value.len() <= NUMBER_MOST && holds_bsn(&value) {
            let rule = "holds a BSN, which never stands in an address: others write addresses down";
            return self.problem(field.name(), rule);
        }
        self.given.push((field, value));
    }

    fn query(&mut self, address: &Address, key: &str, value: String) {
        if let Some(field) = address.query().find(|field| field.json_name() == key) {
            return self.field(field, value);
        }
        if address.call.input.get_field_by_json_name(key).is_some() {
            let rule = "must not stand in an address; send it in the body with POST, and who acts in \
                        the header Acting-Professional";
            return self.problem(key, rule);
        }
        let name = if wire::can_be_told(key) { key } else { "query" };
        self.problem(name, "is no field of this request; look for a typing error");
    }

    fn header(&mut self, address: &Address, header: &str, field: &str, value: &[u8]) {
        let Some(field) = address.call.input.get_field_by_name(field) else {
            if header == "if-match" {
                self.problem(
                    header,
                    "is no header of this call: nothing that it changes has an etag",
                );
            }
            return;
        };
        match str::from_utf8(value) {
            Ok(value) => self.given.push((field, value.trim().trim_matches('"').to_owned())),
            Err(_) => self.problem(header, "must be text in UTF-8"),
        }
    }
}
