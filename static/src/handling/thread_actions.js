import { registerThreadAction } from "@mail/core/common/thread_actions";
import { AssignDialog } from "@mail_switchboard/handling/assign_dialog";
import { SnoozeDialog } from "@mail_switchboard/handling/snooze_dialog";

import { _t } from "@web/core/l10n/translation";

const mayHandle = ({ owner, thread }) =>
    thread?.isSwitchboard &&
    thread.switchboard_line_id?.can_send &&
    (!owner.props.chatWindow || owner.props.chatWindow.isOpen) &&
    !owner.isDiscussSidebarChannelActions;

registerThreadAction("switchboard-done", {
    condition: mayHandle,
    open: ({ thread }) =>
        thread.switchboardHandle(
            thread.switchboardIsClosed ? "action_switchboard_reopen" : "action_switchboard_done"
        ),
    icon: ({ thread }) =>
        thread.switchboardIsClosed ? "fa fa-fw fa-folder-open-o" : "fa fa-fw fa-check-square-o",
    name: ({ thread }) => (thread.switchboardIsClosed ? _t("Open again") : _t("Done")),
    sequence: 5,
    sequenceGroup: 5,
});

registerThreadAction("switchboard-snooze", {
    condition: mayHandle,
    open: ({ store, thread }) => store.env.services.dialog.add(SnoozeDialog, { thread }),
    icon: "fa fa-fw fa-bell-slash-o",
    name: _t("Snooze"),
    sequence: 6,
    sequenceGroup: 5,
});

registerThreadAction("switchboard-assign", {
    condition: mayHandle,
    open: ({ store, thread }) => store.env.services.dialog.add(AssignDialog, { thread }),
    icon: "fa fa-fw fa-user-o",
    name: _t("Assign"),
    sequence: 7,
    sequenceGroup: 5,
});
