//! How does one get certificates for trying things out? A small authority, made on the spot.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    PublicKeyData as _, RevocationReason, RevokedCertParams, SanType, SerialNumber, date_time_ymd,
};
use rustls_pki_types::CertificateDer;
use x509_parser::{
    oid_registry::{OID_X509_COMMON_NAME, OID_X509_SERIALNUMBER},
    prelude::GeneralName,
};
use zeroize::Zeroizing;

use super::keys::{write_file, write_secret};
use super::peer::OFFICE_URN;
use crate::pem;

/// How long these certificates live, and the list that revokes them.
const LIFETIME: Duration = Duration::from_secs(366 * 86_400);

/// What the authority is called.
const AUTHORITY: &str = "Verwijspunt development CA";

/// A client that gets a certificate.
#[derive(Clone, Debug)]
pub struct ClientSpec {
    /// Name of the files: `<name>.pem` and `<name>.key`.
    pub name: String,
    /// Common name in the subject.
    pub common_name: String,
    /// OIN, the subject's serialNumber.
    pub oin: Option<String>,
    /// URIs in the alternative names: those of offices begin with [`OFFICE_URN`].
    pub uris: Vec<String>,
    /// How long the certificate is valid from now.
    pub lifetime: Duration,
}

impl ClientSpec {
    /// A client whose common name is its file name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let (name, common_name) = (name.to_owned(), name.to_owned());
        Self { name, common_name, oin: None, uris: Vec::new(), lifetime: LIFETIME }
    }

    /// With an OIN.
    #[must_use]
    pub fn oin(mut self, oin: &str) -> Self {
        self.oin = Some(oin.to_owned());
        self
    }

    /// With another common name.
    #[must_use]
    pub fn common_name(mut self, common_name: &str) -> Self {
        common_name.clone_into(&mut self.common_name);
        self
    }

    /// With one more office.
    #[must_use]
    pub fn office(mut self, id: &str) -> Self {
        self.uris.push(format!("{OFFICE_URN}{id}"));
        self
    }

    /// With one more URI, whatever it says.
    #[must_use]
    pub fn uri(mut self, uri: &str) -> Self {
        self.uris.push(uri.to_owned());
        self
    }

    /// With another lifetime.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }
}

/// Why certificates could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A file could not be read or written.
    #[error("{}: {source}; choose a directory that you may write", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not PEM, or not all of it can be read.
    #[error("{}: {why}", file.display())]
    Pem {
        /// The file.
        file: PathBuf,
        /// What is wrong, with its line.
        why: String,
    },
    /// A certificate could not be made.
    #[error("a certificate cannot be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A certificate that was to be revoked is no certificate.
    #[error("{}: is no certificate of this authority", .0.display())]
    NotACertificate(PathBuf),
}

/// A certificate and its key.
#[derive(Debug)]
pub struct Issued {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Issued {
    /// The certificate as DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.certificate.der().to_vec()
    }
}

/// A certificate authority for development and tests.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority")
    }
}

impl Authority {
    /// Makes an authority with a new key.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new(common_name: &str) -> Result<Self, PkiError> {
        let mut params = params(common_name, LIFETIME);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem })
    }

    /// Takes up an authority made earlier in a directory.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn open(directory: &Path) -> Result<Self, PkiError> {
        let file = directory.join("ca.pem");
        let pem = read(&file)?;
        let authority = first_certificate(&file, &pem)?;
        let key = key_pair(&directory.join("ca.key"))?;
        Ok(Self { issuer: Issuer::from_ca_cert_der(&authority, key)?, pem })
    }

    /// Its certificate and its private key, PEM.
    #[cfg(test)]
    pub(crate) fn files(&self) -> (&str, String) {
        (&self.pem, self.issuer.key().serialize_pem())
    }

    /// Issues a certificate for a client.
    ///
    /// # Errors
    /// When a name does not fit into a certificate.
    pub fn client(&self, spec: &ClientSpec) -> Result<Issued, PkiError> {
        let mut params = params(&spec.common_name, spec.lifetime);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        if let Some(oin) = &spec.oin {
            let serial_number = DnType::CustomDnType(vec![2, 5, 4, 5]);
            let oin = DnValue::PrintableString(oin.as_str().try_into()?);
            params.distinguished_name.push(serial_number, oin);
        }
        for uri in &spec.uris {
            params.subject_alt_names.push(SanType::URI(uri.as_str().try_into()?));
        }
        self.issue(params)
    }

    /// Issues a certificate for a server on this machine.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn server(&self) -> Result<Issued, PkiError> {
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut params = params("localhost", LIFETIME);
        params.subject_alt_names = CertificateParams::new(names)?.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params)
    }

    /// A revocation list, PEM, of certificates by their serial numbers, valid for `lifetime`.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn revocation_list(
        &self,
        serials: &[Vec<u8>],
        lifetime: Duration,
    ) -> Result<String, PkiError> {
        let now = now();
        let revoked = |serial: &Vec<u8>| RevokedCertParams {
            serial_number: SerialNumber::from_slice(serial),
            revocation_time: date_time_ymd(1970, 1, 1) + now,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(1970, 1, 1) + now.saturating_sub(Duration::from_secs(60)),
            next_update: date_time_ymd(1970, 1, 1) + now + lifetime,
            crl_number: SerialNumber::from(now.as_secs()),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(list.signed_by(&self.issuer)?.pem()?)
    }

    fn issue(&self, mut params: CertificateParams) -> Result<Issued, PkiError> {
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate()?;
        Ok(Issued { certificate: params.signed_by(&key, &self.issuer)?, key })
    }
}

