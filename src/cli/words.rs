//! Which word stands for which coded value? One table for arguments, tables and JSON.

use std::fmt;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use strsim::levenshtein;
use uuid::Uuid;

use super::texts::say;
use crate::{api::v1, domain::model::spoken::Spoken};

/// A coded value of the API with the words that the command line uses for it.
pub trait Coded: Copy + PartialEq + Send + Sync + TryFrom<i32> + 'static {
    /// Value, word, other words that are accepted. The unspecified value is left out.
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])];
}

/// The word for a value on the wire; `unspecified` when it is not set or not known to this client.
#[must_use]
pub fn word<E: Coded>(value: i32) -> &'static str {
    E::try_from(value)
        .ok()
        .and_then(|value| E::WORDS.iter().find(|(coded, ..)| *coded == value))
        .map_or("unspecified", |(_, word, _)| word)
}

/// The value for a word.
#[must_use]
pub fn value<E: Coded>(text: &str) -> Option<E> {
    let fits = |word: &str, others: &[&str]| {
        word.eq_ignore_ascii_case(text) || others.iter().any(|o| o.eq_ignore_ascii_case(text))
    };
    E::WORDS.iter().find(|(_, word, others)| fits(word, others)).map(|(coded, ..)| *coded)
}

/// Reads a word in an argument; the help lists the words.
pub fn parser<E: Coded>() -> impl TypedValueParser<Value = E> {
    one_of(&E::WORDS.iter().map(|(value, ..)| *value).collect::<Vec<E>>())
}

/// The same where not every word may be given: the others are what the broker itself records.
pub fn one_of<E: Coded>(among: &[E]) -> impl TypedValueParser<Value = E> + use<E> {
    let given = E::WORDS.iter().filter(|(value, ..)| among.contains(value));
    let words = given.map(|(_, word, also)| PossibleValue::new(*word).aliases(*also));
    PossibleValuesParser::new(words.collect::<Vec<_>>())
        .map(|text| value::<E>(&text).expect("clap accepts only words of the table"))
}

/// Reads an id in an argument.
///
/// # Errors
/// What an id looks like.
pub fn id(text: &str) -> Result<Uuid, String> {
    Uuid::try_parse(text.trim()).map_err(|_| {
        say("an id looks like 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10; the lists show them").to_owned()
    })
}

/// What somebody names in an argument: by its id, or as it is named on the telephone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    /// By its id.
    Id(Uuid),
    /// By its spoken reference, which two things may share.
    Spoken(Spoken),
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Spoken(reference) => reference.fmt(f),
        }
    }
}

/// Reads an id or a spoken reference in an argument.
///
/// # Errors
/// What they look like.
pub fn named(text: &str) -> Result<Named, String> {
    let text = text.trim();
    let id = Uuid::try_parse(text).ok().map(Named::Id);
    id.or_else(|| Spoken::parse(text).map(Named::Spoken)).ok_or_else(|| {
        let how = "write its reference, for instance 7K3-M9Q, or its id, for instance \
                   01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10; the lists show them";
        say(how).to_owned()
    })
}

/// The short name of something in a list: its reference, or its id where another one in the list has the
/// same reference.
#[must_use]
pub fn short<'a>(reference: &'a str, id: &'a str, all: &[&str]) -> &'a str {
    let unique = all.iter().filter(|other| **other == reference).count() == 1;
    if unique && !reference.is_empty() { reference } else { id }
}

/// The reference of what has this id; what is no id stays as it is.
#[must_use]
pub fn spoken(id: &str) -> String {
    Uuid::try_parse(id).map_or_else(|_| id.to_owned(), |id| Spoken::of(id).to_string())
}

/// The short name of what has this id, in a list of such.
#[must_use]
pub fn short_of(id: &str, all: &[String]) -> String {
    let reference = spoken(id);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    short(&reference, id, &all).to_owned()
}

