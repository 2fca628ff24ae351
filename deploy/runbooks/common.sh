# shellcheck shell=bash
# What the runbooks share: settings, questions to the configuration, waiting for the broker. Sourced.
#
# Settings, from the environment:
#   VERWIJSPUNT  the program                     CONFIG  the broker's configuration
#   STOP, START  how the broker is stopped and started; default: systemctl
#   WAIT         seconds that a start may take

VERWIJSPUNT=${VERWIJSPUNT:-verwijspunt}
CONFIG=${CONFIG:-/etc/verwijspunt/config.toml}
STOP=${STOP:-systemctl stop verwijspunt}
START=${START:-systemctl start verwijspunt}
WAIT=${WAIT:-120}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# usage TEXT: shows it and ends, as for a wrong command line.
usage() {
    printf '%s\n' "$1" >&2
    exit 2
}

stamp() { date -u +%Y%m%dT%H%M%SZ; }

# in_force PROGRAM CONFIG: what is in force; succeeds when a broker would start with it. Exit code 3: it would,
# and clients refuse its certificate; backups, keys and lists are looked after then too.
in_force() { "$1" config check "$2" || [[ $? -eq 3 ]]; }

# setting SECTION KEY: a setting in force, defaults included; empty when it is not set.
setting() {
    in_force "$VERWIJSPUNT" "$CONFIG" | awk -v section="[$1]" -v key="$2" '
        /^\[/ { here = ($0 == section) }
        here && $1 == key { sub(/^[^=]*= */, ""); gsub(/^"|"$/, ""); print; exit }'
}

# The data directory of an embedded store.
data_directory() {
    local url
    url=$(setting store url)
    case $url in
    embedded:*) say "${url#embedded:}" ;;
    *) fail "the store is not embedded ($url); see the part about PostgreSQL in the runbook" ;;
    esac
}

# Asks /readyz: prints the answer, succeeds when it is OK.
is_ready() {
    local address host port status
    address=$(setting listen admin_address)
    [[ -n $address ]] || fail "set [listen] admin_address, so that a runbook can see the broker"
    host=${address%:*} port=${address##*:}
    { exec 3<>"/dev/tcp/${host//[\[\]]/}/$port"; } 2>/dev/null || return 1
    printf 'GET /readyz HTTP/1.1\r\nHost: runbook\r\nConnection: close\r\n\r\n' >&3
    read -r _ status _ <&3 || status=none
    exec 3>&- 3<&-
    [[ $status == 200 ]]
}

# Waits until the broker is ready, or fails.
wait_ready() {
    local until=$((SECONDS + WAIT))
    until is_ready; do
        ((SECONDS < until)) || fail "the broker is not ready after $WAIT s; read its log"
        sleep 0.2
    done
    say "the broker is ready"
}

# companions ROOT: the runbooks of this release and its README, where the units say that they stand.
companions() {
    local from to=$1/usr/share/verwijspunt/runbooks
    from=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    # Run from there, they are what is there; beside no checkout there is nothing to take along.
    [[ ! $from -ef $to && -e $from/../systemd/verwijspunt.service ]] || return 0
    install -d -m 0755 "$to" "$1/usr/share/doc/verwijspunt"
    install -m 0755 "$from"/*.sh "$to/"
    install -m 0644 "$from"/*.md "$to/"
    install -m 0644 "$from/../../README.md" "$1/usr/share/doc/verwijspunt/"
    [[ -z $1 ]] || return 0
    install -m 0644 "$from"/../systemd/*.service "$from"/../systemd/*.timer /etc/systemd/system/
    systemctl daemon-reload
}

start_broker() { $START || fail "the broker does not start; read its log"; }
stop_broker() { $STOP || fail "the broker does not stop; read its log"; }

# replace SOURCE TARGET MODE: puts a file in place in one step, with the owner of the one that was there.
replace() {
    local source=$1 target=$2 mode=$3 beside
    beside=$(mktemp "$target.XXXXXX")
    cat "$source" >"$beside"
    chmod "$mode" "$beside"
    [[ ! -e $target ]] || chown --reference="$target" "$beside"
    sync "$beside"
    mv "$beside" "$target"
}

# fingerprint FILE: tells two key files apart, and tells nothing of the keys.
fingerprint() { sha256sum "$1" | cut -d' ' -f1; }

# is_kept KEYS SAFE: whether the safe has a copy of exactly these keys, and the mark beside them says so.
is_kept() {
    local keys=$1 safe=$2 copy print
    print=$(fingerprint "$keys")
    [[ -e $keys.sha256 && $(<"$keys.sha256") == "$print" ]] || return 1
    for copy in "$safe"/verwijspunt-keys-*.toml; do
        [[ -e $copy && $(fingerprint "$copy") == "$print" ]] && return
    done
    return 1
}

# keep_keys KEYS SAFE: a copy for the safe, and beside the keys what recognises it again.
keep_keys() {
    local keys=$1 safe=$2 copy
    [[ -d $safe ]] || fail "$safe is no directory; name where the copy of the keys goes"
    copy=$safe/verwijspunt-keys-$(stamp)-$(fingerprint "$keys" | cut -c1-8).toml
    (umask 077 && cp "$keys" "$copy")
    sync "$copy"
    fingerprint "$keys" >"$keys.sha256"
    chown --reference="$keys" "$keys.sha256"
    say "kept $copy: put it in the safe, and never in the backups of the store"
}
