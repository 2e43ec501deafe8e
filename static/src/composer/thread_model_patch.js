import { Thread } from "@mail/core/common/thread_model";
import { keepDraft } from "@mail_switchboard/composer/draft";

import { markup } from "@odoo/owl";

import { htmlJoin, isHtmlEmpty } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {(() => void)|undefined} closes what is said about a failed post */
        this.closePostFailure = undefined;
    },
    /**
     * Says why a message is in the composer again, until it is posted or fails
     * once more.
     *
     * @param {string|undefined} text nothing: the message was posted
     */
    tellPostFailure(text) {
        this.closePostFailure?.();
        this.closePostFailure =
            text &&
            this.store.env.services.notification.add(text, { sticky: true, type: "danger" });
    },
    /**
     * Puts a message that was not sent back into the composer, before what was
     * begun there meanwhile.
     *
     * @param {import("models").SwitchboardDraft} draft
     */
    restoreToComposer(draft) {
        const { composer } = this;
        const isEmpty = isHtmlEmpty(composer.composerHtml);
        this.restoreText(draft, isEmpty);
        if (isEmpty || composer.switchboardSubject === undefined) {
            composer.switchboardSubject = draft.subject || "";
        }
        // it was posted, so this was asked before
        composer.mayLackSubject ||= Boolean(draft.key && !draft.subject);
        // two drafts in one are another text than the one that may have been sent
        composer.switchboardKey ??= draft.key;
        composer.attachments.add(...(draft.attachments ?? []));
        const end = composer.composerText.length;
        Object.assign(composer.selection, { start: end, end, direction: "none" });
        composer.forceCursorMove = true;
        composer.autofocus++;
        keepDraft(composer);
    },
    restoreText({ body, body_text }, isEmpty) {
        const { composer } = this;
        const begun = composer.composerText;
        if (body) {
            // markup: the server sanitized what was typed here
            const typed = markup(body);
            composer.composerHtml = isEmpty ? typed : htmlJoin([typed, composer.composerHtml]);
        }
        const text = body_text || "";
        const whole = isEmpty ? text : `${text}\n\n${begun}`;
        if (body) {
            composer.showText(whole);
        } else {
            composer.composerText = whole;
        }
    },
};
patch(Thread.prototype, threadPatch);
