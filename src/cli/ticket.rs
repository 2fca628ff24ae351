//! The verbs of escalation: ticket open, show, list, escalate, hand-over, resolve, withdraw, answer,
//! rule, explain.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{
    errors::CliError,
    output::{all_named, due, fields, moment, named, table, together},
    session::{Etag, Limit, PAGE, Session, Shown, ask, list, one_call, request_id, verbs},
    texts::{fill, say},
    words::{self, Named, parser, word},
};
use crate::{
    api::v1::{self, escalation_service_client::EscalationServiceClient as Client},
    wire::{Written, all_written},
};

/// Escalate when cooperation jams.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --category MPG2")]
pub enum TicketCommand {
    /// Open a ticket; step 1 lies with your own organisation.
    Open(Open),
    /// Show one ticket, with where it lies and why.
    Show(Show),
    /// The tickets that you handle, opened, direct or are asked about.
    List(List),
    /// Take a ticket a step up; only its handler.
    Escalate(Escalate),
    /// Correct the facts, so that it goes to the office that the covenant points to.
    HandOver(HandOver),
    /// Close a ticket because the knot is untied; only its handler.
    Resolve(Resolve),
    /// Take a ticket back; only the organisation that opened it.
    Withdraw(Withdraw),
    /// Answer, as an office that was asked to; somebody else handles the ticket.
    Answer(Answer),
    /// Rule, binding on all parties; only the office of the last step.
    Rule(Rule),
    /// Which office would it be, by which rule? Changes nothing.
    Explain(Explain),
}

verbs!(TicketCommand {
    Open,
    Show,
    List,
    Escalate,
    HandOver,
    Resolve,
    Withdraw,
    Answer,
    Rule,
    Explain
});

/// Open a ticket: step 1 lies with your own organisation, or for an office that directs with that of the
/// family manager.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt ticket open --as basisschool-de-waterlelie --track b --obstacle not-delivered \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --category MPG2
  verwijspunt ticket open --as process-manager-oost --track b --obstacle waiting-list \\
    --case 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --target schulddienst-zeeburg \\
    --reason own-initiative --skip already-tried")]
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

/// Show one ticket, with where it lies and why.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    #[command(flatten)]
    session: Session,
}

