//! How do the ways out of an inbox stand: which one is asked for, and how is it shown?

use crate::{
    api::v1,
    broker::Way,
    covenant::Covenants,
    domain::{
        model::{party::Party, refusal::Refusal},
        rules::access::Permit,
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
        v1::DeliveryChannel::System | v1::DeliveryChannel::Unspecified => None,
    };
    let channel = problems.require("channel", channel, "must be WEBHOOK or MAIL");
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
        Channel::Bell | Channel::Professionals => return None,
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
