#!/usr/bin/env bash
# The console in a real browser: installs what looks at it, in a directory of its own, and looks.
#
#   tests/console/check.sh PROGRAM [PICTURES]
#
# PROGRAM is the built binary; PICTURES a directory for the pictures of the README. Needs chromium,
# python3 with venv, and npm; tests/run installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
# Drives the browser of the system: it brings no browser of its own.
"$work/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
# The rules of accessibility, as a script that is run inside the page.
npm install --silent --no-audit --no-fund --prefix "$work" axe-core@4.14.1 >/dev/null
"$work/venv/bin/python" tests/console/check.py "$1" "$work/node_modules/axe-core/axe.min.js" ${2:+"$2"}
