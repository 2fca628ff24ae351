//! What does the console say? Every text of it, in Dutch and in English, in one table. Terms of the
//! law and of the covenants stay Dutch in both; `/woorden` explains them.

use super::lang::Text;

/// Declares texts: a name, Dutch, English. `{}` is a place to fill.
macro_rules! texts {
    ($($name:ident: $nl:literal / $en:literal;)*) => {
        $(pub(in crate::web) const $name: Text = Text { nl: $nl, en: $en };)*

        #[cfg(test)]
        pub(in crate::web) const ALL: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

pub(super) mod about;
pub(super) mod codes;
pub(super) mod delivery;
pub(super) mod figures;
pub(super) mod office;
pub(super) mod rules;
pub(super) mod signin;
pub(super) mod work;

texts! {
    TO_CONTENT: "Naar de inhoud" / "Skip to content";
    MAIN_MENU: "Hoofdmenu" / "Main menu";
    THIS_LANGUAGE: "Nederlands" / "English";
    SIGN_OUT: "Uitloggen" / "Sign out";
    ME: "Mijn gegevens" / "My account";
    LOGGED: "Wie hier iets bekijkt, staat in het logboek. De sessie eindigt na 15 minuten stilte." / "Whoever looks at something here is in the log. The session ends after 15 quiet minutes.";
    WORDS: "Woorden" / "Glossary";
    ACCESSIBILITY: "Toegankelijkheid" / "Accessibility";
    WRONG: "Fout" / "Error";
    PROBLEMS: "Er is niets veranderd. Dit klopt nog niet:" / "Nothing has changed. This is not right yet:";
    BELL_ONE: "Er is 1 nieuwe melding voor u." / "There is 1 new notification for you.";
    BELL_MORE: "Er zijn {} nieuwe meldingen voor u." / "There are {} new notifications for you.";
    BELL_SHOW: "Toon" / "Show";
    COPIED: "gekopieerd" / "copied";
    COPY: "Kopieer" / "Copy";
    BSN_WRONG: "Dit is geen geldig BSN: kijk de cijfers na." / "This is not a valid BSN: check the digits.";
    ENDS_SOON: "Over 2 minuten eindigt uw sessie. Wat u invulde blijft bewaard, een BSN niet." / "Your session ends in 2 minutes. What you filled in is kept, a BSN is not.";
    OPTIONAL: "mag leeg blijven" / "may be left empty";
    CHOOSE: "Kies" / "Choose";
    SHOW: "toon" / "show";
    YES: "ja" / "yes";
    NO: "nee" / "no";
    SINCE: "sinds {}" / "since {}";
    NONE: "geen" / "none";
    APPLY: "Toepassen" / "Apply";
    MORE: "Verder" / "Next page";
    NOT_ALL: "Dit is niet alles: er is meer dan op één pagina past." / "This is not all: there is more than fits on one page.";
    NOTHING_YET: "Hier is nog niets gevonden, maar nog niet alles is bekeken. Kijk verder." / "Nothing was found here yet, but not everything was looked at. Look further.";
    THESE: "Hier staan nummer {} tot en met {} van {}." / "Here are numbers {} to {} of {}.";
    NO_MORE: "Verder is er niets." / "There is nothing more.";
    DONE: "Vastgelegd." / "Recorded.";
    NOT_DONE: "Er is nog niets gedaan. Vul het formulier opnieuw in en verstuur het." / "Nothing was done yet. Fill the form in again and send it.";

    NOT_FOUND: "Niet gevonden" / "Not found";
    NOT_FOUND_LEAD: "Deze pagina bestaat niet, of is niet voor u. Ook dat onderscheid vertelt Verwijspunt niet." / "This page does not exist, or is not for you. Which of the two, Verwijspunt does not tell.";
    NOT_FOUND_NEXT: "Begin opnieuw bij uw eerste pagina" / "Begin again at your first page";
    REFUSED: "Niets veranderd" / "Nothing changed";
    TRY_AGAIN: "Probeer opnieuw" / "Try again";
    RETRY_SAFE: "Verstuur hetzelfde formulier gerust nog eens: het gebeurt hoogstens één keer." / "You may send the same form once more: it happens at most once.";
    BACK: "Terug" / "Back";
    TOO_BIG: "Er kwam meer binnen dan in dit formulier past." / "More came in than fits in this form.";
    FOREIGN_FORM: "Dit formulier kwam niet van een pagina in deze sessie. Open de pagina opnieuw en vul het daar in." / "This form did not come from a page in this session. Open the page again and fill it in there.";
    BUDGET: "U heeft het aantal personen bereikt waarnaar u in deze tijd mag vragen." / "You have reached the number of persons that you may ask about in this time.";
    BUDGET_WHEN: "Vanaf {} kan het weer. Wat al geregistreerd was, blijft." / "From {} on you can go on. What was registered stays.";
    CHANGED: "Iemand was eerder: dit is veranderd sinds u het las. Hieronder staat hoe het nu is." / "Somebody was earlier: this has changed since you read it. Below is how it is now.";
    CHANGED_BY: "{} was eerder: dit is veranderd sinds u het las. Hieronder staat hoe het nu is." / "{} was earlier: this has changed since you read it. Below is how it is now.";
    DOWN: "Verwijspunt kan dit nu niet verwerken." / "Verwijspunt cannot process this now.";

    TODAY: "vandaag" / "today";
    DAYS_LEFT_ONE: "nog 1 werkdag" / "1 working day left";
    DAYS_LEFT: "nog {} werkdagen" / "{} working days left";
    DAYS_LATE_ONE: "1 werkdag te laat" / "1 working day late";
    DAYS_LATE: "{} werkdagen te laat" / "{} working days late";
    HOURS_LEFT_ONE: "nog 1 uur" / "1 hour left";
    HOURS_LEFT: "nog {} uur" / "{} hours left";
    HOURS_LATE_ONE: "1 uur te laat" / "1 hour late";
    HOURS_LATE: "{} uur te laat" / "{} hours late";
    HOURS_ONE: "1 uur" / "1 hour";
    HOURS: "{} uur" / "{} hours";
    DAYS_ONE: "1 werkdag" / "1 working day";
    DAYS: "{} werkdagen" / "{} working days";
    SERVER_TIME: "Tijdstip van de server: {}." / "Time of the server: {}.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_says_the_same_in_both_languages() {
        /// The same word in both.
        const ALIKE: &[&str] = &["Code", "BSN", "E-mail", "contact", "plan"];
        let tables = [
            ALL,
            about::ALL,
            codes::ALL,
            delivery::ALL,
            figures::ALL,
            office::ALL,
            rules::ALL,
            signin::ALL,
            work::ALL,
        ];
        for &(name, Text { nl, en }) in tables.into_iter().flatten() {
            assert!(!nl.is_empty() && !en.is_empty(), "{name}");
            assert_eq!(nl.matches("{}").count(), en.matches("{}").count(), "{name}: places");
            assert!(nl != en || ALIKE.contains(&nl), "{name}: {nl} in both languages");
            let end = |text: &str| text.trim_end_matches("{}").ends_with(['.', ':', '?']);
            assert_eq!(end(nl), end(en), "{name}: a sentence in both or in none");
        }
        assert!(tables.iter().map(|table| table.len()).sum::<usize>() > 200);
    }
}
