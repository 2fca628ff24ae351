//! What is the secret in the browser, and what follows from it? A cookie of 256 random bits; the
//! store's key and the token of the forms are hashes of it.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::rand::{SecureRandom as _, SystemRandom};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::domain::model::session::SessionKey;

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

/// A secret that only this browser has.
#[derive(Clone)]
pub struct Cookie(Zeroizing<[u8; SECRET_BYTES]>);

impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cookie")
    }
}

impl Cookie {
    /// A new secret.
    ///
    /// # Panics
    /// The system has no random numbers: nothing is safe then.
    #[must_use]
    pub fn fresh() -> Self {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        SystemRandom::new().fill(&mut *bytes).expect("the system has random numbers");
        Self(bytes)
    }

    /// The value of a cookie as a browser sends it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    /// The value for the browser.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(*self.0))
    }

    /// Under what the store keeps its session.
    #[must_use]
    pub fn key(&self) -> SessionKey {
        SessionKey(self.hash("session", ""))
    }

    /// What every form of this session carries: no other site can know it.
    #[must_use]
    pub fn form_token(&self) -> String {
        self.derived("form", "")
    }

    /// A secret for one use, in letters that a URL can carry. It tells nothing of this one.
    #[must_use]
    pub(super) fn derived(&self, using: &str, of: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.hash(using, of))
    }

    fn hash(&self, using: &str, of: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        // The use comes first and ends in a byte that no use contains: none is the beginning of another.
        hash.update(using.as_bytes());
        hash.update([0]);
        hash.update(*self.0);
        hash.update(of.as_bytes());
        hash.finalize().into()
    }
}

/// What the cookie of a listener is called, and with which attributes it is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CookieName {
    /// Over TLS: the browser itself then refuses it from any other host and over plain HTTP.
    Secure,
    /// On loopback without TLS, in a demonstration.
    Demo,
}

impl CookieName {
    /// The name of the cookie with the session.
    #[must_use]
    pub fn session(self) -> &'static str {
        match self {
            Self::Secure => "__Host-vp",
            Self::Demo => "vp-demo",
        }
    }

    /// The name of the cookie with a sign-in under way.
    #[must_use]
    pub fn signing_in(self) -> &'static str {
        match self {
            Self::Secure => "__Host-vp-in",
            Self::Demo => "vp-demo-in",
        }
    }

    /// The header that sets a cookie. Lax: a link in a mail still finds it, a form of another site does
    /// not. Without `seconds` it goes when the browser closes; with 0 at once.
    #[must_use]
    pub fn set(self, name: &str, value: &str, seconds: Option<u32>) -> String {
        let secure = match self {
            Self::Secure => "; Secure",
            Self::Demo => "",
        };
        let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
    }

    /// The value of one cookie in the `Cookie` header of a request.
    #[must_use]
    pub fn value<'h>(self, header: &'h str, name: &str) -> Option<&'h str> {
        let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value);
        let first = values.next()?;
        // Two of one name are somebody's attempt to put theirs before ours.
        values.next().is_none().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_back_and_nothing_else_is_one() {
        let cookie = Cookie::fresh();
        let read = Cookie::parse(&cookie.text()).expect("our own");
        assert_eq!(read.key(), cookie.key());
        assert_eq!(read.form_token(), cookie.form_token());
        for wrong in
            ["", "x", "a=b", &"A".repeat(42), &"A".repeat(44), &format!("{}=", "A".repeat(43))]
        {
            assert!(Cookie::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_follows_from_a_secret_differs_by_use_and_by_secret() {
        let (one, other) = (Cookie::fresh(), Cookie::fresh());
        assert_ne!(one.key(), other.key());
        assert_ne!(one.form_token(), other.form_token());
        assert_ne!(one.form_token(), URL_SAFE_NO_PAD.encode(one.key().0));
        assert_ne!(one.derived("a", "b"), one.derived("a", "c"));
        assert_eq!(format!("{one:?}"), "Cookie");
    }

    #[test]
    fn a_cookie_over_tls_is_bound_to_its_host() {
        let set = CookieName::Secure.set(CookieName::Secure.session(), "x", None);
        assert_eq!(set, "__Host-vp=x; Path=/; HttpOnly; SameSite=Lax; Secure");
        let demo = CookieName::Demo.set(CookieName::Demo.session(), "", Some(0));
        assert_eq!(demo, "vp-demo=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn one_cookie_of_a_name_is_read_and_two_are_none() {
        let value = |header| CookieName::Demo.value(header, "vp-demo");
        assert_eq!(value("a=b; vp-demo=x=y; c"), Some("x=y"));
        assert_eq!(value("vp-demo=x; vp-demo=y"), None);
        assert_eq!(value("xvp-demo=x"), None);
    }
}
