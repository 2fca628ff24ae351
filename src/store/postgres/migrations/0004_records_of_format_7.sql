-- Records hold more than a broker from before can read, and notifications are of a kind that it does not
-- know. No table changes; the number keeps such a broker from starting.
SELECT 1;
