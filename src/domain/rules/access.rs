//! Who may call what. One table; the picture of it is `tests/golden/permissions.txt`.

use crate::domain::model::{
    party::{OfficeId, Oin, Origin, Party},
    refusal::Refusal,
    time::Time,
};

/// What a caller is, by its credential and the covenant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CallerKind {
    /// An organisation that is party to the covenant.
    Organisation,
    /// The organisation that the covenant names as population register.
    PopulationRegister,
    /// An office of the covenant.
    Office,
}

/// Every kind, in the order of the golden picture.
pub const CALLER_KINDS: [CallerKind; 3] =
    [CallerKind::Organisation, CallerKind::PopulationRegister, CallerKind::Office];

/// How much of what belongs to its party a caller reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// A professional who signed in: the own work, under this name or number.
    Own(String),
    /// Everything: a system of the party, the holder of an office, or a coordinator of the
    /// organisation.
    Party,
}

/// Somebody who is known: who it is, on whose behalf, by which credential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// Who it is: the owner of the inbox.
    pub party: Party,
    /// The organisation that stands behind an office: its certificate, or its sign-in.
    pub behind: Option<Oin>,
    /// The acting professional or system: named in the request, or known from the sign-in.
    pub professional: String,
    /// By what it is known: the origin in the audit log.
    pub origin: Origin,
    /// How much of what belongs to the party it reaches.
    pub reach: Reach,
    /// When a person last proved a second factor. A certificate has none: see [`Factor`].
    pub second_factor: Option<Time>,
}

impl Caller {
    /// A system of a party, known by a certificate with this serial number.
    #[must_use]
    pub fn by_certificate(
        kind: CallerKind,
        party: Party,
        professional: impl Into<String>,
        serial: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            party,
            behind: None,
            professional: professional.into(),
            origin: Origin::Certificate(serial.into()),
            reach: Reach::Party,
            second_factor: None,
        }
    }

    /// The person who signed in; `None` for a system.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        match &self.origin {
            Origin::Session(_) => Some(&self.professional),
            Origin::Certificate(_) => None,
        }
    }

    /// Whether it proved a second factor a short time ago. A certificate counts as one: its key is
    /// held by a system, and nobody can be asked to touch a token. A person without is refused.
    fn has_fresh_factor(&self, now: Time) -> bool {
        match (&self.origin, self.second_factor) {
            (Origin::Certificate(_), _) => true,
            (Origin::Session(_), None) => false,
            // Brokers that share their sessions need not share a clock to the second.
            (Origin::Session(_), Some(at)) => now.0.abs_diff(at.0) <= FRESH_FACTOR_MS,
        }
    }
}

/// A second factor is fresh for this time after it was proved: 10 minutes in milliseconds.
pub const FRESH_FACTOR_MS: u64 = 10 * 60 * 1000;

/// Which second factor a person needs for a call. At sign-in everybody proves one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Factor {
    /// The one of the sign-in.
    SignIn,
    /// A fresh one.
    Fresh,
    /// A fresh one when the involvement is ended as unjustified, which erases it.
    FreshToErase,
}

/// Whether a call asks about persons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// It names nobody: at most a record that the caller may see, whose persons were counted when
    /// they were named. Or it comes from the population register, which knows everybody and is
    /// told nothing.
    Nobody,
    /// Whom it names is counted, and over the limit it is refused.
    Counted,
    /// Whom it names is counted, but it is never refused: a child may be in danger.
    NeverRefused,
}

/// Whose work a call shows or changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// What a professional may do for the own work.
    Own,
    /// What belongs to the whole party, for instance its inbox: a professional whose reach is the
    /// own work does not make it.
    Party,
}

/// Declares the calls: who may make each, whose work it touches, whether it asks about
/// persons, and which second factor a person needs.
macro_rules! rules {
    ($($call:ident [$($kind:ident),*] $scope:ident $asks:ident $factor:ident;)*) => {
        /// A call of the API, by its name in the proto.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Call {
            $(
                #[allow(missing_docs, reason = "documented in the proto, under the same name")]
                $call,
            )*
        }

        /// Every call, in the order of the proto files.
        pub const CALLS: &[Call] = &[$(Call::$call),*];

        impl Call {
            /// The name in the proto and in the audit log.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$call => stringify!($call),)*
                }
            }

            /// Who may make this call at all. Whose record it is, is decided with the record.
            #[must_use]
            pub fn admits(self, kind: CallerKind) -> bool {
                match self {
                    $(Self::$call => [$(CallerKind::$kind),*].contains(&kind),)*
                }
            }

            /// Whose work it shows or changes.
            #[must_use]
            pub fn scope(self) -> Scope {
                match self {
                    $(Self::$call => Scope::$scope,)*
                }
            }

            /// Whether it asks about persons.
            #[must_use]
            pub fn asks(self) -> Asks {
                match self {
                    $(Self::$call => Asks::$asks,)*
                }
            }

            /// Which second factor a person needs for it.
            #[must_use]
            pub fn factor(self) -> Factor {
                match self {
                    $(Self::$call => Factor::$factor,)*
                }
            }
        }
    };
}

