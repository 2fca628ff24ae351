-- A professional may wait for mail about a concern signal: a broker from before reads an involvement there. No table
-- changes; the number keeps such a broker from starting.
SELECT 1;
