#!/usr/bin/env bash
# Adds a pseudonym key; the one before stays active beside it. See key-rotation.md. Run again after it broke
# off, it finishes that rotation.
#
#   rotate-keys.sh SAFE-DIRECTORY      DROP_OLDEST=yes: when there are two keys already
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -d $1 ]] || usage "rotate-keys.sh SAFE-DIRECTORY"
keys=$(setting keys file)
count=$(grep -c '^\[\[key\]\]' "$keys")
# From before a rotation until the broker serves with its keys: by what the keys of before are recognised.
begun=$keys.rotating

# unfinished: whether the keys were rotated, and not all that comes after it was done.
unfinished() {
    [[ ! -e $begun || $(<"$begun") == $(fingerprint "$keys") ]] || return 0
    ((count > 1)) && [[ ! -e $keys.sha256 || $(<"$keys.sha256") != $(fingerprint "$keys") ]]
}
finish() {
    is_kept "$keys" "$1" || keep_keys "$keys" "$1"
    (stop_broker && start_broker && wait_ready) ||
        fail "the broker does not serve with the new keys yet. Read its log, repair what that says, and run this again: it finishes this rotation, and drops no key. When the log says that the store needs a key that was dropped: put the copy from before back in its place, and start"
    rm -f "$begun"
    say "with several brokers: put the same key file on each of them, and restart them one by one"
}
if unfinished; then
    # To rotate once more would drop a key that is in use.
    say "a rotation broke off before the broker served with its keys; it is finished now, and nothing else is done"
    finish "$1"
    exit
fi
if ((count > 1)) && [[ ${DROP_OLDEST:-} != yes ]]; then
    fail "$keys holds two keys: rotating drops the oldest, and whoever is known only under it is not recognised any more. Wait for the longest involvement and archive term; then set DROP_OLDEST=yes. While somebody is known only under it, a broker refuses to start with the new file: then put the copy from before back in its place, and start"
fi
# Before and after: the copy from before opens everything that is there now.
keep_keys "$keys" "$1"
before=$(fingerprint "$keys")
replace <(say "$before") "$begun" 0644
if ((count > 1)); then
    "$VERWIJSPUNT" keys new --rotate --drop-oldest "$keys"
else
    "$VERWIJSPUNT" keys new --rotate "$keys"
fi
finish "$1"
