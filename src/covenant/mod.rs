//! What did the parties agree? Files become a draft, a check makes it a covenant, and the covenant
//! gives answers; see [`Covenant::load`].

mod answer;
mod check;
mod file;
mod load;
mod model;
mod reaching;
mod several;
mod succession;

pub use crate::domain::model::terms::Terms;
pub use crate::toml_file::Problem;
pub use answer::{
    AskedRow, CaseRow, ConcernRow, Difference, GroundRow, RoutingRow, StepRow, consequences,
    differences, plan_in_words,
};
pub use load::TRIED_OUT;
pub use model::{
    Area, Category, Commissioner, Contact, Covenant, Deputy, Entry, EntryCode, Functions, Ground,
    Level, Office, Organisation, OrganisationKind, Partner, Region, Role, Step, entry_code,
};
pub use several::Covenants;
