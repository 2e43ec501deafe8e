import { Store } from "@mail/core/common/store_service";
import { convertBrToLineBreak } from "@mail/utils/common/format";

import { markup } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    async getMessagePostParams({ postData, thread }) {
        const { switchboardSubject } = postData; // the answer does not keep it
        const params = await super.getMessagePostParams(...arguments);
        if (thread.isSwitchboard && switchboardSubject !== undefined) {
            params.post_data.subject = switchboardSubject;
        }
        return params;
    },
    /**
     * Stock offers to post once more and hides the reason. An email that was
     * refused goes back into the composer, and the reason is told.
     */
    async doMessagePost(params, tmpMessage) {
        if (!tmpMessage?.thread?.isSwitchboard) {
            return super.doMessagePost(...arguments);
        }
        return this.messagePostMutex.exec(async () => {
            try {
                return await rpc("/mail/message/post", params, { silent: true });
            } catch (error) {
                this.takeBackPost(params.post_data, tmpMessage);
                this.env.services.notification.add(this.postFailureText(error), {
                    sticky: true,
                    type: "danger",
                });
            }
        });
    },
    takeBackPost({ subject, body }, tmpMessage) {
        const { thread } = tmpMessage;
        const html = markup(body.toString());
        thread.restoreToComposer({ subject, body: html, body_text: convertBrToLineBreak(html) });
        thread.composer.attachments.add(...tmpMessage.attachment_ids);
        tmpMessage.delete();
    },
    postFailureText(error) {
        if (error.data?.message && error.exceptionName?.startsWith("odoo.exceptions.")) {
            return error.data.message;
        }
        if (error.code === 404) {
            return _t(
                "You may no longer send from this line. What you wrote is in the composer again."
            );
        }
        return _t(
            "The connection was lost. What you wrote is in the composer again: look whether the message is here before you send it once more."
        );
    },
};
patch(Store.prototype, storePatch);
