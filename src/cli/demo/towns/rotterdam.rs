//! Rotterdam: five models of help behind the front door; how urgent it is decides who coordinates.

use crate::{
    api::v1::{Obstacle, Resolution, RulingAct, TicketHappening},
    cli::demo::script::{Act, At, Knot, Person, Role, Script},
};

pub(super) static SCRIPT: Script = Script {
    area: "charlois",
    roles: &[
        Role {
            name: "outreach",
            seat: At::Kind("outreach-care"),
            label: "outreach care",
            who: ["s.pires", "Sonia Pires", "bemoeizorger", "010-5550101"],
        },
        Role {
            name: "school",
            seat: At::Kind("school"),
            label: "the school",
            who: ["w.buis", "Wim Buis", "schoolmaatschappelijk werker", "010-5550102"],
        },
        Role {
            name: "mental health",
            seat: At::Kind("mental-health-care"),
            label: "mental health care",
            who: ["i.baas", "Irma Baas", "psychiater", "010-5550103"],
        },
        Role {
            name: "housing",
            seat: At::Kind("housing-corporation"),
            label: "the housing corporation",
            who: ["d.kok", "Daan Kok", "woonconsulent", "010-5550104"],
        },
        Role {
            name: "portfolio holder",
            seat: At::Office("rotterdam-portfolio-holder-charlois"),
            label: "the borough's portfolio holder",
            who: ["bestuurder", "Gerda Mooi", "portefeuillehouder", "010-5550105"],
        },
        Role {
            name: "mayor",
            seat: At::Office("rotterdam-mayor"),
            label: "the mayor",
            who: ["burgemeester", "Frits Haven", "burgemeester", "010-5550106"],
        },
        Role {
            name: "urgent help",
            seat: At::Office("rotterdam-urgent-help"),
            label: "the city's coordinator for urgent help",
            who: ["dringend", "Malika Said", "stedelijk coördinator", "010-5550107"],
        },
        Role {
            name: "coordinator",
            seat: At::Office("rotterdam-coordinator-charlois"),
            label: "the coordinator of the borough",
            who: ["coordinator", "Arie Stolk", "coördinator Charlois", "010-5550108"],
        },
    ],
    acts: &[
        Act::Part("Behind the front door"),
        Act::Register {
            who: "outreach",
            persons: &[Person::Mother, Person::Boy, Person::Sister],
            sees: &[],
            say: "Sonia Pires of outreach care got in, and registers a mother and two children.",
        },
        Act::Register {
            who: "school",
            persons: &[Person::Boy],
            sees: &["outreach"],
            say: "Wim Buis registers the boy for his school:",
        },
        Act::Register {
            who: "mental health",
            persons: &[Person::Mother],
            sees: &["outreach"],
            say: "Irma Baas, psychiatrist, registers the mother:",
        },
        Act::Register {
            who: "housing",
            persons: &[Person::Mother],
            sees: &["outreach", "mental health"],
            say: "Daan Kok of the housing corporation registers her too:",
        },
        Act::Signals {
            who: "school",
            persons: &[Person::Boy, Person::Mother],
            acute: false,
            recipient: "coordinator",
            say: "Wim Buis sends a concern signal: would somebody go and look? It is for the borough.",
        },
        Act::Watches {
            who: "coordinator",
            by: "coordinator",
            say: "The first model is finger on the pulse: regular visits while the case is open.",
        },
        Act::Part("Support and prop: the borough coordinates"),
        Act::Classifies {
            who: "coordinator",
            category: "support-and-prop",
            director: "coordinator",
            ticket: None,
            say: "Arie Stolk has put a finger on the pulse, and finds that this family needs support \
                  for a long time.",
        },
        Act::Open {
            knot: Knot {
                opener: "outreach",
                against: Some("housing"),
                obstacle: Obstacle::TaskNotDone,
                category: "support-and-prop",
            },
            lies_with: "outreach",
            director: "coordinator",
            say: "The corporation would repair the house, and has not. First the parties among \
                  themselves.",
        },
        Act::Up {
            who: "outreach",
            step: 2,
            lies_with: "coordinator",
            say: "It takes too long. Who coordinates the family handles it: in this model the borough.",
        },
        Act::Up {
            who: "coordinator",
            step: 3,
            lies_with: "portfolio holder",
            say: "The coordinator has no power over a corporation. The borough's politician has.",
        },
        Act::Rules {
            who: "portfolio holder",
            items: &[("housing", RulingAct::CarryOutTask, 14)],
            say: "Gerda Mooi rules: the house is repaired.",
        },
        Act::Part("Direct help: how urgent it is decides who coordinates"),
        Act::Classifies {
            who: "coordinator",
            category: "direct-help",
            director: "coordinator",
            ticket: None,
            say: "The mother needs help that she does not want: another model. It can wait a week, so \
                  the borough goes on coordinating.",
        },
        Act::Open {
            knot: Knot {
                opener: "outreach",
                against: Some("mental health"),
                obstacle: Obstacle::NotDelivered,
                category: "direct-help",
            },
            lies_with: "outreach",
            director: "coordinator",
            say: "Mental health care does not come. Sonia Pires opens a ticket.",
        },
        Act::Classifies {
            who: "coordinator",
            category: "direct-help-urgent",
            director: "urgent help",
            ticket: Some((1, "urgent help")),
            say: "Then the mother talks of harming herself. The same model, but urgent: the \
                  coordination goes to the city.",
        },
        Act::Hears {
            who: "coordinator",
            what: TicketHappening::Rerouted,
            say: "The coordinator of the borough hears that it is not his any more.",
        },
        Act::Blind { who: "school", say: "The school, no party to it, cannot see the ticket." },
        Act::Untied {
            who: "urgent help",
            how: Resolution::TaskDone,
            say: "Malika Said gets her admitted that night, and closes the ticket.",
        },
        Act::Part("Order-restoring: nuisance ends with the mayor"),
        Act::Classifies {
            who: "urgent help",
            category: "order-restoring",
            director: "coordinator",
            ticket: None,
            say: "She is back, the house is a mess and the neighbours cannot sleep: order-restoring. \
                  The borough coordinates again.",
        },
        Act::Open {
            knot: Knot {
                opener: "housing",
                against: Some("mental health"),
                obstacle: Obstacle::NotParticipating,
                category: "order-restoring",
            },
            lies_with: "housing",
            director: "coordinator",
            say: "Nobody does anything about the noise. The housing corporation opens a ticket.",
        },
        Act::Up {
            who: "housing",
            step: 2,
            lies_with: "coordinator",
            say: "The borough coordinates this model too.",
        },
        Act::Up {
            who: "coordinator",
            step: 3,
            lies_with: "mayor",
            say: "With nuisance the last step is not the borough's but the mayor's.",
        },
        Act::Rules {
            who: "mayor",
            items: &[("mental health", RulingAct::TakePart, 7)],
            say: "The mayor rules:",
        },
        Act::Part("Refresh: somebody keeps following"),
        Act::Classifies {
            who: "coordinator",
            category: "refresh",
            director: "coordinator",
            ticket: None,
            say: "It is quiet. The last model is to refresh.",
        },
        Act::Manages {
            who: "coordinator",
            organisation: "outreach",
            say: "Sonia Pires is the last responsible professional.",
        },
        Act::Closes { who: "coordinator", say: "The case is closed." },
        Act::Watches {
            who: "coordinator",
            by: "outreach",
            say: "After closing the last responsible professional goes on looking in:",
        },
    ],
};
