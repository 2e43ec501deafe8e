# shellcheck shell=bash
# Odoo's source: a tree that is already there, or Debian's package unpacked.

SB_ODOO=${ODOO_SOURCE:-$SB_STATE/odoo}
SB_ADDONS=$SB_STATE/addons
SB_DATA=$SB_STATE/data

# The folder from which `import odoo` works: a checkout, an unpacked Debian
# package, or a site-packages folder.
odoo_python_path() {
    local folder
    for folder in "$SB_ODOO" "$SB_ODOO/usr/lib/python3/dist-packages"; do
        if [ -f "$folder/odoo/release.py" ]; then
            printf '%s' "$folder"
            return
        fi
    done
    return 1
}

odoo_key() {
    local path
    path=$(odoo_python_path) || return 1
    {
        cat "$path/odoo/release.py"
        cat "$SB_ODOO/switchboard-version" 2>/dev/null || true
        # not the repository around it, which may be our own
        [ ! -e "$SB_ODOO/.git" ] || git -C "$SB_ODOO" rev-parse HEAD
    } | short_hash
}

# "site suite" of this machine's own package archive and the release it runs
archive_site() {
    # shellcheck disable=SC1091 # the file of the system
    local codename
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(SITE)|$(CODENAME)' 'Created-By: Packages' |
        awk -F'|' -v c="$codename" '$2 == c && !n++ { print $1 "|" $2 }'
}

# An apt of our own: its lists, cache and sources lie in the state, so neither
# root nor a change to the machine's sources is needed.
private_apt() {
    local apt=$SB_STATE/apt command=$1
    shift
    "$command" \
        -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o APT::Sandbox::User="$(id -un)" "$@"
}

fetch_packages() {
    local apt=$SB_STATE/apt keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    local found site suite
    found=$(archive_site)
    site=${found%%|*} suite=${found##*|}
    [ -n "$site" ] || { echo "no package archive in this machine's sources (apt-get update first)"; return 1; }
    # sid's Font Awesome 7 lacks the files of 4.7 which Odoo links to
    case $suite in bookworm | trixie) ;; *) suite=bookworm ;; esac
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/deb"
    printf 'deb [signed-by=%s] %s %s main\n' \
        "$keyring" "$site" sid "$keyring" "$site" "$suite" >"$apt/sources.list"
    private_apt apt-get update && cd "$apt/deb" && private_apt apt-get download odoo-19/sid libjs-jquery/sid libjs-jquery-form/sid \
        libjs-underscore/sid fonts-roboto-unhinted/sid fonts-montserrat/sid \
        fonts-inconsolata/sid fonts-ocr-b/sid "fonts-font-awesome/$suite"
}

unpack_odoo() {
    local prefix=$SB_STATE/odoo.new deb lib
    (fetch_packages) || return 1
    rm -rf "$prefix"
    mkdir -p "$prefix"
    for deb in "$SB_STATE"/apt/deb/*.deb; do
        dpkg -x "$deb" "$prefix" || return 1
    done
    # The package lacks this file, and without it each browser test fails on
    # the first error of the console.
    lib=$prefix/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation
    mkdir -p "$lib"
    [ -e "$lib/selfie_segmentation.js" ] || echo '/* stub */' >"$lib/selfie_segmentation.js"
    dpkg-deb -f "$SB_STATE"/apt/deb/odoo-19_*.deb Version \
        >"$prefix/switchboard-version" || return 1
    rm -rf "$SB_STATE/odoo" "$SB_STATE/apt"
    mv "$prefix" "$SB_STATE/odoo"
}

locked_odoo() {
    ! odoo_python_path >/dev/null || return 0
    [ -z "${ODOO_SOURCE:-}" ] ||
        die "ODOO_SOURCE=$ODOO_SOURCE holds no Odoo" "there is no odoo/release.py" \
            "point it at a checkout of Odoo 19 or at the unpacked Debian package"
    have dpkg ||
        die "getting Odoo" "this is no Debian" \
            "set ODOO_SOURCE to a checkout of Odoo 19 (branch 19.0)"
    say "getting Odoo 19 from the Debian archive (about 120 MB)"
    logged odoo unpack_odoo ||
        die "getting Odoo" "see above" \
            "check that apt-get update works, or set ODOO_SOURCE to an Odoo 19 tree"
}

# The folder of a clone may have any name, Odoo knows the module by the link's.
link_addon() {
    local link=$SB_ADDONS/$SB_MODULE
    [ "$(readlink "$link" 2>/dev/null)" != "$SB_CLONE" ] || return 0
    mkdir -p "$SB_ADDONS"
    ln -sfn "$SB_CLONE" "$link"
}

need_odoo() {
    odoo_python_path >/dev/null || with_lock odoo locked_odoo
    link_addon
    mkdir -p "$SB_DATA"
    [ -f "$SB_STATE/odoo.conf" ] || printf '[options]\n' >"$SB_STATE/odoo.conf"
    local path
    path=$(odoo_python_path)
    export PYTHONPATH=$path
    export ODOO_ADDONS_PATH=$SB_ADDONS
    [ ! -d "$path/addons" ] || ODOO_ADDONS_PATH=$path/addons,$ODOO_ADDONS_PATH
    # other modules to test with, see dev/test
    export ODOO_ADDONS_PATH=$ODOO_ADDONS_PATH${SWITCHBOARD_ADDONS:+,$SWITCHBOARD_ADDONS}
    export ODOO_DATA_DIR=$SB_DATA
    export ODOO_HTTP_INTERFACE=127.0.0.1
}
