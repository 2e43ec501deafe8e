import { registerThreadAction } from "@mail/core/common/thread_actions";
import { Thread } from "@mail/core/common/thread_model";
import "@mail_switchboard/core/common/thread_model_patch";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {{kind: "email"|"sms", name: string}|false|undefined} */
        this.switchboardOther = undefined;
    },
    /** Whoever opens a conversation is told how else its people can be reached. */
    async fetchNewMessages() {
        if (this.isSwitchboard && this.switchboardOther === undefined) {
            this.switchboardOther = false;
            this.fetchSwitchboardOther();
        }
        return super.fetchNewMessages(...arguments);
    },
    async fetchSwitchboardOther() {
        this.switchboardOther = await this.store.env.services.orm.silent.call(
            "discuss.channel",
            "get_switchboard_other",
            [[this.id]]
        );
    },
    async openSwitchboardOther() {
        const { action, orm } = this.store.env.services;
        const found = await orm.call("discuss.channel", "action_switchboard_other", [[this.id]]);
        if (found) {
            await action.doAction(found);
        }
    },
};
patch(Thread.prototype, threadPatch);

registerThreadAction("switchboard-other", {
    condition: ({ owner, thread }) =>
        Boolean(thread?.isSwitchboard && thread.switchboardOther) &&
        !owner.isDiscussSidebarChannelActions,
    icon: ({ thread }) =>
        thread.switchboardOther.kind === "sms" ? "fa fa-fw fa-mobile" : "fa fa-fw fa-envelope-o",
    name: ({ thread }) => {
        const { kind, name } = thread.switchboardOther;
        return kind === "sms"
            ? _t("Write an SMS to %(name)s", { name })
            : _t("Write an email to %(name)s", { name });
    },
    open: ({ thread }) => thread.openSwitchboardOther(),
    sequence: 5,
    sequenceGroup: 10,
});
