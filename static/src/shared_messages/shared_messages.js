import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { View, getDefaultConfig } from "@web/views/view";
import { Component, useSubEnv } from "@odoo/owl";

/** The emails of a record on its form: a list of its own, paged and searched by itself. */
export class SharedMessages extends Component {
    static components = { View };
    static props = { ...standardWidgetProps };
    static template = "mail_switchboard.SharedMessages";

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        // A view of its own: the form's action would lend it its list view.
        useSubEnv({ config: getDefaultConfig() });
    }

    get record() {
        return this.props.record;
    }

    get viewProps() {
        const { resModel, resId } = this.record;
        return {
            type: "list",
            resModel: "switchboard.shared.message",
            domain: [
                ["about", "=", `${resModel},${resId}`],
                ["once", "=", true],
            ],
            context: {},
            display: { searchPanel: false },
            noBreadcrumbs: true,
            noContentHelp: _t(
                "No mail yet. It appears here when a connected mailbox sends or receives some."
            ),
            searchViewId: false,
            allowSelectors: false,
            showButtons: false,
            limit: 20,
            selectRecord: (id) => this.open(id),
        };
    }

    async open(id) {
        const action = await this.orm.call("switchboard.shared.message", "action_open", [[id]]);
        this.action.doAction(action);
    }

    async write() {
        const { resModel, resId } = this.record;
        const action = await this.orm.call(resModel, "action_switchboard_write", [[resId]]);
        this.action.doAction(action);
    }
}

export const sharedMessages = { component: SharedMessages };

registry.category("view_widgets").add("switchboard_messages", sharedMessages);
