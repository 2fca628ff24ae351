//! Who may call what. One table; the picture of it is `tests/golden/permissions.txt`.

use crate::domain::model::{
    party::{Oin, Party},
    refusal::Refusal,
};

/// What a caller is, by its certificate and the covenant.
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

/// Somebody who is known and admitted: who it is, on whose behalf, by which certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// Who it is: the owner of the inbox.
    pub party: Party,
    /// The acting professional or system, named in the request.
    pub professional: String,
    /// Serial number of the certificate: the origin in the audit log.
    pub certificate: String,
}

/// Declares the calls with, for each, who may make it.
macro_rules! rules {
    ($($call:ident [$($kind:ident),*]),* $(,)?) => {
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
        }
    };
}

rules! {
    RegisterInvolvement [Organisation],
    ImportInvolvements  [Organisation],
    RenewInvolvement    [Organisation],
    EndInvolvement      [Organisation],
    GetInvolvement      [Organisation],
    ListInvolvements    [Organisation],
    ListInvolved        [Organisation],
    RecordParents       [PopulationRegister],
    ReportMove          [Organisation, Office],
    RecordDeath         [PopulationRegister],
    RecordShielding     [PopulationRegister],

    GetMatch            [Organisation],
    ListMatches         [Organisation],
    RecordFollowUp      [Organisation],
    AgreeLead           [Organisation],

    Subscribe           [Organisation, PopulationRegister, Office],
    Pull                [Organisation, PopulationRegister, Office],
    Acknowledge         [Organisation, PopulationRegister, Office],

    OpenTicket          [Organisation],
    GetTicket           [Organisation, Office],
    ListTickets         [Organisation, Office],
    EscalateTicket      [Organisation, Office],
    HandOverTicket      [Organisation, Office],
    ResolveTicket       [Organisation, Office],
    WithdrawTicket      [Organisation],
    RuleOnTicket        [Office],
    ExplainRoute        [Organisation, Office],

    SendConcernSignal   [Organisation],
    GetConcernSignal    [Organisation, Office],
    ListConcernSignals  [Organisation, Office],
    AnswerConcernSignal [Organisation, Office],

    GetCovenant         [Organisation, PopulationRegister, Office],
    ListOffices         [Organisation, PopulationRegister, Office],
    ListOrganisations   [Organisation, PopulationRegister, Office],

    OpenCase            [Office],
    ClassifyCase        [Office],
    AddPersons          [Office],
    RemovePerson        [Office],
    GetCase             [Office],
    ListCases           [Office],
    AssignFamilyManager [Office],
    RecordMilestone     [Organisation, Office],
    RecordAttendance    [Organisation, Office],
    ExtendCase          [Office],
    CloseCase           [Office],
    KeepWatch           [Organisation, Office],

    GetSubjectAccess    [Office],
    RegisterObjection   [Office],
    DecideObjection     [Organisation],
    GetObjection        [Organisation, Office],
    ListObjections      [Organisation, Office],
    GetIndicators       [Office],
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

    /// The calling office.
    ///
    /// # Errors
    /// An organisation calls: it directs nothing.
    pub fn office(&self) -> Result<&crate::domain::model::party::OfficeId, Refusal> {
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

/// Decides whether a caller may make a call.
///
/// # Errors
/// The table does not allow it; the caller comes back for the audit log.
pub fn admit(caller: Caller, call: Call) -> Result<Permit, (Caller, Refusal)> {
    if call.admits(caller.kind) {
        Ok(Permit { caller, call })
    } else {
        Err((caller, Refusal::NotAllowed))
    }
}
