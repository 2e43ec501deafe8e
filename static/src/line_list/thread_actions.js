import { registerThreadAction } from "@mail/core/common/thread_actions";

import { _t } from "@web/core/l10n/translation";

registerThreadAction("switchboard-mark-read", {
    condition: ({ owner, thread }) =>
        thread?.isSwitchboard && thread.isUnread && owner.isDiscussSidebarChannelActions,
    open: ({ thread }) => thread.markAsRead(),
    icon: "fa fa-fw fa-check",
    name: _t("Mark as Read"),
    sequence: 10,
    sequenceGroup: 20,
});
