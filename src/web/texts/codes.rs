//! What does a page say for a code of the API?

use crate::{
    api::v1::{
        Addressee, CaseloadReason, CloseReason, ContradictionReason, DeliveryChannel,
        DeliveryTrouble, Discussed, ExtensionReason, FamilyRole, FollowUpHelp, FollowUpState,
        GetCovenantResponse, Guardian, InsteadOfHelp, InvolvementState, MailChoice, MatchKind,
        Measure, NoActionReason, NotInformedGround, ObjectionDecision, ObjectionRefusedGround,
        Obstacle, OfficeReason, Organisation, Resolution, RulingAct, Safeguarding, SignalArrival,
        SignalHappening, SignalOutcome, SignalState, SkipReason, TicketAnswer, TicketState, Track,
        WatchFinding,
    },
    web::lang::{Lang, Text},
};

texts! {
    UNKNOWN: "onbekende code" / "unknown code";
    OWN_SYSTEM: "eigen systeem" / "own system";
    WEB_SERVER: "webserver (webhook)" / "web server (webhook)";
    BY_MAIL: "e-mail" / "mail";
    BY_CARDS: "e-mail aan professionals" / "mail to professionals";
    AS_ORGANISATION: "zoals uw organisatie koos" / "as your organisation chose";
    AT_ONCE: "meteen, buiten de stille uren" / "at once, outside the quiet hours";
    TWICE_A_DAY: "om 8.30 en 13.00 uur op werkdagen" / "at 8:30 and 13:00 on working days";
    IN_THE_MORNING: "om 8.30 uur op werkdagen" / "at 8:30 on working days";
    ONLY_OBLIGED: "alleen wat het convenant verplicht" / "only what the covenant obliges";
    ANSWERED: "de andere kant antwoordt" / "the other side answers";
    MOVED_ELSEWHERE: "de webserver verwijst naar een ander adres" / "the web server points to another address";
    NO_CONSENT: "de webserver stemt er niet mee in aangeroepen te worden" / "the web server does not agree to be called";
    ADDRESS_INSIDE: "het adres ligt in het eigen net, of is zonder TLS" / "the address is inside, or has no TLS";
    NOBODY_LISTENS: "die computer bestaat niet, of niemand luistert daar" / "there is no such host, or nobody listens there";
    CERTIFICATE: "een van de twee certificaten wordt niet vertrouwd" / "one of the two certificates is not trusted";
    BROKEN: "de verbinding brak, of het antwoord was niet te begrijpen" / "the connection broke, or the answer was not understood";
    TOO_SLOW: "er kwam niet op tijd antwoord" / "no answer came in time";
    NOT_SENT: "de dienst kon het niet versturen" / "the service could not send it";
    NO_MAILBOX: "de mailserver kent dit adres niet" / "the mail server does not know this address";
    CHILD: "kind" / "child";
    PARENT: "ouder" / "parent";
    ADULT: "andere volwassene" / "other adult";
    SAME_PERSON: "dezelfde persoon" / "the same person";
    FAMILY: "hetzelfde gezin" / "the same family";
    BY_CASE: "dezelfde gezinsaanpak" / "the same case";
    NEW: "nieuw" / "new";
    SEEN: "gezien" / "seen";
    CONTACT_MADE: "contact gelegd" / "contact made";
    NO_ACTION: "geen contact nodig" / "no contact needed";
    ALREADY_IN_CONTACT: "wij werken al samen" / "we already work together";
    ENDING: "mijn betrokkenheid eindigt" / "my involvement is about to end";
    LEAD_CALLS: "de regiehouder belt" / "the lead makes the call";
    NOT_RELEVANT: "het raakt elkaar niet" / "they do not touch each other";
    CHILD_SAFETY: "veiligheid van het kind" / "safety of the child";
    OTHERS_SAFETY: "veiligheid van anderen" / "safety of others";
    UNREACHABLE: "gezin is nu niet te bereiken" / "family cannot be reached now";
    INVESTIGATION: "een onderzoek zou schade lijden" / "an investigation would be harmed";
    ACTIVE: "loopt" / "active";
    ENDED: "beëindigd" / "ended";
    TRACK_A: "A: geen overeenstemming over het ene plan" / "A: no agreement on the one plan";
    TRACK_B: "B: het plan wordt niet uitgevoerd" / "B: the plan is not carried out";
    NO_AGREEMENT: "geen overeenstemming" / "no agreement";
    TASK_NOT_DONE: "afgesproken taak niet gedaan" / "agreed task not done";
    ABSENT: "blijft weg bij overleg" / "stays away from meetings";
    NOT_DELIVERED: "hulp niet geleverd" / "help not delivered";
    DELIVERED_LATE: "hulp te laat geleverd" / "help delivered late";
    DELIVERED_WRONGLY: "hulp verkeerd geleverd" / "help delivered wrongly";
    WAITING_LIST: "wachtlijst" / "waiting list";
    NO_MANAGER: "geen gezinsmanager" / "no family manager";
    FAMILY_REFUSES: "gezin wil geen hulp" / "family does not want help";
    HELPERS_GO_ON: "de helpers gaan samen verder" / "the helpers go on together";
    HELP_REGULAR: "gewone hulp" / "regular help";
    HELP_SPECIALISED: "gespecialiseerde vrijwillige hulp" / "specialised voluntary help";
    HELP_ELSEWHERE: "hulp elders, overgedragen" / "help elsewhere, handed over";
    HELP_NONE: "geen hulp meer nodig" / "no help needed any more";
    KEPT_AGREED: "de helpers spraken af wie erop let" / "the helpers agreed who sees to it";
    KEPT_THIN_LINE: "een dunne lijn: een helper blijft bereikbaar" / "a thin line: a helper stays within reach";
    KEPT_WATCH: "er wordt wacht gehouden (waakvlam)" / "watch is kept (waakvlam)";
    KEPT_LATER: "er komt nog een evaluatie" / "there will be another evaluation";
    KEPT_NOTHING: "er is niets te borgen" / "there is nothing to keep";
    GUARDIAN_STAYS: "dezelfde blijft" / "the same one stays";
    GUARDIAN_OTHER: "een ander neemt het over" / "another one takes over";
    GUARDIAN_ENDS: "de maatregel eindigt" / "the measure ends";
    INSTEAD_OUTREACH: "iemand blijft contact zoeken" / "somebody goes on seeking contact";
    INSTEAD_PRESSURE: "drang door een partner" / "pressure by a partner";
    INSTEAD_REPORT: "melding kindermishandeling gedaan" / "reported as child abuse";
    INSTEAD_BOARD: "Raad voor de Kinderbescherming gevraagd" / "Child Protection Board asked";
    INSTEAD_WATCH: "wie betrokken blijft, let op en meldt" / "who stays involved watches and reports";
    DESPITE_ENDS: "de maatregel eindigt binnenkort" / "the measure ends soon";
    DESPITE_BEGINS: "de maatregel begint of is gevraagd" / "the measure begins, or was asked for";
    DESPITE_AGREED: "de beide ambten spraken het af" / "both offices agreed on it";
    CASELOAD_KNOWN: "het gezin kent en vertrouwt deze" / "the family knows and trusts this one";
    CASELOAD_ENDS: "een ander gezin wordt bijna afgesloten" / "another family is about to be closed";
    CASELOAD_NOBODY: "er is niemand anders" / "there is nobody else";
    NOT_PARTICIPATING: "partij doet niet mee" / "a party does not take part";
    OPEN: "open" / "being handled";
    RESOLVED: "opgelost" / "resolved";
    RULED: "bindend beslist" / "ruled, binding";
    WITHDRAWN: "ingetrokken" / "withdrawn";
    URGENT: "het kan niet wachten" / "it cannot wait";
    TRIED: "deze trede is al geprobeerd" / "this step was tried before";
    ON_REQUEST: "de gezinsmanager vraagt erom" / "the family manager asks for it";
    ON_INITIATIVE: "op eigen initiatief als regisseur" / "on own initiative, as director";
    CONFLICT: "de behandelaar is partij in het conflict" / "the handler is a party to the conflict";
    AGREED: "partijen zijn het eens" / "the parties agree";
    TASK_DONE: "de taak is alsnog gedaan" / "the task is done after all";
    REASSIGNED: "iemand anders doet het" / "somebody else does it";
    NO_LONGER: "het bleek geen knoop" / "it proved not to be a knot";
    CASE_CLOSED: "de zaak is afgesloten" / "the case was closed";
    CARRY_OUT: "de afgesproken taak uitvoeren" / "carry out the agreed task";
    DELIVER: "de hulp leveren" / "deliver the help";
    PRIORITY: "voorrang geven op de wachtlijst" / "give priority over the waiting list";
    TAKE_PART: "meedoen aan het overleg" / "take part in the meetings";
    PROVIDE_MANAGER: "de gezinsmanager leveren" / "provide the family manager";
    FOLLOW_PLAN: "het plan volgen zoals de regisseur het voorstelt" / "follow the plan as the director proposes it";
    NO_MEASURE: "geen maatregel" / "no measure";
    PROTECTION: "kinderbeschermingsmaatregel" / "child protection measure";
    PROBATION: "jeugdreclassering" / "youth probation";
    WITHIN_REACH: "de doelen zijn met enkele weken te halen" / "the aims are within reach with some weeks more";
    HELP_LATE: "afgesproken hulp kwam laat" / "help that was agreed came late";
    SITUATION: "de situatie van het gezin veranderde" / "the family's situation changed";
    LIFTED: "de stagnatie is opgeheven" / "the stagnation is lifted";
    MOVED_AWAY: "het gezin is uit het gebied verhuisd" / "the family moved out of the area";
    NOT_NEEDED: "het gezin heeft geen regie nodig" / "the family needs no director";
    DECLINES: "het gezin doet niet mee en niets verplicht het" / "the family does not take part, and nothing obliges it to";
    OF_AGE: "elk kind is meerderjarig" / "every child came of age";
    NOTHING_NEEDED: "er hoeft niets te gebeuren" / "nothing has to happen";
    ACTION_NEEDED: "er moet iets gebeuren" / "something has to happen";
    WAITING: "wacht op antwoord" / "waits for an answer";
    TAKEN_UP: "opgepakt" / "taken up";
    RECEIVED: "ontvangen" / "received";
    INFORMED: "ter informatie" / "for information";
    REFERRED: "doorverwezen" / "referred";
    TO_DEPUTY: "niet op tijd opgepakt: de vervanger is aan zet" / "not taken up in time: the deputy must act";
    TO_OFFICE_ABOVE: "niet op tijd opgepakt: het ambt erboven is aan zet" / "not taken up in time: the office above must act";
    RECEIVED_LATE: "ontvangen: niemand pakte het op tijd op" / "received: nobody took it up in time";
    OUTCOME_SAID: "er is gezegd wat het werd" / "it was said what became of it";
    ARRIVAL_SAID: "er is gezegd of het gezin aankwam" / "it was said whether the family arrived";
    WITH_PARENT: "ja, met een ouder of andere volwassene" / "yes, with a parent or other adult";
    WITH_YOUTH: "ja, met de jongere" / "yes, with the youth";
    WITH_BOTH: "ja, met beiden" / "yes, with both";
    UNSAFE_FOR_CHILD: "nee: onveilig voor het kind" / "no: unsafe for the child";
    UNSAFE_FOR_OTHERS: "nee: onveilig voor een ander" / "no: unsafe for somebody else";
    NOBODY_REACHED: "nee: niemand van het gezin te bereiken" / "no: nobody of the family could be reached";
    HARMS_INVESTIGATION: "nee: een onderzoek zou schade lijden" / "no: an investigation would be harmed";
    NO_TIME: "nee: geen tijd, acuut gevaar" / "no: no time, acute danger";
    FALSE_ALARM: "vals alarm" / "false alarm";
    REGULAR_HELP: "gewone hulp is genoeg" / "regular help suffices";
    AT_RISK_FAMILY: "een risicogezin" / "an at-risk family";
    MULTI_PROBLEM: "een multiprobleemgezin" / "a multi-problem family";
    FAMILY_REFERRED: "gezin verwezen" / "family referred";
    ARRIVED: "aangekomen" / "arrived";
    NOT_ARRIVED: "niet aangekomen" / "did not arrive";
    REPRESENTATIVE: "de wettelijk vertegenwoordiger" / "the representative";
    BOTH: "de jongere en de wettelijk vertegenwoordiger" / "the youth and the representative";
    YOUTH: "de jongere zelf" / "the youth";
    PERSON: "de persoon zelf" / "the person";
    NOBODY: "niemand" / "nobody";
    PENDING: "nog te beslissen" / "to be decided";
    GRANTED: "toegewezen, en vernietigd" / "granted, and destroyed";
    DECLINED: "afgewezen" / "refused";
    LAPSED: "vervallen" / "lapsed";
    COMPELLING: "dwingende gerechtvaardigde gronden" / "compelling legitimate grounds";
    LEGAL_CLAIM: "nodig voor een rechtsvordering" / "needed for a legal claim";
    AT_RISK: "risicogezin" / "at-risk family (risicogezin)";
    FINAL_EVALUATION: "eindevaluatie" / "final evaluation";
    FAMILY_TALK: "gezinsgesprek" / "family talk";
    EXECUTORS: "uitvoerdersoverleg" / "executors' meeting";
    MDO_PLUS: "eerste MDO+" / "first MDO+";
    MDO_AGAIN: "MDO+ opnieuw" / "MDO+ again";
    ROUND_TABLE: "rondetafelgesprek" / "round table";
    FAMILY_GROUP_PLAN: "familiegroepsplan" / "family-group plan";
    LOCAL_MEETING: "lokaal gezinsoverleg" / "local family meeting";
    ANALYSIS_TEAM: "stedelijk analyseteam" / "city analysis team";
    HAPPENED_OPENED: "geopend" / "opened";
    HAPPENED_ESCALATED: "een trede hoger" / "a step up";
    HAPPENED_HANDED_OVER: "overgedragen" / "handed over";
    HAPPENED_OVERDUE: "termijn voorbij" / "term passed";
    CARRIES_OUT: "de organisatie doet wat was afgesproken" / "the organisation does what was agreed";
    OFFERS_OTHER: "de organisatie biedt iets anders aan" / "the organisation offers something else";
    CANNOT: "de organisatie kan het niet" / "the organisation cannot do it";
    NOT_ITS_TASK: "de organisatie ziet het niet als haar taak" / "the organisation does not hold it to be its task";
    HAPPENED_ANSWERED: "geantwoord door wie gevraagd was" / "answered by who was asked";
    HAPPENED_UNANSWERED: "geen antwoord op tijd" / "no answer in time";
    HAPPENED_REROUTED: "opnieuw toegewezen: de feiten veranderden" / "routed anew: the facts changed";
}

