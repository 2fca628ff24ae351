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
    OWN_MAIL: "E-mail aan u" / "Mail to you";
    OWN_MAIL_ON: "Uw organisatie laat haar professionals mailen als er iets voor hen wacht, op het adres van hun kaartje. De mail zegt alleen dat er iets wacht." / "Your organisation has its professionals mailed when something waits for them, at the address on their card. The mail says only that something waits.";
    OWN_MAIL_OFF: "Uw organisatie laat haar professionals niet mailen. Wat u hier kiest, geldt zodra zij dat wel doet." / "Your organisation does not have its professionals mailed. What you choose here holds as soon as it does.";
    OWN_MAIL_OBLIGED: "Wat het convenant verplicht, zoals een verstreken termijn, wordt altijd gemeld." / "What the covenant obliges, such as a term that has passed, is always told.";
    HOW_OFTEN: "Hoe vaak" / "How often";
    CHOOSE: "Bewaren" / "Save";
    CHOSEN: "Bewaard." / "Saved.";
    ADDRESS_REFUSED: "Een adres op uw kaartje neemt geen mail aan" / "An address on your card takes no mail";
    TAKES_NONE_SINCE: "{} neemt geen mail aan, sinds {}." / "{} takes no mail, since {}.";
    ADDRESS_RIGHT: "Het adres klopt" / "The address is right";
    REFUSED_ADDRESSES: "Adressen op kaartjes die geen mail aannemen" / "Addresses on cards that take no mail";
    CORRECT_CARD: "Laat de professional het adres op het eigen kaartje verbeteren." / "Let the professional correct the address on the own card.";
}
