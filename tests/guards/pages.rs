//! Is no list cut off in silence? Whoever asks a listing call, a page of the console or a verb of the
//! command line, reads where the list goes on.

use std::{fs, path::Path};

use super::raw::FILES;

/// Where lists are asked for, and by which words before the call its pages are read to the end, or as
/// far as the page then says.
const READERS: &[(&str, &[&str])] = &[
    ("src/web", &["part::all(", "part::some(", "part::until(", "whole("]),
    // Without a reference, or for an id that nobody has, one page is enough: it only guesses which one was
    // perhaps meant.
    ("src/cli", &["list!(", "loop {", "if reference.is_empty() {", "async fn nobodys("]),
];

/// Bytes before a call in which those words stand.
const NEAR: usize = 700;

/// Plays a story of a few families, whose length is written in it.
const SHORT: &str = "src/cli/demo/";

/// The calls whose answer can go on, as the clients name them.
fn paged_calls() -> Vec<String> {
    let file = FILES.iter();
    let messages = file.clone().flat_map(|file| &file.message_type);
    let goes_on = |message: &&prost_types::DescriptorProto| {
        message.field.iter().any(|field| field.name() == "next_page_token")
    };
    let paged: Vec<&str> = messages.filter(goes_on).map(|message| message.name()).collect();
    let calls = file.flat_map(|file| &file.service).flat_map(|service| &service.method);
    let paged = calls.filter(|call| {
        let answer = call.output_type().rsplit('.').next();
        answer.is_some_and(|answer| paged.contains(&answer))
    });
    paged.map(|call| snake(call.name())).collect()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The calls in a text that nothing before them reads on from, and how many there are in all.
fn cut_off(text: &str, calls: &[String], readers: &[&str]) -> (Vec<String>, usize) {
    let (mut found, mut all) = (Vec::new(), 0);
    for call in calls {
        for (at, _) in text.match_indices(&format!(".{call}")) {
            let after = text[at + 1 + call.len()..].chars().next();
            if after.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            all += 1;
            let begin = (0..=at.saturating_sub(NEAR)).rev().find(|at| text.is_char_boundary(*at));
            let before = &text[begin.unwrap_or_default()..at];
            // What an earlier function of the file does is nothing to this call.
            let ends = ["\n}\n", "\n    }\n"].map(|end| before.rfind(end).unwrap_or_default());
            let before = &before[ends[0].max(ends[1])..];
            if !readers.iter().any(|reader| before.contains(reader)) {
                found.push(call.clone());
            }
        }
    }
    (found, all)
}

fn sources(directory: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            all.push((path.to_string_lossy().into_owned(), text));
        }
    }
    all
}

#[test]
fn every_list_is_read_to_its_end_or_says_that_it_goes_on() {
    let calls = paged_calls();
    assert!(calls.contains(&"list_matches".to_owned()), "{calls:?}");
    assert!(calls.contains(&"get_subject_access".to_owned()), "{calls:?}");
    let (mut wrong, mut all) = (Vec::new(), 0);
    for (directory, readers) in READERS {
        for (path, text) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)) {
            if path.contains(SHORT) {
                continue;
            }
            let (found, there) = cut_off(&text, &calls, readers);
            wrong.extend(found.into_iter().map(|call| format!("{path}: {call}")));
            all += there;
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "asked once, and where the list goes on is dropped");
    assert!(all >= calls.len(), "it looks at {all} calls");
}

#[test]
fn a_list_that_is_asked_once_is_found() {
    let (_, readers) = READERS[0];
    let calls = ["list_matches".to_owned()];
    let once =
        "fn a() {\n    part::all(x).list_matches(y)\n}\nfn b() {\n    x.list_matches(y)\n}\n";
    assert_eq!(cut_off(once, &calls, readers), (calls.to_vec(), 2));
    assert_eq!(cut_off("x.list_matches_of(y)", &calls, readers), (Vec::new(), 0));
}
