//! How does a session begin, change and end? Each time as one commit with its audit entry.

use crate::{
    domain::{
        model::{
            audit::{Actor, AuditEntry, Subject},
            ids::SessionId,
            party::{Origin, Party},
            session::{Session, SessionKey},
        },
        rules::{
            access::Permit,
            session::{self as lasting, Standing},
        },
        state::{
            effects::Effects,
            keys::{Key, Kind},
            loaded::Loaded,
            records::Record,
        },
    },
    store::{Change, CommitError, StoreError},
};

use super::{Broker, Failure, act::Act};

/// How often a change is made anew when its session changed under it: one browser's tabs.
const ATTEMPTS: usize = 5;

/// What happens to a session, under the name that the audit log gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// A person signs in.
    SignIn,
    /// The person proves the second factor once more.
    FreshFactor,
    /// The provider confirms the person once more.
    Confirmed,
    /// The person chooses for whom they act.
    ChooseSeat,
    /// The person chooses a language.
    ChooseLanguage,
    /// The person does something: the session lasts longer.
    Used,
    /// What was filled in came too late and is kept a short time.
    FormKept,
    /// What was kept is handed back.
    FormReturned,
    /// A form came in the name of the session that no page of it had sent: nothing of it is done.
    FormRefused,
    /// The person signs out.
    SignOut,
    /// The provider says that the person signed out there.
    SignOutByProvider,
    /// Who runs the broker, or an organisation, ends it.
    Ended,
    /// What it relies on is no longer in the covenants in force.
    Withdrawn,
}

impl Happening {
    /// The name in the audit log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::FreshFactor => "FreshFactor",
            Self::Confirmed => "SignInConfirmed",
            Self::ChooseSeat => "ChooseSeat",
            Self::ChooseLanguage => "ChooseLanguage",
            Self::Used => "SessionUsed",
            Self::FormKept => "FormKept",
            Self::FormReturned => "FormReturned",
            Self::FormRefused => "FormRefused",
            Self::SignOut => "SignOut",
            Self::SignOutByProvider => "SignOutByProvider",
            Self::Ended => "SessionEnded",
            Self::Withdrawn => "SessionWithdrawn",
        }
    }
}

/// Sessions that an organisation ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WhichSessions {
    /// This one.
    One(SessionId),
    /// All of this professional.
    OfProfessional(String),
}

impl WhichSessions {
    fn includes(&self, session: &Session) -> bool {
        match self {
            Self::One(id) => session.id == *id,
            Self::OfProfessional(name) => session.who.name == *name,
        }
    }
}

/// Sessions in memory at once.
const PAGE: usize = 500;

/// The person of a session as the audit log names them.
fn actor(session: &Session) -> Actor {
    let party = session.acts_for();
    let behind = match &party {
        Party::Office(_) => Some(session.who.organisation),
        Party::Organisation(_) => None,
    };
    let (professional, origin) =
        (session.who.name.clone(), Origin::Session(session.id.to_string()));
    Actor { party, behind, professional, origin }
}

/// The session among what was loaded.
fn found(loaded: &Loaded, key: SessionKey) -> Option<&Session> {
    match loaded.get(&Key::Session(key)) {
        Some(Record::Session(session)) => Some(session),
        _ => None,
    }
}

