//! What happens around the family? Four organisations find each other; later a knot climbs the
//! ladder to the alderman. Pure client code: everything goes over the wire.

use std::io::Write;

use tokio::time::Instant;
use tonic::Code;
use uuid::Uuid;

pub use super::teller::{StoryError, StoryReport};
use super::{
    actors::{Actors, Cast, Family, Player},
    inbox::Inbox,
    steps::{calls, count, directed_by, go_up, held_by, in_days, others, refusal, why},
    teller::Teller,
};
use crate::{
    api::v1::{self, TicketHappening, notification::Event},
    cli::{errors, notifications, output},
};

/// Tells and plays the story.
///
/// # Errors
/// When the server refuses a step, or something else happens than the story expects; it says what
/// was expected and what was found.
pub async fn play(actors: &Actors, out: &mut impl Write) -> Result<StoryReport, StoryError> {
    let mut teller = Teller::new(out);
    let cast = Cast::new(actors);
    let mut inboxes = Inboxes::open(&cast).await?;
    let involved = meet(actors, &cast, &mut inboxes, &mut teller).await?;
    work_together(&cast, &involved, &mut inboxes, &mut teller).await?;
    no_leak(&cast, &involved, &mut teller).await?;
    escalate(actors, &cast, &involved, &mut inboxes, &mut teller).await?;
    teller.end()
}

struct Inboxes {
    school: Inbox,
    debt: Inbox,
    guardian: Inbox,
    coordinator: Inbox,
    process_manager: Inbox,
    alderman: Inbox,
}

impl Inboxes {
    async fn open(cast: &Cast) -> Result<Self, StoryError> {
        Ok(Self {
            school: Inbox::open(&cast.school).await?,
            debt: Inbox::open(&cast.debt).await?,
            guardian: Inbox::open(&cast.guardian).await?,
            coordinator: Inbox::open(&cast.coordinator).await?,
            process_manager: Inbox::open(&cast.process_manager).await?,
            alderman: Inbox::open(&cast.alderman).await?,
        })
    }
}

/// Ids that the story needs later.
struct Involved {
    /// The school's involvement.
    school: String,
    /// The match of the guardian's joining.
    guardians_match: String,
    /// The match of the debt counselling's joining.
    debts_match: String,
}

