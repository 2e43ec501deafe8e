# shellcheck shell=bash
# Distribution packages: what is missing is installed by root, named otherwise.

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

have() { command -v "$1" >/dev/null 2>&1; }

has_python() {
    python3 - <<'PY' >/dev/null 2>&1
import sys, venv, ensurepip
sys.exit(not (3, 10) <= sys.version_info)
PY
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb; }

has_browser() { have google-chrome || have chromium || have chromium-browser; }

# no `| grep -q`: it ends early, and pipefail would count ldconfig's broken pipe
has_libmagic() { [[ $(ldconfig -p 2>/dev/null) == *libmagic.so.1* ]]; }

# missing_packages NEED…: the packages for these needs that are not there yet
missing_packages() {
    local need
    for need in "$@"; do
        case $need in
            python)
                has_python || printf '%s\n' python3 python3-venv
                has_libmagic || echo libmagic1
                ;;
            database) has_postgres || echo postgresql ;;
            mail)
                have dovecot || echo dovecot-imapd
                [ -x /usr/lib/dovecot/lmtp ] || echo dovecot-lmtpd
                ;;
            browser) has_browser || echo chromium ;;
            node) { have node && have npm; } || printf '%s\n' nodejs npm ;;
        esac
    done
}

# Installing a server's package starts the server on its public port. We run
# private ones, so the start is held back while apt works.
apt_install() {
    local policy=/usr/sbin/policy-rc.d held=
    export DEBIAN_FRONTEND=noninteractive
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        held=1
    fi
    local rc=0
    { apt-get update && apt-get install -y "$@"; } || rc=$?
    [ -z "$held" ] || rm -f "$policy"
    return "$rc"
}

need_packages() {
    local missing
    missing=$(missing_packages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    if ! have apt-get; then
        die "packages are missing: $missing" "this is no Debian" \
            "install what corresponds to them and call again"
    fi
    if ! is_root; then
        die "packages are missing: $missing" "only root may install them" \
            "sudo apt-get update && sudo apt-get install -y $missing"
    fi
    say "installing packages: $missing"
    # shellcheck disable=SC2086 # a list of words
    with_lock apt logged apt apt_install $missing ||
        die "apt-get install $missing" "see apt's own words above" \
            "run it by hand until it passes, then call again"
}
