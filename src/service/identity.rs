//! Who calls, as far as the client certificate says.

use crate::domain::party::{OfficeId, Oin};
use crate::domain::time::Time;

/// What the client certificate says. The server puts it, in an `Arc`, into the extensions of every
/// request that reaches a handler.
#[derive(Clone, Debug)]
pub struct PeerCertificate {
    /// The subject's serialNumber when it is an OIN.
    pub oin: Option<Oin>,
    /// Offices in the subject alternative names, `urn:verwijspunt:office:<id>`, in their order.
    pub offices: Vec<OfficeId>,
    /// Serial number of the certificate, lower-case hexadecimal. For logs: it names no person.
    pub serial: String,
    /// Until when the certificate is valid.
    pub not_after: Time,
}
