-- Records by key; the bytes of key and value are those of the embedded store.
CREATE TABLE record (
    key bytea PRIMARY KEY,
    value bytea NOT NULL
);

-- Entries of ordered lists; they follow the records.
CREATE TABLE listed (
    list bytea NOT NULL,
    id bytea NOT NULL,
    PRIMARY KEY (list, id)
);

-- When a record next needs attention: milliseconds since 1970. Follows the records.
CREATE TABLE deadline (
    at bigint NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (at, key)
);

-- The highest sequence of each inbox. A row, not a SEQUENCE: its lock makes numbers visible in the
-- order in which they are given, without gaps.
CREATE TABLE inbox (
    inbox bytea PRIMARY KEY,
    last bigint NOT NULL
);

CREATE TABLE notification (
    inbox bytea NOT NULL,
    sequence bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (inbox, sequence)
);

-- One row for each broker: where its audit chain ends. Locked by every batch of that broker, so that
-- after a lost connection it tells whether the batch was committed.
CREATE TABLE broker (
    name text PRIMARY KEY,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    settled bigint NOT NULL
);

CREATE TABLE audit (
    broker text NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    encoded bytea NOT NULL,
    PRIMARY KEY (broker, position)
);
