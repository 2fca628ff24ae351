//! What does the story of a town consist of? A script is data: who plays, and act after act what they
//! ask and what must come of it.

use crate::api::v1::{self, TicketHappening};

/// The story of one town.
pub(super) struct Script {
    /// Where the family lives.
    pub(super) area: &'static str,
    /// Who plays; the first one is an organisation, the last one an office.
    pub(super) roles: &'static [Role],
    /// What happens, in this order.
    pub(super) acts: &'static [Act],
}

/// A part in the story.
pub(super) struct Role {
    /// The name that acts use.
    pub(super) name: &'static str,
    /// Who plays it.
    pub(super) seat: At,
    /// How the story calls it, for instance `the school`.
    pub(super) label: &'static str,
    /// Id, name, function and telephone of the person there, all invented.
    pub(super) who: [&'static str; 4],
}

/// Where somebody sits.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// The first organisation of this kind.
    Kind(&'static str),
    /// The office of this id.
    Office(&'static str),
}

/// A member of the family.
#[derive(Clone, Copy)]
pub(super) enum Person {
    /// A boy of eleven.
    Boy,
    /// His sister of fourteen.
    Sister,
    /// Their mother.
    Mother,
}

/// What a ticket is about.
#[derive(Clone, Copy)]
pub(super) struct Knot {
    /// Who opens it.
    pub(super) opener: &'static str,
    /// Against whom; `None`: nobody in particular, for there is no agreement (track A). Else somebody
    /// does not carry out the agreed plan (track B).
    pub(super) against: Option<&'static str>,
    /// What goes wrong.
    pub(super) obstacle: v1::Obstacle,
    /// The category that the opener gives.
    pub(super) category: &'static str,
}

/// One thing that happens. `say` tells it; names are those of the roles.
pub(super) enum Act {
    /// A new part of the story.
    Part(&'static str),
    /// An organisation registers, reads who else is involved, and they are told.
    Register {
        who: &'static str,
        persons: &'static [Person],
        sees: &'static [&'static str],
        say: &'static str,
    },
    /// An organisation sends a concern signal; whom the covenant names is told, and takes it up.
    Signals {
        who: &'static str,
        persons: &'static [Person],
        acute: bool,
        recipient: &'static str,
        say: &'static str,
    },
    /// A ticket is opened: who has it on step 1, and who directs.
    Open { knot: Knot, lies_with: &'static str, director: &'static str, say: &'static str },
    /// A ticket that the covenant refuses, with this reason.
    Refused { knot: Knot, reason: &'static str, say: &'static str },
    /// The handler takes the ticket up.
    Up { who: &'static str, step: u32, lies_with: &'static str, say: &'static str },
    /// An organisation asks who else is involved.
    Sees { who: &'static str, sees: &'static [&'static str], say: &'static str },
    /// A director takes the family up.
    TakesUp {
        who: &'static str,
        persons: &'static [Person],
        category: &'static str,
        say: &'static str,
    },
    /// The director finds that another category applies. Who directs then; and, when a ticket is
    /// open, on which step it lies with whom.
    Classifies {
        who: &'static str,
        category: &'static str,
        director: &'static str,
        ticket: Option<(u32, &'static str)>,
        say: &'static str,
    },
    /// The director says who provides the family manager.
    Manages { who: &'static str, organisation: &'static str, say: &'static str },
    /// The meeting that makes the plan is held: which milestone of which plan it is.
    Plans { who: &'static str, milestone: &'static str, plan: &'static str, say: &'static str },
    /// The director closes the case: the stagnation is lifted.
    Closes { who: &'static str, say: &'static str },
    /// The director has watch kept; the covenant says by whom.
    Watches { who: &'static str, by: &'static str, say: &'static str },
    /// Somebody hears what happened to the ticket.
    Hears { who: &'static str, what: TicketHappening, say: &'static str },
    /// Somebody who is no party to the ticket cannot see it.
    Blind { who: &'static str, say: &'static str },
    /// The handler closes the ticket: the knot is untied.
    Untied { who: &'static str, how: v1::Resolution, say: &'static str },
    /// The last office rules: who must do what in how many days. All of them are told.
    Rules {
        who: &'static str,
        items: &'static [(&'static str, v1::RulingAct, i32)],
        say: &'static str,
    },
}
