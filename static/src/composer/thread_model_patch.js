import { Thread } from "@mail/core/common/thread_model";

import { markup } from "@odoo/owl";

import { htmlJoin, isHtmlEmpty } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    /**
     * Puts a message that was not sent back into the composer, before what was
     * begun there meanwhile.
     *
     * @param {{subject: string, body: string, body_text: string}} draft
     */
    restoreToComposer({ subject, body, body_text }) {
        const { composer } = this;
        const isEmpty = isHtmlEmpty(composer.composerHtml);
        if (this.store.env.services["mail.composer"]?.htmlEnabled && body) {
            // markup: the server sanitized what was typed here
            const typed = markup(body);
            composer.composerHtml = isEmpty ? typed : htmlJoin([typed, composer.composerHtml]);
        } else {
            const text = body_text || "";
            composer.composerText = isEmpty ? text : `${text}\n\n${composer.composerText}`;
        }
        if (isEmpty || composer.switchboardSubject === undefined) {
            composer.switchboardSubject = subject || "";
        }
        const end = composer.composerText.length;
        Object.assign(composer.selection, { start: end, end, direction: "none" });
        composer.forceCursorMove = true;
        composer.autofocus++;
    },
};
patch(Thread.prototype, threadPatch);
