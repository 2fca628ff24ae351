//! What does the server make of certificates and lists that nobody vouches for? A door for the fuzz targets in
//! `tests/fuzz/`, which see no private items; nothing else uses it.

use rustls::pki_types::CertificateRevocationListDer;

use super::{pem, trust};

/// A file in PEM, and the same bytes as one revocation list.
pub fn revocation_list(bytes: &[u8]) {
    let blocks = pem::blocks(bytes).unwrap_or_default();
    let lists = blocks.into_iter().map(|block| block.der).chain([bytes.to_vec()]);
    let lists: Vec<_> = lists.map(CertificateRevocationListDer::from).collect();
    let _ = trust::without_list(&[], &lists);
}
