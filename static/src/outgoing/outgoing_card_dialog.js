import {
    countdownText,
    stateIcon,
    stateSentence,
} from "@mail_switchboard/outgoing/outgoing_states";

import { Component, onWillStart, useEffect, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
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
            { label: _t("From"), value: card.from },
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
            { label: _t("Answers"), value: card.in_reply_to },
        ].filter(({ value }) => value);
    }

    get via() {
        const { line, via } = this.state.card;
        return line && via ? `${line} (${via})` : line || via;
    }

    formatTime(value) {
        return value && toLocaleDateTimeString(deserializeDateTime(value), { showSeconds: true });
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
        await this.restoreDraft();
        this.notification.add(_t("Stopped. What you wrote is in the composer again."), {
            type: "success",
        });
    }

    /** Whether it did not leave and can be written anew. */
    get canRestore() {
        return (
            ["stopped", "failed"].includes(this.message.switchboard_state) &&
            this.state.card.can_stop !== false
        );
    }

    /** Puts all of it into the composer: text, subject, recipients, files, time. */
    async restoreDraft() {
        const { attachment_ids, store_data, ...draft } = await this.orm.call(
            "switchboard.outgoing",
            "get_draft",
            [[this.message.switchboard_outgoing_id]]
        );
        const { store, thread } = this.message;
        store.insert(store_data);
        const attachments = attachment_ids.map((id) => store["ir.attachment"].get(id));
        thread.restoreToComposer({ ...draft, attachments });
        this.props.close();
    }
}
