//! Is this an e-mail address to which mail can go? One rule for whoever writes it down and for whoever
//! sends the mail, so that no address is accepted at which nobody is ever reached.

/// Longest address, in characters; as on a contact card.
pub const MAX_EMAIL: usize = 254;

/// Longest part before the `@` (RFC 5321, 4.5.3.1.1), in bytes.
const MAX_NAME: usize = 64;

/// Longest part of a host between two dots (RFC 1035), in bytes.
const MAX_LABEL: usize = 63;

/// The letters, besides dots, of a part before the `@` that needs no quotation marks (RFC 5322, `atext`).
const NAME_SIGNS: &[u8] = b"!#$%&'*+-/=?^_`{|}~";

/// Whether a text is one: plain ASCII, without quotation marks, comments or numbers for a host.
#[must_use]
pub fn can_be_mailed(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || NAME_SIGNS.contains(&b))
    };
    let label = |part: &str| {
        let inside = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        let ends = part.starts_with('-') || part.ends_with('-');
        !part.is_empty() && part.len() <= MAX_LABEL && !ends && part.bytes().all(inside)
    };
    text.len() <= MAX_EMAIL
        && name.len() <= MAX_NAME
        && name.split('.').all(atom)
        && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_and_names_one_mailbox() {
        let long = format!("{}@b.example", "a".repeat(MAX_NAME + 1));
        for good in ["a@b", "o'brien+zorg@stad.example", "coordinator-noord@a-b.example"] {
            assert!(can_be_mailed(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "A <a@b>",
            "a@b\n",
            "a@b,c@d",
            ".a@b",
            "a.@b",
            "a..b@c",
            "a@b..c",
            "a@-b",
            "a@b_c",
            "a@[127.0.0.1]",
            "\"a\"@b",
            "jos\u{e9}@b",
            &long,
            "a@sch\u{f6}ol.example",
        ] {
            assert!(!can_be_mailed(bad), "{bad}");
        }
    }
}
