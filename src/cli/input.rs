//! What was given in a file or on standard input? Text as people's machines write it.

use std::{
    fs, io,
    io::{IsTerminal as _, Read as _},
};

use zeroize::Zeroizing;

use super::{
    output::complain,
    texts::{fill, say},
};
use crate::plain_text::decode;

/// The text of a file, wiped when dropped because it holds BSNs; `-` is standard input. A byte order
/// mark does not count, and UTF-16, which PowerShell writes, is read as what it says, also without its mark.
///
/// # Errors
/// Why the file cannot be read.
pub fn text(file: &str) -> Result<Zeroizing<String>, String> {
    let bytes = bytes(file).map_err(|error| {
        // What others on the machine could see already is not written into their logs too.
        if error.kind() == io::ErrorKind::NotFound && may_be_a_bsn(file) {
            say("is no file; name one, or give - and write to standard input: a BSN is never an argument")
                .to_owned()
        } else {
            format!("{file}: {error}")
        }
    })?;
    decode(&bytes).ok_or_else(|| fill("{}: is not UTF-8; save it as UTF-8", &[&file]))
}

/// Whether a name holds so many digits in a row as a BSN has. One less, as a BSN that lost its leading 0,
/// counts behind a role only: a file may well be named after a date.
fn may_be_a_bsn(name: &str) -> bool {
    let least = if name.contains(':') { 8 } else { 9 };
    name.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= least)
}

/// All of a file or of standard input, wiped when dropped.
///
/// # Errors
/// When it cannot be read.
pub fn bytes(file: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut all = Zeroizing::new(Vec::new());
    if file == "-" {
        let mut input = io::stdin().lock();
        if input.is_terminal() {
            let note = "note: reading standard input; end it with Ctrl-D on an empty line";
            complain(say(note));
        }
        input.read_to_end(&mut all)?;
    } else {
        fs::File::open(file)?.read_to_end(&mut all)?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_bsn_that_is_given_as_a_file_is_not_repeated() {
        for given in ["parent:997848911", "parent:99784891", "997848911"] {
            let problem = text(given).expect_err("there is no such file");
            assert!(!problem.contains("99784"), "{problem}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        for given in ["no-such-file", "parents-20261130.txt"] {
            let problem = text(given).expect_err("there is no such file");
            assert!(problem.starts_with(&format!("{given}: ")), "{problem}");
        }
        // It is there, and therefore no BSN: a directory is read no more than a file of somebody else.
        let there = tempfile::tempdir().expect("a directory");
        let there = there.path().join("997848911");
        std::fs::create_dir(&there).expect("writes");
        let there = there.to_string_lossy().into_owned();
        let problem = text(&there).expect_err("is no file");
        assert!(problem.starts_with(&there), "{problem}");
    }
}
