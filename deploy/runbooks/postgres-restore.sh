#!/usr/bin/env bash
# Makes a server as it was at a point in time, in a new directory. See backup-restore.md.
#
#   postgres-restore.sh BASE ARCHIVE NEW-DIRECTORY [TIME]
#
# TIME: '2026-11-22 14:05:00+01'; without it, as far as the archive goes. Run it as the user postgres.
# OPTIONS: more settings for the server, as "-c port=5433".
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -ge 3 && $# -le 4 && -d $1 && -d $2 ]] ||
    usage "postgres-restore.sh BASE ARCHIVE NEW-DIRECTORY [TIME]"
# What root makes here, the server cannot read.
[[ $(id -u) -ne 0 ]] || fail "run this as the user that PostgreSQL runs as (runuser -u postgres -- $0 ...), not as root; nothing was changed"
base=$1 archive=$(readlink -f "$2") new=$3 time=${4:-}
[[ ! -e $new ]] || fail "$new exists: name a new directory and keep this one as it is, or, when a run made it that failed, remove it first"
[[ $archive != *[\'\"%\ ]* ]] || fail "the path of the archive must have no quotes, blanks or percent signs"
pg_verifybackup --quiet --no-parse-wal "$base" || fail "$base is not whole; take an older one"
# Beside its place until it is whole: a run that breaks off before is run again as it was.
beside=$new.restoring
rm -rf "$beside"
trap 'rm -rf "$beside"' EXIT
cp -a "$base" "$beside" || fail "the backup cannot be copied; nothing was changed"
chmod 0700 "$beside"
rm -f "$beside/standby.signal" "$beside/postmaster.pid"
{
    printf "restore_command = 'cp %s/%%f %%p'\n" "$archive"
    printf "recovery_target_action = 'promote'\n"
    [[ -z $time ]] || printf "recovery_target_time = '%s'\n" "${time//\'/}"
    # It is another server now: it writes no archive over that of the old one, and waits for nobody.
    printf "archive_mode = off\nsynchronous_standby_names = ''\nprimary_conninfo = ''\n"
} >>"$beside/postgresql.auto.conf"
touch "$beside/recovery.signal"
mv -T "$beside" "$new"
pg_ctl --pgdata "$new" --wait --timeout "$WAIT" --log "$new.log" ${OPTIONS:+--options "$OPTIONS"} \
    start >/dev/null || {
    tail -n 5 "$new.log" >&2
    fail "the server does not start"
}
# Started means: answers questions. The log may still be read.
port=$(sed -n 4p "$new/postmaster.pid") host=$(sed -n 5p "$new/postmaster.pid")
for ((tries = 0; ; tries++)); do
    # A server that ended is not waited for.
    pg_ctl --pgdata "$new" status >/dev/null || {
        tail -n 5 "$new.log" >&2
        fail "the server ended while it recovered; read $new.log"
    }
    recovering=$(psql -XAtq -d "host=$host port=$port dbname=${DATABASE:-postgres}" ${USER_NAME:+-U "$USER_NAME"} \
        -c 'SELECT pg_is_in_recovery()' 2>/dev/null || echo unknown)
    [[ $recovering != f ]] || break
    ((tries < WAIT * 5)) || fail "the server does not reach $time; read $new.log"
    sleep 0.2
done
for setting in restore_command recovery_target_time recovery_target_action; do
    sed -i "/^$setting = /d" "$new/postgresql.auto.conf"
done
say "restored into $new, port $port; nobody uses it yet"
say "next: verwijspunt store check URL; then point the brokers at it, archive_mode on, standbys (failover.md)"
