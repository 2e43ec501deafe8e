import {
    countdownText,
    stateIcon,
    stateSentence,
} from "@mail_switchboard/outgoing/outgoing_states";

import { Component, onWillStart, useEffect, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * Everything about one outgoing message, and the button that stops it.
 *
 * @typedef {Object} Props
 * @property {import("models").Message} message
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class OutgoingCardDialog extends Component {
    static template = "mail_switchboard.OutgoingCardDialog";
    static components = { Dialog };
    static props = ["message", "close"];

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.message = useState(this.props.message);
        this.state = useState({ card: {}, tick: 0, isStopping: false, tooLate: false });
        onWillStart(() => this.fetchCard());
        useEffect(
            (state) => {
                if (this.shownState && this.shownState !== state) {
                    this.fetchCard();
                }
                this.shownState = state;
            },
            () => [this.message.switchboard_state]
        );
        useEffect(
            (isQueued) => {
                if (isQueued) {
                    const timer = browser.setInterval(() => this.state.tick++, 1000);
                    return () => browser.clearInterval(timer);
                }
            },
            () => [this.isQueued]
        );
    }

    async fetchCard() {
        this.state.card = await this.orm.call("switchboard.outgoing", "get_card", [
            [this.message.switchboard_outgoing_id],
        ]);
    }

    get isQueued() {
        return this.message.switchboard_state === "queued";
    }

    get canStop() {
        return this.isQueued && this.state.card.can_stop !== false;
    }

    get icon() {
        return stateIcon(this.message);
    }

    get stateText() {
        void this.state.tick;
        const countdown = countdownText(this.message);
        const sentence = stateSentence(this.message);
        return countdown ? `${sentence} (${countdown})` : sentence;
    }

    get title() {
        const recipients = (this.state.card.to || []).join(", ");
        return recipients ? _t("Message to %(recipients)s", { recipients }) : _t("Message");
    }

    /** @returns {{label: string, value: string}[]} what is known of it */
    get rows() {
        const card = this.state.card;
        return [
            { label: _t("To"), value: (card.to || []).join(", ") },
            { label: _t("Cc"), value: (card.cc || []).join(", ") },
            { label: _t("Bcc"), value: (card.bcc || []).join(", ") },
            { label: _t("Subject"), value: card.subject },
            { label: _t("Written by"), value: card.written_by },
            { label: _t("Written at"), value: this.formatTime(card.written_at) },
            { label: _t("Leaves at"), value: this.isQueued && this.formatTime(card.send_at) },
            { label: _t("Via"), value: this.via },
            { label: _t("Signature"), value: card.signature },
            { label: _t("Message-ID"), value: card.message_id_header },
        ].filter(({ value }) => value);
    }

    get via() {
        const { line, via } = this.state.card;
        return line && via ? `${line} (${via})` : line || via;
    }

    formatTime(value) {
        return value && formatDateTime(deserializeDateTime(value), { showSeconds: true });
    }

    async onClickStop() {
        this.state.isStopping = true;
        try {
            const stopped = await this.orm.call("switchboard.outgoing", "action_stop", [
                [this.message.switchboard_outgoing_id],
            ]);
            if (!stopped) {
                this.state.tooLate = true;
                return;
            }
        } finally {
            this.state.isStopping = false;
        }
        this.message.switchboard_state = "stopped";
        this.message.thread.restoreToComposer(this.state.card);
        this.notification.add(this.stoppedText, { type: "success" });
        this.props.close();
    }

    get stoppedText() {
        return this.message.attachment_ids.length
            ? _t("Stopped. The text is in the composer again; attach the files once more.")
            : _t("Stopped. The text is in the composer again.");
    }
}
