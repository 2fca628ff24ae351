#!/usr/bin/env bash
# Does REST answer as its description says, whatever is sent? Schemathesis makes requests from the
# description, right and wrong ones, and judges the answers of a running broker.
#
#   tests/rest_description.sh PROGRAM [EXAMPLES]
#
# PROGRAM is the built binary; EXAMPLES how many requests of each kind at each address. Installs
# schemathesis from PyPI into a virtual environment under target/, nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
program=$(realpath "$1") examples=${2:-20}
venv=$(realpath -m "${CARGO_TARGET_DIR:-target}/schemathesis")
if ! "$venv/bin/st" --version >/dev/null 2>&1; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
fi

work=$(mktemp -d)
broker=
cleanup() {
    [[ -n $broker ]] && kill "$broker" 2>/dev/null && wait "$broker" || true
    rm -rf "$work"
}
trap cleanup EXIT
cp deploy/covenants/amsterdam-*.toml "$work"
"$program" dev-certs --covenant "$work/amsterdam-2009.toml" "$work/certs" >/dev/null
"$program" keys new "$work/keys.toml" >/dev/null
cat >"$work/config.toml" <<CONFIG
[listen]
address = "127.0.0.1:0"
[tls]
certificate = "certs/server.pem"
key = "certs/server.key"
client_ca = "certs/ca.pem"
[store]
url = "memory:"
[covenant]
file = "amsterdam-2009.toml"
[keys]
file = "keys.toml"
CONFIG
"$program" serve --config "$work/config.toml" >"$work/serve.out" 2>"$work/serve.log" &
broker=$!
for _ in $(seq 300); do
    grep -q '^serving on' "$work/serve.out" && break
    sleep 0.1
done
port=$(sed -n 's/^serving on .*:\([0-9]*\)$/\1/p' "$work/serve.out")
[[ -n $port ]] || { cat "$work/serve.log" >&2; exit 1; }

# Whether a right request is granted depends on who is registered: that is for the stories. Streams
# that go on until somebody ends them, and lines of JSON, are for tests/guards/rest.rs.
# What it keeps beside itself goes with the rest.
cd "$work"
ask() {
    "$venv/bin/st" run "$root/tests/golden/openapi.json" --url "https://localhost:$port" \
        --tls-verify "$work/certs/ca.pem" --request-cert "$work/certs/$1.pem" \
        --request-cert-key "$work/certs/$1.key" --header 'Acting-Professional: p1' \
        --exclude-path /v1/inbox/events --exclude-path /v1/involvement-imports \
        --phases examples,coverage,fuzzing --max-examples "$examples" --seed 1 --continue-on-failure \
        --exclude-checks positive_data_acceptance,missing_required_header,ignored_auth \
        --request-timeout 20 --workers 1 --warnings off
}
ask basisschool-de-waterlelie
ask coordinator-zeeburg
