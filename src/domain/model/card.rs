//! What may stand on a contact card, and in any other text of a caller? No story, no BSN, nothing that
//! is not seen.

use super::person::{BSN_DIGITS, Bsn, BsnProblem};

/// A rule about text, in both languages of the broker. It never repeats the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What is wrong and what to do, in English.
    pub en: &'static str,
    /// The same in Dutch.
    pub nl: &'static str,
}

/// Most characters of a name or a function.
pub const NAME_MOST_CHARS: usize = 60;
/// Most words of a name: a first name, a prefix or two, and two surnames.
const NAME_MOST_WORDS: usize = 5;
/// Fewest digits of a telephone number: the shortest that are in use (112, 144).
const PHONE_FEWEST_DIGITS: usize = 3;
/// What may stand before the digits of an extension.
const EXTENSIONS: [&str; 5] = ["ext", "ext.", "tst", "tst.", "toestel"];
/// Most digits of a telephone number with the country before it (E.164), and the 00 before that.
const PHONE_MOST_DIGITS: usize = 17;
/// What people write between the digits of one number.
const BETWEEN: [char; 9] = [' ', '.', '-', '/', '_', ',', '\u{a0}', '\u{202f}', '\u{2013}'];
/// So many of these in a row still stand within one number.
const BETWEEN_MOST: usize = 2;

/// Not seen on a screen, or changing the direction of what is.
pub const INVISIBLE: Rule = Rule {
    en: "must not contain control characters, invisible ones or ones that turn the direction of reading; type it anew",
    nl: "mag geen stuurtekens, onzichtbare tekens of tekens voor de leesrichting bevatten; typ het opnieuw",
};
/// Nine digits that pass the 11-check.
pub const HOLDS_BSN: Rule = Rule {
    en: "must not contain a number that could be a BSN; persons are named in their own fields only",
    nl: "mag geen getal bevatten dat een BSN kan zijn; personen staan alleen in hun eigen velden",
};
/// A name or a function is no sentence.
pub const NAME: Rule = Rule {
    en: "must be the name of a person: at most five words, without digits or a colon; there is no place for what is going on",
    nl: "moet de naam van een persoon zijn: hoogstens vijf woorden, zonder cijfers of dubbele punt; er is geen plaats voor wat er speelt",
};
/// A function says what somebody is.
pub const FUNCTION: Rule = Rule {
    en: "must say what somebody is, for instance wijkagent, without a colon or a full sentence; there is no place for what is going on",
    nl: "moet zeggen wat iemand is, bijvoorbeeld wijkagent, zonder dubbele punt of hele zin; er is geen plaats voor wat er speelt",
};
/// A telephone number can be dialled.
pub const PHONE: Rule = Rule {
    en: "must be a telephone number: at least three digits and no letters, but ext. or tst. before an extension; did a spreadsheet change it?",
    nl: "moet een telefoonnummer zijn: minstens drie cijfers en geen letters, behalve tst. of ext. voor een toestel; heeft een rekenblad het veranderd?",
};
/// An e-mail address can be written to.
pub const EMAIL: Rule = Rule {
    en: "must be an e-mail address: text before and after one @, without spaces",
    nl: "moet een e-mailadres zijn: tekst voor en na één @, zonder spaties",
};

/// A BSN of nobody.
pub const PLACEHOLDER: Rule = Rule {
    en: "is a number that people fill in where they know none, and belongs to nobody; give the person's own BSN",
    nl: "is een getal dat wordt ingevuld als het echte niet bekend is, en is van niemand; geef het eigen BSN van de persoon",
};

/// Every rule that is told in both languages.
pub const RULES: [&Rule; 7] =
    [&INVISIBLE, &HOLDS_BSN, &NAME, &FUNCTION, &PHONE, &EMAIL, &PLACEHOLDER];

/// What no text may hold, whatever it is for.
///
/// # Errors
/// The rule that it breaks.
pub fn text(text: &str) -> Result<(), &'static Rule> {
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(&INVISIBLE);
    }
    if is_uuid(text) || !holds_bsn(text) { Ok(()) } else { Err(&HOLDS_BSN) }
}

/// The name of a person.
///
/// # Errors
/// The rule that it breaks.
pub fn name(text: &str) -> Result<(), &'static Rule> {
    let plain = !text.chars().any(|c| c.is_numeric() || c == ':');
    let short = text.split_whitespace().count() <= NAME_MOST_WORDS;
    if plain && short { Ok(()) } else { Err(&NAME) }
}

/// The function of a professional.
///
/// # Errors
/// The rule that it breaks.
pub fn function(text: &str) -> Result<(), &'static Rule> {
    let sentence = |c: char| matches!(c, ':' | ';' | '!' | '?');
    if text.contains(sentence) { Err(&FUNCTION) } else { Ok(()) }
}

