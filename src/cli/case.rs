//! The verbs of directors: case open, classify, add, remove, confirm, show, list.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{
    case_open, chaired,
    codes::called,
    errors::CliError,
    input,
    output::{all_named, count, due, due_by, fields, moment, named, table, together, who_to_call},
    plan, plan_text,
    session::{Etag, Limit, PAGE, Session, Shown, ask, list, one_call, request_id, verbs},
    texts::{fill, say},
    words::{self, Named, parser},
};
use crate::{
    api::v1::{self, case_service_client::CaseServiceClient as Client},
    wire::{Written, all_written},
};

/// Direct a family: take it up, classify it, see who is involved.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  echo '997848911 990746616' |
    verwijspunt case open --as coordinator-zeeburg --persons - --area zeeburg --category MPG1")]
pub enum CaseCommand {
    /// Take a family up; only the office that directs families like it.
    Open(case_open::Open),
    /// Record another category, nuisance or measure; open tickets go where they belong.
    Classify(Classify),
    /// Put persons into a case: who is involved with them sees the others.
    Add(Add),
    /// Take a person out of a case.
    Remove(Remove),
    /// Say that the persons of a case belong together: who is involved sees the others.
    Confirm(Confirm),
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
    /// Invite organisations to a meeting of the plan.
    Invite(plan::Invite),
    /// The meetings that you chair and of which presence is not recorded yet.
    Meetings(chaired::Meetings),
    /// The families on which you keep watch, also after their case was closed.
    Watches(chaired::Watches),
    /// Extend the plan, as often as the covenant allows.
    Extend(plan::Extend),
    /// Close a case: who saw each other by it only, does so no longer.
    Close(plan::Close),
    /// Keep watch on a family, after its case was closed or while it is open.
    #[command(subcommand)]
    Watch(plan::WatchCommand),
}

verbs!(CaseCommand {
    Open,
    Classify,
    Add,
    Remove,
    Confirm,
    Show,
    List,
    Manager,
    Milestone,
    Attendance,
    Invite,
    Meetings,
    Watches,
    Extend,
    Close,
    Watch
});

/// Persons by BSN. BSNs are no arguments: others on the machine can see those.
#[derive(Args, Debug)]
pub struct Persons {
    /// File with BSNs, separated by spaces or line ends; - is standard input.
    #[arg(long, value_name = "FILE")]
    persons: String,
}