/// Codes that a page can say, and choose from.
pub(in crate::web) trait Coded: Sized + Copy + TryFrom<i32> + 'static {
    /// The words.
    fn text(self) -> Text;
    /// The codes that a person may choose from, with the number that the form carries.
    const CHOICES: &'static [(i32, Self)];
}

/// Declares codes: those that a person may choose, then those that are only shown.
macro_rules! coded {
    ($($code:ident [$($value:ident $text:ident),*] [$($shown:ident $other:ident),*];)*) => {
        $(impl Coded for $code {
            fn text(self) -> Text {
                match self {
                    $(Self::$value => $text,)*
                    $(Self::$shown => $other,)*
                    Self::Unspecified => UNKNOWN,
                }
            }
            const CHOICES: &'static [(i32, Self)] = &[$((Self::$value as i32, Self::$value)),*];
        })*
    };
}

coded! {
    DeliveryChannel [] [System OWN_SYSTEM, Webhook WEB_SERVER, Mail BY_MAIL, Professionals BY_CARDS];
    MailChoice [AsOrganisation AS_ORGANISATION, AtOnce AT_ONCE, Twice TWICE_A_DAY, Morning IN_THE_MORNING, Obliged ONLY_OBLIGED] [];
    DeliveryTrouble [] [Answer ANSWERED, Redirect MOVED_ELSEWHERE, NoConsent NO_CONSENT, AddressInside ADDRESS_INSIDE, Unreachable NOBODY_LISTENS, Certificate CERTIFICATE, Broken BROKEN, Timeout TOO_SLOW, NotSent NOT_SENT, NoRecipient NO_MAILBOX];
    FamilyRole [Child CHILD, Parent PARENT, OtherAdult ADULT] [];
    MatchKind [] [SamePerson SAME_PERSON, Family FAMILY, Case BY_CASE];
    FollowUpState [] [New NEW, Seen SEEN, ContactMade CONTACT_MADE, NoActionNeeded NO_ACTION];
    NoActionReason [AlreadyInContact ALREADY_IN_CONTACT, InvolvementEnding ENDING, LeadCoordinates LEAD_CALLS, NotRelevant NOT_RELEVANT] [];
    NotInformedGround [ChildSafety CHILD_SAFETY, SafetyOfOthers OTHERS_SAFETY, Unreachable UNREACHABLE, Investigation INVESTIGATION] [];
    InvolvementState [] [Active ACTIVE, Archived ENDED];
    Track [NoAgreement TRACK_A, NotCarriedOut TRACK_B] [];
    Obstacle [NoAgreement NO_AGREEMENT, TaskNotDone TASK_NOT_DONE, AbsentFromMeetings ABSENT, NotDelivered NOT_DELIVERED, DeliveredLate DELIVERED_LATE, DeliveredWrongly DELIVERED_WRONGLY, WaitingList WAITING_LIST, NoFamilyManager NO_MANAGER, NotParticipating NOT_PARTICIPATING, FamilyDeclines FAMILY_REFUSES] [];
    TicketState [] [Open OPEN, Resolved RESOLVED, Ruled RULED, Withdrawn WITHDRAWN];
    OfficeReason [RequestOfFamilyManager ON_REQUEST, OwnInitiative ON_INITIATIVE] [];
    SkipReason [Urgent URGENT, AlreadyTried TRIED, ConflictOfInterest CONFLICT] [];
    Resolution [Agreement AGREED, TaskDone TASK_DONE, Reassigned REASSIGNED, NoLongerNeeded NO_LONGER] [CaseClosed CASE_CLOSED];
    RulingAct [CarryOutTask CARRY_OUT, DeliverHelp DELIVER, GivePriority PRIORITY, TakePart TAKE_PART, ProvideFamilyManager PROVIDE_MANAGER, FollowPlan FOLLOW_PLAN] [];
    TicketAnswer [CarriesOut CARRIES_OUT, OffersOther OFFERS_OTHER, Cannot CANNOT, NotItsTask NOT_ITS_TASK] [];
    Measure [None NO_MEASURE, ChildProtection PROTECTION, YouthProbation PROBATION] [];
    ExtensionReason [AimsWithinReach WITHIN_REACH, HelpCameLate HELP_LATE, SituationChanged SITUATION] [];
    CloseReason [StagnationLifted LIFTED, MovedAway MOVED_AWAY, NotNeeded NOT_NEEDED, FamilyDeclines DECLINES, CameOfAge OF_AGE] [];
    FollowUpHelp [HelpersGoOn HELPERS_GO_ON, RegularHelp HELP_REGULAR, SpecialisedHelp HELP_SPECIALISED, Elsewhere HELP_ELSEWHERE, NoneNeeded HELP_NONE] [];
    Safeguarding [AgreedByHelpers KEPT_AGREED, ThinLine KEPT_THIN_LINE, Watch KEPT_WATCH, LaterEvaluation KEPT_LATER, NothingToKeep KEPT_NOTHING] [];
    Guardian [Stays GUARDIAN_STAYS, AnotherOne GUARDIAN_OTHER, MeasureEnds GUARDIAN_ENDS] [];
    InsteadOfHelp [Outreach INSTEAD_OUTREACH, Pressure INSTEAD_PRESSURE, ChildAbuseReport INSTEAD_REPORT, ChildProtectionInquiry INSTEAD_BOARD, PartnersKeepWatch INSTEAD_WATCH] [];
    ContradictionReason [MeasureEnds DESPITE_ENDS, MeasureBegins DESPITE_BEGINS, AgreedByOffices DESPITE_AGREED] [];
    CaseloadReason [KnownToFamily CASELOAD_KNOWN, AnotherEndsSoon CASELOAD_ENDS, NobodyElse CASELOAD_NOBODY] [];
    WatchFinding [NothingNeeded NOTHING_NEEDED, ActionNeeded ACTION_NEEDED] [];
    SignalState [] [Waiting WAITING, Seen SEEN, TakenUp TAKEN_UP];
    SignalHappening [] [Received RECEIVED, Informed INFORMED, Seen SEEN, TakenUp TAKEN_UP, Referred REFERRED, Deputy TO_DEPUTY, OfficeAbove TO_OFFICE_ABOVE, ReceivedLate RECEIVED_LATE, Outcome OUTCOME_SAID, Arrival ARRIVAL_SAID];
    Discussed [WithParent WITH_PARENT, WithYouth WITH_YOUTH, WithBoth WITH_BOTH, UnsafeForChild UNSAFE_FOR_CHILD, UnsafeForOthers UNSAFE_FOR_OTHERS, Unreachable NOBODY_REACHED, Investigation HARMS_INVESTIGATION, NoTime NO_TIME] [];
    SignalOutcome [FalseAlarm FALSE_ALARM, RegularHelp REGULAR_HELP, AtRiskFamily AT_RISK_FAMILY, MultiProblemFamily MULTI_PROBLEM, FamilyReferred FAMILY_REFERRED] [];
    SignalArrival [Arrived ARRIVED, NotArrived NOT_ARRIVED] [];
    Addressee [] [Representative REPRESENTATIVE, Both BOTH, Youth YOUTH, Person PERSON];
    ObjectionDecision [Granted GRANTED, Refused DECLINED] [Pending PENDING, Lapsed LAPSED];
    ObjectionRefusedGround [CompellingGrounds COMPELLING, ChildSafety CHILD_SAFETY, LegalClaim LEGAL_CLAIM] [];
}

