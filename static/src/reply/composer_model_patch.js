import { Composer } from "@mail/core/common/composer_model";
import { writeAddresses } from "@mail_switchboard/reply/addresses";
import "@mail_switchboard/composer/composer_model_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Composer} */
const composerPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {import("models").MailRecipients|undefined} undefined: everybody */
        this.switchboardRecipients = undefined;
        /** @type {number|undefined} arrival number of the message that is answered */
        this.switchboardAnswers = undefined;
    },
    clear() {
        super.clear(...arguments);
        this.switchboardRecipients = undefined;
        this.switchboardAnswers = undefined;
    },
    /** Opens the fields with who would get the mail anyway. */
    chooseRecipients() {
        this.switchboardRecipients = {
            to: writeAddresses(this.thread.switchboard_counterparts || []),
            cc: "",
            bcc: "",
        };
    },
    answerMail({ to, cc, subject, index_id }) {
        this.switchboardRecipients = {
            to: writeAddresses(to),
            cc: writeAddresses(cc),
            bcc: "",
        };
        this.switchboardSubject = subject;
        this.switchboardAnswers = index_id;
        this.autofocus++;
    },
};
patch(Composer.prototype, composerPatch);
