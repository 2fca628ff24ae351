//! What stands in a PEM file? Every block of it, or the line of one that cannot be read: a block that is
//! left out in silence is an authority that nobody trusts, or a list that revokes nobody.

use std::borrow::Cow;

pub use rustls_pki_types::pem::SectionKind;
use rustls_pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
    SubjectPublicKeyInfoDer, pem::from_buf,
};
use zeroize::{Zeroize as _, Zeroizing};

/// What editors of Windows put before a text; joined files have it in their middle too.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// How a block begins, wherever in a line.
const BEGIN: &str = "-----BEGIN ";

/// What stands in the first line of every kind that is read here; with other dashes before it, which an
/// editor may have made of five hyphens, nobody would see that a block is left out.
const LABELS: [&str; 3] = ["BEGIN CERTIFICATE", "BEGIN X509 CRL", "BEGIN PRIVATE KEY"];

/// How a text of two bytes a character begins, as Windows writes it under the name Unicode.
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// What `openssl ecparam` writes before a key; it stands in the key once more.
const PARAMETERS: &str = "EC PARAMETERS";

/// A key with a password, of which nobody would be at hand when the broker starts.
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// How a certificate or a list begins that is not written as text.
const DER: &[u8] = b"\x30\x82";

/// A block.
#[derive(Debug)]
pub struct Block {
    /// What it says that it is.
    pub kind: SectionKind,
    /// What stands in it; it may be a private key, and is wiped.
    pub der: Zeroizing<Vec<u8>>,
}

/// The certificates of a file, at least one.
///
/// # Errors
/// As [`blocks`]; or there is none.
pub fn certificates(content: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = of_kind(content, SectionKind::Certificate)?;
    Ok(found.into_iter().map(CertificateDer::from).collect())
}

/// The first private key of a file.
///
/// # Errors
/// As [`blocks`]; or there is none.
pub fn private_key(content: &[u8]) -> Result<PrivateKeyDer<'static>, String> {
    let key = |mut block: Block| {
        let der = std::mem::take(&mut *block.der);
        match block.kind {
            SectionKind::PrivateKey => Some(PrivatePkcs8KeyDer::from(der).into()),
            SectionKind::EcPrivateKey => Some(PrivateSec1KeyDer::from(der).into()),
            SectionKind::RsaPrivateKey => Some(PrivatePkcs1KeyDer::from(der).into()),
            _ => None,
        }
    };
    let found = blocks(content)?.into_iter().find_map(key);
    found.ok_or_else(|| "holds no PEM private key (PKCS#8, SEC1 or PKCS#1)".to_owned())
}

/// The first public key of a file.
///
/// # Errors
/// As [`blocks`]; or there is none.
pub fn public_key(content: &[u8]) -> Result<SubjectPublicKeyInfoDer<'static>, String> {
    let found = of_kind(content, SectionKind::PublicKey)?;
    Ok(found.into_iter().next().expect("at least one is found, or none is an error").into())
}

/// All blocks of a file, in their order. Text between them is allowed.
///
/// # Errors
/// What is wrong, with its line.
pub fn blocks(content: &[u8]) -> Result<Vec<Block>, String> {
    if UTF_16.iter().any(|mark| content.starts_with(mark)) {
        return Err("is saved as UTF-16 (Unicode): save it as UTF-8 or ANSI".to_owned());
    }
    if content.starts_with(DER) {
        return Err(
            "is DER: write it as PEM, with openssl x509 or openssl crl, and -inform DER".to_owned()
        );
    }
    let text = readable(content);
    let strays = text.lines().zip(1..).filter(|(line, _)| !line.contains(BEGIN));
    if let Some((_, line)) =
        strays.into_iter().find(|(line, _)| LABELS.iter().any(|label| line.contains(label)))
    {
        return Err(format!(
            "line {line}: a block begins with five hyphens before BEGIN: copy it again"
        ));
    }
    let mut found = Vec::new();
    let begins: Vec<usize> = text.match_indices(BEGIN).map(|(at, _)| at).collect();
    for (place, from) in begins.iter().enumerate() {
        let to = begins.get(place + 1).copied().unwrap_or(text.len());
        let line = text[..*from].lines().count().max(1)
            + usize::from(*from > 0 && text[..*from].ends_with('\n'));
        let label = text[*from + BEGIN.len()..to].split("-----").next().unwrap_or_default();
        let block = from_buf(&mut &text.as_bytes()[*from..to]);
        match block {
            Ok(Some((kind, der))) => found.push(Block { kind, der: Zeroizing::new(der) }),
            Ok(None) if label == PARAMETERS => {}
            Ok(None) if label == ENCRYPTED => {
                return Err(format!(
                    "line {line}: the key is protected with a password: write it without one, with \
                     openssl pkey"
                ));
            }
            Ok(None) => {
                return Err(format!(
                    "line {line}: a block of the kind {label:?} is not known here: take it out, or \
                     write it as CERTIFICATE, X509 CRL or PRIVATE KEY"
                ));
            }
            Err(_) => {
                return Err(format!(
                    "line {line}: this block ({label}) is damaged or has no end: copy it again"
                ));
            }
        }
    }
    Ok(found)
}

