//! The verbs of registering: register, involved, involvements, renew, end.

use std::{
    fs,
    io::{self, Read},
};

use clap::Args;
use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroize;

use super::{
    connect::{ConnectArgs, call},
    contact::Deputy,
    errors::CliError,
    json, member,
    output::{self, OutputArgs, fields, say, table},
    words::{self, parser, word},
};
use crate::api::v1::{self, registry_service_client::RegistryServiceClient as Client};

/// Page size of the listings: the largest that the server gives.
pub(crate) const PAGE: i32 = 200;

/// Register that your organisation is involved with a family.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt register --as basisschool-de-waterlelie --professional j.jansen --members - \\
      --area zeeburg --name 'J. Jansen' --function 'school social worker' --phone 020-5550101

Give the members by --members rather than by --child and --parent on a shared machine: others can
see arguments, and the shell remembers them. The same --id with the same content is harmless.")]
pub struct Register {
    #[command(flatten)]
    family: member::FamilyArgs,
    /// Area in which the family lives, for instance zeeburg.
    #[arg(long, required_unless_present = "postcode", conflicts_with = "postcode")]
    pub area: Option<String>,
    /// Postcode instead of the area, for instance 1019AB.
    #[arg(long)]
    pub postcode: Option<String>,
    /// Name of the professional that others should call.
    #[arg(long)]
    pub name: String,
    /// Function, for instance 'school social worker'.
    #[arg(long)]
    pub function: String,
    /// Telephone number; this or --email.
    #[arg(long, required_unless_present = "email")]
    pub phone: Option<String>,
    /// E-mail address; this or --phone.
    #[arg(long)]
    pub email: Option<String>,
    /// Id of that professional, when another than who acts.
    #[arg(long, value_name = "ID")]
    pub contact_id: Option<String>,
    /// First day [default: today].
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// Last day [default: the covenant's term].
    #[arg(long, value_name = "DATE")]
    pub end: Option<String>,
    /// The day on which the family was told.
    #[arg(long, value_name = "DATE", conflicts_with = "not_informed")]
    pub informed_on: Option<String>,
    /// Why the family was not told.
    #[arg(long, value_name = "GROUND", value_parser = parser::<v1::NotInformedGround>())]
    pub not_informed: Option<v1::NotInformedGround>,
    /// By which you know the family: capitals and digits, no name, no BSN; only you see it.
    #[arg(long, value_name = "REFERENCE", default_value = "", hide_default_value = true)]
    pub own_reference: String,
    #[command(flatten)]
    deputy: Deputy,
    /// Id of the involvement, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Register {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let request = self.request()?;
        let id = request.involvement_id.clone();
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.register_involvement(request)).inspect_err(|error| {
            if error.uncertain() {
                eprintln!("note: to try the same again, give --id {id}; it is never done twice");
            }
        })?;
        self.output.print(&json::registration(&answer), || registered(&answer))
    }

    fn request(&self) -> Result<v1::RegisterInvolvementRequest, CliError> {
        let acting = self.connect.acting();
        let informed = match (&self.informed_on, self.not_informed) {
            (Some(day), _) => Some(v1::informed::State::InformedOn(day.clone())),
            (None, Some(ground)) => Some(v1::informed::State::Ground(ground.into())),
            (None, None) => None,
        };
        let place = match (&self.area, &self.postcode) {
            (Some(area), _) => {
                Some(v1::register_involvement_request::Place::Area(area.to_lowercase()))
            }
            (None, Some(code)) => {
                Some(v1::register_involvement_request::Place::Postcode(code.replace(' ', "")))
            }
            (None, None) => None,
        };
        Ok(v1::RegisterInvolvementRequest {
            involvement_id: self.id.unwrap_or_else(Uuid::now_v7).to_string(),
            members: self.family.read()?,
            professional: Some(v1::ContactCard {
                professional_id: self.contact_id.clone().unwrap_or_else(|| acting.clone()),
                name: self.name.clone(),
                function: self.function.clone(),
                phone: self.phone.clone().unwrap_or_default(),
                email: self.email.clone().unwrap_or_default(),
                deputy: self.deputy.read(),
            }),
            place,
            start_date: self.start.clone().unwrap_or_else(today),
            end_date: self.end.clone().unwrap_or_default(),
            informed: informed.map(|state| v1::Informed { state: Some(state) }),
            acting_professional: acting,
            organisation_oin: String::new(),
            own_reference: self.own_reference.clone(),
        })
    }
}

