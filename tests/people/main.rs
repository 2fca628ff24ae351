//! People who sign in: sessions in the store, the links of a demonstration, and a real provider.

#![allow(unreachable_pub, missing_docs, dead_code)]

mod configured;
mod console;
mod provider_process;
mod providers;
mod rig;
mod sessions;
