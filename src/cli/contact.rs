//! The verbs after a registration: update-contact, hand-over, informed, own-reference, add-members.

use clap::Args;

use super::{
    connect::call,
    errors::CliError,
    member, output,
    session::{Session, request_id},
    texts::{fill, say},
    whose,
    words::{self, Named, parser},
};
use crate::{
    api::v1::{self, registry_service_client::RegistryServiceClient as Client},
    wire::Written,
};

/// Who stands in for the professional on a card.
#[derive(Args, Debug)]
pub struct Deputy {
    /// Name of who answers when the professional is away.
    #[arg(long, value_name = "NAME")]
    pub deputy_name: Option<String>,
    /// Telephone number of the deputy; this or --deputy-email.
    #[arg(long, value_name = "PHONE", requires = "deputy_name")]
    pub deputy_phone: Option<String>,
    /// E-mail address of the deputy; this or --deputy-phone.
    #[arg(long, value_name = "EMAIL", requires = "deputy_name")]
    pub deputy_email: Option<String>,
}

impl Deputy {
    pub(crate) fn read(&self) -> Option<v1::Deputy> {
        Some(v1::Deputy {
            name: self.deputy_name.clone()?,
            phone: self.deputy_phone.clone().unwrap_or_default(),
            email: self.deputy_email.clone().unwrap_or_default(),
        })
    }
}

/// A contact card, whole.
#[derive(Args, Debug)]
pub struct Card {
    /// Name of the professional that others should call.
    #[arg(long)]
    pub name: String,
    /// Function, for instance 'school social worker'.
    #[arg(long)]
    pub function: String,
    /// Telephone number; this or --email.
    #[arg(long, required_unless_present = "email")]
    pub phone: Option<String>,
    /// E-mail address; this or --phone.
    #[arg(long)]
    pub email: Option<String>,
    #[command(flatten)]
    deputy: Deputy,
}

impl Card {
    fn of(&self, professional_id: &str) -> v1::ContactCard {
        v1::ContactCard {
            professional_id: professional_id.to_owned(),
            name: self.name.clone(),
            function: self.function.clone(),
            phone: self.phone.clone().unwrap_or_default(),
            email: self.email.clone().unwrap_or_default(),
            deputy: self.deputy.read(),
        }
    }
}

/// Another telephone number, e-mail address or deputy, for one involvement or all of somebody.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt update-contact --as basisschool-de-waterlelie --of j.jansen \\
    --name 'J. Jansen' --function 'school social worker' --phone 020-5550102

The card is given whole. The others see it at once, in the matches of before too.")]
pub struct UpdateContact {
    /// Whose card it is: the id on it. All active involvements of that professional change, or the
    /// one that is named.
    #[arg(long, value_name = "ID")]
    pub of: String,
    /// Only this involvement.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Option<Named>,
    #[command(flatten)]
    card: Card,
    #[command(flatten)]
    session: Session,
}

impl UpdateContact {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::update_contact_request::Which;
        let client = Client::new(self.session.connect.channel().await?);
        let which = match &self.involvement {
            Some(own) => Which::InvolvementId(self.session.involvement_id(own).await?),
            None => Which::AllOfProfessional(self.of.clone()),
        };
        // Changes are made in parts, each whole by itself; this is how many were made.
        let mut count = 0;
        loop {
            let answer = call!(client.update_contact(v1::UpdateContactRequest {
                which: Some(which.clone()),
                professional: Some(self.card.of(&self.of)),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            }))?;
            count += answer.updated;
            if !answer.more {
                if count == 0 && self.involvement.is_none() {
                    whose::nobodys(&self.session, &self.of).await;
                }
                let all = v1::UpdateContactResponse { updated: count, ..answer };
                let said = || fill("involvements with the new card: {}", &[&count]);
                return self.session.output.print(&Written(&all), said);
            }
        }
    }
}

/// Give an involvement, or all of somebody, to a colleague.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt hand-over --as basisschool-de-waterlelie --from j.jansen --to p.pieters \\
    --name 'P. Pieters' --function 'school social worker' --phone 020-5550103

Everybody who matches sees the colleague at once; nobody hears of a new match.")]
pub struct HandOver {
    /// Of whom: the id on the card. All active involvements of that professional.
    #[arg(long, value_name = "ID", required_unless_present = "involvement")]
    pub from: Option<String>,
    /// Only this involvement.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named, conflicts_with = "from")]
    pub involvement: Option<Named>,
    /// Id of the colleague who takes over.
    #[arg(long, value_name = "ID")]
    pub to: String,
    #[command(flatten)]
    card: Card,
    #[command(flatten)]
    session: Session,
}

