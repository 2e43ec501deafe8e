import { Store } from "@mail/core/common/store_service";
import { convertBrToLineBreak } from "@mail/utils/common/format";
import { describeFiles } from "@mail_switchboard/composer/draft";
import { forgetUnsent, rememberUnsent } from "@mail_switchboard/composer/unsent";

import { markup } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** @param {Error} error of a post */
export function isPostedBefore(error) {
    return Boolean(error.exceptionName?.endsWith(".PostedBefore"));
}

/** @type {import("models").Store} */
const storePatch = {
    async getMessagePostParams({ postData, thread }) {
        const { switchboardKey, switchboardSubject } = postData; // the answer does not keep them
        const params = await super.getMessagePostParams(...arguments);
        if (switchboardKey) {
            params.post_data.switchboard_key = switchboardKey;
        }
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
        const thread = tmpMessage?.thread;
        if (!thread?.isSwitchboard) {
            return super.doMessagePost(...arguments);
        }
        const draft = this.readPostedDraft(params.post_data);
        const { localId } = thread.composer;
        rememberUnsent(localId, { ...draft, files: describeFiles(tmpMessage.attachment_ids) });
        return this.messagePostMutex.exec(async () => {
            try {
                const data = await rpc("/mail/message/post", params, { silent: true });
                thread.tellPostFailure(undefined);
                return data;
            } catch (error) {
                this.takeBackPost(draft, tmpMessage, error);
            } finally {
                forgetUnsent(localId, draft.key);
            }
        });
    },
    /**
     * @param {Object} post what is posted
     * @returns {import("models").SwitchboardDraft}
     */
    readPostedDraft({ subject, body, switchboard_key }) {
        const html = body.toString();
        const body_text = convertBrToLineBreak(markup(html));
        return { key: switchboard_key, subject, body: html, body_text };
    },
    takeBackPost(draft, tmpMessage, error) {
        const { thread } = tmpMessage;
        const isKnown = isPostedBefore(error);
        thread.restoreToComposer({
            ...draft,
            // sent again, it is another message
            key: isKnown ? undefined : draft.key,
            attachments: [...tmpMessage.attachment_ids],
        });
        tmpMessage.delete();
        if (isKnown) {
            thread.fetchNewMessages();
        }
        thread.tellPostFailure(this.postFailureText(error));
    },
    postFailureText(error) {
        if (
            error.data?.message &&
            (error.exceptionName?.startsWith("odoo.exceptions.") || isPostedBefore(error))
        ) {
            return error.data.message;
        }
        if (error.code === 404) {
            return _t(
                "You may no longer send from this line. What you wrote is in the composer again."
            );
        }
        return _t(
            "The connection was lost. What you wrote is in the composer again. Send it once more when you are online: nothing is sent twice."
        );
    },
};
patch(Store.prototype, storePatch);
