//! How does somebody sign in at their organisation's provider? By OpenID Connect: an authorisation
//! code with PKCE, a proof of this broker's key, and a token of which everything is checked.

mod attempt;
#[doc(hidden)]
pub mod decoding;
mod discovery;
mod http;
mod settings;
mod signing;
mod token;

use std::fs;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use form_urlencoded::Serializer;
use jsonwebtoken::{Algorithm, Header, encode};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    domain::{model::time::Time, rules::signing_in::Unwelcome},
    pem,
};

pub use attempt::{Attempt, Purpose, local_path};
pub use settings::{Audience, IssuerSettings, SecondFactor};
pub use token::{Identity, SignedOut};

use discovery::Known;
use http::Http;
use settings::Pem;
use signing::OwnKey;

/// The proof of who this broker is lasts so long, in seconds.
const PROOF_LASTS: i64 = 60;

/// Most bytes of a token that is looked at.
const TOKEN_MOST: usize = 32 * 1024;

/// Why somebody is not signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotSignedIn {
    /// No sign-in is under way in this browser, or it began too long ago.
    Stale,
    /// The provider said no, with this code of its own.
    Declined(String),
    /// The provider wants to see the person before it says anything.
    MustInteract,
    /// The provider does not take the code: it was used before, or too late.
    Code,
    /// The token is not good; the reason is for the audit log.
    Token(&'static str),
    /// The provider cannot be asked; the text is for the log of the broker.
    Unreachable(String),
    /// The provider knows them, but they do not come in here.
    Unwelcome(Unwelcome),
    /// Somebody else proved the second factor than who is signed in.
    SomebodyElse,
    /// The second factor that was asked for was not proved just now.
    NotFresh,
    /// There is no such provider, or no such link.
    Unknown,
}

impl NotSignedIn {
    /// Whether it says nothing of the person, and may be otherwise in a moment.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Stale | Self::Code | Self::Unreachable(_))
    }

    /// The reason in the audit log.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Stale => "SIGN_IN_STALE".to_owned(),
            Self::Declined(code) => format!("PROVIDER_DECLINED_{}", code.to_ascii_uppercase()),
            Self::MustInteract => "PROVIDER_MUST_INTERACT".to_owned(),
            Self::Code => "CODE_REFUSED".to_owned(),
            Self::Token(what) => format!("TOKEN_{what}"),
            Self::Unreachable(_) => "PROVIDER_UNREACHABLE".to_owned(),
            Self::Unwelcome(why) => why.reason().to_owned(),
            Self::SomebodyElse => "SOMEBODY_ELSE".to_owned(),
            Self::NotFresh => "FACTOR_NOT_FRESH".to_owned(),
            Self::Unknown => "LINK_UNKNOWN".to_owned(),
        }
    }
}

/// A provider with which people of some organisations sign in.
pub struct Provider {
    settings: IssuerSettings,
    known: Known,
    http: Http,
    own: OwnKey,
    /// SHA-256 of the certificate of the own key.
    thumbprint: Option<String>,
    redirect: String,
}

/// Where a browser goes, and what it takes along.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The provider's address.
    pub url: String,
    /// The value of the cookie with the sign-in under way.
    pub cookie: String,
}

