//! How is read how an office and its deputies are reached?

use crate::covenant::model::{Contact, Deputy};
use crate::domain::model::mail_address::can_be_mailed;
use crate::domain::model::mail_wish::{DAY_MINUTES, Digest, MailWish};
use crate::domain::model::receiver::ReceiverAddress;
use crate::toml_file::{At, Section};

/// Longest telephone number, in characters; as on a contact card.
const MAX_PHONE: usize = 32;

/// Fewest digits of a telephone number.
const MIN_DIGITS: usize = 3;

/// Reads `phone` and `email`, of which at least one must be there when somebody is to be reached.
pub(super) fn read_contact(section: &mut Section, needed: bool) -> Option<Contact> {
    let phone = section.text_if("phone");
    let email = section.text_if("email");
    if needed && phone.is_none() && email.is_none() {
        let why = "there is no way to reach it: neither \"phone\" nor \"email\"";
        section.wrong(section.line, why, "add phone = \"...\" or email = \"...\"");
        return None;
    }
    let phone = fits(section, phone, is_phone, "\"phone\" is no telephone number", PHONE);
    let email = fits(section, email, can_be_mailed, "\"email\" is no e-mail address", EMAIL);
    Some(Contact { phone: phone?, email: email? })
}

/// Reads `webhook`, the address of a web server that is told when something waits.
pub(super) fn read_webhook(section: &mut Section) -> Option<ReceiverAddress> {
    let text = section.text_if("webhook")?;
    match ReceiverAddress::parse(&text.it) {
        Ok(address) => Some(address),
        Err(rule) => {
            let why = format!("\"webhook\" cannot be called: {rule}");
            section.wrong(text.line, why, "write webhook = \"https://receiver.example.nl/path\"");
            None
        }
    }
}

/// Reads an e-mail address that may be absent.
pub(super) fn read_address(section: &mut Section, key: &'static str) -> Option<String> {
    let text = section.text_if(key)?;
    let why = format!("\"{key}\" is no e-mail address");
    fits(section, Some(text), can_be_mailed, &why, EMAIL)
}

/// Reads how somebody wants to hear by mail that something waits.
pub(super) fn read_mail_wish(section: &mut Section) -> MailWish {
    let expects = "\"twice\", \"morning\" or \"never\"; what the covenant obliges is mailed always";
    let digest = |text: &str| Digest::ALL.into_iter().find(|choice| choice.as_str() == text);
    let digest = section.optional("mail_digest", expects, digest);
    let quiet = section.optional("mail_quiet", "hours as \"19:00-07:30\"", quiet_hours);
    MailWish { digest: digest.unwrap_or_default(), quiet }
}

/// `HH:MM-HH:MM`, two different times.
fn quiet_hours(text: &str) -> Option<(u16, u16)> {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let two = |part: &str, below: u16| -> Option<u16> {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|number| digits && *number < below)
        };
        Some(two(hour, DAY_MINUTES / 60)? * 60 + two(minute, 60)?)
    };
    let (from, until) = text.split_once('-')?;
    let both = (minute(from)?, minute(until)?);
    (both.0 != both.1).then_some(both)
}

const PHONE: &str = "write up to 32 digits, spaces, +, - and brackets";
const EMAIL: &str = "write name@organisation";

/// The text, or an empty one when there is none; `None` when it is wrong.
fn fits(
    section: &Section,
    text: Option<At<String>>,
    is_one: fn(&str) -> bool,
    why: &str,
    hint: &str,
) -> Option<String> {
    let Some(text) = text else { return Some(String::new()) };
    if is_one(&text.it) {
        return Some(text.it);
    }
    section.wrong(text.line, why, hint);
    None
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || " +-()".contains(c);
    digits >= MIN_DIGITS && text.len() <= MAX_PHONE && text.chars().all(plain)
}

/// Reads the deputies, in the order of the file.
pub(super) fn read_deputies(section: &mut Section) -> Vec<Deputy> {
    let mut deputies = Vec::new();
    for mut deputy in section.tables("deputies") {
        deputy.name = format!("{}: deputy", section.name);
        let name = deputy.text("name");
        if let Some(name) = &name {
            deputy.name = format!("{} \"{}\"", deputy.name, name.it);
        }
        let contact = read_contact(&mut deputy, true);
        deputy.finish();
        if let (Some(name), Some(contact)) = (name, contact) {
            deputies.push(Deputy { name: name.it, contact });
        }
    }
    deputies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_two_different_times_of_the_day() {
        assert_eq!(quiet_hours("19:00-07:30"), Some((1140, 450)));
        for bad in
            ["", "19:00", "19:00-19:00", "24:00-07:00", "7:00-8:00", "07:60-08:00", "+1:00-08:00"]
        {
            assert_eq!(quiet_hours(bad), None, "{bad}");
        }
    }

    #[test]
    fn telephone_numbers_are_told_from_other_texts() {
        for good in ["020-5550101", "+31 20 555 0101", "(020) 5550101", "112"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "12", "call me", "020-5550101 ext. 3", &"1".repeat(33)] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
