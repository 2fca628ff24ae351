//! Does an administrator find in the log who was turned away before a first request, and why? Without a
//! line, nobody finds out why a whole organisation cannot connect.

use std::{
    io,
    net::IpAddr,
    time::{Duration, Instant},
};

use super::{newcomers::Origin, seldom::Seldom};
use crate::service::admission::Share;

/// Time between two log lines about the same reason and the same origin.
const LOGGED_EVERY: Duration = Duration::from_secs(10);

/// Whom a listener is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Visitors {
    /// Programs, each with a certificate.
    Clients,
    /// People, who have none.
    Browsers,
}

/// The refusals of one listener, as far as they are logged.
pub(super) struct Refusals {
    of: Visitors,
    logged: Seldom<(String, Origin)>,
}

impl Refusals {
    pub(super) fn of(visitors: Visitors) -> Self {
        Self { of: visitors, logged: Seldom::new(LOGGED_EVERY) }
    }

    /// Whether to log this one: how many like it were left out.
    fn due(&self, reason: &str, from: IpAddr) -> Option<u64> {
        self.logged.now((reason.to_owned(), Origin::of(from)), Instant::now())
    }

    /// Tells of a caller who opens more connections than it may.
    pub(super) fn too_many(&self, share: Share, from: IpAddr) {
        let share = share.name();
        if let Some(left_out) = self.due(share, from) {
            tracing::warn!(
                share,
                %from,
                left_out,
                "a connection was closed: there are too many of its {share} ([limits] max_connections \
                 and the shares)"
            );
        }
    }

    /// Tells of a handshake that failed. What strangers send that is no TLS of ours is not worth a line.
    pub(super) fn handshake(&self, error: &io::Error, from: IpAddr) {
        let reason = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let reason = reason.filter(|reason| about_us(reason));
        let due = reason.and_then(|reason| self.due(&name(reason), from));
        let (Some(left_out), Some(reason)) = (due, reason) else {
            return tracing::debug!(%error, "handshake failed");
        };
        match (self.of, reason) {
            (Visitors::Clients, rustls::Error::AlertReceived(_)) => tracing::warn!(
                %error,
                %from,
                left_out,
                "a client broke off the handshake: it refuses this broker's certificate, or what TLS it \
                 speaks; the certificate is checked by verwijspunt doctor"
            ),
            (Visitors::Clients, _) => tracing::warn!(
                %error,
                %from,
                left_out,
                "a client was refused in the handshake; verwijspunt doctor checks authorities and lists"
            ),
            (Visitors::Browsers, rustls::Error::AlertReceived(_)) => tracing::warn!(
                %error,
                %from,
                left_out,
                "a browser broke off the handshake: it refuses the certificate of [people], or what TLS \
                 it speaks; the certificate is checked by verwijspunt doctor"
            ),
            (Visitors::Browsers, _) => tracing::warn!(
                %error,
                %from,
                left_out,
                "a browser was refused in the handshake; one that is too old for TLS 1.3 needs [tls] \
                 allow_tls12"
            ),
        }
    }
}

/// Whether it is about whom this broker trusts, or about what it shows or speaks.
fn about_us(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidCertificate(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::InvalidCertRevocationList(_)
            | rustls::Error::AlertReceived(_)
            | rustls::Error::PeerIncompatible(_)
    )
}

/// What kind of error it is, without what differs from one to the next: times, names.
fn name(error: &rustls::Error) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_alphanumeric() || *c == '(').take(64).collect()
}

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, CertificateError, Error, pki_types::UnixTime};

    use super::*;

    #[test]
    fn a_kind_of_error_has_one_name_whenever_and_of_whomever_it_is() {
        let expired = |seconds| {
            let time = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
            let why = CertificateError::ExpiredContext { time: time(seconds), not_after: time(1) };
            name(&Error::InvalidCertificate(why))
        };
        assert_eq!(expired(2), "InvalidCertificate(ExpiredContext");
        assert_eq!(expired(3), expired(2));
        let others = [
            Error::InvalidCertificate(CertificateError::Revoked),
            Error::InvalidCertificate(CertificateError::UnknownIssuer),
            Error::NoCertificatesPresented,
            Error::AlertReceived(AlertDescription::UnknownCA),
            Error::AlertReceived(AlertDescription::CertificateExpired),
        ];
        let names: std::collections::HashSet<_> = others.iter().map(name).collect();
        assert_eq!(names.len(), others.len(), "{names:?}");
    }

    #[test]
    fn one_client_does_not_hide_another_nor_one_reason_another() {
        let refusals = Refusals::of(Visitors::Clients);
        let [here, there] = [[192, 0, 2, 1], [192, 0, 2, 2]].map(IpAddr::from);
        assert_eq!(refusals.due("Revoked", here), Some(0));
        assert_eq!(refusals.due("Revoked", here), None);
        assert_eq!(refusals.due("Revoked", there), Some(0));
        assert_eq!(refusals.due("Expired", here), Some(0));
    }
}
