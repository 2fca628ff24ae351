//! To how many recipients does the running broker deliver nothing any more, by its own numbers?

use std::net::SocketAddr;

use crate::cli::doctor::facts::Paused;

/// The names of these numbers on the metrics page.
const MAIL: &str = "verwijspunt_mail_recipients_paused";
const WEBHOOKS: &str = "verwijspunt_webhook_paused";

/// Asks a broker on the admin address.
pub(super) fn paused(address: SocketAddr) -> Option<Paused> {
    read(&super::ask(address, "/metrics")?.ok()?)
}

/// Reads the page; `None` when it tells of no deliveries.
fn read(page: &str) -> Option<Paused> {
    let number = |name: &str| {
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        line.trim().parse::<f64>().ok()
    };
    let (mail, webhooks) = (number(MAIL), number(WEBHOOKS));
    if mail.is_none() && webhooks.is_none() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let count = |number: Option<f64>| number.unwrap_or_default().max(0.0) as usize;
    Some(Paused { mail: count(mail), webhooks: count(webhooks) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_read_from_the_page() {
        assert_eq!(read("HTTP/1.1 200 OK\r\n\r\n# HELP a b\na 1\n"), None);
        let page = "# HELP verwijspunt_webhook_paused Receivers\n# TYPE verwijspunt_webhook_paused gauge\n\
                    verwijspunt_webhook_paused 2.0\nverwijspunt_webhook_paused_not 9\n";
        assert_eq!(read(page), Some(Paused { mail: 0, webhooks: 2 }));
        let both = format!("{page}verwijspunt_mail_recipients_paused 1\n");
        assert_eq!(read(&both), Some(Paused { mail: 1, webhooks: 2 }));
    }
}
