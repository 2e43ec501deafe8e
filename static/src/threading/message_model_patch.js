import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /** @type {{id: number, name: string}|false|undefined} what a stranger quotes */
        this.switchboard_confirm = fields.Attr(undefined);
    },
};
patch(Message.prototype, messagePatch);
