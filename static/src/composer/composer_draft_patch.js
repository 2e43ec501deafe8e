import { Composer } from "@mail/core/common/composer";
import { keepBeside, restoreBeside } from "@mail_switchboard/composer/draft";
import { takeUnsent } from "@mail_switchboard/composer/unsent";

import { toRaw } from "@odoo/owl";

import { patch } from "@web/core/utils/patch";

/** Stock keeps the text of a draft; all the rest of an email lies beside it. */
patch(Composer.prototype, {
    saveContent() {
        const composer = toRaw(this.props.composer);
        if (!composer.isSwitchboardDraft) {
            // a composer that went away with its conversation has been kept before
            return composer.exists() && super.saveContent(...arguments);
        }
        super.saveContent(...arguments);
        if (!this.state.isFullComposerOpen) {
            keepBeside(composer);
        }
    },
    restoreContent() {
        super.restoreContent(...arguments);
        const composer = toRaw(this.props.composer);
        if (!composer.isSwitchboardDraft) {
            return;
        }
        restoreBeside(composer);
        const unsent = takeUnsent(composer.localId);
        if (unsent) {
            const { files, ...draft } = unsent;
            const attachments = files.map((file) => this.store["ir.attachment"].insert(file));
            composer.thread.restoreToComposer({ ...draft, attachments });
        }
    },
});
