//! Does the source keep to its own map? The tables here are `src/ARCHITECTURE.md` in a form that
//! can fail. Every check is first shown to find a fault that was put there on purpose.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A room and the rooms that it may use: only ones named above it.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("api", &[]),
    ("wire", &["api"]),
    ("toml_file", &[]),
    ("pem", &[]),
    ("plain_text", &[]),
    ("dutch", &[]),
    ("covenant", &["domain", "toml_file"]),
    ("store", &["domain", "pem", "plain_text"]),
    ("notify", &["domain", "store"]),
    ("broker", &["domain", "covenant", "store", "notify"]),
    ("service", &["domain", "api", "wire", "dutch", "covenant", "store", "notify", "broker"]),
    ("rest", &["domain", "service", "wire"]),
    ("people", &["domain", "pem", "covenant", "store", "broker"]),
    ("deliver", &["domain", "pem", "plain_text", "covenant", "store", "notify", "broker"]),
    ("web", &["domain", "api", "service", "people"]),
    (
        "server",
        &[
            "domain",
            "api",
            "toml_file",
            "pem",
            "plain_text",
            "covenant",
            "store",
            "broker",
            "service",
            "people",
            "deliver",
            "web",
            "rest",
        ],
    ),
    // Clients see what goes over the wire; only `serve`, `demo` and the file commands go deeper.
    (
        "cli",
        &[
            "domain",
            "api",
            "wire",
            "pem",
            "plain_text",
            "dutch",
            "covenant",
            "store",
            "broker",
            "people",
            "deliver",
            "server",
        ],
    ),
];

