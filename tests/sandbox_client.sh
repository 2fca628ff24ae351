#!/usr/bin/env bash
# Does an agency's program go on where it was when the line breaks, and when the broker refuses for a while? Each
# example registers, gets the match that the counterpart of `verwijspunt sandbox` causes, acknowledges it, loses its
# connection, and gets the next, of an organisation that is not named. Then `verwijspunt conform` plays its cases
# against each of them. Exit code 0 only when all of that happened.
#
# Installs grpc-js and proto-loader from npm, and what deploy/examples/python/requirements.txt names, under target/;
# Java and protoc are from Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
[[ $target = /* ]] || target=$PWD/$target
verwijspunt=$target/debug/verwijspunt
examples=$PWD/deploy/examples
school=basisschool-de-waterlelie
shelter=vrouwenopvang-de-luwte

say() { echo "sandbox_client: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

# With the features of the tests, so that nothing is built twice.
cargo build --quiet --features failpoints --bin verwijspunt --example agency
modules=$target/node-client
if [[ ! -d $modules/node_modules/@grpc ]]; then
    say "installing deploy/examples/node/package.json into $modules"
    mkdir -p "$modules" && cp deploy/examples/node/package.json "$modules"
    npm install --silent --no-audit --no-fund --prefix "$modules"
fi
export NODE_PATH=$modules/node_modules
python=$target/python-client/bin/python
if ! "$python" -c 'import grpc_tools' 2>/dev/null; then
    say "installing deploy/examples/python/requirements.txt into $target/python-client"
    python3 -m venv "$target/python-client"
    "$target/python-client/bin/pip" install --quiet --disable-pip-version-check -r deploy/examples/python/requirements.txt
fi

# Waits for a line that matches in a file: wait_for FILE PATTERN WHAT.
wait_for() {
    for _ in $(seq 600); do
        grep -q "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    cat "$1" "${1%.out}.err" >&2 2>/dev/null || true
    fail "$3"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Compiled once; `java Agency.java`, as it is shown, does it anew each time.
javac -d "$work" "$examples/java/Agency.java"
# How each example is started, with the address of a broker behind it.
declare -A commands=(
    [node_grpc]="node $examples/node/agency_grpc.js localhost:"
    [node_rest]="node $examples/node/agency_rest.js localhost:"
    [python_grpc]="$python $examples/python/agency.py localhost:"
    [python_rest]="python3 $examples/python/agency_rest.py localhost:"
    [java]="java -cp $work Agency localhost:"
    [rust]="$target/debug/examples/agency https://localhost:"
    [curl]="$examples/curl/agency.sh localhost:"
)

# run RECORD [COUNT]: what takes its place is the example; what it says goes to client.out.
run() {
    # shellcheck disable=SC2086 # the words of a command
    exec timeout "${longest:-120}" ${commands[$name]}"$port" "$certs" $school "$@" <bsn >>client.out 2>>client.err
}

# What waits for the school, and was not acknowledged.
waiting() { "$verwijspunt" watch --server "https://localhost:$port" --certs "$certs" --as $school --until-idle 0; }

# Over a break: two matches, the second with an organisation that is reached through an office.
over_a_break() {
    run record 2 &
    local client=$!
    wait_for client.out '^registered' "$name did not register"
    "$verwijspunt" sandbox join mother-1 >/dev/null
    wait_for client.out '^match: .*Schulddienst Zeeburg' "$name got no match"
    # What is not acknowledged when the line breaks comes twice, and may.
    for _ in $(seq 100); do
        [[ -n $(waiting) ]] || break
        sleep 0.1
    done
    "$verwijspunt" sandbox cut >/dev/null
    "$verwijspunt" sandbox join mother-1 --as $shelter >/dev/null
    wait $client || fail "$name ended with $?: $(cat client.err)"
    grep -q '^match: call the office coördinator' client.out || fail "$name does not say who is reached through an office"
    [[ $(grep -c '^match' client.out) -eq 2 ]] || fail "$name handled something twice: $(cat client.out)"
    [[ -z $(waiting) ]] || fail "$name left something unacknowledged: $(waiting)"
    say "$name: both matches, over a break, and whom to call"
}

# conform PATIENCE CASE...: plays cases; the first has begun before the example runs.
conform() {
    local cases=("${@:2}") client judge code=0
    "$verwijspunt" conform --patience "$1" "${cases[@]/#/--case=}" >conform.out 2>&1 &
    judge=$!
    for _ in $(seq 100); do
        ! curl --silent "$VERWIJSPUNT_SANDBOX" | jq --exit-status ".tried[\"$school\"]" >/dev/null || break
        sleep 0.1
    done
    run "${cases[0]}" &
    client=$!
    wait $judge || code=$?
    kill $client && wait $client || true
    [[ $code -eq 0 ]] || fail "$name: $(cat conform.out client.err)"
    say "$name: $(tail -1 conform.out): ${cases[*]}"
}

# One example, against a sandbox of its own.
tried() {
    name=$1
    mkdir "$work/$name" && cd "$work/$name"
    "$verwijspunt" sandbox --port 0 --control-port 0 >sandbox.out 2>&1 &
    local sandbox=$!
    # shellcheck disable=SC2064 # this one
    trap "kill $sandbox 2>/dev/null || true" EXIT
    wait_for sandbox.out 'sandbox join ' "the sandbox did not start"
    told() { jq -r "$1" verwijspunt-sandbox/sandbox.json; }
    port=$(told .server) port=${port##*:} certs=$(told .certs)
    VERWIJSPUNT_SANDBOX=$(told .control)
    export VERWIJSPUNT_SANDBOX
    told '.persons[] | select(.name == "mother-1") | .bsn' >bsn
    over_a_break
    # Streams are tried, and the one with curl pulls.
    local streams=(redelivery unknown-kind destroyed ahead closing in-order passing-refusals)
    [[ $name != curl ]] || streams=()
    conform 30 lost-answer "${streams[@]}" certificate-renewal
    # Until the time is over: whoever ends at the refusal, or asks again, is caught. None changes what has an etag.
    conform 8 lookup-budget stale-etag
    grep -q '^not played  *stale-etag' conform.out || fail "$name: $(cat conform.out)"
    [[ -z ${VERWIJSPUNT_WAITING:-} ]] || longest=3600 conform 60 ten-thousand-waiting
    kill $sandbox
    wait $sandbox || fail "the sandbox did not stop well"
}

# Most of the time each waits: all at once.
clients=()
for name in "${!commands[@]}"; do
    (tried "$name") &
    clients+=($!)
done
code=0
for client in "${clients[@]}"; do wait "$client" || code=1; done
[[ $code -eq 0 ]] || fail "an example failed, see above"

# C# is not run; that protoc makes its messages is all that is known.
mkdir -p "$work/csharp"
find proto/verwijspunt -name '*.proto' -print0 | xargs -0 protoc -Iproto "--csharp_out=$work/csharp"
grep -q 'class RegisterInvolvementRequest' "$work/csharp/Registry.cs" || fail "protoc made no C#"
say "csharp: the messages are made; not compiled, not run"
say "passed"
