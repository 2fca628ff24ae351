-- Parties of a match may have terms of their own, and what was derived from a covenant carries its reading in two
-- languages: a broker from before reads neither. No table changes; the number keeps such a broker from starting.
SELECT 1;
