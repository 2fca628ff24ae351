//! Is this token from the provider, for this broker and this sign-in, and what does it say?

use jsonwebtoken::{AlgorithmFamily, DecodingKey, Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

use crate::domain::{model::time::Time, rules::signing_in::Claims};

use super::{
    NotSignedIn,
    discovery::Known,
    http::Http,
    settings::{IssuerSettings, SecondFactor},
    signing::ALGORITHMS,
};

/// A token was made at most so long ago, in seconds.
const AGE_MOST: i64 = 600;

/// By so much the clocks of provider and broker may differ, in seconds.
const CLOCKS_DIFFER: u64 = 60;

/// The event that a logout token must tell of.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a token says of who signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// What the decision needs.
    pub claims: Claims,
    /// What the provider calls its own session.
    pub provider_session: Option<String>,
    /// When the person last proved who they are, as far as the provider says.
    pub authenticated: Option<Time>,
}

/// Whom a provider signed out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedOut {
    /// At which provider.
    pub issuer: String,
    /// Whom; `None`: whoever has the session.
    pub subject: Option<String>,
    /// Which of their sessions; `None`: all of them.
    pub provider_session: Option<String>,
}

/// Checks an ID token.
pub(super) async fn identity(
    settings: &IssuerSettings,
    known: &Known,
    http: &Http,
    token: &str,
    nonce: &str,
    now: Time,
) -> Result<Identity, NotSignedIn> {
    let (_, claims) = verified(settings, known, http, token, &["exp", "iss", "aud", "sub"]).await?;
    if claims.get("nonce").and_then(Value::as_str) != Some(nonce) {
        return Err(NotSignedIn::Token("NONCE"));
    }
    addressed(settings, &claims)?;
    recent(&claims, now)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let at = claims.get("auth_time").and_then(Value::as_i64);
    Ok(Identity {
        provider_session: text("sid"),
        authenticated: at.map(|seconds| Time(seconds.saturating_mul(1000))),
        claims: Claims {
            issuer: settings.issuer.clone(),
            subject: text("sub").ok_or(NotSignedIn::Token("SUBJECT"))?,
            professional: found(&claims, &settings.professional).and_then(one),
            display: text("name"),
            organisations: settings
                .organisation
                .as_ref()
                .map_or_else(Vec::new, |name| texts(found(&claims, name))),
            roles: texts(found(&claims, &settings.roles)),
            second_factor: proves(&settings.second_factor, &claims),
            demanded_role: settings.demanded_role.clone(),
        },
    })
}

/// Checks a logout token.
pub(super) async fn signed_out(
    settings: &IssuerSettings,
    known: &Known,
    http: &Http,
    token: &str,
    now: Time,
) -> Result<SignedOut, NotSignedIn> {
    let (_, claims) = verified(settings, known, http, token, &["iss", "aud"]).await?;
    recent(&claims, now)?;
    let told = claims.get("events").and_then(|events| events.get(LOGOUT_EVENT));
    // An ID token is no logout token: one could otherwise sign others out with it.
    if !told.is_some_and(Value::is_object) || claims.contains_key("nonce") {
        return Err(NotSignedIn::Token("NO_LOGOUT"));
    }
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let (subject, provider_session) = (text("sub"), text("sid"));
    if subject.is_none() && provider_session.is_none() {
        return Err(NotSignedIn::Token("NO_LOGOUT"));
    }
    Ok(SignedOut { issuer: settings.issuer.clone(), subject, provider_session })
}

/// The claims of a token that the issuer signed for this client and that is still good.
async fn verified(
    settings: &IssuerSettings,
    known: &Known,
    http: &Http,
    token: &str,
    required: &[&str],
) -> Result<(Header, Map<String, Value>), NotSignedIn> {
    let header = decode_header(token).map_err(|error| NotSignedIn::Token(reason(&error)))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(NotSignedIn::Token("ALGORITHM"));
    }
    let jwk = known.key(http, header.kid.as_deref()).await?;
    let key = DecodingKey::from_jwk(&jwk).map_err(|_| NotSignedIn::Token("KEY_UNUSABLE"))?;
    if key.family() == AlgorithmFamily::Hmac {
        return Err(NotSignedIn::Token("KEY_UNUSABLE"));
    }
    let mut validation = Validation::new(header.alg);
    validation.leeway = CLOCKS_DIFFER;
    validation.validate_nbf = true;
    validation.validate_exp = required.contains(&"exp");
    validation.set_required_spec_claims(required);
    validation.set_audience(&[&settings.client_id]);
    validation.set_issuer(&[&settings.issuer]);
    let token = decode::<Map<String, Value>>(token, &key, &validation)
        .map_err(|error| NotSignedIn::Token(reason(&error)))?;
    // A list of issuers is none.
    if token.claims.get("iss").and_then(Value::as_str) != Some(settings.issuer.as_str()) {
        return Err(NotSignedIn::Token("ISSUER"));
    }
    Ok((token.header, token.claims))
}

