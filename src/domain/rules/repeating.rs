//! What happens when the same professional registers the same persons again? What is the
//! organisation's own affair holds from now on; whatever else differs is said, never passed over.

use crate::domain::{
    model::{
        involvement::{Informed, Involvement},
        party::{AreaCode, Oin},
        person::Member,
        repeat::{Part, Repeat},
        time::Day,
    },
    rules::{contact, context::Context, registering::Register},
    state::{lookup::Lookup, receipt::Answer},
};

/// The same organisation, professional and persons, still active.
pub(super) fn found<'a>(
    look: &'a impl Lookup,
    organisation: Oin,
    command: &Register,
) -> Option<&'a Involvement> {
    // Under every key: before a rotation it may have been registered under the previous one only.
    let persons = command.members.first()?.identity.pseudonyms().filter_map(|p| look.person(p));
    persons
        .flat_map(|person| &person.links)
        .filter(|link| link.named && link.organisation == organisation)
        .filter_map(|link| look.involvement(link.involvement))
        .find(|known| {
            known.is_active()
                && known.card.professional_id == command.card.professional_id
                && known.names(&command.members)
        })
}

/// Applies what may be applied, and says what was. Nobody is told of a match again.
pub(super) fn apply(ctx: &mut Context<'_>, command: &Register, before: &Involvement) -> Repeat {
    let own_reference = command.own_reference.clone().or_else(|| before.own_reference.clone());
    let informed = informed(before.informed, command.informed).unwrap_or(before.informed);
    let after = Involvement { own_reference, informed, ..before.clone() };
    let repeat = Repeat {
        card: before.card != command.card,
        informed: after.informed != before.informed,
        own_reference: after.own_reference != before.own_reference,
        not_applied: differing(&Stands::of(&after), command),
    };
    if repeat.card {
        let mut draft = contact::Draft::default();
        draft.renew(ctx, &after, &command.card, contact::Act::Update);
        draft.finish(ctx);
    } else if after != *before {
        ctx.effects.put_involvement(after);
    }
    ctx.keep(if repeat == Repeat::default() {
        Answer::Existing(before.id)
    } else {
        Answer::Repeated(before.id, repeat.clone())
    });
    repeat
}

/// What is recorded of informing the family from now on; nothing when nothing was given, or when
/// that a family was told would be taken back.
pub(super) fn informed(known: Informed, given: Informed) -> Option<Informed> {
    match (known, given) {
        (_, Informed::No) | (Informed::On(_), Informed::Not(_)) => None,
        (_, Informed::On(_)) | (Informed::No | Informed::Not(_), Informed::Not(_)) => Some(given),
    }
}

/// What stands of an involvement, as far as registering it again may leave it as it was.
pub(super) struct Stands<'a> {
    pub(super) area: &'a AreaCode,
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) informed: Informed,
    pub(super) members: &'a [Member],
}

impl<'a> Stands<'a> {
    fn of(known: &'a Involvement) -> Self {
        let Involvement { area, start, end, informed, members, .. } = known;
        Self { area, start: *start, end: *end, informed: *informed, members }
    }
}

/// What a command asks otherwise than it stands.
pub(super) fn differing(known: &Stands<'_>, command: &Register) -> Vec<Part> {
    let people = || {
        command.members.iter().filter_map(|member| {
            let known = known.members.iter().find(|known| known.identity.is(&member.identity));
            known.map(|known| (known, member))
        })
    };
    let differs = [
        (Part::Area, *known.area != command.area),
        (Part::StartDate, known.start != command.start),
        // Without a last day the covenant's term was meant, which moves on with every day.
        (Part::EndDate, command.end_given && known.end != command.end),
        (Part::Informed, command.informed != Informed::No && known.informed != command.informed),
        (Part::Role, people().any(|(known, given)| known.role != given.role)),
        (
            Part::BirthDate,
            people()
                .any(|(known, given)| known.role == given.role && known.ages_out != given.ages_out),
        ),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
}