/// A crate that may occur only under these paths.
const CRATES: &[(&str, &[&str])] = &[
    ("tonic", &["src/service/", "src/rest/", "src/web/", "src/server/", "src/cli/", "src/api.rs"]),
    ("tonic_types", &["src/service/", "src/rest/", "src/web/", "src/server/", "src/cli/"]),
    (
        "axum",
        &[
            "src/web/",
            "src/server/console.rs",
            "src/server/browsers.rs",
            "src/cli/sandbox/control.rs",
        ],
    ),
    ("askama", &["src/web/"]),
    ("flate2", &["src/web/assets.rs"]),
    ("tonic_health", &["src/server/"]),
    ("tonic_reflection", &["src/server/"]),
    ("tonic_prost", &["src/api.rs"]),
    ("prost", &["src/wire/", "src/service/", "src/server/", "src/cli/", "src/api.rs"]),
    ("prost_types", &["src/service/", "src/web/", "src/server/", "src/cli/", "src/api.rs"]),
    ("prost_reflect", &["src/wire/", "src/service/", "src/rest/"]),
    ("sled", &["src/store/embedded/engine/"]),
    ("tokio_postgres", &["src/store/postgres/"]),
    ("tokio_postgres_rustls", &["src/store/postgres/"]),
    ("lettre", &["src/deliver/", "src/server/mail_config.rs"]),
    ("hmac", &["src/service/pseudonym.rs"]),
    (
        "rustls",
        &[
            "src/server/",
            "src/cli/",
            "src/store/postgres/",
            "src/people/provider/http.rs",
            "src/deliver/webhook/client.rs",
            "src/deliver/tls.rs",
        ],
    ),
    ("hyper_rustls", &["src/people/provider/http.rs", "src/deliver/webhook/client.rs"]),
    (
        "webpki_roots",
        &["src/people/provider/http.rs", "src/deliver/webhook/client.rs", "src/server/trust.rs"],
    ),
    ("jsonwebtoken", &["src/people/provider/"]),
    ("tokio_rustls", &["src/server/", "src/cli/"]),
    ("x509_parser", &["src/server/"]),
    ("rcgen", &["src/server/pki.rs", "src/deliver/webhook/tests.rs"]),
    ("ring", &["src/server/checkpoints.rs", "src/people/", "src/deliver/webhook/signature.rs"]),
    ("prometheus_client", &["src/server/"]),
    ("toml", &["src/toml_file/", "src/server/"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("clap_complete", &["src/cli/"]),
    ("comfy_table", &["src/cli/"]),
    ("indicatif", &["src/cli/"]),
];

/// What the domain may use besides itself.
const DOMAIN_CRATES: &[&str] = &["std", "jiff", "serde", "thiserror", "uuid", "zeroize"];

/// What a pure function does not do.
const DOMAIN_WORDS: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::sync",
    "std::thread",
    "std::time",
    "async fn",
    ".await",
    "::now(",
    "::now_v7(",
    "::new_v4(",
    "::new_v7(",
    "HashMap", // its order differs from run to run: a decision would not be repeatable
    "HashSet",
];

/// The folders of the domain, each with those that it must not use: model ← state ← rules.
const DOMAIN_LAYERS: &[(&str, &[&str])] = &[("model", &["state", "rules"]), ("state", &["rules"])];

/// Most files that may import each other in a circle.
const CIRCLE_MOST: usize = 2;

/// What opens the links of a demonstration or moves the clock of a sandbox, and where it may stand. A
/// server that is none has no way to it, whatever its configuration says.
const DEMONSTRATION: &[(&str, &[&str])] = &[
    ("DemoLinks::open(", &["src/cli/demo/"]),
    ("::of_demo(", &["src/cli/demo/"]),
    ("Clock::Ahead(", &["src/cli/sandbox/ground.rs"]),
    ("trial::between(", &["src/cli/sandbox/mod.rs"]),
];

/// Other readers of PEM, and the one file that may use one: they leave a block behind a mark of Windows,
/// or one that was cut off, out in silence.
const CARELESS: &[&str] = &[
    "PemObject",
    "pki_types::pem",
    "from_pem",
    "_cert_pem(",
    "_x509_pem(",
    "pem::Pem",
    "pem_slice_iter",
    "pem_file_iter",
    "pem_reader_iter",
    "rustls_pemfile",
];
const CAREFUL: &str = "src/pem.rs";

/// Files that read a text without looking how it was written, and what that text is. A password or another
/// text of people is read by `src/plain_text.rs`: with a mark of Windows, or in UTF-16, it would be another.
const READS_TEXT: &[(&str, &str)] = &[
    ("src/cli/demo/setup.rs", "files that the demonstration has just written"),
    ("src/server/config.rs", "TOML"),
    ("src/server/covenants.rs", "TOML"),
    ("src/server/keys.rs", "TOML"),
    ("src/server/open_files.rs", "limits, as the system tells them"),
    ("src/server/people_config.rs", "TOML"),
    ("src/service/reasons.rs", "for tests only"),
    ("src/server/store_config.rs", "the name of the machine, as the system tells it"),
    ("src/store/embedded/engine/directory.rs", "the store's own notes"),
    ("src/store/embedded/engine/start.rs", "the store's own notes"),
    ("src/toml_file/section.rs", "TOML"),
    ("src/web/tests.rs", "for tests only"),
    ("src/web/theme.rs", "a style sheet, in which any line end is a blank"),
];

/// What does not belong in finished code; the second list only the command line may use.
const UNFINISHED: &[&str] = &[".unwrap(", "todo!(", "unimplemented!(", "dbg!("];
const PRINTING: &[&str] = &["println!(", "print!(", "eprintln!(", "eprint!("];

/// Lines of one file: what a reader keeps in mind.
const SRC_LINES: usize = 450;
const TEST_LINES: usize = 1000;

/// Longer files in src, with the reason.
const LONGER: &[(&str, &str)] = &[
    ("src/service/field_texts.rs", "a table: one row for each rule that a field can break"),
    ("src/web/samples.rs", "for tests only: a sample of every message that a page shows"),
];

/// The visible top level, exactly.
const TOP_LEVEL: &[&str] =
    &["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "deploy", "proto", "src", "tests"];

/// What running things leaves behind; git ignores it.
const LEFT_BEHIND: &[&str] = &["target", "verwijspunt-demo", "verwijspunt-sandbox"];

/// Directories of the machine on which somebody happened to work.
const MACHINE_PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/")];

// ---- reading Rust, as far as the tables need it

/// The code of a file: without comments, and without its unit tests, which stand last.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let bare = |line: &'_ str| {
        let mut from = 0;
        while let Some(at) = line[from..].find("//") {
            // In `"https://..."` the slashes follow a colon.
            if !line[..from + at].ends_with(':') {
                return line[..from + at].to_owned();
            }
            from += at + 2;
        }
        line.to_owned()
    };
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The first names in the group after `prefix`: `crate::{a::b, c}` gives a and c.
fn first_names(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c| is_word(c) || c == ':' || c == '$') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(rest.chars().take_while(|c| is_word(*c)).collect());
            continue;
        };
        let (mut depth, mut part) = (1, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                let part = std::mem::take(&mut part);
                names.insert(part.trim().chars().take_while(|c| is_word(*c)).collect());
            } else {
                part.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.remove("");
    names
}

