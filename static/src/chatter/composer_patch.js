import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";
import { isPostedBefore } from "@mail_switchboard/composer/store_service_patch";

import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    /** Whether this is sent from a line to people outside. */
    get leavesFromLine() {
        return Boolean(
            this.props.type !== "note" &&
            this.thread?.hasSwitchboardFrom &&
            this.thread.switchboardFromLineId
        );
    },
    get postData() {
        const postData = super.postData;
        if (this.leavesFromLine) {
            postData.switchboardKey = this.props.composer.takeSwitchboardKey();
        }
        return postData;
    },
    /** Stock leaves the composer locked when the post fails. */
    async processMessage() {
        try {
            return await super.processMessage(...arguments);
        } catch (error) {
            if (this.leavesFromLine) {
                this.state.active = true;
                if (isPostedBefore(error)) {
                    // sent again, it is another message
                    this.props.composer.switchboardKey = undefined;
                }
            }
            throw error;
        }
    },
    /** The line's own signature is put under the mail when it is sent. */
    formatDefaultBodyForFullComposer(defaultBody, signature = "") {
        return super.formatDefaultBodyForFullComposer(
            defaultBody,
            this.leavesFromLine ? "" : signature
        );
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
