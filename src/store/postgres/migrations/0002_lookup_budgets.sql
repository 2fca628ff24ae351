-- Lookup budgets are records with deadlines of a kind that a broker from before cannot read. No table
-- changes; the number keeps such a broker from starting.
SELECT 1;