/// The crates of `known` that occur as the first part of a path.
fn crates_used<'k>(code: &str, known: &BTreeSet<&'k str>) -> BTreeSet<&'k str> {
    let begins = |name: &str| {
        let occurs = code.match_indices(&format!("{name}::")).any(|(at, _)| {
            let before = &code[..at];
            !before.ends_with(|c| is_word(c) || c == '.')
                && (!before.ends_with("::") || before.ends_with(" ::"))
        });
        occurs || code.contains(&format!("use {name};")) || code.contains(&format!("use {name} as"))
    };
    known.iter().copied().filter(|name| begins(name)).collect()
}

/// The paths that a tree of a `use` names: `a::{b, c::{self, D as E}}` gives a::b, a::c and a::c::D.
fn flattened(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        let path = path.trim_end_matches("::self").trim_end_matches("::*");
        return vec![path.to_owned()];
    };
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in group[..group.rfind('}').unwrap_or(group.len())].chars() {
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().expect("it begins with one").push(c);
            }
        }
    }
    let inside = parts.iter().filter(|part| !part.trim().is_empty());
    let below = inside.flat_map(|part| flattened(part));
    below
        .map(|path| {
            if path == "self" {
                head.trim().trim_end_matches("::").to_owned()
            } else {
                head.trim().to_owned() + &path
            }
        })
        .collect()
}

/// What a file refers to: by `use`, and by paths in its code that begin at the crate or above it.
/// What the `mod.rs` of a folder exports again is its face, not a use.
fn references(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = &code[code[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let exported = line.trim_start().starts_with("pub");
        if !line.trim().is_empty() && !exported || (exported && path.ends_with("/mod.rs")) {
            continue;
        }
        if let Some((tree, _)) = code[at + "use ".len()..].split_once(';') {
            found.extend(flattened(tree));
        }
    }
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            if !code[..at].ends_with(|c| is_word(c) || c == ':' || c == '$') {
                let end = code[at..].find(|c| !is_word(c) && c != ':').unwrap_or(code.len() - at);
                found.push(code[at..at + end].trim_end_matches(':').to_owned());
            }
        }
    }
    found
}

/// The module of a file of src, part by part; `None` for the roots.
fn module_of(path: &str) -> Option<Vec<String>> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    let module: Vec<String> = inside.split('/').map(str::to_owned).collect();
    (!matches!(inside, "lib" | "main")).then_some(module)
}

/// Files that import each other in circles larger than allowed: of each circle all its files.
fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let modules: Vec<Vec<String>> =
        files.iter().map(|(path, _)| module_of(path).unwrap_or_default()).collect();
    let place = |module: &[String]| modules.iter().position(|known| *known == module);
    let target = |of: &[String], reference: &str| {
        let mut parts: Vec<String> = reference.split("::").map(str::to_owned).collect();
        let above = parts.iter().take_while(|part| *part == "super").count();
        if above > 0 {
            let mut whole = of[..of.len().checked_sub(above)?].to_vec();
            whole.extend(parts.split_off(above));
            parts = whole;
        } else if parts.first().is_some_and(|part| part == "crate") {
            parts.remove(0);
        } else {
            // A path without a root begins at a module of the same folder.
            let mut whole = of.to_vec();
            whole.push(parts.first()?.clone());
            place(&whole)?;
            whole.extend(parts.split_off(1));
            parts = whole;
        }
        (1..=parts.len()).rev().find_map(|most| place(&parts[..most]))
    };
    let uses: Vec<BTreeSet<usize>> = files
        .iter()
        .zip(&modules)
        .map(|((path, text), module)| {
            let found = references(path, text);
            found.iter().filter_map(|reference| target(module, reference)).collect()
        })
        .collect();
    let reached: Vec<BTreeSet<usize>> = (0..files.len())
        .map(|from| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(at) = open.pop() {
                open.extend(uses[at].iter().copied().filter(|next| seen.insert(*next)));
            }
            seen
        })
        .collect();
    let circles: BTreeSet<Vec<usize>> = (0..files.len())
        .map(|one| {
            (0..files.len())
                .filter(|n| reached[one].contains(n) && reached[*n].contains(&one))
                .collect()
        })
        .filter(|circle: &Vec<usize>| circle.len() > CIRCLE_MOST)
        .collect();
    let named = |circle: Vec<usize>| circle.iter().map(|at| files[*at].0.to_owned()).collect();
    circles.into_iter().map(named).collect()
}

fn room_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let first = inside.split('/').next()?;
    Some(first.trim_end_matches(".rs"))
}

// ---- the checks: each says what is wrong with one file

