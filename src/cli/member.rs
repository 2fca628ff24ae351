//! How is a family member written? `child:BSN:YYYY-MM-DD`, `parent:BSN` or `other:BSN`.

use clap::Args;
use zeroize::Zeroize;

use super::{
    errors::CliError,
    input,
    texts::{fill, say},
    words,
};
use crate::api::v1::{ContactCard, FamilyMember, FamilyRole};

/// The option that names a family. BSNs are no arguments: others on the machine can see those.
#[derive(Args, Debug)]
pub struct FamilyArgs {
    /// File with members, child:BSN:DATE, parent:BSN or other:BSN; - is standard input.
    #[arg(long, value_name = "FILE")]
    members: String,
}

impl FamilyArgs {
    /// The members that were given.
    ///
    /// # Errors
    /// Nobody was given, or a form that cannot be read; never the value.
    pub(crate) fn read(&self) -> Result<Vec<FamilyMember>, CliError> {
        let usage = |problem: String| CliError::Usage(format!("--members: {problem}"));
        let text = input::text(&self.members).map_err(usage)?;
        match parse_all(&text).map_err(usage)? {
            none if none.is_empty() => Err(usage(fill("{} names nobody", &[&self.members]))),
            members => Ok(members),
        }
    }
}

/// The options that say where the family lives, and whom the others can call.
#[derive(Args, Debug)]
pub struct CardArgs {
    /// Area in which the family lives, for instance zeeburg.
    #[arg(long, required_unless_present = "postcode", conflicts_with = "postcode")]
    area: Option<String>,
    /// Postcode instead of the area, for instance 1019AB.
    #[arg(long)]
    postcode: Option<String>,
    /// Name of the professional that others should call.
    #[arg(long)]
    name: String,
    /// Function, for instance 'school social worker'.
    #[arg(long)]
    function: String,
    /// Telephone number; this or --email.
    #[arg(long, required_unless_present = "email")]
    phone: Option<String>,
    /// E-mail address; this or --phone.
    #[arg(long)]
    email: Option<String>,
    /// Id of that professional, when another than who acts.
    #[arg(long, value_name = "ID")]
    contact_id: Option<String>,
}

impl CardArgs {
    /// Whom the others can call.
    pub(crate) fn card(&self, acting: &str) -> ContactCard {
        ContactCard {
            professional_id: self.contact_id.clone().unwrap_or_else(|| acting.to_owned()),
            name: self.name.clone(),
            function: self.function.clone(),
            phone: self.phone.clone().unwrap_or_default(),
            email: self.email.clone().unwrap_or_default(),
            ..Default::default()
        }
    }

    /// Whether it was said whose card it is.
    pub(crate) fn says_whose(&self) -> bool {
        self.contact_id.is_some()
    }

    /// Where the family lives, in the words of a request.
    pub(crate) fn place<P>(&self, area: fn(String) -> P, postcode: fn(String) -> P) -> P {
        match (&self.area, &self.postcode) {
            (None, Some(code)) => postcode(code.replace(' ', "")),
            // The command line has one of them.
            (given, _) => area(given.clone().unwrap_or_default().to_lowercase()),
        }
    }
}

/// Reads one member. Whether the BSN and the date are right is for the server to say.
///
/// # Errors
/// What is wrong with the form; never the value, because it holds a BSN.
pub fn parse(text: &str) -> Result<FamilyMember, String> {
    let mut parts = text.trim().split(':').map(str::trim);
    let role = parts.next().unwrap_or_default();
    let role: FamilyRole = words::value(role)
        .ok_or_else(|| say("must begin with child:, parent: or other:, for instance parent:BSN"))?;
    let bsn = parts
        .next()
        .filter(|bsn| !bsn.is_empty())
        .ok_or_else(|| say("has no BSN after the role"))?;
    let birth_date = parts.next().unwrap_or_default();
    if parts.next().is_some() {
        return Err(
            say("has more than role, BSN and birth date; separate members with ;").to_owned()
        );
    }
    if role == FamilyRole::Child && birth_date.is_empty() {
        return Err(say("a child needs its birth date: child:BSN:YYYY-MM-DD").to_owned());
    }
    if role != FamilyRole::Child && !birth_date.is_empty() {
        return Err(say("only a child is registered with a birth date").to_owned());
    }
    Ok(FamilyMember { bsn: bsn.to_owned(), role: role.into(), birth_date: birth_date.to_owned() })
}

/// Reads members separated by `;` or line ends.
///
/// # Errors
/// The position of the first wrong member, from 1, and what is wrong with its form.
pub fn parse_all(text: &str) -> Result<Vec<FamilyMember>, String> {
    let members = text.split([';', '\n']).map(str::trim).filter(|one| !one.is_empty());
    members
        .enumerate()
        .map(|(i, one)| parse(one).map_err(|problem| fill("member {}: {}", &[&(i + 1), &problem])))
        .collect()
}

/// Overwrites the BSNs in memory.
pub fn wipe(members: &mut [FamilyMember]) {
    for member in members {
        member.bsn.zeroize();
    }
}
