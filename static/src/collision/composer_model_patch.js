import { Composer } from "@mail/core/common/composer_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Composer} */
const composerPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {number|undefined} newest arrival on the screen when the draft was begun */
        this.switchboardSeen = undefined;
    },
    clear() {
        super.clear(...arguments);
        this.switchboardSeen = undefined;
    },
};
patch(Composer.prototype, composerPatch);
