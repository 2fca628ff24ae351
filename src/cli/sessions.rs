//! The verbs for sessions: who of an organisation is signed in, and ending that.

use clap::{Args, Subcommand};

use super::{
    connect::call,
    errors::CliError,
    output::{self, moment},
    session::Session,
    texts::{fill, say},
    words::{self, Named, short_of, spoken},
};
use crate::{
    api::v1::{self, session_service_client::SessionServiceClient as Client},
    wire::{Written, all_written},
};

/// People of the own organisation who are signed in.
#[derive(Subcommand, Debug)]
pub enum Sessions {
    /// Who is signed in now.
    #[command(after_help = "Example:\n  verwijspunt sessions list --as gemeente-amsterdam")]
    List(List),
    /// Ends sessions at once, for instance of somebody who left or lost a telephone.
    #[command(after_help = "Examples:\n  \
        verwijspunt sessions end --as gemeente-amsterdam --person j.verhoeven\n  \
        verwijspunt sessions end --as gemeente-amsterdam --session 0190a000-0000-7000-8000-000000000001")]
    End(End),
}

/// Who is signed in now.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    caller: Session,
}

/// Ends sessions at once.
#[derive(Args, Debug)]
pub struct End {
    /// All sessions of this professional: the name or number in the list.
    #[arg(
        long,
        value_name = "NAME",
        required_unless_present = "session",
        conflicts_with = "session"
    )]
    person: Option<String>,
    /// One session, by its reference in the list or its id in the audit log.
    #[arg(long, value_name = "SESSION", value_parser = words::named)]
    session: Option<Named>,
    #[command(flatten)]
    caller: Session,
}

impl Sessions {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        match self {
            Self::List(list) => list.run().await,
            Self::End(end) => end.run().await,
        }
    }
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.caller.connect.channel().await?);
        let acting_professional = self.caller.acting();
        let answer = call!(client.list_sessions(v1::ListSessionsRequest { acting_professional }))?;
        self.caller.output.print(&all_written(&answer.sessions), || table(&answer.sessions))
    }
}

impl End {
    async fn run(self) -> Result<(), CliError> {
        let session_id = match &self.session {
            Some(named) => self.caller.session_id(named).await?,
            None => String::new(),
        };
        let client = Client::new(self.caller.connect.channel().await?);
        let answer = call!(client.end_sessions(v1::EndSessionsRequest {
            session_id: session_id.clone(),
            professional: self.person.clone().unwrap_or_default(),
            acting_professional: self.caller.acting(),
        }))?;
        self.caller.output.print(&Written(&answer), || match answer.ended {
            0 => say("There is no such session of your organisation.").to_owned(),
            1 => say("One session is ended.").to_owned(),
            more => fill("{} sessions are ended.", &[&more]),
        })
    }
}

fn table(sessions: &[v1::Session]) -> String {
    let references: Vec<String> = sessions.iter().map(|one| spoken(&one.session_id)).collect();
    let row = |session: &v1::Session| {
        let seat =
            if session.office.is_empty() { say("the organisation") } else { &session.office };
        [
            session.professional.clone(),
            seat.to_owned(),
            moment(session.signed_in_at.as_ref()),
            moment(session.ends_at.as_ref()),
            short_of(&session.session_id, &references),
        ]
    };
    let headers = ["who", "for", "signed in", "ends unless used", "session"];
    let nobody = "nobody of your organisation is signed in";
    output::table(headers, sessions.iter().map(row).collect(), nobody)
}
