-- The term of a ticket may be over at a moment, where a covenant gives it in hours: a broker from before does not
-- read it. No table changes; the number keeps such a broker from starting.
SELECT 1;
