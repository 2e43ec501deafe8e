import { composerActionsRegistry } from "@mail/core/common/composer_actions";

import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";

const sendAction = composerActionsRegistry.get("send-message");
const stockName = sendAction.name;

sendAction.name = function (params) {
    const { composer } = params;
    if (composer.message || !composer.targetThread?.isSwitchboard) {
        return stockName.call(this, params);
    }
    const keys = isMacOS() ? _t("⌘ Enter") : _t("Ctrl Enter");
    return composer.targetThread.channel_type === "sms"
        ? _t("Send the text message (%(keys)s)", { keys })
        : _t("Send the email (%(keys)s)", { keys });
};
