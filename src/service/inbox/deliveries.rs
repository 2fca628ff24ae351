//! How do the ways out of an inbox stand: which one is asked for, and how is it shown?

use crate::{
    api::v1,
    broker::Way,
    covenant::Covenants,
    domain::{
        model::{mail_wish::MailChoice, party::Party, refusal::Refusal},
        rules::{
            access::Permit,
            own_mail::{OwnMail, Refused, Wish},
        },
        state::{delivery::Trouble, positions::Channel},
    },
    service::{fields::Problems, shown::instant},
};

/// The channel that is to be tried again.
///
/// # Errors
/// By this one the broker does not deliver.
pub(super) fn channel(
    permit: &Permit,
    body: &v1::ResumeDeliveryRequest,
) -> Result<Channel, Refusal> {
    let mut problems = Problems::of(permit);
    let channel = match body.channel() {
        v1::DeliveryChannel::Webhook => Some(Channel::Webhook),
        v1::DeliveryChannel::Mail => Some(Channel::Mail),
        v1::DeliveryChannel::Professionals => Some(Channel::Professionals),
        v1::DeliveryChannel::System | v1::DeliveryChannel::Unspecified => None,
    };
    let channel = problems.require("channel", channel, "must be WEBHOOK, MAIL or PROFESSIONALS");
    problems.finish(channel)
}

/// A way, when the owner of the inbox has it.
pub(super) fn shown(covenants: &Covenants, owner: &Party, way: &Way) -> Option<v1::Delivery> {
    let (channel, address) = match way.channel {
        Channel::System => (v1::DeliveryChannel::System, String::new()),
        Channel::Webhook => {
            (v1::DeliveryChannel::Webhook, covenants.receiver(owner)?.as_str().to_owned())
        }
        Channel::Mail => (v1::DeliveryChannel::Mail, covenants.mailbox(owner)?.to_owned()),
        Channel::Professionals => match owner {
            Party::Organisation(oin) if covenants.mails_professionals(oin) => {
                (v1::DeliveryChannel::Professionals, String::new())
            }
            Party::Organisation(_) | Party::Office(_) => return None,
        },
        Channel::Bell => return None,
    };
    let delivery = &way.delivery;
    let (trouble, code) = delivery.trouble.map_or_else(Default::default, trouble);
    Some(v1::Delivery {
        channel: channel.into(),
        address,
        position: way.position,
        waiting: way.waiting,
        arrived_at: delivery.arrived.map(instant),
        tried_at: delivery.last.map(|last| instant(last.at)),
        failures: delivery.failures,
        failing_since: delivery.failing_since.map(instant),
        next_try_at: delivery.next_attempt().map(instant),
        paused_since: delivery.paused_since.map(instant),
        trouble: trouble.into(),
        trouble_code: code.into(),
    })
}

/// The code of a trouble, and what the other side answered.
fn trouble(trouble: Trouble) -> (v1::DeliveryTrouble, u16) {
    use v1::DeliveryTrouble as Wire;
    match trouble {
        Trouble::Status(code) => (Wire::Answer, code),
        Trouble::Redirect(code) => (Wire::Redirect, code),
        Trouble::NoConsent => (Wire::NoConsent, 0),
        Trouble::Forbidden => (Wire::AddressInside, 0),
        Trouble::Unreachable => (Wire::Unreachable, 0),
        Trouble::Certificate => (Wire::Certificate, 0),
        Trouble::Broken => (Wire::Broken, 0),
        Trouble::TimedOut => (Wire::Timeout, 0),
        Trouble::Unsent => (Wire::NotSent, 0),
        Trouble::NoRecipient => (Wire::NoRecipient, 0),
    }
}

/// An address that takes no mail.
pub(super) fn refused(refused: &Refused) -> v1::RefusedAddress {
    v1::RefusedAddress {
        involvement_id: refused.involvement.map(|id| id.0.to_string()).unwrap_or_default(),
        professional_id: refused.professional.clone(),
        address: refused.address.clone(),
        refused_since: Some(instant(refused.since)),
    }
}

/// How the mail of a professional stands.
pub(super) fn own_mail(covenants: &Covenants, owner: &Party, own: &OwnMail) -> v1::OwnMail {
    let mailed = match owner {
        Party::Organisation(oin) => covenants.mails_professionals(oin),
        Party::Office(_) => false,
    };
    let choice = match own.choice {
        None => v1::MailChoice::AsOrganisation,
        Some(MailChoice::AtOnce) => v1::MailChoice::AtOnce,
        Some(MailChoice::Twice) => v1::MailChoice::Twice,
        Some(MailChoice::Morning) => v1::MailChoice::Morning,
        Some(MailChoice::Obliged) => v1::MailChoice::Obliged,
    };
    let refused_addresses = own.refused.iter().map(refused).collect();
    v1::OwnMail { mailed, choice: choice.into(), refused_addresses }
}

/// What a professional chooses.
///
/// # Errors
/// A code that is none.
pub(super) fn wish(permit: &Permit, body: &v1::ChooseOwnMailRequest) -> Result<Wish, Refusal> {
    let mut problems = Problems::of(permit);
    let choice = match v1::MailChoice::try_from(body.choice) {
        Err(_) => None,
        Ok(v1::MailChoice::Unspecified) => Some(None),
        Ok(v1::MailChoice::AsOrganisation) => Some(Some(None)),
        Ok(v1::MailChoice::AtOnce) => Some(Some(Some(MailChoice::AtOnce))),
        Ok(v1::MailChoice::Twice) => Some(Some(Some(MailChoice::Twice))),
        Ok(v1::MailChoice::Morning) => Some(Some(Some(MailChoice::Morning))),
        Ok(v1::MailChoice::Obliged) => Some(Some(Some(MailChoice::Obliged))),
    };
    let rule = "must be AS_ORGANISATION, AT_ONCE, TWICE, MORNING or OBLIGED";
    let choice = problems.require("choice", choice, rule);
    let confirmed = body.addresses_confirmed;
    problems.finish(choice.map(|choice| Wish { choice, confirmed }))
}
