//! How is a family member written? `child:BSN:YYYY-MM-DD`, `parent:BSN` or `other:BSN`.

use zeroize::Zeroize;

use super::words;
use crate::api::v1::{FamilyMember, FamilyRole};

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
