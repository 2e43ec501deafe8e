import { Thread } from "@mail/core/common/thread_model";
import "@mail_switchboard/composer/thread_model_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    restoreToComposer({ to, cc, bcc, answers }) {
        const { composer } = this;
        if (typeof to === "string" && !composer.switchboardRecipients) {
            composer.switchboardRecipients = { to, cc: cc || "", bcc: bcc || "" };
            composer.switchboardAnswers = answers || undefined;
        }
        super.restoreToComposer(...arguments);
    },
};
patch(Thread.prototype, threadPatch);
