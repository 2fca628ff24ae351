//! May this person come in, in which seats, and how long do they stay?

use crate::domain::model::{
    ids::SessionId,
    party::{OfficeId, Oin, Party},
    person::Bsn,
    session::{Kept, Language, Professional, Session, Voucher},
    time::Time,
};

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// Something that happens in a session moves its end only when the last time was so long ago:
/// otherwise every page would be a write. A session may end this much too early, never too late.
pub const USED_EVERY_MS: i64 = MINUTE_MS;

/// Most fields of a form that are kept, and most bytes of all of them.
const KEPT_MOST: (usize, usize) = (64, 16 * 1024);

/// Longest name or number of a professional, in characters: as in the calls.
const NAME_MOST: usize = 64;

/// The app role of whoever coordinates within an organisation.
pub const COORDINATOR: &str = "verwijspunt-coordinator";

/// An app role that begins so names an office.
pub const OFFICE: &str = "office:";

/// How long sessions last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Without anything happening, in milliseconds.
    pub idle_ms: i64,
    /// At most, in milliseconds.
    pub most_ms: i64,
    /// Until the provider must confirm the person again, in milliseconds.
    pub confirm_ms: i64,
}

impl Default for Terms {
    /// Fifteen minutes, a working day of nine hours, an hour.
    fn default() -> Self {
        Self { idle_ms: 15 * MINUTE_MS, most_ms: 540 * MINUTE_MS, confirm_ms: 60 * MINUTE_MS }
    }
}

/// What is known of the parties to the covenants.
pub trait Parties {
    /// The organisations that name this issuer as theirs.
    fn spoken_for_by(&self, issuer: &str) -> Vec<Oin>;

    /// Whether an organisation is a party.
    fn has_organisation(&self, oin: &Oin) -> bool;

    /// The municipality of an office.
    fn municipality(&self, office: &OfficeId) -> Option<Oin>;
}

/// What a provider says of somebody, after it was checked that the provider said it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Claims {
    /// Who says it.
    pub issuer: String,
    /// Whom it is about.
    pub subject: String,
    /// The stable name or number of the professional.
    pub professional: Option<String>,
    /// Organisations that are named; they narrow what the issuer may speak for.
    pub organisations: Vec<String>,
    /// App roles.
    pub roles: Vec<String>,
    /// Whether a second factor was proved.
    pub second_factor: bool,
    /// The role without which nobody acts for the organisation itself, where one is demanded.
    pub demanded_role: Option<String>,
}

/// Why somebody whom their provider knows does not come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unwelcome {
    /// No organisation names this issuer: whatever it claims, it speaks for nobody.
    IssuerOfNobody,
    /// The issuer speaks for several organisations and does not say for which.
    WhichOrganisation,
    /// It names more than one organisation.
    SeveralOrganisations,
    /// It names an organisation for which it does not speak.
    NotItsOrganisation,
    /// The claim with the stable name of the professional is missing or unusable.
    NoProfessional,
    /// A role names an office that is unknown or of another municipality.
    NotItsOffice,
    /// No second factor was proved.
    NoSecondFactor,
    /// No role gives a seat.
    NoSeat,
}

impl Unwelcome {
    /// The reason in the audit log.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::IssuerOfNobody => "ISSUER_OF_NOBODY",
            Self::WhichOrganisation => "WHICH_ORGANISATION",
            Self::SeveralOrganisations => "SEVERAL_ORGANISATIONS",
            Self::NotItsOrganisation => "NOT_ITS_ORGANISATION",
            Self::NoProfessional => "NO_PROFESSIONAL",
            Self::NotItsOffice => "NOT_ITS_OFFICE",
            Self::NoSecondFactor => "NO_SECOND_FACTOR",
            Self::NoSeat => "NO_SEAT",
        }
    }
}

/// Decides whether somebody comes in. An issuer speaks only for the organisations that name it in
/// the parties file: what it claims can narrow that, never widen it.
///
/// # Errors
/// Says why not.
pub fn admit(claims: &Claims, parties: &dyn Parties) -> Result<Professional, Unwelcome> {
    let spoken_for = parties.spoken_for_by(&claims.issuer);
    let organisation = match (spoken_for.as_slice(), claims.organisations.as_slice()) {
        ([], _) => return Err(Unwelcome::IssuerOfNobody),
        (_, [_, _, ..]) => return Err(Unwelcome::SeveralOrganisations),
        ([only], []) => *only,
        (_, []) => return Err(Unwelcome::WhichOrganisation),
        (several, [named]) => Oin::parse(named)
            .filter(|oin| several.contains(oin))
            .ok_or(Unwelcome::NotItsOrganisation)?,
    };
    if !claims.second_factor {
        return Err(Unwelcome::NoSecondFactor);
    }
    let name = claims.professional.as_deref().and_then(professional);
    let name = name.ok_or(Unwelcome::NoProfessional)?;
    let mut seats = Vec::new();
    let demanded = claims.demanded_role.as_ref();
    if demanded.is_none_or(|role| claims.roles.contains(role)) {
        seats.push(Party::Organisation(organisation));
    }
    for id in claims.roles.iter().filter_map(|role| role.strip_prefix(OFFICE)) {
        let office = OfficeId::parse(id).ok_or(Unwelcome::NotItsOffice)?;
        if parties.municipality(&office) != Some(organisation) {
            return Err(Unwelcome::NotItsOffice);
        }
        seats.push(Party::Office(office));
    }
    seats.sort_unstable();
    seats.dedup();
    if seats.is_empty() {
        return Err(Unwelcome::NoSeat);
    }
    Ok(Professional {
        voucher: Voucher::Issuer(claims.issuer.clone()),
        subject: claims.subject.clone(),
        name,
        organisation,
        seats,
        coordinates: claims.roles.iter().any(|role| role == COORDINATOR),
    })
}

