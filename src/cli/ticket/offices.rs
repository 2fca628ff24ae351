//! What does an office do with a ticket that lies with it, or about which it is asked: ticket escalate,
//! hand-over, resolve, answer, rule?

use clap::Args;

use crate::{
    api::v1::{self, escalation_service_client::EscalationServiceClient as Client},
    cli::{
        errors::CliError,
        session::{Etag, Session, one_call, request_id},
        texts::{fill, say},
        words::{self, Named, one_of, parser},
    },
};

/// Take a ticket a step up; only its handler.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt ticket escalate --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10
  verwijspunt ticket escalate --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --to-step 3 --skip-reason urgent")]
pub struct Escalate {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// Step to go to [default: the next].
    #[arg(long, requires = "skip_reason", default_value_t = 0, hide_default_value = true)]
    pub to_step: u32,
    /// Why a step is skipped.
    #[arg(long, value_parser = parser::<v1::SkipReason>())]
    pub skip_reason: Option<v1::SkipReason>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Correct the facts, so that it goes to the office that the covenant points to.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("facts").required(true).multiple(true))]
#[command(after_help = "\
Example:
  verwijspunt ticket hand-over --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --target 00000009000000001100

Give the facts that changed. When the covenant then points to the same office, it is refused.")]
pub struct HandOver {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// The category as it turned out to be.
    #[arg(long, group = "facts")]
    pub category: Option<String>,
    /// Nuisance as it turned out to be: true or false.
    #[arg(long, group = "facts", value_name = "BOOL")]
    pub nuisance: Option<bool>,
    /// The area where the family lives now.
    #[arg(long, group = "facts")]
    pub area: Option<String>,
    /// OIN or name of the organisation where the knot turned out to lie.
    #[arg(long, group = "facts", value_name = "OIN")]
    pub target: Option<String>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// How a handler may resolve a ticket; the others are the broker's own.
const OF_A_HANDLER: [v1::Resolution; 4] = [
    v1::Resolution::Agreement,
    v1::Resolution::TaskDone,
    v1::Resolution::Reassigned,
    v1::Resolution::NoLongerNeeded,
];

/// Close a ticket because the knot is untied; only its handler.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket resolve --as coordinator-zeeburg 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    task-done")]
pub struct Resolve {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// How the knot was untied.
    #[arg(value_name = "HOW", value_parser = one_of(&OF_A_HANDLER))]
    pub resolution: v1::Resolution,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Answer, as an office that was asked to: the directorate of the organisation that is addressed.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket answer --as guide-directorate-ggz 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \
    carries-out

Nothing moves by it: the handler, the opener and the director are told, and the handler goes on.")]
pub struct Answer {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// What your organisation answers.
    #[arg(value_name = "ANSWER", value_parser = parser::<v1::TicketAnswer>())]
    pub answer: v1::TicketAnswer,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

/// Rule, binding on all parties; only the office of the last step.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt ticket rule --as region-portfolio-holder 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    --item 00000009000000001100:deliver-help:2026-03-31")]
pub struct Rule {
    /// The ticket.
    #[arg(value_name = "TICKET", value_parser = words::named)]
    pub ticket: Named,
    /// Who must do what by when: ORGANISATION:ACT:DATE. May be given more than once.
    #[arg(long = "item", value_name = "ORGANISATION:ACT:DATE", required = true, value_parser = ruling_item)]
    pub items: Vec<v1::RulingItem>,
    #[command(flatten)]
    etag: Etag,
    #[command(flatten)]
    session: Session,
}

fn ruling_item(text: &str) -> Result<v1::RulingItem, String> {
    let [oin, act, by_date] = text.split(':').collect::<Vec<_>>()[..] else {
        return Err(say("write it as ORGANISATION:ACT:DATE").to_owned());
    };
    let act: v1::RulingAct = words::value(act).ok_or_else(|| {
        let known = <v1::RulingAct as words::Coded>::WORDS.iter().map(|(_, word, _)| *word);
        fill("the act must be one of {}", &[&known.collect::<Vec<_>>().join(", ")])
    })?;
    Ok(v1::RulingItem {
        organisation_oin: oin.to_owned(),
        act: act.into(),
        by_date: by_date.to_owned(),
    })
}

one_call! {
    Client => ticket;

    Escalate.escalate_ticket |verb, by| {
        v1::EscalateTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            to_step: verb.to_step,
            skip_reason: verb.skip_reason.map_or(0, Into::into),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    HandOver.hand_over_ticket |verb, by| {
        v1::HandOverTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            category: verb.category.clone(),
            nuisance: verb.nuisance,
            area: verb.area.clone(),
            target_oin: match &verb.target {
                Some(target) => Some(verb.session.oin(target).await?),
                None => None,
            },
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Resolve.resolve_ticket |verb, by| {
        v1::ResolveTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            resolution: verb.resolution.into(),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Answer.answer_ticket |verb, by| {
        v1::AnswerTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            answer: verb.answer.into(),
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }

    Rule.rule_on_ticket |verb, by| {
        let mut items = verb.items.clone();
        for item in &mut items {
            item.organisation_oin = verb.session.oin(&item.organisation_oin).await?;
        }
        v1::RuleOnTicketRequest {
            ticket_id: verb.session.ticket_id(&verb.ticket).await?,
            items,
            etag: verb.etag.etag.clone(),
            request_id: request_id(),
            acting_professional: by,
        }
    }
}
