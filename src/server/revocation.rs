//! Which revocation lists may come into force? Those that an authority in use has signed, and that leave
//! somebody who is let in.

use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::{OID_PKCS1_SHA1WITHRSA, OID_SHA1_WITH_RSA};
use x509_parser::prelude::FromDer as _;
use x509_parser::revocation_list::CertificateRevocationList;
use x509_parser::time::ASN1Time;

use crate::domain::model::time::Time;
use crate::pem::{self, SectionKind};

/// The lists of one file, checked.
#[derive(Debug)]
pub(super) struct Revocation {
    pub(super) lists: Vec<CertificateRevocationListDer<'static>>,
    /// When the first of them is out of date.
    pub(super) next_update: Time,
    /// Whom they keep out although nobody meant it, each with what to do.
    pub(super) told: Vec<String>,
}

/// Reads the lists of a PEM file. With lists in force each authority of a client's chain needs one, so a
/// file that does not fit the authorities would lock everybody out without a word: it is refused.
///
/// Lists count when an authority signed them that `client_ca` names, or one below it whose certificate
/// stands in the same file or in the server's own chain.
///
/// # Errors
/// What is wrong with the file and what to do, without its name.
pub(super) fn read(
    content: &[u8],
    authorities: &[CertificateDer<'_>],
    own_chain: &[CertificateDer<'_>],
) -> Result<Revocation, String> {
    let blocks = pem::blocks(content)?;
    let of = |kind| blocks.iter().filter(move |block| block.kind == kind).map(|block| &*block.der);
    let beside = of(SectionKind::Certificate).map(Vec::as_slice);
    let below = beside.chain(own_chain.iter().map(AsRef::as_ref)).filter_map(certificate);
    let anchors = authorities.iter().filter_map(|der| certificate(der.as_ref()));
    let known = in_use(anchors.collect(), below.collect());

    let lists: Vec<_> = of(SectionKind::Crl).collect();
    let parsed = lists.iter().map(|der| checked(der, &known)).collect::<Result<Vec<_>, _>>()?;
    let next = parsed.iter().filter_map(CertificateRevocationList::next_update).min();
    let next = next.ok_or("holds no PEM revocation list (X509 CRL)")?;
    Ok(Revocation {
        told: kept_out(&known, &parsed)?,
        next_update: Time(next.timestamp().saturating_mul(1000)),
        lists: lists.into_iter().cloned().map(CertificateRevocationListDer::from).collect(),
    })
}

/// An authority whose signature counts.
struct Authority<'a> {
    certificate: X509Certificate<'a>,
    /// The one that signed it, by its place; `None`: `client_ca` names it.
    above: Option<usize>,
}

fn certificate(der: &[u8]) -> Option<X509Certificate<'_>> {
    x509_parser::parse_x509_certificate(der).ok().map(|(_, certificate)| certificate)
}

/// The authorities of `client_ca`, and of the others those that one of them signed, at whatever depth.
fn in_use<'a>(
    anchors: Vec<X509Certificate<'a>>,
    mut others: Vec<X509Certificate<'a>>,
) -> Vec<Authority<'a>> {
    let mut known: Vec<_> =
        anchors.into_iter().map(|certificate| Authority { certificate, above: None }).collect();
    others.retain(|other| other.tbs_certificate.is_ca());
    loop {
        let signed = others.iter().enumerate().find_map(|(place, other)| {
            let above = known.iter().position(|known| {
                known.certificate.subject().as_raw() == other.issuer().as_raw()
                    && other.verify_signature(Some(known.certificate.public_key())).is_ok()
            });
            above.map(|above| (place, above))
        });
        let Some((place, above)) = signed else { return known };
        let certificate = others.remove(place);
        if !known.iter().any(|known| same(&known.certificate, &certificate)) {
            known.push(Authority { certificate, above: Some(above) });
        }
    }
}

/// Whether two certificates are of one authority with one key.
fn same(one: &X509Certificate<'_>, other: &X509Certificate<'_>) -> bool {
    one.subject().as_raw() == other.subject().as_raw()
        && one.public_key().raw == other.public_key().raw
}

