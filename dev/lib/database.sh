# shellcheck shell=bash
# Databases: the template with the modules we depend on, and copies of it.

run_odoo() {
    "$SB_PYTHON" -m odoo "$@"
}

need_environment() {
    need_python
    need_odoo
    need_postgres
    export ODOO_RC=$SB_STATE/odoo.conf
}

sql() {
    "$(pg_bin)/psql" -XAtq -v ON_ERROR_STOP=1 -d postgres -c "$1"
}

database_exists() {
    [ "$(sql "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ]
}

# What the template holds: the module's dependencies, and what it works with and
# does not depend on: project as an example of records with a chatter, and Odoo's
# own Twilio, whose account can be taken over.
template_modules() {
    "$SB_PYTHON" - "$SB_CLONE/__manifest__.py" <<'PY'
import ast, pathlib, sys
depends = ["mail", "crm", "sms", "phone_validation", "google_gmail", "microsoft_outlook"]
manifest = pathlib.Path(sys.argv[1])
if manifest.exists():
    depends = ast.literal_eval(manifest.read_text())["depends"]
print(",".join(sorted({*depends, "project", "sms_twilio"})))
PY
}

template_name() {
    printf 'sb_template_%s' "$(
        {
            template_modules
            odoo_key
            requirements_key
        } | short_hash
    )"
}

drop_database() {
    sql "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)" 2>/dev/null || true
    rm -rf "$SB_DATA/filestore/${1:?}" "$SB_DATA/switchboard/$1.key"
}

# copy_database FROM TO, with the files
copy_database() {
    sql "CREATE DATABASE \"$2\" TEMPLATE \"$1\""
    rm -rf "$SB_DATA/filestore/${2:?}"
    [ ! -d "$SB_DATA/filestore/$1" ] ||
        cp -r "$SB_DATA/filestore/$1" "$SB_DATA/filestore/$2"
}

build_template() {
    # Without the assets each copy would spend 6 seconds more on its first page.
    run_odoo -d "$1" -i "$(template_modules)" --stop-after-init --no-http &&
        run_odoo shell -d "$1" --no-http <"$SB_CLONE/dev/lib/assets.py"
}

locked_template() {
    local name=$1 build=$1_build
    stamp "$name" used
    ! database_exists "$name" || return 0
    say "building the template database (about a minute, once)"
    drop_database "$build"
    logged template build_template "$build" ||
        die "building the template database" "see above" ""
    rm -rf "$SB_DATA/filestore/${name:?}"
    mv "$SB_DATA/filestore/$build" "$SB_DATA/filestore/$name"
    sql "ALTER DATABASE \"$build\" RENAME TO \"$name\""
    drop_old_templates "$name"
}

# Branches with other dependencies may take turns here, so only templates go
# which nobody used for two days.
drop_old_templates() {
    local name=$1 old
    for old in $(sql "SELECT datname FROM pg_database WHERE datname LIKE 'sb_template_%'"); do
        [ -n "$(find "$SB_STATE/stamps/" -name "$old" -mtime -2)" ] ||
            [ "$old" = "$name" ] || drop_database "$old"
    done
}

# Takes the lock for the copy too: nobody may be connected to the template, and
# a neighbour with other dependencies must not drop it meanwhile.
locked_copy() {
    locked_template "$1"
    copy_database "$1" "$2"
}

need_template() {
    with_lock template locked_template "$(template_name)"
}

database_from_template() {
    with_lock template locked_copy "$(template_name)" "$1"
}

# Everything an installation depends on, tests and pages aside: a kept database
# is updated only when this has changed.
module_key() {
    (
        cd "$SB_CLONE"
        # a file may go while we look, that is no reason to stop
        find . \( -name '.?*' -o -name node_modules -o -name __pycache__ \
            -o -path ./tests -o -path ./dev -o -path ./static \) -prune \
            -o -type f ! -name '*.md' -print0 |
            sort -z | { xargs -0 sha256sum 2>/dev/null || true; }
    ) | short_hash
}
