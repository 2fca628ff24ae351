#!/usr/bin/env bash
# Copies the embedded store while the broker runs, and checks the copy. See backup-restore.md.
#
#   backup.sh DIRECTORY        KEEP=14: so many copies are kept
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -d $1 ]] || usage "backup.sh DIRECTORY"
to=$1 keep=${KEEP:-14}
umask 077
data=$(data_directory)
keys=$(setting keys file)
if [[ $(id -u) -eq 0 && -d $data && $(stat -c %u "$data") -ne 0 ]]; then
    # As the broker's user: what root would leave here could not be read by it at a restore.
    setpriv --reuid "$(stat -c %u "$data")" --regid "$(stat -c %g "$data")" --clear-groups test -w "$to" ||
        fail "$to cannot be written by the user of $data: chown --reference=$data $to"
    exec setpriv --reuid "$(stat -c %u "$data")" --regid "$(stat -c %g "$data")" --clear-groups \
        "${BASH_SOURCE[0]}" "$@"
fi
[[ -d $data ]] || fail "$data does not exist"
[[ $keys != "$data"/* ]] || fail "$keys stands in the data directory: whoever gets a backup could find BSNs; move it"

# What a run that was killed left is a whole store, which nobody else would ever remove.
for left in "$to"/unfinished-*; do
    [[ -d /proc/${left##*-} ]] || rm -rf "$left"
done
unfinished=$to/unfinished-$$
name=verwijspunt-$(stamp)
trap 'rm -rf "$unfinished"' EXIT
# The directory may be copied while it is written: the copy opens with all that was acknowledged before.
# A file that was replaced meanwhile is no failure; the check below decides. Anything else is: of a copy
# that was cut off, by a full disk or a signal, the check sees only a journal that ends earlier.
code=0
told=$(LC_ALL=C cp -a "$data" "$unfinished" 2>&1) || code=$?
if ((code != 0)); then
    printf '%s\n' "$told" >&2
    [[ $code -eq 1 && -n $told ]] &&
        ! grep -vqE ': No such file or directory$|as it was replaced while being copied$' <<<"$told" ||
        fail "the store cannot be copied to $to; nothing was kept"
    say "some files were replaced while they were copied; the copy is checked"
fi
"$VERWIJSPUNT" store check "$unfinished" || fail "the copy is not sound; nothing was kept"
[[ ! -e $keys.sha256 ]] || cp "$keys.sha256" "$unfinished/keys.sha256"
sync -f "$unfinished"
mv -T "$unfinished" "$to/$name"
say "backup $to/$name"

mapfile -t all < <(find "$to" -mindepth 1 -maxdepth 1 -type d -name 'verwijspunt-*' | sort)
for old in "${all[@]:0:$((${#all[@]} > keep ? ${#all[@]} - keep : 0))}"; do
    rm -rf "$old"
    say "removed $old"
done