impl HandOver {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::hand_over_involvement_request::Which;
        let client = Client::new(self.session.connect.channel().await?);
        let which = match &self.involvement {
            Some(own) => Which::InvolvementId(self.session.involvement_id(own).await?),
            None => Which::AllOfProfessional(self.from.clone().unwrap_or_default()),
        };
        // Changes are made in parts, each whole by itself; this is how many were made.
        let mut count = 0;
        loop {
            let answer = call!(client.hand_over_involvement(v1::HandOverInvolvementRequest {
                which: Some(which.clone()),
                professional: Some(self.card.of(&self.to)),
                request_id: request_id(),
                acting_professional: self.session.acting(),
            }))?;
            count += answer.handed_over;
            if !answer.more {
                if count == 0 && self.involvement.is_none() {
                    whose::nobodys(&self.session, self.from.as_deref().unwrap_or_default()).await;
                }
                let all = v1::HandOverInvolvementResponse { handed_over: count, ..answer };
                let said = || fill("involvements handed over: {}", &[&count]);
                return self.session.output.print(&Written(&all), said);
            }
        }
    }
}

/// Record whether the family was told of the registration.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt informed --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --on 2026-03-02")]
pub struct Informed {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    /// The day on which the family was told.
    #[arg(long, value_name = "DATE", required_unless_present = "not")]
    pub on: Option<String>,
    /// Why the family was not told.
    #[arg(long, value_name = "GROUND", conflicts_with = "on",
          value_parser = parser::<v1::NotInformedGround>())]
    pub not: Option<v1::NotInformedGround>,
    #[command(flatten)]
    session: Session,
}

impl Informed {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::informed::State;
        let client = Client::new(self.session.connect.channel().await?);
        let state = match self.not {
            Some(ground) => State::Ground(ground.into()),
            None => State::InformedOn(self.on.clone().unwrap_or_default()),
        };
        let answer = call!(client.record_informed(v1::RecordInformedRequest {
            involvement_id: self.session.involvement_id(&self.involvement).await?,
            informed: Some(v1::Informed { state: Some(state) }),
            request_id: request_id(),
            acting_professional: self.session.acting(),
        }))?;
        let own = answer.involvement.unwrap_or_default();
        self.session.output.print(&Written(&own), || say("recorded").to_owned())
    }
}

/// The reference by which you know the family of an involvement.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt own-reference --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    MW-2026/0417

1 to 24 capitals, digits, '.', '/' or '-', with a digit, no name and no BSN. Only your own
organisation sees it. Without one the reference is removed.")]
pub struct SetOwnReference {
    /// An involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    /// The reference.
    #[arg(value_name = "REFERENCE", default_value = "", hide_default_value = true)]
    pub reference: String,
    #[command(flatten)]
    session: Session,
}

impl SetOwnReference {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.session.connect.channel().await?);
        let answer = call!(client.set_own_reference(v1::SetOwnReferenceRequest {
            involvement_id: self.session.involvement_id(&self.involvement).await?,
            own_reference: self.reference.clone(),
            request_id: request_id(),
            acting_professional: self.session.acting(),
        }))?;
        let own = answer.involvement.unwrap_or_default();
        self.session.output.print(&Written(&own), || match own.own_reference.as_str() {
            "" => say("no reference of your own any more").to_owned(),
            reference => fill("you know it as {}", &[&reference]),
        })
    }
}

/// Name more persons in an involvement.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  echo 'parent:111222333' |
    verwijspunt add-members --as basisschool-de-waterlelie \\
      01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 --members -")]
pub struct AddMembers {
    /// An active involvement of your organisation.
    #[arg(value_name = "INVOLVEMENT", value_parser = words::named)]
    pub involvement: Named,
    #[command(flatten)]
    family: member::FamilyArgs,
    #[command(flatten)]
    session: Session,
}

impl AddMembers {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let members = self.family.read()?;
        let client = Client::new(self.session.connect.channel().await?);
        let answer = call!(client.add_members(v1::AddMembersRequest {
            involvement_id: self.session.involvement_id(&self.involvement).await?,
            members,
            request_id: request_id(),
            acting_professional: self.session.acting(),
        }))?;
        self.session.output.print(&Written(&answer), || match &answer.r#match {
            None => say("added; nobody else is involved by it").to_owned(),
            Some(found) => {
                let also = say("also involved, and told about you:");
                format!("{also}\n{}", output::parties(&found.parties))
            }
        })
    }
}
