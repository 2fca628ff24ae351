//! What is agreed, as values: a draft is what the files say, a covenant is a draft that was proved.

pub(in crate::covenant) mod category;
pub(in crate::covenant) mod concern;
mod covenant;
pub(in crate::covenant) mod draft;
pub(in crate::covenant) mod entry;
pub(in crate::covenant) mod facts;
pub(in crate::covenant) mod functions;
pub(in crate::covenant) mod meeting;
pub(in crate::covenant) mod parties;
pub(in crate::covenant) mod places;
pub(in crate::covenant) mod rule;

pub use crate::domain::model::ground::Ground;
pub use category::{Category, Step};
pub use covenant::Covenant;
pub(in crate::covenant) use covenant::{IMPOSSIBLE, Proven};
pub(in crate::covenant) use draft::Draft;
pub use entry::{Entry, EntryCode, find as entry_code};
pub use functions::Functions;
pub use parties::{Commissioner, Contact, Deputy, Office, Organisation, OrganisationKind, Partner};
pub use places::{Area, Level, Region, Role};
