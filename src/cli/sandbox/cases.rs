//! What does a program get wrong most often? Cases: each looks at the calls of one program, does something
//! to some of them, and judges how the program goes on. Values in, values out: no clock and no line.

mod over;

use tonic::Code;

use crate::{
    api::v1::{FamilyMember, RegisterInvolvementRequest},
    cli::texts::say,
    server::trial::{Asked, Told},
};

/// How many notifications come in the case of the order.
const IN_ORDER: u32 = 3;

/// How many notifications wait in the case that is called so.
const WAITING: u32 = 10_000;

/// Refusals that pass by themselves: what was refused so is to be sent again.
const PASSING: [(Code, &str); 6] = [
    (Code::ResourceExhausted, "DISK_FULL"),
    (Code::DeadlineExceeded, "NO_ANSWER_IN_TIME"),
    (Code::Aborted, "TX_CONFLICT"),
    (Code::DeadlineExceeded, "REQUEST_INCOMPLETE"),
    (Code::ResourceExhausted, "BUSY"),
    (Code::Unavailable, "STORE_UNAVAILABLE"),
];

/// In what other way a notification can arrive, and what is wrong when it is not acknowledged then.
const CHANGED: [(&str, Told, &str); 4] = [
    ("unknown-kind", Told::OfUnknownKind, "it does not acknowledge a kind that it does not know"),
    ("destroyed", Told::Destroyed, "it does not acknowledge what was destroyed meanwhile"),
    ("ahead", Told::AheadToo, "it does not acknowledge in its place what came ahead of it before"),
    ("closing", Told::Closing, "after the stream had closed it did not go on with the next one"),
];

/// A case, and how far it has come.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Case {
    /// A registration is done, and the line breaks before its answer: the same must come again.
    LostAnswer { first: Option<Box<RegisterInvolvementRequest>> },
    /// The lookup budget is spent: it must not ask about the same family again, and must not end either.
    LookupBudget { refused: Vec<Vec<FamilyMember>>, alive: bool },
    /// An acknowledgement is refused by everything that passes by itself, one after the other: it must come
    /// again each time.
    PassingRefusals { position: Option<u64>, refused: usize },
    /// The line breaks before the last notification is acknowledged: it comes twice and must be acknowledged
    /// then. When another comes meanwhile, its acknowledgement would hide a missing one: it breaks anew.
    Redelivery { last: Option<u64>, broken: bool, again: bool },
    /// One arrives in another way than it was: it must be acknowledged in its place all the same.
    Changed { told: Told, why: &'static str, position: Option<u64> },
    /// Some come one after the other: all acknowledged, and none before it came.
    InOrder { count: u32, last: u64, acknowledged: u64 },
    /// It asks for a position that is not kept any more.
    PositionExpired { held: bool, earliest: Option<u64>, stale: u32 },
    /// It gets another certificate, the former one is taken no more, and the line breaks: it must come with
    /// the new one.
    CertificateRenewal { former: String, renewed: bool, again: bool },
    /// It is kept away until many wait: all must be acknowledged, up to there.
    TenThousandWaiting { held: bool, upto: u64, acknowledged: u64, heard: bool },
    /// What it changes has changed since it looked: it must look again, and must not leave the etag out.
    StaleEtag { refused: Option<String>, looked: bool, without: bool },
}

/// What was seen of a program before a case begins.
#[derive(Clone, Default)]
pub(super) struct Before {
    /// The serial number of its certificate; empty when it did not call yet.
    pub(super) serial: String,
    /// The last sequence that it was told.
    pub(super) highest: u64,
    /// The last that it acknowledged.
    pub(super) acknowledged: u64,
}

/// What a case wants to be done with a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Want {
    Serve,
    LoseAnswer,
    /// Away for a moment.
    Unavailable,
    /// The same, and the line breaks.
    Break,
    /// It is not done, for this reason.
    Refuse(Code, &'static str),
    /// The lookup budget is spent.
    SpendBudget,
    /// The position is not kept; this is the earliest one.
    Expire(u64),
}

/// How a program did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Passed,
    Failed(String),
    /// It did not do what the case begins with.
    NotSeen(String),
    /// It does nothing that the case is about, and need not.
    NotPlayed(String),
}

/// The names of the cases, in the order in which they are played.
pub(super) const NAMES: [&str; 13] = [
    "lost-answer",
    "redelivery",
    "unknown-kind",
    "destroyed",
    "ahead",
    "closing",
    "in-order",
    "position-expired",
    "passing-refusals",
    "certificate-renewal",
    "ten-thousand-waiting",
    "stale-etag",
    "lookup-budget",
];

fn failed(why: &str) -> Option<Verdict> {
    Some(Verdict::Failed(say(why).to_owned()))
}

