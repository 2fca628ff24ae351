//! The verbs of registering: register, involved, involvements, renew, end.

use clap::Args;
use uuid::Uuid;

use super::{
    codes::called,
    contact::Deputy,
    errors::CliError,
    member::{CardArgs, FamilyArgs},
    output::{self, fields, persons, table, together},
    repeat,
    session::{ALL, Limit, PAGE, Session, ask, list, request_id},
    texts::{fill, say},
    whose,
    words::{self, Named, one_of, parser, short_of, spoken, today},
};
use crate::{
    api::v1::{self, registry_service_client::RegistryServiceClient as Client},
    wire::{Written, all_written},
};

/// Register that your organisation is involved with a family.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo 'child:123456782:2015-05-04; parent:111222333' |
    verwijspunt register --as basisschool-de-waterlelie --professional j.jansen --members - \\
      --area zeeburg --name 'J. Jansen' --function 'school social worker' --phone 020-5550101

A BSN is never an argument: others can see those, and the shell remembers them. The same --id with the
same content is harmless.")]
pub struct Register {
    #[command(flatten)]
    family: FamilyArgs,
    #[command(flatten)]
    card: CardArgs,
    /// First day [default: today].
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// Last day [default: the covenant's term].
    #[arg(long, value_name = "DATE")]
    pub end: Option<String>,
    /// The day on which the family was told.
    #[arg(long, value_name = "DATE", conflicts_with = "not_informed")]
    pub informed_on: Option<String>,
    /// Why the family was not told.
    #[arg(long, value_name = "GROUND", value_parser = parser::<v1::NotInformedGround>())]
    pub not_informed: Option<v1::NotInformedGround>,
    /// By which you know the family: capitals and digits, no name, no BSN; only you see it.
    #[arg(long, value_name = "REFERENCE", default_value = "", hide_default_value = true)]
    pub own_reference: String,
    #[command(flatten)]
    deputy: Deputy,
    /// Id of the involvement, UUIDv7 [default: a new one].
    #[arg(long, value_name = "UUID", value_parser = words::id)]
    pub id: Option<Uuid>,
    #[command(flatten)]
    session: Session,
}

impl Register {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let request = self.request()?;
        let id = request.involvement_id.clone();
        let answer =
            ask!(self.session, Client.register_involvement(request)).inspect_err(|error| {
                if error.uncertain() {
                    let again = "note: to try the same again, give --id {}; it is never done twice";
                    output::complain(&fill(again, &[&id]));
                }
                if let Some(office) = self.session.connect.office().filter(|_| error.forbidden()) {
                    let why = "note: {} is an office, and offices register nobody: only organisations \
                               do; `signal send` is for a worry, `case open` takes a family up";
                    output::complain(&fill(why, &[&office]));
                }
            })?;
        if let Some(login) = self.whose().filter(|_| answer.contact_updated) {
            let shared = "note: whose card it is was not said, so it is that of \"{}\", who acts; if you \
                          share that name with a colleague whose card it was, give each of you an own \
                          --contact-id and register again";
            output::complain(&fill(shared, &[&login]));
        }
        self.say_what_stays(&answer);
        self.session.output.print(&Written(&answer), || registered(&answer))
    }

    /// Says loudly what was asked otherwise than it stands. The first day only when it was asked here:
    /// without it, today was sent.
    fn say_what_stays(&self, answer: &v1::RegisterInvolvementResponse) {
        let mut parts = repeat::parts(&answer.not_applied);
        parts.retain(|part| self.start.is_some() || *part != v1::RegistrationPart::StartDate);
        if parts.is_empty() {
            return;
        }
        let note =
            "note: this family was registered before, otherwise; it stays as it was registered:";
        output::complain(say(note));
        repeat::advice(&parts).iter().for_each(|line| output::complain(line));
    }

    /// Whose card it is when nobody said so: colleagues may share a login.
    fn whose(&self) -> Option<String> {
        (!self.card.says_whose()).then(|| self.session.acting())
    }

    fn request(&self) -> Result<v1::RegisterInvolvementRequest, CliError> {
        use v1::register_involvement_request::Place;
        let acting = self.session.acting();
        let informed = match (&self.informed_on, self.not_informed) {
            (Some(day), _) => Some(v1::informed::State::InformedOn(day.clone())),
            (None, Some(ground)) => Some(v1::informed::State::Ground(ground.into())),
            (None, None) => None,
        };
        Ok(v1::RegisterInvolvementRequest {
            involvement_id: self.id.unwrap_or_else(Uuid::now_v7).to_string(),
            members: self.family.read()?,
            professional: Some(v1::ContactCard {
                deputy: self.deputy.read(),
                ..self.card.card(&acting)
            }),
            place: Some(self.card.place(Place::Area, Place::Postcode)),
            start_date: self.start.clone().unwrap_or_else(today),
            end_date: self.end.clone().unwrap_or_default(),
            informed: informed.map(|state| v1::Informed { state: Some(state) }),
            acting_professional: acting,
            organisation_oin: String::new(),
            own_reference: self.own_reference.clone(),
        })
    }
}

/// The reference of something, and its id for whoever keeps that.
fn beside(id: &str) -> String {
    if id.is_empty() { String::new() } else { format!("{}  {id}", spoken(id)) }
}

