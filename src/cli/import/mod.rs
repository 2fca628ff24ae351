//! temp
use super::errors::CliError;
use clap::Args;
/// Register many involvements from a CSV file.
#[derive(Args, Debug)]
pub struct Import {}
impl Import {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        Ok(())
    }
}