/// The blocks of one kind.
///
/// # Errors
/// As [`blocks`]; or there is none.
pub fn of_kind(content: &[u8], kind: SectionKind) -> Result<Vec<Vec<u8>>, String> {
    let all = blocks(content)?;
    let all = all.into_iter().filter(|block| block.kind == kind);
    let found: Vec<_> = all.map(|mut block| std::mem::take(&mut *block.der)).collect();
    if found.is_empty() {
        let what = match kind {
            SectionKind::Certificate => "certificate",
            SectionKind::Crl => "revocation list (X509 CRL)",
            SectionKind::PublicKey => "public key",
            _ => "block of that kind",
        };
        return Err(format!("holds no PEM {what}"));
    }
    Ok(found)
}

/// The text without marks. Of a key no copy stays behind.
fn readable(content: &[u8]) -> Zeroizing<String> {
    let mut text = String::from_utf8_lossy(content);
    let clean = Zeroizing::new(text.replace(BYTE_ORDER_MARK, ""));
    if let Cow::Owned(copy) = &mut text {
        copy.zeroize();
    }
    clean
}

/// For the tests of whatever reads a file of PEM: what editors and careless copying make of one.
#[cfg(test)]
pub(crate) mod spoilt {
    use super::{BYTE_ORDER_MARK, PARAMETERS};

    /// Gives a reader the same blocks in every shape, and sees that it takes all of them or says what is
    /// wrong, and where.
    pub(crate) fn each(pem: &str, read: impl Fn(&[u8]) -> Result<(), String>) {
        let lines = pem.lines().count();
        let marked = format!("{BYTE_ORDER_MARK}{pem}");
        let begun = "-----BEGIN CERTIFICATE-----\nAAAA\n";
        let wide = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let end = pem.rfind("-----END").expect("a block ends");
        let shapes: [(&str, Vec<u8>, Option<String>); 7] = [
            ("as it is", pem.into(), None),
            ("with a mark, by Windows", marked.replace('\n', "\r\n").into(), None),
            (
                "after parameters",
                format!("-----BEGIN {PARAMETERS}-----\nBggqhkjOPQMBBw==\n-----END {PARAMETERS}-----\n{pem}")
                    .into(),
                None,
            ),
            ("in UTF-16", wide, Some("UTF-16".to_owned())),
            ("without its end", pem[..end].into(), Some("has no end".to_owned())),
            (
                "with one more, cut off",
                format!("{pem}{begun}").into(),
                Some(format!("line {}: this block (CERTIFICATE)", lines + 1)),
            ),
            (
                "with one before it, cut off",
                format!("{BYTE_ORDER_MARK}{begun}{pem}").into(),
                Some("line 1: this block (CERTIFICATE)".to_owned()),
            ),
        ];
        for (shape, content, told) in shapes {
            match (read(&content), told) {
                (Ok(()), None) => {}
                (Err(why), Some(told)) if why.contains(&told) => {}
                (said, told) => panic!("{shape}: {said:?}, but it should be {told:?}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    #[test]
    fn a_byte_order_mark_drops_no_block() {
        let bundle = format!("{BYTE_ORDER_MARK}{ONE}about the next\r\n{BYTE_ORDER_MARK}{ONE}");
        let bundle = bundle.replace('\n', "\r\n");
        assert_eq!(of_kind(bundle.as_bytes(), SectionKind::Certificate).unwrap().len(), 2);
    }

    #[test]
    fn every_kind_is_read_in_every_shape_or_told() {
        let named = |kind: &str| ONE.replace("CERTIFICATE", kind);
        spoilt::each(ONE, |content| certificates(content).map(|_| ()));
        spoilt::each(&named("X509 CRL"), |content| of_kind(content, SectionKind::Crl).map(|_| ()));
        spoilt::each(&named("PUBLIC KEY"), |content| public_key(content).map(|_| ()));
        for kind in ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"] {
            spoilt::each(&named(kind), |content| private_key(content).map(|_| ()));
        }
        assert!(private_key(ONE.as_bytes()).unwrap_err().contains("no PEM private key"));
        assert!(public_key(ONE.as_bytes()).unwrap_err().contains("no PEM public key"));
    }

    #[test]
    fn a_block_that_cannot_be_read_is_told_with_its_line() {
        let cut = ONE.replace("-----END CERTIFICATE-----\n", "");
        let odd = "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n";
        for (text, line) in [
            (format!("{ONE}{cut}"), "line 4"),
            (format!("{cut}{ONE}"), "line 1"),
            (format!("words\n{odd}"), "line 2"),
            (ONE.replace("AAAA", "A*A"), "line 1"),
            (ONE.replace("CERTIFICATE", "ENCRYPTED PRIVATE KEY"), "line 1: the key is protected"),
            (ONE.to_owned() + &ONE[1..], "line 4: a block begins with five hyphens"),
            (format!("{ONE}\u{2014}{}", &ONE[2..]), "line 4: a block begins with five hyphens"),
        ] {
            let error = blocks(text.as_bytes()).map(|_| ()).unwrap_err();
            assert!(error.contains(line), "{error}");
        }
        let wide: Vec<u8> = "\u{feff}x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (content, told) in [(wide.as_slice(), "UTF-16"), (b"\x30\x82\x01\x02", "-inform DER")] {
            let error = blocks(content).map(|_| ()).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
        assert!(of_kind(b"", SectionKind::Certificate).unwrap_err().contains("no PEM"));
        assert!(of_kind(ONE.as_bytes(), SectionKind::Crl).is_err());
    }
}
