# shellcheck shell=bash
# Stamps, locks and folders of the state.

is_root() { [ "$(id -u)" -eq 0 ]; }

# stamped NAME KEY: is the step NAME done for exactly this KEY?
stamped() {
    [ -f "$SB_STATE/stamps/$1" ] && [ "$(<"$SB_STATE/stamps/$1")" = "$2" ]
}

stamp() {
    mkdir -p "$SB_STATE/stamps"
    printf '%s' "$2" >"$SB_STATE/stamps/$1"
}

short_hash() { sha256sum | cut -c1-12; }

# with_lock NAME COMMAND…: one process at a time. A daemon started inside must
# close descriptor 9 (see detached), or it would hold the lock for ever.
with_lock() {
    local name=$1
    shift
    mkdir -p "$SB_STATE/locks"
    (
        flock 9
        "$@"
    ) 9>"$SB_STATE/locks/$name"
}

# Servers refuse to run as root, so root starts them as this user.
service_user() {
    if is_root; then echo "$1"; else id -un; fi
}

# as_user USER COMMAND…
as_user() {
    local user=$1
    shift
    if is_root && [ "$user" != root ]; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

# A folder for servers: their own user must reach it, and a socket's path is
# limited to about 100 characters. Under a closed home or a deep clone it moves
# to the temporary folder that survives a restart; its name is kept in a file.
service_folder() {
    with_lock folder locked_service_folder "$@"
}

locked_service_folder() {
    local name=$1 user=$2 folder=$SB_STATE/$1
    [ ! -f "$SB_STATE/$name.moved" ] || folder=$(<"$SB_STATE/$name.moved")
    if [ ! -d "$folder" ] && [ "$folder" = "$SB_STATE/$name" ]; then
        if [ "${#folder}" -gt 60 ] || ! as_user "$user" test -x "$SB_STATE"; then
            folder=$(mktemp -d /var/tmp/switchboard.XXXXXX)
            printf '%s' "$folder" >"$SB_STATE/$name.moved"
        fi
    fi
    if [ ! -d "$folder" ] || [ -f "$SB_STATE/$name.moved" ]; then
        mkdir -p "$folder"
        chmod 700 "$folder"
        ! is_root || chown "$user:$(id -g "$user")" "$folder"
    fi
    printf '%s' "$folder"
}
