import { Composer } from "@mail/core/common/composer";

import { toRaw } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

function readDraft(key) {
    try {
        return JSON.parse(browser.localStorage.getItem(key));
    } catch {
        return null;
    }
}

/** Stock keeps the text of a draft; the subject lies beside it. */
patch(Composer.prototype, {
    saveContent() {
        super.saveContent(...arguments);
        const composer = toRaw(this.props.composer);
        if (composer.hasSubject && composer.switchboardSubject !== undefined) {
            browser.localStorage.setItem(
                composer.localId,
                JSON.stringify({
                    ...readDraft(composer.localId),
                    switchboardSubject: composer.switchboardSubject,
                })
            );
        }
    },
    restoreContent() {
        super.restoreContent(...arguments);
        const composer = toRaw(this.props.composer);
        const subject = composer.hasSubject && readDraft(composer.localId)?.switchboardSubject;
        if (typeof subject === "string") {
            composer.switchboardSubject = subject;
        }
    },
});
