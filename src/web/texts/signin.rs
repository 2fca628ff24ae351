//! What is said at the door?

use crate::web::lang::Text;

texts! {
    SIGN_IN: "Inloggen" / "Sign in";
    SIGN_IN_LEAD: "Kies uw organisatie. U logt in waar u dat altijd doet; Verwijspunt krijgt uw wachtwoord niet." / "Choose your organisation. You sign in where you always do; Verwijspunt does not get your password.";
    SIGN_IN_NONE: "Geen organisatie heeft hier een inlogdienst. Uw beheerder voegt die toe in de deelnemerslijst en in de configuratie." / "No organisation has a provider here. Your administrator adds it in the parties file and in the configuration.";
    SIGN_IN_DEMO: "Open een van de links die de demonstratie in de terminal toont." / "Open one of the links that the demonstration shows in the terminal.";
    SIGN_IN_AGAIN: "Opnieuw inloggen" / "Sign in again";

    KEPT: "Wat u invulde is bewaard" / "What you filled in is kept";
    KEPT_LEAD: "Uw sessie was voorbij toen u dit verstuurde, of u moest eerst bevestigen dat u het bent. Er is nog niets veranderd. Een burgerservicenummer is niet bewaard: dat vult u zo nodig opnieuw in." / "Your session was over when you sent this, or you had to confirm first that it is you. Nothing has changed yet. A citizen service number was not kept: fill it in again where it is needed.";
    KEPT_SEND: "Alsnog versturen" / "Send it now";
    KEPT_DROP: "Niet versturen" / "Do not send it";
    KEPT_GONE: "Er is niets bewaard" / "Nothing is kept";
    KEPT_GONE_LEAD: "Wat na het einde van een sessie binnenkomt, of voordat u bevestigd hebt dat u het bent, blijft tien minuten bewaard, voor dezelfde persoon in dezelfde browser." / "What comes in after the end of a session, or before you have confirmed that it is you, is kept for ten minutes, for the same person in the same browser.";

    NOT_IN: "Inloggen is niet gelukt" / "You are not signed in";
    NOT_IN_STALE: "Deze inlogpoging is verlopen, al gebruikt of in een andere browser begonnen. Begin opnieuw." / "This sign-in has expired, was used before or began in another browser. Begin again.";
    NOT_IN_CODE: "De inlogdienst van uw organisatie herkent deze inlogpoging niet meer. Begin opnieuw; lukt het twee keer niet, bel dan uw beheerder." / "Your organisation's provider does not know this sign-in any more. Begin again; if that fails twice, call your administrator.";
    NOT_IN_DECLINED: "De inlogdienst van uw organisatie liet u niet door. Begin opnieuw, of vraag uw beheerder om toegang tot Verwijspunt." / "Your organisation's provider did not let you through. Begin again, or ask your administrator for access to Verwijspunt.";
    NOT_IN_TOKEN: "Het antwoord van de inlogdienst klopt niet. Er is niets veranderd. Meld dit aan uw beheerder; in het logboek staat waarom." / "The provider's answer is not right. Nothing has changed. Tell your administrator; the log says why.";
    NOT_IN_DOWN: "De inlogdienst van uw organisatie is niet bereikbaar. Probeer het over een paar minuten opnieuw." / "Your organisation's provider cannot be reached. Try again in a few minutes.";
    NOT_IN_UNKNOWN: "Deze link opent niets. Een link van een eerdere demonstratie is voorbij; begin opnieuw." / "This link opens nothing. A link of an earlier demonstration is over; begin again.";
    NOT_IN_ELSE: "Iemand anders bevestigde dan wie hier is ingelogd. Er is niets veranderd. Log uit en log in als uzelf." / "Somebody else confirmed than who is signed in here. Nothing has changed. Sign out, and sign in as yourself.";
    NOT_IN_FRESH: "De inlogdienst vroeg uw tweede factor niet opnieuw. Er is niets veranderd. Meld dit aan uw beheerder." / "The provider did not ask for your second factor again. Nothing has changed. Tell your administrator.";
    NOT_IN_FACTOR: "U logde in zonder tweede factor. Log opnieuw in en gebruik de tweede stap van uw organisatie." / "You signed in without a second factor. Sign in again, and use your organisation's second step.";
    NOT_IN_ORGANISATION: "De inlogdienst mag niet spreken namens de organisatie die hij noemt. Vraag uw beheerder de koppeling na te kijken." / "The provider may not speak for the organisation that it names. Ask your administrator to check the connection.";
    NOT_IN_OFFICE: "Uw account noemt een functie die niet bij uw organisatie hoort. Vraag uw beheerder uw rollen na te kijken." / "Your account names an office that is not your organisation's. Ask your administrator to check your roles.";
    NOT_IN_SEAT: "Uw account heeft geen rol in Verwijspunt. Vraag uw beheerder om toegang." / "Your account has no role in Verwijspunt. Ask your administrator for access.";
    NOT_IN_STORE: "Inloggen kan even niet. Er is niets veranderd. Probeer het zo opnieuw." / "You cannot sign in at the moment. Nothing has changed. Try again shortly.";
}
