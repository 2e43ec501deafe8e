import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    /** The line's own signature is put under the mail when it is sent. */
    formatDefaultBodyForFullComposer(defaultBody, signature = "") {
        const { hasSwitchboardFrom, switchboardFromLineId } = this.thread ?? {};
        const fromLine = this.props.type !== "note" && hasSwitchboardFrom && switchboardFromLineId;
        return super.formatDefaultBodyForFullComposer(defaultBody, fromLine ? "" : signature);
    },
    get fullComposerAdditionalContext() {
        const context = super.fullComposerAdditionalContext;
        if (this.props.type === "note" || !this.thread?.hasSwitchboardFrom) {
            return context;
        }
        return {
            ...context,
            default_switchboard_line_id: this.thread.switchboardFromLineId || false,
        };
    },
});
