//! The `verwijspunt` command.

use std::process::ExitCode;

use verwijspunt::{cli::Cli, server::process};

/// The index makes and drops many small pieces for each record; with the system's allocator that took
/// a third of the processor time of a registration.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    process::settle();
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    Cli::from_command_line().run().await
}
