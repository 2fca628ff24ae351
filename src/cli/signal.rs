//! The verbs of concern: signal send, show, list, answer, and move.

use clap::{Args, Subcommand};
use serde_json::Value;
use tonic::transport::Channel;
use uuid::Uuid;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    json, member,
    output::{OutputArgs, all_named, fields, moment, named, table},
    registry::{PAGE, enough},
    ticket::routed,
    words::{self, parser, word},
};
use crate::api::v1::{
    self, registry_service_client::RegistryServiceClient,
    signal_service_client::SignalServiceClient as Client,
};

/// Ask the desk that must act to look at a family.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt signal send --as politie-amsterdam-amstelland --members - --area zeeburg \\
      --danger acute --name 'A. de Boer' --function wijkagent --phone 020-5550103")]
pub enum SignalCommand {
    /// Send a signal to whom the covenant points.
    Send(Box<Send>),
    /// Show one signal, with in whose hands it is and why.
    Show(Show),
    /// The signals that you must act on, or that you sent.
    List(List),
    /// Say what you do with a signal; only its recipient.
    Answer(Answer),
}

impl SignalCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Send(verb) => verb.run().await,
            Self::Show(verb) => verb.run().await,
            Self::List(verb) => verb.run().await,
            Self::Answer(verb) => verb.run().await,
        }
    }
}

/// The options that all verbs on signals share.
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

    fn print(&self, signal: Option<v1::ConcernSignal>) -> Result<(), CliError> {
        let signal = signal.unwrap_or_default();
        self.output.print(&json::signal(&signal), || show(&signal))
    }
}

/// Send a signal to whom the covenant points.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt signal send --as politie-amsterdam-amstelland --members - --area zeeburg \\
      --danger acute --name 'A. de Boer' --function wijkagent --phone 020-5550103

Give the members by --members rather than by --child and --parent on a shared machine: others can
see arguments, and the shell remembers them. The same --id with the same content is harmless.")]
pub struct Send {
    #[command(flatten)]
    family: member::FamilyArgs,
    /// Area in which the family lives, for instance zeeburg.
    #[arg(long, required_unless_present = "postcode", conflicts_with = "postcode")]
    pub area: Option<String>,
    /// Postcode instead of the area, for instance 1019AB.
    #[arg(long)]
    pub postcode: Option<String>,
    /// Whether a child is in acute danger.
    #[arg(long, value_parser = parser::<v1::Danger>())]
    pub danger: v1::Danger,
    /// Name of the professional whom the recipient should call.
    #[arg(long)]
    pub name: String,
    /// Function, for instance wijkagent.
    #[arg(long)]
    pub function: String,
    /// Telephone number; this or --email.
    #[arg(long, required_unless_present = "email")]
    pub phone: Option<String>,
    /// E-mail address; this or --phone.
    #[arg(long)]
    pub email: Option<String>,
    /// Id of that professional, when another than who acts.
    #[arg(long, value_name = "ID")]
    pub contact_id: Option<String>,
    /// Id of the signal, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    shared: Shared,
}

impl Send {
    async fn run(self) -> Result<(), CliError> {
        use v1::send_concern_signal_request::Place;
        let acting = self.shared.acting();
        let place = match (&self.area, &self.postcode) {
            (Some(area), _) => Some(Place::Area(area.to_lowercase())),
            (None, Some(code)) => Some(Place::Postcode(code.replace(' ', ""))),
            (None, None) => None,
        };
        let request = v1::SendConcernSignalRequest {
            signal_id: self.id.unwrap_or_else(Uuid::now_v7).to_string(),
            members: self.family.read()?,
            place,
            danger: self.danger.into(),
            professional: Some(v1::ContactCard {
                professional_id: self.contact_id.clone().unwrap_or_else(|| acting.clone()),
                name: self.name.clone(),
                function: self.function.clone(),
                phone: self.phone.clone().unwrap_or_default(),
                email: self.email.clone().unwrap_or_default(),
                ..Default::default()
            }),
            acting_professional: acting,
        };
        let id = request.signal_id.clone();
        let client = self.shared.client().await?;
        let answer = call!(client.send_concern_signal(request)).inspect_err(|error| {
            if error.uncertain() {
                eprintln!("note: to try the same again, give --id {id}; it is never done twice");
            }
        })?;
        self.shared.print(answer.signal)
    }
}

