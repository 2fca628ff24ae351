//! Matches: follow-up and the lead.

mod calls;
