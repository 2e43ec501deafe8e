# shellcheck shell=bash
# Messages go to standard error: standard output belongs to what was called.

say() {
    printf '[%4ss] %s\n' "$SECONDS" "$*" >&2
}

# die WHAT [WHY] [WHAT TO DO]
die() {
    {
        printf '\nFailed: %s\n' "$1"
        [ -z "${2:-}" ] || printf 'Why:    %s\n' "$2"
        [ -z "${3:-}" ] || printf 'To do:  %s\n' "$3"
    } >&2
    exit 1
}

# logged NAME COMMAND…: the output goes to a log file, which is shown when the
# command fails; so a quiet run stays quiet and a failing one explains itself.
# Inside the command `set -e` is off (bash ignores it below an `if` or `||`), so
# a function of several steps joins them by &&.
logged() {
    local log=$SB_STATE/log/$1.log
    shift
    mkdir -p "$SB_STATE/log"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        say "the whole log: $log"
        return 1
    fi
}
