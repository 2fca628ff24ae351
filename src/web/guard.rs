//! Did this form come from a page of ours, in this session?

use axum::http::{HeaderMap, header};

use super::forms::Filled;

/// Why a form is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Foreign {
    /// The browser says that another site sent it, or does not say who did.
    Site,
    /// It does not carry the token of the session.
    Token,
}

/// Checks where a form came from and what it carries.
///
/// # Errors
/// It is not one of ours.
pub(super) fn own(headers: &HeaderMap, expected: &str, filled: &Filled) -> Result<(), Foreign> {
    if !same_site(headers) {
        return Err(Foreign::Site);
    }
    let token = filled.get("bewijs");
    let same = token.len() == expected.len()
        && token.bytes().zip(expected.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0;
    if same && !token.is_empty() { Ok(()) } else { Err(Foreign::Token) }
}

/// What the browser says of where it came from: what a page cannot write itself.
fn same_site(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, host)| text(header::HOST) == Some(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_session_sends_a_form() {
        let filled = Filled::read(b"bewijs=token");
        let check = |pairs: &[(&'static str, &'static str)], filled: &Filled| {
            let headers = pairs.iter().map(|(name, value)| {
                (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
            });
            own(&headers.collect(), "token", filled)
        };
        let same = [("sec-fetch-site", "same-origin")];
        assert_eq!(check(&same, &filled), Ok(()));
        assert_eq!(check(&[("host", "a:1"), ("origin", "https://a:1")], &filled), Ok(()));
        for foreign in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("host", "a"), ("origin", "https://b")],
            &[("host", "a"), ("origin", "null")],
            &[("sec-fetch-site", "cross-site"), ("host", "a"), ("origin", "https://a")],
        ] {
            assert_eq!(check(foreign, &filled), Err(Foreign::Site), "{foreign:?}");
        }
        for token in [&b""[..], b"bewijs=", b"bewijs=tokem", b"bewijs=token2"] {
            assert_eq!(check(&same, &Filled::read(token)), Err(Foreign::Token));
        }
    }
}
