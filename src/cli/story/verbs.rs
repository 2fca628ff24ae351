//! Which verbs does a story have? One for every RPC; `again`, `sweep` and the like are steps.

/// A verb: how many words it takes, then which keys.
pub struct Verb {
    /// As it stands in a story.
    pub name: &'static str,
    /// How many words come before the keys.
    pub words: usize,
    /// The keys that it knows.
    pub keys: &'static [&'static str],
}

/// Keys of a registration, alone or as a row of an import.
pub const REGISTRATION: &[&str] = &[
    "child",
    "parent",
    "adult",
    "unspecified",
    "area",
    "postcode",
    "start",
    "end",
    "informed",
    "not-informed",
    "professional",
    "name",
    "function",
    "phone",
    "email",
    "by",
    "as-oin",
    "own-reference",
    "deputy",
];

/// Keys of a contact card that replaces another.
const CARD: &[&str] =
    &["all-of", "professional", "name", "function", "phone", "email", "deputy", "request", "by"];

/// Keys of a concern signal.
const SIGNAL: &[&str] = &[
    "child",
    "parent",
    "adult",
    "unspecified",
    "area",
    "postcode",
    "acute",
    "discussed",
    "entry-ground",
    "own-attempts",
    "professional",
    "name",
    "function",
    "phone",
    "email",
    "by",
];

const fn verb(name: &'static str, words: usize, keys: &'static [&'static str]) -> Verb {
    Verb { name, words, keys }
}

const VERBS: &[Verb] = &[
    // RegistryService
    verb("register", 1, REGISTRATION),
    verb("import", 1, &["row", "first-row", "dry-run", "by"]),
    verb("reconcile", 0, &["row", "token", "accept-endings", "by"]),
    verb("renew", 1, &["end", "request", "by"]),
    verb("end", 1, &["reason", "request", "by"]),
    verb("involvement", 1, &["by"]),
    verb(
        "involvements",
        0,
        &[
            "professional",
            "active",
            "to-be-informed",
            "own-reference",
            "reference",
            "page-size",
            "page",
            "by",
        ],
    ),
    verb("update-contact", 1, CARD),
    verb("give-to-colleague", 1, CARD),
    verb("record-informed", 1, &["informed", "not-informed", "request", "by"]),
    verb("own-reference", 1, &["reference", "request", "by"]),
    verb("add-members", 1, &["child", "parent", "adult", "unspecified", "request", "by"]),
    verb("involved", 1, &["by"]),
    verb("move", 1, &["area", "postcode", "outside", "municipality", "request", "by"]),
    verb("record-parents", 1, &["parents", "request", "by"]),
    verb("record-death", 1, &["died", "request", "by"]),
    verb("record-shielding", 1, &["shielded", "request", "by"]),
    // MatchService
    verb("match", 1, &["by"]),
    verb(
        "matches",
        0,
        &["filter", "professional", "involvement", "reference", "page-size", "page", "by"],
    ),
    verb("follow-up", 1, &["state", "reason", "request", "by"]),
    verb("agree-lead", 1, &["lead", "request", "by"]),
    verb("overdue", 0, &["area", "reference", "page-size", "page", "by"]),
    verb("remind", 1, &["whom", "request", "by"]),
    // InboxService; `inbox` pulls what is new since the last look, `pull` is the bare call.
    verb("inbox", 0, &["by"]),
    verb("pull", 0, &["after", "max", "by"]),
    verb("subscribe", 1, &["after", "heartbeat", "by"]),
    verb("stream", 1, &[]),
    verb("ack", 1, &["by"]),
    // EscalationService
    verb(
        "open-ticket",
        1,
        &[
            "involvement",
            "case",
            "reason",
            "skip",
            "track",
            "obstacle",
            "target",
            "category",
            "nuisance",
            "by",
        ],
    ),
    verb("ticket", 1, &["by"]),
    verb("tickets", 0, &["role", "closed", "reference", "page-size", "page", "by"]),
    verb("escalate", 1, &["to-step", "skip", "etag", "request", "by"]),
    verb("hand-over", 1, &["category", "nuisance", "area", "target", "etag", "request", "by"]),
    verb("resolve", 1, &["how", "etag", "request", "by"]),
    verb("withdraw", 1, &["etag", "request", "by"]),
    verb("answer-ticket", 1, &["answer", "etag", "request", "by"]),
    verb("rule", 1, &["item", "etag", "request", "by"]),
    verb(
        "explain",
        0,
        &["track", "step", "category", "nuisance", "area", "target", "handled-by", "absence", "by"],
    ),
    // CaseService
    verb(
        "open-case",
        1,
        &[
            "person",
            "area",
            "category",
            "nuisance",
            "measure",
            "despite",
            "entry-ground",
            "own-attempts",
            "by",
        ],
    ),
    verb("classify", 1, &["category", "nuisance", "measure", "despite", "etag", "request", "by"]),
    verb("add-persons", 1, &["person", "etag", "request", "by"]),
    verb("remove-person", 1, &["person", "etag", "request", "by"]),
    verb("confirm-persons", 1, &["etag", "request", "by"]),
    verb("case", 1, &["by"]),
    verb(
        "cases",
        0,
        &["state", "category", "area", "overdue", "reference", "page-size", "page", "by"],
    ),
    verb("district", 0, &["area", "category", "closed", "reference", "page-size", "page", "by"]),
    verb("manager", 1, &["organisation", "professional", "caseload", "etag", "request", "by"]),
    verb("milestone", 1, &["code", "held", "plan", "request", "by"]),
    verb("invite", 1, &["code", "day", "organisation", "off", "request", "by"]),
    verb("meetings", 0, &["page-size", "page", "by"]),
    verb("watches", 0, &["page-size", "page", "by"]),
    verb("attendance", 1, &["code", "held", "present", "absent", "unsaid", "request", "by"]),
    verb("extend", 1, &["reason", "weeks", "etag", "request", "by"]),
    verb(
        "close-case",
        1,
        &[
            "reason",
            "tickets",
            "help",
            "safeguarding",
            "guardian",
            "instead",
            "etag",
            "request",
            "by",
        ],
    ),
    verb("keep-watch", 1, &["act", "on", "finding", "request", "by"]),
    // SignalService
    verb("send-signal", 1, SIGNAL),
    verb("signal", 1, &["by"]),
    verb("signals", 0, &["role", "closed", "reference", "page-size", "page", "by"]),
    verb("answer-signal", 1, &["answer", "to", "request", "by"]),
    verb("signal-outcome", 1, &["outcome", "category", "kind", "arrival", "request", "by"]),
    // CovenantService
    verb("covenant", 0, &["id", "grounds", "by"]),
    verb("offices", 0, &["area", "page-size", "page", "by"]),
    verb("find-office", 0, &["area", "postcode", "role", "category", "by"]),
    verb("organisations", 0, &["page-size", "page", "by"]),
    // RightsService
    verb("subject-access", 1, &["page", "by"]),
    verb("register-objection", 1, &["person", "by"]),
    verb("decide-objection", 1, &["decision", "ground", "request", "by"]),
    verb("objection", 1, &["by"]),
    verb("objections", 0, &["decided", "page-size", "page", "by"]),
    // AuditService
    verb(
        "log",
        0,
        &["of", "office", "professional", "call", "from", "to", "chain", "page-size", "page", "by"],
    ),
    verb("verify-log", 0, &["chain", "after", "by"]),
    // ReportService
    verb("report", 0, &["year", "quarter", "areas", "by"]),
];

/// The verb of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|v| v.name == name)
}
