//! How does an audit entry look in an export? One JSON object a line: for people and programs to
//! read, with the bytes that were hashed beside it, so that the line can be verified by itself.

use serde::{Deserialize, Serialize};

use crate::{
    domain::model::{
        audit::{Actor, AuditEntry},
        party::Origin,
    },
    store::{
        Head, Sealed,
        audit_chain::{Hash, hex, unhex},
    },
};

/// One line. The order of the fields is the order in the file.
#[derive(PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The broker whose chain it is, where there are several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    chain: String,
    position: u64,
    at: String,
    action: String,
    result: String,
    ground: String,
    actor: Option<Who>,
    subjects: Vec<String>,
    /// The entry as it was hashed, hexadecimal.
    entry: String,
    previous: String,
    hash: String,
}

#[derive(PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    party: String,
    /// The organisation behind an office; not in entries from before people signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    professional: String,
    /// Serial number of the certificate of the system that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
    /// The session of the person who acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        let (certificate, session) = match actor.origin.clone() {
            Origin::Certificate(serial) => (Some(serial), None),
            Origin::Session(session) => (None, Some(session)),
        };
        Self {
            party: actor.party.to_string(),
            organisation: actor.behind.map(|oin| oin.to_string()),
            professional: actor.professional.clone(),
            certificate,
            session,
        }
    }
}

/// An entry as a line, without the line's end. `previous` is the hash before it in its chain.
pub(super) fn write(chain: &str, previous: &Hash, sealed: &Sealed, entry: &AuditEntry) -> String {
    let at = jiff::Timestamp::from_millisecond(entry.at.0);
    let line = Line {
        chain: chain.to_owned(),
        position: sealed.position,
        at: at.map_or_else(|_| entry.at.0.to_string(), |at| at.to_string()),
        action: entry.action.clone(),
        result: entry.result.clone(),
        ground: entry.ground.clone(),
        actor: entry.actor.as_ref().map(Who::from),
        subjects: entry.subjects.iter().map(ToString::to_string).collect(),
        entry: hex(&sealed.encoded),
        previous: hex(previous),
        hash: hex(&sealed.hash),
    };
    serde_json::to_string(&line).expect("a line is plain data")
}

/// Reads a line back: the chain, where it was before, and the entry.
///
/// # Errors
/// It is no line of an export, or what it says in words is not what was hashed.
pub(super) fn read(text: &str) -> Result<(String, Head, Sealed), &'static str> {
    let line: Line = serde_json::from_str(text).map_err(|_| "is no line of an export")?;
    let parse = || {
        let hash = |text: &str| unhex(text)?.try_into().ok();
        let before = Head { position: line.position.checked_sub(1)?, hash: hash(&line.previous)? };
        let (position, encoded) = (line.position, unhex(&line.entry)?);
        Some((before, Sealed { position, encoded, hash: hash(&line.hash)? }))
    };
    let (before, sealed) = parse().ok_or("is no line of an export")?;
    let entry = sealed.entry().ok_or("holds an entry that this program cannot read")?;
    if write(&line.chain, &before.hash, &sealed, &entry) == text {
        Ok((line.chain, before, sealed))
    } else {
        Err("was changed: its words are not what was hashed")
    }
}
