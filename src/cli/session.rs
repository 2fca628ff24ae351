//! What do all client verbs share? One session, one paging loop, one rule for request ids, and one way
//! to show an answer.

use clap::Args;
use prost::Message;
use uuid::Uuid;

use super::{
    connect::ConnectArgs,
    errors::CliError,
    output::{self, OutputArgs},
    texts::{fill, say},
    words,
};
use crate::{
    api::{
        Named,
        v1::{self, covenant_service_client::CovenantServiceClient as Covenants},
    },
    domain::model::party::Oin,
    wire::Written,
};

/// Page size of the listings: the largest that the server gives.
pub(crate) const PAGE: i32 = 200;

/// No limit: a listing is read to its end.
pub(crate) const ALL: usize = 0;

/// One call of a session.
macro_rules! ask {
    ($session:expr, $client:ident.$method:ident($request:expr)) => {{
        let request = $request;
        let client = $client::new($session.connect.channel().await?);
        $crate::cli::connect::call!(client.$method(request))
    }};
}
pub(crate) use ask;

/// All pages of a listing, up to a limit.
macro_rules! list {
    ($session:expr, $limit:expr, $client:ident.$method:ident => $items:ident, |$page:ident| $request:expr) => {{
        let client = $client::new($session.connect.channel().await?);
        let (mut found, mut token) = (Vec::new(), String::new());
        loop {
            let $page = token;
            match $crate::cli::connect::call!(client.$method($request)) {
                Err(error) => break Err(error),
                Ok(answer) => {
                    found.extend(answer.$items);
                    token = answer.next_page_token;
                    if $crate::cli::session::enough(&mut found, $limit, &token) {
                        break Ok(found);
                    }
                }
            }
        }
    }};
}
pub(crate) use list;

/// Verbs that are one call: how each makes its request, and what the answer is about.
macro_rules! one_call {
    ($client:ident => $noun:ident; $($verb:ident.$method:ident |$this:ident, $by:ident| $request:block)+) => {$(
        impl $verb {
            pub(crate) async fn run(self) -> Result<(), CliError> {
                let ($this, $by) = (&self, self.session.acting());
                let request = $request;
                let answer = $crate::cli::session::ask!($this.session, $client.$method(request))?;
                $this.session.show(answer.$noun)
            }
        }
    )+};
}
pub(crate) use one_call;

/// The verbs of a noun, each done by itself.
macro_rules! verbs {
    ($command:ident { $($verb:ident),+ $(,)? }) => {
        impl $command {
            pub(crate) async fn run(self) -> Result<(), CliError> {
                match self {
                    $(Self::$verb(verb) => verb.run().await,)+
                }
            }
        }
    };
}
pub(crate) use verbs;

/// Which server, who calls, and for whom the output is.
#[derive(Args, Debug)]
pub struct Session {
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Only if nobody changed it meanwhile.
#[derive(Args, Debug)]
pub struct Etag {
    /// Only when it still has this etag.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) etag: String,
}

/// How much of a listing is shown.
#[derive(Args, Debug)]
pub struct Limit {
    /// At most this many; 0 is all.
    #[arg(long, default_value_t = 200)]
    pub(crate) limit: usize,
}

/// What one answer is about.
pub(crate) trait Shown: Default + Message + Named {
    /// For people.
    fn text(&self) -> String;
}

impl Session {
    /// Who acts.
    pub(crate) fn acting(&self) -> String {
        self.connect.acting()
    }

    /// Prints what an answer is about.
    pub(crate) fn show<T: Shown>(&self, answer: Option<T>) -> Result<(), CliError> {
        let answer = answer.unwrap_or_default();
        self.output.print(&Written(&answer), || answer.text())
    }

    /// The OIN of an organisation that may be given by its OIN, its name or the name of its
    /// certificate; nothing for nothing.
    pub(crate) async fn oin(&self, given: &str) -> Result<String, CliError> {
        if given.is_empty() || Oin::parse(given).is_some() {
            return Ok(given.to_owned());
        }
        let all = list!(self, ALL, Covenants.list_organisations => organisations, |page_token| {
            v1::ListOrganisationsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.acting(),
            }
        })?;
        let wanted = words::plain(given);
        if let Some(found) = all.iter().find(|one| words::plain(&one.name) == wanted) {
            return Ok(found.oin.clone());
        }
        let names: Vec<String> = all.iter().map(|one| words::plain(&one.name)).collect();
        let near = words::near(&wanted, names.iter().map(String::as_str));
        let hint = near.map_or_else(String::new, |near| fill("; did you mean {}?", &[&near]));
        let unknown = fill("no party to the covenant is called {}", &[&given]);
        let (next, lists) = (say("next"), say("`verwijspunt organisations` lists names and OINs"));
        Err(CliError::Usage(format!("{unknown}{hint}\n  {next}:   {lists}")))
    }

    /// Refuses what is no office of the covenant, with the one that was perhaps meant.
    pub(crate) async fn office_is_known(&self, given: &str) -> Result<(), CliError> {
        let all = list!(self, ALL, Covenants.list_offices => offices, |page_token| {
            v1::ListOfficesRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.acting(),
                ..Default::default()
            }
        })?;
        if all.iter().any(|one| one.id == given) {
            return Ok(());
        }
        let near = words::near(given, all.iter().map(|one| one.id.as_str()));
        let hint = near.map_or_else(String::new, |near| fill("; did you mean {}?", &[&near]));
        let unknown = fill("there is no office {} in the covenant", &[&given]);
        let (next, lists) = (say("next"), say("`verwijspunt offices` lists them by their ids"));
        Err(CliError::Usage(format!("{unknown}{hint}\n  {next}:   {lists}")))
    }
}

/// The id of a changing call: a new one for each, and the same in all its attempts.
pub(crate) fn request_id() -> String {
    Uuid::now_v7().to_string()
}

/// Cuts a listing at its limit; true when no further page is needed.
pub(crate) fn enough<T>(found: &mut Vec<T>, limit: usize, next_page: &str) -> bool {
    if limit > 0 && (found.len() > limit || (found.len() == limit && !next_page.is_empty())) {
        found.truncate(limit);
        output::complain(&fill("note: the first {}; give --limit 0 for all", &[&limit]));
        return true;
    }
    next_page.is_empty()
}
