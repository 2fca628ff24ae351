//! What does a client certificate say about who calls?

use std::panic::{AssertUnwindSafe, catch_unwind};

use strsim::levenshtein;
use x509_parser::extensions::GeneralName;
use x509_parser::oid_registry::OID_X509_SERIALNUMBER;

use crate::domain::model::party::{OfficeId, Oin};
use crate::domain::model::time::Time;
use crate::service::identity::PeerCertificate;

/// How an office is named in a certificate: a URI in the subject alternative names.
pub const OFFICE_URN: &str = "urn:verwijspunt:office:";

/// Offices that one certificate may name.
const MAX_OFFICES: usize = 64;

/// Reads a client certificate that has been verified already.
///
/// # Errors
/// Why this certificate cannot say who calls; a text for the caller.
pub fn read(der: &[u8]) -> Result<PeerCertificate, String> {
    // Certificate parsers have panicked on crafted input.
    catch_unwind(AssertUnwindSafe(|| parse(der)))
        .unwrap_or_else(|_| Err("the client certificate cannot be read".into()))
}

fn parse(der: &[u8]) -> Result<PeerCertificate, String> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der)
        .map_err(|_| "the client certificate cannot be read".to_owned())?;
    let mut numbers =
        certificate.subject().iter_attributes().filter(|a| *a.attr_type() == OID_X509_SERIALNUMBER);
    let number = numbers.next();
    if numbers.next().is_some() {
        return Err("the client certificate's subject has more than one serialNumber".into());
    }
    let oin = number.and_then(|attribute| attribute.as_str().ok()).and_then(Oin::parse);
    Ok(PeerCertificate {
        oin,
        offices: offices(&certificate)?,
        serial: hex(certificate.raw_serial()),
        not_after: Time(certificate.validity().not_after.timestamp().saturating_mul(1000)),
    })
}

fn offices(
    certificate: &x509_parser::prelude::X509Certificate<'_>,
) -> Result<Vec<OfficeId>, String> {
    let names = certificate
        .subject_alternative_name()
        .map_err(|_| "the client certificate's alternative names cannot be read".to_owned())?;
    let mut offices = Vec::new();
    for name in names.iter().flat_map(|names| &names.value.general_names) {
        // A name in a field of another kind would say nothing, and so mean the whole organisation.
        let uri = match name {
            GeneralName::URI(name) => name,
            GeneralName::DNSName(name) | GeneralName::RFC822Name(name) if name.contains(':') => {
                name
            }
            _ => continue,
        };
        let exact = matches!(name, GeneralName::URI(_)).then(|| uri.strip_prefix(OFFICE_URN));
        let Some(id) = exact.flatten() else {
            if meant_for_us(uri) {
                return Err(format!(
                    "the client certificate has an alternative name that looks like an office and is \
                     none: it must be a URI, {OFFICE_URN} followed by the id, all in lower case"
                ));
            }
            continue;
        };
        let office = OfficeId::parse(id).ok_or_else(|| {
            format!("the client certificate names an office that is no id after {OFFICE_URN}")
        })?;
        if !offices.contains(&office) {
            offices.push(office);
        }
    }
    if offices.len() > MAX_OFFICES {
        return Err(format!("the client certificate names more than {MAX_OFFICES} offices"));
    }
    Ok(offices)
}

/// Letters that may be wrong in a word that is still taken for the one that was meant.
const SLIPS: usize = 2;

/// Whether a name that is not written as ours was meant to be. Who mistyped the name of one desk must
/// not act for the whole organisation instead.
fn meant_for_us(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = || lower.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty());
    let near = |word: &str, meant: &str, slips| levenshtein(word, meant) <= slips;
    let urn = words().next().is_some_and(|word| near(word, "urn", 1));
    let ours = words().any(|word| near(word, "verwijspunt", SLIPS));
    let office = words().any(|word| near(word, "office", SLIPS));
    (urn && (ours || office)) || (ours && office)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::pki::{self, ClientSpec};

    const OIN: &str = "00000001002306608000";

    fn der(spec: &ClientSpec) -> Vec<u8> {
        pki::Authority::new("test").expect("an authority").client(spec).expect("issues").der()
    }

    #[test]
    fn a_certificate_names_its_organisation_and_offices() {
        let spec =
            ClientSpec::new("desk").oin(OIN).office("coordinator-zeeburg").office("alderman");
        let peer = read(&der(&spec)).expect("reads");
        assert_eq!(peer.oin, Oin::parse(OIN));
        let offices: Vec<_> = peer.offices.iter().map(OfficeId::as_str).collect();
        assert_eq!(offices, ["coordinator-zeeburg", "alderman"]);
        assert!(!peer.serial.is_empty() && peer.not_after > Time(0));
    }

    #[test]
    fn a_serial_number_that_is_no_oin_is_nobody() {
        for wrong in ["123", "0000000100230660800x"] {
            let peer = read(&der(&ClientSpec::new("desk").oin(wrong))).expect("reads");
            assert_eq!(peer.oin, None, "{wrong}");
        }
        assert_eq!(read(&der(&ClientSpec::new("desk"))).expect("reads").oin, None);
    }

    #[test]
    fn an_office_that_is_no_id_is_refused() {
        let refusal = read(&der(&ClientSpec::new("desk").office("no id"))).expect_err("refused");
        assert!(refusal.contains("office"), "{refusal}");
    }

    #[test]
    fn a_name_that_is_meant_for_us_and_not_written_so_is_refused() {
        let uri = |uri: &str| read(&der(&ClientSpec::new("desk").oin(OIN).uri(uri)));
        for wrong in [
            "URN:VERWIJSPUNT:OFFICE:coordinator-zeeburg",
            "urn:Verwijspunt:office:coordinator-zeeburg",
            "urn:verwijspunt:OFFICE:coordinator-zeeburg",
            "urn:verwijspunt:offic:coordinator-zeeburg",
            "urn:verwijspunt:kantoor:coordinator-zeeburg",
            "urn:verwijzpunt:office:coordinator-zeeburg",
            "urn:verwijspunt:office",
            "urn:verwijspunt:office:",
            "urn:verwijspunt:office%3Acoordinator-zeeburg",
            " urn:verwijspunt:office:coordinator-zeeburg",
            "urn:office:coordinator-zeeburg",
            "verwijspunt:office:coordinator-zeeburg",
            "uri:verwijspunt:office:coordinator-zeeburg",
            "https://verwijspunt/office/coordinator-zeeburg",
        ] {
            let refusal = uri(wrong).expect_err(wrong);
            assert!(refusal.contains(OFFICE_URN), "{refusal}");
        }
        for other in ["https://verwijspunt.nl/", "spiffe://school/leerlingen", "urn:uuid:f81d4fae"]
        {
            assert_eq!(uri(other).map(|peer| peer.offices), Ok(Vec::new()), "{other}");
        }
    }

    #[test]
    fn garbage_is_refused_and_never_a_panic() {
        let good = der(&ClientSpec::new("desk").oin(OIN).office("a"));
        for cut in 0..good.len() {
            let _ = read(&good[..cut]);
            let mut flipped = good.clone();
            flipped[cut] ^= 0xff;
            let _ = read(&flipped);
        }
        assert!(read(b"").is_err());
    }
}
