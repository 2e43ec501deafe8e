import { ComposerHeader } from "@mail_switchboard/composer/composer_header";
import { SegmentsCounter } from "@mail_switchboard/sms/segments_counter";

import { patch } from "@web/core/utils/patch";

ComposerHeader.components = { ...ComposerHeader.components, SegmentsCounter };

patch(ComposerHeader.prototype, {
    /** An unknown number is written as people write it, like the conversation's name. */
    get recipients() {
        if (this.thread.channel_type !== "sms") {
            return super.recipients;
        }
        const [person] = this.thread.switchboard_counterparts || [];
        return [{ text: person?.name || this.thread.displayName, title: person?.email || "" }];
    },
});
