import { Chatter } from "@mail/chatter/web_portal/chatter";
import "@mail/chatter/web/chatter_patch";

import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";

// Their forms have a tab and a button of their own.
const WITH_TAB = ["res.partner", "crm.lead"];

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        this.action = useService("action");
    },
    get requestList() {
        return WITH_TAB.includes(this.props.threadModel)
            ? super.requestList
            : [...super.requestList, "switchboard_message_count"];
    },
    /** Emails of this record that a button shows; 0: no button. */
    get switchboardCount() {
        return this.state.thread.switchboard_message_count ?? 0;
    },
    async openSwitchboardMessages() {
        const { model, id } = this.state.thread;
        const action = await this.orm.call("switchboard.shared.message", "action_about", [
            model,
            id,
        ]);
        await this.action.doAction(action);
    },
});
