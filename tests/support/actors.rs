//! Who is meant by an actor's name? Roles, looked up in the covenant under test.

use std::{collections::HashMap, path::Path};

use toml::{Table, Value};

use super::world::{Certificate, CovenantFiles};

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
    pub organisations: Vec<Organisation>,
    pub offices: Vec<Office>,
    /// Care region of an area.
    pub regions: HashMap<String, String>,
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

/// Certificates that the broker does not know, or that say too much.
const STRANGERS: &[&str] = &["stranger", "no-oin", "unlisted-office", "false-office"];

/// True when a story may use this name.
pub fn is_known(name: &str) -> bool {
    STRANGERS.contains(&name)
        || ROLES.iter().any(|r| r.name == name)
        || OFFICES.iter().any(|(prefix, _)| name.starts_with(prefix))
}

impl Directory {
    /// Reads the covenant under test, by its plain text: the harness shares no code with the
    /// broker's own reader.
    pub fn load(files: &CovenantFiles) -> Result<Self, String> {
        let read = |path: &Path| -> Result<Table, String> {
            let text = std::fs::read_to_string(path).map_err(|e| format!("{path:?}: {e}"))?;
            text.parse::<Table>().map_err(|e| format!("{path:?}: {e}"))
        };
        let covenant = read(&files.covenant)?;
        let parties = read(&files.organisations)?;
        let municipality = text(&covenant, "municipality");
        let organisations = tables(&parties, "organisation").map(|t| Organisation {
            oin: text(t, "oin"),
            name: text(t, "name"),
            kind: text(t, "kind"),
            commissioner: text(t, "commissioner"),
            partner: text(t, "partner"),
            sensitive: t.get("sensitive").and_then(Value::as_bool).unwrap_or_default(),
        });
        let offices = tables(&covenant, "office").map(|t| Office {
            id: text(t, "id"),
            role: text(t, "role"),
            area: text(t, if t.contains_key("organisation") { "organisation" } else { "area" }),
            municipality: municipality.clone(),
        });
        let regions = tables(&covenant, "district").map(|t| (text(t, "code"), text(t, "region")));
        Ok(Self {
            organisations: organisations.collect(),
            offices: offices.collect(),
            regions: regions.collect(),
        })
    }

    /// The actor of this name.
    pub fn actor(&self, name: &str) -> Result<Actor, String> {
        let actor = |serial: Option<&str>, office: Option<&str>, key: &str, sensitive| Actor {
            name: name.to_owned(),
            certificate: Certificate {
                serial_number: serial.map(str::to_owned),
                uris: office.map(|id| format!("urn:verwijspunt:office:{id}")).into_iter().collect(),
            },
            key: key.to_owned(),
            sensitive,
        };
        match name {
            "stranger" => return Ok(actor(Some("00000009999999999000"), None, "", false)),
            "no-oin" => return Ok(actor(Some("not-an-oin"), None, "", false)),
            "unlisted-office" => {
                let municipality = &self.office("coordinator-zeeburg")?.municipality;
                return Ok(actor(Some(municipality), Some("office-of-nobody"), "", false));
            }
            "false-office" => {
                let school = &self.organisation("school").ok_or("no school")?.oin;
                let office = self.office("coordinator-zeeburg")?;
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
        let role = ROLES.iter().find(|r| r.name == name)?;
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

    fn office(&self, name: &str) -> Result<&Office, String> {
        let (prefix, role) = OFFICES
            .iter()
            .find(|(prefix, _)| name.starts_with(prefix))
            .ok_or_else(|| format!("the covenant under test has nobody for `{name}`"))?;
        let rest = &name[prefix.len()..];
        let area = match *role {
            "process-manager" => self.regions.get(rest).cloned().unwrap_or_default(),
            "analysis-member" => self.organisation(rest).map(|o| o.oin.clone()).unwrap_or_default(),
            _ => rest.to_owned(),
        };
        let fits = |o: &&Office| o.role == *role && (!prefix.ends_with('-') || o.area == area);
        self.offices
            .iter()
            .find(fits)
            .ok_or_else(|| format!("the covenant under test has no office for `{name}`"))
    }

    /// What an organisation is called in stories: its first name there, or its OIN.
    pub fn organisation_name(&self, oin: &str) -> String {
        ROLES
            .iter()
            .find(|r| self.organisation(r.name).is_some_and(|o| o.oin == oin))
            .map_or_else(|| format!("oin:{oin}"), |r| r.name.to_owned())
    }

    /// The form in which an actor's name is compared: offices by id, all else as it stands.
    pub fn canonical(&self, word: &str) -> String {
        let is_office = OFFICES.iter().any(|(prefix, _)| word.starts_with(prefix));
        match self.office(word) {
            Ok(office) if is_office => office.id.clone(),
            _ => word.to_owned(),
        }
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
