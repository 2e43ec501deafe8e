import { Component, useState } from "@odoo/owl";

import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/**
 * Asks when a message shall leave, in the user's own zone.
 *
 * @typedef {Object} Props
 * @property {(at: luxon.DateTime) => void|Promise<void>} onConfirm
 * @property {luxon.DateTime} [value]
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class SendLaterDialog extends Component {
    static template = "mail_switchboard.SendLaterDialog";
    static components = { DateTimeInput, Dialog };
    static props = ["onConfirm", "value?", "close"];

    setup() {
        super.setup();
        const tomorrow = DateTime.now().plus({ days: 1 }).set({ hour: 9, minute: 0, second: 0 });
        this.state = useState({ at: this.props.value || tomorrow, isOver: false });
    }

    get title() {
        return _t("When shall it leave?");
    }

    /** The zone that the time is meant in. */
    get zone() {
        return DateTime.local().zoneName.replaceAll("_", " ");
    }

    onChange(at) {
        this.state.at = at;
        this.state.isOver = false;
    }

    async onClickConfirm() {
        if (!this.state.at || this.state.at <= DateTime.now()) {
            this.state.isOver = true;
            return;
        }
        await this.props.onConfirm(this.state.at);
        this.props.close();
    }
}
