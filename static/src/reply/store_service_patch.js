import { Store } from "@mail/core/common/store_service";
import "@mail_switchboard/composer/store_service_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    async getMessagePostParams({ postData, thread }) {
        const { switchboardRecipients, switchboardAnswers } = postData;
        const params = await super.getMessagePostParams(...arguments);
        if (thread.isSwitchboard && switchboardRecipients) {
            const { to, cc, bcc } = switchboardRecipients;
            Object.assign(params.post_data, {
                switchboard_to: to,
                switchboard_cc: cc,
                switchboard_bcc: bcc,
            });
            if (switchboardAnswers) {
                params.post_data.switchboard_answers = switchboardAnswers;
            }
        }
        return params;
    },
    readPostedDraft({ switchboard_to, switchboard_cc, switchboard_bcc, switchboard_answers }) {
        return {
            ...super.readPostedDraft(...arguments),
            to: switchboard_to ?? false,
            cc: switchboard_cc,
            bcc: switchboard_bcc,
            answers: switchboard_answers,
        };
    },
};
patch(Store.prototype, storePatch);
