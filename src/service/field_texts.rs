//! How is the rule that a field breaks said in Dutch? One row for each, found by its English text.
//!
//! A rule with a value in it, such as a greatest length, has `{}` there in both languages. A rule
//! without a row fails the tests: [`dutch`] is asked for each one that is refused, whatever the
//! caller reads.

/// English, as the rules give it, and Dutch.
const TEXTS: &[(&str, &str)] = &[
    // What every request has.
    ("is required", "is verplicht"),
    ("must be at most {} characters", "mag hoogstens {} tekens hebben"),
    (
        "must be a UUID, for instance from an earlier answer",
        "moet een UUID zijn, bijvoorbeeld uit een eerder antwoord",
    ),
    (
        "must be a fresh UUID of version 7, chosen by the caller",
        "moet een nieuwe UUID van versie 7 zijn, gekozen door de aanroeper",
    ),
    ("must be a UUID, the same for every retry", "moet een UUID zijn, bij elke herhaling dezelfde"),
    ("must be a date, YYYY-MM-DD", "moet een datum zijn, JJJJ-MM-DD"),
    ("must be an OIN: exactly 20 digits", "moet een OIN zijn: precies 20 cijfers"),
    (
        "must be empty or who signed in: nobody acts in another one's name",
        "moet leeg zijn of wie zich heeft aangemeld: niemand handelt op naam van een ander",
    ),
    (
        "must be the next_page_token of the same list with the same filter",
        "moet het next_page_token zijn van dezelfde lijst met hetzelfde filter",
    ),
    (
        "must not be negative; 0 means the default",
        "mag niet negatief zijn; 0 betekent de gewone lengte",
    ),
    (
        "the party behind which it goes on is no longer involved; begin again without it",
        "de partij waarachter het verdergaat is niet meer betrokken; begin opnieuw zonder dit veld",
    ),
    // What a source system sends to be compared.
    (
        "names the same professional and persons as row {}, and differs in something else; send one of the two",
        "noemt dezelfde professional en personen als rij {}, en verschilt in iets anders; verstuur een van de twee",
    ),
    (
        "is of an involvement that ended; leave it empty, or take a fresh UUID of version 7",
        "is van een betrokkenheid die beëindigd is; laat het leeg, of neem een nieuwe UUID van versie 7",
    ),
    (
        "are not the persons of this involvement; add persons with AddMembers, or leave involvement_id empty",
        "zijn niet de personen van deze betrokkenheid; voeg personen toe met AddMembers, of laat involvement_id leeg",
    ),
    (
        "must be the token of an earlier answer to this call, unchanged",
        "moet het token zijn van een eerder antwoord op deze aanroep, ongewijzigd",
    ),
    (
        "must be at most {} rows; ask whoever runs the broker",
        "mag hoogstens {} rijen zijn; vraag de beheerder van de broker",
    ),
    ("must be WEBHOOK, MAIL or PROFESSIONALS", "moet WEBHOOK, MAIL of PROFESSIONALS zijn"),
    (
        "must be AS_ORGANISATION, AT_ONCE, TWICE, MORNING or OBLIGED",
        "moet AS_ORGANISATION, AT_ONCE, TWICE, MORNING of OBLIGED zijn",
    ),
    (
        "cannot be kept: too many professionals of the organisation have chosen; choose as the organisation did",
        "kan niet worden bewaard: te veel professionals van de organisatie hebben gekozen; kies zoals de organisatie",
    ),
    // What stands in JSON.
    (
        "is no field of this request; look for a typing error",
        "is geen veld van dit verzoek; zoek een typfout",
    ),
    ("is given twice", "is tweemaal gegeven"),
    (
        "more fields are wrong than are named here; mend these first",
        "er zijn meer velden fout dan hier staan; verbeter eerst deze",
    ),
    ("only one of {} may be given", "van {} mag er maar één gegeven zijn"),
    ("must be an object", "moet een object zijn"),
    ("must be a list", "moet een lijst zijn"),
    (
        "must be an instant, for instance 2026-03-02T10:00:00Z",
        "moet een tijdstip zijn, bijvoorbeeld 2026-03-02T10:00:00Z",
    ),
    ("must be a text between quotation marks", "moet een tekst tussen aanhalingstekens zijn"),
    ("must be true or false", "moet true of false zijn"),
    ("must be a whole number from {} to {}", "moet een geheel getal van {} tot {} zijn"),
    (
        "is given in two places, and not the same in both",
        "is op twee plaatsen gegeven, en niet op beide hetzelfde",
    ),
    ("must be text in UTF-8", "moet tekst in UTF-8 zijn"),
    (
        "must be empty; everything that is asked here stands in the address",
        "moet leeg zijn; alles wat hier gevraagd wordt staat in het adres",
    ),
    (
        "holds a BSN, which never stands in an address: others write addresses down",
        "bevat een BSN, en dat staat nooit in een adres: anderen schrijven adressen op",
    ),
    (
        "must not stand in an address; send it in the body with POST, and who acts in the header Acting-Professional",
        "mag niet in een adres staan; verstuur het met POST in de inhoud, en wie handelt in de header Acting-Professional",
    ),
    (
        "is no header of this call: nothing that it changes has an etag",
        "is geen header van deze aanroep: niets wat die wijzigt heeft een etag",
    ),
    // Persons.
    ("must name 1 to {} persons", "moet 1 tot {} personen noemen"),
    (
        "names the same person as an earlier member",
        "noemt dezelfde persoon als een eerder gezinslid",
    ),
    ("names the same person as an earlier one", "noemt dezelfde persoon als een eerdere"),
    (
        "must be exactly nine digits, leading zeros included",
        "moet precies negen cijfers zijn, met voorloopnullen",
    ),
    (
        "does not pass the 11-check of a BSN; look for a typing error",
        "doorstaat de elfproef van een BSN niet; zoek een typfout",
    ),
    (
        "could be somebody's number: a sandbox takes only numbers that begin with 99",
        "kan iemands nummer zijn: een sandbox neemt alleen nummers die met 99 beginnen",
    ),
    ("is required for a child", "is verplicht voor een kind"),
    (
        "must be YYYY-MM-DD, or YYYY-MM or YYYY when the day is unknown",
        "moet JJJJ-MM-DD zijn, of JJJJ-MM of JJJJ als de dag niet bekend is",
    ),
    (
        "says that the person is {} or older, past the covenant's age limit for a child",
        "zegt dat de persoon {} of ouder is, voorbij de leeftijdsgrens van het convenant voor een kind",
    ),
    (
        "is only for children; leave it empty, less is kept",
        "is alleen voor kinderen; laat het leeg, dan wordt minder bewaard",
    ),
    ("must be at most {} persons", "mogen hoogstens {} personen zijn"),
    (
        "names the child itself or an earlier parent",
        "noemt het kind zelf of een eerder genoemde ouder",
    ),
    ("is named in it already", "staat er al in"),
    (
        "must leave it with at most {} persons in all",
        "mag er in totaal hoogstens {} personen in brengen",
    ),
    // Days.
    ("must not be in the future", "mag niet in de toekomst liggen"),
    ("must not be in the past", "mag niet in het verleden liggen"),
    ("must not be before start_date", "mag niet voor start_date liggen"),
    (
        "must not be in the past; an ended involvement is not registered",
        "mag niet in het verleden liggen; een beëindigde betrokkenheid wordt niet geregistreerd",
    ),
    (
        "must be at most {} years after today; renew it later",
        "mag hoogstens {} jaar na vandaag liggen; verleng later",
    ),
    (
        "must be at most {} years after today; renew again later",
        "mag hoogstens {} jaar na vandaag liggen; verleng later opnieuw",
    ),
    (
        "must not be before the present end date; to end earlier call EndInvolvement",
        "mag niet voor de huidige einddatum liggen; om eerder te beëindigen is er EndInvolvement",
    ),
    // Concern signals.
    ("must not be NO_TIME without acute danger", "mag zonder acuut gevaar niet NO_TIME zijn"),
    (
        "or arrival is required: what became of the signal?",
        "of arrival is verplicht: wat is er van het signaal geworden?",
    ),
    (
        "must not be AT_RISK_FAMILY: in the household of this signal there is no child",
        "mag niet AT_RISK_FAMILY zijn: in het huishouden van dit signaal is geen kind",
    ),
    (
        "must be a category for multi-problem families of the covenant that governs the area",
        "moet een categorie voor multiprobleemgezinnen zijn uit het convenant van dit gebied",
    ),
    (
        "must be the kind of an organisation that is party to the covenant; ListOrganisations lists them",
        "moet de soort van een organisatie zijn die partij is bij het convenant; ListOrganisations noemt ze",
    ),
    (
        "goes with FAMILY_REFERRED only: say first where the family was referred to",
        "hoort alleen bij FAMILY_REFERRED: zeg eerst waarheen het gezin verwezen is",
    ),
    // Cases.
    ("is required: by how many weeks?", "is verplicht: met hoeveel weken?"),
    (
        "must be 1 to {}: the covenant allows no more weeks at a time",
        "moet 1 tot {} zijn: meer weken tegelijk staat het convenant niet toe",
    ),
    (
        "is required when a case is closed for this reason",
        "is verplicht als een gezinsaanpak om deze reden wordt gesloten",
    ),
    ("goes with another reason for closing", "hoort bij een andere reden om te sluiten"),
    (
        "is required when the family has a measure: does the guardian stay?",
        "is verplicht als het gezin een maatregel heeft: blijft de voogd?",
    ),
    (
        "is required: the covenant has this category for families with a measure; \
         without one, contradiction_reason says why",
        "is verplicht: het convenant heeft deze categorie voor gezinnen met een maatregel; \
         zonder maatregel zegt contradiction_reason waarom",
    ),
    (
        "goes with an area whose covenant asks for it; GetCovenant says what",
        "hoort bij een gebied waarvan het convenant ernaar vraagt; GetCovenant zegt wat",
    ),
    (
        "must be codes of the covenant; GetCovenant lists them",
        "moeten codes van het convenant zijn; GetCovenant geeft ze",
    ),
    ("must be one of {}", "moet een van deze zijn: {}"),
    ("is required: on which ground? one of {}", "is verplicht: op welke grond? een van {}"),
    (
        "is required with this ground: what has the organisation that reports tried itself? still {}",
        "is verplicht bij deze grond: wat heeft de organisatie die meldt zelf geprobeerd? nog {}",
    ),
    ("goes with a family that has a measure", "hoort bij een gezin met een maatregel"),
    (
        "is required: the covenant puts families with this measure in another category",
        "is verplicht: het convenant plaatst gezinnen met deze maatregel in een andere categorie",
    ),
    (
        "goes with a category and a measure that contradict each other",
        "hoort bij een categorie en een maatregel die elkaar tegenspreken",
    ),
    (
        "is required: this family manager has {} families or more, the most that the covenant names",
        "is verplicht: deze gezinsmanager heeft al {} gezinnen of meer, het hoogste aantal dat het convenant noemt",
    ),
    ("must be today or within a year after it", "moet vandaag zijn of binnen een jaar daarna"),
    // Professionals and their organisation.
    ("is required: who should the others call?", "is verplicht: wie kunnen de anderen bellen?"),
    (
        "or professional.email is required: how can the others reach the professional?",
        "of professional.email is verplicht: hoe kunnen de anderen de professional bereiken?",
    ),
    (
        "or professional.deputy.email is required: how can the others reach the deputy?",
        "of professional.deputy.email is verplicht: hoe kunnen de anderen de vervanger bereiken?",
    ),
    (
        "must be who signed in; a coordinator of the organisation does it for a colleague",
        "moet zijn wie zich heeft aangemeld; een coördinator van de organisatie doet het voor een collega",
    ),
    (
        "must be who signed in: a colleague's work is for a coordinator of the organisation",
        "moet zijn wie zich heeft aangemeld: het werk van een collega is voor een coördinator van de organisatie",
    ),
    (
        "must be the professional of the involvement; to give it to a colleague call HandOverInvolvement",
        "moet de professional van de betrokkenheid zijn; om haar aan een collega te geven is er HandOverInvolvement",
    ),
    (
        "must be another professional than so far; to change a card call UpdateContact",
        "moet een andere professional zijn dan tot nu toe; om een kaartje te wijzigen is er UpdateContact",
    ),
    (
        "the organisation has {} active involvements with this person already; end those that are over",
        "de organisatie heeft al {} actieve betrokkenheden bij deze persoon; beëindig wat voorbij is",
    ),
    (
        "the organisation registered and ended this person {} times; its system repeats itself, have it looked at",
        "de organisatie heeft deze persoon {} keer aangemeld en beëindigd; haar systeem herhaalt zich, laat ernaar kijken",
    ),
    (
        "or all_of_professional is required: which ones?",
        "of all_of_professional is verplicht: welke?",
    ),
    (
        "is required: the day, or the ground why not",
        "is verplicht: de dag, of de grond waarom niet",
    ),
    (
        "must be a function of the covenant, for instance {}, or OTHER; GetCovenant lists them",
        "moet een functie uit het convenant zijn, bijvoorbeeld {}, of OTHER; GetCovenant noemt ze",
    ),
    (
        "must be 1 to 24 capitals, digits, \".\", \"/\" or \"-\"",
        "moet 1 tot 24 hoofdletters, cijfers, \".\", \"/\" of \"-\" zijn",
    ),
    ("must hold a digit", "moet een cijfer bevatten"),
    (
        "must not hold more than three letters in a row: it is a number, not a name",
        "mag niet meer dan drie letters achter elkaar bevatten: het is een nummer, geen naam",
    ),
    (
        "must not hold a BSN; use a number of your own",
        "mag geen BSN bevatten; gebruik een eigen nummer",
    ),
    (
        "must be six letters and digits as they are shown, for instance 7K3-M9Q",
        "moet zes letters en cijfers zijn zoals ze getoond worden, bijvoorbeeld 7K3-M9Q",
    ),
    (
        "name a session or a professional, and not both",
        "noem een sessie of een professional, en niet beide",
    ),
    // Places, organisations, offices.
    (
        "must be in an area of a covenant to which your organisation is party",
        "moet in een gebied liggen van een convenant waarin uw organisatie partij is",
    ),
    (
        "must be an area of the covenant, for instance {}; GetCovenant lists them",
        "moet een gebied van het convenant zijn, bijvoorbeeld {}; GetCovenant noemt ze",
    ),
    ("must be an area of a covenant", "moet een gebied van een convenant zijn"),
    ("must be an area of your covenant", "moet een gebied van uw convenant zijn"),
    (
        "must be an area, a care region or \"city\"; GetCovenant lists them",
        "moet een gebied, een zorgregio of \"city\" zijn; GetCovenant noemt ze",
    ),
    (
        "must be the code of an area, for instance zeeburg",
        "moet de code van een gebied zijn, bijvoorbeeld zeeburg",
    ),
    (
        "must be a postcode inside the covenant's areas, for instance 1095AB",
        "moet een postcode in de gebieden van het convenant zijn, bijvoorbeeld 1095AB",
    ),
    (
        "or postcode is required: where does the family live?",
        "of postcode is verplicht: waar woont het gezin?",
    ),
    (
        "must be the role of one office there, for instance coordinator; ListOffices lists them",
        "moet de rol van een functie daar zijn, bijvoorbeeld coordinator; ListOffices noemt ze",
    ),
    ("or postcode is required: where?", "of postcode is verplicht: waar?"),
    ("goes without category: one of the two", "gaat niet samen met category: een van de twee"),
    (
        "must be the code of a municipality, four digits, or empty when not known",
        "moet de code van een gemeente zijn, vier cijfers, of leeg als die niet bekend is",
    ),
    (
        "must be a covenant to which you are party; leave it empty for the first",
        "moet een convenant zijn waarin u partij bent; laat het leeg voor het eerste",
    ),
    (
        "must be a party to the covenant; ListOrganisations lists them",
        "moet een partij in het convenant zijn; ListOrganisations noemt ze",
    ),
    (
        "must be the OIN of a party to the covenant that can act on a signal; ListOrganisations lists them",
        "moet het OIN zijn van een partij in het convenant die op een signaal kan handelen; ListOrganisations noemt ze",
    ),
    (
        "must be an office of the covenant; ListOffices lists them",
        "moet een functie van het convenant zijn; ListOffices noemt ze",
    ),
    // Matches.
    (
        "must be a party of this match that you can see, or yourself",
        "moet een partij van deze match zijn die u kunt zien, of uzelf",
    ),
    // Cases and their plan.
    (
        "or nuisance or measure is required: what changed?",
        "of nuisance of measure is verplicht: wat is er veranderd?",
    ),
    (
        "or case_id is required: which family moved?",
        "of case_id is verplicht: welk gezin is verhuisd?",
    ),
    (
        "must be a category of the covenant, for instance {}",
        "moet een categorie van het convenant zijn, bijvoorbeeld {}",
    ),
    (
        "must be a category of the covenant that governs this area",
        "moet een categorie zijn van het convenant dat in dit gebied geldt",
    ),
    (
        "must be a category of the covenant that governs the case's area",
        "moet een categorie zijn van het convenant dat in het gebied van de gezinsaanpak geldt",
    ),
    (
        "is directed by {} in this area; ask that office to take the family up",
        "heeft in dit gebied {} als regisseur; vraag die functie het gezin op te pakken",
    ),
    (
        "must be a person of this case; GetCase lists them",
        "moet een persoon van deze gezinsaanpak zijn; GetCase noemt ze",
    ),
    (
        "must not be the last person; close the case instead",
        "mag niet de laatste persoon zijn; sluit dan de gezinsaanpak",
    ),
    (
        "must be an organisation that is involved with the family and that you are shown; \
         the office that directs records presence of the others",
        "moet een organisatie zijn die bij het gezin betrokken is en die u te zien krijgt; de aanwezigheid \
         van de andere legt de regisseur vast",
    ),
    (
        "must be left out: you are not shown who opened this ticket, and naming one organisation \
         after the other would tell; escalate it, and the next office names another one",
        "moet leeg blijven: u krijgt niet te zien wie deze escalatie opende, en organisaties een voor een \
         noemen zou dat verraden; schaal verder op, dan noemt de volgende een andere",
    ),
    (
        "must be an organisation that is involved with the family, as GetCase shows it",
        "moet een organisatie zijn die bij het gezin betrokken is, zoals GetCase toont",
    ),
    (
        "is required: more than one professional of this organisation is involved",
        "is verplicht: van deze organisatie is meer dan een professional betrokken",
    ),
    (
        "must be the id of a professional of this organisation who is involved",
        "moet het id zijn van een professional van deze organisatie die betrokken is",
    ),
    (
        "must lie between the first day of the plan and today",
        "moet tussen de eerste dag van het plan en vandaag liggen",
    ),
    (
        "must lie between the first day of the watch and today",
        "moet tussen de eerste dag van de wacht en vandaag liggen",
    ),
    (
        "must be a meeting that can be planned here: {}",
        "moet een overleg zijn dat hier gepland kan worden: {}",
    ),
    (
        "must be a milestone of a plan; none runs here, and this covenant knows no other meetings",
        "moet een mijlpaal van een plan zijn; er loopt er hier geen, en dit convenant kent geen ander overleg",
    ),
    (
        "must be the day for which this meeting is planned, as GetCase shows it",
        "moet de dag zijn waarvoor dit overleg gepland staat, zoals GetCase die toont",
    ),
    (
        "must be empty: nobody is invited to what is called off",
        "moet leeg zijn: voor wat is afgezegd wordt niemand uitgenodigd",
    ),
    (
        "must be a day, today or earlier, for which it was planned; plan it with PlanMeeting first",
        "moet een dag zijn, vandaag of eerder, waarvoor het gepland was; plan het eerst met PlanMeeting",
    ),
    (
        "must be a milestone of the plan that runs: {}",
        "moet een mijlpaal zijn van het plan dat loopt: {}",
    ),
    (
        "runs already; leave it out to record a milestone of it",
        "loopt al; laat het weg om er een mijlpaal van vast te leggen",
    ),
    ("must be a plan of this category: {}", "moet een plan van deze categorie zijn: {}"),
    ("must be {}, with which this plan begins", "moet {} zijn, waarmee dit plan begint"),
    (
        "must not lie in the future, nor so far back that the plan would be over",
        "mag niet in de toekomst liggen, en niet zo ver terug dat het plan al voorbij zou zijn",
    ),
    (
        "must be a meeting at which presence is recorded; here there is none",
        "moet een overleg zijn waarvan de aanwezigheid wordt vastgelegd; hier is er geen",
    ),
    (
        "must be a meeting at which presence is recorded: {}",
        "moet een overleg zijn waarvan de aanwezigheid wordt vastgelegd: {}",
    ),
    (
        "must be a day on which it was held; record that with RecordMilestone first",
        "moet een dag zijn waarop het is gehouden; leg dat eerst vast met RecordMilestone",
    ),
    ("must name 1 to {} organisations", "moet 1 tot {} organisaties noemen"),
    ("is named twice; name each once", "staat er twee keer in; noem elke een keer"),
    // Tickets.
    (
        "is required on track B: who does not carry out the plan?",
        "is verplicht op spoor B: wie voert het plan niet uit?",
    ),
    (
        "must be a step of the covenant's ladder",
        "moet een stap van de ladder van het convenant zijn",
    ),
    ("must be 1 to {}", "moet 1 tot {} zijn"),
    ("must be at most {}, the last step", "mag hoogstens {} zijn, de laatste stap"),
    ("is required when a step is skipped", "is verplicht als een stap wordt overgeslagen"),
    ("must be absent when no step is skipped", "moet ontbreken als geen stap wordt overgeslagen"),
    ("must be another organisation than the own", "moet een andere organisatie zijn dan de eigen"),
    (
        "must be another organisation than the opener",
        "moet een andere organisatie zijn dan de opener",
    ),
    (
        "or nuisance, area or target_oin is required: which fact changed?",
        "of nuisance, area of target_oin is verplicht: welk feit is veranderd?",
    ),
    (
        "must be 1 to {}: who must do what by when?",
        "moeten er 1 tot {} zijn: wie moet wat wanneer doen?",
    ),
    (
        "must be OWN_INITIATIVE: this case has no family manager who could ask for it",
        "moet OWN_INITIATIVE zijn: deze gezinsaanpak heeft geen gezinsmanager die erom kan vragen",
    ),
    ("must be absent: the case says it", "moet ontbreken: de gezinsaanpak zegt het al"),
    (
        "must be absent: an organisation opens a ticket by an involvement",
        "moet ontbreken: een organisatie opent een escalatie vanuit een betrokkenheid",
    ),
    (
        "must be absent: it is for the office that directs the case",
        "moet ontbreken: het is voor de functie die de gezinsaanpak regisseert",
    ),
    // The audit log.
    (
        "must be the name of a call of the API, for instance ListInvolved",
        "moet de naam van een aanroep van de API zijn, bijvoorbeeld ListInvolved",
    ),
    (
        "must be the name of a chain, as VerifyAuditChain lists them",
        "moet de naam van een keten zijn; VerifyAuditChain noemt ze",
    ),
    (
        "must be POSITION:HASH, as in verified_to of an earlier answer",
        "moet POSITION:HASH zijn, zoals in verified_to van een eerder antwoord",
    ),
    (
        "must be the id of an office; ListOffices lists them",
        "moet het id van een functie zijn; ListOffices noemt ze",
    ),
    ("must not be before from_date", "mag niet voor from_date liggen"),
    // Concern signals.
    (
        "must be ACUTE or NOT_ACUTE: is a child in acute danger?",
        "moet ACUTE of NOT_ACUTE zijn: is een kind in acuut gevaar?",
    ),
    (
        "or refer_to_office is required with REFERRED: to whom?",
        "of refer_to_office is verplicht bij REFERRED: naar wie?",
    ),
    ("must be another party than yourself", "moet een andere partij zijn dan uzelf"),
    ("must not be the sender of the signal", "mag niet de afzender van het signaal zijn"),
    (
        "must be party to the covenant of the area in which the family lives",
        "moet partij zijn in het convenant van het gebied waar het gezin woont",
    ),
    // The overview of a district.
    (
        "must be an area of which you keep the overview",
        "moet een gebied zijn waarvan u het overzicht houdt",
    ),
    // What goes with what.
    ("goes with {} only", "hoort alleen bij {}"),
    ("is required with {}", "is verplicht bij {}"),
    // Figures.
    ("must be a year, 2000 to 2999", "moet een jaar zijn, 2000 tot 2999"),
    ("must be a quarter, 1 to 4", "moet een kwartaal zijn, 1 tot 4"),
    (
        "must be at most {}; leave it empty for all",
        "mogen er hoogstens {} zijn; laat het leeg voor alle",
    ),
    ("must be named once", "mag maar een keer genoemd worden"),
    (
        "must have ended: ask again after its last day",
        "moet voorbij zijn: vraag opnieuw na de laatste dag",
    ),
    // Lists of codes, and numbers: last, since nearly everything begins like these.
    ("must be at most {}", "mag hoogstens {} zijn"),
    ("must be {} or {}", "moet {} of {} zijn"),
    ("must be {}", "moet {} zijn"),
];