/// The tickets that you handle, opened, direct or are asked about.
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
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl List {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Client.list_tickets => tickets, |page_token| {
            v1::ListTicketsRequest {
                role: self.role.into(),
                include_closed: self.closed,
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let references: Vec<&str> = found.iter().map(|t| t.reference.as_str()).collect();
            let and = format!(" {} ", say("and"));
            let rows = found.iter().map(|t| {
                let obstacle = word::<v1::Obstacle>(t.obstacle).to_owned();
                let state = word::<v1::TicketState>(t.state).to_owned();
                let step = fill("step {}", &[&t.step]);
                [
                    words::short(&t.reference, &t.ticket_id, &references).to_owned(),
                    due(&t.due_date, t.overdue),
                    together([state, step, t.category.clone(), obstacle]),
                    t.target.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                    t.handlers.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(&and),
                ]
            });
            let headers = ["ticket", "due", "what", "against", "handled by"];
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
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// Step to go to [default: the next].
    #[arg(long, requires = "skip_reason", default_value_t = 0, hide_default_value = true)]
    pub to_step: u32,
    /// Why a step is skipped.
    #[arg(long, value_parser = parser::<v1::SkipReason>())]
    pub skip_reason: Option<v1::SkipReason>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
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
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// The category as it turned out to be.
    #[arg(long, group = "facts")]
    pub category: Option<String>,
    /// Nuisance as it turned out to be: true or false.
    #[arg(long, group = "facts", value_name = "BOOL")]
    pub nuisance: Option<bool>,
    /// The area where the family lives now.
    #[arg(long, group = "facts")]
    pub area: Option<String>,
    /// OIN or name of the organisation where the knot turned out to lie.
    #[arg(long, group = "facts", value_name = "OIN")]
    pub target: Option<String>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Close a ticket because the knot is untied; only its handler.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket resolve --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    task-done")]
pub struct Resolve {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// How the knot was untied.
    #[arg(value_name = "HOW", value_parser = parser::<v1::Resolution>())]
    pub resolution: v1::Resolution,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Take a ticket back; only the organisation that opened it.
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

/// Answer, as an office that was asked to: the directorate of the organisation that is addressed.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket answer --as guide-directorate-ggz 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \
    carries-out

Nothing moves by it: the handler, the opener and the director are told, and the handler goes on.")]
pub struct Answer {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// What your organisation answers.
    #[arg(value_name = "ANSWER", value_parser = parser::<v1::TicketAnswer>())]
    pub answer: v1::TicketAnswer,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Rule, binding on all parties; only the office of the last step.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket rule --as region-portfolio-holder 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --item 00000009000000001100:deliver-help:2026-03-31")]
pub struct Rule {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// Who must do what by when: ORGANISATION:ACT:DATE. May be given more than once.
    #[arg(long = "item", value_name = "ORGANISATION:ACT:DATE", required = true, value_parser = ruling_item)]
    pub items: Vec<v1::RulingItem>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

fn ruling_item(text: &str) -> Result<v1::RulingItem, String> {
    let [oin, act, by_date] = text.split(':').collect::<Vec<_>>()[..] else {
        return Err(say("write it as ORGANISATION:ACT:DATE").to_owned());
    };
    let act: v1::RulingAct = words::value(act).ok_or_else(|| {
        let known = <v1::RulingAct as words::Coded>::WORDS.iter().map(|(_, word, _)| *word);
        fill("the act must be one of {}", &[&known.collect::<Vec<_>>().join(", ")])
    })?;
    Ok(v1::RulingItem {
        organisation_oin: oin.to_owned(),
        act: act.into(),
        by_date: by_date.to_owned(),
    })
}

/// Which office would it be, by which rule? Changes nothing.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket explain --as basisschool-de-waterlelie --track b --step 2 --category MPG2 \\
    --area zeeburg --target 00000009000000001100")]
pub struct Explain {
    /// a: no agreement on the plan; b: the agreed plan is not carried out.
    #[arg(long, value_parser = parser::<v1::Track>(), ignore_case = true)]
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
    /// OIN or name of the organisation that the ticket would be against.
    #[arg(long, value_name = "OIN", default_value = "", hide_default_value = true)]
    pub target: String,
    /// For a step above 2: office that handled the step before.
    #[arg(long, value_name = "OFFICE", default_value = "", hide_default_value = true)]
    pub handled_by: String,
    /// That organisation stays away from the meetings about the family.
    #[arg(long)]
    pub absence: bool,
    #[command(flatten)]
    session: Session,
}

impl Explain {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.explain_route(v1::ExplainRouteRequest {
                track: self.track.into(),
                step: self.step,
                category: self.category.clone(),
                nuisance: self.nuisance,
                area: self.area.clone(),
                target_oin: self.session.oin(&self.target).await?,
                handled_by_office: self.handled_by.clone(),
                absence: self.absence,
                acting_professional: self.session.acting(),
            })
        )?;
        let route = answer.route.unwrap_or_default();
        self.session.output.print(&Written(&route), || fields(&routed(&route)))
    }
}

pub(crate) fn routed(route: &v1::Route) -> Vec<(&'static str, String)> {
    let mut facts: Vec<_> = route.facts.iter().map(|(name, v)| format!("{name}={v}")).collect();
    facts.sort();
    vec![
        ("goes to", route.handler.as_ref().map(named).unwrap_or_default()),
        ("refused", route.refusal.clone()),
        ("directs", route.director.as_ref().map(named).unwrap_or_default()),
        ("rule", fill("{} of {}, {}", &[&route.rule, &route.covenant, &route.source])),
        ("facts", facts.join(", ")),
        ("why (nl)", route.explanation_nl.clone()),
        ("why (en)", route.explanation_en.clone()),
        ("own reading (nl)", route.own_reading_nl.clone()),
        ("own reading (en)", route.own_reading_en.clone()),
    ]
}

impl Shown for v1::Ticket {
    fn text(&self) -> String {
        show(self)
    }
}

fn show(t: &v1::Ticket) -> String {
    let contact = t.opener_contact.clone().unwrap_or_default();
    let call = [contact.name, contact.function, contact.phone, contact.email];
    let resolution = match t.resolution {
        0 => String::new(),
        how => word::<v1::Resolution>(how).to_owned(),
    };
    let mut text = fields(&[
        ("ticket", t.ticket_id.clone()),
        ("reference", t.reference.clone()),
        ("state", word::<v1::TicketState>(t.state).to_owned()),
        ("step", t.step.to_string()),
        ("track", word::<v1::Track>(t.track).to_owned()),
        ("obstacle", word::<v1::Obstacle>(t.obstacle).to_owned()),
        ("category", t.category.clone()),
        ("nuisance", if t.nuisance { say("yes").to_owned() } else { String::new() }),
        ("area", t.area.clone()),
        ("opened by", t.opened_by.as_ref().map(named).unwrap_or_default()),
        ("call", call.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ")),
        ("against", t.target.as_ref().map(named).unwrap_or_default()),
        ("handled by", all_named(&t.handlers)),
        ("directs", t.director.as_ref().map(named).unwrap_or_default()),
        ("due", if t.due_date.is_empty() { String::new() } else { due(&t.due_date, t.overdue) }),
        ("resolution", resolution),
        ("involvement", words::spoken(&t.involvement_id)),
        ("etag", t.etag.clone()),
    ]);
    if let Some(route) = &t.route {
        let why =
            routed(route).into_iter().filter(|(name, _)| !["goes to", "directs"].contains(name));
        text.push_str(&format!("\n{}", fields(&why.collect::<Vec<_>>())));
    }
    if !t.asked.is_empty() {
        let rows = t.asked.iter().map(asked).collect();
        let headers = ["asked to answer", "step", "by", "answer", "at"];
        text.push_str(&format!("\n{}", table(headers, rows, "")));
    }
    let history = t.history.iter().map(|h| {
        let by = h.by.as_ref().map_or_else(|| say("the broker").to_owned(), named);
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

/// An office that was asked, as a row.
fn asked(asked: &v1::AskedOffice) -> [String; 5] {
    let answered = asked.answered_at.is_some();
    [
        asked.office.as_ref().map(named).unwrap_or_default(),
        asked.step.to_string(),
        due(&asked.answer_by, asked.overdue && !answered),
        if answered { word::<v1::TicketAnswer>(asked.answer) } else { say("none yet") }.to_owned(),
        if answered { moment(asked.answered_at.as_ref()) } else { String::new() },
    ]
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

    Show.get_ticket |verb, by| {
        v1::GetTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            acting_professional: by,
        }
    }

    Escalate.escalate_ticket |verb, by| {
        v1::EscalateTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            to_step: verb.to_step,
            skip_reason: verb.skip_reason.map_or(0, Into::into),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    HandOver.hand_over_ticket |verb, by| {
        v1::HandOverTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            category: verb.category.clone(),
            nuisance: verb.nuisance,
            area: verb.area.clone(),
            target_oin: match &verb.target {
                Some(target) => Some(verb.session.oin(target).await?),
                None => None,
            },
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Resolve.resolve_ticket |verb, by| {
        v1::ResolveTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            resolution: verb.resolution.into(),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
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

    Answer.answer_ticket |verb, by| {
        v1::AnswerTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            answer: verb.answer.into(),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Rule.rule_on_ticket |verb, by| {
        let mut items = verb.items.clone();
        for item in &mut items {
            item.organisation_oin = verb.session.oin(&item.organisation_oin).await?;
        }
        v1::RuleOnTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            items,
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }
}
