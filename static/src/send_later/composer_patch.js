import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const { DateTime } = luxon;

patch(Composer.prototype, {
    get postData() {
        const postData = super.postData;
        const { switchboardSendAt } = this.props.composer;
        return switchboardSendAt ? { ...postData, switchboardSendAt } : postData;
    },
    async mayBeSent() {
        const { composer } = this.props;
        const at = composer.switchboardSendAt;
        if (at && deserializeDateTime(at) <= DateTime.now()) {
            composer.switchboardSendAt = undefined;
            composer.switchboardComplaint = {
                field: "message",
                text: _t("The time chosen for it is over. Choose another one, or send it now."),
            };
            return false;
        }
        return super.mayBeSent();
    },
});
