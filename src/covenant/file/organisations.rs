//! How is the file of organisations read?

use std::collections::{BTreeMap, BTreeSet};

use super::contact::{read_address, read_mail_wish, read_webhook};
use super::kinds::{read_kinds, same_kinds};
use super::names::{Seen, code_like, ground_of, read_oin, unique};
use super::places::RESERVED;
use crate::covenant::model::{
    Area, Commissioner, Functions, Ground, Organisation, OrganisationKind, Partner,
};
use crate::domain::model::card;
use crate::toml_file::{At, Section, did_you_mean};

/// Longest name of an organisation, in characters.
const MAX_NAME: usize = 120;

/// Longest issuer identifier, in characters.
const MAX_ISSUER: usize = 255;

/// What the organisations file says.
#[derive(Default)]
pub(super) struct Organisations {
    pub(super) ground: Option<(&'static str, Ground)>,
    pub(super) functions: Option<Functions>,
    pub(super) kinds: Vec<OrganisationKind>,
    /// Sorted by OIN.
    pub(super) all: Vec<Organisation>,
}

/// Reads the organisations file.
pub(super) fn read_organisations(mut file: Section, areas: &[Area]) -> Organisations {
    let ground = ground_of(&mut file, "organisations");
    let functions = read_functions(&mut file);
    let kinds = read_kinds(&mut file);
    let mut seen = Seen::new();
    let (mut organisations, mut used) = (Vec::new(), BTreeMap::new());
    let sections = file.tables("organisation");
    if sections.is_empty() {
        file.report(file.line, "there is no [[organisation]]", "add at least one");
    }
    for section in sections {
        organisations.extend(read_organisation(section, areas, &mut seen, &mut used));
    }
    same_kinds(&file, &kinds, &used);
    file.finish();
    organisations.sort_by_key(|o| o.oin);
    let kinds = kinds.into_iter().map(|kind| kind.it).collect();
    Organisations { ground, functions, kinds, all: organisations }
}

/// The functions of professionals, each once, and each one that a card may hold.
fn read_functions(file: &mut Section) -> Option<Functions> {
    let words = file.words("functions")?;
    let mut seen = BTreeSet::new();
    let mut listed = Vec::new();
    for At { it, line } in words {
        let rule = card::text(&it).and_then(|()| card::function(&it)).err();
        let long = it.trim().is_empty() || it.chars().count() > card::NAME_MOST_CHARS;
        if rule.is_some() || long {
            let most = card::NAME_MOST_CHARS;
            let why = "a function cannot stand on a contact card";
            file.report(
                line,
                why,
                format!("1 to {most} characters, without a colon or a sentence"),
            );
        } else if !seen.insert(it.to_lowercase()) {
            file.report(
                line,
                format!("the function \"{it}\" is in the list twice"),
                "keep it once",
            );
        } else {
            listed.push(it);
        }
    }
    Some(Functions::new(listed))
}

fn read_organisation(
    mut section: Section,
    areas: &[Area],
    seen: &mut Seen,
    used: &mut BTreeMap<String, u32>,
) -> Option<Organisation> {
    let oin = read_oin(&mut section, "oin");
    if let Some(oin) = oin {
        section.stands_for(oin.as_str());
    }
    let oin = oin.filter(|oin| unique(seen, oin.as_str(), "organisation", &section));
    let name = section.text("name");
    if name.as_ref().is_some_and(|name| name.it.chars().count() > MAX_NAME) {
        let why = format!("the name is longer than {MAX_NAME} characters");
        section.report(section.line, why, "shorten it");
    }
    if let Some(name) = &name {
        section.name = format!("{} \"{}\"", section.name, name.it);
    }
    let kind = code_like(&mut section, "kind", "an organisation");
    if let Some(kind) = &kind {
        used.entry(kind.it.clone()).or_insert(kind.line);
    }
    let commissioner = read_commissioner(&mut section, areas);
    let partner = section.one_of("partner", Partner::ALL.map(Partner::as_str));
    let sensitive = section.flag("sensitive", false);
    let issuer = read_issuer(&mut section);
    let mail = read_address(&mut section, "mail");
    let mail_wish = read_mail_wish(&mut section);
    let mails_professionals = section.flag("mail_professionals", false);
    let webhook = read_webhook(&mut section);
    section.finish();
    Some(Organisation {
        oin: oin?,
        name: name?.it,
        kind: kind?.it,
        commissioner: commissioner?,
        partner: Partner::ALL[partner?.it],
        sensitive,
        issuer,
        mail,
        mail_wish,
        mails_professionals,
        webhook,
    })
}

/// The provider that vouches for the people of an organisation.
fn read_issuer(section: &mut Section) -> Option<String> {
    let text = section.text_if("issuer")?;
    let behind = text.it.strip_prefix("https://").unwrap_or_default();
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '\\' | '@');
    if !behind.is_empty() && behind.chars().all(plain) && text.it.len() <= MAX_ISSUER {
        return Some(text.it);
    }
    let why = format!("\"{}\" is no issuer identifier", text.it.escape_default());
    let hint = "give the URL that the provider calls its issuer, as https://login.example.nl/realm";
    section.wrong(text.line, why, hint);
    None
}

fn read_commissioner(section: &mut Section, areas: &[Area]) -> Option<Commissioner> {
    let text = section.text("commissioner")?;
    match text.it.as_str() {
        "city-region" => return Some(Commissioner::CityRegion),
        "city" => return Some(Commissioner::City),
        "nobody" => return Some(Commissioner::Nobody),
        _ => {}
    }
    if let Some(found) = areas.iter().find(|area| area.code.as_str() == text.it) {
        return Some(Commissioner::District(found.code.clone()));
    }
    let why = format!("unknown commissioner \"{}\"", text.it);
    let known = areas.iter().map(|area| area.code.as_str()).chain(RESERVED);
    section.report(text.line, why, did_you_mean(&text.it, known));
    None
}
