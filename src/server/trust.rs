//! Would the parties and this server accept each other? What no handshake tells anybody before it fails.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::{CertificateDer, ServerName};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

use super::clock::unix_now;

/// What a client would hold against this server's own chain, as far as that shows from here: order and
/// signatures up to the last certificate in the file, dates, and that it is one for a server.
pub(super) fn own_chain(
    chain: &[CertificateDer<'static>],
    authorities: &[CertificateDer<'static>],
) -> Vec<String> {
    let Some((own, above)) = chain.split_first() else { return Vec::new() };
    let Some(leaf) = parsed(own) else { return Vec::new() };
    // The last one of the file, or the authority that also signs the clients: whom clients may trust.
    let issuer = |der: &&CertificateDer<'static>| {
        parsed(der).is_some_and(|top| top.subject().as_raw() == leaf.issuer().as_raw())
    };
    let Some(top) = above.last().or_else(|| authorities.iter().find(issuer)) else {
        return Vec::new();
    };
    let Some(name) = first_name(&leaf) else {
        return vec![
            "[tls] certificate has no name (subject alternative name): clients cannot tell whose it is; \
             ask for one with the name that they connect to"
                .to_owned(),
        ];
    };
    let mut roots = RootCertStore::empty();
    if roots.add(top.clone()).is_err() {
        return Vec::new();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let Ok(client) = WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build()
    else {
        return Vec::new();
    };
    match client.verify_server_cert(own, above, &name, &[], unix_now()) {
        Ok(_) => Vec::new(),
        Err(error) => vec![format!(
            "[tls] certificate: a client would refuse it ({error}); the file must hold the server's \
             certificate first and then the one that signed it, and so on"
        )],
    }
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
    fn a_chain_that_clients_refuse_is_told() {
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
        let good = [server.clone(), sub.clone(), root.clone()];
        assert_eq!(own_chain(&good, &[]), [] as [String; 0]);
        // The one that signed it is left out: the rest does not reach it.
        assert_eq!(own_chain(&[server.clone(), root.clone()], &[]).len(), 1);
        let client = signed(ExtendedKeyUsagePurpose::ClientAuth);
        assert_eq!(own_chain(&[client, sub.clone()], &[]).len(), 1);
        // Alone, it is judged by the authority of the clients when that signed it.
        assert_eq!(own_chain(std::slice::from_ref(&server), &[sub]), [] as [String; 0]);
        assert_eq!(own_chain(&[server], &[root]), [] as [String; 0], "cannot be judged from here");
    }
}
