#!/usr/bin/env bash
# Puts the copy of the pseudonym keys from the safe back. See lost-key.md.
#
#   lost-key.sh COPY        UNKNOWN=yes: when there is nothing left to recognise the copy by
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -f $1 ]] || usage "lost-key.sh COPY"
copy=$1
# The configuration cannot be checked without its keys: the path is read from the file itself.
keys=$(sed -n '/^\[keys\]/,/^\[/s/^file *= *"\(.*\)".*/\1/p' "$CONFIG")
[[ -n $keys ]] || fail "$CONFIG names no [keys] file"
[[ $keys == /* ]] || keys=$(dirname "$CONFIG")/$keys

if [[ -e $keys.sha256 ]]; then
    [[ $(fingerprint "$copy") == "$(<"$keys.sha256")" ]] ||
        fail "$copy is not the copy of the keys that were in use: with it, nobody would be recognised. Look for a newer copy"
elif [[ ${UNKNOWN:-} != yes ]]; then
    fail "$keys.sha256 is gone: a backup holds it as keys.sha256. Without any, set UNKNOWN=yes and try with a person who is known"
fi
$STOP || true
if [[ -e $keys ]]; then mv "$keys" "$keys.wrong-$(stamp)"; fi
(umask 077 && cp "$copy" "$keys")
# The keys belong to the user that the broker runs as: whose data it is, or, without any, the service's.
if [[ $(id -u) -eq 0 ]]; then
    data=$(sed -n '/^\[store\]/,/^\[/s/^url *= *"embedded:\(.*\)".*/\1/p' "$CONFIG")
    [[ -z $data || $data == /* ]] || data=$(dirname "$CONFIG")/$data
    if [[ -n $data && -e $data ]]; then
        chown --reference="$data" "$keys"
    elif id verwijspunt >/dev/null 2>&1; then
        chown verwijspunt: "$keys"
    fi
fi
sync "$keys"
start_broker
wait_ready
say "put back $keys"
