//! What does a program get wrong most often? Cases: each looks at the calls of one program, does something
//! to some of them, and judges how the program goes on. Values in, values out: no clock and no line.

use crate::{
    api::v1::RegisterInvolvementRequest,
    cli::texts::{fill, say},
    server::trial::{Asked, Told},
};

/// How many notifications come in the case of the order.
const IN_ORDER: u32 = 3;

/// A case, and how far it has come.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Case {
    /// A registration is done and its answer lost: the same must come again.
    LostAnswer { first: Option<Box<RegisterInvolvementRequest>> },
    /// The lookup budget is spent: it must not ask again.
    LookupBudget { refused: bool },
    /// The line breaks before the last notification is acknowledged: it comes twice and must be acknowledged
    /// then. When another comes meanwhile, its acknowledgement would hide a missing one: it breaks anew.
    Redelivery { last: Option<u64>, broken: bool, again: bool },
    /// A kind that it does not know: acknowledged like any other.
    UnknownKind { position: Option<u64> },
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
pub(super) const NAMES: [&str; 6] =
    ["lost-answer", "redelivery", "unknown-kind", "in-order", "position-expired", "lookup-budget"];

fn failed(why: &str) -> Option<Verdict> {
    Some(Verdict::Failed(say(why).to_owned()))
}

impl Case {
    /// The case that is called so. `highest` is the last sequence that its program was told before.
    pub(super) fn named(name: &str, highest: u64) -> Option<Self> {
        Some(match name {
            "lost-answer" => Self::LostAnswer { first: None },
            "lookup-budget" => Self::LookupBudget { refused: false },
            "redelivery" => Self::Redelivery { last: None, broken: false, again: false },
            "unknown-kind" => Self::UnknownKind { position: None },
            "in-order" => Self::InOrder { count: 0, last: highest, acknowledged: 0 },
            "position-expired" => Self::PositionExpired { held: true, earliest: None, stale: 0 },
            _ => return None,
        })
    }