fn rooms(path: &str, text: &str) -> Vec<String> {
    let Some(room) = room_of(path).filter(|room| !matches!(*room, "lib" | "main")) else {
        return Vec::new();
    };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("{path}: the room `{room}` is not in the table")];
    };
    let code = code(text);
    let mut used = first_names(&code, "crate::");
    if path == format!("src/{room}/mod.rs") || path == format!("src/{room}.rs") {
        used.extend(first_names(&code, "super::"));
    }
    if code.contains("super::super::") {
        used.insert("super::super".to_owned());
    }
    used.iter()
        .filter(|name| *name != room && !allowed.contains(&name.as_str()))
        .map(|name| format!("{path}: `{room}` must not use `{name}`"))
        .collect()
}

fn crates(path: &str, text: &str) -> Vec<String> {
    let known: BTreeSet<&str> = CRATES.iter().map(|(name, _)| *name).collect();
    let used = crates_used(&code(text), &known);
    let places: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    used.iter()
        .filter(|name| {
            path.starts_with("src/") && !places[*name].iter().any(|p| path.starts_with(p))
        })
        .map(|name| format!("{path}: `{name}` belongs in {:?}", places[name]))
        .collect()
}

fn demonstration(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let elsewhere = |(word, places): &&(&str, &[&str])| {
        path.starts_with("src/")
            && code.contains(word)
            && !places.iter().any(|place| path.starts_with(place))
    };
    let found = DEMONSTRATION.iter().filter(elsewhere);
    found
        .map(|(word, _)| format!("{path}: `{word}` is for a demonstration or a sandbox alone"))
        .collect()
}

fn pure(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("src/domain/") {
        return Vec::new();
    }
    let code = code(text);
    let dependencies = dependencies();
    let known = dependencies.iter().map(String::as_str).collect();
    let foreign = crates_used(&code, &known)
        .into_iter()
        .filter(|name| !DOMAIN_CRATES.contains(name))
        .map(|name| format!("{path}: the domain must not use `{name}`"));
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let std = first_names(&flat.replace("std:: {", "std::{"), "std::");
    let impure = DOMAIN_WORDS
        .iter()
        .filter(|word| {
            flat.contains(**word) || word.strip_prefix("std::").is_some_and(|m| std.contains(m))
        })
        .map(|word| format!("{path}: the domain must not use `{word}`"));
    foreign.chain(impure).collect()
}

fn layers(path: &str, text: &str) -> Vec<String> {
    let Some((layer, above)) =
        DOMAIN_LAYERS.iter().find(|(layer, _)| path.starts_with(&format!("src/domain/{layer}/")))
    else {
        return Vec::new();
    };
    let used = references(path, text);
    let upward = above.iter().filter(|above| {
        let room = format!("crate::domain::{above}");
        used.iter().any(|path| *path == room || path.starts_with(&format!("{room}::")))
    });
    let relative = used.iter().any(|path| path.starts_with("super::super::"));
    upward
        .map(|above| format!("{path}: `{layer}` must not use `{above}`"))
        .chain(relative.then(|| format!("{path}: name what is not beside it from the crate on")))
        .collect()
}

fn finished(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("src/") {
        return Vec::new();
    }
    let code = code(text);
    let prints = path.starts_with("src/cli/") || path == "src/main.rs";
    let words = UNFINISHED.iter().chain(if prints { &[][..] } else { PRINTING });
    let found = words
        .filter(|word| code.match_indices(**word).any(|(at, _)| !code[..at].ends_with(is_word)));
    found.map(|word| format!("{path}: `{word}` does not belong in src")).collect()
}

fn careful_pem(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("src/") || path == CAREFUL {
        return Vec::new();
    }
    let code = code(text);
    let found = CARELESS.iter().filter(|word| code.contains(**word));
    found.map(|word| format!("{path}: `{word}`: PEM is read by {CAREFUL} alone")).collect()
}

fn careful_text(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("src/") || READS_TEXT.iter().any(|(reads, _)| *reads == path) {
        return Vec::new();
    }
    let found = code(text).contains("read_to_string");
    let hint =
        "a text that people write is read by src/plain_text.rs; another one stands in READS_TEXT";
    found.then(|| format!("{path}: `read_to_string`: {hint}")).into_iter().collect()
}

fn first_line(path: &str, text: &str) -> Vec<String> {
    if text.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{path}: the first line must begin with `//! ` and say which question it answers")]
}

fn length(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    let most = if path.starts_with("src/") { SRC_LINES } else { TEST_LINES };
    if lines <= most || LONGER.iter().any(|(long, _)| *long == path) {
        return Vec::new();
    }
    vec![format!("{path}: {lines} lines, at most {most}; split it by question")]
}

