# shellcheck shell=bash
# The checks of dev/lint.

SB_FAILED=''

# check NAME COMMAND…: all checks run, the failed ones are named at the end
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        printf 'ok      %s\n' "$name"
    else
        printf 'FAILED  %s\n%s\n' "$name" "$output"
        SB_FAILED="$SB_FAILED $name;"
    fi
}

run_prettier() {
    "$NODE_PATH/.bin/prettier" "$1" --log-level warn --no-error-on-unmatched-pattern \
        --plugin "$NODE_PATH/@prettier/plugin-xml/src/plugin.js" \
        "static/{src,tests}/**/*.{js,scss,xml}"
}

fix_format() {
    "$SB_VENV/bin/ruff" check --fix --quiet . || true
    "$SB_VENV/bin/ruff" format --quiet .
    "$NODE_PATH/.bin/eslint" --fix static >/dev/null || true
    run_prettier --write >/dev/null
    # the head which OCA's checks want
    module_files | { grep -z '\.xml$' || true; } | xargs -0 -r sed -i \
        '1s/^<?xml version="1.0" encoding="[uU][tT][fF]-8" *?>/<?xml version="1.0" encoding="UTF-8" ?>/'
}

# The tracked files and those about to be: what a commit of all would hold. A
# clone of another owner (a container) is no reason for git to refuse.
module_files() {
    git -c safe.directory='*' ls-files -z -co --exclude-standard
}

# The checks must see a folder with the module's own name.
module_copy() {
    local copy=$1/$SB_MODULE
    mkdir -p "$copy"
    module_files | while IFS= read -r -d '' file; do
        [ ! -f "$file" ] || printf '%s\0' "$file"
    done | xargs -0 cp --parents -t "$copy"
}

with_copy() {
    local folder rc=0
    folder=$(mktemp -d)
    module_copy "$folder"
    "$1" "$folder" || rc=$?
    rm -rf "$folder"
    return "$rc"
}

# Left out: overrides that return nothing as the methods they override do, methods
# of ours that share a name with the ORM's, stock wizards that are extended.
pylint_copy() {
    local off=missing-return,method-required-super,super-method-mismatch
    off=$off,no-wizard-in-models,attribute-string-redundant,except-pass
    off=$off,no-raise-unlink,no-search-all,translation-positional-used
    off=$off,unknown-option-value,assignment-from-none,consider-merging-classes-inherited
    cd "$1"
    "$SB_PYTHON" -m pylint --rcfile "$SB_CLONE/.pylintrc" --disable="$off" "$SB_MODULE"
}

# They look for a module below a repository's top, and would silently check
# nothing where the top is the module itself.
oca_checks_copy() {
    git init -q "$1"
    cd "$1"
    "$SB_VENV/bin/oca-checks-odoo-module" \
        --disable=prefer-readme-rst,xml-tag-position "$SB_MODULE"
}

run_pylint() { with_copy pylint_copy; }

run_oca_checks() { with_copy oca_checks_copy; }

check_shell() {
    local file rc=0
    for file in dev/* dev/lib/*.sh .ci/run; do
        [ -f "$file" ] || continue
        case $(head -n 1 "$file") in
            *bash*) bash -n "$file" || rc=1 ;;
        esac
    done
    return "$rc"
}
