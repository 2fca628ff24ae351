//! The verb `completion`: what a shell needs to complete the words of the command line.

use std::io;

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

use super::{Cli, errors::CliError};

/// Print a script with which a shell completes commands, options and coded words.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt completion bash > ~/.local/share/bash-completion/completions/verwijspunt
  verwijspunt completion zsh > ~/.zfunc/_verwijspunt")]
pub struct Completion {
    /// For which shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completion {
    pub(crate) fn run(self) -> Result<(), CliError> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "verwijspunt", &mut script);
        match io::Write::write_all(&mut io::stdout().lock(), &script) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(CliError::Said),
            other => Ok(other?),
        }
    }
}
