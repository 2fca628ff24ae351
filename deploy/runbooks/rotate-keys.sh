#!/usr/bin/env bash
# Adds a pseudonym key; the one before stays active beside it. See key-rotation.md.
#
#   rotate-keys.sh SAFE-DIRECTORY      DROP_OLDEST=yes: when there are two keys already
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -d $1 ]] || usage "rotate-keys.sh SAFE-DIRECTORY"
keys=$(setting keys file)
count=$(grep -c '^\[\[key\]\]' "$keys")
restart_broker() {
    stop_broker
    start_broker
    wait_ready
    say "with several brokers: put the same key file on each of them, and restart them one by one"
}
if ((count > 1)) && [[ ! -e $keys.sha256 || $(<"$keys.sha256") != $(fingerprint "$keys") ]]; then
    # To rotate once more would drop a key that is in use.
    say "a rotation broke off before its copy was kept; it is finished now, and nothing else is done"
    keep_keys "$keys" "$1"
    restart_broker
    exit
fi
if ((count > 1)) && [[ ${DROP_OLDEST:-} != yes ]]; then
    fail "$keys holds two keys: rotating drops the oldest, and whoever is known only under it is not recognised any more. Wait for the longest involvement and archive term; then set DROP_OLDEST=yes. While somebody is known only under it, a broker refuses to start with the new file: then put the copy from before back in its place, and start"
fi
# Before and after: the copy from before opens everything that is there now.
keep_keys "$keys" "$1"
if ((count > 1)); then
    "$VERWIJSPUNT" keys new --rotate --drop-oldest "$keys"
else
    "$VERWIJSPUNT" keys new --rotate "$keys"
fi
keep_keys "$keys" "$1"
restart_broker