impl Case {
    /// The case that is called so.
    pub(super) fn named(name: &str, before: &Before) -> Option<Self> {
        let Before { serial, highest, acknowledged } = before;
        let (serial, highest, acknowledged) = (serial.clone(), *highest, *acknowledged);
        Some(match name {
            "certificate-renewal" => {
                Self::CertificateRenewal { former: serial, renewed: false, again: false }
            }
            "ten-thousand-waiting" => {
                let upto = highest.max(acknowledged) + u64::from(WAITING);
                Self::TenThousandWaiting { held: true, upto, acknowledged, heard: false }
            }
            "stale-etag" => Self::StaleEtag { refused: None, looked: false, without: false },
            "lost-answer" => Self::LostAnswer { first: None },
            "lookup-budget" => Self::LookupBudget { refused: Vec::new(), alive: false },
            "passing-refusals" => Self::PassingRefusals { position: None, refused: 0 },
            "redelivery" => Self::Redelivery { last: None, broken: false, again: false },
            "in-order" => Self::InOrder { count: 0, last: highest, acknowledged: 0 },
            "position-expired" => Self::PositionExpired { held: true, earliest: None, stale: 0 },
            _ => {
                let (_, told, why) = *CHANGED.iter().find(|(changed, ..)| *changed == name)?;
                Self::Changed { told, why, position: None }
            }
        })
    }

    /// How many others join while it is played; of none the program has to begin itself, by registering.
    pub(super) fn joins(&self) -> u32 {
        match self {
            Self::LostAnswer { .. }
            | Self::LookupBudget { .. }
            | Self::CertificateRenewal { .. } => 0,
            // One more organisation is one against which a ticket can be opened.
            Self::StaleEtag { .. }
            | Self::Redelivery { .. }
            | Self::Changed { .. }
            | Self::PositionExpired { .. }
            | Self::TenThousandWaiting { .. }
            | Self::PassingRefusals { .. } => 1,
            Self::InOrder { .. } => IN_ORDER,
        }
    }

    /// How often the card of one who joined changes afterwards, which is told each time.
    pub(super) fn changes(&self) -> u32 {
        if matches!(self, Self::TenThousandWaiting { .. }) { WAITING - self.joins() } else { 0 }
    }

    /// Whether its program gets another certificate.
    pub(super) fn renews(&self) -> bool {
        matches!(self, Self::CertificateRenewal { .. })
    }

    /// Whether the line breaks first, and nobody can subscribe before the others have joined.
    pub(super) fn begins_with_a_break(&self) -> bool {
        matches!(self, Self::PositionExpired { .. } | Self::TenThousandWaiting { .. })
    }

    /// Others have joined, and what is to be renewed is. Answers whether the line breaks now.
    pub(super) fn joined(&mut self) -> bool {
        match self {
            Self::PositionExpired { held, .. } | Self::TenThousandWaiting { held, .. } => {
                *held = false;
            }
            Self::CertificateRenewal { renewed, .. } => *renewed = true,
            _ => {}
        }
        self.renews()
    }

    /// How far its program has come: while that grows, it is waited for.
    pub(super) fn progress(&self) -> u64 {
        match self {
            Self::TenThousandWaiting { acknowledged, .. } => *acknowledged,
            _ => 0,
        }
    }

    /// A call has come with a certificate; `None`: what becomes of it does not depend on that.
    pub(super) fn identified(&mut self, serial: &str) -> Option<(Want, Option<Verdict>)> {
        match self {
            Self::CertificateRenewal { former, renewed: true, again } if !former.is_empty() => {
                if former != serial {
                    return Some((Want::Serve, Some(Verdict::Passed)));
                }
                *again = true;
                Some((Want::Break, None))
            }
            _ => None,
        }
    }

