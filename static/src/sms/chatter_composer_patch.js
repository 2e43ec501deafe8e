import { Composer } from "@mail/core/common/composer";
import { composerActionsRegistry } from "@mail/core/common/composer_actions";
import "@mail_switchboard/chatter/composer_patch";

import { toRaw } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(Composer.prototype, {
    /** Whether this composer writes an SMS in a record's chatter. */
    get isChatterSms() {
        return this.props.type !== "note" && !this.message && Boolean(this.thread?.isSmsFrom);
    },
    get placeholder() {
        return this.isChatterSms && !this.props.placeholder
            ? _t("Write a text message …")
            : super.placeholder;
    },
    /** Stock asks for everybody's email address, which an SMS does not need. */
    async sendMessage() {
        if (!this.isChatterSms || toRaw(this.props.composer).message) {
            return super.sendMessage(...arguments);
        }
        try {
            await this.processMessage(async (value) => {
                await this._sendMessage(value, this.postData, this.extraData);
            });
        } finally {
            // a refusal leaves the text where it is, to be changed or sent elsewhere
            this.state.active = true;
        }
    },
});

const fullComposer = composerActionsRegistry.get("open-full-composer");
const stockCondition = fullComposer.condition;

/** An SMS has no subject and no template. */
fullComposer.condition = function ({ owner }) {
    return !owner.isChatterSms && stockCondition.call(this, ...arguments);
};
