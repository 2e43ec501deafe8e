import { Chatter } from "@mail/chatter/web_portal/chatter";
import { fetchSmsFrame } from "@mail_switchboard/sms/sms_frame";
import { SegmentsCounter } from "@mail_switchboard/sms/segments_counter";

import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

/**
 * Above an SMS that is written in a chatter: who gets it, or why nobody does, and
 * how many parts it takes.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @property {number} lineId
 * @extends {Component<Props, Env>}
 */
export class ChatterSms extends Component {
    static template = "mail_switchboard.ChatterSms";
    static components = { SegmentsCounter };
    static props = ["thread", "lineId"];

    setup() {
        super.setup();
        this.state = useState({ to: "", problem: "" });
        onWillStart(() => this.fetchRecipient(this.props));
        onWillUpdateProps((props) => {
            if (props.lineId !== this.props.lineId || props.thread.notEq(this.props.thread)) {
                return this.fetchRecipient(props);
            }
        });
    }

    async fetchRecipient({ thread, lineId }) {
        const { to, problem } = await fetchSmsFrame(lineId, thread);
        Object.assign(this.state, { to, problem });
    }
}

Chatter.components = { ...Chatter.components, ChatterSms };
