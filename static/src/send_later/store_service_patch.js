import { Store } from "@mail/core/common/store_service";
import "@mail_switchboard/composer/store_service_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    async getMessagePostParams({ postData }) {
        const { switchboardSendAt } = postData; // the answer does not keep it
        const params = await super.getMessagePostParams(...arguments);
        if (switchboardSendAt) {
            params.post_data.switchboard_send_at = switchboardSendAt;
        }
        return params;
    },
    readPostedDraft({ switchboard_send_at }) {
        return { ...super.readPostedDraft(...arguments), send_at: switchboard_send_at };
    },
};
patch(Store.prototype, storePatch);
