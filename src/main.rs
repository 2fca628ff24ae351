//! The `verwijspunt` command.

use std::process::ExitCode;

use clap::Parser;
use verwijspunt::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    Cli::parse().run().await
}
