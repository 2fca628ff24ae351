//! What does whoever opens a ticket say: ticket open, withdraw?

use clap::Args;
use uuid::Uuid;

use crate::{
    api::v1::{self, escalation_service_client::EscalationServiceClient as Client},
    cli::{
        errors::CliError,
        session::{Etag, Session, one_call, request_id},
        words::{self, Named, parser},
    },
};

/// Open a ticket: step 1 lies with your own organisation, or for an office that directs with that of the
/// family manager; without one, or against that organisation, an office opens it in its own name.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --category MPG2
  verwijspunt ticket open --as process-manager-oost --track b --obstacle waiting-list \\
    --case 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --reason own-initiative --skip already-tried
  verwijspunt ticket open --as coordinator-zeeburg --track a --obstacle no-family-manager \\
    --case 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --reason own-initiative")]
pub struct Open {
    /// An active involvement of your organisation with the family.
    #[arg(long, value_name = "INVOLVEMENT", value_parser = words::named)]
    #[arg(required_unless_present = "case", conflicts_with = "case")]
    pub involvement: Option<Named>,
    /// For an office: a case that it directs.
    #[arg(long, value_name = "CASE", value_parser = words::named)]
    pub case: Option<Named>,
    /// For an office: why it opens the ticket.
    #[arg(long, value_parser = parser::<v1::OfficeReason>())]
    #[arg(requires = "case", required_unless_present = "involvement")]
    pub reason: Option<v1::OfficeReason>,
    /// For an office: why step 1 is skipped.
    #[arg(long, value_parser = parser::<v1::SkipReason>(), requires = "case")]
    pub skip: Option<v1::SkipReason>,
    /// a: no agreement on the plan; b: the agreed plan is not carried out.
    #[arg(long, value_parser = parser::<v1::Track>(), ignore_case = true)]
    pub track: v1::Track,
    /// What goes wrong.
    #[arg(long, value_parser = parser::<v1::Obstacle>())]
    pub obstacle: v1::Obstacle,
    /// OIN or name of the organisation that it is against; needed on track b.
    #[arg(long, value_name = "OIN", default_value = "", hide_default_value = true)]
    pub target: String,
    /// Category of the family, for instance MPG2; a case has its own.
    #[arg(long, conflicts_with = "case", required_unless_present = "case")]
    pub category: Option<String>,
    /// The family causes nuisance in public space.
    #[arg(long, conflicts_with = "case")]
    pub nuisance: bool,
    /// Id of the ticket, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    session: Session,
}

/// Take a ticket back; only the organisation or the office that opened it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket withdraw --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Withdraw {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

one_call! {
    Client => ticket;

    Open.open_ticket |verb, by| {
        v1::OpenTicketRequest {
            ticket_id: verb.id.unwrap_or_else(Uuid::now_v7).to_string(),
            involvement_id: verb.session.involvement_if(verb.involvement.as_ref()).await?,
            case_id: verb.session.case_if(verb.case.as_ref()).await?,
            office_reason: verb.reason.map_or(0, Into::into),
            skip_reason: verb.skip.map_or(0, Into::into),
            track: verb.track.into(),
            obstacle: verb.obstacle.into(),
            target_oin: verb.session.oin(&verb.target).await?,
            category: verb.category.clone().unwrap_or_default(),
            nuisance: verb.nuisance,
            acting_professional: by,
        }
    }

    Withdraw.withdraw_ticket |verb, by| {
        v1::WithdrawTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }
}