fn no_machine(path: &str, text: &str) -> Vec<String> {
    let outside = |at: usize| !text[..at].ends_with(|c| is_word(c) || c == '/' || c == '.');
    let here = |word: &&&str| text.match_indices(**word).any(|(at, _)| outside(at));
    let found = MACHINE_PATHS.iter().filter(here);
    found.map(|word| format!("{path}: names `{word}`, a directory of one machine")).collect()
}

fn no_unsafe(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let weakened = ["allow(unsafe_code", "expect(unsafe_code", concat!("unsafe", " {")];
    let found = weakened.iter().filter(|word| code.contains(**word) && !path.ends_with("tidy.rs"));
    found.map(|word| format!("{path}: `{word}`")).collect()
}

fn lints(manifest: &toml::Table) -> Vec<String> {
    const WANTED: &[(&str, &str, &str)] = &[
        ("rust", "unsafe_code", "forbid"),
        ("rust", "missing_docs", "warn"),
        ("rust", "unreachable_pub", "warn"),
        ("clippy", "unwrap_used", "warn"),
        ("clippy", "dbg_macro", "warn"),
        ("clippy", "todo", "warn"),
    ];
    let level = |group: &str, lint: &str| {
        manifest.get("lints")?.get(group)?.get(lint)?.as_str().map(str::to_owned)
    };
    let missing =
        WANTED.iter().filter(|(group, lint, want)| level(group, lint).as_deref() != Some(*want));
    missing
        .map(|(group, lint, want)| format!("Cargo.toml: {group} {lint} must be {want}"))
        .collect()
}

fn top_level(names: &BTreeSet<String>) -> Vec<String> {
    let visible = |name: &&String| {
        !name.starts_with('.') && !LEFT_BEHIND.iter().any(|left| name.starts_with(left))
    };
    let more = names.iter().filter(visible).filter(|name| !TOP_LEVEL.contains(&name.as_str()));
    let less = TOP_LEVEL.iter().filter(|name| !names.contains(**name));
    more.map(|name| format!("{name}: does not belong at the top level"))
        .chain(less.map(|name| format!("{name}: is missing at the top level")))
        .collect()
}

/// Every room has its line on the map, and what the map names exists.
fn map(text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let rooms = ROOMS.iter().map(|(room, _)| *room).filter(|room| {
        !quoted.contains(&format!("{room}/").as_str())
            && !quoted.contains(&format!("{room}.rs").as_str())
    });
    let is_path = |name: &&&str| {
        let file = [".rs", ".md", ".txt", ".toml", ".proto"].iter().any(|end| name.ends_with(end));
        (file || name.ends_with('/')) && !name.contains([' ', '<', '*'])
    };
    let gone = quoted.iter().filter(is_path).filter(|name| !exists(name));
    rooms
        .map(|room| format!("ARCHITECTURE.md: has no line for `{room}/`"))
        .chain(gone.map(|name| format!("ARCHITECTURE.md: `{name}` does not exist")))
        .collect()
}

// ---- the tree

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn manifest() -> toml::Table {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    text.parse().expect("TOML")
}

/// The crates that the package depends on, as code names them.
fn dependencies() -> BTreeSet<String> {
    let manifest = manifest();
    let table = manifest["dependencies"].as_table().expect("dependencies");
    table.keys().map(|name| name.replace('-', "_")).collect()
}

/// Every text file of the project: path from the top, content.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(root().join(&directory)).expect("a directory") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            let skipped = [".git", "__pycache__", ".venv", "node_modules"].contains(&name.as_str());
            let top = directory.as_os_str().is_empty();
            if skipped || (top && LEFT_BEHIND.iter().any(|left| name.starts_with(left))) {
                continue;
            }
            let path = directory.join(&name);
            if entry.file_type().expect("a type").is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                found.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    found
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "rs")
}

type Check = fn(&str, &str) -> Vec<String>;

/// Files, each a path and a text.
type Examples = &'static [(&'static str, &'static str)];

