//! The `verwijspunt` command.

use std::process::ExitCode;

use verwijspunt::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    Cli::from_command_line().run().await
}
