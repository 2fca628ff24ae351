//! Somebody is not let in: what does the audit log say, before they hear it?

use std::sync::atomic::Ordering;

use crate::{broker::Happening, store::StoreError};

use super::{
    People, Session,
    provider::{Attempt, NotSignedIn, Purpose},
};

/// Of strangers at most so many refusals a minute get an audit entry of their own; the rest are
/// counted. Otherwise anybody could fill the audit log.
const STRANGERS_MOST: i64 = 120;

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// Somebody did not.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub why: NotSignedIn,
    /// Where they wanted to go.
    pub back: String,
    /// What they were doing.
    pub purpose: Purpose,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failed {
    /// They are not let in; that is in the audit log.
    Refused(Refused),
    /// The store cannot answer.
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Somebody who came back from a provider is not let in.
pub(super) fn refusal(why: NotSignedIn, attempt: &Attempt) -> Refused {
    Refused { why, back: attempt.back.clone(), purpose: attempt.purpose }
}

impl People {
    pub(super) async fn refused(
        &self,
        refused: Refused,
        issuer: Option<&str>,
        session: Option<&Session>,
    ) -> Failed {
        let happening = match refused.purpose {
            Purpose::SignIn => Happening::SignIn,
            Purpose::Fresh => Happening::FreshFactor,
            Purpose::Confirm => Happening::Confirmed,
        };
        self.refused_as(happening, refused, issuer, session).await
    }

    /// Writes a refusal into the audit log before anybody hears it.
    pub(super) async fn refused_as(
        &self,
        happening: Happening,
        refused: Refused,
        issuer: Option<&str>,
        session: Option<&Session>,
    ) -> Failed {
        self.counted.refused.fetch_add(1, Ordering::Relaxed);
        if let NotSignedIn::Unreachable(text) = &refused.why {
            tracing::error!(issuer, "the provider cannot be used: {text}");
        }
        // Not being recognised without being seen is no refusal: they sign in as usual.
        if refused.why == NotSignedIn::MustInteract || (session.is_none() && self.too_many()) {
            return Failed::Refused(refused);
        }
        let record = match session {
            Some(session) => match self.broker().session(session.key()).await {
                Ok(record) => record,
                Err(error) => return Failed::Store(error),
            },
            None => None,
        };
        // A name that nobody configured is a stranger's text, and stays out of the log.
        let issuer = issuer.filter(|name| self.providers().iter().any(|p| p.issuer() == *name));
        let reason = refused.why.reason();
        match self.broker().not_let_in(happening, &reason, record.as_ref(), issuer).await {
            Ok(()) => Failed::Refused(refused),
            Err(error) => Failed::Store(error),
        }
    }

    /// Whether strangers were refused too often in this minute to write each of them down.
    fn too_many(&self) -> bool {
        let minute = self.now().0.div_euclid(MINUTE_MS);
        let (of, count) = &self.strangers;
        if of.swap(minute, Ordering::Relaxed) != minute {
            count.store(0, Ordering::Relaxed);
        }
        count.fetch_add(1, Ordering::Relaxed) >= STRANGERS_MOST
    }
}
