//! What does a program get wrong most often? Cases: each looks at the calls of one program, does something
//! to some of them, and judges how the program goes on. Values in, values out: no clock and no line.

use tonic::Code;

use crate::{
    api::v1::{FamilyMember, RegisterInvolvementRequest},
    cli::texts::{fill, say},
    server::trial::{Asked, Told},
};

/// How many notifications come in the case of the order.
const IN_ORDER: u32 = 3;

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
}

/// The names of the cases, in the order in which they are played.
pub(super) const NAMES: [&str; 10] = [
    "lost-answer",
    "redelivery",
    "unknown-kind",
    "destroyed",
    "ahead",
    "closing",
    "in-order",
    "position-expired",
    "passing-refusals",
    "lookup-budget",
];

fn failed(why: &str) -> Option<Verdict> {
    Some(Verdict::Failed(say(why).to_owned()))
}

impl Case {
    /// The case that is called so. `highest` is the last sequence that its program was told before.
    pub(super) fn named(name: &str, highest: u64) -> Option<Self> {
        Some(match name {
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
            Self::LostAnswer { .. } | Self::LookupBudget { .. } => 0,
            Self::Redelivery { .. }
            | Self::Changed { .. }
            | Self::PositionExpired { .. }
            | Self::PassingRefusals { .. } => 1,
            Self::InOrder { .. } => IN_ORDER,
        }
    }

    /// Whether the line breaks first, and nobody can subscribe before the others have joined.
    pub(super) fn begins_with_a_break(&self) -> bool {
        matches!(self, Self::PositionExpired { .. })
    }

    /// Others have joined.
    pub(super) fn joined(&mut self) {
        if let Self::PositionExpired { held, .. } = self {
            *held = false;
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
            | Self::PositionExpired { .. } => {}
        }
        Told::AsItIs
    }

    /// Time is over. `connected`: the program is still there.
    pub(super) fn ended(&self, connected: bool) -> Verdict {
        let failed = |why: &str| Verdict::Failed(say(why).to_owned());
        let not_seen = |why: &str| Verdict::NotSeen(say(why).to_owned());
        let silent = "it registered nobody: let it register a parent of the sandbox meanwhile";
        let deaf = "nothing was sent to it: does it subscribe to its inbox?";
        match self {
            Self::LostAnswer { first: None } => not_seen(silent),
            Self::LookupBudget { refused, .. } if refused.is_empty() => not_seen(silent),
            Self::LostAnswer { first: Some(_) } => {
                failed("it got no answer to a registration and did not send it again")
            }
            Self::LookupBudget { alive, .. } if *alive || connected => Verdict::Passed,
            Self::LookupBudget { .. } => {
                failed("it was refused, and nothing was heard of it any more: did it end?")
            }
            Self::Redelivery { last: None, .. }
            | Self::Changed { position: None, .. }
            | Self::PassingRefusals { position: None, .. }
            | Self::InOrder { count: 0, .. } => not_seen(deaf),
            Self::Redelivery { broken: false, .. } | Self::PassingRefusals { refused: 0, .. } => {
                failed("it acknowledged nothing")
            }
            Self::PassingRefusals { refused, .. } => {
                let (_, reason) = PASSING[(*refused - 1).min(PASSING.len() - 1)];
                let why =
                    "refused with {}, it did not acknowledge again, though that passes by itself";
                Verdict::Failed(fill(why, &[&reason]))
            }
            Self::Redelivery { again: false, .. } => {
                failed("after the break it did not subscribe again")
            }
            Self::Redelivery { .. } => failed("what came twice was not acknowledged"),
            Self::Changed { why, .. } => failed(why),
            Self::InOrder { last, acknowledged, .. } => {
                let why = "it acknowledged up to {}, and {} had come";
                Verdict::Failed(fill(why, &[acknowledged, last]))
            }
            Self::PositionExpired { earliest: None, .. } => {
                failed("after the break it did not subscribe again")
            }
            Self::PositionExpired { .. } => {
                failed("told that its position is not kept any more, it did not go on")
            }
        }
    }
}

#[cfg(test)]
mod tests;