/// The words for a code as it came over the API; a code of a newer version is said to be one.
pub(in crate::web) fn say<C: Coded>(lang: Lang, code: i32) -> &'static str {
    if code == 0 {
        return "–";
    }
    lang.say(C::try_from(code).map_or(UNKNOWN, Coded::text))
}

/// The choices of a form.
pub(in crate::web) fn options<C: Coded>(lang: Lang) -> Vec<(String, String)> {
    let option = |(number, code): &(i32, C)| (number.to_string(), lang.say(code.text()).to_owned());
    C::CHOICES.iter().map(option).collect()
}

/// The words for something that happened to a ticket.
pub(in crate::web) fn happened(lang: Lang, what: &str) -> String {
    let text = match what {
        "opened" => HAPPENED_OPENED,
        "escalated" => HAPPENED_ESCALATED,
        "handed_over" => HAPPENED_HANDED_OVER,
        "overdue" => HAPPENED_OVERDUE,
        "resolved" => RESOLVED,
        "ruled" => RULED,
        "withdrawn" => WITHDRAWN,
        "rerouted" => HAPPENED_REROUTED,
        "answered" => HAPPENED_ANSWERED,
        "unanswered" => HAPPENED_UNANSWERED,
        _ => UNKNOWN,
    };
    lang.say(text).to_owned()
}

