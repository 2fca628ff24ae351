//! Would the parties and this server accept each other? What no handshake tells anybody before it fails.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::time::ASN1Time;

/// What clients make of this server's own chain, as far as that shows from here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trust {
    /// Whoever trusts the authorities that sign the clients accepts it.
    Accepted,
    /// It is refused: why, and what to do.
    Refused(String),
    /// Nothing is wrong with it by itself; whether clients know the authority of this name, they alone can
    /// tell.
    Unseen(String),
}

/// What clients would hold against this server's own chain: order and signatures up to the last certificate
/// in the file or to one of `authorities`, dates, and that it is one for a server.
pub(super) fn own_chain(
    chain: &[CertificateDer<'static>],
    authorities: &[CertificateDer<'static>],
    now: UnixTime,
) -> Trust {
    judge("[tls] certificate", chain, authorities, &RootCertStore::empty(), now)
}

/// The same of the chain that browsers see: they trust the public authorities, and whichever else their
/// owners added, which does not show from here.
pub(super) fn browsers_chain(chain: &[CertificateDer<'static>], now: UnixTime) -> Trust {
    let mut public = RootCertStore::empty();
    public.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    judge("[people] certificate", chain, &[], &public, now)
}

/// `setting`: where the chain is named. `authorities`, `public`: whom clients trust for certain.
fn judge(
    setting: &str,
    chain: &[CertificateDer<'static>],
    authorities: &[CertificateDer<'static>],
    public: &RootCertStore,
    now: UnixTime,
) -> Trust {
    let read = chain.split_first().and_then(|(own, above)| Some((own, above, parsed(own)?)));
    let Some((own, above, leaf)) = read else {
        return Trust::Refused(format!("{setting}: is no X.509 certificate"));
    };
    if let Some(flaw) = flaw(&leaf, now) {
        return Trust::Refused(format!("{setting} {flaw}"));
    }
    let Some(name) = first_name(&leaf) else {
        return Trust::Refused(format!(
            "{setting} has no name (subject alternative name): clients cannot tell whose it is; ask for \
             one with the name that they connect to"
        ));
    };
    let judged = |anchors: &mut dyn Iterator<Item = &CertificateDer<'static>>| {
        let mut roots = public.clone();
        // One that cannot be an authority vouches for nothing.
        anchors.for_each(|anchor| drop(roots.add(anchor.clone())));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let client = WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build();
        let client = client.map_err(|error| error.to_string())?;
        let verified = client.verify_server_cert(own, above, &name, &[], now);
        verified.map(drop).map_err(|error| error.to_string())
    };
    if judged(&mut authorities.iter()).is_ok() {
        return Trust::Accepted;
    }
    let signs = |der: &CertificateDer<'_>| {
        parsed(der).is_some_and(|top| top.subject().as_raw() == leaf.issuer().as_raw())
    };
    let top = above.last().and_then(|last| parsed(last));
    match judged(&mut above.last().into_iter().chain(authorities)) {
        Err(error) if top.is_some() || authorities.iter().any(signs) => Trust::Refused(format!(
            "{setting}: a client would refuse it ({error}); the file must hold the server's certificate \
             first and then the one that signed it, and so on"
        )),
        Ok(()) | Err(_) => Trust::Unseen(top.as_ref().unwrap_or(&leaf).issuer().to_string()),
    }
}

/// Why every client refuses this certificate, whoever signed it.
fn flaw(leaf: &X509Certificate<'_>, now: UnixTime) -> Option<String> {
    let validity = leaf.validity();
    let at = ASN1Time::from_timestamp(i64::try_from(now.as_secs()).ok()?).ok()?;
    if at > validity.not_after {
        return Some(format!(
            "ended at {}: every client refuses it; ask for a new one (deploy/runbooks/certificates.md)",
            validity.not_after
        ));
    }
    if at < validity.not_before {
        return Some(format!(
            "is not valid before {}: until then every client refuses it; take another one, or set the clock",
            validity.not_before
        ));
    }
    let usage = leaf.extended_key_usage().ok().flatten()?;
    (!usage.value.server_auth).then(|| {
        "is not one for a server (extended key usage): every client refuses it; ask for one with the \
         usage TLS Web Server Authentication"
            .to_owned()
    })
}

fn parsed<'a>(der: &'a CertificateDer<'_>) -> Option<X509Certificate<'a>> {
    x509_parser::parse_x509_certificate(der).ok().map(|(_, certificate)| certificate)
}

/// The first name or address that the certificate is for.
fn first_name(certificate: &X509Certificate<'_>) -> Option<ServerName<'static>> {
    let names = certificate.subject_alternative_name().ok().flatten()?;
    names.value.general_names.iter().find_map(|name| match name {
        // A wildcard stands for some name; any will do.
        GeneralName::DNSName(name) => ServerName::try_from(name.replacen('*', "any", 1)).ok(),
        GeneralName::IPAddress(bytes) => {
            let address = match bytes.len() {
                4 => <[u8; 4]>::try_from(*bytes).ok().map(std::net::IpAddr::from),
                16 => <[u8; 16]>::try_from(*bytes).ok().map(std::net::IpAddr::from),
                _ => None,
            };
            address.map(ServerName::from)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{
        BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
        KeyUsagePurpose,
    };

    use super::*;

    fn authority(name: &str) -> (CertificateParams, KeyPair) {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        (params, KeyPair::generate().unwrap())
    }

    #[test]
    fn a_chain_is_accepted_refused_or_not_to_be_judged_from_here() {
        let (root_params, root_key) = authority("root");
        let root = root_params.self_signed(&root_key).unwrap().der().clone();
        let root_issuer = Issuer::new(root_params, root_key);
        let (sub_params, sub_key) = authority("sub");
        let sub = sub_params.signed_by(&sub_key, &root_issuer).unwrap().der().clone();
        let sub_issuer = Issuer::new(sub_params, sub_key);
        let signed = |usage: ExtendedKeyUsagePurpose| {
            let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
            params.extended_key_usages = vec![usage];
            let key = KeyPair::generate().unwrap();
            params.signed_by(&key, &sub_issuer).unwrap().der().clone()
        };

        let server = signed(ExtendedKeyUsagePurpose::ServerAuth);
        let one = std::slice::from_ref::<CertificateDer<'static>>;
        let both = [server.clone(), sub.clone()];
        assert_eq!(told(&both, one(&root)), "accepted");
        // Alone, it is judged by the authority of the clients when that signed it.
        assert_eq!(told(one(&server), one(&sub)), "accepted");
        // With the wrong one behind it: who trusts the right one accepts it nevertheless.
        assert_eq!(told(&[server.clone(), root.clone()], one(&sub)), "accepted");
        // Whom the clients trust does not show from here, and that is no "ok".
        assert_eq!(told(&both, &[]), "unseen: CN=root");
        assert_eq!(told(&[server.clone(), sub.clone(), root.clone()], &[]), "unseen: CN=root");
        assert_eq!(told(one(&server), one(&root)), "unseen: CN=sub");

        // The one that signed it is left out: the rest does not reach it.
        refused(told(&[server.clone(), root.clone()], &[]), "the one that signed it");
        // Signed in the name of an authority that is known, with another key.
        let (other_params, other_key) = authority("sub");
        let other = other_params.self_signed(&other_key).unwrap().der().clone();
        refused(told(one(&server), one(&other)), "the one that signed it");
        // What every client refuses shows without knowing who signed it.
        let client = signed(ExtendedKeyUsagePurpose::ClientAuth);
        for authorities in [vec![], vec![sub.clone()]] {
            refused(told(one(&client), &authorities), "not one for a server");
            let late = judged(one(&server), &authorities, NEVER);
            refused(late, "ended at");
            refused(judged(one(&server), &authorities, 0), "not valid before");
        }
        // What browsers see is judged alike; which authorities their owners added does not show.
        let seen = |chain: &[CertificateDer<'static>], now_s: u64| {
            let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(now_s));
            said(browsers_chain(chain, now))
        };
        assert_eq!(seen(&both, TODAY), "unseen: CN=root");
        refused(seen(&[server.clone(), root.clone()], TODAY), "the one that signed it");
        for (chain, now_s, why) in [
            (one(&client), TODAY, "not one for a server"),
            (one(&server), NEVER, "[people] certificate ended at"),
        ] {
            refused(seen(chain, now_s), why);
        }
        let nameless = CertificateParams::new(Vec::new()).unwrap();
        let key = KeyPair::generate().unwrap();
        let nameless = nameless.signed_by(&key, &sub_issuer).unwrap().der().clone();
        refused(told(&[nameless], &[]), "has no name");
    }

    /// In seconds: after the end of every certificate of these tests, and a moment within their life.
    const NEVER: u64 = 80_000_000_000;
    const TODAY: u64 = 1_800_000_000;

    fn told(chain: &[CertificateDer<'static>], authorities: &[CertificateDer<'static>]) -> String {
        judged(chain, authorities, TODAY)
    }

    fn judged(
        chain: &[CertificateDer<'static>],
        authorities: &[CertificateDer<'static>],
        now_s: u64,
    ) -> String {
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(now_s));
        said(own_chain(chain, authorities, now))
    }

    fn said(trust: Trust) -> String {
        match trust {
            Trust::Accepted => "accepted".to_owned(),
            Trust::Refused(why) => format!("refused: {why}"),
            Trust::Unseen(authority) => format!("unseen: {authority}"),
        }
    }

    fn refused(told: String, why: &str) {
        assert!(told.starts_with("refused: ") && told.contains(why), "{told}");
    }
}
