#!/bin/sh
# Makes .venv with Python 3.11 or newer, or says in one line what is missing. Usage: make_venv.sh [PYTHON]
set -eu

is_new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in "$@" python3.11 python3.12 python3.13 python3 python; do
        if [ -n "$candidate" ] && is_new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer was not found: install it, or name it with 'make run PYTHON=/path/to/python3.11'." >&2
    return 1
}

if [ -x .venv/bin/python ] && is_new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi
python=$(find_python "${1:-}")
echo "==> Making .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv || {
    rm -rf .venv
    echo "'$python -m venv' failed: install the venv module of that Python (Debian, Ubuntu: python3-venv)." >&2
    exit 1
}
