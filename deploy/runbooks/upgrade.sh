#!/usr/bin/env bash
# Replaces the program by a newer one, and goes back when that does not become ready, with all that was
# acknowledged meanwhile. See upgrade.md.
#
#   upgrade.sh NEW-PROGRAM
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ $# -eq 1 && -x $1 ]] || usage "upgrade.sh NEW-PROGRAM"
new=$1

# position PROGRAM DIRECTORY: up to where a store was written, by a program that finds it sound; else nothing.
position() {
    LC_ALL=C "$1" store check "$2" | sed -n 's/^index .*position \([0-9]*\),.*/\1/p' || true
}

# tables_fit PROGRAM: whether the tables of the database are those of this program.
tables_fit() {
    local told
    told=$("$1" doctor --config "$CONFIG" --quick --json --lang en || true)
    [[ $told =~ \"check\":\ \"database.schema\",[^}]*\"level\":\ \"ok\" ]]
}

installed=$(readlink -f "$(command -v "$VERWIJSPUNT")") || fail "$VERWIJSPUNT is not installed"
in_force "$new" "$CONFIG" >/dev/null ||
    fail "the new program refuses the configuration: nothing was changed"

[[ -n $(setting listen admin_address) ]] ||
    fail "set [listen] admin_address and restart: without it nobody sees whether the new program serves. Nothing was changed"

url=$(setting store url)
copy='' data=${url#embedded:}
# A broker would begin an empty store there.
if [[ $url == embedded:* && ! -d $data ]]; then
    # By the second in which each was moved aside or copied.
    newest=$(compgen -G "$data.*-*" | awk -F- '{ print $NF, $0 }' | sort | tail -n 1 | cut -d' ' -f2- || true)
    case $newest in
    '') ;;
    "$data".failed-*)
        say "a run was killed while it put the store of before back: $newest, which was served last, is put back"
        mv "$newest" "$data"
        ;;
    *) fail "$data is not there, and stores of before stand beside it: a runbook was killed while it renamed them. After a restore run restore.sh again; else rename the one that was served last to $data. Nothing was changed" ;;
    esac
fi
# Which programs were put in place and have not been seen to serve: none of them is a way back.
unproven=$installed.unproven
former=$installed.previous
# What serves now is one, whatever the run before saw of it.
! is_ready || rm -f "$unproven"
stop_broker
# Whatever goes wrong before the new program is in place: the old one serves on.
trap 'start_broker' EXIT
if [[ $url == embedded:* && -d $data ]]; then
    copy=$data.before-$(stamp)
    cp -a "$data" "$copy" || {
        rm -rf "$copy"
        fail "the store cannot be copied (see above; the disk must have room for it twice): nothing was changed"
    }
    before=$(position "$new" "$copy")
    [[ -n $before ]] || {
        trap - EXIT
        start_broker
        (wait_ready) || true
        fail "the new program cannot use a copy of the store ($copy): nothing was changed"
    }
fi
# After a run that broke off, what is installed may be the new program: the way back is the one before it.
if [[ ! -e $former ]] || ! {
    cmp -s "$new" "$installed" ||
        { [[ -e $unproven ]] && grep -qxF "$(fingerprint "$installed")" "$unproven"; }
}; then
    cp -p "$installed" "$former.new"
    sync "$former.new"
    mv "$former.new" "$former"
fi
started=''
# Whatever breaks it off from here on: the program that is in place is started, and it is said what to do.
broken_off() {
    [[ -n $started ]] || (start_broker) || true
    printf 'BROKEN OFF: whether the new program serves was not seen. Run this again with it: that finishes the upgrade, or goes back to %s, which is kept\n' "$former" >&2
}
trap broken_off EXIT
fingerprint "$new" >>"$unproven"
install -m 0755 "$new" "$installed.new"
sync "$installed.new"
mv "$installed.new" "$installed"

started=yes
if (start_broker && wait_ready); then
    trap - EXIT
    rm -f "$unproven"
    # The units and runbooks of the release that this script came with.
    [[ ! -d /usr/share/verwijspunt/runbooks || $(id -u) -ne 0 ]] || companions ''
    say "upgraded to $("$installed" --version)"
    [[ -z $copy ]] || say "the store as it was before: $copy; remove it after a day"
    exit
fi
say "the new program does not become ready: looking how to go back"
started=''
stop_broker
# It may have served all the same, after the last look or where nobody looked: what it acknowledged must be
# in the store that is served from now on.
stays() {
    started=yes
    (start_broker) || true
    trap - EXIT
    fail "the new program does not become ready, and the former one cannot go on: $1. The new program stays; read its log, and repair what that says. Nothing that was acknowledged is lost"
}
if [[ -n $copy ]]; then
    now=$(position "$new" "$data")
    # After a run that broke off, the new program may have written what is in the copy.
    if [[ -n $now && $now == "$before" && -n $(position "$former" "$copy") ]]; then
        # Not between the two: a broker would begin an empty store there.
        trap '' INT TERM HUP
        mv "$data" "$data.failed-$(stamp)"
        mv "$copy" "$data"
        trap - INT TERM HUP
    elif [[ -n $(position "$former" "$data") ]]; then
        say "the new program wrote until it was stopped: the former one goes on with that; the copy of before stays beside it ($copy)"
    else
        stays "it cannot read what the new one wrote meanwhile"
    fi
elif [[ $url == postgres* ]]; then
    tables_fit "$former" || stays "the tables are brought up to date already, or the database cannot be asked"
fi
mv "$former" "$installed"
rm -f "$unproven"
trap - EXIT
start_broker
wait_ready
fail "the upgrade was undone; the log of the new program says why it did not start"