fn registered(answer: &v1::RegisterInvolvementResponse) -> String {
    let involvement = answer.involvement.clone().unwrap_or_default();
    let mut text = fields(&[
        ("involvement", beside(&involvement.involvement_id)),
        ("until", involvement.end_date),
        ("match", answer.r#match.as_ref().map(|m| beside(&m.match_id)).unwrap_or_default()),
    ]);
    let mut told = |what: &str| {
        text.push_str(say(what));
        text.push('\n');
    };
    if answer.already_registered {
        told("already registered before; nobody was notified of a match again");
    }
    if answer.contact_updated {
        told("the contact card was another one; the others see the new one now");
    }
    if answer.informed_recorded {
        told("what you said of informing the family is recorded now");
    }
    if answer.earlier_involvement {
        told("there was an earlier involvement with one of these persons");
    }
    match &answer.r#match {
        None if answer.already_registered => {
            told("`verwijspunt involved` with that id shows who else is involved");
        }
        None => told("nobody else is involved; you will be told when that changes"),
        Some(found) => {
            text.push_str(&format!("\n{}\n", say("also involved, and told about you:")));
            text.push_str(&output::parties_of(found));
        }
    }
    text
}

/// Who else is involved, by an involvement of your own.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt involved --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

There is no search by person. Without an active involvement of your own there is no answer.")]
pub struct Involved {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    #[command(flatten)]
    session: Session,
}

impl Involved {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let own = self.session.involvement_id(&self.involvement).await?;
        let parties = list!(self.session, ALL, Client.list_involved => parties, |page_token| {
            v1::ListInvolvedRequest {
                involvement_id: own.clone(),
                acting_professional: self.session.acting(),
                page_size: PAGE,
                page_token,
            }
        })?;
        self.session.output.print(&all_written(&parties), || output::parties(&parties))
    }
}

/// The involvements of your organisation.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt involvements --as basisschool-de-waterlelie -o json")]
pub struct Involvements {
    /// Only those of this professional, by the id on the contact card.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub of: String,
    /// Only active ones.
    #[arg(long)]
    pub active: bool,
    /// Only those of which nothing is recorded about informing the family.
    #[arg(long)]
    pub to_be_informed: bool,
    /// Only those with this reference of your own.
    #[arg(long, value_name = "REFERENCE", default_value = "", hide_default_value = true)]
    pub own_reference: String,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Involvements {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Client.list_involvements => involvements, |page_token| {
            v1::ListInvolvementsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
                professional_id: self.of.clone(),
                active_only: self.active,
                to_be_informed: self.to_be_informed,
                own_reference: self.own_reference.clone(),
                reference: self.reference.clone(),
            }
        })?;
        whose::everybodys(&self.session, &self.of);
        self.session.output.print(&all_written(&found), || {
            let references: Vec<String> = found.iter().map(|i| spoken(&i.involvement_id)).collect();
            let rows = found.iter().map(|i| {
                [
                    short_of(&i.involvement_id, &references),
                    called::<v1::InvolvementState>(i.state),
                    together([persons(&i.roles), i.area.clone()]),
                    i.end_date.clone(),
                    i.professional.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
                    i.own_reference.clone(),
                ]
            });
            let headers =
                ["reference", "state", "family", "until", "professional", "own reference"];
            table(headers, rows.collect(), "no involvements")
        })?;
        if found.is_empty() && !self.of.is_empty() {
            whose::nobodys(&self.session, &self.of).await;
        }
        Ok(())
    }
}

/// Let an involvement last longer.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt renew --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --until 2028-06-30")]
pub struct Renew {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    /// The new last day.
    #[arg(long, value_name = "DATE")]
    pub until: String,
    #[command(flatten)]
    session: Session,
}

impl Renew {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.renew_involvement(v1::RenewInvolvementRequest {
                involvement_id: self.session.involvement_id(&self.involvement).await?,
                end_date: self.until.clone(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        let renewed = answer.involvement.unwrap_or_default();
        self.session.output.print(&Written(&renewed), || {
            let own = spoken(&renewed.involvement_id);
            fill("involvement {} lasts until {}", &[&own, &renewed.end_date])
        })
    }
}

/// End an involvement.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt end --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10

With --reason unjustified the registration is destroyed, with the matches that came of it.")]
pub struct End {
    /// An involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    /// no-longer-involved goes to the archive; unjustified is destroyed.
    #[arg(long, value_parser = one_of(&[v1::EndReason::NoLongerInvolved, v1::EndReason::Unjustified]), default_value = "no-longer-involved")]
    pub reason: v1::EndReason,
    #[command(flatten)]
    session: Session,
}

impl End {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.end_involvement(v1::EndInvolvementRequest {
                involvement_id: self.session.involvement_id(&self.involvement).await?,
                reason: self.reason.into(),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            })
        )?;
        let ended = answer.involvement.as_ref();
        self.session.output.print(&ended.map(Written), || match ended {
            Some(_) => fill("involvement {} ended; it is in the archive", &[&self.involvement]),
            None => fill("involvement {} destroyed", &[&self.involvement]),
        })
    }
}
