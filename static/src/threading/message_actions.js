import { registerMessageAction } from "@mail/core/common/message_actions";

import { _t } from "@web/core/l10n/translation";

const isOurs = ({ message }) => message.isSwitchboard && Boolean(message.switchboard_index_id);

registerMessageAction("switchboard-reason", {
    condition: isOurs,
    icon: "fa fa-question-circle-o",
    name: _t("Why is it here?"),
    onSelected: async ({ message, store }) => {
        const { notification, orm } = store.env.services;
        const reason = await orm.call("switchboard.message", "get_thread_reason", [
            [message.switchboard_index_id],
        ]);
        notification.add(reason, { title: _t("Why this message is here"), type: "info" });
    },
    sequence: 80,
});

registerMessageAction("switchboard-move", {
    condition: (params) => isOurs(params) && params.message.thread.switchboard_line_id?.can_send,
    icon: "fa fa-code-fork",
    name: _t("Split or move from here"),
    onSelected: ({ message, store }) =>
        store.env.services.action.doAction("mail_switchboard.move_messages_action", {
            additionalContext: {
                default_channel_id: message.thread.id,
                default_message_id: message.switchboard_index_id,
            },
        }),
    sequence: 81,
});
