//! The verbs of directors: case open, classify, add, remove, show, list.

use clap::{Args, Subcommand};
use serde_json::Value;
use tonic::transport::Channel;
use uuid::Uuid;
use zeroize::Zeroize as _;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    json,
    output::{OutputArgs, all_named, fields, moment, named, table, who_to_call},
    plan, plan_text,
    registry::{PAGE, enough, read},
    words::{self, parser, word},
};
use crate::api::v1::{self, case_service_client::CaseServiceClient as Client};

/// Direct a family: take it up, classify it, see who is involved.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case open --as coordinator-zeeburg --person 123456782 --person 111222333 \\
    --area zeeburg --category MPG1")]
pub enum CaseCommand {
    /// Take a family up; only the office that directs families like it.
    Open(Open),
    /// Record another category, nuisance or measure; open tickets go where they belong.
    Classify(Classify),
    /// Put persons into a case: who is involved with them sees the others.
    Add(Add),
    /// Take a person out of a case.
    Remove(Remove),
    /// Show one case: who is involved, which tickets are open.
    Show(Show),
    /// The cases that you direct, the oldest deadline first.
    List(List),
    /// Say who the family manager is: exactly one at a time.
    Manager(plan::Manager),
    /// Record that a milestone of the plan was held; the first one begins the plan.
    Milestone(plan::Milestone),
    /// Record who was at a meeting of the plan; absences in a row open the ladder.
    Attendance(plan::Attendance),
    /// Extend the plan, as often as the covenant allows.
    Extend(plan::Extend),
    /// Close a case: who saw each other by it only, does so no longer.
    Close(plan::Close),
    /// Keep watch on a family, after its case was closed or while it is open.
    #[command(subcommand)]
    Watch(plan::WatchCommand),
}

impl CaseCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Open(verb) => verb.run().await,
            Self::Classify(verb) => verb.run().await,
            Self::Add(verb) => verb.run().await,
            Self::Remove(verb) => verb.run().await,
            Self::Show(verb) => verb.run().await,
            Self::List(verb) => verb.run().await,
            Self::Manager(verb) => verb.run().await,
            Self::Milestone(verb) => verb.run().await,
            Self::Attendance(verb) => verb.run().await,
            Self::Extend(verb) => verb.run().await,
            Self::Close(verb) => verb.run().await,
            Self::Watch(verb) => verb.run().await,
        }
    }
}

/// The options that all case verbs share.
#[derive(Args, Debug)]
pub(crate) struct Shared {
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

impl Shared {
    pub(crate) async fn client(&self) -> Result<Client<Channel>, CliError> {
        Ok(Client::new(self.connect.channel().await?))
    }

    pub(crate) fn acting(&self) -> String {
        self.connect.acting()
    }