/// A list that is in date and that the authority it names has signed.
fn checked<'a>(
    der: &'a [u8],
    known: &[Authority<'_>],
) -> Result<CertificateRevocationList<'a>, String> {
    let (_, list) = CertificateRevocationList::from_der(der)
        .map_err(|_| "holds a revocation list that cannot be read")?;
    let next = list.next_update().ok_or(
        "holds a revocation list without nextUpdate: its age cannot be judged; ask for another",
    )?;
    if next.timestamp() <= ASN1Time::now().timestamp() {
        return Err(format!("holds a revocation list that expired at {next}: fetch a new one"));
    }
    let name = list.issuer();
    let mut named = known.iter().filter(|known| signs(known, &list)).peekable();
    if named.peek().is_none() {
        return Err(format!(
            "holds a revocation list of {name}, and that is no authority in [tls] client_ca: fetch the \
             list of your own authority, or take this one out; if {name} stands below one of client_ca, \
             put its certificate into this file too"
        ));
    }
    let algorithm = &list.signature_algorithm.algorithm;
    if [OID_PKCS1_SHA1WITHRSA, OID_SHA1_WITH_RSA].contains(algorithm) {
        return Err(format!(
            "holds a revocation list of {name} that is signed with SHA-1, which is not accepted: ask for \
             one with SHA-256"
        ));
    }
    if !named.any(|known| list.verify_signature(known.certificate.public_key()).is_ok()) {
        return Err(format!(
            "holds a revocation list in the name of {name} that was not signed with the key of that \
             authority: fetch it again, from where the authority publishes it"
        ));
    }
    Ok(list)
}

/// Whether a list is one of this authority, by its name.
fn signs(authority: &Authority<'_>, list: &CertificateRevocationList<'_>) -> bool {
    authority.certificate.subject().as_raw() == list.issuer().as_raw()
}

