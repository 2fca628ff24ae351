//! How is a family member written? `child:BSN:YYYY-MM-DD`, `parent:BSN` or `other:BSN`.

use clap::Args;
use zeroize::Zeroize;

use super::{errors::CliError, registry::read, words};
use crate::api::v1::{FamilyMember, FamilyRole};

/// The options that name a family.
#[derive(Args, Debug)]
pub struct FamilyArgs {
    /// A child: BSN:YYYY-MM-DD. May be given more than once.
    #[arg(long, value_name = "BSN:DATE")]
    pub child: Vec<String>,
    /// A parent or guardian. May be given more than once.
    #[arg(long, value_name = "BSN")]
    pub parent: Vec<String>,
    /// Another adult in the household. May be given more than once.
    #[arg(long, value_name = "BSN")]
    pub other: Vec<String>,
    /// File with members, child:BSN:DATE, parent:BSN or other:BSN; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub members: Option<String>,
}

impl FamilyArgs {
    /// The members that were given.
    ///
    /// # Errors
    /// Nobody was given, or a form that cannot be read; never the value.
    pub(crate) fn read(&self) -> Result<Vec<FamilyMember>, CliError> {
        let usage = |problem: String| CliError::Usage(format!("members: {problem}"));
        let mut text = match self.members.as_deref() {
            None => String::new(),
            Some(file) => read(file).map_err(usage)?,
        };
        let named = [("child", &self.child), ("parent", &self.parent), ("other", &self.other)];
        for (role, members) in named {
            for member in members {
                text.push_str(&format!("\n{role}:{member}"));
            }
        }
        let members = parse_all(&text).map_err(usage);
        text.zeroize();
        match members? {
            none if none.is_empty() => {
                Err(usage("give --members FILE, or --child, --parent, --other".to_owned()))
            }
            members => Ok(members),
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
        .ok_or("must begin with child:, parent: or other:, for instance parent:BSN")?;
    let bsn = parts.next().filter(|bsn| !bsn.is_empty()).ok_or("has no BSN after the role")?;
    let birth_date = parts.next().unwrap_or_default();
    if parts.next().is_some() {
        return Err("has more than role, BSN and birth date; separate members with ;".to_owned());
    }
    if role == FamilyRole::Child && birth_date.is_empty() {
        return Err("a child needs its birth date: child:BSN:YYYY-MM-DD".to_owned());
    }
    if role != FamilyRole::Child && !birth_date.is_empty() {
        return Err("only a child is registered with a birth date".to_owned());
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
        .map(|(i, one)| parse(one).map_err(|problem| format!("member {}: {problem}", i + 1)))
        .collect()
}

/// Overwrites the BSNs in memory.
pub fn wipe(members: &mut [FamilyMember]) {
    for member in members {
        member.bsn.zeroize();
    }
}
