//! The `verwijspunt` command.

use std::process::ExitCode;

use verwijspunt::{cli::Cli, server::process};
use zeroizing_alloc::ZeroAlloc;

/// The index makes and drops many small pieces for each record; with the system's allocator that took
/// a third of the processor time of a registration. What is given back to it is overwritten first: a BSN
/// passes through buffers of TLS, HTTP/2, protobuf, JSON and forms that are not ours, and stays in none of
/// them longer than it is in use.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<mimalloc::MiMalloc> = ZeroAlloc(mimalloc::MiMalloc);

fn main() -> ExitCode {
    process::settle();
    run()
}

#[tokio::main]
async fn run() -> ExitCode {
    Cli::from_command_line().run().await
}
