//! Until when are the certificates and revocation lists in a file valid? Looks at the dates only;
//! whether they work together is for `tls.rs`.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use x509_parser::prelude::FromDer as _;

use crate::{
    domain::model::time::Time,
    pem::{self, SectionKind},
};

/// From when until when something is valid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Validity {
    /// The first instant.
    pub from: Time,
    /// The last one.
    pub until: Time,
}

/// The certificate of a PEM file that ends first; intermediates and further authorities count too.
///
/// # Errors
/// What is wrong with the file, without its name.
pub fn certificates(file: &Path) -> Result<Validity, String> {
    first_to_end(file, |content| {
        let found = pem::of_kind(content, SectionKind::Certificate)?.into_iter().map(|der| {
            let (_, parsed) = x509_parser::parse_x509_certificate(&der)
                .map_err(|_| "holds a certificate that cannot be read".to_owned())?;
            let validity = parsed.validity();
            Ok(between(validity.not_before.timestamp(), validity.not_after.timestamp()))
        });
        found.collect()
    })
}

/// The revocation list of a PEM file that must be replaced first.
///
/// # Errors
/// What is wrong with the file, without its name.
pub fn revocation_lists(file: &Path) -> Result<Validity, String> {
    first_to_end(file, |content| {
        let found = pem::of_kind(content, SectionKind::Crl)?.into_iter().map(|der| {
            let (_, list) = x509_parser::revocation_list::CertificateRevocationList::from_der(&der)
                .map_err(|_| "holds a revocation list that cannot be read".to_owned())?;
            let next = list.next_update().ok_or("holds a revocation list without nextUpdate")?;
            Ok(between(list.last_update().timestamp(), next.timestamp()))
        });
        found.collect()
    })
}

fn first_to_end(
    file: &Path,
    read: impl FnOnce(&[u8]) -> Result<Vec<Validity>, String>,
) -> Result<Validity, String> {
    let content = fs::read(file).map_err(|error| format!("cannot be read ({error})"))?;
    // Certificate parsers have panicked on crafted input.
    let found = catch_unwind(AssertUnwindSafe(|| read(&content)))
        .unwrap_or_else(|_| Err("made the parser fail".to_owned()))?;
    found
        .into_iter()
        .min_by_key(|validity| validity.until.0)
        .ok_or_else(|| "holds nothing of the kind in PEM".to_owned())
}

fn between(from: i64, until: i64) -> Validity {
    Validity { from: Time(from.saturating_mul(1000)), until: Time(until.saturating_mul(1000)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::pki::{self, ClientSpec};

    #[test]
    fn the_dates_of_made_certificates_are_read_and_other_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        pki::make(dir.path(), &[ClientSpec::new("one")], false).unwrap();
        let days = |validity: Validity| (validity.until.0 - validity.from.0) / 86_400_000;
        for name in ["server.pem", "one.pem"] {
            assert!(days(certificates(&dir.path().join(name)).unwrap()) >= 365, "{name}");
        }
        for (name, why) in [("server.key", "no PEM certificate"), ("none.pem", "cannot be read")] {
            let error = certificates(&dir.path().join(name)).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        assert!(revocation_lists(&dir.path().join("server.pem")).is_err());
    }
}
