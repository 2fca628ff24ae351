#!/usr/bin/env bash
# Puts a finished segment of PostgreSQL's log into the archive. See backup-restore.md. In postgresql.conf:
#
#   archive_mode = on
#   archive_command = '/usr/share/verwijspunt/runbooks/archive-wal.sh %p %f /mnt/archive'
#
# Exit code 0 only when the archive holds the segment; PostgreSQL keeps it and tries again otherwise.
set -euo pipefail

[[ $# -eq 3 ]] || {
    echo "archive-wal.sh PATH NAME ARCHIVE" >&2
    exit 2
}
path=$1 to=$3/$2
if [[ -e $to ]]; then
    # After a crash the same segment may come again; another one under its name is a mistake.
    cmp -s "$path" "$to"
    exit
fi
beside=$(mktemp "$to.XXXXXX")
trap 'rm -f "$beside"' EXIT
cp "$path" "$beside"
sync "$beside"
mv -n "$beside" "$to"
sync "$3"