/// A telephone number. A Dutch one has ten digits, or eleven with its country: neither is taken for a
/// BSN, whatever nine of its digits come to. Refused are nine digits by themselves that pass the
/// 11-check, however they are written, and nine in a row beside others that no `+` or `00` explains.
///
/// # Errors
/// The rule that it breaks.
pub fn phone(text: &str) -> Result<(), &'static Rule> {
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(&INVISIBLE);
    }
    let all: String = text.chars().filter(|c| c.is_numeric()).collect();
    let mut numbers = text.split(|c: char| c == '/' || c.is_alphabetic());
    if is_bsn(&all) || numbers.any(is_bsn_for_a_phone) {
        return Err(&HOLDS_BSN);
    }
    let number = match text.split_once(|c: char| c.is_alphabetic()) {
        None => text,
        Some((number, _)) => {
            let extension = text[number.len()..].to_lowercase();
            let digits = extension.trim_start_matches(|c: char| !c.is_ascii_digit());
            let word = extension[..extension.len() - digits.len()].trim();
            let right = EXTENSIONS.contains(&word) && digits.bytes().all(|b| b.is_ascii_digit());
            if !right || digits.is_empty() {
                return Err(&PHONE);
            }
            number
        }
    };
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let dialled = digits(number) >= PHONE_FEWEST_DIGITS
        && number.split('/').all(|part| digits(part) <= PHONE_MOST_DIGITS);
    let written = number.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
    if dialled && written { Ok(()) } else { Err(&PHONE) }
}

/// Nine digits that begin with another than 0: the leading 0 of a Dutch number is what spreadsheets drop.
#[must_use]
pub fn phone_lost_its_zero(text: &str) -> bool {
    let text = text.trim();
    text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0')
}

/// An e-mail address.
///
/// # Errors
/// The rule that it breaks.
pub fn email(text: &str) -> Result<(), &'static Rule> {
    let sides = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let plain = |part: &str| !part.contains('@') && !part.contains(char::is_whitespace);
    match sides {
        Some((name, host)) if plain(name) && plain(host) => Ok(()),
        _ => Err(&EMAIL),
    }
}

/// Format characters of Unicode that show nothing, and those for the direction of reading.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Hexadecimal, with hyphens in their places: an id, whose digits are chance.
fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}

/// Nine digits that pass the 11-check and stand as a number of their own, or as a part of one that is
/// set off by a separator. The one rule for every text, own references included; only telephone numbers
/// have another one. Eight digits are none: every eleventh date and staff number would be refused.
#[must_use]
pub fn holds_bsn(text: &str) -> bool {
    if text.chars().filter(|c| c.is_numeric()).count() < BSN_DIGITS {
        return false;
    }
    let (mut groups, mut gap): (Vec<String>, usize) = (Vec::new(), 0);
    // The end counts as a character that is in no number.
    for c in text.chars().chain(['\n']) {
        if c.is_numeric() {
            if groups.is_empty() || gap > 0 {
                groups.push(String::new());
            }
            groups.last_mut().into_iter().for_each(|group| group.push(c));
            gap = 0;
        } else if !groups.is_empty() && gap < BETWEEN_MOST && BETWEEN.contains(&c) {
            gap += 1;
        } else {
            if (0..groups.len()).any(|from| begins_with_bsn(&groups[from..])) {
                return true;
            }
            groups.clear();
            gap = 0;
        }
    }
    false
}

/// Whether the first groups of digits, as many as make nine, are a BSN.
fn begins_with_bsn(groups: &[String]) -> bool {
    let mut digits = String::new();
    groups.iter().any(|group| {
        digits.push_str(group);
        is_bsn(&digits)
    })
}

/// A part of a telephone field, without what stands between its digits.
fn is_bsn_for_a_phone(part: &str) -> bool {
    let part = part.trim();
    let digits: String = part.chars().filter(|c| c.is_numeric()).collect();
    let abroad = part.starts_with('+') || part.starts_with("00");
    let in_a_row = |part: &str| part.split(|c: char| !c.is_numeric()).any(is_bsn);
    is_bsn(&digits) || (!abroad && in_a_row(part))
}

