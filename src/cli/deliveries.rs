//! The verbs for ways out: how mail and webhooks of the own inbox stand, and trying one again.

use clap::{Args, Subcommand};

use super::{
    codes::called,
    connect::{ConnectArgs, call},
    errors::CliError,
    output::{self, OutputArgs, moment},
    texts::{fill, say},
    words::{one_of, parser},
};
use crate::{
    api::v1::{self, inbox_service_client::InboxServiceClient as Client},
    wire::{Written, all_written},
};

/// By which ways notifications reach you, and how each of them stands.
#[derive(Subcommand, Debug)]
pub enum Deliveries {
    /// How each way stands: what waits, what went wrong, when it is tried next.
    #[command(
        after_help = "Example:\n  verwijspunt deliveries list --as basisschool-de-waterlelie"
    )]
    List(List),
    /// Try a way again at once, when its trouble has passed.
    #[command(
        after_help = "Example:\n  verwijspunt deliveries resume webhook --as basisschool-de-waterlelie"
    )]
    Resume(Resume),
    /// Addresses on contact cards of your professionals that take no mail.
    #[command(
        after_help = "Example:\n  verwijspunt deliveries refused --as basisschool-de-waterlelie"
    )]
    Refused(List),
    /// How you yourself are mailed that something waits, and which addresses on your cards take no mail.
    #[command(
        after_help = "Examples:\n  verwijspunt deliveries own --as basisschool-de-waterlelie\n  \
        verwijspunt deliveries own --choose morning --as basisschool-de-waterlelie"
    )]
    Own(Own),
}

/// How each way stands.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// How you yourself are mailed.
#[derive(Args, Debug)]
pub struct Own {
    /// From now on so; what the covenant obliges is told whatever you choose.
    #[arg(long, value_name = "HOW", value_parser = parser::<v1::MailChoice>())]
    choose: Option<v1::MailChoice>,
    /// The addresses on your cards are right: try them again at once.
    #[arg(long)]
    confirm: bool,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The ways that can be tried again: the own system fetches for itself.
const TRIED_AGAIN: [v1::DeliveryChannel; 3] =
    [v1::DeliveryChannel::Webhook, v1::DeliveryChannel::Mail, v1::DeliveryChannel::Professionals];

/// Tries a way again.
#[derive(Args, Debug)]
pub struct Resume {
    /// Which way.
    #[arg(value_name = "WAY", value_parser = one_of(&TRIED_AGAIN))]
    way: v1::DeliveryChannel,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Deliveries {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::List(list) => list.run().await,
            Self::Resume(resume) => resume.run().await,
            Self::Refused(list) => list.refused().await,
            Self::Own(own) => own.run().await,
        }
    }
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let acting_professional = self.connect.acting();
        let request = v1::ListDeliveriesRequest { acting_professional };
        let answer = call!(client.list_deliveries(request))?;
        self.output.print(&all_written(&answer.deliveries), || {
            let ways = table(&answer.deliveries);
            match answer.refused_addresses.as_slice() {
                [] => ways,
                some => format!("{ways}\n{}", addresses(some)),
            }
        })
    }

    async fn refused(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let acting_professional = self.connect.acting();
        let request = v1::ListDeliveriesRequest { acting_professional };
        let refused = call!(client.list_deliveries(request))?.refused_addresses;
        self.output.print(&all_written(&refused), || addresses(&refused))
    }
}

impl Own {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let acting_professional = self.connect.acting();
        let own = if self.choose.is_some() || self.confirm {
            call!(client.choose_own_mail(v1::ChooseOwnMailRequest {
                choice: self.choose.unwrap_or_default().into(),
                addresses_confirmed: self.confirm,
                acting_professional,
            }))?
        } else {
            call!(client.get_own_mail(v1::GetOwnMailRequest { acting_professional }))?
        };
        self.output.print(&Written(&own), || {
            let how = called::<v1::MailChoice>(own.choice);
            let chosen = fill(
                if own.mailed {
                    "Your organisation has its professionals mailed; you chose: {}."
                } else {
                    "Your organisation does not have its professionals mailed; you chose: {}."
                },
                &[&how],
            );
            match own.refused_addresses.as_slice() {
                [] => chosen,
                some => format!("{chosen}\n{}", addresses(some)),
            }
        })
    }
}

impl Resume {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.resume_delivery(v1::ResumeDeliveryRequest {
            channel: self.way.into(),
            acting_professional: self.connect.acting(),
        }))?;
        self.output.print(&answer.delivery.as_ref().map(Written), || match &answer.delivery {
            None => say("There is no address for it; the parties file has none.").to_owned(),
            Some(one) if one.waiting == 0 => say("Nothing waits for it.").to_owned(),
            Some(one) => fill("It is tried now; {} notifications wait for it.", &[&one.waiting]),
        })
    }
}

fn table(all: &[v1::Delivery]) -> String {
    let row = |one: &v1::Delivery| {
        let trouble = match (one.trouble(), one.trouble_code) {
            (v1::DeliveryTrouble::Unspecified, _) => String::new(),
            (_, 0) => called::<v1::DeliveryTrouble>(one.trouble),
            (_, code) => format!("{} {code}", called::<v1::DeliveryTrouble>(one.trouble)),
        };
        [
            called::<v1::DeliveryChannel>(one.channel),
            one.address.clone(),
            one.waiting.to_string(),
            moment(one.arrived_at.as_ref()),
            trouble,
            moment(one.paused_since.as_ref()),
            moment(one.next_try_at.as_ref()),
        ]
    };
    let headers =
        ["way", "address", "waiting", "last arrived", "trouble", "paused since", "next try"];
    output::table(headers, all.iter().map(row).collect(), "there is no way out")
}

fn addresses(all: &[v1::RefusedAddress]) -> String {
    let row = |one: &v1::RefusedAddress| {
        [
            one.professional_id.clone(),
            one.address.clone(),
            moment(one.refused_since.as_ref()),
            one.involvement_id.clone(),
        ]
    };
    let headers = ["professional", "e-mail address", "takes no mail since", "involvement"];
    output::table(headers, all.iter().map(row).collect(), "every address takes mail")
}
