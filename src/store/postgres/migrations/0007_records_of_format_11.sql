-- A professional may wait for mail about a concern signal, and parties of a match know when an office last asked them to
-- make contact: a broker from before reads neither. No table changes; the number keeps such a broker from starting.
SELECT 1;
