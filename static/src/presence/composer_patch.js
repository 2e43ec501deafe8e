import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { patch } from "@web/core/utils/patch";

/** Colleagues are told that somebody writes; the customer never is. */
patch(Composer.prototype, {
    notifyIsTyping(isTyping = true) {
        super.notifyIsTyping(...arguments);
        if (this.isSwitchboard) {
            this.env.services["switchboard.presence"].setTyping(this.thread.id, isTyping);
        }
    },
});
