import {
    countdownText,
    stateIcon,
    stateSentence,
} from "@mail_switchboard/outgoing/outgoing_states";
import { OutgoingCardDialog } from "@mail_switchboard/outgoing/outgoing_card_dialog";

import { Component, useEffect, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";

/**
 * State of an outgoing message, with the seconds left, and the eye.
 *
 * @typedef {Object} Props
 * @property {import("models").Message} message
 * @extends {Component<Props, Env>}
 */
export class OutgoingState extends Component {
    static template = "mail_switchboard.OutgoingState";
    static props = ["message"];

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.clock = useState({ tick: 0 });
        useEffect(
            (isQueued) => {
                if (isQueued) {
                    const timer = browser.setInterval(() => this.clock.tick++, 1000);
                    return () => browser.clearInterval(timer);
                }
            },
            () => [this.props.message.switchboard_state === "queued"]
        );
    }

    get icon() {
        return stateIcon(this.props.message);
    }

    get sentence() {
        return stateSentence(this.props.message);
    }

    get countdown() {
        void this.clock.tick;
        return countdownText(this.props.message);
    }

    openCard() {
        this.dialog.add(OutgoingCardDialog, { message: this.props.message });
    }
}