/// Codes of the covenants that are shipped.
const KNOWN: &[(&str, Text)] = &[
    ("at-risk", AT_RISK),
    ("final-evaluation", FINAL_EVALUATION),
    ("family-talk", FAMILY_TALK),
    ("executors-meeting", EXECUTORS),
    ("mdo-plus", MDO_PLUS),
    ("mdo-plus-again", MDO_AGAIN),
    ("round-table", ROUND_TABLE),
    ("family-group-plan", FAMILY_GROUP_PLAN),
    ("local-family-meeting", LOCAL_MEETING),
    ("city-analysis-team", ANALYSIS_TEAM),
];

/// The words for a code of a covenant, such as a milestone; of one that is not known here the code
/// itself, readable.
pub(in crate::web) fn plain(lang: Lang, code: &str) -> String {
    let known = KNOWN.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.replace(['-', '_'], " "), |(_, text)| lang.say(*text).to_owned())
}

/// The kind of an organisation, in the words of its covenant where it has any.
pub(in crate::web) fn kind(lang: Lang, organisation: &Organisation) -> String {
    let words = match lang {
        Lang::Nl => &organisation.kind_nl,
        Lang::En => &organisation.kind_en,
    };
    if words.is_empty() { plain(lang, &organisation.kind) } else { words.clone() }
}

/// Kinds of organisations, in the words of the covenant where it has any.
pub(in crate::web) fn kinds(
    lang: Lang,
    covenant: &GetCovenantResponse,
    codes: &[String],
) -> String {
    let word = |code: &String| {
        let known = covenant.kinds.iter().find(|kind| kind.code == *code);
        known.map_or_else(
            || plain(lang, code),
            |kind| match lang {
                Lang::Nl => kind.name_nl.clone(),
                Lang::En => kind.name_en.clone(),
            },
        )
    };
    codes.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// A text as the beginning of a sentence, a code of an area as a name.
pub(in crate::web) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// The name of an area, by its code.
pub(in crate::web) fn area(code: &str) -> String {
    capital(&code.replace('-', " "))
}
