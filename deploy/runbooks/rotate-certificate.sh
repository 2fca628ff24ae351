#!/usr/bin/env bash
# Replaces the server's certificate and key, or the authorities, without a restart. See certificates.md.
#
#   rotate-certificate.sh CERTIFICATE KEY
#   rotate-certificate.sh --client-ca FILE
#   rotate-certificate.sh --crl FILE-OR-URL
#
# RELOAD: how the broker is told; default: systemctl reload verwijspunt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

RELOAD=${RELOAD:-systemctl reload verwijspunt}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# try KEY FILE...: whether the configuration would be accepted with these files instead.
try() {
    "$VERWIJSPUNT" config check "$CONFIG" >"$work/config.toml" ||
        cp "$CONFIG" "$work/config.toml" # What is in force may be what must be repaired.
    while (($# > 1)); do
        sed -i "s|^$1 *=.*|$1 = \"$(readlink -f "$2")\"|" "$work/config.toml"
        shift 2
    done
    "$VERWIJSPUNT" config check "$work/config.toml" >/dev/null ||
        fail "the new files are refused; nothing was changed"
}

# path KEY: where the configuration has it. Read from the file itself: it may be refused as it is now.
path() {
    local found
    found=$(sed -n "s|^$1 *= *\"\(.*\)\".*|\1|p" "$CONFIG")
    [[ -n $found ]] || fail "[tls] $1 is not set in $CONFIG"
    [[ $found == /* ]] || found=$(dirname "$CONFIG")/$found
    say "$found"
}

case ${1:-} in
--client-ca)
    [[ $# -eq 2 ]] || usage "rotate-certificate.sh --client-ca FILE"
    try client_ca "$2"
    replace "$2" "$(path client_ca)" 0644
    ;;
--crl)
    [[ $# -eq 2 ]] || usage "rotate-certificate.sh --crl FILE-OR-URL"
    case $2 in
    http://* | https://*) curl --fail --silent --show-error --max-time 60 --output "$work/fetched" "$2" ;;
    *) cp "$2" "$work/fetched" ;;
    esac
    # Authorities publish lists as DER; the broker reads PEM.
    if ! grep -q 'BEGIN X509 CRL' "$work/fetched"; then
        openssl crl -inform DER -in "$work/fetched" -out "$work/pem" || fail "$2 is no revocation list"
        mv "$work/pem" "$work/fetched"
    fi
    try crl "$work/fetched"
    replace "$work/fetched" "$(path crl)" 0644
    ;;
'' | --*) usage "$(sed -n '4,6s/^# *//p' "${BASH_SOURCE[0]}")" ;;
*)
    [[ $# -eq 2 ]] || usage "rotate-certificate.sh CERTIFICATE KEY"
    try certificate "$1" key "$2"
    # Between these two the pair does not fit; the broker keeps what it has until both are there.
    replace "$2" "$(path key)" 0600
    replace "$1" "$(path certificate)" 0644
    ;;
esac
$RELOAD || fail "the broker was not told; the files are in place"

if [[ $1 != --* ]] && is_ready; then
    # What counts is what the broker shows, not what lies on the disk.
    address=$(setting listen address)
    wanted=$(openssl x509 -in "$1" -noout -fingerprint -sha256)
    for ((tries = 0; ; tries++)); do
        shown=$(openssl s_client -connect "${address/#0.0.0.0:/127.0.0.1:}" -tls1_3 </dev/null 2>/dev/null |
            openssl x509 -noout -fingerprint -sha256 2>/dev/null || true)
        [[ $shown != "$wanted" ]] || break
        ((tries < 50)) || fail "the broker still shows its former certificate; read its log"
        sleep 0.2
    done
fi
say "replaced"
