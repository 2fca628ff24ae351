# shellcheck shell=bash
# Where does a run of the tests put what it makes for a while? In directories that go with it; what a run
# that was killed left behind goes with the next one. Sourced by tests/run.

# run_directory VARIABLE BASE: makes a directory below BASE for this run and for whatever it starts, and
# names it; those of runs of which nothing goes on any more are removed first.
run_directory() {
    local _other _directory _descriptor
    for _other in "$2"/verwijspunt-run-*; do
        # Whoever belongs to a run holds its lock, and lets go of it when it ends, however it ends.
        [[ -e $_other/lock ]] && flock -n "$_other/lock" true && { rm -rf "$_other" || true; }
    done
    _directory=$(mktemp -d "$2/verwijspunt-run-XXXXXX")
    # Database servers and brokers of the tests run as other users.
    chmod 0755 "$_directory"
    exec {_descriptor}>"$_directory/lock"
    flock "$_descriptor"
    printf -v "$1" %s "$_directory"
}
