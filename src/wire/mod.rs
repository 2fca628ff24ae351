//! How is a message of the API written as JSON, and read from it? One codec for REST and for the
//! command line, made from the descriptors: there is no second set of types.

mod addresses;
mod comments;
#[doc(hidden)]
pub mod decoding;
mod reading;
mod tree;
mod writing;

use std::sync::LazyLock;

use prost_reflect::{DescriptorPool, MessageDescriptor};

pub use addresses::{Address, Call, Found, Lookup, Segment, addresses, find, in_addresses};
pub use comments::{comment_of_enum, comment_of_field, comment_of_message, comments_of_call};
pub use reading::{PROBLEMS_MOST, Problem, Wrong, can_be_told, read};
pub use writing::{Json, Written, all_written, always_written, keys};

/// The descriptors of the API, its options included.
static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    DescriptorPool::decode(crate::api::FILE_DESCRIPTOR_SET)
        .expect("the descriptor set is built with this program")
});

/// The package of the API.
pub const PACKAGE: &str = "verwijspunt.v1";

/// A message of the API, by its name.
#[must_use]
pub fn message(name: &str) -> Option<MessageDescriptor> {
    POOL.get_message_by_name(&format!("{PACKAGE}.{name}"))
}
