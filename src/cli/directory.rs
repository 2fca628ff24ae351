//! The verbs about the covenant: offices, find-office, organisations, functions, categories.

use clap::Args;

use super::{
    connect::call,
    errors::CliError,
    output::{table, together},
    session::{ALL, PAGE, Session, list},
    texts::{self, fill, say},
};
use crate::{
    api::v1::{self, covenant_service_client::CovenantServiceClient as Client},
    wire::{Written, all_written},
};

/// The function that is in no list.
const OTHER: &str = "OTHER";

/// The offices of the covenant, with holders and deputies.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt offices --as basisschool-de-waterlelie --area zeeburg")]
pub struct Offices {
    /// Only those of this area or care region.
    #[arg(long, default_value = "")]
    pub area: String,
    #[command(flatten)]
    session: Session,
}

impl Offices {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, ALL, Client.list_offices => offices, |page_token| {
            v1::ListOfficesRequest {
                area: self.area.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().map(|o| {
                let holder = if o.holder.is_empty() { say("vacant") } else { &o.holder };
                let others = together([o.deputies.join(", "), o.fallback.clone()]);
                let others = (!others.is_empty()).then(|| fill("else {}", &[&others]));
                let held = together([holder.to_owned(), others.unwrap_or_default()]);
                [o.id.clone(), o.name_nl.clone(), o.area.clone(), held]
            });
            let headers = ["office", "name", "area", "holder"];
            table(headers, rows.collect(), "no offices there")
        })
    }
}

/// The organisations that are party to the covenant.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt organisations --as basisschool-de-waterlelie -o json")]
pub struct Organisations {
    #[command(flatten)]
    session: Session,
}

impl Organisations {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, ALL, Client.list_organisations => organisations, |page_token| {
            v1::ListOrganisationsRequest {
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().map(|o| {
                let shown = if o.sensitive { say("via office") } else { "" };
                [
                    o.oin.clone(),
                    o.name.clone(),
                    o.kind.clone(),
                    o.commissioner.clone(),
                    shown.to_owned(),
                ]
            });
            let headers = ["oin", "name", "kind", "commissioned by", "contact"];
            table(headers, rows.collect(), "no organisations")
        })
    }
}

/// What may be given as the function of a professional.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt functions --as basisschool-de-waterlelie

The others read it on the contact card. OTHER is for what is not in the list.")]
pub struct Functions {
    #[command(flatten)]
    session: Session,
}

impl Functions {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let covenants = covenants(&self.session).await?;
        let lists: Vec<_> = covenants.into_iter().map(|covenant| covenant.functions).collect();
        // One covenant without a list lets any function be given.
        let any = lists.iter().any(Vec::is_empty);
        let all = lists.concat();
        let mut functions: Vec<String> = Vec::new();
        // OTHER is the last of each.
        for one in
            all.iter().filter(|one| *one != OTHER).chain(all.iter().filter(|one| *one == OTHER))
        {
            if !functions.contains(one) {
                functions.push(one.clone());
            }
        }
        let functions = if any { Vec::new() } else { functions };
        self.session.output.print(&functions, || match functions.is_empty() {
            true => say("any function may be given").to_owned(),
            false => functions.join("\n"),
        })
    }
}

/// The categories of families: who directs, and which kinds of organisations may provide the family manager.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt categories --as basisschool-de-waterlelie")]
pub struct Categories {
    #[command(flatten)]
    session: Session,
}

impl Categories {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let all = covenants(&self.session).await?;
        let categories: Vec<v1::Category> =
            all.iter().flat_map(|covenant| covenant.categories.clone()).collect();
        self.session.output.print(&all_written(&categories), || {
            let rows = all.iter().flat_map(|covenant| {
                covenant.categories.iter().map(|one| {
                    let kinds = one.family_manager_kinds.iter();
                    let kinds: Vec<&str> = kinds.map(|code| kind(covenant, code)).collect();
                    let kinds = match kinds.as_slice() {
                        [] => say("any involved organisation").to_owned(),
                        kinds => kinds.join(", "),
                    };
                    let means = if texts::reads_dutch() {
                        one.description_nl.clone()
                    } else {
                        one.description_en.clone()
                    };
                    [one.code.clone(), means, one.director_role.clone(), kinds]
                })
            });
            let headers = ["category", "means", "directs", "family manager from"];
            table(headers, rows.collect(), "no categories")
        })
    }
}

