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
# The lines of [tls], for sed: pages and calls to web servers have a certificate and a key of their own.
OF_TLS='/^\[tls\]/,/^\[/'
work=$(mktemp -d)
# Beside the configuration: it may name its files from there.
trial=$CONFIG.trying
trap 'rm -rf "$work" "$trial"' EXIT

# try KEY FILE...: whether the configuration would be accepted with these files instead.
try() {
    local judge=in_force
    # A list must get in also while the certificate is one that clients refuse; such a certificate must not.
    [[ $1 != certificate ]] || judge=check
    # Not what is in force: that may be what must be repaired.
    (umask 077 && cat "$CONFIG" >"$trial")
    while (($# > 1)); do
        sed -i "$OF_TLS s|^$1 *=.*|$1 = \"$(readlink -f "$2")\"|" "$trial"
        shift 2
    done
    "$judge" "$VERWIJSPUNT" "$trial" >/dev/null ||
        fail "the new files are refused; nothing was changed"
}

check() { "$1" config check "$2"; }

# path KEY: where the configuration has it. Read from the file itself: it may be refused as it is now.
path() {
    local found
    found=$(sed -n "$OF_TLS s|^$1 *= *\"\([^\"]*\)\".*|\1|p" "$CONFIG")
    [[ -n $found ]] || fail "[tls] $1 is not set in $CONFIG"
    [[ $found == /* ]] || found=$(dirname "$CONFIG")/$found
    say "$found"
}

# serves CERTIFICATE: whether a client would accept it as this server's: the usage, a chain to the
# authority of the present one, and every name that the present one has.
serves() {
    local new=$1 old usage name of_old missing=''
    old=$(path certificate)
    [[ -r $old ]] || fail "$old, which [tls] names as the present certificate, cannot be read; nothing was changed"
    usage=$(openssl x509 -in "$new" -noout -ext extendedKeyUsage 2>/dev/null || true)
    [[ -z $usage || $usage == *'TLS Web Server Authentication'* ]] ||
        fail "$new is not for a server (extended key usage: $(tail -n 1 <<<"$usage" | xargs)); nothing was changed"
    of_old=$(names "$old") || {
        [[ ${OTHER_NAMES:-} == yes ]] ||
            fail "$old is no certificate that can be read, so it does not show which names clients connect to. Nothing was changed; when $new has them all, set OTHER_NAMES=yes"
        of_old=''
    }
    while read -r name; do
        [[ -z $name ]] || names "$new" | grep -qxF "$name" || missing+=" ${name}"
    done <<<"$of_old"
    [[ -z $missing || ${OTHER_NAMES:-} == yes ]] ||
        fail "$new lacks names that clients connect to now:$missing. Nothing was changed; when they are not used any more, set OTHER_NAMES=yes"
    is_trusted "$new" "$old" || [[ ${OTHER_AUTHORITY:-} == yes ]] ||
        fail "$new is not signed by the authority that signed the present one. Nothing was changed; when every client trusts the other one, set OTHER_AUTHORITY=yes"
}

# is_trusted NEW OLD: whether who trusts the present certificate trusts the new one. An authority that
# this machine knows must have signed it; one that it does not know is told by its name.
is_trusted() {
    local new=$1 old=$2
    {
        cat "$(path client_ca)"
        # What stands behind the present certificate.
        sed '1,/-----END CERTIFICATE-----/d' "$old"
    } >"$work/known.pem"
    leads "$new" && return
    ! leads "$old" && [[ $(openssl x509 -in "$new" -noout -issuer) == "$(openssl x509 -in "$old" -noout -issuer)" ]]
}

# leads CERTIFICATE: whether its signatures lead to an authority that is known here.
leads() {
    openssl verify -partial_chain -CAfile "$work/known.pem" -untrusted "$1" "$1" >/dev/null 2>&1
}

# names CERTIFICATE: a line for each name in it.
names() {
    openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null |
        sed -n '/Alternative Name/!p' | tr ',' '\n' | sed 's/^ *//;/^$/d'
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
    for file in "$1" "$2"; do
        [[ -r $file ]] || fail "$file cannot be read; nothing was changed"
    done
    command -v openssl >/dev/null || fail "openssl is missing, with which a certificate is judged; nothing was changed"
    serves "$1"
    try certificate "$1" key "$2"
    # The pair of before stands beside the new one: until it is certain, the way back.
    certificate=$(path certificate) key=$(path key) when=$(stamp)
    cp -p "$key" "$key.before-$when"
    cp -p "$certificate" "$certificate.before-$when"
    # Between these two the pair does not fit; the broker keeps what it has until both are there.
    replace "$2" "$key" 0600
    replace "$1" "$certificate" 0644
    say "the former pair: $certificate.before-$when, $key.before-$when"
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
