//! Somebody stands at the door: where do they go, what comes of it, and what does the audit log say?

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use crate::{
    broker::{Broker, Happening},
    domain::{
        model::{
            party::Oin,
            session::{self, Voucher},
            time::Time,
        },
        rules::{
            session::{self as lasting, Terms},
            signing_in::{self, Parties as _},
        },
    },
    store::StoreError,
};

use super::{
    Cookie, CookieName, Failed, Refused, Session, Sessions,
    demo::DemoLinks,
    provider::{Attempt, Begun, Identity, NotSignedIn, Provider, Purpose, Returned},
    refusing::refusal,
};

/// A second factor that was asked for was proved at most so long ago, in milliseconds: the time in
/// which somebody finds their telephone.
const JUST_NOW_MS: i64 = 5 * 60_000;

/// How people come in here.
enum Door {
    Providers(Vec<Provider>),
    Demo(DemoLinks),
}

/// What was counted since the start.
#[derive(Debug, Default)]
pub struct Counted {
    /// Sign-ins.
    pub signed_in: AtomicU64,
    /// Second factors that were proved once more.
    pub fresh_factors: AtomicU64,
    /// Refusals of any of these.
    pub refused: AtomicU64,
    /// Sign-outs, by the person or by the provider.
    pub signed_out: AtomicU64,
}

/// The people of one broker.
pub struct People {
    sessions: Sessions,
    terms: Terms,
    cookies: CookieName,
    door: Door,
    /// The address that people type.
    home: String,
    pub(super) counted: Counted,
    /// The minute in which strangers are counted, and how many they were.
    pub(super) strangers: (AtomicI64, AtomicI64),
}

/// Somebody came in, or on.
#[derive(Debug)]
pub struct Arrived {
    /// The cookie to set; `None`: the browser keeps the one it has.
    pub cookie: Option<Cookie>,
    /// Where they wanted to go.
    pub back: String,
}

/// An organisation at whose provider one can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entrance {
    /// The organisation.
    pub organisation: Oin,
    /// Its name.
    pub name: String,
}

impl People {
    /// Those who sign in at these providers, over TLS. `home`: the address that they type, without
    /// a path.
    #[must_use]
    pub fn at_providers(
        broker: Arc<Broker>,
        terms: Terms,
        providers: Vec<Provider>,
        home: &str,
    ) -> Self {
        let (sessions, home) = (Sessions::new(broker, terms), home.to_owned());
        let (cookies, door) = (CookieName::Secure, Door::Providers(providers));
        let (counted, strangers) = (Counted::default(), Default::default());
        Self { sessions, terms, cookies, door, home, counted, strangers }
    }

    /// Those who come by a link of a demonstration, on loopback.
    #[must_use]
    pub fn of_demo(broker: Arc<Broker>, links: DemoLinks, home: &str) -> Self {
        let (terms, home) = (Terms::default(), home.to_owned());
        let sessions = Sessions::new(broker, terms).of_demo(&links);
        let (cookies, door) = (CookieName::Demo, Door::Demo(links));
        let (counted, strangers) = (Counted::default(), Default::default());
        Self { sessions, terms, cookies, door, home, counted, strangers }
    }

    /// The sessions.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// How long sessions last.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What its cookies are called.
    #[must_use]
    pub fn cookies(&self) -> CookieName {
        self.cookies
    }

    /// What was counted since the start.
    #[must_use]
    pub fn counted(&self) -> &Counted {
        &self.counted
    }

