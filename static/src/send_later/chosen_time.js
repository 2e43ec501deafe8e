import { ComposerHeader } from "@mail_switchboard/composer/composer_header";

import { Component } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;

/**
 * The time chosen for the message, to be taken off.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @property {() => void} onChange
 * @extends {Component<Props, Env>}
 */
export class ChosenTime extends Component {
    static template = "mail_switchboard.ChosenTime";
    static props = ["composer", "onChange"];

    get text() {
        const at = deserializeDateTime(this.props.composer.switchboardSendAt);
        return at.toLocaleString(DateTime.DATETIME_MED_WITH_WEEKDAY);
    }

    remove() {
        this.props.composer.switchboardSendAt = undefined;
        this.props.composer.autofocus++;
        this.props.onChange();
    }
}

ComposerHeader.components = { ...ComposerHeader.components, ChosenTime };
