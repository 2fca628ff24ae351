//! At which address is a recipient's own web server told that something waits?

use std::fmt;

/// Longest address, in characters.
pub const ADDRESS_MOST: usize = 255;

/// The address of a web server that is called. It holds no name, no password and no query: what is
/// written in a file that many read must not be a secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ReceiverAddress(Box<str>);

impl ReceiverAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let Some(behind) = behind else { return Err("it does not begin with https://") };
        if text.len() > ADDRESS_MOST {
            return Err("it is longer than 255 characters");
        }
        if !text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b'<' | b'>')) {
            return Err("it holds a character that no address holds");
        }
        if text.contains('@') {
            return Err("it holds a name or a password");
        }
        if text.contains(['?', '#']) {
            return Err("it holds a query or a fragment");
        }
        let authority = behind.split('/').next().unwrap_or_default();
        if authority.is_empty() || authority.starts_with(':') {
            return Err("it names no host");
        }
        Ok(Self(text.into()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is called over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for ReceiverAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_no_secret_and_names_a_host() {
        let good = "https://meldingen.school.example/verwijspunt";
        assert_eq!(ReceiverAddress::parse(good).map(|it| it.to_string()).as_deref(), Ok(good));
        assert!(ReceiverAddress::parse("http://127.0.0.1:8080/").is_ok_and(|it| !it.is_secure()));
        let long = format!("https://school.example/{}", "a".repeat(ADDRESS_MOST));
        for (text, word) in [
            ("", "begin"),
            ("ftp://school.example", "begin"),
            ("school.example", "begin"),
            ("https://", "host"),
            ("https:///path", "host"),
            ("https://:443/", "host"),
            ("https://user:secret@school.example/", "password"),
            ("https://school.example/?token=1", "query"),
            ("https://school.example/#a", "fragment"),
            ("https://school.example/a b", "character"),
            ("https://schoól.example/", "character"),
            (long.as_str(), "255"),
        ] {
            let why = ReceiverAddress::parse(text).expect_err(text);
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
