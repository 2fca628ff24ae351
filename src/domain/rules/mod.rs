//! What happens: decisions over values. The same values always give the same decision.

pub mod access;
pub mod adding;
pub mod appointing;
pub mod budget;
pub mod case;
pub mod changing;
pub mod contact;
pub mod destroying;
pub mod escalation;
pub mod follow_up;
pub mod indicators;
pub mod kinship;
pub mod lead;
pub mod listing;
pub mod matching;
pub mod moving_house;
pub mod registering;
pub mod retention;
pub mod rights;
pub mod session;
pub mod settling;
pub mod shielding;
pub mod signal;
pub mod signing_in;
pub mod suppression;
pub mod telling;