    /// A call has come.
    pub(super) fn asked(&mut self, asked: &Asked) -> (Want, Option<Verdict>) {
        match (self, asked) {
            (Self::LostAnswer { first }, Asked::Register(request)) => {
                let Some(first) = first else {
                    *first = Some(request.clone());
                    return (Want::LoseAnswer, None);
                };
                let id = first.involvement_id == request.involvement_id;
                let verdict = match (id, first == request) {
                    (true, true) => Some(Verdict::Passed),
                    (true, false) => failed("it sent other content under the same id"),
                    // Another family may come meanwhile.
                    (false, _) if first.members != request.members => None,
                    (false, _) => failed("it took another id: the family is registered twice"),
                };
                (Want::Serve, verdict)
            }
            (Self::LookupBudget { refused, .. }, Asked::Register(request)) => {
                let why = "it asked again at once, though it was told to wait for an hour";
                // Several families may be under way.
                let again = refused.contains(&request.members);
                if !again {
                    refused.push(request.members.clone());
                }
                (Want::SpendBudget, again.then(|| failed(why)).flatten())
            }
            (Self::LookupBudget { refused, alive }, _) => {
                *alive |= !refused.is_empty();
                (Want::Serve, None)
            }
            (
                Self::PassingRefusals { position: Some(position), refused },
                Asked::Acknowledge(at),
            ) if *at >= *position => match PASSING.get(*refused) {
                Some((code, reason)) => {
                    *refused += 1;
                    (Want::Refuse(*code, reason), None)
                }
                None => (Want::Serve, Some(Verdict::Passed)),
            },
            (Self::Redelivery { last: Some(last), broken, again }, Asked::Acknowledge(at)) => {
                match (*broken, *again && *at >= *last) {
                    (true, true) => (Want::Serve, Some(Verdict::Passed)),
                    (true, false) => (Want::Unavailable, None),
                    // What it acknowledges was told before, or more is under way.
                    (false, _) if *at < *last => (Want::Serve, None),
                    (false, _) => {
                        *broken = true;
                        (Want::Break, None)
                    }
                }
            }
            (Self::Redelivery { broken, again, .. }, Asked::Subscribe(_) | Asked::Pull(_)) => {
                *again |= *broken;
                (Want::Serve, None)
            }
            (Self::Changed { told: Told::AheadToo, .. }, Asked::Acknowledge(0)) => {
                (Want::Serve, failed("it acknowledged what came ahead of its place"))
            }
            (Self::Changed { position: Some(position), .. }, Asked::Acknowledge(at)) => {
                (Want::Serve, (*at >= *position).then_some(Verdict::Passed))
            }
            (Self::InOrder { count, last, acknowledged }, Asked::Acknowledge(at)) => {
                *acknowledged = *at;
                if *at > *last {
                    return (Want::Serve, failed("it acknowledged what had not come yet"));
                }
                let all = *count >= IN_ORDER && *at == *last;
                (Want::Serve, all.then_some(Verdict::Passed))
            }
            // How far an answer of Pull goes is not looked at.
            (Self::InOrder { last, .. }, Asked::Pull(_)) => {
                *last = u64::MAX;
                (Want::Serve, None)
            }
            (Self::PositionExpired { held: true, .. }, Asked::Subscribe(_) | Asked::Pull(_)) => {
                (Want::Unavailable, None)
            }
            (
                Self::PositionExpired { earliest, stale, .. },
                Asked::Subscribe(after) | Asked::Pull(after),
            ) => match (after, *earliest) {
                // The broker remembers for it.
                (None, _) => (Want::Serve, Some(Verdict::Passed)),
                (Some(after), Some(earliest)) if *after >= earliest => {
                    (Want::Serve, Some(Verdict::Passed))
                }
                (Some(_), Some(earliest)) => {
                    *stale += 1;
                    let why = "it asks for the same position again, which is not kept any more";
                    (Want::Expire(earliest), (*stale > 1).then(|| failed(why)).flatten())
                }
                (Some(after), None) => {
                    let next = after.saturating_add(1);
                    *earliest = Some(next);
                    (Want::Expire(next), None)
                }
            },
            (Self::TenThousandWaiting { held: true, .. }, Asked::Subscribe(_) | Asked::Pull(_)) => {
                (Want::Unavailable, None)
            }
            (Self::TenThousandWaiting { heard, .. }, Asked::Subscribe(_) | Asked::Pull(_)) => {
                *heard = true;
                (Want::Serve, None)
            }
            (Self::TenThousandWaiting { upto, acknowledged, .. }, Asked::Acknowledge(at)) => {
                *acknowledged = *at.max(acknowledged);
                (Want::Serve, (*at >= *upto).then_some(Verdict::Passed))
            }
            (Self::StaleEtag { refused, looked, without }, Asked::Change { what, etag }) => {
                let again = refused.as_ref() == Some(what);
                let verdict = match (again, etag.is_empty(), *looked) {
                    (true, true, _) => failed(
                        "it left the etag out then: what another did meanwhile is done away with",
                    ),
                    (true, false, false) => failed(
                        "it sent the same change again without looking at what another did meanwhile",
                    ),
                    (true, false, true) => Some(Verdict::Passed),
                    (false, true, _) => {
                        *without = true;
                        None
                    }
                    (false, false, _) if refused.is_some() => None,
                    (false, false, _) => {
                        *refused = Some(what.clone());
                        return (Want::Refuse(Code::Aborted, "ETAG_MISMATCH"), None);
                    }
                };
                (Want::Serve, verdict)
            }
            (Self::StaleEtag { refused: Some(_), looked, .. }, Asked::Look) => {
                *looked = true;
                (Want::Serve, None)
            }
            _ => (Want::Serve, None),
        }
    }

    /// A notification goes out.
    pub(super) fn told(&mut self, sequence: u64) -> Told {
        match self {
            Self::Redelivery { last, broken, again } if last.is_none_or(|last| last < sequence) => {
                (*last, *broken, *again) = (Some(sequence), false, false);
            }
            Self::InOrder { count, last, .. } if sequence > *last => {
                *count += 1;
                *last = sequence;
            }
            Self::PassingRefusals { position, .. } => {
                position.get_or_insert(sequence);
            }
            // A stream closes once; the next one says what this one did not.
            Self::Changed { told: Told::Closing, position: Some(_), .. } => {}
            Self::Changed { told, position, .. } => {
                if *position.get_or_insert(sequence) == sequence {
                    return *told;
                }
            }
            Self::InOrder { .. }
            | Self::Redelivery { .. }
            | Self::LostAnswer { .. }
            | Self::LookupBudget { .. }
            | Self::PositionExpired { .. }
            | Self::CertificateRenewal { .. }
            | Self::TenThousandWaiting { .. }
            | Self::StaleEtag { .. } => {}
        }
        Told::AsItIs
    }
}

#[cfg(test)]
mod tests;
