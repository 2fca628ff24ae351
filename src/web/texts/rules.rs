//! How does the console say which rule a field breaks? The API says it in English, for programmers.

use crate::{
    service::field_texts,
    web::lang::{Lang, Text},
};

texts! {
    FUTURE: "mag niet in de toekomst liggen" / "must not be in the future";
    PAST: "mag niet in het verleden liggen" / "must not be in the past";
    PLACE: "ligt in geen gebied van het convenant" / "is in no area of the covenant";
    COVENANT: "staat niet in het convenant" / "is not in the covenant";
    CHOOSE_ONE: "kies een van de mogelijkheden" / "choose one of the possibilities";
    SAME_PERSON: "deze persoon staat er al" / "this person is there already";
    CONTROL: "bevat tekens die niet te zien zijn; typ het opnieuw" / "contains characters that cannot be seen; type it anew";
    LOOKS_LIKE_BSN: "hier hoort geen nummer dat een BSN kan zijn" / "a number that could be a BSN does not belong here";
    PERSON_NAME: "moet de naam van een persoon zijn: hoogstens vijf woorden, zonder cijfers of dubbele punt" / "must be the name of a person: at most five words, without digits or a colon";
    EARLIER_END: "mag niet vóór de huidige einddatum liggen" / "must not be before the present end date";
    BEFORE_START: "mag niet vóór de eerste dag liggen" / "must not be before the first day";
    TOO_FAR: "ligt te ver weg; verleng later" / "is too far ahead; renew later";
    TOO_LONG: "is te lang" / "is too long";
    EMAIL: "moet een e-mailadres zijn" / "must be an e-mail address";
    DATE: "moet een datum zijn" / "must be a date";
    REQUIRED: "vul dit in" / "fill this in";
    CHILD_ONLY: "alleen van een kind" / "of a child only";
    BSN: "is geen geldig BSN: kijk de cijfers na" / "is not a valid BSN: check the digits";
    TWICE: "staat er twee keer" / "stands here twice";
    SOMEBODY: "noem ten minste één organisatie" / "name at least one organisation";
    WITHIN_A_YEAR: "moet vandaag zijn, of binnen een jaar" / "must be today or within a year";
    NOT_INVOLVED: "is niet betrokken bij het gezin" / "is not involved with the family";
    NOT_THAT_DAY: "op deze dag is dit overleg niet gepland of gehouden" / "this meeting is not planned for this day and was not held on it";
    OTHER: "klopt niet" / "is not right";
}

/// How a rule of the API begins, and what is said instead.
const KNOWN: &[(&str, Text)] = &[
    ("must not be in the future", FUTURE),
    ("must not be in the past", PAST),
    ("must be in an area", PLACE),
    ("must be a postcode", PLACE),
    ("must be an office", COVENANT),
    ("must be a party", COVENANT),
    ("must be the OIN of a party", COVENANT),
    ("must be an area", COVENANT),
    ("must be a category", COVENANT),
    ("names the same person", SAME_PERSON),
    ("must not contain control characters", CONTROL),
    ("must not contain a number", LOOKS_LIKE_BSN),
    ("must be the name of a person", PERSON_NAME),
    ("must not be before the present end", EARLIER_END),
    ("must not be before start_date", BEFORE_START),
    ("must be at most {years} years", TOO_FAR),
    ("must be at most {most} characters", TOO_LONG),
    ("must be an e-mail address", EMAIL),
    ("must be a date", DATE),
    ("must be YYYY-MM-DD", DATE),
    ("is required", REQUIRED),
    ("is only for children", CHILD_ONLY),
    ("does not pass the 11-check", BSN),
    ("must be exactly nine digits", BSN),
    ("is named twice", TWICE),
    ("must name 1 to", SOMEBODY),
    ("must be today or within a year", WITHIN_A_YEAR),
    ("must be an organisation that is involved", NOT_INVOLVED),
    ("must be a day", NOT_THAT_DAY),
    ("must be the day for which", NOT_THAT_DAY),
];

/// A rule in the reader's language: as it is said here, else as the API says it in that language. One
/// that has no Dutch is only said to be broken.
pub(in crate::web) fn say(lang: Lang, rule: &str) -> String {
    let in_dutch = field_texts::english(rule);
    let english = in_dutch.as_deref().unwrap_or(rule);
    let known = KNOWN.iter().find(|(begin, _)| begins(english, begin));
    match (known, lang) {
        (Some((_, text)), _) => lang.say(*text).to_owned(),
        (None, _) if names_codes(english) => lang.say(CHOOSE_ONE).to_owned(),
        (None, Lang::En) => english.to_owned(),
        (None, Lang::Nl) if in_dutch.is_some() => rule.to_owned(),
        (None, Lang::Nl) => OTHER.nl.to_owned(),
    }
}

/// Whether a rule lists the codes that a field takes, which is nothing for people.
fn names_codes(rule: &str) -> bool {
    rule.strip_prefix("must be ")
        .is_some_and(|codes| codes.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether a rule begins so; `{…}` stands for a number.
fn begins(rule: &str, begin: &str) -> bool {
    let Some((before, rest)) = begin.split_once('{') else { return rule.starts_with(begin) };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let number =
        rule.strip_prefix(before).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    number.is_some_and(|rest| rest.starts_with(after))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn every_rule_that_is_said_otherwise_is_one_of_the_api() {
        let mut texts = String::new();
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(directory) = open.pop() {
            for entry in fs::read_dir(directory).expect("the source") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    if !path.ends_with("web") {
                        open.push(path);
                    }
                } else if let Ok(text) = fs::read_to_string(&path) {
                    texts += &text;
                }
            }
        }
        for (begin, _) in KNOWN {
            assert!(
                texts.contains(&format!("\"{begin}")),
                "no rule of the API begins with: {begin}"
            );
        }
    }

    #[test]
    fn a_rule_is_said_in_the_readers_language() {
        let said = |rule| (say(Lang::Nl, rule), say(Lang::En, rule));
        let choose = (CHOOSE_ONE.nl.to_owned(), CHOOSE_ONE.en.to_owned());
        assert_eq!(said("must be CHILD, PARENT or OTHER_ADULT"), choose);
        let (nl, en) = said("must be at most 24 characters");
        assert_eq!((nl.as_str(), en.as_str()), ("is te lang", "is too long"));
        let (nl, en) = said("must be at most 2 years after today; renew it later");
        assert!(nl.contains("verleng") && en.contains("renew"));
        // What the API said in Dutch is the same rule.
        assert_eq!(say(Lang::Nl, "moet 1 tot 50 organisaties noemen"), SOMEBODY.nl);
        assert_eq!(say(Lang::Nl, "mag hoogstens 24 tekens hebben"), "is te lang");
        assert_eq!(say(Lang::Nl, "moet CHILD of PARENT zijn"), CHOOSE_ONE.nl);
        assert_eq!(say(Lang::Nl, "is tweemaal gegeven"), "is tweemaal gegeven");
        assert_eq!(say(Lang::Nl, "must be odd"), "klopt niet");
        assert_eq!(say(Lang::En, "must be odd"), "must be odd");
    }
}
