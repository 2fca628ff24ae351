//! The verbs of concern: signal send, show, list, answer, outcome, and move.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{
    codes::called,
    errors::CliError,
    member::{CardArgs, FamilyArgs},
    output::{all_named, fields, moment, named, table, together},
    session::{Limit, PAGE, Session, Shown, ask, list, one_call, request_id, verbs},
    texts::{fill, say},
    ticket::routed,
    words::{self, Named, parser},
};
use crate::{
    api::v1::{
        self, registry_service_client::RegistryServiceClient,
        signal_service_client::SignalServiceClient as Client,
    },
    wire::{Written, all_written},
};

/// Ask the desk that must act to look at a family.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt signal send --as politie-amsterdam-amstelland --members - --area zeeburg \\
      --danger acute --discussed no-time --name 'A. de Boer' --function wijkagent \
      --phone 020-5550103")]
pub enum SignalCommand {
    /// Send a signal to whom the covenant points.
    Send(Box<Send>),
    /// Show one signal, with in whose hands it is and why.
    Show(Show),
    /// The signals that you must act on, or that you sent.
    List(List),
    /// Say what you do with a signal; only its recipient, and who had it before in vain.
    Answer(Answer),
    /// Say what became of a signal; only who took it up.
    Outcome(Outcome),
}

verbs!(SignalCommand { Send, Show, List, Answer, Outcome });

/// Send a signal to whom the covenant points.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt signal send --as politie-amsterdam-amstelland --members - --area zeeburg \\
      --danger acute --discussed no-time --name 'A. de Boer' --function wijkagent \
      --phone 020-5550103

A BSN is never an argument: others can see those, and the shell remembers them. The same --id with the
same content is harmless.")]
pub struct Send {
    #[command(flatten)]
    family: FamilyArgs,
    #[command(flatten)]
    card: CardArgs,
    /// Whether a child is in acute danger.
    #[arg(long, value_parser = parser::<v1::Danger>())]
    pub danger: v1::Danger,
    /// Whether it was discussed with a parent or the youth first; if not, why.
    #[arg(long, value_parser = parser::<v1::Discussed>())]
    pub discussed: v1::Discussed,
    /// On which ground, where the covenant of the area asks: a code of its file.
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub entry_ground: String,
    /// What your organisation has tried itself, where the covenant asks; may be given several times.
    #[arg(long, value_name = "CODE")]
    pub own_attempt: Vec<String>,
    /// Id of the signal, UUIDv7, or the reference of one that was sent [default: a new one].
    #[arg(long, value_name = "SIGNAL", value_parser = words::named)]
    pub id: Option<Named>,
    #[command(flatten)]
    session: Session,
}

impl Send {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::send_concern_signal_request::Place;
        let acting = self.session.acting();
        let signal_id = match &self.id {
            Some(named) => self.session.signal_id(named).await?,
            None => Uuid::now_v7().to_string(),
        };
        let request = v1::SendConcernSignalRequest {
            signal_id,
            members: self.family.read()?,
            place: Some(self.card.place(Place::Area, Place::Postcode)),
            danger: self.danger.into(),
            professional: Some(self.card.card(&acting)),
            acting_professional: acting,
            discussed: self.discussed.into(),
            entry_ground: self.entry_ground,
            own_attempts: self.own_attempt,
        };
        let id = request.signal_id.clone();
        let answer =
            ask!(self.session, Client.send_concern_signal(request)).inspect_err(|error| {
                if error.uncertain() {
                    let again = "note: to try the same again, give --id {}; it is never done twice";
                    super::output::complain(&fill(again, &[&id]));
                }
            })?;
        self.session.show(answer.signal)
    }
}

/// Show one signal, with in whose hands it is and why.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt signal show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The signal.
    #[arg(value_name = "SIGNAL", value_parser = words::named)]
    pub signal: Named,
    #[command(flatten)]
    session: Session,
}

/// The signals that you must act on, or that you sent.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt signal list --as coordinator-zeeburg
  verwijspunt signal list --as politie-amsterdam-amstelland --role sent --closed")]
pub struct List {
    /// In which role.
    #[arg(long, value_parser = parser::<v1::SignalRole>(), default_value = "received")]
    pub role: v1::SignalRole,
    /// Also those that were taken up or referred.
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
        let found = list!(self.session, self.limit.limit, Client.list_concern_signals => signals, |page_token| {
            v1::ListConcernSignalsRequest {
                role: self.role.into(),
                include_closed: self.closed,
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let references: Vec<&str> = found.iter().map(|s| s.reference.as_str()).collect();
            let rows = found.iter().map(|s| {
                [
                    words::short(&s.reference, &s.signal_id, &references).to_owned(),
                    moment(s.sent_at.as_ref()),
                    together([state(s), called::<v1::Danger>(s.danger), s.area.clone()]),
                    s.sender.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                    s.recipient.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                ]
            });
            let headers = ["signal", "sent", "what", "from", "with"];
            table(headers, rows.collect(), "no signals")
        })
    }
}

