//! Which office was asked to answer on a ticket, by when, and what did it answer?

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    party::OfficeId,
    time::{Day, Time},
};

/// What the directorate of an addressed organisation answers (guide § 5.6.4). Coded: what is behind it
/// the two tell each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TicketAnswer {
    /// The organisation does what was agreed.
    CarriesOut,
    /// It offers something else, on which the two have to agree.
    OffersOther,
    /// It cannot do what was agreed.
    Cannot,
    /// It does not hold it to be its task.
    NotItsTask,
}

/// An office that was asked to answer. It handles nothing by that: nobody decides on a complaint
/// about itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AskedOffice {
    /// Which.
    pub office: OfficeId,
    /// On which step.
    pub step: u8,
    /// The last day on which the answer is in time.
    pub by: Day,
    /// True once that day has passed without an answer and the handler was told.
    pub overdue: bool,
    /// When it answered, and what.
    pub answered: Option<(Time, TicketAnswer)>,
}
