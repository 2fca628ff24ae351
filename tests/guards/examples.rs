//! Is each example as short as it is said to be? Somebody reads it whole before copying it.

use std::{fs, path::Path};

/// Most lines of an example that say something.
const MOST: usize = 80;

/// Where a comment begins in a language, and what brings in the work of others.
const LANGUAGES: [(&str, &[&str], &[&str]); 6] = [
    ("py", &["#"], &["import ", "from "]),
    ("js", &["//"], &["const grpc = require", "const loader = require", "const https = require"]),
    ("java", &["//", "/**"], &["import "]),
    ("rs", &["//"], &["use "]),
    ("cs", &["//"], &["using Google", "using Grpc", "using System", "using Verwijspunt"]),
    ("sh", &["#"], &[]),
];

/// How many lines a text has, and how many of them say something: no empty line, comment, import or line of
/// nothing but brackets.
fn lines(text: &str, ending: &str) -> (usize, usize) {
    let language = LANGUAGES.into_iter().find(|(name, ..)| *name == ending);
    let (_, comments, imports) =
        language.unwrap_or_else(|| panic!("{ending} is new: how is it read?"));
    let (mut said, mut documents, mut imported) = (0, false, false);
    for line in text.lines().map(str::trim) {
        let mark = ending == "py" && line.matches("\"\"\"").count() % 2 == 1;
        let comment = documents || mark || line.starts_with("\"\"\"");
        documents ^= mark;
        let begins = |any: &[&str]| any.iter().any(|one| line.starts_with(one));
        let attribute = ending == "rs" && line.starts_with("#[");
        let import = imported || begins(imports);
        imported = import && ending == "rs" && !line.ends_with(';');
        let brackets = line.chars().all(|letter| "[](){};,".contains(letter));
        let comment = comment || (begins(comments) && !attribute);
        said += usize::from(!comment && !import && !brackets);
    }
    (text.lines().count(), said)
}

#[test]
fn each_example_is_as_short_as_it_is_said_to_be() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/examples");
    let readme = fs::read_to_string(place.join("README.md")).expect("it");
    let rows = readme.lines().filter(|line| line.starts_with("| ") && line.contains("]("));
    let mut seen = 0;
    for row in rows {
        let file = row.split("](").nth(1).and_then(|rest| rest.split(')').next()).expect("a file");
        let text = fs::read_to_string(place.join(file)).expect("an example");
        let (all, said) = lines(&text, file.rsplit('.').next().unwrap_or_default());
        assert!(row.contains(&format!("| {all} ({said}) |")), "{file} has {all} ({said}) lines");
        assert!(said <= MOST, "{file}: {said} lines say something, and at most {MOST} may");
        seen += 1;
    }
    assert_eq!(seen, 9, "every example has a row");
}

#[test]
fn what_says_something_is_counted_and_nothing_else() {
    let rust = "//! a\nuse a::{\n    b,\n};\n\n#[test]\nfn f() {\n    // c\n    g();\n}\n";
    assert_eq!(lines(rust, "rs"), (10, 3));
    let python =
        "\"\"\"a\nb\n\"\"\"\nimport c\ndef f():\n    \"\"\"d\"\"\"\n    # e\n    g()     # h\n";
    assert_eq!(lines(python, "py"), (8, 2));
}