/// The checks of Rust files, each with files in which it must find a fault and files in which not.
const CHECKS: &[(&str, Check, Examples, Examples)] = &[
    (
        "rooms",
        rooms,
        &[
            ("src/domain/x.rs", "use crate::store::Store;"),
            ("src/covenant/x.rs", "use crate::{\n    domain::{a, b},\n    service::Front,\n};"),
            ("src/store/x.rs", "fn f() { crate::broker::g() }"),
            ("src/server/x.rs", "use crate::cli::Cli;"),
            ("src/notify/mod.rs", "use super::broker::Broker;"),
            ("src/attic/x.rs", ""),
        ],
        &[
            ("src/broker/x.rs", "use crate::{\n    domain::{store, cli},\n    store::Store,\n};"),
            ("src/domain/x.rs", "//! See [`crate::store`].\nuse crate::domain::model::time::Time;"),
            ("src/main.rs", "use verwijspunt::cli::Cli;"),
        ],
    ),
    (
        "crates",
        crates,
        &[
            ("src/broker/x.rs", "use tonic::Status;"),
            ("src/store/embedded/typed.rs", "fn f(db: &sled::Db) {}"),
            ("src/service/x.rs", "use clap::{Args, Parser};"),
            ("src/covenant/x.rs", "fn f(m: &impl prost::Message) {}"),
        ],
        &[
            ("src/store/embedded/engine/x.rs", "use sled::Db;"),
            ("src/broker/x.rs", "// tonic::Status would do\nuse my_tonic::Status;"),
            ("tests/x.rs", "use tonic::Status;"),
        ],
    ),
    (
        "demonstration",
        demonstration,
        &[
            ("src/server/serve.rs", "fn f() { DemoLinks::open(address, &all) }"),
            ("src/cli/operate.rs", "fn f() { People::of_demo(broker, links, home) }"),
            ("src/cli/operate.rs", "fn f() { start(&config, Clock::Ahead(by)) }"),
        ],
        &[
            ("src/cli/demo/x.rs", "fn f() { DemoLinks::open(address, &all) }"),
            ("src/cli/operate.rs", "// never DemoLinks::open("),
        ],
    ),
    (
        "pure",
        pure,
        &[
            ("src/domain/x.rs", "use tokio::sync::Mutex;"),
            ("src/domain/x.rs", "use std::{fmt, time::SystemTime};"),
            ("src/domain/x.rs", "fn f() -> Uuid { Uuid::now_v7() }"),
            ("src/domain/x.rs", "async fn f() {}"),
            ("src/domain/x.rs", "fn f() { jiff::Timestamp::now(); }"),
        ],
        &[
            ("src/domain/x.rs", "use std::{fmt, str::FromStr};\nuse uuid::Uuid;"),
            ("src/domain/x.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use std::time::Instant; }"),
            ("src/broker/x.rs", "use tokio::sync::Mutex;"),
        ],
    ),
    (
        "layers",
        layers,
        &[
            (
                "src/domain/model/x.rs",
                "use crate::domain::{\n    model::a,\n    state::{b, c::D},\n};",
            ),
            ("src/domain/state/x.rs", "fn f() { crate::domain::rules::g() }"),
            ("src/domain/model/case/x.rs", "use super::super::person::Person;"),
        ],
        &[
            ("src/domain/state/x.rs", "use crate::domain::model::{rules::x, y};"),
            ("src/domain/rules/x.rs", "use crate::domain::{model::a, state::b};"),
        ],
    ),
    (
        "finished",
        finished,
        &[
            ("src/store/x.rs", "fn f() { g().unwrap(); }"),
            ("src/cli/x.rs", "fn f() { todo!() }"),
            ("src/server/x.rs", "fn f() { println!(\"x\"); }"),
        ],
        &[
            ("src/cli/x.rs", "fn f() { println!(\"https://x\"); }"),
            ("src/store/x.rs", "fn f() { g().unwrap_or(1); }\n// never .unwrap()"),
            ("src/store/x.rs", "fn f() {}\n#[cfg(test)]\nmod tests { fn f() { g().unwrap() } }"),
        ],
    ),
    (
        "careful pem",
        careful_pem,
        &[
            ("src/cli/x.rs", "use rustls_pki_types::{CertificateDer, pem::PemObject};"),
            ("src/cli/x.rs", "fn f() { PrivateKeyDer::from_pem_slice(text) }"),
            ("src/deliver/x.rs", "fn f() { Certificate::from_pem(&text) }"),
            ("src/server/x.rs", "fn f() { x509_parser::pem::parse_x509_pem(text) }"),
        ],
        &[
            ("src/pem.rs", "use rustls_pki_types::pem::from_buf;"),
            ("src/cli/x.rs", "fn f() { pem::certificates(text) }"),
            ("tests/x.rs", "fn f() { CertificateDer::from_pem_file(file) }"),
        ],
    ),
    (
        "careful text",
        careful_text,
        &[
            ("src/deliver/x.rs", "fn f() { let password = std::fs::read_to_string(file)?; }"),
            ("src/cli/x.rs", "fn f() { stdin().read_to_string(&mut text) }"),
        ],
        &[
            ("src/deliver/x.rs", "fn f() { plain_text::secret(file) }"),
            ("src/server/config.rs", "fn f() { fs::read_to_string(path) }"),
            ("src/x.rs", "fn f() {}\n#[cfg(test)]\nmod tests { fn f() { fs::read_to_string(x) } }"),
        ],
    ),
    (
        "first line",
        first_line,
        &[("src/x.rs", "use std::fmt;\n"), ("src/x.rs", "//!\n//! late")],
        &[("src/x.rs", "//! What is it?\n")],
    ),
    (
        "no unsafe",
        no_unsafe,
        &[("src/x.rs", "#![allow(unsafe_code)]"), ("tests/x.rs", "fn f() { unsafe { g() } }")],
        &[("src/x.rs", "// no unsafe { } here\n")],
    ),
];

