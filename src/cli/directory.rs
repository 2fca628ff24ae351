//! The verbs about the covenant: offices, organisations.

use clap::Args;
use serde_json::Value;

use super::{
    errors::CliError,
    json,
    output::table,
    session::{PAGE, Session, list},
};
use crate::api::v1::{self, covenant_service_client::CovenantServiceClient as Client};

/// The offices of the covenant, with holders and deputies.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt offices --as basisschool-de-waterlelie --area zeeburg")]
pub struct Offices {
    /// Only those of this area or care region.
    #[arg(long, default_value = "")]
    pub area: String,
    #[command(flatten)]
    session: Session,
}

impl Offices {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, 0, Client.list_offices => offices, |page_token| {
            v1::ListOfficesRequest {
                area: self.area.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        let all: Value = found.iter().map(json::office).collect();
        self.session.output.print(&all, || {
            let rows = found.iter().map(|o| {
                [
                    o.id.clone(),
                    o.name_nl.clone(),
                    o.area.clone(),
                    if o.holder.is_empty() { "vacant".to_owned() } else { o.holder.clone() },
                    o.deputies.join(", "),
                    o.fallback.clone(),
                ]
            });
            let headers = ["office", "name", "area", "holder", "deputies", "else"];
            table(headers, rows.collect(), "no offices there")
        })
    }
}

/// The organisations that are party to the covenant.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt organisations --as basisschool-de-waterlelie -o json")]
pub struct Organisations {
    #[command(flatten)]
    session: Session,
}

impl Organisations {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, 0, Client.list_organisations => organisations, |page_token| {
            v1::ListOrganisationsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        let all: Value = found.iter().map(json::organisation).collect();
        self.session.output.print(&all, || {
            let rows = found.iter().map(|o| {
                let shown = if o.sensitive { "via office" } else { "" };
                [
                    o.oin.clone(),
                    o.name.clone(),
                    o.kind.clone(),
                    o.commissioner.clone(),
                    shown.to_owned(),
                ]
            });
            let headers = ["oin", "name", "kind", "commissioned by", "contact"];
            table(headers, rows.collect(), "no organisations")
        })
    }
}
