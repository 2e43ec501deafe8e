# shellcheck shell=bash
# Dovecot and an SMTP server on the loopback; dev/mail does the work.

mail_control() {
    "$SB_PYTHON" "$SB_CLONE/dev/mail/control.py" "$@" </dev/null
}

# The demo's and the developer's servers, with the usual ports.
mail_server() {
    local user
    user=$(service_user nobody)
    with_lock mail mail_control "$1" --folder "$(service_folder mail "$user")" \
        --user "$user" 9>&-
}

# load_mail_ports FOLDER PREFIX: exports PREFIX_IMAP_PORT and so on
load_mail_ports() {
    local name
    # shellcheck source=/dev/null
    source "$1/ports.env"
    for name in MAIL_HOST IMAP_PORT IMAPS_PORT SMTP_PORT SMTPS_PORT CA_FILE; do
        declare -gx "$2_$name=$(eval "printf %s \"\$SWITCHBOARD_$name\"")"
    done
}
