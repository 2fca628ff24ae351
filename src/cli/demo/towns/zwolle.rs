//! Zwolle: an own attempt first, then a neutral adviser between the parties, the managers above; and
//! somebody within a day when there is a crisis.

use crate::{
    api::v1::{Obstacle, Resolution, RulingAct, TicketHappening},
    cli::demo::script::{Act, At, Knot, Person, Role, Script},
};

const NOT_TAKING_PART: Knot = Knot {
    opener: "social work",
    against: Some("housing"),
    obstacle: Obstacle::NotParticipating,
    category: "case",
};

pub(super) static SCRIPT: Script = Script {
    area: "zwolle-noord",
    roles: &[
        Role {
            name: "social work",
            seat: At::Kind("social-work"),
            label: "social work",
            who: ["j.kist", "Joke Kist", "maatschappelijk werker", "038-5550101"],
        },
        Role {
            name: "school",
            seat: At::Kind("school"),
            label: "the school",
            who: ["p.dogan", "Pinar Dogan", "intern begeleider", "038-5550102"],
        },
        Role {
            name: "housing",
            seat: At::Kind("housing-corporation"),
            label: "the housing corporation",
            who: ["h.vos", "Henk Vos", "woonconsulent", "038-5550103"],
        },
        Role {
            name: "mental health",
            seat: At::Kind("mental-health-care"),
            label: "mental health care",
            who: ["l.prins", "Lotte Prins", "psychiater", "038-5550104"],
        },
        Role {
            name: "court",
            seat: At::Kind("judiciary"),
            label: "the court",
            who: ["griffie", "Anna Visscher", "griffier", "038-5550108"],
        },
        Role {
            name: "managers",
            seat: At::Office("zwolle-managers-steering-group"),
            label: "the managers' steering group",
            who: ["voorzitter", "Riet Zandstra", "voorzitter", "038-5550105"],
        },
        Role {
            name: "crisis",
            seat: At::Office("zwolle-crisis-intervention"),
            label: "the 24-hour intervention",
            who: ["dienst", "Omar Bakali", "dienstdoende", "038-5550106"],
        },
        Role {
            name: "adviser",
            seat: At::Office("zwolle-adviser"),
            label: "the adviser",
            who: ["adviseur", "Tineke Bos", "adviseur Bijzondere Doelgroepen", "038-5550107"],
        },
        Role {
            name: "structural steering group",
            seat: At::Office("zwolle-structural-steering-group"),
            label: "the structural steering group",
            who: ["voorzitter", "Tineke Bos", "voorzitter", "038-5550107"],
        },
        Role {
            name: "case steering group",
            seat: At::Office("zwolle-case-steering-group"),
            label: "the case-dependent steering group",
            who: ["voorzitter", "Tineke Bos", "voorzitter", "038-5550107"],
        },
    ],
    acts: &[
        Act::Part("Only organisations report"),
        Act::Register {
            who: "social work",
            persons: &[Person::Mother, Person::Boy],
            sees: &[],
            say: "Joke Kist, social worker, registers a mother and her boy. Nobody else is involved yet.",
        },
        Act::Register {
            who: "school",
            persons: &[Person::Boy],
            sees: &["social work"],
            say: "Pinar Dogan of the school registers the boy, and reads whom to call:",
        },
        Act::Register {
            who: "housing",
            persons: &[Person::Mother],
            sees: &["social work"],
            say: "Henk Vos of the housing corporation registers the mother, who has arrears:",
        },
        Act::Register {
            who: "mental health",
            persons: &[Person::Mother],
            sees: &["social work", "housing"],
            say: "Lotte Prins, psychiatrist, registers the mother too:",
        },
        Act::Part("Intake, then a plan"),
        Act::Signals {
            who: "housing",
            persons: &[Person::Mother, Person::Boy],
            acute: false,
            recipient: "structural steering group",
            say: "Henk Vos worries about the boy and sends a concern signal. Everything new comes to \
                  the structural steering group, which takes the family up: the intake.",
        },
        Act::Sees {
            who: "school",
            sees: &["social work", "housing", "mental health"],
            say: "From now on all who are involved know of each other. The school, which registered \
                  the boy only, sees:",
        },
        Act::Classifies {
            who: "structural steering group",
            category: "case",
            director: "case steering group",
            ticket: None,
            say: "It finds that a plan is needed: the case-dependent steering group directs.",
        },
        Act::Plans {
            who: "case steering group",
            milestone: "case-steering-group",
            plan: "zwolle-two-years",
            say: "It makes a plan with a goal within two years:",
        },
        Act::Manages {
            who: "case steering group",
            organisation: "social work",
            say: "And it appoints the case manager: Joke Kist.",
        },
        Act::Part("An own attempt first, then the adviser between the parties"),
        Act::Open {
            knot: NOT_TAKING_PART,
            lies_with: "social work",
            director: "case steering group",
            say: "The corporation stays away from the plan. Social work opens a ticket; before anybody \
                  else looks at it, its own organisation tries to mediate.",
        },
        Act::Hears {
            who: "adviser",
            what: TicketHappening::Opened,
            say: "The adviser Special Target Groups, who chairs both steering groups, hears at once \
                  that an agreed plan is not carried out.",
        },
        Act::Up {
            who: "social work",
            step: 2,
            lies_with: "adviser",
            say: "It does not help. The adviser is of the town and of no party: she mediates.",
        },
        Act::Blind {
            who: "mental health",
            say: "Mental health care, no party to this knot, cannot see the ticket.",
        },
        Act::Up {
            who: "adviser",
            step: 3,
            lies_with: "managers",
            say: "Friction stays. Above the adviser there is the managers' steering group.",
        },
        Act::Rules {
            who: "managers",
            items: &[("housing", RulingAct::TakePart, 14)],
            say: "The managers decide: the corporation takes part in the plan.",
        },
        Act::Part("A crisis does not wait"),
        Act::Classifies {
            who: "case steering group",
            category: "crisis",
            director: "crisis",
            ticket: None,
            say: "The mother breaks down. The steering group calls it a crisis: the 24-hour \
                  intervention directs.",
        },
        Act::Open {
            knot: Knot {
                opener: "school",
                against: Some("mental health"),
                obstacle: Obstacle::NotDelivered,
                category: "crisis",
            },
            lies_with: "crisis",
            director: "crisis",
            say: "Nobody comes. In a crisis nobody mediates first: the 24-hour intervention has the \
                  school's ticket at once.",
        },
        Act::Untied {
            who: "crisis",
            how: Resolution::TaskDone,
            say: "Omar Bakali goes there with the psychiatrist the same day, and closes the ticket.",
        },
        Act::Refused {
            knot: Knot {
                opener: "school",
                against: Some("court"),
                obstacle: Obstacle::DeliveredLate,
                category: "crisis",
            },
            reason: "JUDICIARY",
            say: "The school thinks that the juvenile court holds things up. No covenant binds a judge:",
        },
    ],
};
