import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
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
