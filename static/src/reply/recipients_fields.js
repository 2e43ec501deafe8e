import { AddressInput } from "@mail_switchboard/addresses/address_input";
import { ComposerHeader } from "@mail_switchboard/composer/composer_header";

import { Component, onMounted, useRef } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/**
 * To, Cc and Bcc of the mail that is written, to be changed.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @property {() => void} onChange
 * @extends {Component<Props, Env>}
 */
export class RecipientsFields extends Component {
    static template = "mail_switchboard.RecipientsFields";
    static components = { AddressInput };
    static props = ["composer", "onChange"];

    setup() {
        super.setup();
        this.root = useRef("root");
        onMounted(() => {
            // what was pressed to have them is gone
            if (this.props.composer.shallFocusRecipients) {
                this.props.composer.shallFocusRecipients = false;
                this.root.el.querySelector("input").focus();
            }
        });
    }

    get fields() {
        return [
            { name: "to", label: _t("To") },
            { name: "cc", label: _t("Cc") },
            { name: "bcc", label: _t("Bcc") },
        ];
    }

    get recipients() {
        return this.props.composer.switchboardRecipients;
    }

    /** @param {"to"|"cc"|"bcc"} name */
    inputId(name) {
        return `switchboard-${name}-${this.props.composer.localId}`;
    }

    /** @param {"to"|"cc"|"bcc"} name */
    complaint(name) {
        const { switchboardComplaint } = this.props.composer;
        return switchboardComplaint?.field === name ? switchboardComplaint.text : undefined;
    }

    /**
     * @param {"to"|"cc"|"bcc"} name
     * @param {string} value
     */
    onInput(name, value) {
        this.props.composer.switchboardRecipients = { ...this.recipients, [name]: value };
        this.props.onChange();
    }

    reset() {
        this.props.composer.switchboardRecipients = undefined;
        this.props.composer.switchboardAnswers = undefined;
        this.props.composer.autofocus++;
        this.props.onChange();
    }
}

ComposerHeader.components = { ...ComposerHeader.components, RecipientsFields };
