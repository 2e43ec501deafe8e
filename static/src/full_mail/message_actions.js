import { registerMessageAction } from "@mail/core/common/message_actions";

import { _t } from "@web/core/l10n/translation";

registerMessageAction("switchboard-original", {
    condition: ({ message }) => message.hasOriginal,
    icon: "fa fa-file-code-o",
    name: _t("Show original"),
    onSelected: ({ message }) => message.showOriginal(),
    sequence: 75,
});
