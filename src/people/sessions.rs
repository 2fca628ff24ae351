//! Which session belongs to a cookie, and does it still count?

use std::sync::Arc;

use crate::{
    broker::{Broker, Happening, ids},
    covenant::Covenants,
    domain::{
        model::{
            ids::SessionId,
            party::{Oin, Party},
            session::{self, Kept, Language, Professional, SessionKey, Voucher},
            time::Time,
        },
        rules::session::{self as lasting, Standing, Terms},
    },
    store::StoreError,
};

use super::{Cookie, demo::DemoLinks};

/// Why sessions cannot be used: the store cannot answer.
pub type SessionsError = StoreError;

/// Most sessions in one page of a list.
const PAGE: usize = 500;

/// The sessions of one broker.
#[derive(Clone)]
pub struct Sessions {
    broker: Arc<Broker>,
    terms: Terms,
    demo: bool,
}

/// A seat in which somebody may sit, with its name in Dutch and in English.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// The organisation or office.
    pub party: Party,
    /// Its name in Dutch.
    pub nl: String,
    /// Its name in English.
    pub en: String,
}

/// A person who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who vouched for them.
    pub voucher: Voucher,
    /// What the voucher calls them.
    pub subject: String,
    /// Name or number within the organisation: the acting professional of every call.
    pub professional: String,
    /// How they are called, for people to read; without one the name or number.
    pub display: String,
    /// Their organisation; for an office its municipality.
    pub organisation: Oin,
    /// For whom they act now; `None` until they choose one of their seats.
    pub seat: Option<Seat>,
    /// All their seats.
    pub seats: Vec<Seat>,
    /// Whether they coordinate within the organisation.
    pub coordinates: bool,
    /// The language that they chose.
    pub language: Option<Language>,
}

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct Session {
    /// Names it in the audit log.
    pub id: SessionId,
    /// Who is signed in.
    pub person: Person,
    /// When the second factor was last proved.
    pub factor: Time,
    /// When the provider last confirmed the person.
    pub confirmed: Time,
    /// What every form must carry.
    pub form_token: String,
    /// When it ends if nothing happens.
    pub idle_ends: Time,
    /// When it ends whatever happens.
    pub ends: Time,
    /// What was filled in and came too late, as long as it may be shown.
    pub kept: Option<Kept>,
    key: SessionKey,
}

impl Sessions {
    /// The sessions of a broker.
    #[must_use]
    pub fn new(broker: Arc<Broker>, terms: Terms) -> Self {
        Self { broker, terms, demo: false }
    }

    /// Those of a demonstration: whoever comes by one of its links counts too.
    #[must_use]
    pub fn of_demo(self, _links: &DemoLinks) -> Self {
        Self { demo: true, ..self }
    }

    /// The broker.
    #[must_use]
    pub fn broker(&self) -> &Arc<Broker> {
        &self.broker
    }

