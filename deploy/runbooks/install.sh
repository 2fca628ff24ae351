#!/usr/bin/env bash
# Installs a broker on this machine. What is there already is kept. See install.md.
#
#   install.sh --covenant FILE --certificate FILE --key FILE --client-ca FILE --safe DIR
#              [--crl FILE] [--address IP:PORT] [--root DIR]
#
# --safe: where the copy of the new pseudonym keys goes. --root: install under this directory, without
# a user and without systemd, to look at it or to make a package.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"

root='' crl='' address=0.0.0.0:7443 covenant='' certificate='' key='' client_ca='' safe=''
while (($# > 1)); do
    case $1 in
    --root) root=$2 ;;
    --covenant) covenant=$2 ;;
    --certificate) certificate=$2 ;;
    --key) key=$2 ;;
    --client-ca) client_ca=$2 ;;
    --crl) crl=$2 ;;
    --address) address=$2 ;;
    --safe) safe=$2 ;;
    *) break ;;
    esac
    shift 2
done
[[ $# -eq 0 && -n $covenant && -n $certificate && -n $key && -n $client_ca && -n $safe ]] ||
    usage "$(sed -n '4,8s/^# *//p' "${BASH_SOURCE[0]}")"

# Everything that can be wrong is looked at before anything is made.
program=$(command -v "$VERWIJSPUNT") || fail "$VERWIJSPUNT is not a program; set VERWIJSPUNT"
for file in "$covenant" "$certificate" "$key" "$client_ca" ${crl:+"$crl"}; do
    [[ -f $file && -r $file ]] || fail "$file is not a file that can be read; nothing was changed"
done
organisations=$(sed -n 's/^organisations *= *"\(.*\)"/\1/p' "$covenant")
[[ -z $organisations || -r $(dirname "$covenant")/$organisations ]] ||
    fail "$(dirname "$covenant")/$organisations, which the covenant names, cannot be read; nothing was changed"
[[ -d $safe && -w $safe ]] ||
    fail "$safe is no directory that can be written: is the safe mounted? Nothing was changed"
"$program" covenant check "$covenant" >/dev/null ||
    fail "the covenant is refused; see above. Nothing was changed"
[[ -n $root || $(id -u) -eq 0 ]] || fail "run this as root, or with --root"
# A program that wrote the data is not replaced without a way back.
installed=$root/usr/bin/verwijspunt
[[ ! -e $root/var/lib/verwijspunt/FORMAT ]] || cmp -s "$program" "$installed" ||
    fail "another program is in use here: replace it with upgrade.sh, which keeps a way back. Nothing was changed"

# The paths in the configuration are those on the machine where the broker will run.
data=/var/lib/verwijspunt

# configuration CERTIFICATE KEY CLIENT-CA CRL COVENANT KEYS: one that names these files.
configuration() {
    printf '[listen]\naddress = "%s"\nadmin_address = "127.0.0.1:9443"\n\n' "$address"
    printf '[tls]\ncertificate = "%s"\nkey = "%s"\nclient_ca = "%s"\n' "$1" "$2" "$3"
    [[ -z $crl ]] || printf 'crl = "%s"\n' "$4"
    printf '\n[store]\nurl = "embedded:%s"\n' "$data"
    printf 'backups = "/var/backups/verwijspunt"\n'
    printf '\n[covenant]\nfile = "%s"\n\n[keys]\nfile = "%s"\n' "$5" "$6"
}

# once SOURCE TARGET MODE: copies what is not there yet.
once() {
    if [[ -e $2 ]]; then
        if cmp -s "$1" "$2"; then say "kept $2"; else say "kept $2, which is another than $1"; fi
        # A run that broke off may have left it to root.
        [[ ${#owner[@]} -eq 0 ]] || chown verwijspunt: "$2"
        chmod "$3" "$2"
        return
    fi
    # In one step: a run that is killed leaves no part of it, which the next would keep.
    install -m "$3" "${owner[@]}" "$1" "$2.new"
    sync "$2.new"
    mv "$2.new" "$2"
}

# files DIR: everything that the configuration names but the pseudonym keys.
files() {
    once "$certificate" "$1/certs/server.pem" 0644
    once "$key" "$1/certs/server.key" 0600
    once "$client_ca" "$1/certs/ca.pem" 0644
    [[ -z $crl ]] || once "$crl" "$1/certs/crl.pem" 0644
    once "$covenant" "$1/covenants/${covenant##*/}" 0644
    [[ -z $organisations ]] ||
        once "$(dirname "$covenant")/$organisations" "$1/covenants/$organisations" 0644
}

# The program itself judges them where they are, with pseudonym keys that are thrown away: the private key
# is copied to its place and nowhere else.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" keys new "$work/keys.toml" >/dev/null
configuration "$(realpath "$certificate")" "$(realpath "$key")" "$(realpath "$client_ca")" \
    "${crl:+$(realpath "$crl")}" "$(realpath "$covenant")" "$work/keys.toml" >"$work/config.toml"
"$program" config check "$work/config.toml" >/dev/null ||
    fail "a broker would not start with these files, or no client would connect; see above. Nothing was changed"

etc=$root/etc/verwijspunt
CONFIG=$etc/config.toml

owner=()
if [[ -z $root ]]; then
    install -m 0644 "$here/../systemd/verwijspunt.sysusers" /usr/lib/sysusers.d/verwijspunt.conf
    systemd-sysusers
    owner=(-o verwijspunt -g verwijspunt)
fi
install -d -m 0755 "$root/usr/bin"
install -d -m 0750 "${owner[@]}" "$etc" "$etc/certs" "$etc/covenants"
install -d -m 0700 "${owner[@]}" "$root$data" "$root/var/backups/verwijspunt"
[[ $program -ef $installed ]] || install -m 0755 "$program" "$installed"
VERWIJSPUNT=$installed
companions "$root"

files "$etc"

# Each step looks at what is there, so that a run that broke off is finished by the next.
[[ -e $etc/keys.toml ]] || "$VERWIJSPUNT" keys new "$etc/keys.toml" >/dev/null
is_kept "$etc/keys.toml" "$safe" || keep_keys "$etc/keys.toml" "$safe"
[[ -n $root ]] || chown verwijspunt: "$etc/keys.toml" "$etc/keys.toml.sha256"

configuration certs/server.pem certs/server.key certs/ca.pem certs/crl.pem \
    "covenants/${covenant##*/}" keys.toml >"$CONFIG.new"
if [[ ! -e $CONFIG ]] || cmp -s "$CONFIG.new" "$CONFIG"; then
    mv "$CONFIG.new" "$CONFIG"
else
    # It may have been changed by hand. Whoever gave other options must know that they are not in force.
    chmod 0640 "$CONFIG.new"
    [[ -n $root ]] || chown root:verwijspunt "$CONFIG.new"
    say "KEPT $CONFIG, which says something else than these options: compare it with $CONFIG.new"
fi
chmod 0640 "$CONFIG"
[[ -n $root ]] || chown root:verwijspunt "$CONFIG"

# Room to give back when the disk is full: see disk-full.md.
ballast=$root$(dirname "$data")/verwijspunt.ballast
[[ -e $ballast ]] || fallocate -l "${BALLAST:-512M}" "$ballast" || say "no ballast: the disk is small"

"$VERWIJSPUNT" config check "$CONFIG" >/dev/null || fail "the configuration is refused, or every client refuses the certificate; see above"
if [[ -n $root ]]; then
    say "installed under $root; on the machine where it will run: verwijspunt doctor"
    exit
fi
systemctl enable --now verwijspunt.service verwijspunt-doctor.timer verwijspunt-backup.timer
wait_ready
# Without a backup no installation is well; and that one can be made shows tonight's will be.
systemctl start verwijspunt-backup.service ||
    fail "the first backup cannot be made; read its log (journalctl -u verwijspunt-backup)"
"$VERWIJSPUNT" doctor --config "$CONFIG" --quick --lang en || [[ $? -le 1 ]] ||
    fail "the installation is not well; see above"
say "installed"
