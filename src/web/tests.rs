//! Do the pages keep the rules that hold for all of them? Over every sample, in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use crate::{api::v1::recipient::Who, domain::model::duties::Duties};

use super::{
    lang::{LANGS, Lang},
    page::{Input, Page},
    samples::{self, HOSTILE},
    seat::{Seat, Work},
    shell,
};

/// Most bytes of a page with forty families.
const MOST_BYTES: usize = 32 * 1024;

fn seat(work: Work) -> Seat {
    Seat {
        name: "T. Bakker".into(),
        place: "Basisschool De Waterlelie".into(),
        party: Who::OrganisationOin("00000009000000001001".into()),
        work,
        oversees: false,
        figures: false,
        chairs: false,
        watches: false,
        token: "bewijs-van-de-sessie".into(),
        here: "/mijn-werk",
        path: "/mijn-werk".into(),
    }
}

fn html(lang: Lang, mut page: Page) -> String {
    shell::seal(&mut page, "bewijs-van-de-sessie");
    shell::render(
        lang,
        Some(&seat(Work::Office(Duties { directs: true, ..Duties::default() }))),
        None,
        &page,
    )
}

/// What stands between `<` and `>`, of every tag.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

/// The values of an attribute.
fn values<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let begin = format!(" {name}=\"");
    html.match_indices(&begin)
        .filter_map(|(at, _)| html[at + begin.len()..].split('"').next())
        .collect()
}

#[test]
fn that_and_never_what() {
    let mut kinds: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for (name, page) in samples::pages(Lang::Nl) {
        for form in page.forms() {
            for field in &form.fields {
                let place =
                    (field.name.trim_end_matches(|c: char| c.is_ascii_digit()), &field.input);
                if !matches!(field.input, Input::Group) {
                    let name = name.split("-fout").next().unwrap_or(name);
                    kinds.entry((place.0.to_owned(), place.1.kind())).or_default().insert(name);
                }
            }
        }
    }
    let mut picture = String::from(
        "Every field of every form of the console: its name, what it is, on which pages. No kind of\n\
         field holds a story.\n\
         Written by src/web/tests.rs: UPDATE_GOLDEN=1 cargo test --lib web::tests\n\n",
    );
    for ((name, kind), pages) in &kinds {
        let pages = pages.iter().copied().collect::<Vec<_>>().join(", ");
        picture += &format!("{name:<14} {kind:<13} {pages}\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/form_fields.txt");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &picture).expect("it can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept, picture,
        "look at the change, then UPDATE_GOLDEN=1 cargo test --lib web::tests"
    );
}

#[test]
fn no_template_has_room_for_a_story() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/templates");
    let mut inputs = Vec::new();
    let mut open = vec![directory];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).expect("the templates") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            for word in
                ["textarea", "contenteditable", "style=", "onclick", "javascript:", "<iframe"]
            {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
            if text.contains("<input") {
                inputs.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    inputs.sort();
    assert_eq!(inputs, ["field.html", "form.html", "shell.html"], "fields are made in one place");
}

#[test]
fn hostile_text_is_text() {
    for lang in LANGS {
        for page in samples::hostile(lang) {
            let html = html(lang, page);
            assert!(html.contains("&lt;script&gt;"), "the sample is on the page");
            assert_eq!(html.matches("<script").count(), 1, "only the module of the console");
            assert!(!html.contains('\u{202e}') && !html.contains('\0'));
            assert!(!html.contains(HOSTILE));
        }
    }
}

#[test]
fn a_bsn_is_in_no_page() {
    for lang in LANGS {
        for (name, page) in samples::pages(lang) {
            let html = html(lang, page);
            for tag in tags(&html)
                .into_iter()
                .filter(|tag| tag.starts_with("input") && tag.contains("data-bsn"))
            {
                assert!(!tag.contains("value"), "{name}: {tag}");
                assert!(tag.contains("autocomplete=off"), "{name}: {tag}");
            }
        }
    }
    let filled = super::forms::Filled::read(b"formulier=1&bsn1=123456782&rol1=2&naam=X");
    let wrong = [("naam".to_owned(), "wrong".to_owned())];
    let page = super::pages::register::view(samples::now(Lang::Nl), &filled, None, &[], 3, &wrong);
    let html = html(Lang::Nl, page);
    assert!(!html.contains("123456782") && html.contains("value=\"X\""), "the rest is kept");
    assert!(html.contains("name=formulier value=\"1\""), "the same request id");
}

#[test]
fn every_form_carries_the_token_and_its_own_id() {
    for (name, page) in samples::pages(Lang::Nl) {
        let html = html(Lang::Nl, page);
        let posts = html.matches("method=\"post\"").count();
        assert_eq!(html.matches("name=formulier").count(), posts, "{name}");
        // And the form that signs out.
        assert_eq!(html.matches("name=bewijs").count(), posts + 1, "{name}");
        let ids = values(&html, "id");
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{name}: an id stands twice in {ids:?}");
        for id in values(&html, "for").into_iter().chain(values(&html, "aria-labelledby")) {
            assert!(ids.contains(&id), "{name}: nothing has the id {id}");
        }
        for link in values(&html, "href").into_iter().filter(|href| href.starts_with('#')) {
            let there = link == "#inhoud" || ids.contains(&&link[1..]);
            assert!(there, "{name}: {link} leads nowhere");
        }
    }
}

#[test]
fn pages_are_small_and_stay_here() {
    for lang in LANGS {
        for (name, page) in samples::pages(lang) {
            let html = html(lang, page);
            assert!(html.len() <= MOST_BYTES, "{name}: {} bytes", html.len());
            assert!(!html.contains("http:") && !html.contains("https:"), "{name}: leads away");
            let inline =
                tags(&html).into_iter().find(|tag| tag.contains(" style=") || tag.contains(" on"));
            assert_eq!(inline, None, "{name}");
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())), "{name}");
            for needed in ["class=skip", "<main id=inhoud", "<h1>", "<nav", "<footer>"] {
                assert_eq!(html.matches(needed).count(), 1, "{name}: {needed}");
            }
            if let Some(directory) = env::var_os("CONSOLE_SAMPLES") {
                let file = Path::new(&directory).join(format!("{name}.{}.html", lang.tag()));
                fs::write(file, &html).expect("it can be written");
            }
        }
    }
}

#[test]
fn a_page_says_who_reads_it_and_for_whom() {
    let html = html(Lang::Nl, Page::new("x", "y"));
    assert!(html.contains("T. Bakker, Basisschool De Waterlelie"));
}
