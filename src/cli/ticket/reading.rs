//! How are tickets read: ticket show, list, explain?

use clap::Args;

use crate::{
    api::v1::{self, escalation_service_client::EscalationServiceClient as Client},
    cli::{
        codes::{called, of_word},
        errors::CliError,
        output::{all_named, due, due_by, fields, moment, named, table, together},
        session::{Limit, PAGE, Session, Shown, ask, list, one_call},
        texts::{self, fill, say},
        words::{self, Named, parser},
    },
    wire::{Written, all_written},
};

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
                let obstacle = called::<v1::Obstacle>(t.obstacle);
                let state = called::<v1::TicketState>(t.state);
                let step = fill("step {}", &[&t.step]);
                [
                    words::short(&t.reference, &t.ticket_id, &references).to_owned(),
                    due_by(&t.due_date, t.due_at.as_ref(), t.overdue),
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
        ("is asked", route.asked.iter().map(would_be_asked).collect::<Vec<_>>().join("; ")),
        ("term", term(route.term_hours, route.term_working_days)),
        ("rule", fill("{} of {}, {}", &[&route.rule, &route.covenant, &route.source])),
        ("facts", facts.join(", ")),
        ("why (nl)", route.explanation_nl.clone()),
        ("why (en)", route.explanation_en.clone()),
        ("own reading (nl)", route.own_reading_nl.clone()),
        ("own reading (en)", route.own_reading_en.clone()),
    ]
}

/// An office that would be asked to answer, within how long, and who says so.
fn would_be_asked(asked: &v1::AskedToAnswer) -> String {
    let office = asked.office.as_ref().map(named).unwrap_or_default();
    let own = if texts::reads_dutch() { &asked.own_reading_nl } else { &asked.own_reading_en };
    let own = if own.is_empty() { String::new() } else { fill("own reading: {}", &[own]) };
    let ground = [asked.source.clone(), own].join("; ");
    let within = term(0, asked.answer_working_days);
    fill("{}, within {} ({})", &[&office, &within, &ground.trim_matches([';', ' '])])
}

/// A term in one of two units; nothing when there is none.
fn term(hours: u32, working_days: u32) -> String {
    match (hours, working_days) {
        (0, 0) => String::new(),
        (1, _) => say("1 hour").to_owned(),
        (0, 1) => say("1 working day").to_owned(),
        (0, days) => fill("{} working days", &[&days]),
        (hours, _) => fill("{} hours", &[&hours]),
    }
}

impl Shown for v1::Ticket {
    fn text(&self) -> String {
        show(self)
    }
}

fn show(t: &v1::Ticket) -> String {
    let contact = t.opener_contact.clone().unwrap_or_default();
    let call = [contact.name, contact.function, contact.phone, contact.email];
    let reason = match t.office_reason {
        0 => String::new(),
        why => called::<v1::OfficeReason>(why),
    };
    let resolution = match t.resolution {
        0 => String::new(),
        how => called::<v1::Resolution>(how),
    };
    let mut text = fields(&[
        ("ticket", t.ticket_id.clone()),
        ("reference", t.reference.clone()),
        ("state", called::<v1::TicketState>(t.state)),
        ("step", t.step.to_string()),
        ("track", called::<v1::Track>(t.track)),
        ("obstacle", called::<v1::Obstacle>(t.obstacle)),
        ("category", t.category.clone()),
        ("nuisance", if t.nuisance { say("yes").to_owned() } else { String::new() }),
        ("area", t.area.clone()),
        ("opened by", t.opened_by.as_ref().map(named).unwrap_or_default()),
        ("in its name by", t.opened_by_office.as_ref().map(named).unwrap_or_default()),
        ("why by an office", reason),
        ("call", call.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ")),
        ("against", t.target.as_ref().map(named).unwrap_or_default()),
        ("handled by", all_named(&t.handlers)),
        ("directs", t.director.as_ref().map(named).unwrap_or_default()),
        ("due", due_by(&t.due_date, t.due_at.as_ref(), t.overdue)),
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
            reason => format!(", {}", called::<v1::SkipReason>(reason)),
        };
        let what = h.what.replace('_', "-");
        let what = format!("{}{skipped}", of_word(&what).replace('-', " "));
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
            let act = called::<v1::RulingAct>(item.act);
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
        if answered {
            called::<v1::TicketAnswer>(asked.answer)
        } else {
            say("none yet").to_owned()
        },
        if answered { moment(asked.answered_at.as_ref()) } else { String::new() },
    ]
}

one_call! {
    Client => ticket;

    Show.get_ticket |verb, by| {
        v1::GetTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            acting_professional: by,
        }
    }
}
