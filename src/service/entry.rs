//! Does whoever reports a family, or takes one up that was reported, say what the covenant of the area
//! asks: on which ground, and what was tried before? What it does not ask is refused: a code that nobody
//! needs is not kept.

use crate::{
    covenant::{Entry, entry_code},
    domain::model::reported::Reported,
    service::fields::Problems,
};

/// Most characters of a code, as in a covenant file.
const CODE_MOST: usize = 64;

/// More attempts than any covenant asks for.
const ATTEMPTS_MOST: usize = 32;

const NO_CODE: &str = "must be codes of the covenant; GetCovenant lists them";

const NOT_ASKED: &str = "goes with an area whose covenant asks for it; GetCovenant says what";

/// What is said of it in a request.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// The ground; empty when none is given.
    pub(super) ground: &'a str,
    /// What the organisation that reports has tried itself.
    pub(super) attempts: &'a [String],
}

impl Said<'_> {
    /// Whether what was given can be codes at all, wherever the family lives.
    pub(super) fn are_codes(self, problems: &mut Problems) -> bool {
        let is_code = |text: &str| {
            text.len() <= CODE_MOST
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        let ground = self.ground.is_empty() || is_code(self.ground);
        if !ground {
            problems.add("entry_ground", NO_CODE);
        }
        let attempts =
            self.attempts.len() <= ATTEMPTS_MOST && self.attempts.iter().all(|one| is_code(one));
        if !attempts {
            problems.add("own_attempts", NO_CODE);
        }
        ground && attempts
    }

    /// What it says, as far as it is asked. Where nothing is awaited, as with acute danger, what is given
    /// counts and nothing must be. The outer option says whether it is right.
    #[expect(clippy::option_option, reason = "right or wrong, and asked or not")]
    pub(super) fn reported(
        self,
        problems: &mut Problems,
        entry: &Entry,
        awaited: bool,
    ) -> Option<Option<Reported>> {
        let Self { ground: given, attempts: tried } = self;
        if entry.grounds.is_empty() {
            let right = given.is_empty() && tried.is_empty();
            if !given.is_empty() {
                problems.add("entry_ground", NOT_ASKED);
            }
            if !tried.is_empty() {
                problems.add("own_attempts", NOT_ASKED);
            }
            return right.then_some(None);
        }
        if given.is_empty() && tried.is_empty() && !awaited {
            return Some(None);
        }
        let of = format!("is required: on which ground? one of {}", entry.grounds_named());
        let ground = entry_code(&entry.grounds, given);
        let ground = problems.require("entry_ground", ground, &of);
        let mut right = true;
        for (place, code) in tried.iter().enumerate() {
            let field = format!("own_attempts[{place}]");
            if entry_code(&entry.attempts, code).is_none() {
                problems.add(field, format!("must be one of {}", entry.attempts_named()));
                right = false;
            } else if tried[..place].contains(code) {
                problems.add(field, "is given twice");
                right = false;
            }
        }
        let ground = ground?;
        let untried = entry.untried(tried);
        if ground.asked && awaited && (tried.is_empty() || !untried.is_empty()) {
            let wanted = if untried.is_empty() { entry.attempts_named() } else { untried };
            let rule = format!(
                "is required with this ground: what has the organisation that reports tried itself? still {wanted}"
            );
            problems.add("own_attempts", rule);
            right = false;
        }
        right.then(|| Some(Reported { ground: ground.code.clone(), attempts: tried.to_vec() }))
    }
}