/// What the provider sends back with the browser.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub struct Returned {
    /// The code for a token.
    pub code: Option<String>,
    /// Which sign-in it is about.
    pub state: Option<String>,
    /// Who says so.
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// The answer with a token.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Provider {
    /// Reads the keys of a provider's settings. `redirect`: the address to which it sends browsers
    /// back.
    ///
    /// # Errors
    /// Which file cannot be used, and what to do.
    pub fn new(settings: IssuerSettings, redirect: &str) -> Result<Self, String> {
        signing::install();
        let read = |file: &std::path::Path| {
            let read = fs::read(file).map(Pem::new);
            read.map_err(|error| format!("{} cannot be read: {error}", file.display()))
        };
        let asked = match settings.algorithm.as_deref() {
            None => None,
            Some(name) => Some(algorithm(name).ok_or_else(|| {
                format!("{name} is no algorithm that is used here; take RS256, PS256 or ES256")
            })?),
        };
        let own = OwnKey::read(&read(&settings.key)?, asked)
            .map_err(|why| format!("{}: {why}", settings.key.display()))?;
        let thumbprint = match &settings.certificate {
            None => None,
            Some(file) => {
                let found = pem::certificates(&read(file)?)
                    .map_err(|why| format!("{}: {why}", file.display()))?;
                found.first().map(|own| URL_SAFE_NO_PAD.encode(Sha256::digest(own)))
            }
        };
        let http = Http::new(settings.authorities.as_deref())?;
        let known = Known::new(&settings.issuer);
        Ok(Self { settings, known, http, own, thumbprint, redirect: redirect.to_owned() })
    }

    /// Its issuer identifier.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Begins: where the browser goes. `lasts`: for how long a proof of who somebody is counts, in
    /// seconds, when none is made anew.
    ///
    /// # Errors
    /// The provider cannot be asked where that is.
    pub async fn begin(
        &self,
        purpose: Purpose,
        back: &str,
        lasts: i64,
        now: Time,
    ) -> Result<Begun, NotSignedIn> {
        let metadata = self.known.metadata(&self.http).await?;
        let attempt = Attempt::new(self.issuer(), purpose, back, now);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(attempt.verifier()));
        let separator = if metadata.authorization_endpoint.contains('?') { '&' } else { '?' };
        let mut query = Serializer::new(format!("{}{separator}", metadata.authorization_endpoint));
        query
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("state", &attempt.state())
            .append_pair("nonce", &attempt.nonce())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        let SecondFactor { acr, acrs, amr: _ } = &self.settings.second_factor;
        if !acr.is_empty() {
            query.append_pair("acr_values", &acr.join(" "));
        }
        if !acrs.is_empty() {
            let wanted = json!({"id_token": {"acrs": {"essential": true, "values": acrs}}});
            query.append_pair("claims", &wanted.to_string());
        }
        match purpose {
            Purpose::SignIn => query.append_pair("max_age", &lasts.to_string()),
            Purpose::Fresh => query.append_pair("prompt", "login").append_pair("max_age", "0"),
            Purpose::Confirm => query.append_pair("prompt", "none"),
        };
        Ok(Begun { url: query.finish(), cookie: attempt.cookie() })
    }

    /// Ends: what the provider says of whoever came back.
    ///
    /// # Errors
    /// Why it is not believed, or says nothing.
    pub async fn finish(
        &self,
        attempt: &Attempt,
        returned: &Returned,
        now: Time,
    ) -> Result<Identity, NotSignedIn> {
        let metadata = self.known.metadata(&self.http).await?;
        let named = returned.iss.as_deref();
        let must_be_named = metadata.authorization_response_iss_parameter_supported;
        // Another provider's answer, sent on to us: it would learn this one's codes.
        if named.is_some_and(|iss| iss != self.issuer()) || (must_be_named && named.is_none()) {
            return Err(NotSignedIn::Token("ISSUER"));
        }
        if let Some(error) = &returned.error {
            return Err(declined(error));
        }
        let code = returned.code.as_deref().ok_or(NotSignedIn::Stale)?;
        let proof = self.proof(&metadata.token_endpoint, now)?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("code_verifier", &attempt.verifier())
            .append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            )
            .append_pair("client_assertion", &proof)
            .finish();
        let answer = self.http.post(&metadata.token_endpoint, form).await;
        let answer = answer.map_err(NotSignedIn::Unreachable)?;
        if answer.status.is_server_error() {
            let text = format!("{} answers {}", metadata.token_endpoint, answer.status.as_u16());
            return Err(NotSignedIn::Unreachable(text));
        }
        if !answer.status.is_success() {
            let why = code_of(&answer.body);
            if why != "invalid_grant" {
                // Not the person's fault: the key or the client is not as the provider knows it.
                let issuer = self.issuer();
                tracing::error!(issuer, error = why, "the provider refuses this broker");
            }
            return Err(NotSignedIn::Code);
        }
        let tokens: Tokens =
            serde_json::from_slice(&answer.body).map_err(|_| NotSignedIn::Token("MISSING"))?;
        let (settings, nonce) = (&self.settings, attempt.nonce());
        let token = short(&tokens.id_token)?;
        token::identity(settings, &self.known, &self.http, token, &nonce, now).await
    }

    /// Whom a logout token of this provider signs out.
    ///
    /// # Errors
    /// Why it is not believed.
    pub async fn signed_out(&self, token: &str, now: Time) -> Result<SignedOut, NotSignedIn> {
        token::signed_out(&self.settings, &self.known, &self.http, short(token)?, now).await
    }

    /// Where a browser goes to sign out at the provider too, if the provider has such a place.
    pub async fn sign_out_url(&self, home: &str) -> Option<String> {
        let metadata = self.known.metadata(&self.http).await.ok()?;
        let url =
            metadata.end_session_endpoint.as_ref().filter(|url| url.starts_with("https://"))?;
        let separator = if url.contains('?') { '&' } else { '?' };
        let mut query = Serializer::new(format!("{url}{separator}"));
        query.append_pair("client_id", &self.settings.client_id);
        query.append_pair("post_logout_redirect_uri", home);
        Some(query.finish())
    }

    /// Asks the provider for everything that is needed of it. Says its time as it writes it.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn check(&self) -> Result<Option<String>, String> {
        self.known.check(&self.http).await
    }

    /// The proof that it is this broker that asks.
    fn proof(&self, token_endpoint: &str, now: Time) -> Result<String, NotSignedIn> {
        let seconds = now.0.div_euclid(1000);
        let audience = match self.settings.audience {
            Audience::TokenEndpoint => token_endpoint,
            Audience::Issuer => self.issuer(),
        };
        let claims = json!({
            "iss": self.settings.client_id,
            "sub": self.settings.client_id,
            "aud": audience,
            "jti": Uuid::new_v4().to_string(),
            "iat": seconds,
            "nbf": seconds,
            "exp": seconds + PROOF_LASTS,
        });
        let mut header = Header::new(self.own.algorithm);
        header.kid.clone_from(&self.settings.key_id);
        header.x5t_s256.clone_from(&self.thumbprint);
        encode(&header, &claims, &self.own.key).map_err(|error| {
            NotSignedIn::Unreachable(format!("the own key does not sign: {error}"))
        })
    }
}

/// An algorithm by its name in tokens.
fn algorithm(name: &str) -> Option<Algorithm> {
    let found: Algorithm = name.parse().ok()?;
    signing::ALGORITHMS.contains(&found).then_some(found)
}

/// A token of a length that is worth reading.
fn short(token: &str) -> Result<&str, NotSignedIn> {
    if token.len() <= TOKEN_MOST { Ok(token) } else { Err(NotSignedIn::Token("UNREADABLE")) }
}

/// What a provider means by an error. Its code goes into the audit log when it is one.
fn declined(error: &str) -> NotSignedIn {
    const INTERACT: [&str; 4] = [
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
    ];
    if INTERACT.contains(&error) {
        NotSignedIn::MustInteract
    } else {
        NotSignedIn::Declined(plain(error))
    }
}

/// An error code: letters, digits and underscores, not too many.
fn plain(error: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    error.chars().filter(plain).take(40).collect()
}

/// The error code in a provider's answer.
fn code_of(body: &[u8]) -> String {
    let error: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let code = error.as_ref().and_then(|error| error.get("error")).and_then(|code| code.as_str());
    plain(code.unwrap_or("unreadable"))
}
