#!/usr/bin/env bash
# Does an agency's program go on where it was when the line breaks? Each example in another language registers,
# gets the match that the counterpart of `verwijspunt sandbox` causes, acknowledges it, loses its connection,
# and gets the next. Exit code 0 only when all of that happened.
#
# Installs grpc-js and proto-loader from npm under target/; Java and protoc are from Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
[[ $target = /* ]] || target=$PWD/$target
verwijspunt=$target/debug/verwijspunt
school=basisschool-de-waterlelie
police=politie-amsterdam-amstelland

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

# Waits for a line that matches in a file: wait_for FILE PATTERN WHAT.
wait_for() {
    for _ in $(seq 300); do
        grep -q "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    cat "$1" "${1%.out}.err" >&2 2>/dev/null || true
    fail "$3"
}

work=$(mktemp -d)
sandbox=
cleanup() {
    [[ -n $sandbox ]] && kill "$sandbox" 2>/dev/null && wait "$sandbox" || true
    rm -rf "$work"
}
trap cleanup EXIT
"$verwijspunt" sandbox --dir "$work/sandbox" --port 0 --control-port 0 >"$work/sandbox.out" 2>&1 &
sandbox=$!
wait_for "$work/sandbox.out" 'sandbox join ' "the sandbox did not start"
told() { jq -r "$1" "$work/sandbox/sandbox.json"; }
server=$(told .server) certs=$(told .certs)
VERWIJSPUNT_SANDBOX=$(told .control)
export VERWIJSPUNT_SANDBOX
at=${server#https://}
say "a sandbox serves on $at"

# What waits for the school, and was not acknowledged.
waiting() { "$verwijspunt" watch --server "$server" --certs "$certs" --as $school --until-idle 0; }

# One program: tried NAME PERSON BEFORE-THE-BSN COMMAND...
tried() {
    local name=$1 person=$2 input=$3
    shift 3
    input+=$(told ".persons[] | select(.name == \"$person\") | .bsn")
    timeout 60 "$@" <<<"$input" >"$work/$name.out" 2>"$work/$name.err" &
    local client=$!
    wait_for "$work/$name.out" '^registered' "$name did not register"
    "$verwijspunt" sandbox join "$person" >/dev/null
    wait_for "$work/$name.out" '^match: .*Schulddienst Zeeburg' "$name got no match"
    # What is not acknowledged when the line breaks comes twice, and may.
    for _ in $(seq 100); do
        [[ -n $(waiting) ]] || break
        sleep 0.1
    done
    "$verwijspunt" sandbox cut >/dev/null
    "$verwijspunt" sandbox join "$person" --as $police >/dev/null
    wait $client || fail "$name ended with $?: $(cat "$work/$name.err")"
    grep -q '^match: .*Politie Amsterdam-Amstelland' "$work/$name.out" || fail "$name missed what came after the break"
    [[ $(grep -c '^match' "$work/$name.out") -eq 2 ]] || fail "$name handled something twice: $(cat "$work/$name.out")"
    [[ -z $(waiting) ]] || fail "$name left something unacknowledged: $(waiting)"
    say "$name: both matches, over a break"
}

tried node_grpc mother-1 '' node deploy/examples/node/agency_grpc.js "$at" "$certs" $school 2
tried node_rest father-1 '' node deploy/examples/node/agency_rest.js "$at" "$certs" $school 2
tried python_rest mother-2 '' python3 deploy/examples/python/agency_rest.py "$at" "$certs" $school 2
tried java father-2 '' java deploy/examples/java/Agency.java "$at" "$certs" $school 2
# What python_client.sh installs, when it ran before.
python=$target/python-client/bin/python
if "$python" -c 'import grpc_tools' 2>/dev/null; then
    tried python_grpc mother-3 parent: "$python" deploy/examples/python/agency.py \
        --server "$at" --certs "$certs" --as $school --members - --count 2
fi
# C# is not run; that protoc makes its messages is all that is known.
mkdir -p "$work/csharp"
find proto/verwijspunt -name '*.proto' -print0 | xargs -0 protoc -Iproto "--csharp_out=$work/csharp"
grep -q 'class RegisterInvolvementRequest' "$work/csharp/Registry.cs" || fail "protoc made no C#"
say "csharp: the messages are made; not compiled, not run"

kill "$sandbox"
wait "$sandbox" || fail "the sandbox did not stop well"
sandbox=
say "passed"
