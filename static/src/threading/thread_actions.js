import { registerThreadAction } from "@mail/core/common/thread_actions";

import { _t } from "@web/core/l10n/translation";

registerThreadAction("switchboard-merge", {
    condition: ({ owner, thread }) =>
        thread?.isSwitchboard &&
        thread.switchboard_line_id?.can_send &&
        (!owner.props.chatWindow || owner.props.chatWindow.isOpen) &&
        !owner.isDiscussSidebarChannelActions,
    icon: "fa fa-fw fa-code-fork",
    name: _t("Merge or move"),
    open: ({ store, thread }) =>
        store.env.services.action.doAction("mail_switchboard.move_messages_action", {
            additionalContext: { default_channel_id: thread.id },
        }),
    sequence: 8,
    sequenceGroup: 5,
});
