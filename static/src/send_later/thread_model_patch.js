import { Thread } from "@mail/core/common/thread_model";
import "@mail_switchboard/composer/thread_model_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    restoreToComposer({ send_at }) {
        this.composer.switchboardSendAt ??= send_at || undefined;
        super.restoreToComposer(...arguments);
    },
};
patch(Thread.prototype, threadPatch);
