//! What stands in a PEM file? Every block of it, or the line of one that cannot be read: a block that is
//! left out in silence is an authority that nobody trusts, or a list that revokes nobody.

use rustls_pki_types::pem::{SectionKind, from_buf};

/// What editors of Windows put before a text; joined files have it in their middle too.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// How a block begins, wherever in a line.
const BEGIN: &str = "-----BEGIN ";

/// What stands in the first line of every kind that is read here; with other dashes before it, which an
/// editor may have made of five hyphens, nobody would see that a block is left out.
const LABELS: [&str; 3] = ["BEGIN CERTIFICATE", "BEGIN X509 CRL", "BEGIN PRIVATE KEY"];

/// How a text of two bytes a character begins, as Windows writes it under the name Unicode.
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// How a certificate or a list begins that is not written as text.
const DER: &[u8] = b"\x30\x82";

/// A block.
pub(super) struct Block {
    pub(super) kind: SectionKind,
    pub(super) der: Vec<u8>,
}

/// All blocks of a file, in their order. Text between them is allowed.
///
/// # Errors
/// What is wrong, with its line.
pub(super) fn blocks(content: &[u8]) -> Result<Vec<Block>, String> {
    if UTF_16.iter().any(|mark| content.starts_with(mark)) {
        return Err("is saved as UTF-16 (Unicode): save it as UTF-8 or ANSI".to_owned());
    }
    if content.starts_with(DER) {
        return Err(
            "is DER: write it as PEM, with openssl x509 or openssl crl, and -inform DER".to_owned()
        );
    }
    let text = String::from_utf8_lossy(content).replace(BYTE_ORDER_MARK, "");
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
            Ok(Some((kind, der))) => found.push(Block { kind, der }),
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
pub(super) fn of_kind(content: &[u8], kind: SectionKind) -> Result<Vec<Vec<u8>>, String> {
    let all = blocks(content)?;
    let found: Vec<_> = all.into_iter().filter(|b| b.kind == kind).map(|b| b.der).collect();
    if found.is_empty() {
        let what = match kind {
            SectionKind::Certificate => "certificate",
            SectionKind::Crl => "revocation list (X509 CRL)",
            _ => "block of that kind",
        };
        return Err(format!("holds no PEM {what}"));
    }
    Ok(found)
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
    fn a_block_that_cannot_be_read_is_told_with_its_line() {
        let cut = ONE.replace("-----END CERTIFICATE-----\n", "");
        let odd = "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n";
        for (text, line) in [
            (format!("{ONE}{cut}"), "line 4"),
            (format!("{cut}{ONE}"), "line 1"),
            (format!("words\n{odd}"), "line 2"),
            (ONE.replace("AAAA", "A*A"), "line 1"),
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
