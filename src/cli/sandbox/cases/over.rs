//! What is said of a program when the time of a case is over, and nothing was decided before?

use super::{Case, PASSING, Verdict};
use crate::cli::texts::{fill, say};

impl Case {
    /// Time is over. `connected`: the program is still there.
    pub(in crate::cli::sandbox) fn ended(&self, connected: bool) -> Verdict {
        let failed = |why: &str| Verdict::Failed(say(why).to_owned());
        let not_seen = |why: &str| Verdict::NotSeen(say(why).to_owned());
        let silent = "it registered nobody: let it register a parent of the sandbox meanwhile";
        let deaf = "nothing was sent to it: does it subscribe to its inbox?";
        let gone = "it was refused, and nothing was heard of it any more: did it end?";
        match self {
            Self::LostAnswer { first: None } => not_seen(silent),
            Self::LookupBudget { refused, .. } if refused.is_empty() => not_seen(silent),
            Self::LostAnswer { first: Some(_) } => {
                failed("it got no answer to a registration and did not send it again")
            }
            Self::LookupBudget { alive, .. } if *alive || connected => Verdict::Passed,
            Self::LookupBudget { .. } => failed(gone),
            Self::StaleEtag { refused: None, without: true, .. } => Verdict::NotPlayed(
                say("what it changed it changed without an etag: what others do meanwhile it overwrites")
                    .to_owned(),
            ),
            Self::StaleEtag { refused: None, .. } => {
                Verdict::NotPlayed(say("it changed nothing that has an etag").to_owned())
            }
            // What is to be done now a person may decide.
            Self::StaleEtag { .. } if connected => Verdict::Passed,
            Self::StaleEtag { .. } => failed(gone),
            Self::CertificateRenewal { former, .. } if former.is_empty() => {
                not_seen("nothing was heard of it before: is it connected?")
            }
            Self::CertificateRenewal { again: true, .. } => {
                failed("it came again with the certificate that was replaced")
            }
            Self::TenThousandWaiting { heard: false, .. } => not_seen(deaf),
            Self::TenThousandWaiting { upto, acknowledged, .. } => {
                let why = "it acknowledged up to {} and stopped there, and {} had come";
                Verdict::Failed(fill(why, &[acknowledged, upto]))
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
            Self::PositionExpired { earliest: None, .. } | Self::CertificateRenewal { .. } => {
                failed("after the break it did not subscribe again")
            }
            Self::PositionExpired { .. } => {
                failed("told that its position is not kept any more, it did not go on")
            }
        }
    }
}
