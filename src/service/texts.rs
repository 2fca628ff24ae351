//! What people read when they are refused: one row per reason, in English and Dutch.

/// A reason with its texts: what is wrong, and what to do.
pub(super) struct Text {
    pub(super) reason: &'static str,
    pub(super) en: &'static str,
    pub(super) nl: &'static str,
}

/// Every reason that the broker itself gives. A covenant's own refusals explain themselves.
pub(super) const TEXTS: &[Text] = &[
    Text {
        reason: "FIELDS_INVALID",
        en: "one or more fields are wrong; each is listed with the rule it breaks",
        nl: "een of meer velden kloppen niet; elk staat vermeld met de regel die het breekt",
    },
    Text {
        reason: "NOT_ALLOWED",
        en: "not allowed: it does not exist, is not yours, or this caller may not do this; check the id and the certificate",
        nl: "niet toegestaan: het bestaat niet, is niet van u, of deze aanroeper mag dit niet; controleer het id en het certificaat",
    },
    Text {
        reason: "CERT_NOT_OIN",
        en: "the client certificate has no OIN of 20 digits in the subject's serialNumber; use the certificate issued for your organisation",
        nl: "het clientcertificaat heeft geen OIN van 20 cijfers in het serialNumber van het subject; gebruik het certificaat van uw organisatie",
    },
    Text {
        reason: "NOT_A_PARTY",
        en: "the organisation or office in the certificate or of the sign-in is not in the covenant; ask the covenant's administrator to admit it",
        nl: "de organisatie of functie in het certificaat of van de aanmelding staat niet in het convenant; vraag de beheerder van het convenant om toelating",
    },
    Text {
        reason: "CERT_SEVERAL_OFFICES",
        en: "the certificate names more than one office; use one certificate per office",
        nl: "het certificaat noemt meer dan een functie; gebruik een certificaat per functie",
    },
    Text {
        reason: "FRESH_FACTOR",
        en: "this asks for a second factor of at most 10 minutes ago; confirm who you are and send the same request again, nothing was changed",
        nl: "hiervoor is een tweede factor nodig van hooguit 10 minuten geleden; bevestig wie u bent en verstuur hetzelfde verzoek opnieuw, er is niets gewijzigd",
    },
    Text {
        reason: "ID_REUSED",
        en: "this id was used before with other content; take a fresh UUIDv7 for a new registration or ticket",
        nl: "dit id is eerder gebruikt met andere inhoud; neem een nieuwe UUIDv7 voor een nieuwe registratie of escalatie",
    },
    Text {
        reason: "REQUEST_ID_REUSED",
        en: "this request_id was used before for another request; take a fresh UUID",
        nl: "dit request_id is eerder gebruikt voor een ander verzoek; neem een nieuwe UUID",
    },
    Text {
        reason: "LOOKUP_BUDGET",
        en: "your organisation or office asked about as many different persons as it may in this hour or on this day; go on with the same request after the time that is given, or ask the operator of the broker for more",
        nl: "uw organisatie of functie heeft in dit uur of op deze dag naar zoveel verschillende personen gevraagd als mag; ga na de genoemde tijd verder met hetzelfde verzoek, of vraag de beheerder van de broker om meer ruimte",
    },
    Text {
        reason: "NOT_ACTIVE",
        en: "the involvement has ended; register a new one if the organisation is involved again",
        nl: "de betrokkenheid is beëindigd; registreer een nieuwe als de organisatie weer betrokken is",
    },
    Text {
        reason: "FOLLOW_UP_BACKWARDS",
        en: "follow-up does not go back to an earlier state; read the match for the present one",
        nl: "opvolging gaat niet terug naar een eerdere stand; lees de match voor de huidige stand",
    },
    Text {
        reason: "NO_CONTACT_OWED",
        en: "no organisation that you could ask owes contact in this match; the list of overdue contact shows who still does",
        nl: "in deze match moet geen organisatie die u kunt herinneren nog contact leggen; de opvolging toont wie dat nog wel moet",
    },
    Text {
        reason: "REMINDED_ALREADY",
        en: "this was asked on metadata.reminded_on, and nobody is asked twice on one working day; try again on the next one, or call",
        nl: "hierom is op metadata.reminded_on al gevraagd, en niemand wordt tweemaal op een werkdag herinnerd; probeer het de volgende werkdag opnieuw, of bel",
    },
    Text {
        reason: "NOT_HANDLER",
        en: "only the handler of the ticket may do this, and only its opener may withdraw it; one that lies with the organisation that it is against is its opener's to move; the ticket shows who that is",
        nl: "alleen de behandelaar van de escalatie mag dit, en alleen de opener mag haar intrekken; ligt zij bij de organisatie waartegen zij gaat, dan is de opener aan zet; de escalatie toont wie dat is",
    },
    Text {
        reason: "NOT_ASKED",
        en: "no answer of this office is awaited on this ticket: it was not asked, it has answered, or the ticket has left the step on which it was asked; the ticket shows who was asked and by when",
        nl: "op deze escalatie wordt van deze functie geen antwoord verwacht: haar is niets gevraagd, zij heeft al geantwoord, of de escalatie heeft de stap verlaten waarop het gevraagd was; de escalatie toont wie gevraagd is en tot wanneer",
    },
    Text {
        reason: "TICKET_CLOSED",
        en: "the ticket is closed; open a new one if the knot is there again",
        nl: "de escalatie is gesloten; open een nieuwe als de knoop er weer is",
    },
    Text {
        reason: "ROUTE_UNCHANGED",
        en: "with these facts the covenant points to the present handler; escalate, resolve, or give the fact that changed",
        nl: "met deze feiten wijst het convenant naar de huidige behandelaar; escaleer, los op, of geef het feit dat veranderde",
    },
    Text {
        reason: "LAST_STEP",
        en: "this is the last step of the ladder; its office rules or resolves",
        nl: "dit is de laatste stap van de ladder; deze functie beslist of lost op",
    },
    Text {
        reason: "NOT_LAST_STEP",
        en: "only the office of the last step may rule; escalate the ticket first",
        nl: "alleen de functie van de laatste stap mag beslissen; escaleer eerst",
    },
    Text {
        reason: "OWN_TICKET",
        en: "an office gives no ruling on a ticket that it opened in its own name; resolve it, or withdraw it",
        nl: "een functie doet geen uitspraak over een escalatie die zij op eigen naam opende; los de escalatie op of trek die in",
    },
    Text {
        reason: "STEP_ORDER",
        en: "steps go up in order; ask for a later step than the present one",
        nl: "stappen gaan op volgorde omhoog; vraag een latere stap dan de huidige",
    },
    Text {
        reason: "NO_PLAN",
        en: "no plan runs in this case; record the meeting that makes the plan first",
        nl: "in deze gezinsaanpak loopt geen plan; leg eerst het overleg vast dat het plan maakt",
    },
    Text {
        reason: "EXTENSIONS_SPENT",
        en: "the plan was extended as often as the covenant allows; close the case, or begin another plan",
        nl: "het plan is zo vaak verlengd als het convenant toestaat; sluit de gezinsaanpak, of begin een ander plan",
    },
    Text {
        reason: "MANAGER_NOT_ELIGIBLE",
        en: "the covenant does not let an organisation of this kind provide the family manager of this category; GetCovenant shows which kinds may",
        nl: "het convenant laat een organisatie van deze soort de gezinsmanager voor deze categorie niet leveren; GetCovenant toont welke soorten dat mogen",
    },
    Text {
        reason: "PERSONS_APART",
        en: "a ticket or a concern signal put these persons together, so that nobody sees anybody by this case yet; take out who does not belong to the family with RemovePerson, then say that the others do with ConfirmPersons",
        nl: "deze personen kwamen door een escalatie of een zorgsignaal bij elkaar; daarom ziet nog niemand een ander door deze gezinsaanpak. Haal met RemovePerson weg wie niet bij het gezin hoort en bevestig met ConfirmPersons dat de anderen dat wel doen",
    },
    Text {
        reason: "TICKETS_OPEN",
        en: "tickets of this case are open still; let their handlers close them, or ask that they are closed along with the case",
        nl: "er staan nog escalaties van deze gezinsaanpak open; laat de behandelaars die sluiten, of vraag ze met de gezinsaanpak mee te sluiten",
    },
    Text {
        reason: "SIGNALS_OPEN",
        en: "concern signals about this family wait still; let whoever has them take them up first, the list of signals says who that is",
        nl: "er wachten nog zorgsignalen over dit gezin; laat wie ze heeft die eerst oppakken, de lijst met zorgsignalen zegt wie dat is",
    },
    Text {
        reason: "WATCH_NOT_FORESEEN",
        en: "the covenant keeps no watch on a family of this category at this moment; it says whether watch is kept, and whether while the case is open or afterwards",
        nl: "het convenant houdt op dit moment geen wacht over een gezin van deze categorie; het zegt of er wacht wordt gehouden, en of dat tijdens de gezinsaanpak of daarna is",
    },
    Text {
        reason: "WATCH_KEPT_ALREADY",
        en: "watch is kept on this family already; stop it first to begin anew",
        nl: "over dit gezin wordt al wacht gehouden; stop die eerst om opnieuw te beginnen",
    },
    Text {
        reason: "NO_WATCH",
        en: "no watch is kept on this family; the director starts it",
        nl: "over dit gezin wordt geen wacht gehouden; de regisseur begint daarmee",
    },
    Text {
        reason: "CASE_CLOSED",
        en: "the case is closed; open a new one if the family needs a director again",
        nl: "de gezinsaanpak is gesloten; open een nieuwe als het gezin weer een regisseur nodig heeft",
    },
    Text {
        reason: "PERSON_IN_CASE",
        en: "one of these persons is in an open case already; if it is yours, metadata.case_id names it, otherwise the offices that direct here must settle who takes the family up",
        nl: "een van deze personen zit al in een lopende gezinsaanpak; is die van u, dan staat zij in metadata.case_id, anders moeten de regisserende functies afspreken wie het gezin oppakt",
    },
    Text {
        reason: "OBJECTION_DECIDED",
        en: "the organisation has decided on this objection, or nothing is left to decide about; read it for what was decided",
        nl: "de organisatie heeft over dit bezwaar beslist, of er is niets meer om over te beslissen; lees het voor wat er is beslist",
    },
    Text {
        reason: "ETAG_MISMATCH",
        en: "it has changed since it was read; read it again and decide anew",
        nl: "het is veranderd sinds het gelezen werd; lees opnieuw en beslis opnieuw",
    },
    Text {
        reason: "NOT_RECIPIENT",
        en: "somebody else must act on this signal; GetConcernSignal says who",
        nl: "iemand anders moet op dit signaal handelen; GetConcernSignal zegt wie",
    },
    Text {
        reason: "SIGNAL_CLOSED",
        en: "the signal was taken up, there is nothing left to answer; a new concern is a new signal",
        nl: "het signaal is opgepakt, er valt niets meer te beantwoorden; een nieuwe zorg is een nieuw signaal",
    },
    Text {
        reason: "FACT_MISSING",
        en: "the broker made a mistake and changed nothing; report it to whoever runs it, with the request id in the details",
        nl: "de broker maakte een fout en heeft niets veranderd; meld het aan de beheerder, met het request-id uit de details",
    },
    Text {
        reason: "LIST_TOO_LONG",
        en: "more than metadata.entries_most matches or tickets belong to this; end involvements and close tickets that are over, or ask whoever runs the broker",
        nl: "hier horen meer dan metadata.entries_most matches of tickets bij; beëindig wat voorbij is, of vraag de beheerder van de broker",
    },
    Text {
        reason: "RECONCILE_STALE",
        en: "the difference is no longer the one of this token, and nothing was changed: something else was registered, changed or ended meanwhile, other rows were sent, or it is older than 7 days; look at the present difference and carry that out",
        nl: "het verschil is niet meer dat van dit token, en er is niets gewijzigd: er is intussen iets anders geregistreerd, gewijzigd of beëindigd, er zijn andere rijen verstuurd, of het is ouder dan 7 dagen; bekijk het huidige verschil en voer dat uit",
    },
    Text {
        reason: "RECONCILE_ENDINGS_MANY",
        en: "metadata.endings of metadata.active active involvements would end, more than metadata.percent_most percent, and nothing was changed; look whether the file is whole, and if it is send the same with accept_endings",
        nl: "metadata.endings van metadata.active actieve betrokkenheden zouden eindigen, meer dan metadata.percent_most procent, en er is niets gewijzigd; kijk of het bestand volledig is, en verstuur dan hetzelfde met accept_endings",
    },
    Text {
        reason: "POSITION_EXPIRED",
        en: "this position is no longer kept; resume at metadata.earliest and compare with ListMatches",
        nl: "deze positie wordt niet meer bewaard; ga verder bij metadata.earliest en vergelijk met ListMatches",
    },
    Text {
        reason: "POSITION_IN_FUTURE",
        en: "this position has not been reached; the last sequence is in metadata.latest",
        nl: "deze positie is nog niet bereikt; het laatste volgnummer staat in metadata.latest",
    },
    Text {
        reason: "TX_CONFLICT",
        en: "many others are changing the same family at this moment; repeat the request with the same id",
        nl: "veel anderen wijzigen op dit moment hetzelfde gezin; herhaal het verzoek met hetzelfde id",
    },
    Text {
        reason: "BUSY",
        en: "too much work is waiting; repeat the request with the same id after the delay",
        nl: "er wacht te veel werk; herhaal het verzoek met hetzelfde id na de wachttijd",
    },
    Text {
        reason: "DISK_FULL",
        en: "the disk of the broker is full, nothing was changed; reading goes on; tell its administrator",
        nl: "de schijf van de server is vol, er is niets gewijzigd; lezen gaat door; waarschuw de beheerder",
    },
    Text {
        reason: "COMMIT_UNKNOWN",
        en: "the store has failed and it is unknown whether this was done; repeat the request with the same id",
        nl: "de opslag is uitgevallen en het is onbekend of dit is gedaan; herhaal het verzoek met hetzelfde id",
    },
    Text {
        reason: "STORE_REFUSED",
        en: "the store does not take this one request and nothing was changed; tell the administrator the request id",
        nl: "de opslag neemt dit ene verzoek niet aan en er is niets gewijzigd; geef de beheerder het verzoek-id door",
    },
    Text {
        reason: "AUDIT_LOG_GAP",
        en: "a part of the audit log cannot be read, see metadata, and an answer without it would be less than the truth; give the administrator the request id",
        nl: "een deel van het auditlogboek is niet te lezen, zie metadata, en een antwoord zonder dat deel zou onvolledig zijn; geef de beheerder het verzoek-id door",
    },
    Text {
        reason: "STORE_UNAVAILABLE",
        en: "the store cannot be reached now and this may or may not be done; repeat the request with the same id",
        nl: "de opslag is nu niet bereikbaar en dit is misschien wel, misschien niet gedaan; herhaal het verzoek met hetzelfde id",
    },
    Text {
        reason: "RESTORED",
        en: "the store was restored from a backup; what was destroyed or shielded since is said again before anybody is served, nothing was changed; send the same request again later",
        nl: "de opslag is uit een back-up hersteld; wat sindsdien vernietigd of afgeschermd is, wordt opnieuw gezegd voordat iemand bediend wordt, er is niets gewijzigd; verstuur hetzelfde verzoek later opnieuw",
    },
    Text {
        reason: "SHUTTING_DOWN",
        en: "the server is stopping; connect again and repeat the request with the same id",
        nl: "de server stopt; verbind opnieuw en herhaal het verzoek met hetzelfde id",
    },
    Text {
        reason: "NO_ANSWER_IN_TIME",
        en: "no answer in time; it may still take effect: repeat the request with the same id",
        nl: "geen antwoord binnen de tijd; het kan toch zijn uitgevoerd: herhaal het verzoek met hetzelfde id",
    },
    Text {
        reason: "REQUEST_INCOMPLETE",
        en: "the message of the call did not come in whole in time, nothing was changed; send it again",
        nl: "het bericht van de aanroep kwam niet op tijd helemaal binnen, er is niets gewijzigd; stuur het opnieuw",
    },
    Text {
        reason: "CERT_UNREADABLE",
        en: "the client certificate is trusted but cannot be read, see metadata.problem; ask for a new one",
        nl: "het clientcertificaat wordt vertrouwd maar is niet te lezen, zie metadata.problem; vraag een nieuw aan",
    },
    Text {
        reason: "MESSAGE_TOO_LARGE",
        en: "the message is larger than the server takes; nothing was changed, ask for less at once",
        nl: "het bericht is groter dan de server aanneemt; er is niets gewijzigd, vraag minder tegelijk",
    },
    Text {
        reason: "RESPONSE_TOO_LARGE",
        en: "the answer is larger than a message may be, so the same again gives the same; ask for a smaller page or part, or whoever runs the broker for a larger max_response_bytes",
        nl: "het antwoord is groter dan een bericht mag zijn, opnieuw vragen helpt niet; vraag een kleinere pagina of een deel, of vraag de beheerder om een grotere max_response_bytes",
    },
    Text {
        reason: "MESSAGE_UNREADABLE",
        en: "the message cannot be read as one of this call; generate the client anew from the proto files",
        nl: "het bericht is niet te lezen als een van deze aanroep; genereer de client opnieuw uit de protobestanden",
    },
    Text {
        reason: "METADATA_TOO_LARGE",
        en: "the metadata of the call is larger than the server takes; send less of it, the broker needs none",
        nl: "de metadata van de aanroep is groter dan de server aanneemt; stuur minder mee, de broker heeft geen nodig",
    },
    Text {
        reason: "NO_SUCH_CALL",
        en: "this server has no such call, or does not read this compression; compare with its proto files",
        nl: "deze server kent deze aanroep niet, of leest deze compressie niet; vergelijk met de protobestanden",
    },
    Text {
        reason: "IMPORT_IDLE",
        en: "the next row of the import did not come in time; what has an answer is done, resume with the same import_id; of a comparison nothing is done, send all of it again",
        nl: "de volgende rij van de import kwam niet op tijd; wat een antwoord heeft is gedaan, ga verder met hetzelfde import_id; van een vergelijking is niets gedaan, verstuur alles opnieuw",
    },
    Text {
        reason: "IMPORT_ORDER",
        en: "an import or a comparison begins with one start message, then rows with rising numbers",
        nl: "een import of een vergelijking begint met een startbericht, daarna rijen met oplopende nummers",
    },
    Text {
        reason: "JSON_UNREADABLE",
        en: "the body is no JSON, or nested too deep; look at the line and the column that are given, nothing was changed",
        nl: "de inhoud is geen JSON, of te diep genest; kijk bij de regel en de kolom die genoemd zijn, er is niets gewijzigd",
    },
    Text {
        reason: "NO_SUCH_ADDRESS",
        en: "nothing stands at this address; /v1/openapi.json lists all of them, and none ends in a slash",
        nl: "op dit adres staat niets; /v1/openapi.json noemt ze alle, en geen ervan eindigt op een schuine streep",
    },
    Text {
        reason: "VERB_NOT_ALLOWED",
        en: "this address does not take this verb; the header Allow says which it takes, nothing was changed",
        nl: "dit adres neemt dit werkwoord niet aan; de header Allow noemt welke wel, er is niets gewijzigd",
    },
    Text {
        reason: "BODY_NOT_JSON",
        en: "the body must be sent with the content type application/json, that of an import with application/x-ndjson; nothing was changed",
        nl: "de inhoud moet met het content type application/json verstuurd worden, die van een import met application/x-ndjson; er is niets gewijzigd",
    },
];

/// The texts of a reason.
pub(super) fn find(reason: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.reason == reason)
}
