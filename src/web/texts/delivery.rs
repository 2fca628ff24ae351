//! What does the page about the ways out of the inbox say?

use crate::web::lang::Text;

texts! {
    DELIVERIES: "Koppeling" / "Connection";
    LEAD_FINE: "Zo bereiken meldingen u. Er is geen storing." / "By these ways notifications reach you. Nothing is wrong.";
    LEAD_FAILS: "Meldingen komen langs een van deze wegen niet aan. Er gaat niets verloren: ze wachten." / "By one of these ways notifications do not arrive. Nothing is lost: they wait.";
    FINE: "geen storing" / "no trouble";
    FAILS: "lukt niet" / "is failing";
    PAUSED: "stilgezet" / "paused";
    WAITS_ONE: "Er wacht 1 melding." / "1 notification waits.";
    WAITS: "Er wachten {} meldingen." / "{} notifications wait.";
    ARRIVED: "Laatst aangekomen: {}" / "Last arrived: {}";
    TRIED: "Laatst geprobeerd: {}" / "Last tried: {}";
    PAUSED_SINCE: "Stilgezet sinds {}" / "Paused since {}";
    NEXT_TRY: "Wordt weer geprobeerd: {}" / "Is tried again: {}";
    LOOK_THERE: "Laat de beheerder van het ontvangende systeem kijken; stuur het daarna opnieuw." / "Let whoever runs the receiving system look; send it again afterwards.";
    CORRECT_ADDRESS: "Laat de beheerder van het convenant het adres verbeteren." / "Let the administrator of the covenant correct the address.";
    ASK_BROKER: "Vraag de beheerder van Verwijspunt in het logboek van de dienst te kijken." / "Ask whoever runs Verwijspunt to look at the log of the service.";
    SEND_AGAIN: "Opnieuw sturen" / "Send again";
    SENT_AGAIN: "Het wordt nu opnieuw gestuurd." / "It is being sent again now.";
}
