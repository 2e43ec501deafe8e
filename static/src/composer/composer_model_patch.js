import { Composer } from "@mail/core/common/composer_model";
import { replySubject } from "@mail_switchboard/composer/reply_subject";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Composer} */
const composerPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {string|undefined} as typed; undefined while it is proposed */
        this.switchboardSubject = undefined;
    },
    clear() {
        super.clear(...arguments);
        this.switchboardSubject = undefined;
    },
    get hasSubject() {
        return !this.message && this.thread?.isSwitchboard && this.thread.channel_type === "email";
    },
    get effectiveSubject() {
        return this.switchboardSubject ?? replySubject(this.thread?.switchboard_subject);
    },
};
patch(Composer.prototype, composerPatch);
