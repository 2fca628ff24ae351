//! Which numbers of the deliveries does the server publish?

use std::sync::Arc;

use crate::deliver::figures::Figures;

use super::metrics::Metrics;

/// Names and explanations for one channel: waiting, paused, delivered, failed.
pub(super) type Names = [(&'static str, &'static str); 4];

/// For mail.
pub(super) const MAIL: Names = [
    ("mail_recipients_waiting", "Recipients for whom a mail waits that should have gone"),
    ("mail_recipients_paused", "Recipients whose mail is paused: correct their address"),
    ("mails_delivered", "Mails that the mail server took"),
    ("mails_failed", "Attempts that the mail server did not take"),
];

/// For mail to professionals, by their organisations.
pub(super) const PROFESSIONALS: Names = [
    ("professional_mail_waiting", "Organisations with a professional whose mail should have gone"),
    ("professional_mail_paused", "Organisations with an address on a card that takes no mail"),
    ("professional_mails_delivered", "Mails to professionals that the mail server took"),
    ("professional_mails_failed", "Attempts at them that the mail server did not take"),
];

/// For calls to recipients' web servers.
pub(super) const WEBHOOKS: Names = [
    ("webhook_pending", "Receivers for which something waits that should have gone"),
    ("webhook_paused", "Receivers that are not reached: somebody has to look"),
    ("webhook_delivered", "Events that receivers took, since the start"),
    ("webhook_failed", "Calls of receivers that failed, since the start"),
];

/// Shows how the deliveries of a channel go.
#[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
pub(super) fn publish(metrics: &Metrics, names: &Names, figures: &Arc<Figures>) {
    let read: [fn(&Figures) -> f64; 4] = [
        |figures| figures.pending() as f64,
        |figures| figures.paused() as f64,
        |figures| figures.delivered() as f64,
        |figures| figures.failed() as f64,
    ];
    for ((name, help), read) in names.iter().zip(read) {
        let figures = figures.clone();
        metrics.gauge(name, help, move || read(&figures));
    }
}
