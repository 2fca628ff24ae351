#!/bin/bash
# Starts a standby: copies the primary at its first start, follows it from then on.
#   standby.sh NAME      one of the names in synchronous_standby_names
set -euo pipefail

name=$1
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    export PGPASSWORD
    PGPASSWORD=$(</run/secrets/replication_password)
    install -d -m 0700 -o postgres -g postgres "$PGDATA"
    until gosu postgres pg_basebackup --pgdata "$PGDATA" --slot "$name" --wal-method stream \
        --write-recovery-conf --checkpoint fast \
        --dbname "host=primary user=replicator application_name=$name"; do
        echo "the primary cannot be copied yet; trying again" >&2
        find "$PGDATA" -mindepth 1 -delete
        sleep 2
    done
    unset PGPASSWORD
fi
exec docker-entrypoint.sh postgres