/// A token for several parties says for which of them it was made.
fn addressed(settings: &IssuerSettings, claims: &Map<String, Value>) -> Result<(), NotSignedIn> {
    let several = claims.get("aud").and_then(Value::as_array).is_some_and(|all| all.len() > 1);
    let made_for = claims.get("azp").and_then(Value::as_str);
    let ours = made_for == Some(settings.client_id.as_str());
    if ours || (made_for.is_none() && !several) {
        Ok(())
    } else {
        Err(NotSignedIn::Token("AUDIENCE"))
    }
}

/// A token that was made just now.
fn recent(claims: &Map<String, Value>, now: Time) -> Result<(), NotSignedIn> {
    let made = claims.get("iat").and_then(Value::as_i64).ok_or(NotSignedIn::Token("EXPIRED"))?;
    let age = now.0.div_euclid(1000) - made;
    let ahead = -i64::try_from(CLOCKS_DIFFER).unwrap_or(i64::MAX);
    if (ahead..=AGE_MOST).contains(&age) { Ok(()) } else { Err(NotSignedIn::Token("EXPIRED")) }
}

/// A claim by its name; where there is none of that name, by the path that its dots make.
fn found<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    claims.get(name).or_else(|| {
        let mut parts = name.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    })
}

fn one(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Whether the token names one of the values that stand for a second factor.
fn proves(second_factor: &SecondFactor, claims: &Map<String, Value>) -> bool {
    let any = |name: &str, wanted: &[String]| {
        texts(claims.get(name)).iter().any(|value| wanted.contains(value))
    };
    any("acr", &second_factor.acr)
        || any("amr", &second_factor.amr)
        || any("acrs", &second_factor.acrs)
}

/// What is wrong with a token, as the audit log says it.
fn reason(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => "SIGNATURE",
        ErrorKind::ExpiredSignature | ErrorKind::ImmatureSignature => "EXPIRED",
        ErrorKind::InvalidIssuer => "ISSUER",
        ErrorKind::InvalidAudience => "AUDIENCE",
        ErrorKind::InvalidAlgorithm
        | ErrorKind::InvalidAlgorithmName
        | ErrorKind::MissingAlgorithm
        | ErrorKind::UnsupportedAlgorithm => "ALGORITHM",
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => "CLAIM_MISSING",
        _ => "UNREADABLE",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(claims) => claims,
            _ => Map::new(),
        }
    }

    #[test]
    fn a_claim_is_found_by_name_or_by_path() {
        let claims = claims(json!({
            "oid": "1", "number": 7, "a.b": "flat", "a": {"b": "deep", "c": ["x", 2, null]},
        }));
        let text = |name| found(&claims, name).and_then(one);
        assert_eq!(text("oid").as_deref(), Some("1"));
        assert_eq!(text("number").as_deref(), Some("7"));
        assert_eq!(text("a.b").as_deref(), Some("flat"));
        assert_eq!(text("a"), None);
        assert_eq!(texts(found(&claims, "a.c")), ["x", "2"]);
        assert_eq!(texts(found(&claims, "a.c.d")), Vec::<String>::new());
        assert_eq!(texts(found(&claims, "oid")), ["1"]);
    }

    #[test]
    fn only_configured_values_prove_a_second_factor() {
        let wanted = SecondFactor {
            acr: vec!["gold".to_owned()],
            amr: vec!["mfa".to_owned()],
            ..SecondFactor::default()
        };
        for (value, expected) in [
            (json!({"acr": "gold"}), true),
            (json!({"acr": "silver", "amr": ["pwd", "mfa"]}), true),
            (json!({"acr": "silver", "amr": ["pwd"]}), false),
            (json!({"acrs": ["gold"]}), false),
            (json!({"acr": ["GOLD"]}), false),
            (json!({}), false),
        ] {
            assert_eq!(proves(&wanted, &claims(value.clone())), expected, "{value}");
        }
        assert!(!proves(&SecondFactor::default(), &claims(json!({"acr": "gold"}))));
    }

    #[test]
    fn a_token_is_of_now() {
        let now = Time(1_000_000_000);
        for (made, fits) in [
            (1_000_000, true),
            (999_400, true),
            (999_399, false),
            (1_000_060, true),
            (1_000_061, false),
        ] {
            let claims = claims(json!({"iat": made}));
            assert_eq!(recent(&claims, now).is_ok(), fits, "{made}");
        }
        assert!(recent(&claims(json!({})), now).is_err());
    }
}