    /// Whether this is a demonstration.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        matches!(self.door, Door::Demo(_))
    }

    /// Now, by the broker's clock.
    #[must_use]
    pub fn now(&self) -> Time {
        self.broker().now()
    }

    pub(super) fn broker(&self) -> &Arc<Broker> {
        self.sessions.broker()
    }

    /// The providers, for whoever checks an installation.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        match &self.door {
            Door::Providers(providers) => providers,
            Door::Demo(_) => &[],
        }
    }

    /// The hosts of the providers, as a page must name them: a form that leads there is one of ours.
    #[must_use]
    pub fn provider_origins(&self) -> Vec<String> {
        let origin = |provider: &Provider| {
            provider.issuer().splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
        };
        let mut all: Vec<String> = self.providers().iter().map(origin).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The organisations at whose provider one can sign in here, by name.
    #[must_use]
    pub fn entrances(&self) -> Vec<Entrance> {
        let covenants = self.broker().covenant();
        let oins = self.providers().iter().flat_map(|p| covenants.spoken_for_by(p.issuer()));
        let found = oins.filter_map(|oin| covenants.organisation(&oin));
        let mut all: Vec<Entrance> = found
            .map(|found| Entrance { organisation: found.oin, name: found.name.clone() })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all.dedup();
        all
    }

    /// Begins a sign-in at the provider of an organisation.
    ///
    /// # Errors
    /// It has none here, or that one cannot be asked.
    pub async fn begin(&self, organisation: &Oin, back: &str) -> Result<Begun, Failed> {
        let covenants = self.broker().covenant();
        let issuer = covenants.organisation(organisation).and_then(|one| one.issuer.as_deref());
        self.begin_at(issuer.unwrap_or_default(), Purpose::SignIn, back, None).await
    }

    /// Sends somebody who is signed in to their provider once more. In a demonstration there is
    /// none: pressing the button is the proof.
    ///
    /// # Errors
    /// The provider cannot be asked.
    pub async fn again(
        &self,
        session: &Session,
        purpose: Purpose,
        back: &str,
    ) -> Result<Option<Begun>, Failed> {
        match &session.person.voucher {
            Voucher::Issuer(issuer) => {
                self.begin_at(issuer, purpose, back, Some(session)).await.map(Some)
            }
            Voucher::Demo => {
                let now = self.now();
                let prove =
                    |record: &session::Session| lasting::confirmed(record, &record.who, now, now);
                self.change(session, Happening::FreshFactor, prove).await?;
                self.counted.fresh_factors.fetch_add(1, Ordering::Relaxed);
                Ok(None)
            }
        }
    }

    async fn begin_at(
        &self,
        issuer: &str,
        purpose: Purpose,
        back: &str,
        session: Option<&Session>,
    ) -> Result<Begun, Failed> {
        let lasts = self.terms.most_ms / 1000;
        let begun = match self.providers().iter().find(|provider| provider.issuer() == issuer) {
            Some(provider) => provider.begin(purpose, back, lasts, self.now()).await,
            None => Err(NotSignedIn::Unknown),
        };
        match begun {
            Ok(begun) => Ok(begun),
            Err(why) => {
                let refused = Refused { why, back: back.to_owned(), purpose };
                Err(self.refused(refused, Some(issuer), session).await)
            }
        }
    }

    /// Somebody comes back from a provider. `attempt`: the cookie with the sign-in under way;
    /// `cookie`: that of a session, which may be over.
    ///
    /// # Errors
    /// They are not let in, or on; nothing was changed then.
    pub async fn arrive(
        &self,
        returned: &Returned,
        attempt: Option<&str>,
        cookie: Option<&Cookie>,
    ) -> Result<Arrived, Failed> {
        let now = self.now();
        let session = match cookie {
            Some(cookie) => self.sessions.find(cookie, now).await?,
            None => None,
        };
        let state = returned.state.as_deref().unwrap_or_default();
        let Some(attempt) = attempt.and_then(|cookie| Attempt::resume(cookie, state, now)) else {
            let (back, purpose) = ("/".to_owned(), Purpose::SignIn);
            let refused = Refused { why: NotSignedIn::Stale, back, purpose };
            return Err(self.refused(refused, None, session.as_ref()).await);
        };
        let done = match self.providers().iter().find(|p| p.issuer() == attempt.issuer) {
            Some(provider) => match provider.finish(&attempt, returned, now).await {
                Ok(identity) => self.let_in(&attempt, identity, cookie, session.as_ref()).await,
                Err(why) => Err(Failed::Refused(refusal(why, &attempt))),
            },
            None => Err(Failed::Refused(refusal(NotSignedIn::Unknown, &attempt))),
        };
        match done {
            Err(Failed::Refused(refused)) => {
                // A provider that confirms nobody, or somebody else, ends the session with that.
                let unconfirmed = attempt.purpose == Purpose::Confirm && !refused.why.may_pass();
                let issuer = Some(attempt.issuer.as_str());
                let failed = self.refused(refused, issuer, session.as_ref()).await;
                if let (true, Some(session)) = (unconfirmed, &session) {
                    let by = Happening::SignOutByProvider;
                    self.broker().end_session(session.key(), by).await?;
                }
                Err(failed)
            }
            other => other,
        }
    }

    async fn let_in(
        &self,
        attempt: &Attempt,
        identity: Identity,
        cookie: Option<&Cookie>,
        session: Option<&Session>,
    ) -> Result<Arrived, Failed> {
        let refuse = |why| Err(Failed::Refused(refusal(why, attempt)));
        let (now, back) = (self.now(), attempt.back.clone());
        let who = match signing_in::admit(&identity.claims, &*self.broker().covenant()) {
            Ok(who) => who,
            Err(why) => return refuse(NotSignedIn::Unwelcome(why)),
        };
        // A provider that does not say when proves nothing fresh.
        let factor = identity.authenticated.unwrap_or(Time(0));
        match (attempt.purpose, session) {
            (Purpose::SignIn, _) => {
                let started =
                    self.sessions.start(who, identity.provider_session, factor, cookie, now);
                let cookie = Some(started.await?);
                self.counted.signed_in.fetch_add(1, Ordering::Relaxed);
                Ok(Arrived { cookie, back })
            }
            (Purpose::Fresh | Purpose::Confirm, None) => refuse(NotSignedIn::Stale),
            (purpose, Some(session)) => {
                let fresh = purpose == Purpose::Fresh;
                if fresh && now.0 - factor.0 > JUST_NOW_MS {
                    return refuse(NotSignedIn::NotFresh);
                }
                let happening = if fresh { Happening::FreshFactor } else { Happening::Confirmed };
                let confirm =
                    |record: &session::Session| lasting::confirmed(record, &who, factor, now);
                if self.change(session, happening, confirm).await?.is_none() {
                    return refuse(NotSignedIn::SomebodyElse);
                }
                if fresh {
                    self.counted.fresh_factors.fetch_add(1, Ordering::Relaxed);
                }
                Ok(Arrived { cookie: None, back })
            }
        }
    }

    async fn change(
        &self,
        session: &Session,
        happening: Happening,
        decide: impl Fn(&session::Session) -> Option<session::Session> + Send + Sync,
    ) -> Result<Option<session::Session>, StoreError> {
        self.broker().change_session(session.key(), happening, decide).await
    }

    /// Somebody opens a link of a demonstration.
    ///
    /// # Errors
    /// There is no such link here: it is of another demonstration, or this is none.
    pub async fn open_link(
        &self,
        secret: &str,
        cookie: Option<&Cookie>,
    ) -> Result<Arrived, Failed> {
        let (now, back) = (self.now(), "/".to_owned());
        let who = match &self.door {
            Door::Demo(links) => links.who(secret).cloned(),
            Door::Providers(_) => None,
        };
        let Some(who) = who else {
            let refused = Refused { why: NotSignedIn::Unknown, back, purpose: Purpose::SignIn };
            return Err(self.refused(refused, None, None).await);
        };
        let cookie = self.sessions.start(who, None, now, cookie, now).await?;
        self.counted.signed_in.fetch_add(1, Ordering::Relaxed);
        Ok(Arrived { cookie: Some(cookie), back })
    }

    /// Signs somebody out; says where their provider's own sign-out is.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn sign_out(&self, session: &Session) -> Result<Option<String>, StoreError> {
        self.sessions.end(session).await?;
        self.counted.signed_out.fetch_add(1, Ordering::Relaxed);
        let Voucher::Issuer(issuer) = &session.person.voucher else { return Ok(None) };
        match self.providers().iter().find(|provider| provider.issuer() == issuer) {
            Some(provider) => Ok(provider.sign_out_url(&self.home).await),
            None => Ok(None),
        }
    }

    /// A provider says that somebody signed out there. Which provider says so, its signature tells.
    ///
    /// # Errors
    /// No provider of this broker says so.
    pub async fn signed_out_elsewhere(&self, token: &str) -> Result<usize, Failed> {
        let mut why = NotSignedIn::Unknown;
        for provider in self.providers() {
            match provider.signed_out(token, self.now()).await {
                Err(refused @ NotSignedIn::Unreachable(_)) => why = refused,
                Err(refused) if !matches!(why, NotSignedIn::Unreachable(_)) => why = refused,
                Err(_) => {}
                Ok(out) => {
                    let of = |session: &session::Session| {
                        let by = Voucher::Issuer(out.issuer.clone());
                        let theirs = out.subject.as_ref().is_none_or(|s| *s == session.who.subject);
                        let this = out.provider_session.is_none()
                            || out.provider_session == session.provider_session;
                        session.who.voucher == by && theirs && this
                    };
                    let ended = self.sessions.end_all_of(Happening::SignOutByProvider, of).await?;
                    let counted = u64::try_from(ended).unwrap_or(u64::MAX);
                    self.counted.signed_out.fetch_add(counted, Ordering::Relaxed);
                    return Ok(ended);
                }
            }
        }
        let refused = Refused { why, back: String::new(), purpose: Purpose::SignIn };
        Err(self.refused_as(Happening::SignOutByProvider, refused, None, None).await)
    }
}
