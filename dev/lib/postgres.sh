# shellcheck shell=bash
# A private PostgreSQL cluster, reached through a socket only.

pg_bin() {
    local bin
    bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) || true
    [ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
    printf '%s' "$bin"
}

pg_command() {
    local name=$1
    shift
    as_user "$SB_PG_USER" env -C "$PGHOST" "$(pg_bin)/$name" "$@"
}

pg_running() { [ -S "$PGHOST/.s.PGSQL.$PGPORT" ] && "$(pg_bin)/pg_isready" -q; }

# Nothing here must survive a power cut, so the disk is not waited for.
pg_options() {
    printf -- '-k %s -c listen_addresses= -c fsync=off -c synchronous_commit=off' "$PGHOST"
    printf -- ' -c full_page_writes=off -c jit=off -c max_connections=300'
    printf -- ' -c shared_buffers=256MB -c max_wal_size=2GB'
}

start_postgres() {
    ! pg_running || return 0
    if [ ! -f "$PGHOST/data/PG_VERSION" ]; then
        say "creating a private PostgreSQL"
        logged initdb pg_command initdb -D "$PGHOST/data" -U odoo -A trust \
            -E UTF8 --locale=C.UTF-8 --no-sync ||
            die "creating the PostgreSQL cluster" "see above" ""
    fi
    # 9 is the lock, which the server must not inherit
    logged postgres pg_command pg_ctl -D "$PGHOST/data" -l "$PGHOST/postgres.log" \
        -w -t 60 -o "$(pg_options)" start 9>&- ||
        die "starting the private PostgreSQL" \
            "$(tail -n 5 "$PGHOST/postgres.log" 2>/dev/null)" \
            "delete $PGHOST (it holds test and demo databases only) and call again"
}

stop_postgres() {
    postgres_environment
    ! pg_running || pg_command pg_ctl -D "$PGHOST/data" -m fast -w stop >&2
}

postgres_environment() {
    SB_PG_USER=$(service_user postgres)
    PGHOST=$(service_folder pg "$SB_PG_USER")
    export SB_PG_USER PGHOST PGPORT=5432 PGUSER=odoo
}

need_postgres() {
    need_packages database
    postgres_environment
    pg_running || with_lock postgres start_postgres
}
