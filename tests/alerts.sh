#!/usr/bin/env bash
# Does Prometheus take the numbers of a broker as older scrapers get them, and the alerting rules, and does each alert speak when it should and only then? With
# promtool; where that is missing, it is taken out of Debian's package without installing a server here.
# Left out, with the reason, when it cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."

promtool=$(command -v promtool || true)
if [[ -z $promtool ]]; then
    kept=$PWD/target/promtool
    promtool=$kept/usr/bin/promtool
    if [[ ! -x $promtool ]]; then
        mkdir -p "$kept"
        (cd "$kept" && apt-get download -qq prometheus 2>fetch.log && dpkg-deb -x prometheus_*.deb . &&
            rm prometheus_*.deb usr/bin/prometheus) || {
            echo "LEFT OUT: promtool cannot be fetched: $(tail -n 1 "$kept/fetch.log")"
            exit
        }
    fi
fi
rules=deploy/monitoring/alerts.yaml
"$promtool" check rules "$rules"
"$promtool" test rules tests/alerts.yaml
# An alert that never speaks in the test was not tried.
for alert in $(sed -n 's/^ *- alert: //p' "$rules"); do
    grep -A1 "^ *alertname: $alert\$" tests/alerts.yaml | grep -q 'exp_alerts:$' || {
        echo "FAILED: $alert never speaks in tests/alerts.yaml" >&2
        exit 1
    }
done

# The numbers of a broker that runs, in the text format of before OpenMetrics; what is said about a name
# must be said about the name that the samples have.
target=${CARGO_TARGET_DIR:-target}
[[ $target = /* ]] || target=$PWD/$target
# With the features of the tests, and an example as another test does, so that nothing is built twice.
cargo build --quiet --features failpoints --bin verwijspunt --example agency
verwijspunt=$target/debug/verwijspunt
work=$(mktemp -d)
broker=
cleanup() {
    [[ -z $broker ]] || kill "$broker" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cp deploy/covenants/amsterdam-2009.toml deploy/covenants/amsterdam-organisations.toml "$work"
cd "$work"
"$verwijspunt" dev-certs --covenant amsterdam-2009.toml certs >/dev/null
"$verwijspunt" keys new keys.toml >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > config.toml <<CONFIG
[listen]
address = "127.0.0.1:0"
admin_address = "127.0.0.1:$port"
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
"$verwijspunt" serve --config config.toml >out 2>log &
broker=$!
for _ in $(seq 300); do
    grep -q "serving on" out && break
    sleep 0.1
done
curl -fsS "http://127.0.0.1:$port/metrics" >metrics
"$promtool" check metrics <metrics
# One that is there before anybody calls.
counter='# TYPE verwijspunt_requests_shed_total counter'
grep -qxF "$counter" metrics || { echo "FAILED: /metrics does not say: $counter" >&2; exit 1; }