/// The covenants to which the caller is party.
async fn covenants(session: &Session) -> Result<Vec<v1::GetCovenantResponse>, CliError> {
    let client = Client::new(session.connect.channel().await?);
    let asked = |covenant: &str| v1::GetCovenantRequest {
        acting_professional: session.acting(),
        covenant: covenant.to_owned(),
        grounds: false,
    };
    let mut all = vec![call!(client.get_covenant(asked("")))?];
    let (own, ids) = (all[0].id.clone(), all[0].covenants.clone());
    for covenant in ids.iter().filter(|id| **id != own) {
        all.push(call!(client.get_covenant(asked(covenant)))?);
    }
    Ok(all)
}

/// What a kind of organisations is called; its code where the covenant has no words for it.
fn kind<'c>(covenant: &'c v1::GetCovenantResponse, code: &'c str) -> &'c str {
    let known = covenant.kinds.iter().find(|kind| kind.code == code);
    known.map_or(code, |kind| if texts::reads_dutch() { &kind.name_nl } else { &kind.name_en })
}

/// Which office to turn to in a place, and how to reach it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt find-office --as basisschool-de-waterlelie --postcode 1095AB

It asks about no person and needs no involvement.")]
pub struct FindOffice {
    /// Area of the covenant, for instance zeeburg.
    #[arg(long, required_unless_present = "postcode", conflicts_with = "postcode")]
    pub area: Option<String>,
    /// Postcode instead of the area, for instance 1095AB.
    #[arg(long)]
    pub postcode: Option<String>,
    /// Role of the office [default: the one to turn to for a family without a category].
    #[arg(long, default_value = "", hide_default_value = true)]
    pub role: String,
    /// Category of the family instead: the office that directs such families there.
    #[arg(long, default_value = "", hide_default_value = true, conflicts_with = "role")]
    pub category: String,
    #[command(flatten)]
    session: Session,
}

impl FindOffice {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        use v1::find_office_request::Place;
        let client = Client::new(self.session.connect.channel().await?);
        let area = self.area.as_ref().map(|area| Place::Area(area.to_lowercase()));
        let postcode = self.postcode.as_ref().map(|code| Place::Postcode(code.replace(' ', "")));
        let answer = call!(client.find_office(v1::FindOfficeRequest {
            place: area.or(postcode),
            role: self.role.clone(),
            category: self.category.clone(),
            acting_professional: self.session.acting(),
        }))?;
        self.session.output.print(&Written(&answer), || {
            let acts = answer.acts.as_ref().or(answer.office.as_ref());
            let mut lines: Vec<String> = acts.map(reach).into_iter().collect();
            let above = answer.stands_in.iter().filter(|one| !one.deputy && !one.acts);
            for one in above {
                lines.push(format!("{} {}", say("then:"), one.name_nl));
                let known = [&one.phone, &one.email].into_iter().filter(|way| !way.is_empty());
                lines.extend(known.map(|way| format!("  {way}")));
            }
            lines.join("\n")
        })
    }
}

/// Whom to call, and who else: how to reach somebody stands under the name, so that it fits the terminal.
fn reach(contact: &v1::OfficeContact) -> String {
    let mut lines = vec![contact.name_nl.clone()];
    let mut ways = vec![(None, &contact.phone, &contact.email)];
    let deputy = say("when nobody answers:");
    ways.extend(contact.deputies.iter().map(|one| (Some(deputy), &one.phone, &one.email)));
    for (head, phone, email) in ways {
        lines.extend(head.map(str::to_owned));
        let known = [phone, email].into_iter().filter(|way| !way.is_empty());
        lines.extend(known.map(|way| format!("  {way}")));
    }
    lines.join("\n")
}
