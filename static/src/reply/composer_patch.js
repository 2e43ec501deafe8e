import { Composer } from "@mail/core/common/composer";
import "@mail_switchboard/composer/composer_patch";

import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    get postData() {
        const { composer } = this.props;
        if (!composer.hasSubject || !composer.switchboardRecipients) {
            return super.postData;
        }
        return {
            ...super.postData,
            switchboardRecipients: { ...composer.switchboardRecipients },
            switchboardAnswers: composer.switchboardAnswers,
        };
    },
    async mayBeSent() {
        const { composer } = this.props;
        if (composer.hasSubject && !composer.checkRecipients()) {
            return false;
        }
        return super.mayBeSent();
    },
});
