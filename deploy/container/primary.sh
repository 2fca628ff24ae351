#!/bin/bash
# Runs once, when the primary's directory is made: the users, who may come in, and that a commit
# waits for a standby.
set -euo pipefail

broker=$(</run/secrets/broker_password)
replication=$(</run/secrets/replication_password)

psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set broker="$broker" --set replication="$replication" <<'SQL'
CREATE ROLE verwijspunt LOGIN PASSWORD :'broker';
CREATE DATABASE verwijspunt OWNER verwijspunt;
-- By this the broker sees whether a standby keeps up: with require_synchronous it does not start otherwise.
GRANT pg_monitor TO verwijspunt;
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
SELECT pg_create_physical_replication_slot('standby1');
SELECT pg_create_physical_replication_slot('standby2');
-- Not on the command line: the server that runs this file would wait for a standby that is not there yet.
ALTER SYSTEM SET synchronous_commit = 'on';
ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby1, standby2)';
ALTER SYSTEM SET wal_keep_size = '1GB';
SQL

echo "host replication replicator all scram-sha-256" >>"$PGDATA/pg_hba.conf"