rules! {
    RegisterInvolvement [Organisation]                             Own   Counted      SignIn;
    ImportInvolvements  [Organisation]                             Party Counted      SignIn;
    ReconcileInvolvements [Organisation]                           Party Counted      SignIn;
    RenewInvolvement    [Organisation]                             Own   Nobody       SignIn;
    EndInvolvement      [Organisation]                             Own   Nobody       FreshToErase;
    UpdateContact       [Organisation]                             Own   Nobody       SignIn;
    HandOverInvolvement [Organisation]                             Own   Nobody       SignIn;
    RecordInformed      [Organisation]                             Own   Nobody       SignIn;
    SetOwnReference     [Organisation]                             Own   Nobody       SignIn;
    AddMembers          [Organisation]                             Own   Counted      SignIn;
    GetInvolvement      [Organisation]                             Own   Nobody       SignIn;
    ListInvolvements    [Organisation]                             Own   Nobody       SignIn;
    ListInvolved        [Organisation]                             Own   Nobody       SignIn;
    RecordParents       [PopulationRegister]                       Party Nobody       SignIn;
    ReportMove          [Organisation, Office]                     Own   Nobody       SignIn;
    RecordDeath         [PopulationRegister]                       Party Nobody       SignIn;
    RecordShielding     [PopulationRegister]                       Party Nobody       SignIn;

    GetMatch            [Organisation]                             Own   Nobody       SignIn;
    ListMatches         [Organisation]                             Own   Nobody       SignIn;
    RecordFollowUp      [Organisation]                             Own   Nobody       SignIn;
    AgreeLead           [Organisation]                             Own   Nobody       SignIn;
    ListFollowUp        [Office]                                   Own   Nobody       SignIn;
    RemindContact       [Office]                                   Own   Nobody       SignIn;

    Subscribe           [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;
    Pull                [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;
    Acknowledge         [Organisation, PopulationRegister, Office] Party Nobody       SignIn;
    ListDeliveries      [Organisation, PopulationRegister, Office] Party Nobody       SignIn;
    ResumeDelivery      [Organisation, PopulationRegister, Office] Party Nobody       SignIn;
    GetOwnMail          [Organisation, PopulationRegister]         Own   Nobody       SignIn;
    ChooseOwnMail       [Organisation, PopulationRegister]         Own   Nobody       SignIn;

    OpenTicket          [Organisation, Office]                      Own   Nobody       SignIn;
    GetTicket           [Organisation, Office]                     Own   Nobody       SignIn;
    ListTickets         [Organisation, Office]                     Own   Nobody       SignIn;
    EscalateTicket      [Organisation, Office]                     Own   Nobody       SignIn;
    HandOverTicket      [Organisation, Office]                     Own   Nobody       SignIn;
    ResolveTicket       [Organisation, Office]                     Own   Nobody       SignIn;
    WithdrawTicket      [Organisation, Office]                      Own   Nobody       SignIn;
    RuleOnTicket        [Office]                                   Own   Nobody       Fresh;
    AnswerTicket        [Office]                                   Own   Nobody       SignIn;
    ExplainRoute        [Organisation, Office]                     Own   Nobody       SignIn;

    SendConcernSignal   [Organisation]                             Own   NeverRefused SignIn;
    GetConcernSignal    [Organisation, Office]                     Own   Nobody       SignIn;
    ListConcernSignals  [Organisation, Office]                     Own   Nobody       SignIn;
    AnswerConcernSignal [Organisation, Office]                     Own   Nobody       SignIn;
    RecordSignalOutcome [Organisation, Office]                     Own   Nobody       SignIn;

    GetCovenant         [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;
    ListOffices         [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;
    FindOffice          [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;
    ListOrganisations   [Organisation, PopulationRegister, Office] Own   Nobody       SignIn;

    OpenCase            [Office]                                   Own   Counted      Fresh;
    ClassifyCase        [Office]                                   Own   Nobody       SignIn;
    AddPersons          [Office]                                   Own   Counted      SignIn;
    RemovePerson        [Office]                                   Own   Nobody       SignIn;
    ConfirmPersons      [Office]                                   Own   Nobody       Fresh;
    GetCase             [Office]                                   Own   Nobody       SignIn;
    ListCases           [Office]                                   Own   Nobody       SignIn;
    ListDistrictCases   [Office]                                   Own   Nobody       SignIn;
    AssignFamilyManager [Office]                                   Own   Nobody       SignIn;
    RecordMilestone     [Organisation, Office]                     Own   Nobody       SignIn;
    PlanMeeting         [Organisation, Office]                     Own   Nobody       SignIn;
    ListMeetings        [Organisation, Office]                     Own   Nobody       SignIn;
    RecordAttendance    [Organisation, Office]                     Own   Nobody       SignIn;
    ExtendCase          [Office]                                   Own   Nobody       SignIn;
    CloseCase           [Office]                                   Own   Nobody       Fresh;
    KeepWatch           [Organisation, Office]                     Own   Nobody       SignIn;
    ListWatches         [Organisation, Office]                     Own   Nobody       SignIn;

    GetSubjectAccess    [Office]                                   Own   Counted      Fresh;
    RegisterObjection   [Office]                                   Own   Counted      Fresh;
    DecideObjection     [Organisation]                             Party Nobody       Fresh;
    GetObjection        [Organisation, Office]                     Party Nobody       SignIn;
    ListObjections      [Organisation, Office]                     Party Nobody       SignIn;
    GetIndicators       [Office]                                   Own   Nobody       SignIn;

    ListSessions        [Organisation]                             Party Nobody       SignIn;
    EndSessions         [Organisation]                             Party Nobody       SignIn;

    ListAuditEntries    [Office]                                   Own   Nobody       SignIn;
    VerifyAuditChain    [Office]                                   Own   Nobody       SignIn;
}

/// The proof that a caller may make a call. Only [`admit`] makes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Permit {
    caller: Caller,
    call: Call,
}

impl Permit {
    /// Who calls.
    #[must_use]
    pub fn party(&self) -> &Party {
        &self.caller.party
    }

    /// The caller.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// What is called.
    #[must_use]
    pub fn call(&self) -> Call {
        self.call
    }

    /// Refuses a person whose second factor is not fresh, where what is asked demands one.
    ///
    /// # Errors
    /// It was proved too long ago.
    pub fn fresh(&self, now: Time) -> Result<(), Refusal> {
        if self.caller.has_fresh_factor(now) { Ok(()) } else { Err(Refusal::FreshFactor) }
    }

    /// The professional whose work alone is within reach; `None`: all of the party's is.
    #[must_use]
    pub fn only(&self) -> Option<&str> {
        match &self.caller.reach {
            Reach::Party => None,
            Reach::Own(professional) => Some(professional),
        }
    }

    /// Whether what stands under this id of a professional is within reach.
    #[must_use]
    pub fn reaches(&self, professional: &str) -> bool {
        self.only().is_none_or(|own| own == professional)
    }

    /// Whether what an organisation did in the name of a professional is within reach: for a
    /// professional nothing of another party, and nothing of a colleague.
    #[must_use]
    pub fn reaches_work(&self, organisation: Oin, professional: &str) -> bool {
        let own = || self.caller.party == Party::Organisation(organisation);
        self.only().is_none_or(|name| own() && name == professional)
    }

    /// The same where perhaps nobody's work is meant: what an office did is no professional's.
    #[must_use]
    pub fn reaches_work_of(&self, work: Option<(Oin, &str)>) -> bool {
        match work {
            Some((organisation, professional)) => self.reaches_work(organisation, professional),
            None => self.only().is_none(),
        }
    }

    /// The calling office.
    ///
    /// # Errors
    /// An organisation calls: it directs nothing.
    pub fn office(&self) -> Result<&OfficeId, Refusal> {
        match &self.caller.party {
            Party::Office(office) => Ok(office),
            Party::Organisation(_) => Err(Refusal::NotAllowed),
        }
    }

    /// The calling organisation.
    ///
    /// # Errors
    /// An office calls: it has no involvements.
    pub fn organisation(&self) -> Result<Oin, Refusal> {
        match self.caller.party {
            Party::Organisation(oin) => Ok(oin),
            Party::Office(_) => Err(Refusal::NotAllowed),
        }
    }
}

/// A caller who is turned away, for the audit log, and why.
pub type TurnedAway = Box<(Caller, Refusal)>;

/// Decides whether a caller may make a call.
///
/// # Errors
/// The table does not allow it.
pub fn admit(caller: Caller, call: Call, now: Time) -> Result<Permit, TurnedAway> {
    let in_reach = call.scope() == Scope::Own || caller.reach == Reach::Party;
    if !call.admits(caller.kind) || !in_reach {
        return Err(Box::new((caller, Refusal::NotAllowed)));
    }
    if call.factor() == Factor::Fresh && !caller.has_fresh_factor(now) {
        return Err(Box::new((caller, Refusal::FreshFactor)));
    }
    Ok(Permit { caller, call })
}
