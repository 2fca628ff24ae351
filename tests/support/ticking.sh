# shellcheck shell=bash
# How is a long step not silent? Sourced by whatever runs the tests.

# The process that speaks meanwhile, for whoever ends early.
ticker=

# ticking WHAT COMMAND...: runs it, and says every half minute that it goes on: cargo is silent while the
# compiler works on one large program, and so are installers and whoever waits.
ticking() {
    local what=$1 begun=$SECONDS code=0
    shift
    # Not into the output of the command, which may be read by another one.
    (while sleep 30 >/dev/null 2>&1; do printf '   … still %s after %d s\n' "$what" $((SECONDS - begun)); done) >&2 &
    ticker=$!
    "$@" || code=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
    return "$code"
}