/// Every rule in both languages.
#[cfg(test)]
pub(super) fn all() -> &'static [(&'static str, &'static str)] {
    TEXTS
}

/// The Dutch text of a rule that is given in English.
pub(super) fn dutch(rule: &str) -> Option<String> {
    let row = |(english, dutch): &(&str, &str)| Some(fill(dutch, &values(english, rule)?));
    let found = TEXTS.iter().find_map(row);
    debug_assert!(found.is_some(), "no Dutch for the rule of a field: {rule}");
    found
}

/// The English text of a rule that is said in Dutch; `None` when it is none of these.
pub(crate) fn english(said: &str) -> Option<String> {
    let row = |(english, dutch): &(&str, &str)| Some(fill(english, &values(dutch, said)?));
    TEXTS.iter().find_map(row)
}

/// What stands at the gaps of a pattern, when a text fits it. A value holds no sentence of its own:
/// what a rule says beyond a list of codes has a row with the whole of it.
fn values<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let at = if parts.peek().is_none() {
            rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?
        } else {
            rest.find(part)?
        };
        let (value, after) = (&rest[..at], &rest[at + part.len()..]);
        let is_value = !value.is_empty() && !value.contains([';', ':']);
        is_value.then(|| values.push(value))?;
        rest = after;
    }
    rest.is_empty().then_some(values)
}

