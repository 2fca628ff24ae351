//! By which links do people come into the demonstration? One for each seat of the story, and for whoever
//! watches over the covenant.

use std::sync::Arc;

use tokio::net::TcpListener;

use crate::{
    cli::{errors::CliError, story::language::Story},
    covenant::Covenant,
    domain::model::party::{OfficeId, Oin, Party},
    people::{People, demo::DemoLinks},
    server::{
        assemble::Assembled,
        console::{self, RunningConsole},
    },
};

use super::setup::Stage;

/// Roles of offices that have no part in a story but pages of their own.
const WATCHERS: &[(&str, &str, &str)] = &[
    ("programme-manager", "the programme manager", "programmamanager"),
    ("privacy-officer", "the privacy officer", "privacy"),
    ("auditor", "the auditor", "auditor"),
    ("administrator", "the administrator", "beheerder"),
];

/// Opens the console on a free port and makes its links: who, and the address.
///
/// # Errors
/// There is no free port, or a seat is not in the covenant.
pub(super) async fn open(
    stage: &Stage,
    story: &Story,
    assembled: &Assembled,
) -> Result<(RunningConsole, Vec<(String, String)>), CliError> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let covenants = assembled.broker().covenant();
    let failed = |error: crate::people::demo::NoDemo| CliError::Failed(error.to_string());
    let mut links = DemoLinks::open(address, &covenants).map_err(failed)?;
    let home = format!("http://localhost:{}", address.port());
    let mut shown = Vec::new();
    for seat in &story.seats {
        let party = party(&stage.party(&seat.is)?.0);
        let path = links.add(&seat.by, &party, false, &covenants).map_err(failed)?;
        shown.push((format!("{}, {}", seat.label, seat.name), format!("{home}{path}")));
    }
    if let Some(first) = story.seats.first() {
        let party = party(&stage.party(&first.is)?.0);
        let path = links.add("coordinatie", &party, true, &covenants).map_err(failed)?;
        shown.push((format!("{}, its coordinator", first.label), format!("{home}{path}")));
    }
    for (role, label, name) in WATCHERS {
        let office = covenants.all().flat_map(Covenant::offices).find(|one| one.role == *role);
        let Some(office) = office else { continue };
        let seat = Party::Office(office.id.clone());
        let path = links.add(name, &seat, false, &covenants).map_err(failed)?;
        shown.push(((*label).to_owned(), format!("{home}{path}")));
    }
    let people = Arc::new(People::of_demo(assembled.broker().clone(), links, &home));
    Ok((console::of_demo(listener, people, assembled.clients().clone()), shown))
}

/// An OIN is an organisation, anything else an office: [`Stage::party`] found it in the covenant.
fn party(key: &str) -> Party {
    match (Oin::parse(key), OfficeId::parse(key)) {
        (Some(oin), _) => Party::Organisation(oin),
        (None, office) => Party::Office(office.expect("an id of the covenant")),
    }
}

/// The links as they are printed.
pub(super) fn told(links: &[(String, String)]) -> String {
    let widest = links.iter().map(|(who, _)| who.chars().count()).max().unwrap_or_default();
    let mut out = String::from("In a browser, each link is one person:\n\n");
    for (who, link) in links {
        out += &format!("  {who:<widest$}  {link}\n");
    }
    out
}
