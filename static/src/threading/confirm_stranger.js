import { Component } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/**
 * Asks whether a stranger's mail joins the conversation that it quotes.
 *
 * @typedef {Object} Props
 * @property {import("models").Message} message
 * @extends {Component<Props, Env>}
 */
export class ConfirmStranger extends Component {
    static template = "mail_switchboard.ConfirmStranger";
    static props = ["message"];

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.store = useService("mail.store");
    }

    get quoted() {
        return this.props.message.switchboard_confirm;
    }

    get mayHandle() {
        return this.props.message.thread?.switchboard_line_id?.can_send;
    }

    async openQuoted() {
        const thread = await this.store.Thread.getOrFetch({
            model: "discuss.channel",
            id: this.quoted.id,
        });
        thread?.open({ focus: true });
    }

    /** @param {"action_join_quoted"|"action_stay_apart"} method */
    async decide(method) {
        const { message } = this.props;
        await this.orm.call("switchboard.message", method, [[message.switchboard_index_id]]);
        if (method === "action_join_quoted") {
            await this.openQuoted();
        }
        message.switchboard_confirm = false;
    }
}