/// Exactly nine digits that pass the 11-check. A placeholder passes it too, and stands for a person as
/// little as it may; digits of another script cannot be checked, and are not let through for that.
fn is_bsn(digits: &str) -> bool {
    digits.chars().count() == BSN_DIGITS
        && digits.chars().all(char::is_numeric)
        && (!digits.is_ascii()
            || !matches!(Bsn::parse(digits), Err(BsnProblem::NineDigits | BsnProblem::Checksum)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_has_no_place() {
        for (field, check, text, rule) in [
            ("any", text as fn(&str) -> _, "zie dossier 123456782", &HOLDS_BSN),
            ("any", text, "123.456.782", &HOLDS_BSN),
            ("any", text, "x123 456 782y", &HOLDS_BSN),
            ("any", text, "123/456/782", &HOLDS_BSN),
            ("any", text, "123, 456, 782", &HOLDS_BSN),
            ("any", text, "1 2 3 4 5 6 7 8 2", &HOLDS_BSN),
            ("any", text, "123\u{a0}456\u{a0}782", &HOLDS_BSN),
            ("any", text, "2026-123456782", &HOLDS_BSN),
            ("any", text, "123456782-2026", &HOLDS_BSN),
            ("any", text, "1.123456782.1", &HOLDS_BSN),
            ("any", text, "\u{ff11}23456782", &HOLDS_BSN),
            ("any", text, "111111110", &HOLDS_BSN),
            ("any", text, "jan\u{202e}sen", &INVISIBLE),
            ("any", text, "jan\u{200b}sen", &INVISIBLE),
            ("any", text, "a\nb", &INVISIBLE),
            ("name", name, "vader slaat kind zie het dossier", &NAME),
            ("name", name, "crisis: slaan", &NAME),
            ("name", name, "Jansen 2", &NAME),
            ("function", function, "crisis: huiselijk geweld", &FUNCTION),
            ("phone", phone, "onbekend", &PHONE),
            ("phone", phone, "-", &PHONE),
            ("phone", phone, "0", &PHONE),
            ("phone", phone, "hallo", &PHONE),
            ("phone", phone, "6,12E+08", &PHONE),
            ("phone", phone, "020-5550101 tst.", &PHONE),
            ("phone", phone, "020-5550101 bel na vijven 12", &PHONE),
            ("phone", phone, "123456782", &HOLDS_BSN),
            ("phone", phone, "123 456 782", &HOLDS_BSN),
            ("phone", phone, "123/456/782", &HOLDS_BSN),
            ("phone", phone, "(123) 456-782", &HOLDS_BSN),
            ("phone", phone, "+123456782", &HOLDS_BSN),
            ("phone", phone, "020-5550100 / 123456782", &HOLDS_BSN),
            ("phone", phone, "020-5550100 123456782", &HOLDS_BSN),
            ("phone", phone, "020-5550100 tst. 123456782", &HOLDS_BSN),
            ("phone", phone, "+31 20 5550100 123456782", &PHONE),
            ("phone", phone, "020\u{200b}5550101", &INVISIBLE),
            ("email", email, "@", &EMAIL),
            ("email", email, "a@", &EMAIL),
            ("email", email, "@b", &EMAIL),
            ("email", email, "a@b@c", &EMAIL),
            ("email", email, "a b@c", &EMAIL),
        ] {
            assert_eq!(check(text), Err(rule), "{field} {text:?}");
        }
    }

    #[test]
    fn what_people_write_is_taken() {
        for (field, check, text) in [
            ("any", text as fn(&str) -> _, "020-5550101"),
            // Nine digits, but no BSN; and ten.
            ("any", text, "123456789"),
            ("any", text, "1234567821"),
            ("any", text, "0123-4567-82 of 7"),
            ("any", text, "12345678"),
            ("any", text, "2026-04-17"),
            ("any", text, "01926f7e-7c1a-7d2e-8a52-3df123456782"),
            ("name", name, "Gijs van den Elzen"),
            ("name", name, "Fatima El Idrissi-de Vries"),
            ("name", name, "J. O'Neill"),
            ("function", function, "coördinator risicogezinnen (Zeeburg), plv."),
            ("phone", phone, "112"),
            ("phone", phone, "020 5550100"),
            ("phone", phone, "+31 (0)20 555.01.00"),
            ("phone", phone, "+31 612345678"),
            // Each has nine digits that pass the 11-check.
            ("phone", phone, "+31 123456782"),
            ("phone", phone, "0031123456782"),
            ("phone", phone, "0123456782"),
            ("phone", phone, "06-12345678 / 020 5550100"),
            ("phone", phone, "020-5550100 tst. 12"),
            ("phone", phone, "020-5550100 ext 12"),
            ("phone", phone, "020-5550100 toestel 12"),
            ("email", email, "a@b"),
            ("email", email, "anna.de-vries@school.example"),
        ] {
            assert_eq!(check(text), Ok(()), "{field} {text:?}");
        }
        assert!(phone_lost_its_zero("612345678") && !phone_lost_its_zero("0612345678"));
    }

    #[test]
    fn every_rule_is_told_in_both_languages() {
        for rule in RULES {
            assert!(rule.en.len() > 20 && rule.nl.len() > 20 && rule.en != rule.nl);
        }
    }
}
