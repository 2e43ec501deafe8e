import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_draft_patch";
import "@mail_switchboard/composer/composer_patch";

import { toRaw } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const KEPT = ["switchboardRecipients", "switchboardAnswers"];

function readDraft(key) {
    try {
        return JSON.parse(browser.localStorage.getItem(key)) || {};
    } catch {
        return {};
    }
}

patch(Composer.prototype, {
    get postData() {
        const { composer } = this.props;
        if (!composer.hasSubject || !composer.switchboardRecipients) {
            return super.postData;
        }
        return {
            ...super.postData,
            switchboardRecipients: { ...composer.switchboardRecipients },
            switchboardAnswers: composer.switchboardAnswers,
        };
    },
    /** The recipients lie beside the text of a draft. */
    saveContent() {
        super.saveContent(...arguments);
        const composer = toRaw(this.props.composer);
        if (composer.hasSubject && composer.switchboardRecipients) {
            const draft = readDraft(composer.localId);
            for (const name of KEPT) {
                draft[name] = composer[name];
            }
            browser.localStorage.setItem(composer.localId, JSON.stringify(draft));
        }
    },
    restoreContent() {
        super.restoreContent(...arguments);
        const composer = toRaw(this.props.composer);
        const draft = composer.hasSubject ? readDraft(composer.localId) : {};
        if (draft.switchboardRecipients) {
            for (const name of KEPT) {
                composer[name] = draft[name];
            }
        }
    },
});
