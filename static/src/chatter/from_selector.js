import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

import { rpc } from "@web/core/network/rpc";

/**
 * The line a message of the chatter leaves from, or Odoo's own server.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class FromSelector extends Component {
    static template = "mail_switchboard.FromSelector";
    static props = ["thread"];

    setup() {
        super.setup();
        this.thread = useState(this.props.thread);
        onWillStart(() => this.fetchLines(this.props.thread));
        onWillUpdateProps(({ thread }) => {
            this.thread = thread;
            return this.fetchLines(thread);
        });
    }

    async fetchLines(thread) {
        if (thread.switchboardFromLines) {
            return;
        }
        const found = await rpc(
            "/mail_switchboard/chatter/lines",
            { model: thread.model },
            { silent: true }
        );
        thread.switchboardFromLines = found.lines;
        thread.switchboardFromLineId = found.default || 0;
    }

    get lines() {
        return this.thread.switchboardFromLines || [];
    }

    onChange(ev) {
        this.thread.switchboardFromLineId = parseInt(ev.target.value);
    }
}
