#!/usr/bin/env bash
# Gives room back to a full disk, and shows what takes it. Removes nothing of the store. See disk-full.md.
#
#   disk-full.sh        BALLAST: the file that install.sh made
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

data=$(data_directory)
ballast=${BALLAST:-$(dirname "$data")/verwijspunt.ballast}
free() { df --output=avail -B1M "$data" | tail -n 1 | tr -d ' '; }

say "free: $(free) MiB on $(df --output=target "$data" | tail -n 1)"
if [[ -e $ballast ]]; then
    rm "$ballast"
    say "removed the ballast; free: $(free) MiB. Make it again (fallocate -l 512M $ballast) when there is room"
else
    say "there is no ballast to remove"
fi
say "what takes room in the store; none of it may be removed by hand:"
du -sm "$data"/* | sort -rn | head
say "what takes room beside it:"
du -sm "$(dirname "$data")"/* 2>/dev/null | sort -rn | head
# Kept aside by earlier runbooks; each was said to be removable after a day.
find "$(dirname "$data")" -maxdepth 1 -name "$(basename "$data").*-*" -mtime +1 \
    -exec printf 'older than a day, may go after a look: %s\n' {} +
free=$(free)
((free >= 200)) || fail "still only $free MiB: enlarge the disk; the broker refuses writes below 128 MiB"
if is_ready; then say "the broker is ready; it takes writes again by itself"; else
    say "the broker is not ready: starting it"
    start_broker
    wait_ready
fi
