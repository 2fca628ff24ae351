//! The guide of 2011: a guardian manages the family, and a knot takes five steps to the alderman.

use crate::{
    api::v1::{Obstacle, RulingAct, TicketHappening},
    cli::demo::script::{Act, At, Knot, Person, Role, Script},
};

pub(super) static SCRIPT: Script = Script {
    area: "stadsdeel-oost",
    roles: &[
        Role {
            name: "guardian",
            seat: At::Kind("youth-care-agency"),
            label: "the guardian",
            who: ["a.bakker", "Annelies Bakker", "gezinsvoogd en gezinsmanager", "020-5550103"],
        },
        Role {
            name: "mental health",
            seat: At::Kind("mental-health-care"),
            label: "mental health care",
            who: ["d.sluis", "Dirk Sluis", "behandelaar", "020-5550110"],
        },
        Role {
            name: "income",
            seat: At::Kind("social-services"),
            label: "the Work and Income Service",
            who: ["k.ozturk", "Kemal Öztürk", "klantmanager", "020-5550111"],
        },
        Role {
            name: "school",
            seat: At::Kind("school"),
            label: "the school",
            who: ["m.stam", "Marit Stam", "zorgcoördinator", "020-5550112"],
        },
        Role {
            name: "coordinator",
            seat: At::Office("guide-coordinator-oost"),
            label: "the coordinator",
            who: ["coordinator", "Fatima El Idrissi", "coördinator risicogezinnen", "020-5550105"],
        },
        Role {
            name: "directorate",
            seat: At::Office("guide-directorate-ggz"),
            label: "the directorate",
            who: ["directie", "Willem Kamp", "directeur behandelzaken", "020-5550113"],
        },
        Role {
            name: "alderman",
            seat: At::Office("guide-alderman"),
            label: "the alderman",
            who: ["wethouder", "Hanneke Smit", "wethouder jeugd", "020-5550107"],
        },
        Role {
            name: "process manager",
            seat: At::Office("guide-process-manager-oost"),
            label: "the process manager",
            who: ["procesmanager", "Joost Verhoeven", "procesmanager", "020-5550106"],
        },
    ],
    acts: &[
        Act::Part("A family with a measure"),
        Act::Register {
            who: "guardian",
            persons: &[Person::Mother, Person::Boy, Person::Sister],
            sees: &[],
            say: "Annelies Bakker, guardian of two children and family manager, registers the family.",
        },
        Act::Register {
            who: "school",
            persons: &[Person::Sister],
            sees: &["guardian"],
            say: "Marit Stam registers the girl for her school, and reads whom to call:",
        },
        Act::Register {
            who: "mental health",
            persons: &[Person::Mother],
            sees: &["guardian"],
            say: "Dirk Sluis, who treats the mother, registers her:",
        },
        Act::Register {
            who: "income",
            persons: &[Person::Mother],
            sees: &["guardian", "mental health"],
            say: "Kemal Öztürk of the Work and Income Service registers the mother:",
        },
        Act::TakesUp {
            who: "process manager",
            persons: &[Person::Mother, Person::Boy, Person::Sister],
            category: "MPG3",
            say: "Joost Verhoeven, process manager of the care region, takes the family up.",
        },
        Act::Manages {
            who: "process manager",
            organisation: "guardian",
            say: "With a measure the guardian manages the family: Annelies Bakker.",
        },
        Act::Plans {
            who: "process manager",
            milestone: "mdo-plus",
            plan: "guide-twenty-weeks",
            say: "The MDO+ makes the one plan, for twenty weeks. The broker knows when, never what:",
        },
        Act::Part("Five steps of the guide"),
        Act::Open {
            knot: Knot {
                opener: "guardian",
                against: Some("mental health"),
                obstacle: Obstacle::NotDelivered,
                category: "MPG3",
            },
            lies_with: "guardian",
            director: "process manager",
            say: "The treatment that was agreed does not begin. The family manager addresses Dirk \
                  Sluis, and announces escalation.",
        },
        Act::Hears {
            who: "coordinator",
            what: TicketHappening::Opened,
            say: "The coordinator of the district is told at once, also for a family with a measure.",
        },
        Act::Up {
            who: "guardian",
            step: 2,
            lies_with: "guardian",
            say: "He cannot change it. Her manager calls his manager.",
        },
        Act::Up {
            who: "guardian",
            step: 3,
            lies_with: "process manager",
            say: "The managers do not untie it. Family manager and manager go to the process manager.",
        },
        Act::Up {
            who: "process manager",
            step: 4,
            lies_with: "directorate",
            say: "The process manager puts it to the directorate of mental health care.",
        },
        Act::Up {
            who: "directorate",
            step: 4,
            lies_with: "process manager",
            say: "The directorate has no place before summer, and gives it back.",
        },
        Act::Blind {
            who: "school",
            say: "The school, no party to this knot, cannot see the ticket.",
        },
        Act::Up {
            who: "process manager",
            step: 5,
            lies_with: "alderman",
            say: "The fifth step: the process manager takes it to the alderman.",
        },
        Act::Rules {
            who: "alderman",
            items: &[
                ("mental health", RulingAct::GivePriority, 7),
                ("income", RulingAct::TakePart, 14),
            ],
            say: "The alderman rules, binding on all: the treatment goes before the waiting list.",
        },
    ],
};