impl Broker {
    /// A session as it is kept, whether it is over or not.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn session(&self, key: SessionKey) -> Result<Option<Session>, StoreError> {
        let loaded = self.store.load(&[Key::Session(key)]).await?;
        Ok(found(&loaded, key).cloned())
    }

    /// Sessions in the order of their keys, those that are over and not yet gone among them.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn sessions(
        &self,
        after: Option<SessionKey>,
        limit: usize,
    ) -> Result<Vec<(SessionKey, Session)>, StoreError> {
        let after = after.map(Key::Session);
        let page = self.store.scan(Kind::Session, after.as_ref(), limit).await?;
        let session = |(key, record)| match (key, record) {
            (Key::Session(key), Record::Session(session)) => Some((key, *session)),
            _ => None,
        };
        Ok(page.into_iter().filter_map(session).collect())
    }

    /// Begins a session, in place of the one that this browser had.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn begin_session(
        &self,
        key: SessionKey,
        session: Session,
        instead_of: Option<SessionKey>,
    ) -> Result<(), StoreError> {
        let subjects = vec![Subject::Session(session.id)];
        let entry = self.session_entry(Happening::SignIn.name(), "OK", Some(&session), subjects);
        let effects = Effects {
            put: vec![(Key::Session(key), Record::Session(Box::new(session)))],
            delete: instead_of.into_iter().map(Key::Session).collect(),
            ..Effects::default()
        };
        // Nothing is relied on: the key is 256 random bits, and who loses a race for the former
        // session wanted it gone too.
        self.commit_session(Loaded::default(), effects, entry).await.map_err(not_a_conflict)
    }

    /// Changes a session. `None` when there is none, or when `decide` leaves it as it is.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn change_session(
        &self,
        key: SessionKey,
        happening: Happening,
        decide: impl Fn(&Session) -> Option<Session> + Send + Sync,
    ) -> Result<Option<Session>, StoreError> {
        for _ in 0..ATTEMPTS {
            let loaded = self.store.load(&[Key::Session(key)]).await?;
            let Some(changed) = found(&loaded, key).and_then(&decide) else { return Ok(None) };
            let subjects = vec![Subject::Session(changed.id)];
            let entry = self.session_entry(happening.name(), "OK", Some(&changed), subjects);
            let put = vec![(Key::Session(key), Record::Session(Box::new(changed.clone())))];
            let effects = Effects { put, ..Effects::default() };
            match self.commit_session(loaded, effects, entry).await {
                Ok(()) => return Ok(Some(changed)),
                Err(CommitError::Conflict) => {}
                Err(error) => return Err(not_a_conflict(error)),
            }
        }
        Err(StoreError::Busy)
    }

    /// Ends a session; nothing remains of it. Returns it when it was there.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn end_session(
        &self,
        key: SessionKey,
        happening: Happening,
    ) -> Result<Option<Session>, StoreError> {
        for _ in 0..ATTEMPTS {
            let loaded = self.store.load(&[Key::Session(key)]).await?;
            let Some(session) = found(&loaded, key).cloned() else { return Ok(None) };
            let subjects = vec![Subject::Session(session.id)];
            // By themselves, or by the broker on somebody's behalf.
            let by = (happening == Happening::SignOut).then_some(&session);
            let entry = self.session_entry(happening.name(), "OK", by, subjects);
            let effects = Effects { delete: vec![Key::Session(key)], ..Effects::default() };
            match self.commit_session(loaded, effects, entry).await {
                Ok(()) => return Ok(Some(session)),
                Err(CommitError::Conflict) => {}
                Err(error) => return Err(not_a_conflict(error)),
            }
        }
        Err(StoreError::Busy)
    }

    /// Who of an organisation's people is signed in now, the oldest session first.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_sessions(&self, permit: &Permit) -> Result<Vec<Session>, Failure> {
        let now = self.clock.now();
        let covenants = self.covenant.load_full();
        let mut open = self.of_party(permit.party()).await?;
        // Whether links of a demonstration count, the broker does not know: they are shown.
        open.retain(|(_, session)| {
            lasting::standing(session, &*covenants, true, now) == Standing::Open
        });
        let mut open: Vec<Session> = open.into_iter().map(|(_, session)| session).collect();
        open.sort_by_key(|session| (session.began, session.id));
        let subjects = open.iter().map(|session| Subject::Session(session.id)).collect();
        self.note(&Act::of(permit, subjects), "OK", now).await?;
        Ok(open)
    }

    /// Ends sessions of an organisation's people. Says how many: none also when they are another's.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn end_sessions(
        &self,
        permit: &Permit,
        which: &WhichSessions,
    ) -> Result<usize, Failure> {
        let mut found = self.of_party(permit.party()).await?;
        found.retain(|(_, session)| which.includes(session));
        // Who wants them ended is in the log before the first of them is.
        let subjects = found.iter().map(|(_, session)| Subject::Session(session.id)).collect();
        self.note(&Act::of(permit, subjects), "OK", self.clock.now()).await?;
        let mut ended = 0;
        for (key, _) in found {
            ended += usize::from(self.end_session(key, Happening::Ended).await?.is_some());
        }
        Ok(ended)
    }

    /// The sessions of an organisation's people, whether they are over or not.
    async fn of_party(&self, party: &Party) -> Result<Vec<(SessionKey, Session)>, StoreError> {
        let (mut own, mut after) = (Vec::new(), None);
        loop {
            let page = self.sessions(after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(own) };
            after = Some(*last);
            let theirs =
                |session: &Session| Party::Organisation(session.who.organisation) == *party;
            own.extend(page.into_iter().filter(|(_, session)| theirs(session)));
        }
    }

    /// Writes into the audit log that somebody was not let in, or not let on.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn not_let_in(
        &self,
        happening: Happening,
        reason: &str,
        session: Option<&Session>,
        issuer: Option<&str>,
    ) -> Result<(), StoreError> {
        let issuer = issuer.map(|issuer| Subject::Issuer(issuer.to_owned()));
        let session_id = session.map(|session| Subject::Session(session.id));
        let subjects = session_id.into_iter().chain(issuer).collect();
        let entry = self.session_entry(happening.name(), reason, session, subjects);
        let written = self.commit_session(Loaded::default(), Effects::default(), entry).await;
        written.map_err(not_a_conflict)
    }

    /// On which session a deadline falls, for the audit log.
    pub(super) async fn session_subject(
        &self,
        key: SessionKey,
    ) -> Result<Vec<Subject>, StoreError> {
        let session = self.session(key).await?;
        Ok(session.into_iter().map(|session| Subject::Session(session.id)).collect())
    }

    fn session_entry(
        &self,
        action: &str,
        result: &str,
        by: Option<&Session>,
        subjects: Vec<Subject>,
    ) -> AuditEntry {
        let party: Option<Party> = by.map(Session::acts_for);
        AuditEntry {
            at: self.clock.now(),
            actor: by.map(actor),
            action: action.to_owned(),
            result: result.to_owned(),
            ground: self.covenant.load().ground(party.as_ref()),
            subjects,
        }
    }

    async fn commit_session(
        &self,
        seen: Loaded,
        effects: Effects,
        audit: AuditEntry,
    ) -> Result<(), CommitError> {
        let expect = seen.versions().map(|(key, version)| (key.clone(), version)).collect();
        self.store.commit(Change { expect, effects, audit, asked: None }).await
    }
}

/// Where nothing is relied on, a conflict is another server that took over: the same again.
fn not_a_conflict(error: CommitError) -> StoreError {
    match error {
        CommitError::Store(error) => error,
        CommitError::Conflict | CommitError::Spent(_) => StoreError::Busy,
    }
}
