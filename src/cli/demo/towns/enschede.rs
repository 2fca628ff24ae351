//! Enschede: a neighbourhood coach whose advice an organisation makes a decision at once; behind the
//! coach a second line, and the municipality where it is heaviest.

use crate::{
    api::v1::{Obstacle, Resolution, RulingAct, TicketHappening},
    cli::demo::script::{Act, At, Knot, Person, Role, Script},
};

pub(super) static SCRIPT: Script = Script {
    area: "velve-lindenhof",
    roles: &[
        Role {
            name: "coaches",
            seat: At::Kind("neighbourhood-coaching"),
            label: "the coaches' organisation",
            who: ["r.spit", "Rianne Spit", "wijkcoach", "053-5550101"],
        },
        Role {
            name: "income",
            seat: At::Kind("social-services"),
            label: "Work and Income",
            who: ["g.elzen", "Gijs van den Elzen", "consulent", "053-5550102"],
        },
        Role {
            name: "housing",
            seat: At::Kind("housing-corporation"),
            label: "the housing corporation",
            who: ["c.aydin", "Can Aydin", "wijkbeheerder", "053-5550103"],
        },
        Role {
            name: "school",
            seat: At::Kind("school"),
            label: "the school",
            who: ["e.mulder", "Els Mulder", "directeur", "053-5550104"],
        },
        Role {
            name: "income manager",
            seat: At::Office("enschede-contact-income"),
            label: "the contact manager of Work and Income",
            who: ["manager", "Marga Pol", "contactmanager", "053-5550105"],
        },
        Role {
            name: "housing manager",
            seat: At::Office("enschede-contact-housing"),
            label: "the contact manager of the corporation",
            who: ["manager", "Jos Wolf", "contactmanager", "053-5550106"],
        },
        Role {
            name: "second line",
            seat: At::Office("enschede-second-line"),
            label: "the second line",
            who: ["tweedelijn", "Petra Haar", "coördinator tweede lijn", "053-5550107"],
        },
        Role {
            name: "alderman",
            seat: At::Office("enschede-alderman"),
            label: "the alderman",
            who: ["wethouder", "Mieke Tijhuis", "wethouder zorg", "053-5550109"],
        },
        Role {
            name: "care team",
            seat: At::Office("enschede-care-team-oost"),
            label: "the neighbourhood care team",
            who: ["wijkzorgteam", "Sander Krol", "regisseur van de gemeente", "053-5550108"],
        },
        Role {
            name: "coach",
            seat: At::Office("enschede-coach-velve-lindenhof"),
            label: "the neighbourhood coach",
            who: ["wijkcoach", "Rianne Spit", "wijkcoach", "053-5550101"],
        },
    ],
    acts: &[
        Act::Part("One coach for one family"),
        Act::Register {
            who: "coaches",
            persons: &[Person::Mother, Person::Boy],
            sees: &[],
            say: "Rianne Spit, neighbourhood coach in Velve-Lindenhof, registers a mother and her boy.",
        },
        Act::Register {
            who: "income",
            persons: &[Person::Mother],
            sees: &["coaches"],
            say: "Gijs van den Elzen of Work and Income registers the mother:",
        },
        Act::Register {
            who: "housing",
            persons: &[Person::Mother],
            sees: &["coaches", "income"],
            say: "Can Aydin of the housing corporation registers her too:",
        },
        Act::Register {
            who: "school",
            persons: &[Person::Boy],
            sees: &["coaches"],
            say: "Els Mulder registers the boy for her school:",
        },
        Act::Signals {
            who: "school",
            persons: &[Person::Boy, Person::Mother],
            acute: false,
            recipient: "coach",
            say: "The boy comes to school without breakfast. Els Mulder sends a concern signal, which \
                  is for the coach of the neighbourhood.",
        },
        Act::Manages {
            who: "coach",
            organisation: "coaches",
            say: "One coach, one family: Rianne Spit manages it herself.",
        },
        Act::Part("Advice that becomes a decision at once"),
        Act::Open {
            knot: Knot {
                opener: "coaches",
                against: Some("income"),
                obstacle: Obstacle::DeliveredLate,
                category: "coach",
            },
            lies_with: "coach",
            director: "coach",
            say: "The benefit was agreed, and does not come. The coach has the partners' mandate in \
                  fact, and writes what she would decide.",
        },
        Act::Up {
            who: "coach",
            step: 2,
            lies_with: "income manager",
            say: "Every organisation has one manager as contact; this one has two days to make her \
                  advice a decision.",
        },
        Act::Untied {
            who: "income manager",
            how: Resolution::TaskDone,
            say: "Marga Pol signs the same day. The knot is untied.",
        },
        Act::Hears {
            who: "coach",
            what: TicketHappening::Resolved,
            say: "The coach hears that it is done.",
        },
        Act::Part("Too much for one coach"),
        Act::Open {
            knot: Knot {
                opener: "coaches",
                against: Some("housing"),
                obstacle: Obstacle::NotParticipating,
                category: "coach",
            },
            lies_with: "coach",
            director: "coach",
            say: "The corporation wants to evict. Rianne Spit advises against it.",
        },
        Act::Up {
            who: "coach",
            step: 2,
            lies_with: "housing manager",
            say: "Its contact manager is to decide.",
        },
        Act::Up {
            who: "housing manager",
            step: 2,
            lies_with: "second line",
            say: "He does not follow the advice. It is too complex for the coach: the second line.",
        },
        Act::Blind { who: "school", say: "The school, no party to it, cannot see the ticket." },
        Act::Classifies {
            who: "coach",
            category: "heaviest",
            director: "care team",
            ticket: Some((2, "care team")),
            say: "The coach finds the family one of the heaviest. There the municipality directs: the \
                  neighbourhood care team of the district.",
        },
        Act::Untied {
            who: "care team",
            how: Resolution::Agreement,
            say: "Sander Krol gets everybody to one table: no eviction as long as the coach comes.",
        },
        Act::Part("The municipality decides"),
        Act::Open {
            knot: Knot {
                opener: "school",
                against: None,
                obstacle: Obstacle::NoFamilyManager,
                category: "heaviest",
            },
            lies_with: "coach",
            director: "care team",
            say: "Who carries out the plan? The parties do not agree.",
        },
        Act::Up {
            who: "coach",
            step: 2,
            lies_with: "care team",
            say: "Against nobody in particular no contact manager has a turn: the care team at once.",
        },
        Act::Up {
            who: "care team",
            step: 3,
            lies_with: "alderman",
            say: "It directs itself and does not get them to agree: the alderman decides.",
        },
        Act::Rules {
            who: "alderman",
            items: &[
                ("coaches", RulingAct::ProvideFamilyManager, 5),
                ("housing", RulingAct::TakePart, 10),
            ],
            say: "The municipality rules, binding on all:",
        },
    ],
};