#[test]
fn the_checks_find_what_they_look_for() {
    for (name, check, bad, good) in CHECKS {
        for (path, text) in *bad {
            assert!(!check(path, text).is_empty(), "{name} sees nothing in {path}: {text}");
        }
        for (path, text) in *good {
            assert_eq!(check(path, text), Vec::<String>::new(), "{name}: {text}");
        }
    }
    let lines = "x\n".repeat(SRC_LINES + 1);
    assert_eq!(length("src/x.rs", &lines).len(), 1);
    assert_eq!(length("src/x.rs", &lines[2..]).len(), 0);
    assert_eq!(length("tests/x.rs", &lines).len(), 0);
    let here = format!("see {}tree", MACHINE_PATHS[0]);
    assert_eq!(no_machine("deploy/x", &here).len(), 1);
    assert_eq!(no_machine("deploy/x", &here.replace(" /", " /var/")).len(), 0);
    let weak: toml::Table = "[lints.rust]\nunsafe_code = \"deny\"".parse().expect("TOML");
    assert_eq!(lints(&weak).len(), 6);
    let mut names: BTreeSet<String> = TOP_LEVEL.iter().map(|name| (*name).to_owned()).collect();
    names.extend([".ci".to_owned(), "target".to_owned()]);
    assert_eq!(top_level(&names), Vec::<String>::new());
    names.insert("benches".to_owned());
    names.remove("LICENSE");
    assert_eq!(top_level(&names).len(), 2);
    let rooms: String = ROOMS.iter().map(|(room, _)| format!("`{room}/` ")).collect();
    assert_eq!(map(&format!("{rooms} `domain/x.rs`"), |_| true), Vec::<String>::new());
    assert_eq!(map(&format!("{rooms} `domain/x.rs`"), |name| name.ends_with('/')).len(), 1);
    assert_eq!(map(&rooms[9..], |_| true).len(), 1, "the first room is missing");
}

#[test]
fn arrows_point_down() {
    for (at, (room, uses)) in ROOMS.iter().enumerate() {
        let above: Vec<&str> = ROOMS[..at].iter().map(|(name, _)| *name).collect();
        let up: Vec<_> = uses.iter().filter(|used| !above.contains(used)).collect();
        assert!(up.is_empty(), "{room} points up to {up:?}");
        let place = root().join("src").join(room);
        assert!(place.is_dir() || place.with_extension("rs").is_file(), "{room} is no room");
    }
}

#[test]
fn a_circle_is_found() {
    let tree = [
        ("src/a/mod.rs", "pub mod x;\npub use x::X;"),
        ("src/a/x.rs", "use crate::{b::{self, y::{Y as Why}}, c};"),
        ("src/b/mod.rs", "pub mod y;\npub mod z;"),
        ("src/b/y.rs", "use super::z::Z;"),
        ("src/b/z.rs", "fn f() { crate::a::x::g() }"),
        ("src/c.rs", "//! See [`crate::a::x`].\n"),
    ];
    assert_eq!(circles(&tree), [["src/a/x.rs", "src/b/y.rs", "src/b/z.rs"]]);
    let mut open = tree;
    open[4].1 = "// crate::a::x::g()";
    assert_eq!(circles(&open), Vec::<Vec<String>>::new());
}

#[test]
fn no_larger_circles_than_two_files() {
    let files = files();
    let of_src: Vec<(&str, &str)> = files
        .iter()
        .filter(|(path, _)| is_rust(path) && module_of(path).is_some())
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let found = circles(&of_src);
    assert!(found.is_empty(), "these import each other: {found:#?}");
}

