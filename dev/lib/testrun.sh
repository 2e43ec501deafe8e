# shellcheck shell=bash
# One test run: its own mail servers, its own database, one pytest.

# Options of ours come off, all others are pytest's.
parse_test_arguments() {
    SB_KEEP='' SB_REUSE='' SB_ARGS=()
    while [ $# -gt 0 ]; do
        case $1 in
            --long) export SWITCHBOARD_LONG=1 ;;
            --keep-db) SB_KEEP=1 ;;
            --reuse) SB_REUSE=1 ;;
            *) SB_ARGS+=("$1") ;;
        esac
        shift
    done
}

# Are all the paths that were given below tests/tools? Then no database is needed.
only_pure_tests() {
    local argument path skip='' found=''
    for argument in "$@"; do
        if [ -n "$skip" ]; then
            skip=''
            continue
        fi
        case $argument in
            -k | -m | -p | -o | -c | -n | -W | -r | --deselect | --ignore) skip=1 ;;
            -*) ;;
            *)
                path=${argument%%::*}
                path=${path#./}
                path=${path#"$SB_CLONE"/}
                case $path in
                    tests/tools | tests/tools/*) found=1 ;;
                    *) return 1 ;;
                esac
                ;;
        esac
    done
    [ -n "$found" ]
}

# A run that was killed outright leaves its servers and its database behind.
clean_after_killed_runs() {
    local folder name
    for folder in "${TMPDIR:-/tmp}"/sbtest.*; do
        if [ -O "$folder/pid" ] && ! kill -0 "$(<"$folder/pid")" 2>/dev/null; then
            mail_control stop --folder "$folder/mail" >/dev/null 2>&1 || true
            rm -rf "$folder"
        fi
    done
    [ -z "${1:-}" ] || for name in $(sql "SELECT datname FROM pg_database WHERE datname LIKE 'sb_test_%'"); do
        kill -0 "${name##*_}" 2>/dev/null || drop_database "$name"
    done
}

# Each run has servers of its own, on free ports and below a short path.
start_test_mail() {
    local user
    user=$(service_user nobody)
    SB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/sbtest.XXXXXX")
    chmod 711 "$SB_RUN"
    if [ "${#SB_RUN}" -gt 60 ] || ! as_user "$user" test -x "$SB_RUN"; then
        rmdir "$SB_RUN"
        SB_RUN=$(mktemp -d /tmp/sbtest.XXXXXX)
        chmod 711 "$SB_RUN"
    fi
    echo $$ >"$SB_RUN/pid"
    mkdir "$SB_RUN/mail"
    mail_control start --any-port --folder "$SB_RUN/mail" --user "$user" >/dev/null ||
        die "starting the mail servers of this run" "see above" ""
    load_mail_ports "$SB_RUN/mail" SWITCHBOARD_TEST
}

install_module() {
    run_odoo -d "$1" "$2" "$SB_MODULE${SWITCHBOARD_WITH:+,$SWITCHBOARD_WITH}" --stop-after-init --no-http --log-level=warn
}

new_test_database() {
    local kind=test
    [ -z "$SB_KEEP" ] || kind=kept
    SB_DB=sb_${kind}_$(date +%H%M%S)_$$
    # for the test that installs and uninstalls in a copy of its own
    SWITCHBOARD_TEST_TEMPLATE=$(template_name)
    export SWITCHBOARD_TEST_TEMPLATE
    say "copying the template database and installing the module ($SB_DB)"
    database_from_template "$SB_DB"
    logged "install-$SB_DB" install_module "$SB_DB" -i ||
        die "installing the module" "see above" "dev/odoo shows the same with -i $SB_MODULE"
}

# The first reused database nobody is working with; the lock is held until we end.
reused_test_database() {
    local number=1
    mkdir -p "$SB_STATE/locks"
    while :; do
        exec 8>"$SB_STATE/locks/reuse$number"
        ! flock -n 8 || break
        number=$((number + 1))
    done
    SB_KEEP=1
    SB_DB=sb_reuse$number
    local key template
    template=$(template_name)
    key="$template $(module_key)"
    if database_exists "$SB_DB" && stamped "$SB_DB" "$key"; then
        return
    fi
    if ! database_exists "$SB_DB" || [ "$(cut -d' ' -f1 "$SB_STATE/stamps/$SB_DB" 2>/dev/null)" != "$template" ]; then
        say "creating $SB_DB, which is kept"
        drop_database "$SB_DB"
        database_from_template "$SB_DB"
        stamp "$SB_DB" "$template -"
        logged "install-$SB_DB" install_module "$SB_DB" -i ||
            die "installing the module" "see above" ""
    else
        say "updating the module in $SB_DB"
        logged "install-$SB_DB" install_module "$SB_DB" -u ||
            die "updating the module in $SB_DB" "see above" \
                "a fresh database may help: dev/test without --reuse"
    fi
    stamp "$SB_DB" "$key"
}

end_test_run() {
    local rc=$?
    trap - EXIT
    if [ -n "${SB_RUN:-}" ]; then
        mail_control stop --folder "$SB_RUN/mail" >/dev/null 2>&1 || true
        rm -rf "${SB_RUN:?}"
    fi
    if [ -n "${SB_DB:-}" ]; then
        rm -f "$SB_STATE/log/install-$SB_DB.log"
        if [ -z "$SB_KEEP" ]; then
            drop_database "$SB_DB"
        elif [ -z "$SB_REUSE" ]; then
            say "kept: $SB_DB"
        fi
    fi
    exit "$rc"
}

# The runner stays a child in the foreground, so that the trap cleans up. What
# Chromium leaves in the temporary folder goes with the run, but no picture of
# a failed tour does.
run_pytest() {
    cd "$SB_CLONE"
    if [ -n "${SB_RUN:-}" ]; then
        mkdir -p "$SB_RUN/tmp"
        export TMPDIR=$SB_RUN/tmp
    fi
    export PYTHONPATH=$SB_CLONE/dev/lib${PYTHONPATH:+:$PYTHONPATH}
    "$SB_PYTHON" -m pytest -p switchboard_pytest -p no:cacheprovider "$@"
}