/// What [`make`] did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Made {
    /// Files that were written.
    pub written: Vec<PathBuf>,
    /// Certificates that were there already and were left alone.
    pub kept: Vec<PathBuf>,
    /// Those among the written ones that were there already and said something else of their client.
    pub renewed: Vec<PathBuf>,
}

/// Fills a directory with an authority (`ca.pem`), a server certificate (`server.pem`) and client
/// certificates, each with its key (`….key`, for the owner only). What is there already is
/// kept unless `force`; clients that are missing, or whose certificate says something else of them than is
/// asked for, are issued by the authority that is there.
///
/// # Errors
/// When a file cannot be written or a name does not fit into a certificate.
pub fn make(directory: &Path, clients: &[ClientSpec], force: bool) -> Result<Made, PkiError> {
    fs::create_dir_all(directory)
        .map_err(|source| PkiError::File { file: directory.to_path_buf(), source })?;
    let mut made = Made::default();
    let renew = force || !directory.join("ca.pem").exists();
    let authority = if renew {
        let authority = Authority::new(AUTHORITY)?;
        let key = authority.issuer.key().serialize_pem();
        put(directory, "ca", &authority.pem, &key, &mut made)?;
        authority
    } else {
        made.kept.push(directory.join("ca.pem"));
        Authority::open(directory)?
    };
    let mut place = |name: &str, of: Option<&ClientSpec>| {
        let file = directory.join(format!("{name}.pem"));
        // A new authority makes the old certificates useless: they are renewed with it.
        if file.exists() && !renew {
            if of.is_none_or(|client| is_of(&file, client)) {
                made.kept.push(file);
                return Ok(());
            }
            made.renewed.push(file);
        }
        let issued = of.map_or_else(|| authority.server(), |client| authority.client(client));
        let Issued { certificate, key } = issued?;
        put(directory, name, &certificate.pem(), &key.serialize_pem(), &mut made)
    };
    place("server", None)?;
    for client in clients {
        place(&client.name, Some(client))?;
    }
    Ok(made)
}

/// Whether a certificate that is there says of its client what is asked for.
fn is_of(file: &Path, client: &ClientSpec) -> bool {
    let Ok(Ok(found)) = read(file).map(|text| first_certificate(file, &text)) else { return false };
    let Ok((_, found)) = x509_parser::parse_x509_certificate(&found) else { return false };
    let of = |oid| {
        let attribute = found.subject().iter_attributes().find(|a| *a.attr_type() == oid);
        attribute.and_then(|attribute| attribute.as_str().ok())
    };
    let names = found.subject_alternative_name().ok().flatten();
    let names = names.map_or(&[][..], |names| &names.value.general_names);
    let uris = names.iter().filter_map(|name| match name {
        GeneralName::URI(uri) => Some(*uri),
        _ => None,
    });
    of(OID_X509_COMMON_NAME) == Some(client.common_name.as_str())
        && of(OID_X509_SERIALNUMBER) == client.oin.as_deref()
        && uris.eq(client.uris.iter().map(String::as_str))
}

/// Issues another certificate, with another key, in place of the one that a client has in a directory made
/// by [`make`].
///
/// # Errors
/// When the authority cannot be read or the files not be written.
pub fn renew(directory: &Path, client: &ClientSpec) -> Result<(), PkiError> {
    let Issued { certificate, key } = Authority::open(directory)?.client(client)?;
    let (certificate, key) = (certificate.pem(), key.serialize_pem());
    put(directory, &client.name, &certificate, &key, &mut Made::default())
}

