#!/usr/bin/env bash
# Checks the Kubernetes manifests against the schemas of Kubernetes, with a validator from PyPI that
# brings the schemas along. Skipped, with the reason, when it cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
if ! "$work/venv/bin/pip" -q install 'kubernetes-validate>=1.32' 2>"$work/pip.log"; then
    echo "SKIPPED: kubernetes-validate cannot be fetched: $(tail -n 1 "$work/pip.log")"
    exit
fi
checked=0
for file in deploy/kubernetes/*.yaml; do
    # Kinds without a schema (of the database operator) are named and passed over.
    "$work/venv/bin/kubernetes-validate" --strict "$file" || {
        echo "FAILED: $file" >&2
        exit 1
    }
    checked=$((checked + 1))
done
[[ $checked -ge 6 ]]
echo "$checked files checked"