    /// How many others join while it is played; of none the program has to begin itself, by registering.
    pub(super) fn joins(&self) -> u32 {
        match self {
            Self::LostAnswer { .. } | Self::LookupBudget { .. } => 0,
            Self::Redelivery { .. } | Self::UnknownKind { .. } | Self::PositionExpired { .. } => 1,
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
            (Self::LookupBudget { refused }, Asked::Register(_)) => {
                let again = std::mem::replace(refused, true);
                let why = "it asked again at once, though it was told to wait for an hour";
                (Want::SpendBudget, again.then(|| failed(why)).flatten())
            }
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
            (Self::UnknownKind { position: Some(position) }, Asked::Acknowledge(at)) => {
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
            Self::UnknownKind { position } => {
                if *position.get_or_insert(sequence) == sequence {
                    return Told::OfUnknownKind;
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

    /// Time is over.
    pub(super) fn ended(&self) -> Verdict {
        let failed = |why: &str| Verdict::Failed(say(why).to_owned());
        let not_seen = |why: &str| Verdict::NotSeen(say(why).to_owned());
        let deaf = "nothing was sent to it: does it subscribe to its inbox?";
        match self {
            Self::LostAnswer { first: None } | Self::LookupBudget { refused: false } => {
                not_seen("it registered nobody: let it register a parent of the sandbox meanwhile")
            }
            Self::LostAnswer { first: Some(_) } => {
                failed("it got no answer to a registration and did not send it again")
            }
            Self::LookupBudget { refused: true } => Verdict::Passed,
            Self::Redelivery { last: None, .. }
            | Self::UnknownKind { position: None }
            | Self::InOrder { count: 0, .. } => not_seen(deaf),
            Self::Redelivery { broken: false, .. } => failed("it acknowledged nothing"),
            Self::Redelivery { again: false, .. } => {
                failed("after the break it did not subscribe again")
            }
            Self::Redelivery { .. } => failed("what came twice was not acknowledged"),
            Self::UnknownKind { .. } => {
                failed("it does not acknowledge a kind that it does not know")
            }
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
mod tests {
    use super::*;

    fn case(name: &str) -> Case {
        Case::named(name, 0).expect("a case")
    }

    #[test]
    fn every_name_is_a_case() {
        assert!(NAMES.iter().all(|name| Case::named(name, 0).is_some()));
        assert_eq!(Case::named("nothing", 0), None);
    }

    #[test]
    fn another_family_is_no_second_attempt() {
        let request = |id: &str, area: &str| {
            let members =
                vec![crate::api::v1::FamilyMember { bsn: area.to_owned(), ..Default::default() }];
            let involvement_id = id.to_owned();
            Asked::Register(Box::new(RegisterInvolvementRequest {
                involvement_id,
                members,
                ..Default::default()
            }))
        };
        let mut lost = case("lost-answer");
        assert_eq!(lost.asked(&request("a", "1")), (Want::LoseAnswer, None));
        assert_eq!(lost.asked(&request("b", "2")), (Want::Serve, None));
        assert!(matches!(lost.asked(&request("a", "2")).1, Some(Verdict::Failed(_))));
        assert!(matches!(lost.asked(&request("b", "1")).1, Some(Verdict::Failed(_))));
        assert_eq!(lost.asked(&request("a", "1")), (Want::Serve, Some(Verdict::Passed)));
    }

    #[test]
    fn what_comes_after_the_break_does_not_hide_what_was_skipped() {
        let mut redelivery = case("redelivery");
        let passed = (Want::Serve, Some(Verdict::Passed));
        // Two go out; the first is acknowledged while the second is under way.
        redelivery.told(1);
        redelivery.told(2);
        assert_eq!(redelivery.asked(&Asked::Acknowledge(1)), (Want::Serve, None));
        assert_eq!(redelivery.asked(&Asked::Acknowledge(2)), (Want::Break, None));
        assert_eq!(redelivery.asked(&Asked::Acknowledge(2)), (Want::Unavailable, None));
        assert_eq!(redelivery.asked(&Asked::Subscribe(None)), (Want::Serve, None));
        // The second comes again and is skipped; a third is acknowledged.
        redelivery.told(2);
        redelivery.told(3);
        assert_eq!(redelivery.asked(&Asked::Acknowledge(3)), (Want::Break, None));
        assert_eq!(redelivery.asked(&Asked::Subscribe(None)), (Want::Serve, None));
        redelivery.told(3);
        assert!(matches!(redelivery.ended(), Verdict::Failed(_)));
        assert_eq!(redelivery.asked(&Asked::Acknowledge(3)), passed);
    }

    #[test]
    fn a_position_that_the_broker_remembers_never_expires() {
        let mut expired = case("position-expired");
        assert_eq!(expired.asked(&Asked::Subscribe(None)), (Want::Unavailable, None));
        expired.joined();
        assert_eq!(expired.asked(&Asked::Subscribe(Some(4))), (Want::Expire(5), None));
        let passed = (Want::Serve, Some(Verdict::Passed));
        assert_eq!(expired.asked(&Asked::Subscribe(Some(5))), passed);
        assert_eq!(expired.asked(&Asked::Subscribe(None)), passed);
    }

    #[test]
    fn what_was_told_before_may_be_acknowledged() {
        let mut order = Case::named("in-order", 4).expect("a case");
        assert_eq!(order.asked(&Asked::Acknowledge(4)), (Want::Serve, None));
        for sequence in 5..=7 {
            assert_eq!(order.told(sequence), Told::AsItIs);
        }
        assert_eq!(order.asked(&Asked::Acknowledge(7)), (Want::Serve, Some(Verdict::Passed)));
        assert!(matches!(order.asked(&Asked::Acknowledge(8)).1, Some(Verdict::Failed(_))));
    }
}
