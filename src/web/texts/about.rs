//! What do the words of the field mean, and what does the console say about itself?

use crate::web::lang::Text;

texts! {
    WORDS_LEAD: "Woorden van de wet en van de convenanten, en wat ze hier betekenen." / "Words of the law and of the covenants, which stay Dutch, and what they mean here.";
    ACCESS_LEAD: "Verwijspunt wil voldoen aan WCAG 2.2, niveau AA." / "Verwijspunt aims to meet WCAG 2.2, level AA.";
    ACCESS_TESTED: "Elke pagina wordt bij elke wijziging in een echte browser nagekeken: met axe, in twee talen, licht, donker en met afgedwongen kleuren, op 320 pixels breed, met alleen het toetsenbord en zonder JavaScript." / "Every page is checked in a real browser at every change: with axe, in two languages, light, dark and with forced colours, at a width of 320 pixels, by keyboard only and without JavaScript.";
    ACCESS_NOT: "Niet getest: met schermlezers en door mensen met een beperking. Dat blijft nodig voor wie dit in gebruik neemt." / "Not tested: with screen readers and by people with a disability. Whoever puts this to use must still do so.";
    ACCESS_TELL: "Loopt u ergens tegenaan? Meld het bij de beheerder van uw organisatie." / "Is something in your way? Tell the administrator of your organisation.";
    ME_LEAD: "Wie u hier bent. Alles wat u bekijkt of verandert, staat onder deze naam in het logboek." / "Who you are here. Everything that you look at or change is in the log under this name.";
    NO_LINK: "Deze link opent niets" / "This link opens nothing";
    NO_LINK_LEAD: "Hij is van een andere demonstratie, of dit is er geen. Neem een link die de demonstratie zelf noemt." / "It is of another demonstration, or this is none. Take a link that the demonstration itself prints.";
    FACTOR: "Bevestig dat u het bent" / "Confirm that it is you";
    FACTOR_LEAD: "Wat u gaat doen is niet terug te draaien. Daarvoor is een tweede factor van hoogstens 10 minuten oud nodig. Wat u invulde vindt u daarna terug, een BSN niet." / "What you are about to do cannot be undone. It needs a second factor of at most 10 minutes ago. Afterwards you find what you filled in, a BSN excepted.";
    FACTOR_DO: "Bevestigen" / "Confirm";
    SEAT: "Voor wie werkt u nu?" / "For whom do you act now?";
    SEAT_LEAD: "U kunt voor meer dan één organisatie of ambt handelen. Kies er één; later kunt u wisselen." / "You may act for more than one organisation or office. Choose one; you can change later.";
    CHANGE_SEAT: "Voor een ander handelen" / "Act for another one";
    NAME: "Uw naam" / "Your name";
    FOR: "U handelt voor" / "You act for";
    ENDS: "Sessie eindigt" / "The session ends";
    LANGUAGE: "Taal" / "Language";
    W_BETROKKENHEID: "Dat een professional met een gezin bezig is, van een dag tot een dag; nooit waarom." / "That a professional is involved with a family, from a day to a day; never why.";
    W_MATCH: "Twee organisaties zijn betrokken bij dezelfde persoon of hetzelfde gezin, en horen dat van elkaar." / "Two organisations are involved with the same person or family, and hear so of each other.";
    W_REGIE: "Wie van de betrokken partijen de afstemming leidt; precies één tegelijk." / "Which of the parties leads the coordination; exactly one at a time.";
    W_REGISSEUR: "Het ambt dat de aanpak van een gezin stuurt, zoals de coördinator of de procesmanager." / "The office that directs the case of a family, such as the coordinator or the process manager.";
    W_GEZINSMANAGER: "De professional die het ene plan uitvoert." / "The professional who carries out the one plan.";
    W_CONVENANT: "De afspraak tussen partijen: gebieden, ambten, categorieën, ladders en termijnen." / "The agreement between parties: areas, offices, categories, ladders and terms.";
    W_ESCALATIE: "Een knoop in de samenwerking, op een ladder van treden, in handen van precies één behandelaar." / "A knot in the cooperation, on a ladder of steps, in the hands of exactly one handler.";
    W_TREDE: "Een stap van de ladder. Op de laatste trede beslist een bestuurder, bindend." / "A step of the ladder. On the last step a politician in charge rules, binding on all.";
    W_ZORGSIGNAAL: "Het verzoek om naar een gezin te kijken, aan wie daarover gaat." / "The request to look at a family, to whoever is responsible.";
    W_MPG: "Multiprobleemgezin. De categorie, 1 tot en met 4, bepaalt wie regisseert." / "Family with many problems at once. The category, 1 to 4, decides who directs.";
    W_RISICOGEZIN: "Een gezin dat een multiprobleemgezin kan worden." / "A family that may become one with many problems.";
    W_MDO: "Multidisciplinair overleg: de vergadering die het ene plan maakt." / "Multidisciplinary meeting: it makes the one plan.";
    W_WAAKVLAM: "Na het afsluiten kijkt iemand op vaste tijden nog of het goed gaat." / "After closing, somebody still looks at set times whether things go well.";
    W_BSN: "Burgerservicenummer. Het wordt niet bewaard; er blijft een onomkeerbare code over." / "Citizen service number. It is not kept; a code that cannot be turned back remains.";
    W_ZEGNAAM: "Zes tekens waarmee u een melding over de telefoon noemt. Alleen wie haar al ziet, kan er iets mee." / "Six characters by which you name a match over the telephone. Only who sees it already can use it.";
    W_OIN: "Organisatie-identificatienummer: het nummer waaronder een organisatie bekend is." / "Number by which an organisation is known.";
}

/// The terms, as they stand on the pages, and what they mean.
pub(in crate::web) const GLOSSARY: &[(&str, Text)] = &[
    ("betrokkenheid", W_BETROKKENHEID),
    ("BSN", W_BSN),
    ("convenant", W_CONVENANT),
    ("escalatie", W_ESCALATIE),
    ("gezinsmanager", W_GEZINSMANAGER),
    ("match", W_MATCH),
    ("MDO, MDO+", W_MDO),
    ("MPG", W_MPG),
    ("OIN", W_OIN),
    ("regie", W_REGIE),
    ("regisseur", W_REGISSEUR),
    ("risicogezin", W_RISICOGEZIN),
    ("trede", W_TREDE),
    ("waakvlam", W_WAAKVLAM),
    ("zegnaam", W_ZEGNAAM),
    ("zorgsignaal", W_ZORGSIGNAAL),
];
