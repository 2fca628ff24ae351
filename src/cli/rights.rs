//! The verbs about rights: rights access, rights objection register, decide, show, list.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::Zeroize as _;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    json::{instant, text},
    output::{OutputArgs, fields, moment, table},
    registry::{PAGE, enough, read},
    words::{self, parser, word},
};
use crate::api::v1::{self, rights_service_client::RightsServiceClient as Client};

/// The rights of the person who is registered.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights access --as privacy-officer --person person.txt")]
pub enum RightsCommand {
    /// What is registered about a person, who was told, who looked; for the privacy officer.
    Access(Access),
    /// Objections.
    #[command(subcommand)]
    Objection(ObjectionCommand),
}

/// Objections.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights objection list --as basisschool-de-waterlelie")]
pub enum ObjectionCommand {
    /// Register that a person objects; for the privacy officer.
    Register(Register),
    /// Decide on an objection to your organisation's registration.
    Decide(Decide),
    /// Show one objection.
    Show(Show),
    /// The objections that concern you.
    List(List),
}

impl RightsCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Access(verb) => verb.run().await,
            Self::Objection(ObjectionCommand::Register(verb)) => verb.run().await,
            Self::Objection(ObjectionCommand::Decide(verb)) => verb.run().await,
            Self::Objection(ObjectionCommand::Show(verb)) => verb.run().await,
            Self::Objection(ObjectionCommand::List(verb)) => verb.run().await,
        }
    }
}

/// What is registered about a person, who was told, who looked; for the privacy officer.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights access --as privacy-officer --person person.txt")]
pub struct Access {
    /// File with the person's BSN; - is standard input. Not an argument: others could see it.
    #[arg(long, value_name = "FILE")]
    pub person: String,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The BSN in a file.
fn person(file: &str) -> Result<String, CliError> {
    let mut text = read(file).map_err(|e| CliError::Usage(format!("--person: {e}")))?;
    let bsn = text.trim().to_owned();
    text.zeroize();
    Ok(bsn)
}

impl Access {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let mut bsn = person(&self.person)?;
        let mut found = v1::GetSubjectAccessResponse::default();
        loop {
            let page = call!(client.get_subject_access(v1::GetSubjectAccessRequest {
                bsn: bsn.clone(),
                page_token: found.next_page_token.clone(),
                acting_professional: self.connect.acting(),
            }))?;
            let looked = std::mem::take(&mut found.looked);
            found = page;
            found.looked.splice(0..0, looked);
            if found.next_page_token.is_empty() {
                break;
            }
        }
        bsn.zeroize();
        self.output.print(&access(&found), || {
            let registered = found.registrations.iter().map(|own| {
                let state = word::<v1::InvolvementState>(own.state).to_owned();
                [own.organisation_name.clone(), own.since.clone(), own.until.clone(), state]
            });
            let told = found
                .told
                .iter()
                .map(|told| [told.organisation_name.clone(), moment(told.at.as_ref())]);
            let looked = found
                .looked
                .iter()
                .map(|entry| [moment(entry.at.as_ref()), entry.name.clone(), entry.call.clone()]);
            let head = ["organisation", "since", "until", "state"];
            [
                table(head, registered.collect(), "nothing is registered"),
                table(["told", "when"], told.collect(), "nobody was told"),
                table(["when", "who looked", "call"], looked.collect(), "nobody looked"),
                format!("address: {}", word::<v1::Addressee>(found.addressee)),
            ]
            .join("\n\n")
        })
    }
}

fn access(found: &v1::GetSubjectAccessResponse) -> Value {
    let registrations: Value = found
        .registrations
        .iter()
        .map(|own| {
            json!({
                "organisation_oin": own.organisation_oin,
                "organisation_name": own.organisation_name, "since": own.since,
                "until": own.until, "state": word::<v1::InvolvementState>(own.state),
            })
        })
        .collect();
    let told: Value = found
        .told
        .iter()
        .map(|told| {
            json!({
                "at": instant(told.at.as_ref()), "organisation_oin": told.organisation_oin,
                "organisation_name": told.organisation_name,
                "registered_by_oin": told.registered_by_oin,
            })
        })
        .collect();
    let looked: Value = found
        .looked
        .iter()
        .map(|entry| {
            json!({
                "at": instant(entry.at.as_ref()), "organisation_oin": text(&entry.organisation_oin),
                "office": text(&entry.office), "name": entry.name, "call": entry.call,
            })
        })
        .collect();
    let addressee = word::<v1::Addressee>(found.addressee);
    json!({
        "registrations": registrations, "told": told, "looked": looked, "addressee": addressee,
    })
}

