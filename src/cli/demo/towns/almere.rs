//! Almere: one entrance, the neighbourhood team; above it the district, and one official whose word
//! binds all.

use crate::{
    api::v1::{Obstacle, RulingAct, TicketHappening},
    cli::demo::script::{Act, At, Knot, Person, Role, Script},
};

pub(super) static SCRIPT: Script = Script {
    area: "almere-haven-1",
    roles: &[
        Role {
            name: "family support",
            seat: At::Kind("family-support"),
            label: "family support",
            who: ["n.kramer", "Nadia Kramer", "gezinsondersteuner", "036-5550101"],
        },
        Role {
            name: "school",
            seat: At::Kind("school"),
            label: "the school",
            who: ["t.mol", "Theo Mol", "intern begeleider", "036-5550102"],
        },
        Role {
            name: "debt counselling",
            seat: At::Kind("debt-counselling"),
            label: "debt counselling",
            who: ["y.chen", "Yu Chen", "schuldhulpverlener", "036-5550103"],
        },
        Role {
            name: "police",
            seat: At::Kind("police"),
            label: "the police",
            who: ["b.haan", "Bas de Haan", "wijkagent", "036-5550104"],
        },
        Role {
            name: "team",
            seat: At::Office("almere-team-haven-1"),
            label: "the neighbourhood team",
            who: ["wijkteam", "Sjoukje Wiersma", "wijkteamleider", "036-5550105"],
        },
        Role {
            name: "manager",
            seat: At::Office("almere-manager-haven"),
            label: "the municipal manager",
            who: ["manager", "Ronald Tol", "gemeentelijk manager Haven", "036-5550106"],
        },
        Role {
            name: "focal point",
            seat: At::Office("almere-focal-point"),
            label: "the focal-point official",
            who: ["brandpunt", "Ingrid Saab", "brandpuntfunctionaris", "036-5550107"],
        },
        Role {
            name: "supporters",
            seat: At::Office("almere-supporters-haven"),
            label: "the network of family supporters",
            who: ["netwerk", "Lia Boon", "voorzitter van het netwerk", "036-5550108"],
        },
    ],
    acts: &[
        Act::Part("Who else is involved?"),
        Act::Register {
            who: "family support",
            persons: &[Person::Mother, Person::Boy, Person::Sister],
            sees: &[],
            say: "Nadia Kramer, family supporter in Almere Haven, registers a mother and two children.",
        },
        Act::Register {
            who: "school",
            persons: &[Person::Boy],
            sees: &["family support"],
            say: "Theo Mol registers the boy for his school:",
        },
        Act::Register {
            who: "debt counselling",
            persons: &[Person::Mother],
            sees: &["family support"],
            say: "Yu Chen of debt counselling registers the mother:",
        },
        Act::Register {
            who: "police",
            persons: &[Person::Sister],
            sees: &["family support"],
            say: "Bas de Haan, neighbourhood officer, registers the girl:",
        },
        Act::Part("Everything enters through the neighbourhood team"),
        Act::Signals {
            who: "police",
            persons: &[Person::Mother, Person::Sister],
            acute: false,
            recipient: "team",
            say: "Bas de Haan finds the girl in the street at night, and sends a concern signal. As \
                  every report it comes to the family's neighbourhood team.",
        },
        Act::Open {
            knot: Knot {
                opener: "school",
                against: None,
                obstacle: Obstacle::NoAgreement,
                category: "regular",
            },
            lies_with: "team",
            director: "team",
            say: "The parties do not agree on a plan. Other than in most towns the ticket begins with \
                  the family's neighbourhood team.",
        },
        Act::Up {
            who: "team",
            step: 2,
            lies_with: "supporters",
            say: "It is too much for the team alone. The network of family supporters of the district \
                  helps.",
        },
        Act::Classifies {
            who: "team",
            category: "complex",
            director: "supporters",
            ticket: Some((2, "manager")),
            say: "The team finds the family complex: the network directs from now on, and over the \
                  network is the one municipal manager of the district.",
        },
        Act::Hears {
            who: "school",
            what: TicketHappening::Rerouted,
            say: "The school hears that the ticket moved.",
        },
        Act::Blind { who: "police", say: "The police, no party to it, cannot see the ticket." },
        Act::Part("Cooperation stalls"),
        Act::Up {
            who: "manager",
            step: 3,
            lies_with: "focal point",
            say: "Everybody waits for everybody. The manager turns to the brandpuntfunctionaris.",
        },
        Act::Rules {
            who: "focal point",
            items: &[
                ("family support", RulingAct::ProvideFamilyManager, 5),
                ("debt counselling", RulingAct::GivePriority, 10),
                ("school", RulingAct::TakePart, 10),
            ],
            say: "Ingrid Saab decides, and what she decides binds all parties:",
        },
        Act::Part("The pilot flame"),
        Act::Manages {
            who: "supporters",
            organisation: "family support",
            say: "The network, which directs, has Nadia Kramer manage the family.",
        },
        Act::Closes { who: "supporters", say: "In the end things go well. The case is closed." },
        Act::Watches {
            who: "supporters",
            by: "family support",
            say: "A pilot flame stays on: the last responsible professional keeps watch.",
        },
    ],
};