fn registered(answer: &v1::RegisterInvolvementResponse) -> String {
    let involvement = answer.involvement.clone().unwrap_or_default();
    let mut text = fields(&[
        ("involvement", involvement.involvement_id),
        ("until", involvement.end_date),
        ("match", answer.r#match.as_ref().map(|m| m.match_id.clone()).unwrap_or_default()),
    ]);
    if answer.already_registered {
        text.push_str("already registered before; nobody was notified of a match again\n");
    }
    if answer.contact_updated {
        text.push_str("the contact card was another one; the others see the new one now\n");
    }
    if answer.earlier_involvement {
        text.push_str("there was an earlier involvement with one of these persons\n");
    }
    match &answer.r#match {
        None if answer.already_registered => {
            text.push_str("`verwijspunt involved` with that id shows who else is involved\n");
        }
        None => text.push_str("nobody else is involved; you will be told when that changes\n"),
        Some(found) => {
            text.push_str("\nalso involved, and told about you:\n");
            text.push_str(&output::parties(&found.parties));
        }
    }
    text
}

/// Who else is involved, by an involvement of your own.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt involved --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

There is no search by person. Without an active involvement of your own there is no answer.")]
pub struct Involved {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::id)]
    pub involvement: Uuid,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Involved {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.list_involved(v1::ListInvolvedRequest {
            involvement_id: self.involvement.to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        self.output.print(&json::parties(&answer.parties), || output::parties(&answer.parties))
    }
}

/// The involvements of your organisation.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt involvements --as basisschool-de-waterlelie -o json")]
pub struct Involvements {
    /// Only those of this professional, by the id on the contact card.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub professional: String,
    /// Only active ones.
    #[arg(long)]
    pub active: bool,
    /// Only those of which nothing is recorded about informing the family.
    #[arg(long)]
    pub to_be_informed: bool,
    /// Only those with this reference of your own.
    #[arg(long, value_name = "REFERENCE", default_value = "", hide_default_value = true)]
    pub own_reference: String,
    /// At most this many; 0 is all.
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Involvements {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let mut found = Vec::new();
        let mut page_token = String::new();
        loop {
            let answer = call!(client.list_involvements(v1::ListInvolvementsRequest {
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.connect.acting(),
                professional_id: self.professional.clone(),
                active_only: self.active,
                to_be_informed: self.to_be_informed,
                own_reference: self.own_reference.clone(),
            }))?;
            found.extend(answer.involvements);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let all: Value = found.iter().map(json::involvement).collect();
        self.output.print(&all, || {
            let rows = found.iter().map(|i| {
                [
                    i.involvement_id.clone(),
                    word::<v1::InvolvementState>(i.state).to_owned(),
                    persons(&i.roles),
                    i.area.clone(),
                    i.end_date.clone(),
                    i.professional.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
                    i.own_reference.clone(),
                ]
            });
            let headers = [
                "involvement",
                "state",
                "persons",
                "area",
                "until",
                "professional",
                "own reference",
            ];
            table(headers, rows.collect(), "no involvements")
        })
    }
}

/// How many persons in which role, for instance `2 child, 1 parent`.
fn persons(roles: &[i32]) -> String {
    let known = [v1::FamilyRole::Child, v1::FamilyRole::Parent, v1::FamilyRole::OtherAdult];
    let count = |role: v1::FamilyRole| roles.iter().filter(|one| **one == i32::from(role)).count();
    let counted = known.map(|role| (count(role), word::<v1::FamilyRole>(role.into())));
    let parts = counted.iter().filter(|(n, _)| *n > 0).map(|(n, role)| format!("{n} {role}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// Cuts a listing at its limit; true when no further page is needed.
pub(crate) fn enough<T>(found: &mut Vec<T>, limit: usize, next_page: &str) -> bool {
    if limit > 0 && (found.len() > limit || (found.len() == limit && !next_page.is_empty())) {
        found.truncate(limit);
        eprintln!("note: the first {limit}; give --limit 0 for all");
        return true;
    }
    next_page.is_empty()
}

/// Let an involvement last longer.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt renew --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --until 2028-06-30")]
pub struct Renew {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::id)]
    pub involvement: Uuid,
    /// The new last day.
    #[arg(long, value_name = "DATE")]
    pub until: String,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Renew {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.renew_involvement(v1::RenewInvolvementRequest {
            involvement_id: self.involvement.to_string(),
            end_date: self.until.clone(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        let renewed = answer.involvement.unwrap_or_default();
        self.output.print(&json::involvement(&renewed), || {
            format!("involvement {} lasts until {}", renewed.involvement_id, renewed.end_date)
        })
    }
}

/// End an involvement.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt end --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

With --reason unjustified the registration is destroyed, with the matches that came of it.")]
pub struct End {
    /// An involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::id)]
    pub involvement: Uuid,
    /// no-longer-involved goes to the archive; unjustified is destroyed.
    #[arg(long, value_parser = parser::<v1::EndReason>(), default_value = "no-longer-involved")]
    pub reason: v1::EndReason,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl End {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.end_involvement(v1::EndInvolvementRequest {
            involvement_id: self.involvement.to_string(),
            reason: self.reason.into(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        let ended = answer.involvement.as_ref();
        self.output.print(&ended.map_or(Value::Null, json::involvement), || match ended {
            Some(_) => format!("involvement {} ended; it is in the archive", self.involvement),
            None => format!("involvement {} destroyed", self.involvement),
        })
    }
}

/// The parents of a child, as the population register knows them; only for that register.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo '123456782 111222333 999993653' |
    verwijspunt record-parents --as bevolkingsregister-amsterdam --file -

Each line is the BSN of a child and those of its parents (0 to 4); it replaces what was recorded.
Involvements with children of one parent match as `family`. The register learns nothing back.")]
pub struct RecordParents {
    /// File with a line for each child: its BSN and those of the parents; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl RecordParents {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let mut text = read(&self.file).map_err(|e| CliError::Usage(format!("--file: {e}")))?;
        let client = Client::new(self.connect.channel().await?);
        let mut recorded = 0;
        for (number, line) in text.lines().enumerate() {
            let mut persons = line.split([' ', ',', ';', '\t']).filter(|bsn| !bsn.is_empty());
            let Some(child) = persons.next() else { continue };
            let request = v1::RecordParentsRequest {
                child_bsn: child.to_owned(),
                parent_bsns: persons.map(str::to_owned).collect(),
                request_id: Uuid::now_v7().to_string(),
                acting_professional: self.connect.acting(),
            };
            call!(client.record_parents(request)).inspect_err(|_| {
                eprintln!("note: line {}; {recorded} lines before it were recorded", number + 1);
            })?;
            recorded += 1;
        }
        text.zeroize();
        say(&format!("recorded the parents of {recorded} children"))
    }
}

/// The text of a file; `-` is standard input.
pub(crate) fn read(file: &str) -> Result<String, String> {
    let mut text = String::new();
    let done = match file {
        "-" => io::stdin().read_to_string(&mut text).map(drop),
        file => fs::read_to_string(file).map(|all| text = all),
    };
    done.map(|()| text).map_err(|error| format!("{file}: {error}"))
}

/// Today in Amsterdam.
pub(crate) fn today() -> String {
    let zone =
        jiff::tz::TimeZone::get("Europe/Amsterdam").expect("the zone database is compiled in");
    jiff::Timestamp::now().to_zoned(zone).date().to_string()
}
