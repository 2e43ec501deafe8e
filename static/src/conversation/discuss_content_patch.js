import { DiscussContent } from "@mail/core/public_web/discuss_content";

import { patch } from "@web/core/utils/patch";

patch(DiscussContent.prototype, {
    /** Addresses of the counterparts that their names do not show already. */
    get counterpartsText() {
        const addresses = (this.thread.switchboard_counterparts || []).map(({ email }) => email);
        return addresses.filter((address) => address !== this.thread.displayName).join(", ");
    },
});
