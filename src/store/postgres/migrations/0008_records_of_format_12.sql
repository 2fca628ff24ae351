-- An office may open a ticket in its own name, without an organisation, an involvement or a contact card: a broker from
-- before does not read one. No table changes; the number keeps such a broker from starting.
SELECT 1;
