import { Component, useState } from "@odoo/owl";

import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { serializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** @returns {{label: string, at: luxon.DateTime}[]} usual times, in the user's zone */
export function usualTimes(now = DateTime.now()) {
    const morning = now.plus({ days: 1 }).set({ hour: 9, minute: 0, second: 0, millisecond: 0 });
    const monday = morning.plus({ days: (8 - morning.weekday) % 7 });
    return [
        { label: _t("In an hour"), at: now.plus({ hours: 1 }) },
        { label: _t("In three hours"), at: now.plus({ hours: 3 }) },
        { label: _t("Tomorrow morning"), at: morning },
        { label: _t("Monday morning"), at: monday },
    ];
}

/**
 * Asks until when a conversation is put off.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class SnoozeDialog extends Component {
    static template = "mail_switchboard.SnoozeDialog";
    static components = { DateTimeInput, Dialog };
    static props = ["thread", "close"];

    setup() {
        super.setup();
        this.times = usualTimes();
        this.state = useState({ at: this.times[2].at, isOver: false });
    }

    get title() {
        return _t("Until when?");
    }

    formatTime(at) {
        return toLocaleDateTimeString(at);
    }

    onChange(at) {
        Object.assign(this.state, { at, isOver: false });
    }

    /** @param {luxon.DateTime} at */
    async snooze(at) {
        if (!at || at <= DateTime.now()) {
            this.state.isOver = true;
            return;
        }
        await this.props.thread.switchboardHandle("action_switchboard_snooze", [
            serializeDateTime(at),
        ]);
        this.props.close();
    }
}
