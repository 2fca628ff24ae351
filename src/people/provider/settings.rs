//! What must be known of a provider before anybody can sign in with it?

use std::path::PathBuf;

use zeroize::Zeroizing;

/// What is configured of one provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IssuerSettings {
    /// Its issuer identifier, exactly as the parties file and its tokens say it.
    pub issuer: String,
    /// What it calls this broker.
    pub client_id: String,
    /// The private key, PEM, with which the broker proves who it is.
    pub key: PathBuf,
    /// What the provider calls that key; `None`: nothing.
    pub key_id: Option<String>,
    /// The certificate of that key, PEM, for a provider that knows keys by their certificate.
    pub certificate: Option<PathBuf>,
    /// How the broker signs; `None`: as the key allows.
    pub algorithm: Option<String>,
    /// To whom the proof is addressed.
    pub audience: Audience,
    /// Authorities that are trusted for its address; `None`: the usual ones.
    pub authorities: Option<PathBuf>,
    /// Where in the token the stable name of the professional is.
    pub professional: String,
    /// Where the organisation is, for an issuer of several.
    pub organisation: Option<String>,
    /// Where the app roles are.
    pub roles: String,
    /// The role without which nobody acts for the organisation itself.
    pub demanded_role: Option<String>,
    /// What proves a second factor.
    pub second_factor: SecondFactor,
}

/// To whom the broker's proof of itself is addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// The address at which codes become tokens.
    TokenEndpoint,
    /// The issuer.
    Issuer,
}

/// What in a token proves a second factor: any value of any of these.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SecondFactor {
    /// Values of `acr`; the sign-in asks for them too.
    pub acr: Vec<String>,
    /// Values in `amr`.
    pub amr: Vec<String>,
    /// Values in `acrs`; the sign-in asks for them too.
    pub acrs: Vec<String>,
}

impl SecondFactor {
    /// Whether nothing would prove it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acr.is_empty() && self.amr.is_empty() && self.acrs.is_empty()
    }
}

/// A private key as it was read.
pub(super) type Pem = Zeroizing<Vec<u8>>;
