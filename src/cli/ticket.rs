//! The verbs of escalation: ticket open, show, list, escalate, hand-over, resolve, withdraw, rule,
//! explain.

use clap::{Args, Subcommand};
use serde_json::Value;
use tonic::transport::Channel;
use uuid::Uuid;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    json,
    output::{OutputArgs, all_named, fields, moment, named, table},
    registry::{PAGE, enough},
    words::{self, parser, word},
};
use crate::api::v1::{self, escalation_service_client::EscalationServiceClient as Client};

/// Escalate when cooperation jams.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target 00000009000000001100 \\
    --category MPG2")]
pub enum TicketCommand {
    /// Open a ticket; step 1 lies with your own organisation.
    Open(Open),
    /// Show one ticket, with where it lies and why.
    Show(Show),
    /// The tickets that you handle, opened or direct.
    List(List),
    /// Take a ticket a step up; only its handler.
    Escalate(Escalate),
    /// Correct the facts, so that it goes to the office that the covenant points to.
    HandOver(HandOver),
    /// Close a ticket because the knot is untied; only its handler.
    Resolve(Resolve),
    /// Take a ticket back; only the organisation that opened it.
    Withdraw(Withdraw),
    /// Rule, binding on all parties; only the office of the last step.
    Rule(Rule),
    /// Which office would it be, by which rule? Changes nothing.
    Explain(Explain),
}

impl TicketCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Open(verb) => verb.run().await,
            Self::Show(verb) => verb.run().await,
            Self::List(verb) => verb.run().await,
            Self::Escalate(verb) => verb.run().await,
            Self::HandOver(verb) => verb.run().await,
            Self::Resolve(verb) => verb.run().await,
            Self::Withdraw(verb) => verb.run().await,
            Self::Rule(verb) => verb.run().await,
            Self::Explain(verb) => verb.run().await,
        }
    }
}