/// Say what you do with a signal; only its recipient.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt signal answer --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 taken-up
  verwijspunt signal answer --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    referred --to-office coordinator-noord")]
pub struct Answer {
    /// The signal.
    #[arg(value_name = "SIGNAL", value_parser = words::named)]
    pub signal: Named,
    /// What you do with it.
    #[arg(value_name = "ANSWER", value_parser = parser::<v1::SignalAnswer>())]
    pub answer: v1::SignalAnswer,
    /// With referred: OIN or name of the organisation that must act.
    #[arg(long, value_name = "OIN", conflicts_with = "to_office")]
    pub to: Option<String>,
    /// With referred: office that must act.
    #[arg(long, value_name = "OFFICE")]
    pub to_office: Option<String>,
    #[command(flatten)]
    session: Session,
}

impl Answer {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::answer_concern_signal_request::ReferTo;
        let oin = match &self.to {
            Some(to) => Some(ReferTo::ReferToOin(self.session.oin(to).await?)),
            None => None,
        };
        let answer = ask!(
            self.session,
            Client.answer_concern_signal(v1::AnswerConcernSignalRequest {
                signal_id: self.session.signal_id(&self.signal).await?,
                answer: self.answer.into(),
                refer_to: oin.or_else(|| self.to_office.clone().map(ReferTo::ReferToOffice)),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.show(answer.signal)
    }
}

/// Say what became of a signal; only who took it up. The sender is told.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt signal outcome --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    false-alarm
  verwijspunt signal outcome --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    family-referred --kind mental-health-care
  verwijspunt signal outcome --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --arrival arrived")]
pub struct Outcome {
    /// The signal.
    #[arg(value_name = "SIGNAL", value_parser = words::named)]
    pub signal: Named,
    /// What became of it.
    #[arg(
        value_name = "OUTCOME",
        value_parser = parser::<v1::SignalOutcome>(),
        required_unless_present = "arrival"
    )]
    pub outcome: Option<v1::SignalOutcome>,
    /// With multi-problem-family: the category, for instance MPG2.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub category: String,
    /// With family-referred: the kind of organisation; `verwijspunt organisations` lists them.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub kind: String,
    /// Whether a family that was referred arrived.
    #[arg(long, value_parser = parser::<v1::SignalArrival>())]
    pub arrival: Option<v1::SignalArrival>,
    #[command(flatten)]
    session: Session,
}

/// The state of a signal, what became of it once that is known, and whether it is late.
fn state(s: &v1::ConcernSignal) -> String {
    let outcome = called::<v1::SignalOutcome>(s.outcome);
    match (s.outcome, s.state(), s.late) {
        (0, v1::SignalState::TakenUp, _) | (0, _, false) => called::<v1::SignalState>(s.state),
        (0, _, true) => fill("{}, late", &[&called::<v1::SignalState>(s.state)]),
        _ => outcome,
    }
}

impl Shown for v1::ConcernSignal {
    fn text(&self) -> String {
        show(self)
    }
}

