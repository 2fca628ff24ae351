//! Who calls, as far as the client certificate says.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            party::{OfficeId, Oin, Party},
            time::Time,
        },
        rules::access::CallerKind,
    },
};

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

/// Why a certificate does not identify a caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unidentified {
    /// No certificate, or none with an OIN in the subject's serialNumber.
    NoOin,
    /// The organisation or office is not in the covenant.
    NotAParty,
    /// The certificate names more than one office.
    SeveralOffices,
}

/// Who calls: the organisation of the certificate, or the one office in it, as the covenant knows
/// them. Without the acting professional, which is in the request.
///
/// # Errors
/// Says why the certificate does not identify a party to the covenant.
pub fn identify(
    certificate: Option<&PeerCertificate>,
    covenant: &Covenants,
) -> Result<(CallerKind, Party), Unidentified> {
    let certificate = certificate.ok_or(Unidentified::NoOin)?;
    let oin = certificate.oin.ok_or(Unidentified::NoOin)?;
    match certificate.offices.as_slice() {
        [] => {
            let organisation = covenant.organisation(&oin).ok_or(Unidentified::NotAParty)?;
            let kind = if organisation.kind == POPULATION_REGISTER {
                CallerKind::PopulationRegister
            } else {
                CallerKind::Organisation
            };
            Ok((kind, Party::Organisation(oin)))
        }
        [office] => covenant
            .office(office)
            .filter(|known| known.municipality == oin)
            .map(|known| (CallerKind::Office, Party::Office(known.id.clone())))
            .ok_or(Unidentified::NotAParty),
        _ => Err(Unidentified::SeveralOffices),
    }
}

/// Whether the covenant in force still knows a party.
pub(super) fn is_known(covenant: &Covenants, party: &Party) -> bool {
    match party {
        Party::Organisation(oin) => covenant.organisation(oin).is_some(),
        Party::Office(office) => covenant.office(office).is_some(),
    }
}

/// The kind of organisation whose feed the broker believes about kinship.
pub(super) const POPULATION_REGISTER: &str = "population-register";
