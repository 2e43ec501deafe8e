import { Component, onWillStart, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useAutofocus, useService } from "@web/core/utils/hooks";

/**
 * Asks who takes care of a conversation, among those who may answer it.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class AssignDialog extends Component {
    static template = "mail_switchboard.AssignDialog";
    static components = { Dialog };
    static props = ["thread", "close"];

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.state = useState({ colleagues: [], term: "" });
        useAutofocus();
        onWillStart(async () => {
            this.state.colleagues = await this.orm.call(
                "discuss.channel",
                "get_switchboard_colleagues",
                [[this.props.thread.id]]
            );
        });
    }

    get title() {
        return _t("Who takes care of it?");
    }

    /** Oneself first, then by name. */
    get choices() {
        const term = this.state.term.trim().toLowerCase();
        const rank = ({ id }) => (id === user.userId ? 0 : 1);
        return this.state.colleagues
            .filter(({ name }) => name.toLowerCase().includes(term))
            .sort((a, b) => rank(a) - rank(b));
    }

    get assignee() {
        return this.props.thread.switchboard_assignee;
    }

    isMe({ id }) {
        return id === user.userId;
    }

    /** @param {number|false} userId */
    async choose(userId) {
        await this.props.thread.switchboardHandle("action_switchboard_assign", [userId]);
        this.props.close();
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && this.choices.length) {
            ev.preventDefault();
            this.choose(this.choices[0].id);
        }
    }
}
