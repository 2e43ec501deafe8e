# shellcheck shell=bash
# The steps of dev/demo.

SB_DEMO=switchboard_demo
SB_PORT=8069

# What already ran before us is left running at the end.
start_demo_servers() {
    postgres_environment
    pg_running || SB_STOP_POSTGRES=1
    [ "$(mail_server status >/dev/null 2>&1; echo $?)" = 0 ] || SB_STOP_MAIL=1
    say "starting the mail servers"
    mail_server start >/dev/null ||
        die "starting the mail servers" "see above" "dev/mailserver stop, then call again"
    load_mail_ports "$(service_folder mail "$(service_user nobody)")" SWITCHBOARD_DEMO
}

reset_demo() {
    say "dropping the demo database and its mails"
    drop_database "$SB_DEMO"
    mail_server stop >/dev/null
    rm -rf "$(service_folder mail "$(service_user nobody)")/mail"
    start_demo_servers
}

demo_script() {
    run_odoo shell -d "$1" --no-http --log-level=warn <"$2"
}

build_demo() {
    run_odoo -d "$1" -i "$SB_MODULE" --with-demo --stop-after-init --no-http \
        --log-level=warn
}

create_demo_database() {
    local build=${SB_DEMO}_build
    drop_database "$build"
    say "installing the module with demo data (a minute or two, once)"
    logged demo-install build_demo "$build" ||
        die "installing the module" "see above" "mend it and call again"
    say "filling the demo mailboxes"
    logged demo-data demo_script "$build" "$SB_CLONE/dev/demo_data.py" ||
        die "filling the demo mailboxes" "see above" "mend dev/demo_data.py and call again"
    say "building the pages' assets, so that the first page comes at once"
    logged demo-assets demo_script "$build" "$SB_CLONE/dev/lib/assets.py" ||
        die "building the assets" "see above" ""
    rm -rf "$SB_DATA/filestore/$SB_DEMO"
    [ ! -d "$SB_DATA/filestore/$build" ] ||
        mv "$SB_DATA/filestore/$build" "$SB_DATA/filestore/$SB_DEMO"
    sql "ALTER DATABASE \"$build\" RENAME TO \"$SB_DEMO\""
    # the key that encrypts the mailboxes' passwords is named after the database
    mv "$SB_DATA/switchboard/$build.key" "$SB_DATA/switchboard/$SB_DEMO.key"
}

update_demo_database() {
    say "the module has changed, updating it in the demo"
    logged demo-update run_odoo -d "$SB_DEMO" -u "$SB_MODULE" --stop-after-init \
        --no-http --log-level=warn ||
        die "updating the module" "see above" "or start afresh: dev/demo --reset"
}

prepare_demo_database() {
    local key ports=$SWITCHBOARD_DEMO_IMAP_PORT,$SWITCHBOARD_DEMO_SMTP_PORT
    key=$(module_key)
    if ! database_exists "$SB_DEMO"; then
        create_demo_database
    else
        stamped demo "$key" || update_demo_database
        # a port that was taken this time moves the demo's mailboxes along
        stamped demo-ports "$ports" ||
            logged demo-ports demo_script "$SB_DEMO" "$SB_CLONE/dev/lib/demo_ports.py" ||
            die "moving the demo mailboxes to the new ports" "see above" "dev/demo --reset"
    fi
    stamp demo "$key"
    stamp demo-ports "$ports"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_demo_odoo() {
    while port_taken "$SB_PORT"; do SB_PORT=$((SB_PORT + 1)); done
    [ "$SB_PORT" = 8069 ] || say "port 8069 is taken, using $SB_PORT"
    say "starting Odoo"
    # A session of its own: Ctrl-C reaches us alone, and we stop things in order.
    setsid "$SB_PYTHON" -m odoo -d "$SB_DEMO" --db-filter="^$SB_DEMO\$" \
        --no-database-list --max-cron-threads 2 --http-port "$SB_PORT" \
        >"$SB_STATE/log/demo.log" 2>&1 </dev/null &
    SB_ODOO_PID=$!
    local tries=0
    until "$SB_PYTHON" -c "import urllib.request as u
u.urlopen('http://127.0.0.1:$SB_PORT/web/login', timeout=60)" 2>/dev/null; do
        kill -0 "$SB_ODOO_PID" 2>/dev/null ||
            die "starting Odoo" "$(tail -n 20 "$SB_STATE/log/demo.log")" \
                "read $SB_STATE/log/demo.log"
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || die "Odoo does not answer" "" "read $SB_STATE/log/demo.log"
        sleep 0.5
    done
}

print_demo() {
    cat <<TEXT

Switchboard runs:  http://127.0.0.1:$SB_PORT/odoo

  administrator  admin   / admin
  manager        manager / manager   connects mailboxes, gives grants
  operators      ben     / ben       carla / carla

To try:
  * as manager, open Switchboard > Emails, and connect a mailbox: any name at
    127.0.0.1, IMAP port $SWITCHBOARD_DEMO_IMAP_PORT, SMTP port $SWITCHBOARD_DEMO_SMTP_PORT, no encryption, password "secret"
  * as ben, open Discuss: read an email conversation, answer, and stop the answer
    with the eye while its clock runs
  * write as a customer over SMTP (port $SWITCHBOARD_DEMO_SMTP_PORT) to a connected mailbox: it arrives in
    Discuss. Mail to reject…@ is refused, to later…@ put off
  * any address is a mailbox on the local server: read what arrived there by IMAP

Odoo's log: $SB_STATE/log/demo.log
Ctrl-C stops it all.
TEXT
}

end_demo() {
    local rc=$?
    trap - EXIT
    trap '' INT TERM HUP
    if [ -n "${SB_ODOO_PID:-}" ] && kill "$SB_ODOO_PID" 2>/dev/null; then
        say "stopping Odoo"
        wait "$SB_ODOO_PID" 2>/dev/null || true
    fi
    if [ -n "${SB_STOP_MAIL:-}" ]; then
        mail_server stop >/dev/null 2>&1 || true
    fi
    # a test run beside us may be using the same PostgreSQL
    if [ -n "${SB_STOP_POSTGRES:-}" ] && pg_running &&
        [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")" = 1 ]; then
        stop_postgres 2>/dev/null
    fi
    [ "$rc" = 1 ] || say "stopped"
    exit "$rc"
}
