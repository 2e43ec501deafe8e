import { Composer } from "@mail/core/common/composer_model";
import { draftFields } from "@mail_switchboard/composer/draft";
import "@mail_switchboard/composer/composer_model_patch";

import { patch } from "@web/core/utils/patch";

draftFields.add("switchboardSendAt");

/** @type {import("models").Composer} */
const composerPatch = {
    forgetSwitchboard() {
        super.forgetSwitchboard(...arguments);
        /** @type {string|undefined} UTC, as the server writes it */
        this.switchboardSendAt = undefined;
    },
};
patch(Composer.prototype, composerPatch);
