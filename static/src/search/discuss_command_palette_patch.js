import { DiscussCommandPalette } from "@mail/discuss/core/public_web/discuss_command_palette";
import "@mail/discuss/core/web/discuss_command_palette_patch";
import { cleanTerm } from "@mail/utils/common/format";

import { patch } from "@web/core/utils/patch";

const LIMIT = 5;

/** Stock finds by name; the server found by address and subject as well. */
patch(DiscussCommandPalette.prototype, {
    buildResults() {
        super.buildResults(...arguments);
        if (!this.cleanedTerm) {
            return;
        }
        const found = [];
        for (const thread of Object.values(this.store.Thread.records)) {
            const detail = thread.isSwitchboard && this.matchingDetail(thread);
            if (detail && found.length < LIMIT) {
                found.push({
                    ...this.makeDiscussCommand(thread),
                    name: `${thread.displayName} – ${detail}`,
                });
            }
        }
        this.commands.push(...found);
    },
    /** @returns {string|undefined} the address or subject, when not the name answers */
    matchingDetail(thread) {
        if (cleanTerm(thread.displayName).includes(this.cleanedTerm)) {
            return undefined;
        }
        const emails = (thread.switchboard_counterparts || []).map(({ email }) => email);
        return [...emails, thread.switchboard_subject].find((detail) =>
            cleanTerm(detail || "").includes(this.cleanedTerm)
        );
    },
});
