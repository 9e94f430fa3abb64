#!/bin/sh
# Sets the compendium up and opens JupyterLab. Linux; also called by start.command on macOS.
# What it does is the same as `make lab`, without make and without git: docs/start.md.
cd "$(dirname "$0")" || exit 1

wait_and_stop() {
    # A window that closes at once tells nobody what was wrong.
    if [ -t 0 ]; then printf 'Press Enter to close. '; read -r _; fi
    exit 1
}

if [ ! -f requirements.lock ] || [ ! -f pyproject.toml ]; then
    echo "This file lies beside the compendium's other files. Unzip the whole folder, and start it there."
    wait_and_stop
fi

python=""
for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python="$name"
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer was not found. Install it from https://www.python.org/downloads/ and start again."
    wait_and_stop
fi

"$python" src/compendium/first_setup.py "$@" || wait_and_stop
