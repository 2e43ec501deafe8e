import { ActionPanel } from "@mail/discuss/core/common/action_panel";
import { Counterpart } from "@mail_switchboard/conversation/contact_card";

import { Component, onWillStart, onWillUpdateProps } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * What stands around a conversation: people, records, colleagues, and the other
 * conversations with the same people.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class DetailsPanel extends Component {
    static template = "mail_switchboard.DetailsPanel";
    static components = { ActionPanel, Counterpart };
    static props = ["thread"];

    setup() {
        super.setup();
        this.action = useService("action");
        this.store = useService("mail.store");
        onWillStart(() => {
            this.props.thread.fetchSwitchboardDetails();
        });
        onWillUpdateProps(({ thread }) => {
            if (thread.notEq(this.props.thread)) {
                thread.fetchSwitchboardDetails();
            }
        });
    }

    get title() {
        return _t("About this conversation");
    }

    get details() {
        return this.props.thread.switchboardDetails;
    }

    formatTime(date) {
        return toLocaleDateTimeString(deserializeDateTime(date));
    }

    openRecord({ model, id }) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async openConversation(id) {
        const thread = await this.store.Thread.getOrFetch({ model: "discuss.channel", id });
        thread?.open({ focus: true });
    }
}
