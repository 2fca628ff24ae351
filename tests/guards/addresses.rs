//! Does every call stand at an address of REST, by the Dutch API Design Rules, and can none of these
//! addresses hold who somebody is?

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use verwijspunt::{
    domain::rules::access::CALLS,
    wire::{self, Address, Segment},
};

use super::golden;

/// Words of which there is one for a caller; all others are collections.
const SINGLE: &[&str] = &["v1", "inbox", "covenant", "own-reference"];

/// Parts of a field's name that say that somebody is told apart by it.
const NAMING: &[&str] = &["bsn", "bsns", "name", "phone", "email", "birth", "professional", "own"];

fn words(address: &Address) -> impl Iterator<Item = &str> {
    address.segments.iter().filter_map(|segment| match segment {
        Segment::Word(word) => Some(word.as_str()),
        Segment::Field(_) => None,
    })
}

fn names_somebody(field: &FieldDescriptor) -> bool {
    field.name().split('_').any(|part| NAMING.contains(&part))
}

/// Whether a BSN can stand somewhere in a message.
fn holds_bsn(message: &MessageDescriptor) -> bool {
    message.fields().any(|field| match field.kind() {
        Kind::Message(inner) => holds_bsn(&inner),
        _ => field.name().contains("bsn"),
    })
}

#[test]
fn every_call_stands_at_an_address() {
    let found: BTreeSet<&str> = wire::addresses().iter().map(|a| a.call.name.as_str()).collect();
    let calls: BTreeSet<&str> = CALLS.iter().map(|call| call.name()).collect();
    assert_eq!(found, calls, "on the left the google.api.http options of proto/");
}

#[test]
fn addresses_follow_the_design_rules() {
    let mut wrong = Vec::new();
    for address in wire::addresses() {
        let (path, verb) = (address.path(), address.verb);
        let mut fault = |what: &str| wrong.push(format!("{verb} {path}: {what}"));
        let kebab = |word: &str| {
            let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'1');
            plain && !word.starts_with('-') && !word.ends_with('-')
        };
        if !path.starts_with("/v1/") || !words(address).all(kebab) {
            fault("words are in lower case with hyphens, after /v1");
        }
        if words(address).any(|word| !SINGLE.contains(&word) && !word.ends_with('s')) {
            fault("a collection is named in the plural");
        }
        // The call says what is done, its address to what: `RenewInvolvement`, `…/renewals`.
        let name = &address.call.name;
        let verb_end = name[1..].find(char::is_uppercase).map_or(name.len(), |at| at + 1);
        if words(address).any(|word| word == name[..verb_end].to_lowercase()) {
            fault("an address has no verb");
        }
        if address.body != matches!(verb, "POST" | "PUT") {
            fault("POST and PUT have a body, and no other");
        }
        let reads = ["Get", "List", "Pull", "Subscribe", "Explain"];
        if verb == "GET" && !reads.iter().any(|begin| name.starts_with(begin)) {
            fault("GET changes nothing");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_two_calls_stand_at_one_address() {
    let mut seen = BTreeMap::new();
    for address in wire::addresses() {
        let shape: Vec<&str> = address
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Word(word) => word,
                Segment::Field(_) => "{}",
            })
            .collect();
        let other = seen.insert((address.verb, shape), &address.call.name);
        assert!(other.is_none(), "{} {}: also {other:?}", address.verb, address.path());
        // A word in the place of a field of another address would hide one of the two.
        let path = address.path();
        match wire::find(address.verb, &path) {
            wire::Lookup::Found(found) => assert_eq!(found.address.path(), path),
            _ => panic!("{path} is not found"),
        }
    }
}

#[test]
fn no_address_can_hold_who_somebody_is() {
    let mut wrong = Vec::new();
    for address in wire::addresses() {
        let (path, verb) = (address.path(), address.verb);
        for segment in &address.segments {
            let Segment::Field(field) = segment else { continue };
            if !field.name().ends_with("_id") || names_somebody(field) || field.is_list() {
                wrong
                    .push(format!("{verb} {path}: only ids that the broker keeps stand in a path"));
            }
        }
        for field in address.query().filter(names_somebody) {
            wrong.push(format!("{verb} {path}?{}: belongs in a body", field.json_name()));
        }
        if verb != "POST" && holds_bsn(&address.call.input) {
            wrong.push(format!("{verb} {path}: what can hold a BSN is sent with POST"));
        }
        for field in address.call.input.fields() {
            if verb == "GET" && matches!(field.kind(), Kind::Message(_)) {
                wrong.push(format!("{verb} {path}: {} fits in no query", field.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a list can be asked for, but not in an address, can be asked for with POST.
#[test]
fn nothing_is_out_of_reach_because_it_stands_in_no_address() {
    for address in wire::addresses().iter().filter(|address| !address.body) {
        let hidden = address
            .call
            .input
            .fields()
            .find(|field| field.name() != "acting_professional" && !wire::in_addresses(field));
        let body = wire::addresses().iter().any(|a| a.body && a.call.name == address.call.name);
        if let Some(field) = hidden {
            assert!(body, "{}: {} can be sent nowhere", address.call.name, field.name());
        }
    }
}

#[test]
fn the_picture_of_addresses_is_up_to_date() {
    let mut lines: Vec<String> = Vec::new();
    for address in wire::addresses() {
        let query: Vec<String> = address.query().map(|f| f.json_name().to_owned()).collect();
        let rest = if address.body { "body".to_owned() } else { query.join(" ") };
        let (verb, path, call) = (address.verb, address.path(), &address.call.name);
        lines.push(format!("{verb:<6} {path:<47} {call:<24} {rest}").trim_end().to_owned());
    }
    lines.sort_by_key(|line| line[7..].to_owned());
    let picture = format!(
        "Every address of REST: verb, path, call, and what may stand in its query or that it has a body.\n\
         Whoever keeps logs of addresses sees no more than this: no BSN, no name, nobody's number.\n\n{}\n",
        lines.join("\n")
    );
    golden::compare("addresses.txt", &picture);
}
