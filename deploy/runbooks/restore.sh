#!/usr/bin/env bash
# Puts a backup of the embedded store in place. What was there is kept beside it. It is not open yet then: what was
# destroyed or shielded since the backup is said again first. See backup-restore.md.
#
#   restore.sh BACKUP
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -d $1 ]] || usage "restore.sh BACKUP"
backup=$1
data=$(data_directory)
keys=$(setting keys file)
found=$(LC_ALL=C "$VERWIJSPUNT" store check "$backup") || fail "$backup is not sound; take an older one"
last=$(sed -n 's/^audit log *\([0-9]*\) entries.*/\1/p' <<<"$found")
if [[ -e $backup/keys.sha256 && $(<"$backup/keys.sha256") != $(fingerprint "$keys") ]]; then
    [[ ${OTHER_KEYS:-} == yes ]] ||
        fail "this backup was made with other keys than $keys: with these, nobody in it is recognised. Put the right copy from the safe back first (lost-key.md), or, if keys were only rotated since, set OTHER_KEYS=yes"
fi

# A broker does not start with checkpoints of a log that goes further than its own.
checkpoints=$(setting audit checkpoint_dir)
signed=$(find "${checkpoints:-/nowhere}" -maxdepth 1 -name 'audit-[0-9]*.checkpoint' 2>/dev/null |
    sed -n 's/.*audit-0*\([0-9]\{1,\}\)\.checkpoint$/\1/p' | sort -n | tail -n 1 || true)
((${signed:-0} <= ${last:-0})) ||
    fail "the checkpoints in $checkpoints know entry $signed of the audit log, and this backup ends at entry $last. Keep them: they show that there was more. Make a new, empty directory for the broker's user, set [audit] checkpoint_dir to it in $CONFIG, and run this again; nothing was changed"

# The same configuration, by which only that is taken that must be said again.
closed=$CONFIG.closed beside=$data.restoring
trap 'rm -rf "$beside" "$closed"' EXIT
# Of a run that was killed.
rm -rf "$beside"
(umask 077 && awk '!/^restored *=/ { print } /^\[store\]/ { print "restored = true" }' "$CONFIG" >"$closed")
[[ $(CONFIG=$closed setting store restored) == true ]] ||
    fail "set restored = true under [store] in $CONFIG by hand, and run this again; nothing was changed"
# While the broker serves on: a copy for which there is no room must not leave it stopped.
cp -a "$backup" "$beside" || fail "the backup cannot be copied beside $data; nothing was changed"
rm -f "$beside/keys.sha256"
# Whoever restores may be root; the broker's user must be able to read what it gets. Without former data
# that is the user of the keys, which the broker reads too.
if [[ $(id -u) -eq 0 ]]; then
    user=$keys
    [[ ! -e $data ]] || user=$data
    chown -R --reference="$user" "$beside"
fi
chmod 0700 "$beside"
replaced=$data.replaced-$(stamp)
stop_broker
replace "$closed" "$CONFIG" "$(stat -c %a "$CONFIG")"
if [[ -e $data ]]; then
    mv "$data" "$replaced"
else
    # A run that was killed may have moved it away.
    replaced=$(compgen -G "$data.replaced-*" | sort | tail -n 1 || true)
fi
mv "$beside" "$data"
sync -f "$data"
start_broker
wait_ready
say "restored $backup, which ends at entry $last of the audit log; nobody is served yet but who says again what was destroyed or shielded since"
[[ -z $replaced || ! -e $replaced ]] ||
    say "what was there: $replaced. When it can be read, it tells who that was: verwijspunt audit export $replaced --from $((last + 1))"
say "next: backup-restore.md, \"Before anybody is served\""
