#!/usr/bin/env bash
# Does Prometheus take the alerting rules, and does each alert speak when it should and only then? With
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
