//! Where is everything at a provider, and with which keys does it sign? Asked of itself, remembered
//! for a while, and asked again when a token comes with a key that is not known.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jsonwebtoken::jwk::{Jwk, JwkSet};
use serde::Deserialize;

use super::{NotSignedIn, http::Http};

/// A document is read again after this.
const LASTS: Duration = Duration::from_secs(3600);

/// For unknown keys the provider is asked at most so often: anybody can make up a key's name.
const ASKED_EVERY: Duration = Duration::from_secs(10);

/// The document that a provider publishes of itself, as far as it is used.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) jwks_uri: String,
    #[serde(default)]
    pub(super) end_session_endpoint: Option<String>,
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

/// What is remembered of a provider.
pub(super) struct Known {
    issuer: String,
    metadata: Mutex<Option<(Instant, Arc<Metadata>)>>,
    keys: Mutex<Option<(Instant, Arc<JwkSet>)>>,
}

impl Known {
    pub(super) fn new(issuer: &str) -> Self {
        Self { issuer: issuer.to_owned(), metadata: Mutex::default(), keys: Mutex::default() }
    }

    /// The document, at most an hour old.
    pub(super) async fn metadata(&self, http: &Http) -> Result<Arc<Metadata>, NotSignedIn> {
        if let Some(fresh) = fresh(&self.metadata, LASTS) {
            return Ok(fresh);
        }
        let read = Arc::new(self.read(http).await.map_err(NotSignedIn::Unreachable)?);
        remember(&self.metadata, read.clone());
        Ok(read)
    }

    async fn read(&self, http: &Http) -> Result<Metadata, String> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let found: Metadata = document(http, &url).await?;
        // Whoever answers for another issuer could vouch for that one's people.
        if found.issuer != self.issuer {
            let issuer = found.issuer.escape_default();
            return Err(format!("{url} is the document of another issuer, {issuer}"));
        }
        for address in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
            if !address.starts_with("https://") {
                return Err(format!("{url} names an address without TLS: {address}"));
            }
        }
        Ok(found)
    }

    /// The key of this name; when it is not known, the provider is asked once more: keys are
    /// rotated. Without a name the only key.
    pub(super) async fn key(&self, http: &Http, id: Option<&str>) -> Result<Jwk, NotSignedIn> {
        let metadata = self.metadata(http).await?;
        for lasts in [LASTS, ASKED_EVERY] {
            if let Some(key) = fresh(&self.keys, lasts).and_then(|keys| pick(&keys, id)) {
                return Ok(key);
            }
            if fresh(&self.keys, ASKED_EVERY).is_none() {
                let keys = document::<JwkSet>(http, &metadata.jwks_uri).await;
                let keys = Arc::new(keys.map_err(NotSignedIn::Unreachable)?);
                remember(&self.keys, keys.clone());
                if let Some(key) = pick(&keys, id) {
                    return Ok(key);
                }
            }
        }
        Err(NotSignedIn::Token("KEY_UNKNOWN"))
    }

    /// Asks for everything anew, for whoever checks an installation. Says the provider's time.
    pub(super) async fn check(&self, http: &Http) -> Result<Option<String>, String> {
        let metadata = self.read(http).await?;
        let keys: JwkSet = document(http, &metadata.jwks_uri).await?;
        if keys.keys.is_empty() {
            return Err(format!("{} holds no key", metadata.jwks_uri));
        }
        Ok(http.get(&metadata.jwks_uri).await?.date)
    }
}

fn fresh<T>(kept: &Mutex<Option<(Instant, Arc<T>)>>, lasts: Duration) -> Option<Arc<T>> {
    let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.as_ref().filter(|(at, _)| at.elapsed() < lasts).map(|(_, it)| it.clone())
}

fn remember<T>(kept: &Mutex<Option<(Instant, Arc<T>)>>, it: Arc<T>) {
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), it));
}

fn pick(keys: &JwkSet, id: Option<&str>) -> Option<Jwk> {
    match (id, keys.keys.as_slice()) {
        (Some(id), _) => keys.find(id).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

async fn document<T: for<'d> Deserialize<'d>>(http: &Http, url: &str) -> Result<T, String> {
    let answer = http.get(url).await.map_err(|why| format!("{url} cannot be read: {why}"))?;
    if !answer.status.is_success() {
        return Err(format!("{url} answers {}", answer.status.as_u16()));
    }
    serde_json::from_slice(&answer.body).map_err(|error| format!("{url} cannot be read: {error}"))
}
