//! Who may call what: does the table say what we think, and does the service do what it says?

use prost_types::field_descriptor_proto::Type;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use verwijspunt::{
    api::v1::ListInvolvementsRequest,
    domain::{
        model::time::Time,
        rules::access::{Asks, CALLER_KINDS, CALLS, Call, CallerKind, Factor, Scope},
    },
    store::Sealed,
};

use super::{
    golden,
    inside::{self, House},
    raw,
    support::{
        actors::Directory,
        depths,
        world::{Certificate, CovenantFiles, TestClock, World},
    },
};

/// Longer than anything that a field may hold.
const LONG: usize = 5_000;

/// Fields that are compared with what the broker knows and never kept: any text may be tried.
const COMPARED: &[&str] = &["etag", "organisation_oin"];

/// Field 2 of a family member, its role, with the value CHILD: others have no birth date.
const A_CHILD: [u8; 2] = [2 << 3, 1];

pub(crate) const MUNICIPALITY: &str = "00000009000000001000";
const REGISTER: &str = "00000009000000001010";
const STRANGER: &str = "00000009999999999999";

pub(crate) fn certificate(oin: Option<&str>, offices: &[&str]) -> Certificate {
    let uris = offices.iter().map(|id| format!("urn:verwijspunt:office:{id}")).collect();
    Certificate { serial_number: oin.map(str::to_owned), uris, person: None }
}

/// Somebody of this kind in the covenant of Amsterdam.
pub(crate) fn holder(kind: CallerKind) -> Certificate {
    match kind {
        CallerKind::Organisation => {
            let covenant = depths::covenant(&CovenantFiles::amsterdam());
            let school = covenant
                .all()
                .flat_map(verwijspunt::covenant::Covenant::organisations)
                .find(|o| o.kind == "school")
                .expect("a school");
            certificate(Some(&school.oin.to_string()), &[])
        }
        CallerKind::PopulationRegister => certificate(Some(REGISTER), &[]),
        CallerKind::Office => certificate(Some(MUNICIPALITY), &["coordinator-zeeburg"]),
    }
}

async fn world() -> Box<dyn World> {
    let clock = TestClock::new(Time(1_243_850_400_000));
    let depths = depths::all();
    let memory = depths.iter().find(|depth| depth.name() == "memory").expect("it is there");
    memory.start(clock, &CovenantFiles::amsterdam()).await
}

pub(crate) fn call_of(name: &str) -> Call {
    *CALLS.iter().find(|call| call.name() == name).expect("every call has a rule")
}

/// Calls whose message is around a start, and that start.
pub(crate) const START: [(Call, &str); 2] = [
    (Call::ImportInvolvements, ".verwijspunt.v1.ImportStart"),
    (Call::ReconcileInvolvements, ".verwijspunt.v1.ReconcileStart"),
];

/// The message with nothing in it; an import has its start around it.
pub(crate) fn around(call: Call, content: &[u8]) -> Vec<u8> {
    if START.iter().any(|(begins, _)| *begins == call) {
        raw::field(1, content)
    } else {
        content.to_vec()
    }
}

pub(crate) fn reason(status: &Status) -> String {
    status.get_details_error_info().map_or_else(String::new, |info| info.reason)
}

pub(crate) fn wrong_fields(status: &Status) -> Vec<String> {
    let violations = status.get_details_bad_request().map(|bad| bad.field_violations);
    violations.unwrap_or_default().into_iter().map(|violation| violation.field).collect()
}

#[test]
fn the_picture_is_up_to_date() {
    let mut picture = String::from(
        "Who may make which call: the table of the domain's `access`. Whose record it is, is looked at\n\
         afterwards, with the record.\n\
         professional: whether one may make it who signed in and is no coordinator, for the own work.\n\
         asks about persons: whether those whom it names are counted against a budget.\n\
         second factor: fresh for whoever signed in; a system with a certificate is not asked.\n\n",
    );
    let names: Vec<String> = CALLER_KINDS.iter().map(|kind| format!("{kind:?}")).collect();
    let heads = "professional  asks about persons      second factor";
    picture += &format!("{:<21}  {}  {heads}\n", "", names.join("  "));
    for call in CALLS {
        let marks: Vec<String> = CALLER_KINDS
            .iter()
            .zip(&names)
            .map(|(kind, name)| {
                let mark = if call.admits(*kind) { "yes" } else { "-" };
                format!("{mark:<width$}", width = name.len())
            })
            .collect();
        let own = match call.scope() {
            Scope::Own => "yes",
            Scope::Party => "-",
        };
        let asks = match call.asks() {
            Asks::Nobody => "-",
            Asks::Counted => "counted",
            Asks::NeverRefused => "counted, never refused",
        };
        let factor = match call.factor() {
            Factor::SignIn => "-",
            Factor::Fresh => "fresh",
            Factor::FreshToErase => "fresh for UNJUSTIFIED",
        };
        let marks = marks.join("  ");
        picture += &format!("{:<21}  {marks}  {own:<12}  {asks:<22}  {factor}", call.name());
        picture.push('\n');
    }
    golden::compare("permissions.txt", &picture);
}

