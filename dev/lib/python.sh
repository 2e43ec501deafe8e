# shellcheck shell=bash
# The virtual environment with Odoo's, the module's and the tests' packages.

SB_VENV=$SB_STATE/venv
SB_PYTHON=$SB_VENV/bin/python

requirements_key() {
    {
        cat "$SB_CLONE/requirements.txt" "$SB_CLONE/requirements-dev.txt"
        python3 -c 'import sys; print(sys.version_info[:2])'
    } | short_hash
}

# uv does not read pip's configuration, so an index or a certificate which this
# machine gives to pip is handed on.
uv_settings() {
    local index
    index=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX=$index
    fi
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
        export SSL_CERT_FILE=$PIP_CERT
    fi
    export UV_LINK_MODE=${UV_LINK_MODE:-copy}
}

build_venv() {
    local boot=$SB_STATE/uv
    if [ ! -x "$boot/bin/uv" ]; then
        rm -rf "$boot" &&
            python3 -m venv "$boot" &&
            "$boot/bin/python" -m pip install --quiet uv || return 1
    fi
    uv_settings
    "$SB_PYTHON" -c '' 2>/dev/null ||
        "$boot/bin/uv" venv --quiet --clear -p python3 "$SB_VENV" || return 1
    "$boot/bin/uv" pip install --quiet -p "$SB_PYTHON" \
        -r "$SB_CLONE/requirements.txt" -r "$SB_CLONE/requirements-dev.txt"
}

locked_venv() {
    local key
    key=$(requirements_key)
    ! { stamped python "$key" && [ -x "$SB_PYTHON" ]; } || return 0
    say "installing the Python packages"
    logged python build_venv ||
        die "installing the Python packages" "see above" \
            "check that pip reaches its index, then call again"
    stamp python "$key"
}

need_python() {
    need_packages python
    has_python ||
        die "Python" "$(python3 --version) is here, 3.10 or newer is needed" \
            "put a newer python3 first in PATH"
    ! { stamped python "$(requirements_key)" && [ -x "$SB_PYTHON" ]; } || return 0
    with_lock python locked_venv
}

# A fuzzer that not every Python and machine has a wheel of: tests go on without.
need_fuzzer() {
    local key
    key="$(requirements_key) $(short_hash <"$SB_CLONE/requirements-fuzz.txt")"
    ! stamped fuzzer "$key" || return 0
    uv_settings
    "$SB_STATE/uv/bin/uv" pip install --quiet --only-binary :all: \
        -p "$SB_PYTHON" -r "$SB_CLONE/requirements-fuzz.txt" 2>/dev/null ||
        say "no atheris for this Python and machine: hypothesis fuzzes alone"
    stamp fuzzer "$key"
}