/// Whether the authorities in a file are one that [`make`] made there: it has its name and nothing else
/// stands in the file, and its private key lies beside it. Of a real authority nobody has that.
///
/// # Errors
/// When a file cannot be read or holds no key.
pub fn made_here(authorities: &Path) -> Result<bool, PkiError> {
    let found = pem::certificates(read(authorities)?.as_bytes());
    let found = found.map_err(|why| PkiError::Pem { file: authorities.to_path_buf(), why })?;
    let key = key_pair(&authorities.with_extension("key"))?;
    let [only] = found.as_slice() else { return Ok(false) };
    let Ok((_, authority)) = x509_parser::parse_x509_certificate(only) else { return Ok(false) };
    let mut names = authority.subject().iter_common_name();
    let named = names.next().and_then(|name| name.as_str().ok()) == Some(AUTHORITY);
    Ok(named && authority.public_key().raw == key.subject_public_key_info())
}

fn first_certificate(file: &Path, text: &str) -> Result<CertificateDer<'static>, PkiError> {
    let found = pem::certificates(text.as_bytes());
    let found = found.map_err(|why| PkiError::Pem { file: file.to_path_buf(), why })?;
    Ok(found.into_iter().next().expect("at least one is found, or none is an error"))
}

fn key_pair(file: &Path) -> Result<KeyPair, PkiError> {
    let text = Zeroizing::new(read(file)?);
    let key = pem::private_key(text.as_bytes()).map(Zeroizing::new);
    let key = key.map_err(|why| PkiError::Pem { file: file.to_path_buf(), why })?;
    Ok(KeyPair::try_from(&*key)?)
}

/// A key pair for signatures (Ed25519), PEM: first the private key, then the public one.
///
/// # Errors
/// When the system gives no random numbers.
pub(super) fn signing_pair() -> Result<(Zeroizing<String>, String), PkiError> {
    let pair = KeyPair::generate_for(&rcgen::PKCS_ED25519)?;
    Ok((Zeroizing::new(pair.serialize_pem()), pair.public_key_pem()))
}

/// Writes a new private key with which calls of recipients' web servers are signed: ECDSA over P-256.
///
/// # Errors
/// When the file cannot be written or the system gives no random numbers.
pub fn webhook_key(file: &Path) -> Result<(), PkiError> {
    let pair = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
    let pem = Zeroizing::new(pair.serialize_pem());
    write_secret(file, pem.as_bytes(), false)
        .map_err(|source| PkiError::File { file: file.to_path_buf(), source })
}

/// Writes `crl.pem` in a directory made by [`make`]: the certificates with these names, and no
/// others, are revoked. Valid for `lifetime`.
///
/// # Errors
/// When a certificate cannot be read or the list not written.
pub fn revoke(directory: &Path, names: &[&str], lifetime: Duration) -> Result<PathBuf, PkiError> {
    let mut serials = Vec::with_capacity(names.len());
    for name in names {
        let file = directory.join(format!("{name}.pem"));
        let certificate = first_certificate(&file, &read(&file)?)?;
        let serial = x509_parser::parse_x509_certificate(&certificate)
            .map(|(_, certificate)| certificate.raw_serial().to_vec());
        serials.push(serial.map_err(|_| PkiError::NotACertificate(file))?);
    }
    let file = directory.join("crl.pem");
    let list = Authority::open(directory)?.revocation_list(&serials, lifetime)?;
    write_file(&file, list.as_bytes(), true, 0o644)
        .map_err(|source| PkiError::File { file: file.clone(), source })?;
    Ok(file)
}

fn put(
    directory: &Path,
    name: &str,
    certificate: &str,
    key: &str,
    made: &mut Made,
) -> Result<(), PkiError> {
    let key_file = directory.join(format!("{name}.key"));
    write_secret(&key_file, key.as_bytes(), true)
        .map_err(|source| PkiError::File { file: key_file.clone(), source })?;
    let file = directory.join(format!("{name}.pem"));
    write_file(&file, certificate.as_bytes(), true, 0o644)
        .map_err(|source| PkiError::File { file: file.clone(), source })?;
    made.written.extend([file, key_file]);
    Ok(())
}

fn params(common_name: &str, lifetime: Duration) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    // A minute back: clocks differ.
    params.not_before = date_time_ymd(1970, 1, 1) + now().saturating_sub(Duration::from_secs(60));
    params.not_after = date_time_ymd(1970, 1, 1) + now() + lifetime;
    params
}

fn read(file: &Path) -> Result<String, PkiError> {
    fs::read_to_string(file).map_err(|source| PkiError::File { file: file.to_path_buf(), source })
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
