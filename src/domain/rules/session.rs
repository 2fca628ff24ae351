//! How long does a session last, in which seat, and what is kept of a form that comes after its end?

use crate::domain::{
    model::{
        card::holds_bsn,
        ids::SessionId,
        party::Party,
        person::Bsn,
        session::{Kept, Language, Professional, Session, Voucher},
        time::Time,
    },
    rules::signing_in::Parties,
};

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// Something that happens in a session moves its end only when the last time was so long ago:
/// otherwise every page would be a write. A session may end this much too early, never too late.
pub const USED_EVERY_MS: i64 = MINUTE_MS;

/// Most fields of a form that are kept, and most bytes of all of them.
const KEPT_MOST: (usize, usize) = (64, 16 * 1024);

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
/// digits, or eight, that pass its check, however they are written, also beside other numbers. Such a
/// field is never kept.
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
    name.to_ascii_lowercase().contains("bsn") || holds_bsn(value) || runs.into_iter().any(numbered)
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
    use crate::domain::rules::signing_in::{
        admit,
        tests::{SCHOOL, TOWN, World, claims, office, oin},
    };

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
            ("telefoon", "020-5550103 123456782"),
            ("x", "123456782 2012-09-02"),
            ("x", "123456782 012345672"),
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
