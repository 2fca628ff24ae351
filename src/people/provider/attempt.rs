//! Which sign-in is under way in this browser? Only the browser remembers it, in a cookie of its own:
//! nobody who is not signed in can make the broker write anything.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{domain::model::time::Time, people::Cookie};

/// A sign-in takes at most ten minutes, in milliseconds.
const LASTS_MS: i64 = 10 * 60_000;

/// Longest address to come back to, in bytes.
const PATH_MOST: usize = 512;

/// What a sign-in is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Coming in.
    SignIn,
    /// Proving the second factor once more.
    Fresh,
    /// Hearing that it is still the same person, unseen.
    Confirm,
}

/// The purposes with the letters that stand for them in the cookie.
const PURPOSES: [(&str, Purpose); 3] =
    [("s", Purpose::SignIn), ("f", Purpose::Fresh), ("c", Purpose::Confirm)];

/// A sign-in under way. State, nonce and the PKCE verifier all follow from one secret.
#[derive(Clone, Debug)]
pub struct Attempt {
    secret: Cookie,
    /// At which provider.
    pub issuer: String,
    /// What for.
    pub purpose: Purpose,
    /// Where the person wanted to go.
    pub back: String,
    began: Time,
}

impl Attempt {
    pub(super) fn new(issuer: &str, purpose: Purpose, back: &str, now: Time) -> Self {
        let back = local_path(back).unwrap_or("/").to_owned();
        Self { secret: Cookie::fresh(), issuer: issuer.to_owned(), purpose, back, began: now }
    }

    pub(super) fn state(&self) -> String {
        self.secret.derived("state", &self.issuer)
    }

    pub(super) fn nonce(&self) -> String {
        self.secret.derived("nonce", &self.issuer)
    }

    pub(super) fn verifier(&self) -> String {
        self.secret.derived("verifier", &self.issuer)
    }

    /// The value of the cookie.
    pub(super) fn cookie(&self) -> String {
        let letter = PURPOSES.iter().find(|(_, purpose)| *purpose == self.purpose);
        let letter = letter.map_or("s", |(letter, _)| *letter);
        let text = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let (secret, began) = (self.secret.text(), self.began.0);
        format!("{}.{letter}.{began}.{}.{}", *secret, text(&self.issuer), text(&self.back))
    }

    /// The sign-in of a cookie, when the provider answers exactly that one, and in time.
    #[must_use]
    pub fn resume(cookie: &str, state: &str, now: Time) -> Option<Self> {
        let attempt = Self::parse(cookie)?;
        let age = now.0 - attempt.began.0;
        ((0..LASTS_MS).contains(&age) && attempt.state() == state).then_some(attempt)
    }

    fn parse(cookie: &str) -> Option<Self> {
        let mut parts = cookie.split('.');
        let mut part = || parts.next();
        let text = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        let secret = Cookie::parse(part()?)?;
        let letter = part()?;
        let (_, purpose) = PURPOSES.iter().find(|(known, _)| *known == letter)?;
        let began = Time(part()?.parse().ok()?);
        let (issuer, back) = (text(part()?)?, text(part()?)?);
        let back = local_path(&back)?.to_owned();
        Some(Self { secret, issuer, purpose: *purpose, back, began })
    }
}

/// An address below this server, and nowhere else: what a browser would read as another host's is
/// none.
#[must_use]
pub fn local_path(text: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>');
    let fits = text.len() <= PATH_MOST && text.bytes().all(plain);
    (fits && text.starts_with('/') && !text.starts_with("//")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_browser_in_time_goes_on() {
        let now = Time(1_000_000);
        for (_, purpose) in PURPOSES {
            let begun = Attempt::new("https://issuer", purpose, "/mijn-werk?a=b", now);
            let (cookie, state) = (begun.cookie(), begun.state());
            let resumed = Attempt::resume(&cookie, &state, now.plus_ms(LASTS_MS - 1));
            let resumed = resumed.expect("the same browser");
            assert_eq!(
                (resumed.issuer.as_str(), resumed.back.as_str()),
                ("https://issuer", "/mijn-werk?a=b")
            );
            assert_eq!((resumed.nonce(), resumed.verifier()), (begun.nonce(), begun.verifier()));
            assert_eq!(resumed.purpose, purpose);
            assert!(Attempt::resume(&cookie, &state, now.plus_ms(LASTS_MS)).is_none());
            let other = Attempt::new("https://issuer", purpose, "/", now);
            assert!(Attempt::resume(&cookie, &other.state(), now).is_none());
            assert!(Attempt::resume(&other.cookie(), &state, now).is_none());
            // What says that it was begun at another provider does not fit the state.
            let moved = cookie.replace(
                &URL_SAFE_NO_PAD.encode("https://issuer"),
                &URL_SAFE_NO_PAD.encode("https://other1"),
            );
            assert_ne!(moved, cookie);
            assert!(Attempt::resume(&moved, &state, now).is_none());
        }
        for wrong in ["", ".", "....", "a.b.c.d.e"] {
            assert!(Attempt::resume(wrong, "", now).is_none(), "{wrong}");
        }
    }

    #[test]
    fn secrets_have_at_least_128_bits_and_differ() {
        let begun = Attempt::new("https://issuer", Purpose::SignIn, "/", Time(0));
        let all = [begun.state(), begun.nonce(), begun.verifier()];
        assert!(
            all.iter().all(|text| text.len() == 43),
            "256 bits, and a verifier that PKCE takes"
        );
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in ["/", "/mijn-werk", "/zaken/1?a=b&c=%20"] {
            assert_eq!(local_path(path), Some(path));
        }
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a b",
            "/\n",
            "javascript:x",
            "/é",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(Attempt::new("https://i", Purpose::SignIn, "//evil.example", Time(0)).back, "/");
    }
}
