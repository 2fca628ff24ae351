//! Which meetings does somebody chair, and what is shown of them? That they are planned, for which day, and
//! who is invited, so that it can be recorded who was there; nothing else of the case.

use crate::domain::{
    model::{
        agreement::MeetingRule,
        case::{Case, invitation::Invitation},
        ids::CaseId,
        party::{Oin, Party},
        time::Day,
    },
    rules::{
        access::Permit,
        case::{following, inviting, reach},
    },
    state::{
        facts::Facts,
        loaded::{Loaded, Needs},
        lookup::Lookup as _,
    },
};

/// The meetings of one case that somebody chairs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chaired {
    /// The case.
    pub case: CaseId,
    /// The meetings.
    pub meetings: Vec<ChairedMeeting>,
}

/// A meeting, as far as its chair sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChairedMeeting {
    /// Which kind of the covenant it is.
    pub milestone: String,
    /// When.
    pub day: Day,
    /// Who is invited and involved still; nobody whom naming would tell who is withheld.
    pub invited: Vec<Oin>,
    /// Whether its day has come and presence is to be recorded.
    pub to_record: bool,
}

/// The meetings of a case that a party chairs and that were not recorded yet.
pub fn meetings<'a>(
    party: &'a Party,
    case: &'a Case,
    kinds: &'a [MeetingRule],
) -> impl Iterator<Item = (&'a Invitation, &'a MeetingRule)> {
    let live = case.invitations.iter().filter(|_| case.is_live());
    live.filter_map(move |one| {
        let kind = kinds.iter().find(|kind| kind.code == one.milestone)?;
        (kind.chair.as_ref() == Some(party)).then_some((one, kind))
    })
}

/// What must be loaded before [`see`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, ids: &[CaseId]) -> Needs {
    let keys = ids.iter().flat_map(|id| reach::keys_of(loaded, *id)).collect();
    Needs::missing(loaded, keys, Vec::new())
}

/// What the caller sees of the meetings that it chairs in a case: those whose presence it may record. A
/// professional of an organisation that chairs is shown those of families of which it is the family manager.
#[must_use]
pub fn see(
    facts: &Facts,
    permit: &Permit,
    id: CaseId,
    kinds: &[MeetingRule],
    today: Day,
) -> Option<Chaired> {
    let own = permit.only().is_none() || following::followed(facts, permit, id).is_ok();
    let case = facts.case(id).filter(|_| own)?;
    let involved = inviting::shown(facts, case, permit.party());
    let shown = |(one, kind): (&Invitation, &MeetingRule)| ChairedMeeting {
        milestone: one.milestone.clone(),
        day: one.day,
        invited: one.invited.iter().filter(|oin| involved.contains(oin)).copied().collect(),
        to_record: one.day <= today && records(case, kind),
    };
    let meetings: Vec<ChairedMeeting> = meetings(permit.party(), case, kinds).map(shown).collect();
    (!meetings.is_empty()).then_some(Chaired { case: id, meetings })
}

/// Whether presence is recorded at meetings of a kind in this case.
fn records(case: &Case, kind: &MeetingRule) -> bool {
    let milestone = case.plan.as_ref().and_then(|plan| plan.milestone(&kind.code));
    kind.attendance || milestone.is_some_and(|milestone| milestone.attendance)
}
