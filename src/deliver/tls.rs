//! Did a connection fail because one side does not trust the other's certificate?

use std::{error::Error, io};

/// Whether that is somewhere among the causes of an error.
pub(super) fn distrusted(error: &(dyn Error + 'static)) -> bool {
    let mut at = Some(error);
    while let Some(error) = at {
        if error.downcast_ref().is_some_and(of_certificate) {
            return true;
        }
        // A connection hands such an error up inside one of its own, and names only the cause of that.
        at = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inside) => Some(inside),
            None => error.source(),
        };
    }
    false
}

/// Our side refused the other's certificate, or the other side hung up with an alert of TLS, as it does
/// when it refuses ours.
fn of_certificate(error: &rustls::Error) -> bool {
    use rustls::Error::{AlertReceived, InvalidCertificate, NoCertificatesPresented};
    matches!(error, InvalidCertificate(_) | NoCertificatesPresented | AlertReceived(_))
}

#[cfg(test)]
mod tests {
    use rustls::CertificateError;

    use super::*;

    #[test]
    fn the_cause_is_found_wherever_it_stands() {
        let unknown = || rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        assert!(distrusted(&unknown()));
        assert!(distrusted(&io::Error::new(io::ErrorKind::InvalidData, unknown())));
        let within = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, unknown()));
        assert!(distrusted(&within), "an error of an error");
        let other = rustls::Error::General("garbage".to_owned());
        assert!(!distrusted(&io::Error::new(io::ErrorKind::InvalidData, other)));
        assert!(!distrusted(&io::Error::from(io::ErrorKind::ConnectionReset)));
    }
}
