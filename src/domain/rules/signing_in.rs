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
    due.then(|| Session { idle_ends, kept: session.kept(now).cloned(), ..session.clone() })
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SCHOOL: &str = "00000009000000001800";
    const TOWN: &str = "00000009000000001000";
    const OTHER_TOWN: &str = "00000009000000003000";

    fn oin(text: &str) -> Oin {
        Oin::parse(text).expect("twenty digits")
    }

    fn office(id: &str) -> Party {
        Party::Office(OfficeId::parse(id).expect("an id"))
    }

    /// A school with a provider of its own; two towns that share one; one office in each town.
    struct World;

    impl Parties for World {
        fn spoken_for_by(&self, issuer: &str) -> Vec<Oin> {
            match issuer {
                "https://school" => vec![oin(SCHOOL)],
                "https://shared" => vec![oin(TOWN), oin(OTHER_TOWN)],
                _ => Vec::new(),
            }
        }

        fn has_organisation(&self, known: &Oin) -> bool {
            [SCHOOL, TOWN, OTHER_TOWN].map(oin).contains(known)
        }

        fn municipality(&self, office: &OfficeId) -> Option<Oin> {
            match office.as_str() {
                "alderman" => Some(oin(TOWN)),
                "mayor-elsewhere" => Some(oin(OTHER_TOWN)),
                _ => None,
            }
        }
    }

    /// What a provider says; organisations and roles between commas.
    fn claims(issuer: &str, organisations: &str, roles: &str) -> Claims {
        let split = |text: &str| -> Vec<String> {
            text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        Claims {
            issuer: issuer.to_owned(),
            subject: "1".to_owned(),
            professional: Some("p1".to_owned()),
            organisations: split(organisations),
            roles: split(roles),
            second_factor: true,
            demanded_role: None,
        }
    }

    #[test]
    fn an_issuer_speaks_only_for_the_organisations_that_name_it() {
        use Unwelcome as U;
        let both = "00000009000000001000,00000009000000003000";
        for (issuer, organisations, roles, expected) in [
            ("https://school", "", "", Ok("organisation 00000009000000001800")),
            ("https://school", SCHOOL, "", Ok("organisation 00000009000000001800")),
            // A claim narrows; it never widens.
            ("https://school", TOWN, "", Err(U::NotItsOrganisation)),
            ("https://school", "x", "", Err(U::NotItsOrganisation)),
            ("https://school", both, "", Err(U::SeveralOrganisations)),
            ("https://school", "", "office:alderman", Err(U::NotItsOffice)),
            ("https://elsewhere", "", "", Err(U::IssuerOfNobody)),
            ("https://elsewhere", TOWN, "office:alderman", Err(U::IssuerOfNobody)),
            ("https://school/", "", "", Err(U::IssuerOfNobody)),
            ("", "", "", Err(U::IssuerOfNobody)),
            ("https://shared", "", "", Err(U::WhichOrganisation)),
            ("https://shared", both, "", Err(U::SeveralOrganisations)),
            ("https://shared", SCHOOL, "", Err(U::NotItsOrganisation)),
            (
                "https://shared",
                TOWN,
                "office:alderman,other",
                Ok("organisation 00000009000000001000, office alderman"),
            ),
            ("https://shared", TOWN, "office:mayor-elsewhere", Err(U::NotItsOffice)),
            ("https://shared", TOWN, "office:unknown", Err(U::NotItsOffice)),
            ("https://shared", TOWN, "office:", Err(U::NotItsOffice)),
        ] {
            let admitted = admit(&claims(issuer, organisations, roles), &World);
            let seats = admitted.map(|who| {
                who.seats.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            });
            let expected = expected.map(str::to_owned);
            assert_eq!(seats, expected, "{issuer} {organisations} {roles}");
        }
    }

    #[test]
    fn a_person_needs_a_second_factor_a_name_and_a_seat() {
        let refused = |change: fn(&mut Claims)| {
            let mut claims = claims("https://school", "", "");
            change(&mut claims);
            admit(&claims, &World).map(|who| who.name)
        };
        assert_eq!(refused(|_| ()), Ok("p1".to_owned()));
        assert_eq!(refused(|c| c.second_factor = false), Err(Unwelcome::NoSecondFactor));
        for name in ["", "  ", "a\u{0}b", &"n".repeat(65)] {
            let mut claims = claims("https://school", "", "");
            claims.professional = Some(name.to_owned());
            assert_eq!(admit(&claims, &World), Err(Unwelcome::NoProfessional), "{name:?}");
        }
        assert_eq!(refused(|c| c.professional = None), Err(Unwelcome::NoProfessional));
        let demanded = |c: &mut Claims| c.demanded_role = Some("caseworker".to_owned());
        assert_eq!(refused(demanded), Err(Unwelcome::NoSeat));
        assert_eq!(
            refused(|c| {
                c.demanded_role = Some("caseworker".to_owned());
                c.roles = vec!["caseworker".to_owned()];
            }),
            Ok("p1".to_owned())
        );
        let coordinator = admit(&claims("https://school", "", COORDINATOR), &World);
        assert!(coordinator.is_ok_and(|who| who.coordinates));
    }

    fn session(now: Time) -> Session {
        let who = admit(&claims("https://school", "", ""), &World).expect("comes in");
        begin(SessionId(Uuid::from_u128(1)), who, None, now, Terms::default(), now)
    }

    #[test]
    fn a_session_ends_after_quiet_minutes_and_after_a_day_of_work() {
        let now = Time(1_000_000);
        let at = |minutes: i64| now.plus_ms(minutes * MINUTE_MS);
        let mut one = session(now);
        assert_eq!(standing(&one, &World, false, at(15).plus_ms(-1)), Standing::Open);
        assert_eq!(standing(&one, &World, false, at(15)), Standing::Over);
        assert_eq!(used(&one, at(1).plus_ms(-1)), None, "not a write for every page");
        for minutes in (1..=540).step_by(13) {
            one = used(&one, at(minutes)).expect("used after a while");
        }
        assert_eq!(standing(&one, &World, false, at(540).plus_ms(-1)), Standing::Open);
        assert_eq!(standing(&one, &World, false, at(540)), Standing::Over);
        assert_eq!(one.gone_at(), at(550));
    }

    #[test]
    fn a_session_relies_on_the_covenants_in_force() {
        let now = Time(0);
        let who = |change: fn(&mut Session)| {
            let mut one = session(now);
            change(&mut one);
            standing(&one, &World, false, now)
        };
        assert_eq!(who(|_| ()), Standing::Open);
        let another =
            |s: &mut Session| s.who.voucher = Voucher::Issuer("https://shared".to_owned());
        assert_eq!(who(another), Standing::Withdrawn);
        assert_eq!(who(|s| s.who.organisation = oin(TOWN)), Standing::Withdrawn);
        assert_eq!(who(|s| s.who.seats.push(office("gone"))), Standing::Withdrawn);
        assert_eq!(who(|s| s.who.voucher = Voucher::Demo), Standing::Withdrawn);
        let mut demo = session(now);
        demo.who.voucher = Voucher::Demo;
        assert_eq!(standing(&demo, &World, true, now), Standing::Open);
    }

    #[test]
    fn nobody_slips_into_the_session_of_another() {
        let (now, later) = (Time(0), Time(60 * MINUTE_MS));
        let one = session(now);
        let mut same = one.who.clone();
        same.coordinates = true;
        let again = confirmed(&one, &same, later, later).expect("the same person");
        assert!(again.who.coordinates && again.confirmed == later && again.factor == later);
        assert_eq!(again.ends, one.ends, "a day of work stays one");
        let earlier = confirmed(&one, &same, Time(-5), later).expect("the same person");
        assert_eq!(earlier.factor, now, "an older factor takes nothing away");
        let ahead = confirmed(&one, &same, later.plus_ms(MINUTE_MS), later).expect("the same");
        assert_eq!(ahead.factor, later, "a clock that is ahead makes nothing fresh for longer");
        for change in [
            (|who: &mut Professional| who.subject.push('2')) as fn(&mut Professional),
            |who| who.voucher = Voucher::Issuer("https://shared".to_owned()),
            |who| who.organisation = oin(TOWN),
        ] {
            let mut other = one.who.clone();
            change(&mut other);
            assert_eq!(confirmed(&one, &other, later, later), None);
        }
    }

    #[test]
    fn a_seat_is_chosen_among_ones_own() {
        let mut one = session(Time(0));
        assert!(one.seat.is_some(), "whoever has one seat sits in it");
        one.who.seats.push(office("alderman"));
        let sits = sit(&one, &office("alderman")).expect("a seat of theirs");
        assert_eq!(sits.acts_for(), office("alderman"));
        assert_eq!(sit(&one, &office("mayor-elsewhere")), None);
        // A provider that confirms without the role takes the seat away.
        let only = Professional { seats: vec![one.who.seats[0].clone()], ..one.who.clone() };
        let again = confirmed(&sits, &only, Time(0), Time(0)).expect("the same person");
        assert_eq!(again.seat, Some(one.who.seats[0].clone()));
    }

    #[test]
    fn a_citizen_service_number_is_never_kept() {
        // 123456782 and 012345672 pass the check; both are fictitious.
        for (name, value) in [
            ("bsn-1", ""),
            ("BSN", "1"),
            ("telefoon", "123456782"),
            ("telefoon", "123 456 782"),
            ("x", "a 1234.56.782 b"),
            ("x", "12345672"),
        ] {
            assert!(is_secret(name, value), "{name} {value}");
        }
        for (name, value) in [
            ("telefoon", "020-5550103"),
            ("oin", SCHOOL),
            ("einde", "2027-03-01"),
            ("naam", "N. Naam"),
            ("x", "123456789"),
        ] {
            assert!(!is_secret(name, value), "{name} {value}");
        }
        let fields = |many| vec![("a".to_owned(), "b".to_owned()); many];
        let kept = |many| {
            let kept = Kept { path: "/x".to_owned(), fields: fields(many), at: Time(0) };
            keep(&session(Time(0)), kept)
        };
        assert!(kept(64).is_some() && kept(65).is_none());
    }
}
