//! What may be wrong when the broker ends a handshake? TLS says an alert; these are the causes of each, and
//! who can tell which of them it is.

use super::texts::{fill, say};

const UNKNOWN: &str = "the authority that signed it is not one of the broker's client authorities; a certificate between \
     the two is missing from the file; the broker's revocation list has expired; or the broker has no revocation list \
     of that authority";
const ENDED: &str = "it has ended or is not valid yet, by the broker's clock";
const REVOKED: &str = "it is on the broker's revocation list";
const USAGE: &str = "it is not one for a client (extended key usage)";
const SIGNATURE: &str = "it was signed by another authority than the broker's, of the same name and with another \
     key; or in a way that the broker does not take (SHA-1, a short key)";
const MALFORMED: &str =
    "it cannot be read by the broker, or asks of it what it does not know (a critical extension)";
const NOT_SENT: &str = "none was sent, because its key is of a kind that the broker does not take";
const LIST: &str =
    "the broker cannot use its revocation list, or speaks no TLS that this program speaks";
const NOT_ALLOWED: &str = "it is the certificate of an authority, or an authority above it may not sign it (path length, \
     name constraints)";
const ANY: &str = "it has ended, is not valid yet or is revoked; its authority is not one of the broker's client \
     authorities; the broker's revocation list has expired, or it has none of that authority";

/// Alerts by their names in TLS. What stands in no row may have any cause.
const CAUSES: &[(&str, &str)] = &[
    ("UnknownCA", UNKNOWN),
    ("CertificateExpired", ENDED),
    ("CertificateRevoked", REVOKED),
    ("UnsupportedCertificate", USAGE),
    ("DecryptError", SIGNATURE),
    ("BadCertificate", MALFORMED),
    ("CertificateRequired", NOT_SENT),
    ("CertificateUnknown", NOT_ALLOWED),
    ("HandshakeFailure", LIST),
];

/// What TLS said of this broker, with the causes of it and what to do, a line each.
pub(super) fn refused(broker: Option<&str>, problem: &str) -> String {
    let broker = broker.unwrap_or_else(|| say("the broker"));
    let said = fill("{} does not accept this certificate: {}", &[&broker, &problem]);
    told(&said, causes(problem))
}

/// A connection that broke says no more than that: the alert may have been lost on the way.
pub(super) fn broke(problem: &str) -> String {
    let said = fill("the connection broke: {}", &[&problem]);
    let next = say("try again; the same ids make it harmless");
    let always = say("if it stays so, the broker may not accept this certificate:");
    format!("{said}\n  {}{next}\n  {}", label("next"), told(always, ANY))
}

fn told(said: &str, causes: &str) -> String {
    let next = say(
        "whoever runs the broker finds which of these it is in its log, at \"a client was refused \
                    in the handshake\" (WARN); verwijspunt doctor looks at authorities and lists there",
    );
    format!("{said}\n  {}{}\n  {}{next}", label("why"), say(causes), label("next"))
}

fn causes(problem: &str) -> &'static str {
    let row = CAUSES.iter().find(|(alert, _)| problem.contains(alert));
    row.map_or(ANY, |(_, causes)| causes)
}

fn label(name: &str) -> String {
    format!("{:<8}", format!("{}:", say(name)))
}

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, CertificateError as Reason};

    use super::*;
    use crate::cli::texts::dutch;

    /// Every reason for which the broker's verifier refuses a client is named by what its alert leads to.
    #[test]
    fn the_alert_of_every_reason_leads_to_a_text_that_names_the_reason() {
        let reasons = [
            (Reason::UnknownIssuer, "not one of the broker's client authorities"),
            (Reason::UnknownIssuer, "missing from the file"),
            (Reason::ExpiredRevocationList, "revocation list has expired"),
            (Reason::UnknownRevocationStatus, "no revocation list of that authority"),
            (Reason::Revoked, "on the broker's revocation list"),
            (Reason::Expired, "has ended"),
            (Reason::NotValidYet, "not valid yet"),
            (Reason::InvalidPurpose, "not one for a client"),
            (Reason::BadSignature, "another key"),
            (Reason::BadEncoding, "cannot be read"),
            (Reason::UnhandledCriticalExtension, "critical extension"),
        ];
        let logged = "a client was refused in the handshake";
        for (reason, named) in reasons {
            let alert = rustls::Error::AlertReceived(AlertDescription::from(reason.clone()));
            let text = refused(None, &alert.to_string());
            assert!(text.contains(named), "{reason:?}: {text}");
            assert!(text.contains(logged), "{text}");
        }
        let lost = broke("connection reset");
        for named in
            ["has ended", "revoked", "client authorities", "list has expired", "has none", logged]
        {
            assert!(lost.contains(named), "{named} is not in {lost}");
        }
    }

    #[test]
    fn an_alert_of_another_kind_excludes_nothing() {
        assert_eq!(causes("received fatal alert: AccessDenied"), ANY);
        for (_, text) in CAUSES.iter().chain([&("", ANY)]) {
            assert!(dutch(text).is_some(), "no Dutch for {text}");
        }
    }
}
