//! May this person come in, and in which seats?

use crate::domain::model::{
    party::{OfficeId, Oin, Party},
    session::{Professional, Voucher},
};

/// Longest name or number of a professional, in characters: as in the calls.
const NAME_MOST: usize = 64;

/// The app role of whoever coordinates within an organisation.
pub const COORDINATOR: &str = "verwijspunt-coordinator";

/// An app role that begins so names an office.
pub const OFFICE: &str = "office:";

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
    /// How the professional is called, for people to read.
    pub display: Option<String>,
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
        display: claims.display.as_deref().and_then(display),
    })
}

/// The name of a professional as the calls take it.
fn professional(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NAME_MOST).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// The name by which a person is greeted. It decides nothing, so one that cannot be shown is left out.
fn display(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NAME_MOST).contains(&text.chars().count());
    let plain = |c: char| c.is_alphabetic() || " '.-’".contains(c);
    (fits && text.chars().all(plain)).then(|| text.to_owned())
}

#[cfg(test)]
pub(in crate::domain) mod tests {
    use super::*;

    pub(in crate::domain) const SCHOOL: &str = "00000009000000001800";
    pub(in crate::domain) const TOWN: &str = "00000009000000001000";
    const OTHER_TOWN: &str = "00000009000000003000";

    pub(in crate::domain) fn oin(text: &str) -> Oin {
        Oin::parse(text).expect("twenty digits")
    }

    pub(in crate::domain) fn office(id: &str) -> Party {
        Party::Office(OfficeId::parse(id).expect("an id"))
    }

    /// A school with a provider of its own; two towns that share one; one office in each town.
    pub(in crate::domain) struct World;

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
    pub(in crate::domain) fn claims(issuer: &str, organisations: &str, roles: &str) -> Claims {
        let split = |text: &str| -> Vec<String> {
            text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        Claims {
            issuer: issuer.to_owned(),
            subject: "1".to_owned(),
            professional: Some("p1".to_owned()),
            display: None,
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

    #[test]
    fn a_name_to_show_decides_nothing() {
        assert_eq!(display(" Saskia de Wit-O'Brien "), Some("Saskia de Wit-O'Brien".to_owned()));
        for not_shown in ["", "s.dewit@school", "<b>S</b>", "123456782", "a\u{202e}b"] {
            assert_eq!(display(not_shown), None, "{not_shown}");
        }
    }
}