/// The authorities whose clients are all refused.
///
/// # Errors
/// That holds for each of them.
fn kept_out(
    known: &[Authority<'_>],
    lists: &[CertificateRevocationList<'_>],
) -> Result<Vec<String>, String> {
    // Clients are signed by the lowest authorities that are known.
    let lowest = (0..known.len())
        .filter(|place| !known.iter().any(|other| other.above == Some(*place)))
        .collect::<Vec<_>>();
    let told: Vec<_> = lowest.iter().filter_map(|place| closed(*place, known, lists)).collect();
    if !lowest.is_empty() && told.len() == lowest.len() {
        return Err(format!("would refuse every client there is: {}", told.join("; ")));
    }
    Ok(told
        .into_iter()
        .map(|text| format!("[tls] crl {text}"))
        .chain(outlived(known, lists))
        .collect())
}

/// Why nobody below this authority is let in, when that is so.
fn closed(
    place: usize,
    known: &[Authority<'_>],
    lists: &[CertificateRevocationList<'_>],
) -> Option<String> {
    let authority = &known[place];
    let name = authority.certificate.subject();
    if !lists.iter().any(|list| signs(authority, list)) {
        return Some(format!(
            "holds no revocation list of the authority {name}, so that every client under it is refused: \
             add its list, or take it out of [tls] client_ca"
        ));
    }
    let above = authority.above?;
    if revoked(&authority.certificate, &known[above], lists) {
        return Some(format!(
            "revokes the authority {name}, so that every client under it is refused: have the parties get \
             certificates of another one first, and put that one in [tls] client_ca"
        ));
    }
    closed(above, known, lists)
}

fn revoked(
    certificate: &X509Certificate<'_>,
    by: &Authority<'_>,
    lists: &[CertificateRevocationList<'_>],
) -> bool {
    lists.iter().filter(|list| signs(by, list)).any(|list| {
        list.iter_revoked_certificates()
            .any(|one| one.user_certificate == certificate.tbs_certificate.serial)
    })
}

/// Authorities that are trusted because `client_ca` names them, although the one above them revoked them.
fn outlived<'a>(
    known: &'a [Authority<'_>],
    lists: &'a [CertificateRevocationList<'_>],
) -> impl Iterator<Item = String> {
    let named = known.iter().filter(|authority| authority.above.is_none());
    named.filter_map(|authority| {
        let mut above = known.iter().filter(|by| {
            by.certificate.subject().as_raw() == authority.certificate.issuer().as_raw()
        });
        above.any(|by| revoked(&authority.certificate, by, lists)).then(|| {
            format!(
                "[tls] client_ca names the authority {}, which a list of [tls] crl revokes: its clients \
                 are let in all the same; take it out of client_ca",
                authority.certificate.subject()
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{
        BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
        KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
    };

    use super::*;

    struct Ca {
        issuer: Issuer<'static, KeyPair>,
        pem: String,
        der: CertificateDer<'static>,
        serial: u64,
    }

    fn ca(name: &str, serial: u64, above: Option<&Ca>) -> Ca {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.serial_number = Some(SerialNumber::from(serial));
        let key = KeyPair::generate().unwrap();
        let made = match above {
            Some(above) => params.signed_by(&key, &above.issuer).unwrap(),
            None => params.self_signed(&key).unwrap(),
        };
        Ca { pem: made.pem(), der: made.der().clone(), issuer: Issuer::new(params, key), serial }
    }

    fn list(by: &Ca, revokes: &[u64]) -> String {
        let revoked = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2026, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 1, 1),
            next_update: date_time_ymd(2096, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: revokes.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&by.issuer).unwrap().pem().unwrap()
    }

    fn judged(file: &[&str], authorities: &[&Ca]) -> Result<Vec<String>, String> {
        let authorities: Vec<_> = authorities.iter().map(|ca| ca.der.clone()).collect();
        read(file.concat().as_bytes(), &authorities, &[]).map(|read| read.told)
    }

    fn refused(file: &[&str], authorities: &[&Ca], why: &str) {
        let text = judged(file, authorities).expect_err(why);
        assert!(text.contains(why), "{text}");
    }

    #[test]
    fn a_list_counts_when_an_authority_in_use_signed_it() {
        let (root, other) = (ca("root", 1, None), ca("other", 2, None));
        assert_eq!(judged(&[&list(&root, &[7])], &[&root]), Ok(vec![]));
        refused(&[&list(&other, &[])], &[&root], "no authority in [tls] client_ca");
        refused(&[&list(&root, &[]), &list(&other, &[])], &[&root], "CN=other");
        refused(&[&root.pem], &[&root], "no PEM revocation list");
        // The same name with another key: whoever makes an authority may name it as he likes.
        let impostor = ca("root", 3, None);
        refused(&[&list(&impostor, &[])], &[&root], "not signed with the key");
        // An authority below, known by its certificate in the same file; not one that signed itself.
        let sub = ca("sub", 4, Some(&root));
        let (of_root, of_sub) = (list(&root, &[]), list(&sub, &[]));
        assert_eq!(judged(&[&of_root, &of_sub, &sub.pem], &[&root]), Ok(vec![]));
        refused(&[&of_root, &of_sub], &[&root], "put its certificate into this file");
        refused(&[&of_root, &list(&other, &[]), &other.pem], &[&root], "CN=other");
    }

    #[test]
    fn lists_that_refuse_everybody_are_refused_and_others_told() {
        let (root, other) = (ca("root", 1, None), ca("other", 2, None));
        let (sub, second) = (ca("sub", 3, Some(&root)), ca("second", 4, Some(&root)));
        let below = [sub.pem.as_str(), &list(&sub, &[])].concat();
        refused(&[&list(&root, &[sub.serial]), &below], &[&root], "would refuse every client");
        refused(&[&below], &[&root], "no revocation list of the authority CN=root");
        // Another one below is left, so that the first can be revoked.
        let more = [second.pem.as_str(), &list(&second, &[])].concat();
        let told = judged(&[&list(&root, &[sub.serial]), &below, &more], &[&root]).unwrap();
        assert!(told.len() == 1 && told[0].contains("revokes the authority CN=sub"), "{told:?}");
        let told = judged(&[&list(&root, &[])], &[&root, &other]).unwrap();
        assert!(told.len() == 1 && told[0].contains("authority CN=other"), "{told:?}");
        // What client_ca names is trusted whatever stands above it.
        let both = [list(&root, &[sub.serial]), list(&sub, &[])].concat();
        let told = judged(&[&both], &[&root, &sub]).unwrap();
        assert!(told.len() == 1 && told[0].contains("take it out of client_ca"), "{told:?}");
    }
}
