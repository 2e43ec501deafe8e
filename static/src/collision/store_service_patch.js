import { Store } from "@mail/core/common/store_service";
import "@mail_switchboard/composer/store_service_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    async getMessagePostParams({ postData, thread }) {
        const { switchboardSeen } = postData; // the answer does not keep it
        const params = await super.getMessagePostParams(...arguments);
        if (thread.isSwitchboard && switchboardSeen !== undefined) {
            params.post_data.switchboard_seen = switchboardSeen;
        }
        return params;
    },
};
patch(Store.prototype, storePatch);