/// Show one signal, with in whose hands it is and why.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt signal show --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The signal.
    #[arg(value_name = "SIGNAL", value_parser = words::id)]
    pub signal: Uuid,
    #[command(flatten)]
    shared: Shared,
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = self.shared.client().await?;
        let answer = call!(client.get_concern_signal(v1::GetConcernSignalRequest {
            signal_id: self.signal.to_string(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.signal)
    }
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
            let answer = call!(client.list_concern_signals(v1::ListConcernSignalsRequest {
                role: self.role.into(),
                include_closed: self.closed,
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.shared.acting(),
            }))?;
            found.extend(answer.signals);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let all: Value = found.iter().map(json::signal).collect();
        self.shared.output.print(&all, || {
            let rows = found.iter().map(|s| {
                [
                    s.signal_id.clone(),
                    moment(s.sent_at.as_ref()),
                    word::<v1::Danger>(s.danger).to_owned(),
                    s.area.clone(),
                    s.sender.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                    s.recipient.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
                    word::<v1::SignalState>(s.state).to_owned(),
                ]
            });
            let headers = ["signal", "sent", "danger", "area", "from", "with", "state"];
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
    #[arg(value_name = "SIGNAL", value_parser = words::id)]
    pub signal: Uuid,
    /// What you do with it.
    #[arg(value_name = "ANSWER", value_parser = parser::<v1::SignalAnswer>())]
    pub answer: v1::SignalAnswer,
    /// With referred: OIN of the organisation that must act.
    #[arg(long, value_name = "OIN", conflicts_with = "to_office")]
    pub to: Option<String>,
    /// With referred: office that must act.
    #[arg(long, value_name = "OFFICE")]
    pub to_office: Option<String>,
    #[command(flatten)]
    shared: Shared,
}

impl Answer {
    async fn run(self) -> Result<(), CliError> {
        use v1::answer_concern_signal_request::ReferTo;
        let oin = self.to.clone().map(ReferTo::ReferToOin);
        let client = self.shared.client().await?;
        let answer = call!(client.answer_concern_signal(v1::AnswerConcernSignalRequest {
            signal_id: self.signal.to_string(),
            answer: self.answer.into(),
            refer_to: oin.or_else(|| self.to_office.clone().map(ReferTo::ReferToOffice)),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.print(answer.signal)
    }
}

fn show(s: &v1::ConcernSignal) -> String {
    let contact = s.professional.clone().unwrap_or_default();
    let call = [contact.name, contact.function, contact.phone, contact.email];
    let children = if s.children_under_18 { "yes" } else { "no" };
    let mut text = fields(&[
        ("signal", s.signal_id.clone()),
        ("state", word::<v1::SignalState>(s.state).to_owned()),
        ("danger", word::<v1::Danger>(s.danger).to_owned()),
        ("under 18", children.to_owned()),
        ("area", s.area.clone()),
        ("sent by", s.sender.as_ref().map(named).unwrap_or_default()),
        ("call", call.into_iter().filter(|c| !c.is_empty()).collect::<Vec<_>>().join(", ")),
        ("through", s.contact_office.clone()),
        ("must act", s.recipient.as_ref().map(named).unwrap_or_default()),
        ("informed", all_named(&s.informed)),
        ("case", s.case_id.clone()),
    ]);
    if let Some(route) = &s.route {
        let why = routed(route);
        text.push_str(&format!("\n{}", fields(&why)));
    }
    let history = s.history.iter().map(|step| {
        let what = word::<v1::SignalHappening>(step.happening).replace('-', " ");
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
    #[arg(long, value_name = "UUID", value_parser = words::id, group = "family")]
    pub involvement: Option<Uuid>,
    /// For an office: a case that it directs.
    #[arg(long, value_name = "UUID", value_parser = words::id, group = "family")]
    pub case: Option<Uuid>,
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
    shared: Shared,
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
        let involvement = self.involvement.map(|id| Family::InvolvementId(id.to_string()));
        let family = involvement.or_else(|| self.case.map(|id| Family::CaseId(id.to_string())));
        let client = RegistryServiceClient::new(self.shared.connect.channel().await?);
        let answer = call!(client.report_move(v1::ReportMoveRequest {
            family,
            place: Some(place),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.shared.acting(),
        }))?;
        self.shared.output.print(&serde_json::json!({ "area": answer.area }), || {
            match self.outside {
                true => {
                    format!("the director of {} was told and hands the family over", answer.area)
                }
                false => format!("the family counts as living in {} from now on", answer.area),
            }
        })
    }
}
