# shellcheck shell=bash
# Sourced by every entry point: strict mode, the paths, and one file per topic.
set -euo pipefail

SB_CLONE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SB_MODULE=mail_switchboard
SB_STATE=${SWITCHBOARD_DEV:-$SB_CLONE/.dev}
mkdir -p "$SB_STATE"
SB_STATE=$(cd "$SB_STATE" && pwd -P)
export SB_CLONE SB_MODULE SB_STATE

# Odoo starts a second slower each time when Python may not keep its byte code.
unset PYTHONDONTWRITEBYTECODE
# A configuration of the user's own Odoo must not leak into ours.
unset ODOO_RC OPENERP_SERVER PGDATABASE PGSERVICE PGPASSWORD

for topic in log state apt python node odoo postgres database mailserver; do
    # shellcheck source=/dev/null
    source "$SB_CLONE/dev/lib/$topic.sh"
done
