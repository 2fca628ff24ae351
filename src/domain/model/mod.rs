//! What there is: the values that the rules are about, and what holds for one of them alone.

pub mod agreement;
pub mod audit;
pub mod budget;
pub mod calendar;
pub mod card;
pub mod case;
pub mod destruction;
pub mod format;
pub mod ids;
pub mod involvement;
pub mod matches;
pub mod moving;
pub mod notification;
pub mod own_reference;
pub mod party;
pub mod person;
pub mod refusal;
pub mod report;
pub mod rights;
pub mod routing;
pub mod shown;
pub mod signal;
pub mod spoken;
pub mod terms;
pub mod ticket;
pub mod time;
