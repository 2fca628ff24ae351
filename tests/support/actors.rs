//! Who is meant by an actor's name? An office is called by its id, an organisation by its kind (the
//! second of a kind in the file has `-2` behind it); Amsterdam's have short names of their own.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::world::{AMSTERDAM, Certificate, CovenantFiles};

/// An organisation of the covenant, as far as stories need it.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub oin: String,
    pub name: String,
    pub kind: String,
    pub commissioner: String,
    pub partner: String,
    pub sensitive: bool,
}

/// An office of the covenant, as far as stories need it.
#[derive(Clone, Debug)]
pub struct Office {
    pub id: String,
    pub role: String,
    /// District or care region; the OIN for an organisation's own member.
    pub area: String,
    pub municipality: String,
}

/// The covenant's parties.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Whether the short names below stand for somebody: they are those of Amsterdam in 2009.
    short: bool,
    pub organisations: Vec<Organisation>,
    pub offices: Vec<Office>,
    /// Care region of an area.
    pub regions: HashMap<String, String>,
    /// What a district is called now whose name in stories is the one that it had.
    pub renamed: HashMap<String, String>,
}

/// An actor of a story.
#[derive(Clone, Debug)]
pub struct Actor {
    pub name: String,
    pub certificate: Certificate,
    /// The OIN of an organisation, the id of an office, or nothing for a stranger.
    pub key: String,
    pub sensitive: bool,
}

/// A name for an organisation: its kind, who commissions it, and which of those that fit.
struct Role {
    name: &'static str,
    kind: &'static str,
    commissioner: Option<&'static str>,
    nth: usize,
}

const fn role(
    name: &'static str,
    kind: &'static str,
    commissioner: Option<&'static str>,
    nth: usize,
) -> Role {
    Role { name, kind, commissioner, nth }
}

/// Any district but Zeeburg.
const OTHER_DISTRICT: &str = "other-district";

const ROLES: &[Role] = &[
    role("school", "school", None, 0),
    role("school2", "school", None, 1),
    role("youth-health", "youth-health-care", None, 0),
    role("bjaa", "youth-care-agency", None, 0),
    role("wsg", "guardianship", None, 0),
    role("police", "police", None, 0),
    role("prosecution", "public-prosecution", None, 0),
    role("judiciary", "judiciary", None, 0),
    role("housing", "housing-corporation", None, 0),
    role("debt-zeeburg", "debt-counselling", Some("zeeburg"), 0),
    role("debt-elsewhere", "debt-counselling", Some(OTHER_DISTRICT), 0),
    role("mental-health", "mental-health-care", None, 0),
    role("shelter", "shelter", None, 0),
    role("population-register", "population-register", None, 0),
];

/// A name for an office: its role, in the area behind the name or over it.
const OFFICES: &[(&str, &str)] = &[
    ("coordinator-", "coordinator"),
    ("process-manager-", "process-manager"),
    ("portfolio-holder-", "portfolio-holder"),
    ("chair-", "district-chair"),
    ("analysis-member-", "analysis-member"),
    ("nuisance-inside", "nuisance-process-manager-inside"),
    ("nuisance-outside", "nuisance-process-manager-outside"),
    ("nuisance-director", "nuisance-process-manager"),
    ("care-and-nuisance-desk", "care-and-nuisance-desk"),
    ("region-portfolio-holder", "region-portfolio-holder"),
    ("mayor", "mayor"),
];

impl Directory {
    /// Reads the covenants under test, by their plain text: the harness shares no code with the
    /// broker's own reader.
    pub fn load(files: &CovenantFiles) -> Result<Self, String> {
        let mut directory = Self::default();
        for file in &files.0 {
            directory.add(file)?;
        }
        directory.short &= files.0.len() == 1;
        Ok(directory)
    }

    /// The organisations file that a covenant file names.
    pub fn organisations_file(file: &Path) -> Result<PathBuf, String> {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{file:?}: {e}"))?;
        let table = text.parse::<Table>().map_err(|e| format!("{file:?}: {e}"))?;
        let named = table.get("organisations").and_then(Value::as_str).unwrap_or_default();
        Ok(file.with_file_name(named))
    }

    fn add(&mut self, file: &Path) -> Result<(), String> {
        let read = |path: &Path| -> Result<Table, String> {
            let text = std::fs::read_to_string(path).map_err(|e| format!("{path:?}: {e}"))?;
            text.parse::<Table>().map_err(|e| format!("{path:?}: {e}"))
        };
        let covenant = read(file)?;
        let parties = read(&file.with_file_name(text(&covenant, "organisations")))?;
        let municipality = text(&covenant, "municipality");
        self.short |= text(&covenant, "id") == AMSTERDAM;
        for t in tables(&parties, "organisation") {
            let organisation = Organisation {
                oin: text(t, "oin"),
                name: text(t, "name"),
                kind: text(t, "kind"),
                commissioner: text(t, "commissioner"),
                partner: text(t, "partner"),
                sensitive: t.get("sensitive").and_then(Value::as_bool).unwrap_or_default(),
            };
            // Who is party to several covenants is one actor.
            if !self.organisations.iter().any(|known| known.oin == organisation.oin) {
                self.organisations.push(organisation);
            }
        }
        self.offices.extend(tables(&covenant, "office").map(|t| Office {
            id: text(t, "id"),
            role: text(t, "role"),
            area: text(t, if t.contains_key("organisation") { "organisation" } else { "area" }),
            municipality: municipality.clone(),
        }));
        let regions = tables(&covenant, "district").map(|t| (text(t, "code"), text(t, "region")));
        self.regions.extend(regions);
        Ok(())
    }