/// The name of a professional as the calls take it.
fn professional(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NAME_MOST).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// A new session. Whoever has one seat only sits in it.
#[must_use]
pub fn begin(
    id: SessionId,
    who: Professional,
    provider_session: Option<String>,
    factor: Time,
    terms: Terms,
    now: Time,
) -> Session {
    let seat = match who.seats.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    Session {
        id,
        who,
        seat,
        language: None,
        provider_session,
        began: now,
        // A provider whose clock is ahead does not make a factor fresh for longer.
        factor: factor.min(now),
        confirmed: now,
        idle_ms: terms.idle_ms,
        idle_ends: now.plus_ms(terms.idle_ms),
        ends: now.plus_ms(terms.most_ms),
        kept: None,
    }
}

/// How a session stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It goes on.
    Open,
    /// Its time is over.
    Over,
    /// The parties that it relies on are parties no more, or name another issuer.
    Withdrawn,
}

/// How a session stands now, under the covenants in force. `demo`: whether links of the
/// demonstration count here.
#[must_use]
pub fn standing(session: &Session, parties: &dyn Parties, demo: bool, now: Time) -> Standing {
    let organisation = session.who.organisation;
    let vouched = match &session.who.voucher {
        Voucher::Issuer(issuer) => parties.spoken_for_by(issuer).contains(&organisation),
        Voucher::Demo => demo && parties.has_organisation(&organisation),
    };
    let sits = |seat: &Party| match seat {
        Party::Organisation(oin) => parties.has_organisation(oin),
        Party::Office(office) => parties.municipality(office) == Some(organisation),
    };
    if !vouched || !session.who.seats.iter().all(sits) {
        return Standing::Withdrawn;
    }
    if now >= session.over_at() { Standing::Over } else { Standing::Open }
}

/// What a session becomes by being used now; `None` when it was used a moment ago.
#[must_use]
pub fn used(session: &Session, now: Time) -> Option<Session> {
    let idle_ends = now.plus_ms(session.idle_ms);
    let due = idle_ends.0 - session.idle_ends.0 >= USED_EVERY_MS;
    due.then(|| Session { idle_ends, ..session.clone() })
}

/// Sits somebody down in one of their own seats; `None` when it is not theirs.
#[must_use]
pub fn sit(session: &Session, seat: &Party) -> Option<Session> {
    let theirs = session.who.seats.contains(seat);
    theirs.then(|| Session { seat: Some(seat.clone()), ..session.clone() })
}

/// What a session becomes when its person chose a language.
#[must_use]
pub fn read_in(session: &Session, language: Language) -> Session {
    Session { language: Some(language), ..session.clone() }
}

/// What a session becomes when its provider confirmed the person again, with whatever they may do
/// now. `None` when it is about somebody else, or of another organisation: nobody slips into
/// another's session.
#[must_use]
pub fn confirmed(
    session: &Session,
    who: &Professional,
    factor: Time,
    now: Time,
) -> Option<Session> {
    if !session.who.is(who) || session.who.organisation != who.organisation {
        return None;
    }
    let seat = session.seat.clone().filter(|seat| who.seats.contains(seat));
    let only = || (who.seats.len() == 1).then(|| who.seats[0].clone());
    Some(Session {
        who: who.clone(),
        seat: seat.or_else(only),
        factor: session.factor.max(factor.min(now)),
        confirmed: now,
        idle_ends: now.plus_ms(session.idle_ms),
        ..session.clone()
    })
}

/// Whether a field may hold a citizen service number, by its name or by what is in it: nine
/// digits, or eight, that pass its check, however they are written. Such a field is never kept.
#[must_use]
pub fn is_secret(name: &str, value: &str) -> bool {
    let digits = |c: &char| !matches!(c, ' ' | '.' | '-' | '\u{a0}');
    let bare: Vec<char> = value.chars().filter(digits).collect();
    let runs = bare.split(|c| !c.is_ascii_digit());
    let numbered = |run: &[char]| {
        let text: String = run.iter().collect();
        let text = format!("{text:0>9}");
        run.len() >= 8 && Bsn::parse(&text).is_ok()
    };
    name.to_ascii_lowercase().contains("bsn") || runs.into_iter().any(numbered)
}

/// Keeps what was filled in and came too late. `None` when it is too much: nothing is kept of a
/// form that no page of ours has.
#[must_use]
pub fn keep(session: &Session, kept: Kept) -> Option<Session> {
    let bytes: usize = kept.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    let (fields_most, bytes_most) = KEPT_MOST;
    let fits = kept.fields.len() <= fields_most && bytes + kept.path.len() <= bytes_most;
    fits.then(|| Session { kept: Some(kept), ..session.clone() })
}
