# Sourced by the commands in this folder: creates or updates .venv if it does not match pyproject.toml.
# `root` is the checkout; `python` runs in its environment. Only this step needs the network.
root=$(cd "$(dirname "$0")/.." && pwd)
python=$root/.venv/bin/python

find_python() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is required; set PYTHON to its path." >&2
    exit 2
}

# prepare NAME PIP-ARGUMENTS...: install once for each version of pyproject.toml; NAME identifies the set of packages.
prepare() {
    done_mark=$root/.venv/prepared-$1
    shift
    for mark in "$done_mark" "$root/.venv/prepared-development"; do
        if [ -x "$python" ] && cmp -s "$root/pyproject.toml" "$mark"; then
            return
        fi
    done
    echo "preparing .venv (once)" >&2
    [ -x "$python" ] || "$(find_python)" -m venv "$root/.venv" || exit 2
    # The pip of Python 3.11 does not have --group.
    "$python" -m pip install --quiet --quiet --disable-pip-version-check --upgrade 'pip>=25.1' || exit 2
    (cd "$root" && "$python" -m pip install --quiet --quiet --disable-pip-version-check "$@") || exit 2
    cp "$root/pyproject.toml" "$done_mark"
}

prepare_development() {
    prepare development --editable '.[cli,emulator,pydantic]' --group dev
}
