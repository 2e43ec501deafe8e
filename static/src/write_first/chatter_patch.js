import { Chatter } from "@mail/chatter/web_portal/chatter";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(Chatter.prototype, {
    /** Whether the user may begin conversations from a line. */
    get canWriteFirst() {
        return Boolean(
            this.state.thread?.id &&
            this.state.thread.model !== "discuss.channel" &&
            this.store.switchboardLines.some((line) => line.write_first)
        );
    },
    /** Begins a conversation that is linked to this record. */
    writeFirst() {
        const { id, model } = this.state.thread;
        this.env.services.action.doAction("mail_switchboard.write_first_action", {
            additionalContext: { default_record_ref: `${model},${id}` },
            onClose: () => this.state.thread?.fetchNewMessages(),
        });
    },
    get writeFirstTitle() {
        return _t("Begin an email or SMS conversation from a line");
    },
});