fn fill(pattern: &str, values: &[&str]) -> String {
    let mut text = String::new();
    for (at, part) in pattern.split("{}").enumerate() {
        if at > 0 {
            text += values[at - 1];
        }
        text += part;
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_rule_stands_once_with_as_many_gaps_in_both_languages() {
        let mut seen = BTreeSet::new();
        for (english, dutch) in TEXTS {
            assert!(seen.insert(english), "{english} stands twice");
            assert_eq!(english.matches("{}").count(), dutch.matches("{}").count(), "{english}");
            assert!(!dutch.is_empty() && english != dutch);
        }
    }

    #[test]
    fn a_text_finds_its_own_row_and_not_a_wider_one() {
        for (english, expected) in [
            ("must be at most 60 characters", "mag hoogstens 60 tekens hebben"),
            ("must be at most 3, the last step", "mag hoogstens 3 zijn, de laatste stap"),
            ("must be OPEN or ALL", "moet OPEN of ALL zijn"),
            ("must be SEEN, TAKEN_UP or REFERRED", "moet SEEN, TAKEN_UP of REFERRED zijn"),
            ("goes with LOOK only", "hoort alleen bij LOOK"),
            ("must be 1 to 7", "moet 1 tot 7 zijn"),
        ] {
            assert_eq!(dutch(english).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_rule_about_which_nothing_was_agreed_fits_no_row() {
        let found = |text| TEXTS.iter().any(|(english, _)| values(english, text).is_some());
        assert!(!found("should be nicer"));
        assert!(!found("must be nicer; ask a colleague"));
        assert!(!found("must be nicer: ask a colleague"));
    }
}