/// The organisations register, and find each other.
async fn meet<W: Write>(
    actors: &Actors,
    cast: &Cast,
    inboxes: &mut Inboxes,
    t: &mut Teller<'_, W>,
) -> Result<Involved, StoryError> {
    let Family { boy, sister, mother } = Family::invent();
    t.part("Who else is involved?")?;

    let (school, answer) =
        cast.school.register(&actors.area, &[boy.clone(), mother.clone()]).await?;
    t.expect(answer.r#match.is_none(), "nobody else is involved yet", count(&answer))?;
    t.step(
        "Saskia de Wit, school social worker, registers: her school is involved with a boy and \
         his mother. Nobody else is, yet.",
    )?;

    let sent = Instant::now();
    let (debt, answer) = cast.debt.register(&actors.area, std::slice::from_ref(&mother)).await?;
    t.expect(others(&answer) == 1, "debt counselling sees the school at once", count(&answer))?;
    t.step(
        "Murat Yilmaz of debt counselling registers the mother, and reads in the same answer \
         who else is involved:",
    )?;
    t.aside(&calls(&answer))?;
    let (arrived, found) = inboxes.school.joined(&school, &cast.debt).await?;
    let when = t.arrival(sent, arrived);
    t.step(&format!("The school is told on its open subscription, {when}."))?;
    let debts_match = found.match_id;

    let family = [boy.clone(), sister, mother];
    let sent = Instant::now();
    let (guardian, answer) = cast.guardian.register(&actors.area, &family).await?;
    t.expect(others(&answer) == 2, "the guardian sees both", count(&answer))?;
    t.step(
        "Annelies Bakker, gezinsvoogd at Bureau Jeugdzorg, registers the mother and both children:",
    )?;
    t.aside(&calls(&answer))?;
    let (arrived, found) = inboxes.school.joined(&school, &cast.guardian).await?;
    let when = t.arrival(sent, arrived);
    t.step(&format!("The school is told, {when}."))?;
    let (arrived, _) = inboxes.debt.joined(&debt, &cast.guardian).await?;
    let when = t.arrival(sent, arrived);
    t.step(&format!("Debt counselling is told, {when}."))?;
    let guardians_match = found.match_id;

    let sent = Instant::now();
    let (_, answer) = cast.police.register(&actors.area, &[boy]).await?;
    t.expect(others(&answer) == 2, "the police see the school and the guardian", count(&answer))?;
    t.step("Ruben Pinas, wijkagent, registers the boy only. He sees the school and the guardian:")?;
    t.aside(&calls(&answer))?;
    let (arrived, _) = inboxes.school.joined(&school, &cast.police).await?;
    let when = t.arrival(sent, arrived);
    t.step(&format!("The school is told, {when}."))?;
    let (arrived, _) = inboxes.guardian.joined(&guardian, &cast.police).await?;
    let when = t.arrival(sent, arrived);
    t.step(&format!("The guardian is told, {when}."))?;
    let silent = inboxes.debt.quiet(|n| {
        matches!(&n.event, Some(Event::Match(m))
            if m.party.as_ref().is_some_and(|p| p.organisation_oin == cast.police.seat.id))
    });
    t.expect(silent, "debt counselling is not told of the police", "it was told")?;
    t.step(
        "Debt counselling, which knows only the mother, is not told of the police: they share \
         no person.",
    )?;
    Ok(Involved { school, guardians_match, debts_match })
}

/// Contact is made, and somebody leads.
async fn work_together<W: Write>(
    cast: &Cast,
    involved: &Involved,
    inboxes: &mut Inboxes,
    t: &mut Teller<'_, W>,
) -> Result<(), StoryError> {
    t.part("Did they really make contact?")?;
    let parties = cast.school.involved(&involved.school).await?;
    let names = parties.iter().map(|p| p.organisation_name.as_str()).collect::<Vec<_>>();
    t.expect(parties.len() == 3, "three others are involved", names.join(", "))?;
    t.step(&format!("The school asks who else is involved: {}.", names.join(", ")))?;

    let request = v1::RecordFollowUpRequest {
        match_id: involved.debts_match.clone(),
        state: v1::FollowUpState::ContactMade.into(),
        reason: 0,
        request_id: Uuid::now_v7().to_string(),
        acting_professional: cast.school.acting(),
    };
    let answer = cast.school.matches().record_follow_up(request).await?.into_inner();
    let seen = answer.r#match.unwrap_or_default();
    t.expect(!seen.contact_owed, "the school owes no contact any more", "it still does")?;
    t.step(
        "Saskia has called Murat and records it: contact made. For her this match is done; \
         nobody will remind her.",
    )?;

    let request = v1::AgreeLeadRequest {
        match_id: involved.guardians_match.clone(),
        lead_oin: cast.guardian.seat.id.clone(),
        request_id: Uuid::now_v7().to_string(),
        acting_professional: cast.guardian.acting(),
    };
    let answer = cast.guardian.matches().agree_lead(request).await?.into_inner();
    let lead = answer.r#match.and_then(|m| m.lead).unwrap_or_default();
    let is_guardian = lead.organisation_oin == cast.guardian.seat.id;
    t.expect(is_guardian, "the guardian leads", lead.organisation_oin.clone())?;
    let fits = |n: &v1::Notification| matches!(&n.event, Some(Event::LeadAgreed(e)) if e.lead_oin == cast.guardian.seat.id);
    let (_, told) = inboxes.school.wait_for("who leads", fits).await?;
    inboxes.debt.wait_for("who leads", fits).await?;
    t.step("They agree on regie: the guardian leads. The school and debt counselling are told:")?;
    t.aside(&notifications::what(&told))
}

/// Without an involvement there is nothing to see.
async fn no_leak<W: Write>(
    cast: &Cast,
    involved: &Involved,
    t: &mut Teller<'_, W>,
) -> Result<(), StoryError> {
    t.part("Who may not look")?;
    let foreign = refusal(cast.police.involved(&involved.school).await.map(drop))?;
    let unknown = refusal(cast.police.involved(&Uuid::now_v7().to_string()).await.map(drop))?;
    let same = foreign.code() == Code::PermissionDenied
        && (foreign.code(), foreign.message(), errors::reason(&foreign))
            == (unknown.code(), unknown.message(), errors::reason(&unknown));
    let found = format!("{foreign} and {unknown}");
    t.expect(same, "another's involvement and one that does not exist look the same", found)?;
    t.step(
        "The wijkagent tries the school's involvement, and one that does not exist. Both \
         answers are the same:",
    )?;
    t.aside(&format!("\"{}\"", foreign.message()))
}

/// The knot climbs the ladder.
async fn escalate<W: Write>(
    actors: &Actors,
    cast: &Cast,
    involved: &Involved,
    inboxes: &mut Inboxes,
    t: &mut Teller<'_, W>,
) -> Result<(), StoryError> {
    t.part("The agreed plan is not carried out (track B)")?;
    let Cast { school, debt, coordinator, process_manager, alderman, .. } = cast;
    let open = |target: &str| v1::OpenTicketRequest {
        ticket_id: Uuid::now_v7().to_string(),
        involvement_id: involved.school.clone(),
        track: v1::Track::NotCarriedOut.into(),
        obstacle: v1::Obstacle::NotDelivered.into(),
        target_oin: target.to_owned(),
        category: actors.category.clone(),
        nuisance: false,
        acting_professional: school.acting(),
    };

    let request = open(&actors.judiciary_oin);
    let opened = school.escalation().open_ticket(request).await.map(drop);
    let refused = refusal(opened.map_err(StoryError::from))?;
    let reason = errors::reason(&refused);
    let is_it = refused.code() == Code::FailedPrecondition && !reason.is_empty();
    t.expect(
        is_it,
        "a ticket against the judiciary is refused with a reason",
        refused.to_string(),
    )?;
    t.step(
        "The school first thinks that the juvenile court holds things up. One cannot escalate \
         to the judiciary:",
    )?;
    t.aside(&format!("{reason}: \"{}\"", refused.message()))?;

    let answer = school.escalation().open_ticket(open(&debt.seat.id)).await?.into_inner();
    let ticket = answer.ticket.unwrap_or_default();
    let id = ticket.ticket_id.clone();
    held_by(t, &ticket, 1, school)?;
    directed_by(t, &ticket, process_manager)?;
    t.step(&format!(
        "It opens a ticket: debt counselling does not deliver. Step 1: the school's own manager \
         first calls theirs (due {}).",
        ticket.due_date
    ))?;
    inboxes.coordinator.ticket(&id, TicketHappening::Opened).await?;
    t.step(
        "The coordinator risicogezinnen of the district is told at once, although the process \
         manager directs this family.",
    )?;

    let ticket = go_up(school, &id).await?;
    held_by(t, &ticket, 2, coordinator)?;
    directed_by(t, &ticket, process_manager)?;
    inboxes.coordinator.ticket(&id, TicketHappening::Assigned).await?;
    t.step(
        "The managers do not untie it. Step 2: the district commissions debt counselling, so \
         its coordinator handles the ticket; the procesmanager keeps directing.",
    )?;
    t.aside(&why(&ticket))?;

    let request = v1::HandOverTicketRequest {
        ticket_id: id.clone(),
        category: None,
        nuisance: None,
        area: None,
        target_oin: Some(cast.guardian.seat.id.clone()),
        etag: ticket.etag,
        request_id: Uuid::now_v7().to_string(),
        acting_professional: coordinator.acting(),
    };
    let answer = coordinator.escalation().hand_over_ticket(request).await?.into_inner();
    let ticket = answer.ticket.unwrap_or_default();
    held_by(t, &ticket, 2, process_manager)?;
    inboxes.process_manager.ticket(&id, TicketHappening::Assigned).await?;
    t.step(
        "The coordinator finds that the knot lies with Bureau Jeugdzorg. She corrects that \
         fact; the covenant moves the ticket to the procesmanager.",
    )?;
    t.aside(&why(&ticket))?;

    let ticket = go_up(process_manager, &id).await?;
    held_by(t, &ticket, 3, alderman)?;
    inboxes.alderman.ticket(&id, TicketHappening::Assigned).await?;
    t.step(
        "The directors do not agree either. Step 3: the procesmanager takes it to the city \
         region's portefeuillehouder jeugdzorg.",
    )?;

    let request =
        v1::GetTicketRequest { ticket_id: id.clone(), acting_professional: cast.police.acting() };
    let looked = cast.police.escalation().get_ticket(request).await.map(drop);
    let refused = refusal(looked.map_err(StoryError::from))?;
    let hidden = refused.code() == Code::PermissionDenied;
    t.expect(hidden, "the police, no party to the ticket, do not see it", refused.to_string())?;
    t.step("The police, who are no party to it, cannot see the ticket.")?;

    rule(cast, &id, inboxes, t).await
}

async fn rule<W: Write>(
    cast: &Cast,
    id: &str,
    inboxes: &mut Inboxes,
    t: &mut Teller<'_, W>,
) -> Result<(), StoryError> {
    let item = |player: &Player, act: v1::RulingAct, days: i32| v1::RulingItem {
        organisation_oin: player.seat.id.clone(),
        act: act.into(),
        by_date: in_days(days),
    };
    let request = v1::RuleOnTicketRequest {
        ticket_id: id.to_owned(),
        items: vec![
            item(&cast.guardian, v1::RulingAct::DeliverHelp, 14),
            item(&cast.debt, v1::RulingAct::TakePart, 21),
        ],
        etag: String::new(),
        request_id: Uuid::now_v7().to_string(),
        acting_professional: cast.alderman.acting(),
    };
    let answer = cast.alderman.escalation().rule_on_ticket(request).await?.into_inner();
    let ticket = answer.ticket.unwrap_or_default();
    let closed = ticket.state() == v1::TicketState::Ruled && ticket.handlers.is_empty();
    t.expect(closed, "the ticket is ruled and closed", output::all_named(&ticket.handlers))?;
    t.step(&format!(
        "The alderman rules, binding on all: Bureau Jeugdzorg delivers the help by {}, debt \
         counselling takes part by {}.",
        in_days(14),
        in_days(21)
    ))?;
    inboxes.school.ticket(id, TicketHappening::Ruled).await?;
    inboxes.coordinator.ticket(id, TicketHappening::Ruled).await?;
    inboxes.process_manager.ticket(id, TicketHappening::Ruled).await?;
    inboxes.guardian.ticket(id, TicketHappening::Ruled).await?;
    inboxes.debt.ticket(id, TicketHappening::Ruled).await?;
    t.step(
        "The ruling reaches everybody: the school, the coordinator, the procesmanager, Bureau \
         Jeugdzorg and debt counselling.",
    )?;
    let seen = cast.school.ticket(id).await?;
    let steps = seen.history.iter().map(|h| h.what.as_str()).collect::<Vec<_>>();
    t.expect(seen.history.len() >= 5, "the whole way can be read back", steps.join(", "))?;
    t.step(&format!("The school reads the whole way back: {}.", steps.join(", ").replace('_', " ")))
}
