import { Composer } from "@mail/core/common/composer_model";
import { replySubject } from "@mail_switchboard/composer/reply_subject";

import { patch } from "@web/core/utils/patch";
import { uuid } from "@web/core/utils/strings";

/** @type {import("models").Composer} */
const composerPatch = {
    setup() {
        super.setup(...arguments);
        this.forgetSwitchboard();
    },
    clear() {
        super.clear(...arguments);
        this.forgetSwitchboard();
    },
    forgetSwitchboard() {
        /** @type {string|undefined} as typed; undefined while it is proposed */
        this.switchboardSubject = undefined;
        /** @type {string|undefined} names the draft: posted again, it is not sent again */
        this.switchboardKey = undefined;
        /** Whether the user has said that the subject shall be empty. */
        this.mayLackSubject = false;
        /** @type {{field: string, text: string}|undefined} why it cannot be sent */
        this.switchboardComplaint = undefined;
    },
    /** Whether what is written here is a message of a line's conversation. */
    get isSwitchboardDraft() {
        return Boolean(!this.message && this.thread?.isSwitchboard);
    },
    get hasSubject() {
        return this.isSwitchboardDraft && this.thread.channel_type === "email";
    },
    get effectiveSubject() {
        return this.switchboardSubject ?? replySubject(this.thread?.switchboard_subject);
    },
    /** Kept until the message is sent, however often that is tried. */
    takeSwitchboardKey() {
        this.switchboardKey ??= uuid();
        return this.switchboardKey;
    },
    /**
     * Shows another text than the one that stock code makes of the HTML, where
     * paragraphs run together; the HTML stays until the text is edited.
     *
     * @param {string} text
     */
    showText(text) {
        if (this.composerText !== text) {
            this.updateFrom = "html";
            this.composerText = text;
        }
    },
};
patch(Composer.prototype, composerPatch);
