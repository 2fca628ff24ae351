#!/usr/bin/env bash
# Makes a base backup of a PostgreSQL server, and verifies it. See backup-restore.md.
#
#   postgres-backup.sh CONNECTION DIRECTORY        KEEP=7: so many are kept
#
# CONNECTION: "host=db1 user=replicator", as libpq takes it, of a user with REPLICATION. A standby
# will do, and spares the primary. Run it as the user postgres.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 2 && -d $2 ]] || usage "postgres-backup.sh CONNECTION DIRECTORY"
# What root makes here, the server cannot read.
[[ $(id -u) -ne 0 ]] || fail "run this as the user that PostgreSQL runs as (runuser -u postgres -- $0 ...), not as root; nothing was changed"
# What a run that was killed left is a whole cluster, which nobody else would ever remove.
find "$2" -mindepth 1 -maxdepth 1 -name 'base-*.unfinished' -mmin +1440 -exec rm -rf {} +
to=$2/base-$(stamp)
trap 'rm -rf "$to.unfinished"' EXIT
# The log from here on comes from the archive; what this backup itself needs is taken along.
pg_basebackup --dbname "$1" --pgdata "$to.unfinished" --checkpoint fast --wal-method stream
pg_verifybackup --quiet "$to.unfinished" || fail "the backup is not whole; nothing was kept"
sync -f "$to.unfinished"
mv -T "$to.unfinished" "$to"
say "backup $to"
mapfile -t all < <(find "$2" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort)
for old in "${all[@]:0:$((${#all[@]} > ${KEEP:-7} ? ${#all[@]} - ${KEEP:-7} : 0))}"; do
    rm -rf "$old"
    say "removed $old"
done
