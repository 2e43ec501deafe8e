# shellcheck shell=bash
# One test run: its own mail servers, its own database, one pytest.

# Options of ours come off, all others are pytest's. All the tests run in two
# processes, those that somebody has chosen in one.
parse_test_arguments() {
    SB_KEEP='' SB_REUSE='' SB_PROCESSES='' SB_ARGS=()
    while [ $# -gt 0 ]; do
        case $1 in
            --processes=*) SB_PROCESSES=${1#*=} ;;
            --long) export SWITCHBOARD_LONG=1 ;;
            --keep-db) SB_KEEP=1 ;;
            --reuse) SB_REUSE=1 ;;
            *) SB_ARGS+=("$1") ;;
        esac
        shift
    done
    if [ -z "$SB_PROCESSES" ]; then
        SB_PROCESSES=1
        [ ${#SB_ARGS[@]} -gt 0 ] || [ -n "$SB_REUSE" ] || SB_PROCESSES=$(most_processes)
    fi
    case $SB_PROCESSES in
        '' | *[!0-9]* | 0) die "--processes=$SB_PROCESSES" "it is no number" "" ;;
    esac
}

# Two gain much: one waits for a browser while the other works. More gain little.
most_processes() {
    local cores
    cores=$(nproc 2>/dev/null || echo 1)
    echo $((cores < 2 ? 1 : 2))
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
    # A few chosen tests are over sooner without.
    [ "$SB_PROCESSES" = 1 ] ||
        logged "assets-$SB_DB" build_test_assets "$SB_DB" ||
        die "building the assets" "see above" ""
}

build_test_assets() {
    run_odoo shell -d "$1" --no-http --log-level=warn <"$SB_CLONE/dev/lib/test_assets.py"
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
    local rc=$? pid name
    trap - EXIT
    for pid in "${SB_BESIDE[@]:-}"; do
        [ -z "$pid" ] || end_process "$pid"
    done
    if [ -n "${SB_RUN:-}" ]; then
        mail_control stop --folder "$SB_RUN/mail" >/dev/null 2>&1 || true
        rm -rf "${SB_RUN:?}"
    fi
    if [ -n "${SB_DB:-}" ]; then
        rm -f "$SB_STATE/log/install-$SB_DB.log" "$SB_STATE/log/assets-$SB_DB.log"
        for name in "${SB_COPIES[@]:-}"; do
            [ -z "$name" ] || drop_database "$name"
        done
        if [ -z "$SB_KEEP" ]; then
            drop_database "$SB_DB"
        elif [ -z "$SB_REUSE" ]; then
            say "kept: $SB_DB"
        fi
    fi
    exit "$rc"
}

# What Chromium leaves in the temporary folder goes with the run, but no picture of
# a failed tour does.
prepare_pytest() {
    cd "$SB_CLONE"
    if [ -n "${SB_RUN:-}" ]; then
        mkdir -p "$SB_RUN/tmp"
        export TMPDIR=$SB_RUN/tmp
    fi
    export PYTHONPATH=$SB_CLONE/dev/lib${PYTHONPATH:+:$PYTHONPATH}
    SB_PYTEST=("$SB_PYTHON" -m pytest -p switchboard_pytest -p no:cacheprovider)
}

# The runner stays a child in the foreground, so that the trap cleans up.
run_pytest() {
    prepare_pytest
    "${SB_PYTEST[@]}" "$@"
}

# with_odoo DATABASE: pytest's arguments for tests in this database
with_odoo() {
    SB_WITH_ODOO=(--odoo-database="$1" --odoo-http
        --odoo-extra=screenshots="$SB_STATE/log/screenshots")
}

# The tests in several processes, each with a copy of the database. The first one is
# seen at work, what the others said comes when it has ended, and then a closing line
# for all; it fails when one of them does.
run_processes() {
    local number rc=0 counts=("$SB_RUN/counts1")
    export SWITCHBOARD_CLAIMS=$SB_RUN/claims
    mkdir "$SWITCHBOARD_CLAIMS"
    SB_BESIDE=() SB_COPIES=()
    for ((number = 2; number <= SB_PROCESSES; number++)); do
        # ends with our process id, as clean_after_killed_runs reads it
        SB_COPIES+=("${SB_DB%_*}_${number}_$$")
        copy_database "$SB_DB" "${SB_COPIES[-1]}"
        counts+=("$SB_RUN/counts$number")
    done
    prepare_pytest
    for ((number = 2; number <= SB_PROCESSES; number++)); do
        with_odoo "${SB_COPIES[number - 2]}"
        SWITCHBOARD_COUNTS=$SB_RUN/counts$number "${SB_PYTEST[@]}" \
            "${SB_WITH_ODOO[@]}" "$@" >"$SB_RUN/output$number" 2>&1 </dev/null &
        SB_BESIDE+=($!)
    done
    with_odoo "$SB_DB"
    SWITCHBOARD_COUNTS=$SB_RUN/counts1 "${SB_PYTEST[@]}" "${SB_WITH_ODOO[@]}" "$@" || rc=$?
    for ((number = 2; number <= SB_PROCESSES; number++)); do
        wait "${SB_BESIDE[number - 2]}" || rc=$?
        say "what process $number of $SB_PROCESSES said:"
        cat "$SB_RUN/output$number"
    done
    SB_BESIDE=()
    "$SB_PYTHON" "$SB_CLONE/dev/lib/closing.py" "$SECONDS" "${counts[@]}"
    return "$rc"
}

# As Ctrl-C does, so that it ends its browser; a while later the hard way.
end_process() {
    local tries=0
    kill -INT "$1" 2>/dev/null || return 0
    while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 50 ]; do
        tries=$((tries + 1))
        sleep 0.2
    done
    kill -KILL "$1" 2>/dev/null || true
}
