//! What does the program ask of the system for itself?

use rustix::{
    process::{Resource, Rlimit, setrlimit},
    thread::disable_transparent_huge_pages,
};

/// To be called first of all, once. What the system refuses is done without.
pub fn settle() {
    // A page of 2 MiB that was given back is filled with zeroes before it is used again: a seventh of
    // the processor time of a registration, and twice the memory.
    let _ = disable_transparent_huge_pages(true);
    // A dump of the memory would hold the key of the pseudonyms.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
