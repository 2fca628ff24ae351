//! Is the audit log true (A1, A2), and is every way of tampering with it found (scenario 29)?

#![allow(unreachable_pub, missing_docs)]

mod entries;
mod tampering;
