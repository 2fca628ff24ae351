//! The verbs for ways out: how mail and webhooks of the own inbox stand, and trying one again.

use clap::{Args, Subcommand};

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    output::{self, OutputArgs, moment},
    texts::{fill, say},
    words::{parser, word},
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
}

/// How each way stands.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Tries a way again.
#[derive(Args, Debug)]
pub struct Resume {
    /// Which way.
    #[arg(value_name = "WAY", value_parser = parser::<v1::DeliveryChannel>())]
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
        }
    }
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let acting_professional = self.connect.acting();
        let request = v1::ListDeliveriesRequest { acting_professional };
        let answer = call!(client.list_deliveries(request))?;
        self.output.print(&all_written(&answer.deliveries), || table(&answer.deliveries))
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
            (_, 0) => word::<v1::DeliveryTrouble>(one.trouble).to_owned(),
            (_, code) => format!("{} {code}", word::<v1::DeliveryTrouble>(one.trouble)),
        };
        [
            word::<v1::DeliveryChannel>(one.channel).to_owned(),
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
