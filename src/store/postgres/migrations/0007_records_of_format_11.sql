-- Parties of a match know when an office last asked them to make contact: a broker from before reads no such record.
-- No table changes; the number keeps such a broker from starting.
SELECT 1;
