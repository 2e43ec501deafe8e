import { Message } from "@mail/core/common/message";
import "@mail/discuss/core/common/message_patch";
import { OutgoingState } from "@mail_switchboard/outgoing/outgoing_state";

import { onMounted } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

Message.components = { ...Message.components, OutgoingState };

const LABELS = {
    arf: _t("Complaint"),
    auto_reply: _t("Automatic reply"),
    bounce: _t("Not delivered"),
    bulk: _t("Newsletter"),
    list: _t("Mailing list"),
    mdn: _t("Read receipt"),
};

const REPLY_PREFIXES = /^(\s*\p{L}{2,5}\s*(\[\d+\])?\s*:)+\s*/u;

/** @param {string|false|undefined} subject */
function bareSubject(subject) {
    return (subject || "").replace(REPLY_PREFIXES, "").trim().toLowerCase();
}

/** A mail begins and ends with paragraphs: no empty line around them. */
const SHADOW_STYLE = `
    span > :first-child { margin-block-start: 0; }
    span > :last-child { margin-block-end: 0; }
`;

patch(Message.prototype, {
    setup() {
        super.setup(...arguments);
        onMounted(() => {
            if (this.shadowRoot && this.message.isSwitchboard) {
                const style = document.createElement("style");
                style.textContent = SHADOW_STYLE;
                this.shadowRoot.appendChild(style);
            }
        });
    },
    get attClass() {
        const res = super.attClass;
        return this.message.isSwitchboard ? { ...res, "o-mail_switchboard-message": true } : res;
    },
    get messageTypeText() {
        if (!this.message.isSwitchboard) {
            return super.messageTypeText;
        }
        return this.message.switchboard_direction === "in"
            ? _t("Message received")
            : _t("Message from us");
    },
    /** The subject when it is another one than that of the message before. */
    get changedSubject() {
        const { message, previousMessage } = this.props;
        if (!message.isSwitchboard || !message.subject) {
            return undefined;
        }
        const isSame =
            previousMessage &&
            bareSubject(previousMessage.subject) === bareSubject(message.subject);
        return isSame ? undefined : message.subject;
    },
    get labelText() {
        const label = this.message.isSwitchboard && this.message.switchboard_label;
        return label && (LABELS[label] ?? label);
    },
    get hasOutgoingState() {
        return Boolean(this.message.isSwitchboard && this.message.switchboard_outgoing_id);
    },
});
