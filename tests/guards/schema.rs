//! Is every part of the API documented, in the agreed words, and can none of it hold a story?

use std::collections::{BTreeMap, BTreeSet};

use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    field_descriptor_proto::{Label, Type},
};
use verwijspunt::domain::rules::access::CALLS;

use super::{
    golden,
    raw::{self, FILES},
};

/// Words that announce free text. No request may have a field with such a name.
const TELLING: &[&str] = &[
    "body",
    "comment",
    "content",
    "data",
    "explanation",
    "memo",
    "message",
    "note",
    "payload",
    "remark",
    "story",
    "summary",
    "text",
    "toelichting",
];

/// Something in a proto file with its comment.
struct Described {
    name: String,
    comment: String,
    field_of: Option<String>,
}

/// Everything in a file that must have a comment.
fn described(file: &FileDescriptorProto) -> Vec<Described> {
    let locations = &file.source_code_info.as_ref().expect("comments are kept").location;
    let comments: BTreeMap<&[i32], &str> =
        locations.iter().map(|l| (l.path.as_slice(), l.leading_comments().trim())).collect();
    let comment = |path: &[i32]| comments.get(path).copied().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    let mut add = |name: String, path: &[i32], field_of: Option<&str>| {
        let field_of = field_of.map(str::to_owned);
        all.push(Described { name, comment: comment(path), field_of });
    };
    for (m, message) in (0..).zip(&file.message_type) {
        let of = message.name();
        assert!(message.enum_type.is_empty(), "{of}: enums stand at the top of the file");
        assert!(message.nested_type.iter().all(is_map), "{of}: messages stand at the top");
        add(of.to_owned(), &[4, m], None);
        for (f, field) in (0..).zip(&message.field) {
            add(format!("{of}.{}", field.name()), &[4, m, 2, f], Some(of));
        }
        // The last ones stand for `optional`: they have no name in the file.
        let made = message.field.iter().filter(|field| field.proto3_optional()).count();
        let written = message.oneof_decl.len() - made;
        for (o, oneof) in (0..).zip(&message.oneof_decl[..written]) {
            add(format!("{of}.{}", oneof.name()), &[4, m, 8, o], Some(of));
        }
    }
    for (e, list) in (0..).zip(&file.enum_type) {
        add(list.name().to_owned(), &[5, e], None);
        for (v, value) in (0..).zip(&list.value) {
            add(value.name().to_owned(), &[5, e, 2, v], None);
        }
    }
    for (s, service) in (0..).zip(&file.service) {
        add(service.name().to_owned(), &[6, s], None);
        for (r, method) in (0..).zip(&service.method) {
            add(format!("{}.{}", service.name(), method.name()), &[6, s, 2, r], None);
        }
    }
    all
}

fn is_map(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(prost_types::MessageOptions::map_entry)
}

/// What is wrong with a comment: `asked` says whether it is of a message that callers send.
fn fault(item: &Described, asked: bool) -> Option<String> {
    let comment = item.comment.as_str();
    if !comment.trim_end_matches([')', '"']).ends_with(['.', ':']) {
        return Some(format!("{}: needs a comment of whole sentences", item.name));
    }
    item.field_of.as_ref()?;
    let begins = |words: &[&str]| words.iter().any(|word| comment.starts_with(word));
    if asked && !begins(&["Required", "Optional"]) {
        return Some(format!("{}: the comment must begin with Required or Optional", item.name));
    }
    if !asked && !begins(&["Output only."]) {
        return Some(format!("{}: the comment must begin with Output only", item.name));
    }
    None
}

/// Names of the messages that callers send, whole or as a part.
fn asked() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open: Vec<String> =
        raw::methods().iter().map(|(_, method)| method.input_type().to_owned()).collect();
    while let Some(name) = open.pop() {
        let Some(message) = raw::message(&name) else { continue };
        if names.insert(message.name().to_owned()) {
            open.extend(message.field.iter().map(|field| field.type_name().to_owned()));
        }
    }
    names
}

#[test]
fn every_call_has_a_rule_and_every_rule_a_call() {
    let rpcs: Vec<String> =
        raw::methods().iter().map(|(_, method)| method.name().to_owned()).collect();
    let mut calls: Vec<&str> = CALLS.iter().map(|call| call.name()).collect();
    let mut rpcs: Vec<&str> = rpcs.iter().map(String::as_str).collect();
    rpcs.sort_unstable();
    calls.sort_unstable();
    assert_eq!(rpcs, calls, "proto/ on the left, domain/rules/access.rs on the right");
}

#[test]
fn everything_is_documented() {
    let asked = asked();
    let all: Vec<Described> = FILES.iter().flat_map(described).collect();
    assert!(all.len() > 300, "the descriptor set is read whole: {}", all.len());
    let faults: Vec<String> = all
        .iter()
        .filter_map(|item| fault(item, item.field_of.as_ref().is_some_and(|of| asked.contains(of))))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_missing_comment_is_found() {
    let item = |comment: &str, of: Option<&str>| Described {
        name: "x".into(),
        comment: comment.into(),
        field_of: of.map(str::to_owned),
    };
    for comment in ["", "who", "Required, who"] {
        assert!(fault(&item(comment, Some("A")), true).is_some(), "{comment}");
    }
    assert!(fault(&item("Output only. Who.", Some("A")), true).is_some());
    assert!(fault(&item("Required. Who.", Some("A")), false).is_some());
    assert!(fault(&item("Required. Who.", Some("A")), true).is_none());
    assert!(fault(&item("Anything whole.", None), false).is_none());
}

/// One line a field: who sends it, which field, one or many.
fn text_fields() -> Vec<(String, &'static FieldDescriptorProto)> {
    let asked = asked();
    let mut lines = Vec::new();
    for message in FILES.iter().flat_map(|file| &file.message_type) {
        let side = if asked.contains(message.name()) { "in " } else { "out" };
        for field in &message.field {
            let of = message.name();
            let kind = match field.r#type() {
                Type::String | Type::Bytes if field.label() == Label::Repeated => "  many",
                Type::String | Type::Bytes => "",
                Type::Message => {
                    let nested = message.nested_type.iter().filter(|nested| is_map(nested));
                    let name = field.type_name().rsplit('.').next().unwrap_or_default();
                    if !nested.into_iter().any(|nested| nested.name() == name) {
                        continue;
                    }
                    "  map"
                }
                _ => continue,
            };
            lines.push((format!("{side}  {of}.{}{kind}", field.name()), field));
        }
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    lines
}

#[test]
fn no_field_can_hold_a_story() {
    let fields = text_fields();
    for (line, field) in &fields {
        assert_ne!(field.r#type(), Type::Bytes, "{line}: bytes can hold anything");
        let telling = TELLING.iter().any(|word| field.name().split('_').any(|part| part == *word));
        assert!(!(line.starts_with("in ") && telling), "{line}: announces free text");
    }
    let lines: Vec<&str> = fields.iter().map(|(line, _)| line.as_str()).collect();
    let picture = format!(
        "Every field that holds text. Those that callers send (in) are codes, ids, dates, numbers\n\
         or the contact card of a professional; there is none for what goes on in a family.\n\
         A new line here is a decision, not an accident.\n\n{}\n",
        lines.join("\n")
    );
    golden::compare("string_fields.txt", &picture);
}
