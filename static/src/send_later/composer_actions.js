import { registerComposerAction } from "@mail/core/common/composer_actions";
import { SendLaterDialog } from "@mail_switchboard/send_later/send_later_dialog";

import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

registerComposerAction("switchboard-send-later", {
    condition: ({ composer, owner }) =>
        owner.isSwitchboard && composer.targetThread?.channel_type === "email" && !composer.message,
    icon: "fa fa-clock-o",
    name: _t("Send later"),
    onSelected: ({ composer, owner }) => {
        owner.env.services.dialog.add(SendLaterDialog, {
            value: composer.switchboardSendAt && deserializeDateTime(composer.switchboardSendAt),
            onConfirm: (at) => {
                composer.switchboardSendAt = serializeDateTime(at);
                return owner.sendMessage();
            },
        });
    },
    sequenceQuick: 25,
});
