//! At which address does a call stand in REST? Where its `google.api.http` option in `proto/` says.

use std::sync::LazyLock;

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use super::{PACKAGE, POOL};

/// The option that says where a call stands.
const OPTION: &str = "google.api.http";

/// The verbs of the option.
const VERBS: [(&str, &str); 4] =
    [("get", "GET"), ("put", "PUT"), ("post", "POST"), ("delete", "DELETE")];

/// Fields that name a professional, or a family in the own system. Addresses are written into logs and
/// histories on their way: these stand in a body, and who acts may stand in a header.
const KEPT_OUT: [&str; 5] =
    ["acting_professional", "professional", "professional_id", "own_reference", "bsn"];

/// Whether a field may stand in an address, if it is one of text, number or code.
#[must_use]
pub fn in_addresses(field: &FieldDescriptor) -> bool {
    !matches!(field.kind(), Kind::Message(_)) && !KEPT_OUT.contains(&field.name())
}

/// A call of the API.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its name, for instance `GetMatch`.
    pub name: String,
    /// Its path over gRPC.
    pub path: String,
    /// What is asked.
    pub input: MessageDescriptor,
    /// What is answered.
    pub output: MessageDescriptor,
    /// Whether the answer is a stream.
    pub streams: bool,
    /// Whether the request is one.
    pub uploads: bool,
}

/// A part of an address.
#[derive(Clone, Debug)]
pub enum Segment {
    /// This word.
    Word(String),
    /// The value of a field of the request.
    Field(FieldDescriptor),
}

/// Where a call stands. It may stand at several addresses.
#[derive(Clone, Debug)]
pub struct Address {
    /// The verb, in capitals.
    pub verb: &'static str,
    /// What follows the host, part by part.
    pub segments: Vec<Segment>,
    /// Whether the request comes in the body; if not, in the query.
    pub body: bool,
    /// What is called.
    pub call: Call,
    /// The field in which the caller names what is made, when that stands under this address then.
    pub makes: Option<FieldDescriptor>,
}

/// What was found at an address.
pub struct Found<'p> {
    /// Where it stands.
    pub address: &'static Address,
    /// Fields of the request that stand in the path.
    pub given: Vec<(FieldDescriptor, &'p str)>,
}

/// What stands at a path.
pub enum Lookup<'p> {
    /// A call.
    Found(Found<'p>),
    /// Calls with these verbs only.
    OtherVerbs(Vec<&'static str>),
    /// Nothing.
    Nowhere,
}

static ADDRESSES: LazyLock<Vec<Address>> = LazyLock::new(|| {
    let services = POOL.services().filter(|service| service.package_name() == PACKAGE);
    let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    let mut all = Vec::new();
    let Some(option) = POOL.get_extension_by_name(OPTION) else { return all };
    for method in methods {
        let call = Call {
            name: method.name().to_owned(),
            path: format!("/{}/{}", method.parent_service().full_name(), method.name()),
            input: method.input(),
            output: method.output(),
            streams: method.is_server_streaming(),
            uploads: method.is_client_streaming(),
        };
        let options = method.options();
        if !options.has_extension(&option) {
            continue;
        }
        let rule = options.get_extension(&option);
        let rule = rule.as_message().expect("the option is a message");
        all.extend(address(rule, &call));
        if let Some(more) = rule.get_field_by_name("additional_bindings") {
            let more = more.as_list().unwrap_or_default().iter().filter_map(Value::as_message);
            all.extend(more.filter_map(|rule| address(rule, &call)));
        }
    }
    let made: Vec<_> = all.iter().map(|address| made_under(address, &all)).collect();
    for (address, made) in all.iter_mut().zip(made) {
        address.makes = made;
    }
    all
});

/// Every address, in the order of the proto files.
#[must_use]
pub fn addresses() -> &'static [Address] {
    &ADDRESSES
}

fn address(rule: &DynamicMessage, call: &Call) -> Option<Address> {
    let text = |name: &str| {
        let value = rule.get_field_by_name(name)?;
        value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (verb, path) = VERBS.iter().find_map(|(name, verb)| Some((*verb, text(name)?)))?;
    let segment = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        None => Some(Segment::Word(part.to_owned())),
        Some(name) => call.input.get_field_by_name(name).map(Segment::Field),
    };
    let segments = path.split('/').skip(1).map(segment).collect::<Option<_>>()?;
    Some(Address { verb, segments, body: text("body").is_some(), call: call.clone(), makes: None })
}

/// Of an address to which is posted: the field whose value leads to what was made.
fn made_under(address: &Address, all: &[Address]) -> Option<FieldDescriptor> {
    let under = format!("{}/{{", address.path());
    let reads = |other: &&Address| other.verb == "GET" && address.verb == "POST";
    let mut names = all.iter().filter(reads).filter_map(|other| {
        let name = other.path().strip_prefix(&under)?.strip_suffix('}')?.to_owned();
        address.call.input.get_field_by_json_name(&name)
    });
    names.next()
}

impl Address {
    /// The address as it is written: `/v1/matches/{matchId}`.
    #[must_use]
    pub fn path(&self) -> String {
        let part = |segment: &Segment| match segment {
            Segment::Word(word) => format!("/{word}"),
            Segment::Field(field) => format!("/{{{}}}", field.json_name()),
        };
        self.segments.iter().map(part).collect()
    }

    /// The fields that may stand in the query.
    pub fn query(&self) -> impl Iterator<Item = FieldDescriptor> {
        let in_path = |field: &FieldDescriptor| {
            self.segments.iter().any(|part| matches!(part, Segment::Field(f) if f == field))
        };
        let mut fields: Vec<FieldDescriptor> = Vec::new();
        if !self.body {
            fields.extend(self.call.input.fields().filter(in_addresses));
            fields.retain(|field| !in_path(field));
        }
        fields.into_iter()
    }

    fn at<'p>(&self, path: &'p str) -> Option<Vec<(FieldDescriptor, &'p str)>> {
        let mut given = Vec::new();
        let mut parts = path.strip_prefix('/')?.split('/');
        for segment in &self.segments {
            match (segment, parts.next()?) {
                (Segment::Word(word), part) if word == part => {}
                (Segment::Field(field), part) if !part.is_empty() => {
                    given.push((field.clone(), part));
                }
                _ => return None,
            }
        }
        parts.next().is_none().then_some(given)
    }
}

/// What stands at a path, for a verb.
#[must_use]
pub fn find<'p>(verb: &str, path: &'p str) -> Lookup<'p> {
    let mut others = Vec::new();
    for address in addresses() {
        match address.at(path) {
            Some(given) if address.verb == verb => return Lookup::Found(Found { address, given }),
            Some(_) => others.push(address.verb),
            None => {}
        }
    }
    if others.is_empty() { Lookup::Nowhere } else { Lookup::OtherVerbs(others) }
}
