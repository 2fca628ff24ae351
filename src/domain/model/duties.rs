//! What may an office have to do by a covenant? Its pages on the console follow from it.

/// What an office has to do.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Duties {
    /// It directs families of some category.
    pub directs: bool,
    /// It handles a step of the ladder.
    pub handles: bool,
    /// It handles the last step: there it may rule.
    pub rules: bool,
    /// It is told of tickets or of concern signals, or must act on these.
    pub hears: bool,
    /// It answers for the rights of families.
    pub privacy: bool,
    /// It asks for figures of the whole covenant.
    pub reports: bool,
    /// It reads the audit log.
    pub audits: bool,
    /// It keeps the covenant.
    pub administers: bool,
}

impl Duties {
    /// Whether it may be told of families: by what it does there, or since the covenant gives it no task of
    /// another sort.
    #[must_use]
    pub fn works(self) -> bool {
        let other = self.privacy || self.reports || self.audits || self.administers;
        self.directs || self.handles || self.hears || !other
    }
}
