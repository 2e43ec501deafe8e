import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    onFocusin() {
        super.onFocusin(...arguments);
        if (this.isSwitchboard) {
            this.thread.switchboard_line_id?.fetchWritingNotes();
        }
    },
    async mayBeSent() {
        // The sentence stands there already; the server would say the same.
        return !this.props.composer.sizeComplaint && (await super.mayBeSent());
    },
    async _sendMessage() {
        const { isSwitchboard, thread } = this;
        const message = await super._sendMessage(...arguments);
        if (isSwitchboard && thread.switchboard_line_id?.leavesAbout) {
            // one more waits now
            thread.switchboard_line_id?.fetchWritingNotes({ isFresh: false });
        }
        return message;
    },
});
