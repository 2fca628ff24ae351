//! The verbs about rights: rights access, rights objection register, decide, show, list.

use clap::{Args, Subcommand};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    codes::called,
    connect::call,
    errors::CliError,
    input,
    output::{fields, moment, table},
    session::{Limit, PAGE, Session, Shown, list, one_call, request_id},
    texts::fill,
    words::{self, Named, one_of, parser, short_of, spoken},
};
use crate::{
    api::v1::{self, rights_service_client::RightsServiceClient as Client},
    wire::{Written, all_written},
};

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
    session: Session,
}

/// The BSN in a file.
fn person(file: &str) -> Result<Zeroizing<String>, CliError> {
    let text = input::text(file).map_err(|e| CliError::Usage(format!("--person: {e}")))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

impl Access {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.session.connect.channel().await?);
        let bsn = person(&self.person)?;
        let mut found = v1::GetSubjectAccessResponse::default();
        loop {
            let page = call!(client.get_subject_access(v1::GetSubjectAccessRequest {
                bsn: bsn.to_string(),
                page_token: found.next_page_token.clone(),
                acting_professional: self.session.acting(),
            }))?;
            let looked = std::mem::take(&mut found.looked);
            found = page;
            found.looked.splice(0..0, looked);
            if found.next_page_token.is_empty() {
                break;
            }
        }
        self.session.output.print(&Written(&found), || {
            let registered = found.registrations.iter().map(|own| {
                let state = called::<v1::InvolvementState>(own.state);
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
                table(["when", "who looked", "request"], looked.collect(), "nobody looked"),
                fill("address: {}", &[&called::<v1::Addressee>(found.addressee)]),
            ]
            .join("\n\n")
        })
    }
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
    session: Session,
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
    #[arg(value_name = "OBJECTION", value_parser = words::named)]
    pub objection: Named,
    /// What is decided: granted or refused.
    #[arg(value_parser = one_of(&[v1::ObjectionDecision::Granted, v1::ObjectionDecision::Refused]))]
    pub decision: v1::ObjectionDecision,
    /// With refused: why.
    #[arg(long, value_parser = parser::<v1::ObjectionRefusedGround>())]
    pub ground: Option<v1::ObjectionRefusedGround>,
    #[command(flatten)]
    session: Session,
}

/// Show one objection.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt rights objection show --as basisschool-de-waterlelie \\
    01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The objection.
    #[arg(value_name = "OBJECTION", value_parser = words::named)]
    pub objection: Named,
    #[command(flatten)]
    session: Session,
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
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl List {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Client.list_objections => objections, |page_token| {
            v1::ListObjectionsRequest {
                include_decided: self.all,
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let references: Vec<String> =
                found.iter().map(|one| spoken(&one.objection_id)).collect();
            let rows = found.iter().map(|one| {
                let at = moment(one.received_at.as_ref());
                [
                    short_of(&one.objection_id, &references),
                    at,
                    one.parts.iter().map(part).collect::<Vec<_>>().join("; "),
                ]
            });
            table(["objection", "received", "decisions"], rows.collect(), "no objections")
        })
    }
}

fn part(part: &v1::ObjectionPart) -> String {
    let decision = called::<v1::ObjectionDecision>(part.decision);
    fill("{}: {}, by {}", &[&part.organisation_name, &decision, &part.due_date])
}

impl Shown for v1::Objection {
    fn text(&self) -> String {
        let one = self;
        let decisions = one.parts.iter().map(part).collect::<Vec<_>>();
        let own: Vec<String> = one.involvement_ids.iter().map(|id| spoken(id)).collect();
        fields(&[
            ("objection", one.objection_id.clone()),
            ("reference", spoken(&one.objection_id)),
            ("received", moment(one.received_at.as_ref())),
            ("decisions", decisions.join("; ")),
            ("address", called::<v1::Addressee>(one.addressee)),
            ("involvements", own.join(", ")),
        ])
    }
}

one_call! {
    Client => objection;

    Register.register_objection |verb, by| {
        v1::RegisterObjectionRequest {
            objection_id: verb.id.unwrap_or_else(Uuid::now_v7).to_string(),
            bsn: person(&verb.person)?.to_string(),
            acting_professional: by,
        }
    }

    Decide.decide_objection |verb, by| {
        v1::DecideObjectionRequest {
            objection_id: verb.session.objection_id(&verb.objection).await?,
            decision: verb.decision.into(),
            ground: verb.ground.map_or(0, Into::into),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Show.get_objection |verb, by| {
        v1::GetObjectionRequest {
            objection_id: verb.session.objection_id(&verb.objection).await?,
            acting_professional: by,
        }
    }
}
