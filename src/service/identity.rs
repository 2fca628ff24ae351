//! Who calls, as far as the credential and the covenant in force say?

use std::sync::Arc;

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            card,
            party::{OfficeId, Oin, Origin, Party},
            refusal::{FieldProblem, Refusal},
            time::Time,
        },
        rules::access::{Caller, CallerKind, Reach, TurnedAway},
    },
};

/// By what a caller is known. Whoever takes a request in puts it into the extensions of the request:
/// the server for a connection, [`super::local`] for a call from inside. Nothing that a caller can
/// write, no header and no field, becomes one.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A system, by the client certificate of its connection.
    Certificate(Arc<PeerCertificate>),
    /// A person, by a sign-in.
    Person(Arc<Person>),
}

/// A person who signed in, as the covenant allowed at that moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The organisation that vouches for the person.
    pub organisation: Oin,
    /// The office of that organisation as which the person acts; `None`: for the organisation itself.
    pub office: Option<OfficeId>,
    /// The person's name or number in the organisation: who acts, in the audit log and on cards.
    pub professional: String,
    /// Whether the person coordinates for the organisation, and so sees all of its work.
    pub coordinator: bool,
    /// Names the session in the audit log. Never what opens it, such as the cookie.
    pub session: String,
    /// When the person last proved a second factor.
    pub second_factor: Option<Time>,
}

/// What a client certificate says.
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

/// Why a credential does not identify a caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unidentified {
    /// No certificate, or none with an OIN in the subject's serialNumber.
    NoOin,
    /// The organisation or office is not in the covenant.
    NotAParty,
    /// The certificate names more than one office.
    SeveralOffices,
}

/// Who calls: the organisation of the credential, or the one office in it, as the covenant in force
/// knows them. Of a certificate the acting professional is not known yet: see [`acting`].
///
/// # Errors
/// Says why the credential does not identify a party to the covenant.
pub fn identify(
    credential: Option<&Credential>,
    covenant: &Covenants,
) -> Result<Caller, Unidentified> {
    let credential = credential.ok_or(Unidentified::NoOin)?;
    let (oin, office) = claimed(credential)?;
    let (kind, party) = party(covenant, oin, office)?;
    let behind = office.map(|_| oin);
    match credential {
        Credential::Certificate(certificate) => {
            let system = Caller::by_certificate(kind, party, "", certificate.serial.clone());
            Ok(Caller { behind, ..system })
        }
        Credential::Person(person) => {
            let professional = person.professional.clone();
            let whole = person.coordinator || office.is_some();
            let reach = if whole { Reach::Party } else { Reach::Own(professional.clone()) };
            let origin = Origin::Session(person.session.clone());
            let second_factor = person.second_factor;
            Ok(Caller { kind, party, behind, professional, origin, reach, second_factor })
        }
    }
}

/// Whether a credential identifies a party to the covenant.
///
/// # Errors
/// As [`identify`].
pub fn knows(credential: &Credential, covenant: &Covenants) -> Result<(), Unidentified> {
    let (oin, office) = claimed(credential)?;
    party(covenant, oin, office).map(|_| ())
}

/// The organisation that a credential names, and the office when it names one.
fn claimed(credential: &Credential) -> Result<(Oin, Option<&OfficeId>), Unidentified> {
    match credential {
        Credential::Certificate(certificate) => {
            let oin = certificate.oin.ok_or(Unidentified::NoOin)?;
            match certificate.offices.as_slice() {
                [] => Ok((oin, None)),
                [office] => Ok((oin, Some(office))),
                _ => Err(Unidentified::SeveralOffices),
            }
        }
        Credential::Person(person) => Ok((person.organisation, person.office.as_ref())),
    }
}

/// The organisation or office, as the covenant in force knows it.
fn party(
    covenant: &Covenants,
    oin: Oin,
    office: Option<&OfficeId>,
) -> Result<(CallerKind, Party), Unidentified> {
    let Some(office) = office else {
        let organisation = covenant.organisation(&oin).ok_or(Unidentified::NotAParty)?;
        let kind = if organisation.kind == POPULATION_REGISTER {
            CallerKind::PopulationRegister
        } else {
            CallerKind::Organisation
        };
        return Ok((kind, Party::Organisation(oin)));
    };
    covenant
        .office(office)
        .filter(|known| known.municipality == oin)
        .map(|known| (CallerKind::Office, Party::Office(known.id.clone())))
        .ok_or(Unidentified::NotAParty)
}

/// Most characters in the name or number of who acts.
pub(super) const ACTING_MOST: usize = 64;

/// The caller with who acts, as the request names it. A person who signed in acts in the own name:
/// the request names that one, or nobody.
///
/// # Errors
/// It names somebody else; or a number that could be a BSN, which must not come into the audit log
/// either, where every refusal is written with its caller.
pub(super) fn acting(caller: Caller, named: &str) -> Result<Caller, TurnedAway> {
    match &caller.origin {
        Origin::Certificate(_) if card::holds_bsn(named) => {
            let problem = FieldProblem::by("acting_professional", &card::HOLDS_BSN);
            Err(Box::new((caller, Refusal::Fields(vec![problem]))))
        }
        // Refusals go into the audit log too: what is too long anyway goes there cut, not whole.
        Origin::Certificate(_) => {
            Ok(Caller { professional: named.chars().take(ACTING_MOST + 1).collect(), ..caller })
        }
        Origin::Session(_) if ["", caller.professional.as_str()].contains(&named.trim()) => {
            Ok(caller)
        }
        Origin::Session(_) => {
            let rule = "must be empty or who signed in: nobody acts in another one's name";
            Err(Box::new((caller, Refusal::field("acting_professional", rule))))
        }
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
