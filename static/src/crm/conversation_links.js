import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * A conversation's contacts and deals in its head, with what can be created of it.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class ConversationLinks extends Component {
    static components = { Dropdown, DropdownItem };
    static props = ["thread"];
    static template = "mail_switchboard.ConversationLinks";

    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ links: null, busy: false });
        onWillStart(() => void this.load(this.props.thread));
        onWillUpdateProps(({ thread }) => {
            if (thread.id !== this.props.thread.id) {
                this.state.links = null;
                void this.load(thread);
            }
        });
    }

    /** What the owner may choose for this conversation; the first is the line's own. */
    get levels() {
        return [
            ["", _t("As the line")],
            ["hidden", _t("Nothing")],
            ["metadata", _t("Who and when")],
            ["subject", _t("Also the subject")],
            ["everything", _t("Everything")],
        ];
    }

    /** Tasks, tickets, contacts ...: what is linked and no deal that is shown. */
    get records() {
        const isShown = ({ model, id }) =>
            model === "crm.lead" && this.state.links.deals.some((deal) => deal.id === id);
        const linked = this.props.thread.switchboardDetails?.records ?? [];
        return linked.filter((record) => !isShown(record));
    }

    get sharingTitle() {
        return _t("What colleagues see of this conversation on contacts and deals");
    }

    async load(thread) {
        const links = await this.orm.silent.call("discuss.channel", "switchboard_links", [
            [thread.id],
        ]);
        if (thread.id === this.props.thread.id) {
            this.state.links = links;
        }
    }

    call(method, ...args) {
        return this.orm.call("discuss.channel", method, [[this.props.thread.id], ...args]);
    }

    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    /** Create something once, however often the button is clicked, and open it. */
    async create(method) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.action.doAction(await this.call(method));
        } finally {
            this.state.busy = false;
        }
    }

    async setDeal(dealId) {
        await this.call("switchboard_set_deal", dealId);
        await this.load(this.props.thread);
    }

    async setSharing(level) {
        await this.call("switchboard_set_sharing", level);
        await this.load(this.props.thread);
    }

    linkContact() {
        return this.action.doAction("mail_switchboard.link_contact_action", {
            additionalContext: { default_channel_id: this.props.thread.id },
            onClose: () => this.load(this.props.thread),
        });
    }
}
