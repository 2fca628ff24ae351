-- Records hold what an organisation's professionals wait for, and which pseudonym keys belong to them, which a
-- broker from before cannot read. No table changes; the number keeps such a broker from starting.
SELECT 1;