/// Today in Amsterdam.
#[must_use]
pub fn today() -> String {
    let zone =
        jiff::tz::TimeZone::get("Europe/Amsterdam").expect("the zone database is compiled in");
    jiff::Timestamp::now().to_zoned(zone).date().to_string()
}

/// A name as files are called: lower case, letters and digits, hyphens between.
#[must_use]
pub fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Letters by which a name's beginning can be told from a chance.
const LONG_ENOUGH: usize = 6;

/// Which of these was perhaps meant: the nearest, when it is near enough for a slip of the fingers, or
/// the only one of which it is a part.
#[must_use]
pub fn near<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.collect();
    let holding: Vec<&str> = known.iter().copied().filter(|one| one.contains(given)).collect();
    if let ([only], false) = (holding.as_slice(), given.is_empty()) {
        return Some(only);
    }
    let most = 1 + given.chars().count() / 4;
    // Who types the beginning of a long name slips there too.
    let begun = |one: &str| one.chars().take(given.chars().count()).collect::<String>();
    let steps = known.iter().map(|one| {
        let whole = levenshtein(given, one);
        let start = if given.chars().count() >= LONG_ENOUGH {
            levenshtein(given, &begun(one))
        } else {
            whole
        };
        (whole.min(start), *one)
    });
    steps.filter(|(steps, _)| *steps <= most).min().map(|(_, one)| one)
}

macro_rules! words {
    ($($name:ident { $($value:ident $word:literal $(| $also:literal)*),+ $(,)? })+) => {$(
        impl Coded for v1::$name {
            const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
                &[$((Self::$value, $word, &[$($also),*])),+];
        }
    )+
        /// Every word, for tests.
        #[cfg(test)]
        pub(crate) const ALL: &[&str] = &[$($($word),+),+];
    };
}

