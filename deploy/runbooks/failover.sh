#!/usr/bin/env bash
# Promotes the standby that has everything, and lets the others follow it. See failover.md. Only where
# no operator or Patroni does this by itself. Run again after it broke off, it goes on with the one that
# was promoted.
#
#   failover.sh OLD-PRIMARY STANDBY STANDBY...
#
# Each a connection of a superuser, as libpq takes it: "host=db2 port=5432 user=postgres dbname=postgres".
# Brokers find
# the new primary by themselves when [store] url names all servers.
#
# FENCED=yes: the old primary does not answer, and somebody has made sure that it stays away: switched
# off, or cut off from brokers and standbys. Without that, two primaries can both say OK.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -ge 2 ]] || usage "failover.sh OLD-PRIMARY STANDBY STANDBY..."
old=$1
shift
# ask SERVER SQL: its answer; the SQL is read from the input when it is "-".
ask() {
    local from=(-c "$2")
    [[ $2 != - ]] || from=(-f -)
    PGCONNECT_TIMEOUT=3 psql -XAtq -v ON_ERROR_STOP=1 -d "$1" "${from[@]}" 2>/dev/null
}

# words keep|drop CONNECTION: only its host and port, or all but these; each word with a blank behind it.
words() {
    local rest=$2 word kind
    local pattern="^[[:space:]]*(([a-z_]+)[[:space:]]*=[[:space:]]*('([^'\\\\]|\\\\.)*'|[^[:space:]]*))"
    while [[ $rest =~ $pattern ]]; do
        word=${BASH_REMATCH[1]} kind=drop rest=${rest:${#BASH_REMATCH[0]}}
        [[ ${BASH_REMATCH[2]} != @(host|hostaddr|port) ]] || kind=keep
        [[ $kind != "$1" ]] || printf '%s ' "$word"
    done
    # What cannot be read stays as it is; of a word that is there twice the last one counts.
    [[ $1 == keep ]] || printf '%s ' "$rest"
}

if [[ $(ask "$old" 'SELECT pg_is_in_recovery()') == f ]]; then
    fail "the old primary answers and takes writes: stop it first (pg_ctl stop -m fast)"
fi
[[ ${FENCED:-} == yes ]] ||
    fail "make sure that the old primary stays away (switched off, or cut off), then set FENCED=yes"

# The one that received most: a synchronous commit is on at least one of them. But one that takes writes
# was promoted already, by a run that broke off: a second beside it would part the confirmed work.
best='' most=-1 promoted=() followers=() unanswered=0
for standby in "$@"; do
    received=$(ask "$standby" "SELECT CASE WHEN NOT pg_is_in_recovery() THEN 'takes writes already'
        ELSE coalesce(pg_wal_lsn_diff(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()),
            '0/0'), 0)::text END") || received=''
    say "$standby: ${received:-does not answer}"
    case $received in
    '') unanswered=$((unanswered + 1)) ;;
    *[!0-9]*) promoted+=("$standby") ;;
    *)
        followers+=("$standby")
        ((received <= most)) || best=$standby most=$received
        ;;
    esac
done
if ((${#promoted[@]} > 1)); then
    fail "${#promoted[@]} of them take writes: stop the brokers, fence all but the one that holds the confirmed work, and then run this without those. Nothing was changed"
elif ((${#promoted[@]} == 1)); then
    best=${promoted[0]}
    say "going on with $best: no other is promoted"
else
    [[ -n $best ]] || fail "no standby answers: restore a backup (backup-restore.md)"
    if ((unanswered > 0)) && [[ ${ANY:-} != yes ]]; then
        fail "$unanswered standby(s) do not answer. With ANY 1 (...) a confirmed change may be on those only, and after a run that broke off one of them may be the new primary: start them, or fence them, set ANY=yes and know that confirmed work may be lost"
    fi
    say "promoting $best"
    [[ $(ask "$best" "SELECT pg_promote(true, 60)") == t ]] || fail "$best was not promoted; read its log"
    [[ $(ask "$best" 'SELECT pg_is_in_recovery()') == f ]] || fail "$best is still a standby"
fi

wanted=0
# Those that are silent cannot be told now: they are made standbys later, as the former primary is.
for standby in "${followers[@]}"; do
    [[ $standby != "$best" ]] || continue
    wanted=$((wanted + 1))
    # It keeps its user, its password and the name that commits wait for: only the place is another.
    present=$(ask "$standby" "SELECT current_setting('primary_conninfo')")
    conninfo="$(words drop "$present")$(words keep "$best")"
    slot=$(ask "$standby" "SELECT current_setting('primary_slot_name')")
    if [[ -n $slot ]]; then
        ask "$best" "SELECT pg_create_physical_replication_slot('$slot')
            WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = '$slot')" >/dev/null
    fi
    # Not as an argument: every user of this machine could read a password there.
    ask "$standby" - >/dev/null <<<"ALTER SYSTEM SET primary_conninfo = '${conninfo//\'/\'\'}'"
    ask "$standby" 'SELECT pg_reload_conf()' >/dev/null
    say "$standby follows $best"
done
for ((tries = 0; ; tries++)); do
    following=$(ask "$best" "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
    ((following < wanted)) || break
    ((tries < WAIT * 5)) || fail "only $following standby(s) follow $best; read the log of the others, repair them, and run this again: it promotes no other"
    sleep 0.2
done
names=$(ask "$best" 'SHOW synchronous_standby_names')
say "the new primary is $best; $following standby(s) follow; synchronous_standby_names = '$names'"
if [[ -n $names && $(ask "$best" "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')") == 0 ]]; then
    say "warning: none of them is a synchronous one by that name: nothing is confirmed until one is"
fi
((unanswered == 0)) || say "$unanswered did not answer: they follow nobody yet; never let one of them take writes"
say "next: make the old primary a standby (failover.md); verwijspunt doctor on each broker"
