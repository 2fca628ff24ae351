//! What does the server make of revocation lists that nobody vouches for? A door for the fuzz targets in `tests/fuzz/`,
//! which see no private items; nothing else uses it.

use rustls_pki_types::CertificateDer;

use super::revocation;
use crate::pem::{self, SectionKind};

/// A file of lists, with the authorities that stand in it.
pub fn revocation_list(bytes: &[u8]) {
    let blocks = pem::blocks(bytes).unwrap_or_default();
    let authorities = blocks.into_iter().filter(|block| block.kind == SectionKind::Certificate);
    let authorities: Vec<_> =
        authorities.map(|block| CertificateDer::from(block.der.to_vec())).collect();
    if let Ok(read) = revocation::read(bytes, &authorities, &[]) {
        assert!(!read.lists.is_empty(), "without a list nothing is in force");
    }
}
