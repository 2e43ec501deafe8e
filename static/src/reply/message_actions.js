import { registerMessageAction } from "@mail/core/common/message_actions";

import { _t } from "@web/core/l10n/translation";

const mayAnswer = ({ message }) => message.hasOriginal && message.thread.switchboard_can_send;

async function answer({ message, store }, mode) {
    const { composer } = message.thread;
    const { orm } = store.env.services;
    const proposal = await orm.call("switchboard.message", "get_reply", [
        [message.switchboard_index_id],
        mode,
    ]);
    composer.answerMail(proposal);
}

registerMessageAction("switchboard-reply", {
    condition: mayAnswer,
    icon: "fa fa-reply",
    name: _t("Reply to this mail"),
    onSelected: (params) => answer(params, "reply"),
    sequence: 20,
});

registerMessageAction("switchboard-reply-all", {
    condition: mayAnswer,
    icon: "fa fa-reply-all",
    name: _t("Reply to all of this mail"),
    onSelected: (params) => answer(params, "reply_all"),
    sequence: 21,
});

registerMessageAction("switchboard-forward", {
    condition: mayAnswer,
    icon: "fa fa-share",
    name: _t("Forward"),
    onSelected: async ({ message, store }) => {
        const { action, orm } = store.env.services;
        await action.doAction(
            await orm.call("switchboard.message", "action_forward", [
                [message.switchboard_index_id],
            ])
        );
    },
    sequence: 22,
});
