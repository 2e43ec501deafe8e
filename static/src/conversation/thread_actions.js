import { registerThreadAction } from "@mail/core/common/thread_actions";
import { DetailsPanel } from "@mail_switchboard/conversation/details_panel";

import { _t } from "@web/core/l10n/translation";

registerThreadAction("switchboard-details", {
    actionPanelComponent: DetailsPanel,
    condition: ({ owner, thread }) =>
        thread?.isSwitchboard &&
        (!owner.props.chatWindow || owner.props.chatWindow.isOpen) &&
        !owner.isDiscussSidebarChannelActions,
    panelOuterClass: "o-mail_switchboard-DetailsPanel-outer bg-inherit",
    icon: "fa fa-fw fa-info-circle",
    name: ({ action }) =>
        action.isActive ? _t("Hide the details") : _t("About this conversation"),
    sequence: 30,
    sequenceGroup: 10,
    toggle: true,
});
