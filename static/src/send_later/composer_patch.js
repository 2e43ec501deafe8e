import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { serializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    get postData() {
        const postData = super.postData;
        const { switchboardSendAt } = this.props.composer;
        if (switchboardSendAt) {
            postData.switchboardSendAt = serializeDateTime(switchboardSendAt);
            // for this one message
            this.props.composer.switchboardSendAt = undefined;
        }
        return postData;
    },
});
