-- An office may open a ticket in its own name, without an organisation, an involvement or a contact card, and the term
-- of a ticket may be over at a moment, where a covenant gives it in hours: a broker from before reads neither. No table changes; the number keeps such a broker from starting.
SELECT 1;
