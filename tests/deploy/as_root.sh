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

# block RUNBOOK NUMBER: the commands in one of the blocks of a runbook.
block() {
    awk -v wanted="$2" '
        /^ *```sh/ { here = (++seen == wanted); next }
        /^ *```/ { here = 0 }
        here { sub(/^ */, ""); print }' "$runbooks/$1.md"
}

# A section whose files root makes; that night a backup, and a start.
webhooks() {
    (cd "$files" && bash -euo pipefail -c "$(block webhooks 1)")
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
    bash -euo pipefail -c "$(block webhooks 2)"
    # shellcheck source=/dev/null
    (source "$runbooks/common.sh" && wait_ready)
    systemctl start verwijspunt-backup
}

# A password that root was told; there is no such server, so the section goes again.
mail() {
    local without
    without=$(</etc/verwijspunt/config.toml)
    printf 'secret\n' | bash -euo pipefail -c "$(block mail 1)"
    cat >>/etc/verwijspunt/config.toml <<'CONFIG'

[mail]
server = "localhost"
port = 1
user = "verwijspunt"
password_file = "mail-password"
sender = "verwijspunt@example.nl"
console = "https://verwijspunt.example.nl"
CONFIG
    bash -euo pipefail -c "$(block mail 2)"
    # shellcheck source=/dev/null
    (source "$runbooks/common.sh" && wait_ready)
    printf '%s\n' "$without" >/etc/verwijspunt/config.toml
    systemctl restart verwijspunt
    # shellcheck source=/dev/null
    (source "$runbooks/common.sh" && wait_ready)
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

# From where the file lies, named as it is named there.
rotate_authority() {
    cd "$files"
    "$runbooks/rotate-certificate.sh" --client-ca ca.pem
    cd /
}

# A program that never serves.
undone_upgrade() {
    printf '#!/bin/bash\n[[ $1 != serve ]] || exit 1\nexec %s "$@"\n' "$program" >"$files/bad"
    chmod 0755 "$files/bad"
    local told
    ! told=$(WAIT=15 "$runbooks/upgrade.sh" "$files/bad" 2>&1) || return 1
    [[ $told == *'the upgrade was undone'* ]] || {
        printf '%s\n' "$told"
        return 1
    }
}

# The broker ended for want of room; who gives it back starts it.
disk_full() {
    systemctl stop verwijspunt
    env -u BALLAST "$runbooks/disk-full.sh"
    [[ ! -e /var/lib/verwijspunt.ballast ]] || return 1
    fallocate -l "$BALLAST" /var/lib/verwijspunt.ballast
}

newest_backup() { find /var/backups/verwijspunt -name 'verwijspunt-*' | sort | tail -n 1; }

# The disk is lost, and with it whose the data was.
restore_onto_nothing() {
    systemctl stop verwijspunt
    rm -rf /var/lib/verwijspunt /var/lib/verwijspunt.*-*
    OTHER_KEYS=yes "$runbooks/restore.sh" "$(newest_backup)"
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
step rotate-authority rotate_authority
step webhooks webhooks
step mail mail
step lost-key lost_key
step upgrade upgrade
step undone-upgrade undone_upgrade
step disk-full disk_full
step looked-at looked_at
step restore env OTHER_KEYS=yes "$runbooks/restore.sh" "$(newest_backup)"
step restore-onto-nothing restore_onto_nothing
getent passwd verwijspunt
