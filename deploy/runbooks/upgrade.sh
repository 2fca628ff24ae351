#!/usr/bin/env bash
# Replaces the program by a newer one, and goes back when that does not become ready. See upgrade.md.
#
#   upgrade.sh NEW-PROGRAM
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -x $1 ]] || usage "upgrade.sh NEW-PROGRAM"
new=$1
installed=$(readlink -f "$(command -v "$VERWIJSPUNT")") || fail "$VERWIJSPUNT is not installed"
in_force "$new" "$CONFIG" >/dev/null ||
    fail "the new program refuses the configuration: nothing was changed"

url=$(setting store url)
copy=''
stop_broker
# Whatever goes wrong before the new program is in place: the old one serves on.
trap 'start_broker' EXIT
if [[ $url == embedded:* && -d ${url#embedded:} ]]; then
    data=${url#embedded:}
    copy=$data.before-$(stamp)
    cp -a "$data" "$copy" || {
        rm -rf "$copy"
        fail "the store cannot be copied (see above; the disk must have room for it twice): nothing was changed"
    }
    "$new" store check "$copy" >/dev/null || {
        trap - EXIT
        start_broker
        (wait_ready) || true
        fail "the new program cannot use a copy of the store ($copy): nothing was changed"
    }
fi
cp -p "$installed" "$installed.previous"
install -m 0755 "$new" "$installed.new"
mv "$installed.new" "$installed"
trap - EXIT

if (start_broker && wait_ready); then
    # The units and runbooks of the release that this script came with.
    [[ ! -d /usr/share/verwijspunt/runbooks || $(id -u) -ne 0 ]] || companions ''
    say "upgraded to $("$installed" --version)"
    [[ -z $copy ]] || say "the store as it was before: $copy; remove it after a day"
    exit
fi
say "the new program does not become ready: going back"
$STOP || true
mv "$installed.previous" "$installed"
if [[ -n $copy ]]; then
    # It was never ready, so it acknowledged nothing: the copy has everything.
    mv "$data" "$data.failed-$(stamp)"
    mv "$copy" "$data"
fi
start_broker
wait_ready
fail "the upgrade was undone; the log of the new program says why it did not start"