    pub(crate) fn print(&self, case: Option<v1::Case>) -> Result<(), CliError> {
        let case = case.unwrap_or_default();
        self.output.print(&json::case(&case), || show(&case))
    }
}

pub(crate) fn request_id() -> String {
    Uuid::now_v7().to_string()
}

/// Persons by BSN.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("who").required(true).multiple(true))]
pub struct Persons {
    /// BSN of a person. May be given more than once.
    #[arg(long = "person", value_name = "BSN", group = "who")]
    pub person: Vec<String>,
    /// File with BSNs, separated by spaces or line ends; - is standard input.
    #[arg(long, value_name = "FILE", group = "who")]
    pub persons: Option<String>,
}

impl Persons {
    fn read(&self) -> Result<Vec<v1::NamedPerson>, CliError> {
        let mut text = match self.persons.as_deref() {
            Some(file) => {
                read(file).map_err(|error| CliError::Usage(format!("--persons: {error}")))?
            }
            None => String::new(),
        };
        let given = self.person.iter().map(String::as_str).chain(text.split_whitespace());
        let persons = given.map(|bsn| v1::NamedPerson { bsn: bsn.to_owned() }).collect();
        text.zeroize();
        Ok(persons)
    }
}

/// Take a family up; only the office that directs families like it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case open --as coordinator-zeeburg --person 123456782 --person 111222333 \\
    --area zeeburg --category MPG1
  echo '123456782 111222333' | verwijspunt case open --as coordinator-zeeburg --persons - \\
    --area zeeburg --category MPG1

Give the persons by --persons rather than by --person on a shared machine: others can see
arguments, and the shell remembers them.")]
pub struct Open {
    /// The persons.
    #[command(flatten)]
    pub persons: Persons,
    /// Area in which the family lives.
    #[arg(long)]
    pub area: String,
    /// Category of the family, for instance MPG1.
    #[arg(long)]
    pub category: String,
    /// The family causes nuisance in public space.
    #[arg(long)]
    pub nuisance: bool,
    /// The measure that is in force.
    #[arg(long, value_parser = parser::<v1::Measure>(), default_value = "none")]
    pub measure: v1::Measure,
    /// Id of the case, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    shared: Shared,
}

impl Open {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let id = self.id.unwrap_or_else(Uuid::now_v7);
        let answer = call!(client.open_case(v1::OpenCaseRequest {
            case_id: id.to_string(),
            persons: self.persons.read()?,
            area: self.area.clone(),
            category: self.category.clone(),
            nuisance: self.nuisance,
            measure: self.measure.into(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.case)
    }
}

/// Record another category, nuisance or measure; open tickets go where they belong.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("facts").required(true).multiple(true))]
#[command(after_help = "\
Example:
  verwijspunt case classify --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --category MPG3 --measure child-protection

Give what changed. When another office directs a family like this, the case goes there.")]
pub struct Classify {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::id)]
    pub case: Uuid,
    /// The category as it is now.
    #[arg(long, group = "facts")]
    pub category: Option<String>,
    /// Nuisance as it is now: true or false.
    #[arg(long, group = "facts", value_name = "BOOL")]
    pub nuisance: Option<bool>,
    /// The measure as it is now.
    #[arg(long, group = "facts", value_parser = parser::<v1::Measure>())]
    pub measure: Option<v1::Measure>,
    /// Only when the case still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Classify {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.classify_case(v1::ClassifyCaseRequest {
            case_id: self.case.to_string(),
            category: self.category.clone(),
            nuisance: self.nuisance,
            measure: self.measure.map_or(0, Into::into),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.output.print(&json::classified(&answer), || {
            let mut text = match &answer.case {
                Some(case) => show(case),
                None => fields(&[
                    ("case", self.case.to_string()),
                    ("directs now", answer.director.as_ref().map(named).unwrap_or_default()),
                ]),
            };
            let kept = answer.kept.iter().map(|k| [k.ticket_id.clone(), k.refusal.clone()]);
            if !answer.kept.is_empty() {
                let kept = table(["stays where it is", "because"], kept.collect(), "");
                text.push_str(&format!("\n{kept}"));
            }
            text
        })
    }
}

/// Put persons into a case: who is involved with them sees the others.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case add --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --person 999993653")]
pub struct Add {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::id)]
    pub case: Uuid,
    /// The persons.
    #[command(flatten)]
    pub persons: Persons,
    /// Only when the case still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Add {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.add_persons(v1::AddPersonsRequest {
            case_id: self.case.to_string(),
            persons: self.persons.read()?,
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.case)
    }
}

/// Take a person out of a case.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case remove --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a11

`case show` lists the persons by these ids.")]
pub struct Remove {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::id)]
    pub case: Uuid,
    /// The person, by its id in the case.
    #[arg(value_name = "PERSON", value_parser = words::id)]
    pub person: Uuid,
    /// Only when the case still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Remove {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.remove_person(v1::RemovePersonRequest {
            case_id: self.case.to_string(),
            person_id: self.person.to_string(),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.case)
    }
}