/// Whether a BSN stands somewhere in a message.
fn names_a_person(message: &str) -> bool {
    let fields = raw::message(message).map_or(&[][..], |message| &message.field);
    fields.iter().any(|field| match field.r#type() {
        Type::String => field.name().contains("bsn"),
        Type::Message => names_a_person(field.type_name()),
        _ => false,
    })
}

/// Whoever can name a BSN could try them all: every such call is counted, but for the register's.
#[test]
fn every_call_that_names_a_person_is_counted() {
    for (path, method) in raw::methods() {
        let call = call_of(method.name());
        let of_the_register = CALLER_KINDS
            .iter()
            .all(|kind| call.admits(*kind) == (*kind == CallerKind::PopulationRegister));
        let counted = call.asks() != Asks::Nobody;
        let named = names_a_person(method.input_type());
        assert_eq!(counted, named && !of_the_register, "{path}");
    }
}

/// Every call by every kind of caller, with nothing filled in: refused at the door exactly where
/// the table says; admitted, the missing name of the professional is found in every call.
#[tokio::test]
async fn the_service_does_what_the_table_says() {
    let mut world = world().await;
    let mut wrong = Vec::new();
    for kind in CALLER_KINDS {
        for (path, method) in raw::methods() {
            let call = call_of(method.name());
            let channel = world.channel(&holder(kind)).await;
            let answer = raw::call(channel, &path, around(call, &[])).await;
            let status = answer.expect_err("nothing was filled in");
            let fine = if call.admits(kind) {
                status.code() == Code::InvalidArgument
                    && wrong_fields(&status).iter().any(|field| field == "acting_professional")
            } else {
                status.code() == Code::PermissionDenied && reason(&status) == "NOT_ALLOWED"
            };
            if !fine {
                let fields = wrong_fields(&status);
                wrong.push(format!("{kind:?} {path}: {:?} {fields:?}", status.code()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn nobody_unknown_gets_in() {
    let strangers = [
        ("CERT_NOT_OIN", certificate(None, &[])),
        ("CERT_NOT_OIN", certificate(Some("123"), &[])),
        ("NOT_A_PARTY", certificate(Some(STRANGER), &[])),
        ("NOT_A_PARTY", certificate(Some(MUNICIPALITY), &["coordinator-atlantis"])),
        // A known office, but the certificate is another organisation's.
        ("NOT_A_PARTY", certificate(Some(REGISTER), &["coordinator-zeeburg"])),
        (
            "CERT_SEVERAL_OFFICES",
            certificate(Some(MUNICIPALITY), &["coordinator-zeeburg", "coordinator-noord"]),
        ),
    ];
    let mut world = world().await;
    for (expected, stranger) in strangers {
        for (path, method) in raw::methods() {
            let channel = world.channel(&stranger).await;
            let message = around(call_of(method.name()), &[]);
            let status = raw::call(channel, &path, message).await.expect_err("a stranger");
            assert_eq!(status.code(), Code::Unauthenticated, "{path} {stranger:?}");
            assert_eq!(reason(&status), expected, "{path} {stranger:?}");
        }
    }
}

/// The paths to all text fields of a message: field numbers and the name that problems use.
fn texts(message: &str, path: &[i32], found: &mut Vec<(Vec<i32>, String)>) {
    let Some(message) = raw::message(message) else { return };
    for field in &message.field {
        let path = [path, &[field.number()]].concat();
        match field.r#type() {
            Type::String => found.push((path, field.name().to_owned())),
            // A row of an import is a registration: that call is tried by itself.
            Type::Message if field.name() != "row" => texts(field.type_name(), &path, found),
            _ => {}
        }
    }
}

/// Who acts, as a top-level field, for all but the call that is to fail on it.
fn acting(message: &str, tried: &str) -> Vec<u8> {
    let fields = &raw::message(message).expect("a message").field;
    let acting = fields.iter().find(|field| field.name() == "acting_professional");
    let acting = acting.filter(|field| field.name() != tried);
    acting.map_or_else(Vec::new, |field| raw::field(field.number(), b"a"))
}

fn last_part(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field).split('[').next().unwrap_or(field)
}

/// No text field takes five thousand characters: whoever wants to tell a story finds no place.
#[tokio::test]
async fn no_text_field_takes_a_long_text() {
    refused_in_every_field(&[b'a'; LONG], |name| !COMPARED.contains(&name)).await;
}

/// No text field takes a number that could be a BSN, as people write it: but for those that are for a
/// BSN, each reads it as a code, an id or a date, which it is not, or refuses it for what it looks like.
#[tokio::test]
async fn no_text_field_takes_a_bsn() {
    for written in ["123456782", "123 456 782", "123.456.782", "123-456-782"] {
        let among = |name: &str| !COMPARED.contains(&name) && !name.contains("bsn");
        refused_in_every_field(written.as_bytes(), among).await;
    }
}

/// A refusal is in the audit log with its caller. The BSN in whose name somebody acted is not.
#[tokio::test]
async fn a_bsn_in_place_of_who_acts_is_not_logged() {
    let house = House::with("").await;
    let api = house.inside(inside::credential(&holder(CallerKind::Organisation)));
    let asked = ListInvolvementsRequest {
        acting_professional: "zaak 123456782".to_owned(),
        ..Default::default()
    };
    let refused = api.registry().list_involvements(asked).await.expect_err("it holds a BSN");
    assert_eq!(wrong_fields(&refused), ["acting_professional"]);
    let entries = house.server.broker().store().audit(0, 100).await.expect("readable");
    let entries: Vec<_> = entries.iter().filter_map(Sealed::entry).collect();
    let refusals = entries.iter().filter(|entry| entry.result == "FIELDS_INVALID").count();
    assert_eq!(refusals, 1, "the refusal is logged");
    let mut acted = entries.iter().filter_map(|entry| entry.actor.as_ref());
    assert!(!acted.any(|actor| actor.professional.contains("123456782")));
    house.server.shutdown().await;
}

/// Every text field among these, by itself, in every call: the refusal names it.
async fn refused_in_every_field(tried_text: &[u8], among: impl Fn(&str) -> bool) {
    let mut world = world().await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (path, method) in raw::methods() {
        let call = call_of(method.name());
        let kind = CALLER_KINDS.into_iter().find(|kind| call.admits(*kind)).expect("somebody may");
        let mut fields = Vec::new();
        texts(method.input_type(), &[], &mut fields);
        for (numbers, name) in fields {
            if !among(&name) {
                continue;
            }
            let (last, outer) = numbers.split_last().expect("a field has a number");
            let mut text = raw::field(*last, tried_text);
            if name == "birth_date" {
                text.extend(A_CHILD);
            }
            let text = outer.iter().rev().fold(text, |inner, n| raw::field(*n, &inner));
            let message = [acting(method.input_type(), &name), text].concat();
            let channel = world.channel(&holder(kind)).await;
            let status = raw::call(channel, &path, message).await.expect_err("it is wrong");
            tried += 1;
            let told = wrong_fields(&status);
            if !told.iter().any(|field| last_part(field) == name) {
                wrong.push(format!("{path} {name}: {:?} {told:?}", status.code()));
            }
        }
    }
    assert!(tried > 60, "only {tried} fields were tried");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The covenant that these tests speak of is the one that is shipped.
#[test]
fn the_callers_are_in_the_covenant() {
    let directory = Directory::load(&CovenantFiles::amsterdam()).expect("a covenant");
    let there = |oin: &str| directory.organisations.iter().any(|o| o.oin == oin);
    for party in [MUNICIPALITY, REGISTER] {
        assert!(there(party), "{party}");
    }
    assert!(!there(STRANGER), "{STRANGER}");
}