    /// Signs somebody in, in place of whoever this browser had signed in before. What that person
    /// had filled in too late comes along, when it is the same person.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn start(
        &self,
        who: Professional,
        provider_session: Option<String>,
        factor: Time,
        former: Option<&Cookie>,
        now: Time,
    ) -> Result<Cookie, StoreError> {
        let cookie = Cookie::fresh();
        let id = SessionId(ids::fresh());
        let mut session = lasting::begin(id, who, provider_session, factor, self.terms, now);
        let former = match former {
            Some(cookie) => {
                self.broker.session(cookie.key()).await?.map(|former| (cookie.key(), former))
            }
            None => None,
        };
        if let Some((_, former)) = &former {
            session.language = former.language;
            if former.who.is(&session.who) {
                session.kept = former.kept(now).cloned();
            }
        }
        let former = former.map(|(key, _)| key);
        self.broker.begin_session(cookie.key(), session, former).await?;
        Ok(cookie)
    }

    /// The session of a cookie when it goes on. One whose party is gone from the covenants in force
    /// ends here.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn find(&self, cookie: &Cookie, now: Time) -> Result<Option<Session>, StoreError> {
        let Some(record) = self.broker.session(cookie.key()).await? else { return Ok(None) };
        let covenants = self.broker.covenant();
        match lasting::standing(&record, &*covenants, self.demo, now) {
            Standing::Open => Ok(Some(seen(cookie, record, &covenants, now))),
            Standing::Over => Ok(None),
            Standing::Withdrawn => {
                self.broker.end_session(cookie.key(), Happening::Withdrawn).await?;
                Ok(None)
            }
        }
    }

    /// Says that a session is used: it then lasts longer. Writes at most once a minute.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn touch(&self, session: &Session, now: Time) -> Result<(), StoreError> {
        // Looked at first: most uses come right after another and need no read of the record.
        if now.plus_ms(self.terms.idle_ms).0 - session.idle_ends.0 < lasting::USED_EVERY_MS {
            return Ok(());
        }
        let used = |record: &session::Session| lasting::used(record, now);
        self.broker.change_session(session.key, Happening::Used, used).await.map(drop)
    }

    /// Sits somebody down in one of their seats; false when it is not theirs.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn sit(&self, session: &Session, seat: &Party) -> Result<bool, StoreError> {
        let sit = |record: &session::Session| lasting::sit(record, seat);
        let changed = self.broker.change_session(session.key, Happening::ChooseSeat, sit).await?;
        Ok(changed.is_some())
    }

    /// Remembers the language that somebody chose.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn read_in(&self, session: &Session, language: Language) -> Result<(), StoreError> {
        let choose = |record: &session::Session| Some(lasting::read_in(record, language));
        self.broker.change_session(session.key, Happening::ChooseLanguage, choose).await.map(drop)
    }

    /// Keeps what was filled in by whoever had this session, which is over, for ten minutes. False
    /// when there was no such session, or when it is too much to keep. Whatever looks like a
    /// citizen service number is left out.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn keep(
        &self,
        cookie: &Cookie,
        path: &str,
        fields: &[(String, String)],
        now: Time,
    ) -> Result<bool, StoreError> {
        let keep = |record: &session::Session| {
            if now >= record.gone_at() {
                return None;
            }
            let fields = fields.iter().filter(|(name, value)| !lasting::is_secret(name, value));
            let (path, fields) = (path.to_owned(), fields.cloned().collect());
            lasting::keep(record, Kept { path, fields, at: now })
        };
        let kept = self.broker.change_session(cookie.key(), Happening::FormKept, keep).await?;
        Ok(kept.is_some())
    }

    /// Forgets what was kept, when it was shown and sent.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn forget_kept(&self, session: &Session) -> Result<(), StoreError> {
        let forget = |record: &session::Session| {
            record.kept.is_some().then(|| session::Session { kept: None, ..record.clone() })
        };
        self.broker.change_session(session.key, Happening::FormReturned, forget).await.map(drop)
    }

    /// Writes into the audit log that a form came in the name of a session which no page of it had
    /// sent: somebody tries to act as this person.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn foreign_form(&self, session: &Session) -> Result<(), StoreError> {
        let record = self.broker.session(session.key).await?;
        let (happening, reason) = (Happening::FormRefused, "FOREIGN_FORM");
        self.broker.not_let_in(happening, reason, record.as_ref(), None).await
    }

    /// Signs out.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn end(&self, session: &Session) -> Result<(), StoreError> {
        self.broker.end_session(session.key, Happening::SignOut).await.map(drop)
    }

    /// Ends every session that `which` picks; says how many those were.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn end_all_of(
        &self,
        happening: Happening,
        which: impl Fn(&session::Session) -> bool,
    ) -> Result<usize, StoreError> {
        let mut ended = 0;
        for (key, record) in self.all().await? {
            if which(&record) && self.broker.end_session(key, happening).await?.is_some() {
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Every session that goes on.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list(&self, now: Time) -> Result<Vec<session::Session>, StoreError> {
        let covenants = self.broker.covenant();
        let open = |session: &session::Session| {
            lasting::standing(session, &*covenants, self.demo, now) == Standing::Open
        };
        Ok(self.all().await?.into_iter().map(|(_, record)| record).filter(open).collect())
    }

    async fn all(&self) -> Result<Vec<(SessionKey, session::Session)>, StoreError> {
        let mut all: Vec<(SessionKey, session::Session)> = Vec::new();
        loop {
            let after = all.last().map(|(key, _)| *key);
            let page = self.broker.sessions(after, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }
}

impl Session {
    /// Under what the store keeps it.
    pub(super) fn key(&self) -> SessionKey {
        self.key
    }

    /// Whether the provider must say again that this is still the same person.
    #[must_use]
    pub fn must_be_confirmed(&self, terms: &Terms, now: Time) -> bool {
        match self.person.voucher {
            Voucher::Issuer(_) => now >= self.confirmed.plus_ms(terms.confirm_ms),
            Voucher::Demo => false,
        }
    }

    /// Whether it waited for that longer than a session may be quiet: nothing more is done in it.
    #[must_use]
    pub fn is_unconfirmed(&self, terms: &Terms, now: Time) -> bool {
        self.must_be_confirmed(terms, Time(now.0.saturating_sub(terms.idle_ms)))
    }
}

/// A session as pages see it, the names of its seats as the covenants in force give them.
fn seen(cookie: &Cookie, record: session::Session, covenants: &Covenants, now: Time) -> Session {
    let kept = record.kept(now).cloned();
    let who = record.who;
    let seats: Vec<Seat> = who.seats.iter().map(|party| seat(party, covenants)).collect();
    let person = Person {
        voucher: who.voucher,
        subject: who.subject,
        display: who.display.unwrap_or_else(|| who.name.clone()),
        professional: who.name,
        organisation: who.organisation,
        seat: record.seat.as_ref().and_then(|own| seats.iter().find(|s| s.party == *own).cloned()),
        seats,
        coordinates: who.coordinates,
        language: record.language,
    };
    Session {
        id: record.id,
        person,
        factor: record.factor,
        confirmed: record.confirmed,
        form_token: cookie.form_token(),
        idle_ends: record.idle_ends,
        ends: record.ends,
        kept,
        key: cookie.key(),
    }
}

fn seat(party: &Party, covenants: &Covenants) -> Seat {
    let names = match party {
        Party::Organisation(oin) => {
            covenants.organisation(oin).map(|found| (found.name.clone(), found.name.clone()))
        }
        Party::Office(id) => {
            covenants.office(id).map(|found| (found.name_nl.clone(), found.name_en.clone()))
        }
    };
    let (nl, en) = names.unwrap_or_else(|| (party.to_string(), party.to_string()));
    Seat { party: party.clone(), nl, en }
}