/// The options that all ticket verbs share.
#[derive(Args, Debug)]
struct Shared {
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Shared {
    async fn client(&self) -> Result<Client<Channel>, CliError> {
        Ok(Client::new(self.connect.channel().await?))
    }

    fn acting(&self) -> String {
        self.connect.acting()
    }

    fn print(&self, ticket: Option<v1::Ticket>) -> Result<(), CliError> {
        let ticket = ticket.unwrap_or_default();
        self.output.print(&json::ticket(&ticket), || show(&ticket))
    }
}

fn request_id() -> String {
    Uuid::now_v7().to_string()
}

/// Open a ticket; step 1 lies with your own organisation.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target 00000009000000001100 \\
    --category MPG2")]
pub struct Open {
    /// An active involvement of your organisation with the family.
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub involvement: Uuid,
    /// a: no agreement on the plan; b: the agreed plan is not carried out.
    #[arg(long, value_parser = parser::<v1::Track>())]
    pub track: v1::Track,
    /// What goes wrong.
    #[arg(long, value_parser = parser::<v1::Obstacle>())]
    pub obstacle: v1::Obstacle,
    /// OIN of the organisation that it is against; needed on track b.
    #[arg(long, value_name = "OIN", default_value = "", hide_default_value = true)]
    pub target: String,
    /// Category of the family, for instance MPG2.
    #[arg(long)]
    pub category: String,
    /// The family causes nuisance in public space.
    #[arg(long)]
    pub nuisance: bool,
    /// Id of the ticket, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    shared: Shared,
}

impl Open {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let id = self.id.unwrap_or_else(Uuid::now_v7);
        let answer = call!(client.open_ticket(v1::OpenTicketRequest {
            ticket_id: id.to_string(),
            involvement_id: self.involvement.to_string(),
            track: self.track.into(),
            obstacle: self.obstacle.into(),
            target_oin: self.target.clone(),
            category: self.category.clone(),
            nuisance: self.nuisance,
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Show one ticket, with where it lies and why.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    #[command(flatten)]
    shared: Shared,
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.get_ticket(v1::GetTicketRequest {
            ticket_id: self.ticket.to_string(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// The tickets that you handle, opened or direct.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket list --as coordinator-zeeburg --role handled")]
pub struct List {
    /// In which role.
    #[arg(long, value_parser = parser::<v1::TicketRole>(), default_value = "handled")]
    pub role: v1::TicketRole,
    /// Also closed tickets (opened and directed only).
    #[arg(long)]
    pub closed: bool,
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
            let answer = call!(client.list_tickets(v1::ListTicketsRequest {
                role: self.role.into(),
                include_closed: self.closed,
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.shared.acting(),
            }))?;
            found.extend(answer.tickets);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let all: Value = found.iter().map(json::ticket).collect();
        self.shared.output.print(&all, || {
            let rows = found.iter().map(|t| {
                let overdue = if t.overdue { " overdue" } else { "" };
                [
                    t.ticket_id.clone(),
                    format!("{}{overdue}", t.due_date),
                    t.step.to_string(),
                    word::<v1::Obstacle>(t.obstacle).to_owned(),
                    t.category.clone(),
                    t.target.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                    t.handlers.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(" and "),
                    word::<v1::TicketState>(t.state).to_owned(),
                ]
            });
            let headers =
                ["ticket", "due", "step", "obstacle", "category", "against", "handled by", "state"];
            table(headers, rows.collect(), "no tickets")
        })
    }
}

/// Take a ticket a step up; only its handler.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt ticket escalate --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10
  verwijspunt ticket escalate --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --to-step 3 --skip-reason urgent")]
pub struct Escalate {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    /// Step to go to [default: the next].
    #[arg(long, requires = "skip_reason", default_value_t = 0, hide_default_value = true)]
    pub to_step: u32,
    /// Why a step is skipped.
    #[arg(long, value_parser = parser::<v1::SkipReason>())]
    pub skip_reason: Option<v1::SkipReason>,
    /// Only when the ticket still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Escalate {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.escalate_ticket(v1::EscalateTicketRequest {
            ticket_id: self.ticket.to_string(),
            to_step: self.to_step,
            skip_reason: self.skip_reason.map_or(0, Into::into),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Correct the facts, so that it goes to the office that the covenant points to.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("facts").required(true).multiple(true))]
#[command(after_help = "\
Example:
  verwijspunt ticket hand-over --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --target 00000009000000001100

Give the facts that changed. When the covenant then points to the same office, it is refused.")]
pub struct HandOver {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    /// The category as it turned out to be.
    #[arg(long, group = "facts")]
    pub category: Option<String>,
    /// Nuisance as it turned out to be: true or false.
    #[arg(long, group = "facts", value_name = "BOOL")]
    pub nuisance: Option<bool>,
    /// The area where the family lives now.
    #[arg(long, group = "facts")]
    pub area: Option<String>,
    /// OIN of the organisation where the knot turned out to lie.
    #[arg(long, group = "facts", value_name = "OIN")]
    pub target: Option<String>,
    /// Only when the ticket still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl HandOver {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.hand_over_ticket(v1::HandOverTicketRequest {
            ticket_id: self.ticket.to_string(),
            category: self.category.clone(),
            nuisance: self.nuisance,
            area: self.area.clone(),
            target_oin: self.target.clone(),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Close a ticket because the knot is untied; only its handler.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket resolve --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    task-done")]
pub struct Resolve {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    /// How the knot was untied.
    #[arg(value_name = "HOW", value_parser = parser::<v1::Resolution>())]
    pub resolution: v1::Resolution,
    /// Only when the ticket still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Resolve {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.resolve_ticket(v1::ResolveTicketRequest {
            ticket_id: self.ticket.to_string(),
            resolution: self.resolution.into(),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Take a ticket back; only the organisation that opened it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket withdraw --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Withdraw {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    /// Only when the ticket still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

impl Withdraw {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.withdraw_ticket(v1::WithdrawTicketRequest {
            ticket_id: self.ticket.to_string(),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Rule, binding on all parties; only the office of the last step.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket rule --as region-portfolio-holder 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --item 00000009000000001100:deliver-help:2026-03-31")]
pub struct Rule {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::id)]
    pub ticket: Uuid,
    /// Who must do what by when: OIN:ACT:DATE. May be given more than once.
    #[arg(long = "item", value_name = "OIN:ACT:DATE", required = true, value_parser = ruling_item)]
    pub items: Vec<v1::RulingItem>,
    /// Only when the ticket still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub etag: String,
    #[command(flatten)]
    shared: Shared,
}

fn ruling_item(text: &str) -> Result<v1::RulingItem, String> {
    let [oin, act, by_date] = text.split(':').collect::<Vec<_>>()[..] else {
        return Err("write it as OIN:ACT:DATE".to_owned());
    };
    let act: v1::RulingAct = words::value(act).ok_or_else(|| {
        let known = <v1::RulingAct as words::Coded>::WORDS.iter().map(|(_, word, _)| *word);
        format!("the act must be one of {}", known.collect::<Vec<_>>().join(", "))
    })?;
    Ok(v1::RulingItem {
        organisation_oin: oin.to_owned(),
        act: act.into(),
        by_date: by_date.to_owned(),
    })
}

impl Rule {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.rule_on_ticket(v1::RuleOnTicketRequest {
            ticket_id: self.ticket.to_string(),
            items: self.items.clone(),
            etag: self.etag.clone(),
            request_id: request_id(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.ticket)
    }
}

/// Which office would it be, by which rule? Changes nothing.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket explain --as basisschool-de-waterlelie --track b --step 2 --category MPG2 \\
    --area zeeburg --target 00000009000000001100")]
pub struct Explain {
    /// a: no agreement on the plan; b: the agreed plan is not carried out.
    #[arg(long, value_parser = parser::<v1::Track>())]
    pub track: v1::Track,
    /// Step of the ladder, from 1.
    #[arg(long)]
    pub step: u32,
    /// Category of the family, for instance MPG2.
    #[arg(long)]
    pub category: String,
    /// The family causes nuisance in public space.
    #[arg(long)]
    pub nuisance: bool,
    /// Area in which the family lives.
    #[arg(long)]
    pub area: String,
    /// OIN of the organisation that the ticket would be against.
    #[arg(long, value_name = "OIN", default_value = "", hide_default_value = true)]
    pub target: String,
    /// For a step above 2: office that handled the step before.
    #[arg(long, value_name = "OFFICE", default_value = "", hide_default_value = true)]
    pub handled_by: String,
    #[command(flatten)]
    shared: Shared,
}

impl Explain {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.explain_route(v1::ExplainRouteRequest {
            track: self.track.into(),
            step: self.step,
            category: self.category.clone(),
            nuisance: self.nuisance,
            area: self.area.clone(),
            target_oin: self.target.clone(),
            handled_by_office: self.handled_by.clone(),
            acting_professional: self.shared.acting(),
        }))?;
        let route = answer.route.unwrap_or_default();
        self.shared.output.print(&json::route(&route), || fields(&routed(&route)))
    }
}

pub(crate) fn routed(route: &v1::Route) -> Vec<(&'static str, String)> {
    let mut facts: Vec<_> = route.facts.iter().map(|(name, v)| format!("{name}={v}")).collect();
    facts.sort();
    vec![
        ("goes to", route.handler.as_ref().map(named).unwrap_or_default()),
        ("refused", route.refusal.clone()),
        ("directs", route.director.as_ref().map(named).unwrap_or_default()),
        ("rule", format!("{} of {}, {}", route.rule, route.covenant, route.source)),
        ("facts", facts.join(", ")),
        ("why (nl)", route.explanation_nl.clone()),
        ("why (en)", route.explanation_en.clone()),
    ]
}

fn show(t: &v1::Ticket) -> String {
    let contact = t.opener_contact.clone().unwrap_or_default();
    let call = [contact.name, contact.function, contact.phone, contact.email];
    let overdue = if t.overdue { " (overdue)" } else { "" };
    let resolution = match t.resolution {
        0 => String::new(),
        how => word::<v1::Resolution>(how).to_owned(),
    };
    let mut text = fields(&[
        ("ticket", t.ticket_id.clone()),
        ("state", word::<v1::TicketState>(t.state).to_owned()),
        ("step", t.step.to_string()),
        ("track", word::<v1::Track>(t.track).to_owned()),
        ("obstacle", word::<v1::Obstacle>(t.obstacle).to_owned()),
        ("category", t.category.clone()),
        ("nuisance", if t.nuisance { "yes".to_owned() } else { String::new() }),
        ("area", t.area.clone()),
        ("opened by", t.opened_by.as_ref().map(named).unwrap_or_default()),
        ("call", call.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ")),
        ("against", t.target.as_ref().map(named).unwrap_or_default()),
        ("handled by", all_named(&t.handlers)),
        ("directs", t.director.as_ref().map(named).unwrap_or_default()),
        ("due", if t.due_date.is_empty() { String::new() } else { t.due_date.clone() + overdue }),
        ("resolution", resolution),
        ("involvement", t.involvement_id.clone()),
        ("etag", t.etag.clone()),
    ]);
    if let Some(route) = &t.route {
        let why =
            routed(route).into_iter().filter(|(name, _)| !["goes to", "directs"].contains(name));
        text.push_str(&format!("\n{}", fields(&why.collect::<Vec<_>>())));
    }
    let history = t.history.iter().map(|h| {
        let by = h.by.as_ref().map_or_else(|| "the broker".to_owned(), named);
        let skipped = match h.skip_reason {
            0 => String::new(),
            reason => format!(", {}", word::<v1::SkipReason>(reason)),
        };
        let what = format!("{}{skipped}", h.what.replace('_', " "));
        [moment(h.at.as_ref()), h.step.to_string(), what, by, all_named(&h.handlers)]
    });
    let headers = ["at", "step", "what", "by", "handled by"];
    text.push_str(&format!("\n{}", table(headers, history.collect(), "")));
    if !t.ruling.is_empty() {
        // The parties of the ticket are known by name.
        let parties = [t.target.as_ref(), t.opened_by.as_ref()].into_iter().flatten();
        let names: Vec<String> = parties.map(named).collect();
        let organisation = |oin: &String| {
            let name = names.iter().find(|name| name.contains(oin.as_str()));
            name.unwrap_or(oin).clone()
        };
        let items = t.ruling.iter().map(|item| {
            let act = word::<v1::RulingAct>(item.act).to_owned();
            [organisation(&item.organisation_oin), act, item.by_date.clone()]
        });
        text.push_str(&format!("\n{}", table(["ruling for", "must", "by"], items.collect(), "")));
    }
    text
}