words! {
    DeliveryChannel { System "system", Webhook "webhook", Mail "mail", Professionals "professionals" }
    MailChoice {
        AsOrganisation "as-organisation", AtOnce "at-once", Twice "twice", Morning "morning",
        Obliged "obliged",
    }
    DeliveryTrouble {
        Answer "answer", Redirect "redirect", NoConsent "no-consent",
        AddressInside "address-inside", Unreachable "unreachable", Certificate "certificate",
        Broken "broken", Timeout "timeout", NotSent "not-sent", NoRecipient "no-recipient",
    }
    FamilyRole { Child "child", Parent "parent", OtherAdult "other" | "other-adult" }
    MatchKind { SamePerson "same-person", Family "family", Case "case" }
    NotInformedGround {
        ChildSafety "child-safety", SafetyOfOthers "safety-of-others",
        Unreachable "unreachable", Investigation "investigation",
    }
    InvolvementState { Active "active", Archived "archived" }
    EndReason {
        NoLongerInvolved "no-longer-involved", Unjustified "unjustified", Expired "expired",
    }
    RowOutcome {
        Registered "registered", Matched "matched", Unchanged "unchanged",
        Refused "refused", Valid "valid", ContactUpdated "contact-updated", Updated "updated",
        Differs "differs",
    }
    RegistrationPart {
        Area "area", StartDate "start-date", EndDate "end-date", Informed "informed", Role "role",
        BirthDate "birth-date",
    }
    ReconcileAction {
        Register "register", Renew "renew", UpdateContact "update-contact",
        HandOver "hand-over", SetOwnReference "set-own-reference", End "end", Refused "refused",
        RecordInformed "record-informed", Differs "differs",
    }
    FollowUpState {
        New "new", Seen "seen", ContactMade "contact-made", NoActionNeeded "no-action-needed",
    }
    NoActionReason {
        AlreadyInContact "already-in-contact", InvolvementEnding "involvement-ending",
        LeadCoordinates "lead-coordinates", NotRelevant "not-relevant",
    }
    FollowUpStage {
        Party "party", Organisation "organisation", Director "director", Asked "asked",
    }
    TicketHappening {
        Opened "opened", Assigned "assigned", Escalated "escalated", HandedOver "handed-over",
        Overdue "overdue", Resolved "resolved", Ruled "ruled", Withdrawn "withdrawn",
        Rerouted "rerouted", Asked "asked", Answered "answered", Unanswered "unanswered",
        Released "released",
    }
    Track { NoAgreement "no-agreement" | "a", NotCarriedOut "not-carried-out" | "b" }
    Obstacle {
        NoAgreement "no-agreement", TaskNotDone "task-not-done",
        AbsentFromMeetings "absent-from-meetings", NotDelivered "not-delivered",
        DeliveredLate "delivered-late", DeliveredWrongly "delivered-wrongly",
        WaitingList "waiting-list", NoFamilyManager "no-family-manager",
        NotParticipating "not-participating", FamilyDeclines "family-declines",
    }
    Measure {
        None "none", ChildProtection "child-protection", YouthProbation "youth-probation",
    }
    CaseState { Open "open", Watching "watching", Closed "closed" }
    CaseCause { Director "director", Ticket "ticket", Signal "signal" }
    CaseFilter {
        Live "live", Open "open", Watching "watching", Closed "closed", All "all",
    }
    OfficeReason {
        RequestOfFamilyManager "request-of-family-manager", OwnInitiative "own-initiative",
    }
    OverviewChange {
        Opened "opened", Classified "classified", Director "director",
        FamilyManager "family-manager", Plan "plan", Tickets "tickets", Closed "closed",
        MovedAway "moved-away", Contact "contact",
    }
    CaseHappening {
        Opened "opened", Classified "classified", DirectorChanged "director-changed",
        PersonsChanged "persons-changed",
        PersonsConfirmed "persons-confirmed", NobodyInvolved "nobody-involved",
        ManagerNotEligible "manager-not-eligible",
    }
    ExtensionReason {
        AimsWithinReach "aims-within-reach", HelpCameLate "help-came-late",
        SituationChanged "situation-changed",
    }
    Presence { Present "present", Absent "absent" }
    CloseReason {
        StagnationLifted "stagnation-lifted", MovedAway "moved-away", NotNeeded "not-needed",
        FamilyDeclines "family-declines", CameOfAge "came-of-age",
    }
    OpenTickets { First "first", Along "along" }
    FollowUpHelp {
        HelpersGoOn "helpers-go-on", RegularHelp "regular-help", SpecialisedHelp "specialised-help",
        Elsewhere "elsewhere", NoneNeeded "none-needed",
    }
    Safeguarding {
        AgreedByHelpers "agreed-by-helpers", ThinLine "thin-line", Watch "watch",
        LaterEvaluation "later-evaluation", NothingToKeep "nothing-to-keep",
    }
    Guardian { Stays "stays", AnotherOne "another-one", MeasureEnds "measure-ends" }
    InsteadOfHelp {
        Outreach "outreach", Pressure "pressure", ChildAbuseReport "child-abuse-report",
        ChildProtectionInquiry "child-protection-inquiry",
        PartnersKeepWatch "partners-keep-watch",
    }
    ContradictionReason {
        MeasureEnds "measure-ends", MeasureBegins "measure-begins",
        AgreedByOffices "agreed-by-offices",
    }
    CaseloadReason {
        KnownToFamily "known-to-family", AnotherEndsSoon "another-ends-soon",
        NobodyElse "nobody-else",
    }
    WatchFinding { NothingNeeded "nothing-needed", ActionNeeded "action-needed" }
    PlanHappening {
        Recorded "recorded", Held "held", Due "due", Missed "missed", Extended "extended",
        Over "over", Invited "invited", MeetingSoon "meeting-soon", CalledOff "called-off",
        Absent "absent", Chairs "chairs",
    }
    WatchHappening {
        Started "started", Due "due", Missed "missed", ActionNeeded "action-needed",
        Stopped "stopped", Over "over",
    }
    NoTicketReason {
        NoFamilyManager "no-family-manager", FamilyManagersOwn "family-managers-own",
        CovenantRefuses "covenant-refuses",
    }
    TicketState { Open "open", Resolved "resolved", Ruled "ruled", Withdrawn "withdrawn" }
    TicketRole { Opened "opened", Handled "handled", Directed "directed", Asked "asked" }
    TicketAnswer {
        CarriesOut "carries-out", OffersOther "offers-other", Cannot "cannot",
        NotItsTask "not-its-task",
    }
    SkipReason {
        Urgent "urgent", AlreadyTried "already-tried", ConflictOfInterest "conflict-of-interest",
    }
    Resolution {
        Agreement "agreement", TaskDone "task-done", Reassigned "reassigned",
        NoLongerNeeded "no-longer-needed", CaseClosed "case-closed",
    }
    Danger { Acute "acute", NotAcute "not-acute" }
    SignalRole { Sent "sent", Received "received" }
    SignalState { Waiting "waiting", Seen "seen", TakenUp "taken-up" }
    SignalAnswer { Seen "seen", TakenUp "taken-up", Referred "referred" }
    SignalHappening {
        Received "received", Informed "informed", Seen "seen", TakenUp "taken-up",
        Referred "referred", Deputy "deputy", OfficeAbove "office-above",
        ReceivedLate "received-late", Outcome "outcome", Arrival "arrival",
    }
    Discussed {
        WithParent "with-parent", WithYouth "with-youth", WithBoth "with-both",
        UnsafeForChild "unsafe-for-child", UnsafeForOthers "unsafe-for-others",
        Unreachable "unreachable", Investigation "investigation", NoTime "no-time",
    }
    SignalOutcome {
        FalseAlarm "false-alarm", RegularHelp "regular-help", AtRiskFamily "at-risk-family",
        MultiProblemFamily "multi-problem-family", FamilyReferred "family-referred",
    }
    SignalArrival { Arrived "arrived", NotArrived "not-arrived" }
    RulingAct {
        CarryOutTask "carry-out-task", DeliverHelp "deliver-help",
        GivePriority "give-priority", TakePart "take-part",
        ProvideFamilyManager "provide-family-manager", FollowPlan "follow-plan",
    }
    RemovalGround { AgedOut "aged-out", Death "death" }
    Addressee {
        Representative "representative", Both "both", Youth "youth", Person "person",
    }
    ObjectionDecision {
        Pending "pending", Granted "granted", Refused "refused", Lapsed "lapsed",
    }
    ObjectionRefusedGround {
        CompellingGrounds "compelling-grounds", ChildSafety "child-safety",
        LegalClaim "legal-claim",
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, named, near, short};

    #[test]
    fn a_thing_is_named_by_reference_or_id() {
        assert!(matches!(named("7k3m9q"), Ok(Named::Spoken(_))));
        assert!(matches!(named("01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10"), Ok(Named::Id(_))));
        assert!(named("nothing").is_err());
        assert_eq!(short("7K3-M9Q", "long", &["7K3-M9Q", "0A1-B2C"]), "7K3-M9Q");
        assert_eq!(short("7K3-M9Q", "long", &["7K3-M9Q", "7K3-M9Q"]), "long");
        assert_eq!(short("", "long", &[""]), "long");
    }

    #[test]
    fn what_was_meant_is_the_nearest_or_nothing() {
        let known = ["coordinator-zeeburg", "coordinator-noord", "schulddienst-zeeburg"];
        let meant = |given: &str| near(given, known.into_iter());
        assert_eq!(meant("coordinator-zeburg"), Some("coordinator-zeeburg"));
        assert_eq!(meant("schulddienst"), Some("schulddienst-zeeburg"));
        assert_eq!(meant("schuldeinst"), Some("schulddienst-zeeburg"), "a slip in its beginning");
        assert_eq!(meant("zeeburg"), None, "it could be two");
        assert_eq!(meant("mayor"), None);
        assert_eq!(meant(""), None);
    }
}
