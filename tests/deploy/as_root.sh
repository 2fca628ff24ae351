#!/usr/bin/env bash
# The life of an installation, every step by root with the runbook as it was installed. Run by machine.sh.
#
#   as_root.sh PROGRAM DEPLOY FILES     FILES: covenant.toml, old/, new/ with server.pem and server.key, ca.pem, crl.pem,
#                                       client.pem, client.key
#
# After each step: a line "@step user:group mode path" for everything that there is then.
set -euo pipefail
program=$1 deploy=$2 files=$3
runbooks=/usr/share/verwijspunt/runbooks
safe=$files/safe
export WAIT=30 BALLAST=1M
mkdir -m 0700 "$safe"

step() {
    local name=$1 user
    shift
    "$@" || {
        printf 'FAILED at %s\n' "$name"
        tail -n 20 /var/lib/broker.log 2>/dev/null || true
        exit 1
    }
    user=$(awk '/^Uid:/ { print $2 }' "/proc/$(</var/lib/broker.pid)/status")
    printf '@%s broker %s -\n' "$name" "$(id -un "$user")"
    find /etc/verwijspunt /etc/systemd/system/verwijspunt* /var/lib/verwijspunt* /var/backups \
        /usr/bin/verwijspunt* /usr/share/verwijspunt /usr/lib/sysusers.d/verwijspunt.conf "$safe" \
        -printf "@$name %u:%g %m %p\n"
}

install_it() {
    VERWIJSPUNT=${VERWIJSPUNT:-$program} "$deploy/runbooks/install.sh" --covenant "$files/covenant.toml" \
        --certificate "$files/old/server.pem" --key "$files/old/server.key" --client-ca "$files/ca.pem" \
        --crl "$files/crl.pem" --safe "$safe" --address 127.0.0.1:7443
}

# As after a run that was killed between making a file and giving it to its user.
broken_off() {
    systemctl stop verwijspunt
    chown root: /etc/verwijspunt/certs/server.key /etc/verwijspunt/keys.toml /etc/verwijspunt/covenants/*
    rm /etc/verwijspunt/config.toml
    install_it
}

backup_by_hand() {
    mkdir -p /var/backups/second
    ! "$runbooks/backup.sh" /var/backups/second || return 1
    chown --reference=/var/lib/verwijspunt /var/backups/second
    chmod 0700 /var/backups/second
    "$runbooks/backup.sh" /var/backups/second
}

# block NUMBER: the commands in one of the blocks of the runbook about webhooks.
block() {
    awk -v wanted="$1" '
        /^ *```sh/ { here = (++seen == wanted); next }
        /^ *```/ { here = 0 }
        here { sub(/^ */, ""); print }' "$runbooks/webhooks.md"
}

# A section whose files root makes; that night a backup, and a start.
webhooks() {
    (cd "$files" && bash -euo pipefail -c "$(block 1)")
    install -m 0600 -o verwijspunt -g verwijspunt "$files/client.key" /etc/verwijspunt/certs/webhook.key
    install -m 0644 -o verwijspunt -g verwijspunt "$files/client.pem" /etc/verwijspunt/certs/webhook.pem
    cat >>/etc/verwijspunt/config.toml <<'CONFIG'

[webhook]
oin = "00000009000000001000"
rest_url = "https://localhost:7443"
signing_key_file = "webhook.key"
certificate = "certs/webhook.pem"
key = "certs/webhook.key"
CONFIG
    bash -euo pipefail -c "$(block 2)"
    # shellcheck source=/dev/null
    (source "$runbooks/common.sh" && wait_ready)
    systemctl start verwijspunt-backup
}

lost_key() {
    local print copy
    print=$(</etc/verwijspunt/keys.toml.sha256)
    rm /etc/verwijspunt/keys.toml
    for copy in "$safe"/*.toml; do
        [[ $(sha256sum "$copy" | cut -d' ' -f1) != "$print" ]] || break
    done
    "$runbooks/lost-key.sh" "$copy"
}

upgrade() {
    cp "$program" "$files/newer"
    # Another program than the one that wrote the data comes with a way back only.
    printf '\n' >>"$files/newer"
    ! VERWIJSPUNT=$files/newer install_it || return 1
    rm "$runbooks/upgrade.md"
    "$deploy/runbooks/upgrade.sh" "$files/newer"
}

looked_at() {
    systemctl stop verwijspunt
    verwijspunt store check /var/lib/verwijspunt
    verwijspunt audit verify /var/lib/verwijspunt
    verwijspunt doctor || [[ $? -le 1 ]]
    systemctl start verwijspunt
    # shellcheck source=/dev/null
    (source "$runbooks/common.sh" && wait_ready)
}

step install install_it
step install-after-a-broken-one broken_off
step backup-by-the-unit systemctl start verwijspunt-backup
step backup-by-hand backup_by_hand
step rotate-keys "$runbooks/rotate-keys.sh" "$safe"
step rotate-certificate "$runbooks/rotate-certificate.sh" "$files/new/server.pem" "$files/new/server.key"
step rotate-list "$runbooks/rotate-certificate.sh" --crl "$files/crl.pem"
step webhooks webhooks
step lost-key lost_key
step upgrade upgrade
step looked-at looked_at
step restore env OTHER_KEYS=yes "$runbooks/restore.sh" "$(find /var/backups/verwijspunt -name 'verwijspunt-*' | sort | tail -n 1)"
getent passwd verwijspunt