fn show(s: &v1::ConcernSignal) -> String {
    let contact = s.professional.clone().unwrap_or_default();
    let call = [contact.name, contact.function, contact.phone, contact.email];
    let children = say(if s.children_under_18 { "yes" } else { "no" });
    let became = (s.outcome != 0).then(|| called::<v1::SignalOutcome>(s.outcome));
    let arrived = (s.arrival != 0).then(|| called::<v1::SignalArrival>(s.arrival));
    let said = [became.unwrap_or_default(), s.outcome_category.clone(), s.outcome_kind.clone()];
    let said = said.into_iter().chain(arrived).filter(|word| !word.is_empty());
    let outcome = said.collect::<Vec<_>>().join(", ");
    let reach = s.recipient_contact.clone().unwrap_or_default();
    let deputies = reach.deputies.iter().map(|deputy| deputy.phone.clone());
    let reach: Vec<String> =
        std::iter::once(reach.phone.clone()).chain(deputies).filter(|c| !c.is_empty()).collect();
    let mut text = fields(&[
        ("signal", s.signal_id.clone()),
        ("reference", s.reference.clone()),
        ("state", called::<v1::SignalState>(s.state)),
        ("take up by", s.due_at.as_ref().map(|at| moment(Some(at))).unwrap_or_default()),
        ("late", if s.late { say("yes").to_owned() } else { String::new() }),
        ("outcome", outcome),
        ("danger", called::<v1::Danger>(s.danger)),
        ("discussed", called::<v1::Discussed>(s.discussed)),
        ("ground", s.entry_ground.clone()),
        ("tried before", s.own_attempts.join(", ")),
        ("under 18", children.to_owned()),
        ("area", s.area.clone()),
        ("sent by", s.sender.as_ref().map(named).unwrap_or_default()),
        ("call", call.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ")),
        ("through", s.contact_office.clone()),
        ("must act", s.recipient.as_ref().map(named).unwrap_or_default()),
        ("call there", reach.join(", ")),
        ("informed", all_named(&s.informed)),
        ("case", words::spoken(&s.case_id)),
    ]);
    if let Some(route) = &s.route {
        let why = routed(route);
        text.push_str(&format!("\n{}", fields(&why)));
    }
    let history = s.history.iter().map(|step| {
        let what = called::<v1::SignalHappening>(step.happening).replace('-', " ");
        let with = step.recipient.as_ref().map(named).unwrap_or_default();
        [moment(step.at.as_ref()), what, with]
    });
    text.push_str(&format!("\n{}", table(["at", "what", "with"], history.collect(), "")));
    text
}

/// Report that a family moved.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("family").required(true))]
#[command(group = clap::ArgGroup::new("place").required(true))]
#[command(after_help = "\
Examples:
  verwijspunt move --as basisschool-de-waterlelie --area noord \\
    --involvement 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10
  verwijspunt move --as coordinator-zeeburg --outside --municipality 0363 \\
    --case 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

The former and the new director are told; open tickets go where the covenant points, with their
deadlines kept.")]
pub struct Move {
    /// An active involvement of your organisation with the family.
    #[arg(long, value_name = "INVOLVEMENT", value_parser = words::named, group = "family")]
    pub involvement: Option<Named>,
    /// For an office: a case that it directs.
    #[arg(long, value_name = "CASE", value_parser = words::named, group = "family")]
    pub case: Option<Named>,
    /// Area in which the family lives now, for instance noord.
    #[arg(long, group = "place")]
    pub area: Option<String>,
    /// Postcode instead of the area, for instance 1034AB.
    #[arg(long, group = "place")]
    pub postcode: Option<String>,
    /// The family left every covenant that is served here.
    #[arg(long, group = "place")]
    pub outside: bool,
    /// With --outside: code of the municipality where it went (CBS, four digits), when known.
    #[arg(long, value_name = "CODE", requires = "outside")]
    pub municipality: Option<String>,
    #[command(flatten)]
    session: Session,
}

impl Move {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::report_move_request::{Family, Place};
        let outside = v1::OutsideCovenant {
            municipality_code: self.municipality.clone().unwrap_or_default(),
        };
        let place = match (&self.area, &self.postcode) {
            (Some(area), _) => Place::Area(area.to_lowercase()),
            (None, Some(code)) => Place::Postcode(code.replace(' ', "")),
            (None, None) => Place::Outside(outside),
        };
        let family = match (&self.involvement, &self.case) {
            (Some(own), _) => Some(Family::InvolvementId(self.session.involvement_id(own).await?)),
            (None, Some(case)) => Some(Family::CaseId(self.session.case_id(case).await?)),
            (None, None) => None,
        };
        let answer = ask!(
            self.session,
            RegistryServiceClient.report_move(v1::ReportMoveRequest {
                family,
                place: Some(place),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.output.print(&Written(&answer), || match self.outside {
            true => {
                let said = "the director of {} was told and hands the family over";
                fill(said, &[&answer.area])
            }
            false => fill("the family counts as living in {} from now on", &[&answer.area]),
        })
    }
}

one_call! {
    Client => signal;

    Outcome.record_signal_outcome |verb, by| {
        v1::RecordSignalOutcomeRequest {
            signal_id: verb.session.signal_id(&verb.signal).await?,
            outcome: verb.outcome.map_or(0, Into::into),
            category: verb.category.clone(),
            organisation_kind: verb.kind.clone(),
            arrival: verb.arrival.map_or(0, Into::into),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Show.get_concern_signal |verb, by| {
        v1::GetConcernSignalRequest {
            signal_id: verb.session.signal_id(&verb.signal).await?,
            acting_professional: by,
        }
    }
}