#[test]
fn every_file_keeps_to_the_tables() {
    let files = files();
    assert!(files.iter().filter(|(path, _)| is_rust(path)).count() > 100, "files were not found");
    let mut wrong = Vec::new();
    for (path, text) in &files {
        wrong.extend(no_machine(path, text));
        if is_rust(path) {
            wrong.extend(CHECKS.iter().flat_map(|(_, check, _, _)| check(path, text)));
            wrong.extend(length(path, text));
        }
    }
    let gone = LONGER.iter().filter(|(long, _)| !files.iter().any(|(path, _)| path == long));
    wrong.extend(gone.map(|(long, _)| format!("{long}: is excepted, but does not exist")));
    let reads = |path: &str| {
        let text = files.iter().find(|(of, _)| of == path).map(|(_, text)| code(text));
        text.is_some_and(|code| code.contains("read_to_string"))
    };
    let gone = READS_TEXT.iter().filter(|(path, _)| !reads(path));
    wrong.extend(gone.map(|(path, _)| format!("{path}: is excepted, but reads no text")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_manifest_keeps_the_lints() {
    assert_eq!(lints(&manifest()), Vec::<String>::new());
    assert_eq!(manifest()["package"]["license"].as_str(), Some("EUPL-1.2"));
    let licence = fs::read_to_string(root().join("LICENSE")).expect("a licence");
    assert!(licence.starts_with("EUROPEAN UNION PUBLIC LICENCE v. 1.2"));
}

/// Without these features the states of keyed hashes, which are as good as the keys, stay in memory.
fn wiping(manifest: &toml::Table) -> Vec<String> {
    let has = |of: &str| {
        let features = manifest.get("dependencies")?.get(of)?.get("features")?.as_array()?;
        Some(features.iter().any(|feature| feature.as_str() == Some("zeroize")))
    };
    let missing = ["hmac", "sha2"].into_iter().filter(|of| has(of) != Some(true));
    missing.map(|of| format!("Cargo.toml: {of} must have the feature zeroize")).collect()
}

#[test]
fn the_manifest_keeps_what_wipes_the_states_of_hashes() {
    let weak: toml::Table =
        "[dependencies]\nsha2 = \"0.11\"\nhmac = { version = \"0.13\", features = [\"std\"] }"
            .parse()
            .expect("TOML");
    assert_eq!(wiping(&weak).len(), 2);
    assert_eq!(wiping(&manifest()), Vec::<String>::new());
}

#[test]
fn the_top_level_is_as_agreed() {
    let names = fs::read_dir(root()).expect("the top");
    let names = names.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    let wrong = top_level(&names.collect());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_map_is_true() {
    let text = fs::read_to_string(root().join("src/ARCHITECTURE.md")).expect("the map");
    let wrong = map(&text, |name| {
        [root().join(name), root().join("src").join(name)].iter().any(|path| path.exists())
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let lines = text.lines().count();
    assert!(lines <= 150, "{lines} lines: the map must stay short");
}

/// The rows of the worked example: a place, and what must stand there.
fn worked_example(map: &str) -> Vec<(String, String)> {
    let part = map.split("## A new call").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows = part.unwrap_or_default().lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut quoted = row.split('`').skip(1).step_by(2).map(str::to_owned);
        (quoted.next().unwrap_or_default(), quoted.next().unwrap_or_default())
    })
    .collect()
}

#[test]
fn a_new_call_touches_the_places_that_the_map_names() {
    let text = fs::read_to_string(root().join("src/ARCHITECTURE.md")).expect("the map");
    let rows = worked_example(&text);
    assert!((1..=4).contains(&rows.len()), "{rows:?}");
    for (place, row) in &rows {
        let there = fs::read_to_string(root().join(place)).unwrap_or_default();
        assert!(there.contains(row.as_str()), "{place} holds no `{row}`");
    }
    let call = rows[0].1.split(['(', ' ']).nth(1).expect("rpc NAME(").to_owned();
    let golden = fs::read_to_string(root().join("tests/golden/permissions.txt")).expect("it");
    assert!(golden.contains(&format!("\n{call} ")), "the golden picture has no row for {call}");
    // And no other file has to name a call: whoever adds one need not look for more.
    // A client may, where somebody is to use it: the command line and the pages.
    let allowed =
        ["src/domain/rules/", "src/broker/", "src/service/", "src/cli/", "src/web/", "src/api.rs"];
    let named = files().into_iter().filter(|(path, text)| {
        path.starts_with("src/")
            && is_rust(path)
            && code(text).contains(&call)
            && !allowed.iter().any(|place| path.starts_with(place))
    });
    assert_eq!(named.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
    let service = files()
        .into_iter()
        .filter(|(path, text)| path.starts_with("src/service/") && code(text).contains(&call));
    assert_eq!(service.count(), 1 + 1, "calls.rs, and parse.rs for its message");
}
