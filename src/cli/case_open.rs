//! How does a director take a family up from the terminal: case open?

use clap::Args;
use uuid::Uuid;

use super::{
    case::Persons,
    errors::CliError,
    session::{Session, one_call},
    words::{self, parser},
};
use crate::api::v1::{self, case_service_client::CaseServiceClient as Client};

/// Take a family up; only the office that directs families like it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  echo '997848911 990746616' |
    verwijspunt case open --as coordinator-zeeburg --persons - --area zeeburg --category MPG1
  verwijspunt case open --as zwolle-structural-group --persons family.txt --area zwolle-oost \\
    --category intake --entry-ground serious-nuisance

A BSN is never an argument: others can see those, and the shell remembers them.")]
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
    /// The measure that is in force; asked for in a category of families with one.
    #[arg(long, value_parser = parser::<v1::Measure>())]
    pub measure: Option<v1::Measure>,
    /// Why, when the covenant puts families with this measure in another category, or this one has none.
    #[arg(long, value_parser = parser::<v1::ContradictionReason>())]
    pub despite: Option<v1::ContradictionReason>,
    /// On which ground the family was reported, where the covenant of the area asks: a code of its file.
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub entry_ground: String,
    /// What the organisation that reported has tried itself, where the covenant asks; may be given several
    /// times.
    #[arg(long, value_name = "CODE")]
    pub own_attempt: Vec<String>,
    /// Id of the case, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    session: Session,
}

one_call! {
    Client => case;

    Open.open_case |verb, by| {
        v1::OpenCaseRequest {
            case_id: verb.id.unwrap_or_else(Uuid::now_v7).to_string(),
            persons: verb.persons.read()?,
            area: verb.area.clone(),
            category: verb.category.clone(),
            nuisance: verb.nuisance,
            measure: verb.measure.map_or(0, Into::into),
            contradiction_reason: verb.despite.map_or(0, Into::into),
            acting_professional: by,
            entry_ground: verb.entry_ground.clone(),
            own_attempts: verb.own_attempt.clone(),
        }
    }
}
