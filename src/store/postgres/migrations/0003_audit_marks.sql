-- By which an entry of the audit log is found again: a number for each person and each involvement that
-- it is about. Entries from before have none until a broker has looked at them.
ALTER TABLE audit ADD COLUMN marks bigint[];

CREATE INDEX audit_marks ON audit USING gin (marks);

CREATE INDEX audit_unmarked ON audit (broker, position) WHERE marks IS NULL;