/// Register that a person objects; for the privacy officer.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights objection register --as privacy-officer --person person.txt")]
pub struct Register {
    /// File with the person's BSN; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub person: String,
    /// Id of the objection, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Register {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let request = v1::RegisterObjectionRequest {
            objection_id: self.id.unwrap_or_else(Uuid::now_v7).to_string(),
            bsn: person(&self.person)?,
            acting_professional: self.connect.acting(),
        };
        let answer = call!(client.register_objection(request))?;
        print(self.output, answer.objection)
    }
}

/// Decide on an objection to your organisation's registration.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt rights objection decide --as basisschool-de-waterlelie \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 granted
  verwijspunt rights objection decide --as basisschool-de-waterlelie \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 refused --ground child-safety")]
pub struct Decide {
    /// The objection.
    #[arg(value_name = "OBJECTION", value_parser = words::id)]
    pub objection: Uuid,
    /// What is decided: granted or refused.
    #[arg(value_parser = parser::<v1::ObjectionDecision>())]
    pub decision: v1::ObjectionDecision,
    /// With refused: why.
    #[arg(long, value_parser = parser::<v1::ObjectionRefusedGround>())]
    pub ground: Option<v1::ObjectionRefusedGround>,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Decide {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let request = v1::DecideObjectionRequest {
            objection_id: self.objection.to_string(),
            decision: self.decision.into(),
            ground: self.ground.map_or(0, Into::into),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.connect.acting(),
        };
        let answer = call!(client.decide_objection(request))?;
        print(self.output, answer.objection)
    }
}

/// Show one objection.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights objection show --as basisschool-de-waterlelie \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The objection.
    #[arg(value_name = "OBJECTION", value_parser = words::id)]
    pub objection: Uuid,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let request = v1::GetObjectionRequest {
            objection_id: self.objection.to_string(),
            acting_professional: self.connect.acting(),
        };
        let answer = call!(client.get_objection(request))?;
        print(self.output, answer.objection)
    }
}

/// The objections that concern you.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights objection list --as basisschool-de-waterlelie")]
pub struct List {
    /// Also those on which everybody has decided.
    #[arg(long)]
    pub all: bool,
    /// At most this many; 0 is all.
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let (mut found, mut page_token) = (Vec::new(), String::new());
        loop {
            let answer = call!(client.list_objections(v1::ListObjectionsRequest {
                include_decided: self.all,
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.connect.acting(),
            }))?;
            found.extend(answer.objections);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let all: Value = found.iter().map(objection).collect();
        self.output.print(&all, || {
            let rows = found.iter().map(|one| {
                let at = moment(one.received_at.as_ref());
                [
                    one.objection_id.clone(),
                    at,
                    one.parts.iter().map(part).collect::<Vec<_>>().join("; "),
                ]
            });
            table(["objection", "received", "decisions"], rows.collect(), "no objections")
        })
    }
}

fn part(part: &v1::ObjectionPart) -> String {
    let decision = word::<v1::ObjectionDecision>(part.decision);
    format!("{}: {decision}, by {}", part.organisation_name, part.due_date)
}

fn objection(one: &v1::Objection) -> Value {
    let part = |part: &v1::ObjectionPart| {
        let ground = word::<v1::ObjectionRefusedGround>(part.ground);
        json!({
            "organisation_oin": part.organisation_oin,
            "organisation_name": part.organisation_name, "officer": part.officer,
            "due_date": part.due_date,
            "decision": word::<v1::ObjectionDecision>(part.decision),
            "ground": if part.ground == 0 { Value::Null } else { ground.into() },
            "decided_at": instant(part.decided_at.as_ref()),
        })
    };
    json!({
        "objection_id": one.objection_id, "received_at": instant(one.received_at.as_ref()),
        "parts": one.parts.iter().map(part).collect::<Value>(),
        "addressee": word::<v1::Addressee>(one.addressee),
        "involvement_ids": one.involvement_ids,
    })
}

fn print(output: OutputArgs, one: Option<v1::Objection>) -> Result<(), CliError> {
    let one = one.unwrap_or_default();
    output.print(&objection(&one), || {
        let decisions = one.parts.iter().map(part).collect::<Vec<_>>();
        fields(&[
            ("objection", one.objection_id.clone()),
            ("received", moment(one.received_at.as_ref())),
            ("decisions", decisions.join("; ")),
            ("address", word::<v1::Addressee>(one.addressee).to_owned()),
            ("involvements", one.involvement_ids.join(", ")),
        ])
    })
}