    /// The actor of this name. `school/anna` is anna of the school, who signed in.
    pub fn actor(&self, name: &str) -> Result<Actor, String> {
        if let Some((party, person)) = name.split_once('/') {
            let mut actor = self.actor(party)?;
            actor.name = name.to_owned();
            actor.certificate.person = Some(person.to_owned());
            return Ok(actor);
        }
        let actor = |serial: Option<&str>, office: Option<&str>, key: &str, sensitive| Actor {
            name: name.to_owned(),
            certificate: Certificate {
                serial_number: serial.map(str::to_owned),
                uris: office.map(|id| format!("urn:verwijspunt:office:{id}")).into_iter().collect(),
                person: None,
            },
            key: key.to_owned(),
            sensitive,
        };
        // Certificates that the broker does not know, or that say too much.
        match name {
            "stranger" => return Ok(actor(Some("00000009999999999000"), None, "", false)),
            "no-oin" => return Ok(actor(Some("not-an-oin"), None, "", false)),
            "unlisted-office" => {
                let municipality = &self.offices.first().ok_or("no office")?.municipality;
                return Ok(actor(Some(municipality), Some("office-of-nobody"), "", false));
            }
            "false-office" => {
                let school = &self.organisation("school").ok_or("no school")?.oin;
                let office = self.offices.first().ok_or("no office")?;
                return Ok(actor(Some(school), Some(&office.id), "", false));
            }
            _ => {}
        }
        if let Some(found) = self.organisation(name) {
            return Ok(actor(Some(&found.oin), None, &found.oin, found.sensitive));
        }
        let office = self.office(name)?;
        Ok(actor(Some(&office.municipality), Some(&office.id), &office.id, false))
    }

    fn organisation(&self, name: &str) -> Option<&Organisation> {
        match ROLES.iter().find(|r| self.short && r.name == name) {
            Some(role) => self.of_role(role),
            None => self.organisations.iter().find(|o| self.by_kind(o) == name),
        }
    }

    fn of_role(&self, role: &Role) -> Option<&Organisation> {
        let fits = |o: &&Organisation| {
            o.kind == role.kind
                && match role.commissioner {
                    None => true,
                    Some(OTHER_DISTRICT) => {
                        o.commissioner != "zeeburg" && self.regions.contains_key(&o.commissioner)
                    }
                    Some(area) => o.commissioner == area,
                }
        };
        self.organisations.iter().filter(fits).nth(role.nth)
    }

    /// `school` for the first school of the file, `school-2` for the second.
    fn by_kind(&self, organisation: &Organisation) -> String {
        let same = self.organisations.iter().filter(|o| o.kind == organisation.kind);
        match same.take_while(|o| o.oin != organisation.oin).count() {
            0 => organisation.kind.clone(),
            before => format!("{}-{}", organisation.kind, before + 1),
        }
    }

    fn office(&self, name: &str) -> Result<&Office, String> {
        let by_id = || self.offices.iter().find(|o| o.id == name);
        let prefix = OFFICES.iter().find(|(prefix, _)| self.short && name.starts_with(prefix));
        let found = prefix.and_then(|prefix| self.of_prefix(prefix, name)).or_else(by_id);
        found.ok_or_else(|| format!("the covenant under test has nobody for `{name}`"))
    }

    fn of_prefix(&self, (prefix, role): &(&str, &str), name: &str) -> Option<&Office> {
        let rest = &name[prefix.len()..];
        let rest = self.renamed.get(rest).map_or(rest, String::as_str);
        let area = match *role {
            "process-manager" => self.regions.get(rest).cloned().unwrap_or_default(),
            "analysis-member" => self.organisation(rest).map(|o| o.oin.clone()).unwrap_or_default(),
            _ => rest.to_owned(),
        };
        let fits = |o: &&Office| o.role == *role && (!prefix.ends_with('-') || o.area == area);
        self.offices.iter().find(fits)
    }

    /// What an organisation is called in stories: its first name there, or its OIN.
    pub fn organisation_name(&self, oin: &str) -> String {
        let short = |r: &&Role| self.short && self.of_role(r).is_some_and(|o| o.oin == oin);
        match (ROLES.iter().find(short), self.organisations.iter().find(|o| o.oin == oin)) {
            (Some(role), _) => role.name.to_owned(),
            (None, Some(organisation)) => self.by_kind(organisation),
            (None, None) => format!("oin:{oin}"),
        }
    }

    /// The form in which an actor's name is compared: offices by id, all else as it stands.
    pub fn canonical(&self, word: &str) -> String {
        self.office(word).map_or_else(|_| word.to_owned(), |office| office.id.clone())
    }

    /// Organisations whose involvement is shown without a name.
    pub fn sensitive(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.iter().filter(|o| o.sensitive)
    }
}

fn tables<'a>(file: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    file.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
