import { Composer } from "@mail/core/common/composer_model";
import { splitAddresses, writeAddresses } from "@mail_switchboard/addresses/addresses";
import { draftFields } from "@mail_switchboard/composer/draft";
import "@mail_switchboard/composer/composer_model_patch";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

draftFields.add("switchboardRecipients");
draftFields.add("switchboardAnswers");

/** @type {import("models").Composer} */
const composerPatch = {
    forgetSwitchboard() {
        super.forgetSwitchboard(...arguments);
        /** @type {import("models").MailRecipients|undefined} undefined: everybody */
        this.switchboardRecipients = undefined;
        /** @type {number|undefined} arrival number of the message that is answered */
        this.switchboardAnswers = undefined;
        /** Whether the fields take the focus when they appear. */
        this.shallFocusRecipients = false;
    },
    /** Opens the fields with who would get the mail anyway. */
    chooseRecipients() {
        this.switchboardRecipients = {
            to: writeAddresses(this.thread.switchboard_counterparts || []),
            cc: "",
            bcc: "",
        };
        this.shallFocusRecipients = true;
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
    /**
     * Says what is wrong with the recipients, at the field where it is.
     *
     * @returns {boolean} whether the mail can go to them
     */
    checkRecipients() {
        if (!this.switchboardRecipients && !this.thread.switchboard_counterparts?.length) {
            this.chooseRecipients();
        }
        const chosen = this.switchboardRecipients;
        if (!chosen) {
            return true;
        }
        if (!splitAddresses(chosen.to).length) {
            this.switchboardComplaint = {
                field: "to",
                text: _t("Nobody stands in “To”. Give at least one address there."),
            };
            return false;
        }
        // a wrong address says so itself
        return ["to", "cc", "bcc"].every((name) =>
            splitAddresses(chosen[name]).every(({ isValid }) => isValid)
        );
    },
};
patch(Composer.prototype, composerPatch);
