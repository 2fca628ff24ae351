#!/usr/bin/env bash
# Can an agency talk to the broker with what it gets: proto/ and the README? A Python client made
# from the proto files, the clients of REST with Python and with curl alone, and the Rust example, each register, get the match that another
# organisation's registration causes on their open stream, and acknowledge it. Exit code 0 only
# when all of that happened.
#
# Installs grpcio, grpcio-tools and cryptography from PyPI into a virtual environment under target/, nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
venv=$target/python-client
school=basisschool-de-waterlelie
debt=schulddienst-zeeburg
guardian=william-schrikker-groep

say() { echo "python_client: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

command -v python3 >/dev/null || fail "python3 is not installed"
if ! "$venv/bin/python" -c 'import cryptography, grpc, grpc_tools' 2>/dev/null; then
    say "installing deploy/examples/python/requirements.txt into $venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r deploy/examples/python/requirements.txt
fi
say "building"
# With the features of the tests, so that nothing is built twice.
cargo build --quiet --features failpoints --bin verwijspunt --example agency
verwijspunt=$PWD/$target/debug/verwijspunt
[[ $target = /* ]] && verwijspunt=$target/debug/verwijspunt

# Waits for a line that matches in a file: wait_for FILE PATTERN WHAT.
wait_for() {
    for _ in $(seq 300); do
        grep -q "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    cat "$1" >&2
    fail "$3"
}

work=$(mktemp -d)
broker= receiver=
cleanup() {
    [[ -n $receiver ]] && kill "$receiver" 2>/dev/null || true
    [[ -n $broker ]] && kill "$broker" 2>/dev/null && wait "$broker" || true
    rm -rf "$work"
}
trap cleanup EXIT

cp deploy/covenants/amsterdam-*.toml "$work"
"$verwijspunt" dev-certs --covenant "$work/amsterdam-2009.toml" "$work/certs" >/dev/null
"$verwijspunt" keys new "$work/keys.toml" >/dev/null
# The receiver is there first: its address stands in the parties file.
for key in webhook other; do
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$key.key" 2>/dev/null
done
chmod 600 "$work"/*.key
openssl pkey -in "$work/webhook.key" -pubout -out "$work/webhook.pub"
timeout 300 "$venv/bin/python" deploy/examples/python/webhook.py 0 "$work/certs/server" "$work/certs/ca.pem" \
    "$work/webhook.pub" localhost 2 >"$work/webhook.out" 2>"$work/webhook.err" &
receiver=$!
wait_for "$work/webhook.out" '^listening on' "the receiver did not start"
hook=https://localhost:$(sed -n 's/^listening on //p' "$work/webhook.out")/hook
sed -i "s|^name = \"William Schrikker Groep\"|&\nwebhook = \"$hook\"|" "$work/amsterdam-organisations.toml"
cat >"$work/config.toml" <<CONFIG
[listen]
address = "127.0.0.1:0"
[tls]
certificate = "certs/server.pem"
key = "certs/server.key"
client_ca = "certs/ca.pem"
[store]
url = "embedded:data"
[covenant]
file = "amsterdam-2009.toml"
[keys]
file = "keys.toml"
[webhook]
oin = "00000009000000001000"
rest_url = "https://localhost:7443"
signing_key_file = "webhook.key"
certificate = "certs/gemeente-amsterdam.pem"
key = "certs/gemeente-amsterdam.key"
ca_file = "certs/ca.pem"
inside = ["127.0.0.1"]
CONFIG
"$verwijspunt" serve --config "$work/config.toml" >"$work/serve.out" 2>"$work/serve.log" &
broker=$!

wait_for "$work/serve.out" '^serving on' "the broker did not start"
port=$(sed -n 's/^serving on .*:\([0-9]*\)$/\1/p' "$work/serve.out")
export VERWIJSPUNT_SERVER=https://localhost:$port VERWIJSPUNT_CERTS=$work/certs
say "a broker serves on port $port"

# One client: exchange NAME PARENT-BSN SEQUENCE COMMAND..., which ends after one notification.
exchange() {
    local name=$1 bsn=$2 sequence=$3
    shift 3
    timeout 60 "$@" "$work/certs" $school "$work/$name.record" 1 <<<"$bsn" >"$work/$name.out" 2>"$work/$name.err" &
    local client=$!
    wait_for "$work/$name.out" '^registered' "$name did not register"
    say "$name: registered as $school"
    echo "parent:$bsn" | "$verwijspunt" register --as $debt --professional m.yilmaz --members - \
        --area zeeburg --name 'Murat Yilmaz' --function schuldhulpverlener --phone 020-5550102 \
        >"$work/$name.other"
    grep -q 'Basisschool De Waterlelie' "$work/$name.other" || fail "$debt did not find the school"
    wait $client || fail "$name ended with $?: $(cat "$work/$name.err")"
    grep -q '^match: .*Schulddienst Zeeburg' "$work/$name.out" || fail "$name got no match"
    say "$name: $(grep '^match' "$work/$name.out")"
    # Acknowledged: watching goes on after it, and there is nothing more.
    "$verwijspunt" watch --as $school -o json --until-idle 1 >"$work/$name.rest"
    [[ ! -s $work/$name.rest ]] || fail "$name left the match unacknowledged"
    "$verwijspunt" watch --as $school -o json --after $((sequence - 1)) --count 1 >"$work/$name.was"
    grep -q '"match":{' "$work/$name.was" || fail "the match is not in the inbox"
    say "$name: acknowledged"
}

exchange python 111222333 1 "$venv/bin/python" deploy/examples/python/agency.py "localhost:$port"
exchange python_rest 999992478 2 python3 deploy/examples/python/agency_rest.py "localhost:$port"
exchange curl 999991851 3 deploy/examples/curl/agency.sh "localhost:$port"
exchange rust 999993653 4 "$target/debug/examples/agency" "https://localhost:$port"

# The web server of a third organisation: tried out, and then told of a match by the broker itself.
# called CONFIG: whether the receiver takes an event that is sent so; what is said goes to webhook.said.
called() { "$verwijspunt" webhook test --config "$work/$1" "$hook" >"$work/webhook.said" 2>&1; }
sed '/^inside/d' "$work/config.toml" >"$work/outside.toml"
called outside.toml && fail "an address inside was called"
grep -q 'the address is inside' "$work/webhook.said" || fail "$(cat "$work/webhook.said")"
sed 's/webhook.key/other.key/' "$work/config.toml" >"$work/forged.toml"
called forged.toml && fail "the receiver took an event that somebody else had signed"
grep -q 'answers 401' "$work/webhook.said" || fail "$(cat "$work/webhook.said")"
called config.toml || fail "the receiver did not take the event: $(cat "$work/webhook.said" "$work/webhook.err")"
say "webhook: $(cat "$work/webhook.said")"
for organisation in $guardian $debt; do
    echo parent:999990317 | "$verwijspunt" register --as $organisation --professional m.yilmaz --members - \
        --area zeeburg --name 'Murat Yilmaz' --function schuldhulpverlener --phone 020-5550102 >/dev/null
done
wait_for "$work/webhook.out" '^event: nl.verwijsindex.match.v1, read https://localhost:7443/v1/inbox$' \
    "the receiver was not told of the match"
wait $receiver || fail "the receiver ended with $?: $(cat "$work/webhook.err")"
say "webhook: $(tail -1 "$work/webhook.out")"

kill "$broker"
wait "$broker" || fail "the broker did not stop well"
broker=
say "passed"