impl Persons {
    pub(super) fn read(&self) -> Result<Vec<v1::NamedPerson>, CliError> {
        let text = input::text(&self.persons);
        let text = text.map_err(|error| CliError::Usage(format!("--persons: {error}")))?;
        Ok(text.split_whitespace().map(|bsn| v1::NamedPerson { bsn: bsn.to_owned() }).collect())
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
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// The category as it is now.
    #[arg(long, group = "facts")]
    pub category: Option<String>,
    /// Nuisance as it is now: true or false.
    #[arg(long, group = "facts", value_name = "BOOL")]
    pub nuisance: Option<bool>,
    /// The measure as it is now.
    #[arg(long, group = "facts", value_parser = parser::<v1::Measure>())]
    pub measure: Option<v1::Measure>,
    /// Why, when the covenant puts families with this measure in another category, or this one has none.
    #[arg(long, value_parser = parser::<v1::ContradictionReason>())]
    pub despite: Option<v1::ContradictionReason>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

impl Classify {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.classify_case(v1::ClassifyCaseRequest {
                case_id: self.session.case_id(&self.case).await?,
                category: self.category.clone(),
                nuisance: self.nuisance,
                measure: self.measure.map_or(0, Into::into),
                contradiction_reason: self.despite.map_or(0, Into::into),
                etag: self.etag.etag.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.output.print(&Written(&answer), || {
            let mut text = match &answer.case {
                Some(case) => show(case),
                None => fields(&[
                    ("case", self.case.to_string()),
                    ("directs now", answer.director.as_ref().map(named).unwrap_or_default()),
                ]),
            };
            let kept = answer.kept.iter().map(|k| [words::spoken(&k.ticket_id), k.refusal.clone()]);
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
  echo 991432174 |
    verwijspunt case add --as coordinator-zeeburg --persons - 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Add {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// The persons.
    #[command(flatten)]
    pub persons: Persons,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
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
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    /// The person, by its id in the case.
    #[arg(value_name = "PERSON", value_parser = words::id)]
    pub person: Uuid,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Say that the persons of a case belong together: who is involved sees the others.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case confirm --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

After a ticket or a concern signal put them together. Take out first who does not belong.")]
pub struct Confirm {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Show one case: who is involved, which tickets are open.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt case show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The case.
    #[arg(value_name = "CASE", value_parser = words::named)]
    pub case: Named,
    #[command(flatten)]
    session: Session,
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
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl List {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Client.list_cases => cases, |page_token| {
            v1::ListCasesRequest {
                reference: self.reference.clone(),
                state: self.state.into(),
                category: self.category.clone(),
                area: self.area.clone(),
                overdue: self.overdue,
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let references: Vec<&str> = found.iter().map(|c| c.reference.as_str()).collect();
            let rows = found.iter().map(|c| {
                let manager = c.managers.iter().find(|term| term.until.is_none());
                let manager = manager.and_then(|term| Some(term.contact.as_ref()?.name.clone()));
                let (state, persons) = (called::<v1::CaseState>(c.state), c.persons.len());
                [
                    due(&c.due_date, c.overdue),
                    what_is_due(c),
                    together([c.category.clone(), c.area.clone(), count("persons: {}", persons)]),
                    manager.unwrap_or_default(),
                    together([state, open_tickets(c)]),
                    words::short(&c.reference, &c.case_id, &references).to_owned(),
                ]
            });
            let headers = ["due", "what", "family", "manager", "state", "case"];
            table(headers, rows.collect(), "no cases")
        })
    }
}

/// Which of what a case waits for has the day that counts.
fn what_is_due(c: &v1::Case) -> String {
    let milestones = c.plan.iter().flat_map(|plan| &plan.milestones);
    let milestone = milestones.filter(|m| m.due_date == c.due_date).map(|m| m.code.as_str());
    let watch = c.watch.iter().filter(|w| w.due_date == c.due_date).map(|_| say("look in"));
    match c.due_date.as_str() {
        "" => String::new(),
        _ => milestone.chain(watch).next().unwrap_or_default().to_owned(),
    }
}

/// How many tickets of a case are open, and by when the first one is to be done: that day is none of the
/// case's own.
fn open_tickets(c: &v1::Case) -> String {
    let number = usize::try_from(c.open_tickets.unwrap_or_default()).unwrap_or(usize::MAX);
    match c.next_ticket.as_ref().filter(|next| !next.due_date.is_empty()) {
        Some(next) => fill(
            "tickets: {}, first due {}",
            &[&number, &due_by(&next.due_date, next.due_at.as_ref(), next.overdue)],
        ),
        None => count("tickets: {}", number),
    }
}

impl Shown for v1::Case {
    fn text(&self) -> String {
        show(self)
    }
}

fn show(c: &v1::Case) -> String {
    let yes_no = |yes: bool| say(if yes { "yes" } else { "no" }).to_owned();
    let mut text = fields(&[
        ("case", c.case_id.clone()),
        ("reference", c.reference.clone()),
        ("state", called::<v1::CaseState>(c.state)),
        ("opened", moment(c.opened_at.as_ref())),
        ("because of", called::<v1::CaseCause>(c.cause)),
        ("directs", c.director.as_ref().map(named).unwrap_or_default()),
        ("area", c.area.clone()),
        ("category", c.category.clone()),
        ("nuisance", yes_no(c.nuisance)),
        ("measure", called::<v1::Measure>(c.measure)),
        ("due", due(&c.due_date, c.overdue)),
        ("etag", c.etag.clone()),
    ]);
    if c.kept_apart {
        let apart = "kept apart: nobody sees anybody by this case until `case confirm`";
        text.push_str(&format!("\n{}\n", say(apart)));
    }
    let persons = c.persons.iter().map(|p| [p.person_id.clone(), moment(p.since.as_ref())]);
    part(&mut text, ["person", "since"], persons.collect());
    let involved = c.involved.iter().map(|p| [who_to_call(p), p.since.clone()]);
    part(&mut text, ["involved", "since"], involved.collect());
    let reports = c.reports.iter().map(|one| {
        [moment(one.at.as_ref()), one.entry_ground.clone(), one.own_attempts.join(", ")]
    });
    part(&mut text, ["reported", "ground", "tried before"], reports.collect());
    text.push_str(&plan_text::of_case(c));
    let tickets = c.tickets.iter().map(|t| {
        let due = due_by(&t.due_date, t.due_at.as_ref(), t.overdue);
        [words::spoken(&t.ticket_id), t.step.to_string(), due, all_named(&t.handlers)]
    });
    part(&mut text, ["open ticket", "step", "due", "handled by"], tickets.collect());
    let history = c.classifications.iter().map(|one| {
        [
            moment(one.at.as_ref()),
            one.category.clone(),
            one.area.clone(),
            yes_no(one.nuisance),
            called::<v1::Measure>(one.measure),
            one.director.as_ref().map(named).unwrap_or_default(),
        ]
    });
    let headers = ["classified", "category", "area", "nuisance", "measure", "directs"];
    part(&mut text, headers, history.collect());
    text
}

fn part<const N: usize>(text: &mut String, headers: [&str; N], rows: Vec<[String; N]>) {
    if !rows.is_empty() {
        text.push_str(&format!("\n{}", table(headers, rows, "")));
    }
}

one_call! {
    Client => case;

    Add.add_persons |verb, by| {
        v1::AddPersonsRequest {
            case_id: verb.session.case_id(&verb.case).await?,
            persons: verb.persons.read()?,
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Remove.remove_person |verb, by| {
        v1::RemovePersonRequest {
            case_id: verb.session.case_id(&verb.case).await?,
            person_id: verb.person.to_string(),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Confirm.confirm_persons |verb, by| {
        v1::ConfirmPersonsRequest {
            case_id: verb.session.case_id(&verb.case).await?,
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Show.get_case |verb, by| {
        v1::GetCaseRequest {
            case_id: verb.session.case_id(&verb.case).await?,
            acting_professional: by,
        }
    }
}
