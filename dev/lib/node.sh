# shellcheck shell=bash
# The linters of static/, kept in the state.

SB_NODE=$SB_STATE/node

install_node() {
    # no lock file: it would name this machine's registry
    mkdir -p "$SB_NODE" &&
        cp "$SB_CLONE/package.json" "$SB_NODE/" &&
        npm install --prefix "$SB_NODE" --no-package-lock --no-audit --no-fund
}

locked_node() {
    local key
    key=$(short_hash <"$SB_CLONE/package.json")
    ! stamped node "$key" || return 0
    say "installing eslint and prettier"
    logged node install_node ||
        die "installing eslint and prettier" "see above" "check that npm reaches its registry"
    stamp node "$key"
}

need_node() {
    need_packages node
    with_lock node locked_node
    export NODE_PATH=$SB_NODE/node_modules
}
