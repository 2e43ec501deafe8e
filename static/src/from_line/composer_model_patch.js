import { Composer } from "@mail/core/common/composer_model";
import "@mail_switchboard/composer/composer_model_patch";
import "@mail_switchboard/reply/composer_model_patch";
import "@mail_switchboard/send_later/composer_model_patch";

import { isHtmlEmpty } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Composer} */
const composerPatch = {
    /**
     * Empties this composer.
     *
     * @returns {import("models").SwitchboardDraft} what stood in it
     */
    takeDraft() {
        const draft = {
            attachments: [...this.attachments],
            body: isHtmlEmpty(this.composerHtml) ? "" : this.composerHtml.toString(),
            body_text: this.composerText,
            send_at: this.switchboardSendAt,
            subject: this.effectiveSubject,
            to: this.switchboardRecipients?.to ?? false,
            cc: this.switchboardRecipients?.cc,
            bcc: this.switchboardRecipients?.bcc,
        };
        this.clear();
        return draft;
    },
};
patch(Composer.prototype, composerPatch);
