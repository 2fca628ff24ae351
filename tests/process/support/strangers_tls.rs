//! How does a peer shake hands without being a gRPC client?

use std::{io, sync::Arc};

use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};
use verwijspunt::cli::client::{self, ClientOptions};

use super::place::{Party, Place};

/// A TLS configuration with the certificate of a party, or with none.
pub fn config(place: &Place, party: Option<&Party>) -> ClientConfig {
    match party {
        Some(party) => {
            let options = ClientOptions::named("https://localhost", &place.certs(), &party.name);
            client::tls_config(&options).unwrap()
        }
        None => {
            let mut roots = RootCertStore::empty();
            let ca = CertificateDer::from_pem_file(place.certs().join("ca.pem")).unwrap();
            roots.add(ca).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let mut config = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
            config.alpn_protocols = vec![b"h2".to_vec()];
            config
        }
    }
}

/// Shakes hands and says nothing more.
pub async fn handshake(address: &str, config: ClientConfig) -> io::Result<TlsStream<TcpStream>> {
    let socket = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, socket).await
}