/// Show one case: who is involved, which tickets are open.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::id)]
    pub case: Uuid,
    #[command(flatten)]
    shared: Shared,
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.get_case(v1::GetCaseRequest {
            case_id: self.case.to_string(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.case)
    }
}

/// The cases that you direct, the oldest deadline first.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case list --as coordinator-zeeburg --overdue")]
pub struct List {
    /// In which state.
    #[arg(long, value_parser = parser::<v1::CaseFilter>(), default_value = "live")]
    pub state: v1::CaseFilter,
    /// Only of this category.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub category: String,
    /// Only in this area.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub area: String,
    /// Only those whose due date has passed.
    #[arg(long)]
    pub overdue: bool,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    /// At most this many; 0 is all.
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
    #[command(flatten)]
    shared: Shared,
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let mut found = Vec::new();
        let mut page_token = String::new();
        loop {
            let answer = call!(client.list_cases(v1::ListCasesRequest {
                reference: self.reference.clone(),
                state: self.state.into(),
                category: self.category.clone(),
                area: self.area.clone(),
                overdue: self.overdue,
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.shared.acting(),
            }))?;
            found.extend(answer.cases);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let all: Value = found.iter().map(json::case).collect();
        self.shared.output.print(&all, || {
            let rows = found.iter().map(|c| {
                let overdue = if c.overdue { " overdue" } else { "" };
                [
                    c.case_id.clone(),
                    format!("{}{overdue}", c.due_date),
                    c.category.clone(),
                    c.area.clone(),
                    c.persons.len().to_string(),
                    word::<v1::CaseState>(c.state).to_owned(),
                ]
            });
            let headers = ["case", "due", "category", "area", "persons", "state"];
            table(headers, rows.collect(), "no cases")
        })
    }
}

/// A case as people read it.
pub(crate) fn show(c: &v1::Case) -> String {
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let overdue = if c.overdue { " overdue" } else { "" };
    let mut text = fields(&[
        ("case", c.case_id.clone()),
        ("state", word::<v1::CaseState>(c.state).to_owned()),
        ("opened", moment(c.opened_at.as_ref())),
        ("because of", word::<v1::CaseCause>(c.cause).to_owned()),
        ("directs", c.director.as_ref().map(named).unwrap_or_default()),
        ("area", c.area.clone()),
        ("category", c.category.clone()),
        ("nuisance", yes_no(c.nuisance)),
        ("measure", word::<v1::Measure>(c.measure).to_owned()),
        ("due", format!("{}{overdue}", c.due_date)),
        ("etag", c.etag.clone()),
    ]);
    let persons = c.persons.iter().map(|p| [p.person_id.clone(), moment(p.since.as_ref())]);
    part(&mut text, ["person", "since"], persons.collect());
    let involved = c.involved.iter().map(|p| [who_to_call(p), p.since.clone()]);
    part(&mut text, ["involved", "since"], involved.collect());
    text.push_str(&plan_text::of_case(c));
    let tickets = c.tickets.iter().map(|t| {
        let overdue = if t.overdue { " overdue" } else { "" };
        let due = format!("{}{overdue}", t.due_date);
        [t.ticket_id.clone(), t.step.to_string(), due, all_named(&t.handlers)]
    });
    part(&mut text, ["open ticket", "step", "due", "handled by"], tickets.collect());
    let history = c.classifications.iter().map(|one| {
        [
            moment(one.at.as_ref()),
            one.category.clone(),
            one.area.clone(),
            yes_no(one.nuisance),
            word::<v1::Measure>(one.measure).to_owned(),
            one.director.as_ref().map(named).unwrap_or_default(),
        ]
    });
    let headers = ["classified", "category", "area", "nuisance", "measure", "directs"];
    part(&mut text, headers, history.collect());
    text
}

/// Adds a table under what is there; nothing for no rows.
fn part<const N: usize>(text: &mut String, headers: [&str; N], rows: Vec<[String; N]>) {
    if !rows.is_empty() {
        text.push_str(&format!("\n{}", table(headers, rows, "")));
    }
}
