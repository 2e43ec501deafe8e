import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { View, getDefaultConfig } from "@web/views/view";
import { Component, useSubEnv } from "@odoo/owl";

const PAGE = 20;

/** The emails of a record on its form: a list of its own, paged and searched by itself. */
export class SharedMessages extends Component {
    static components = { View };
    static props = { ...standardWidgetProps };
    static template = "mail_switchboard.SharedMessages";

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        // Without this the embedded view takes the ids of the form's action's views.
        useSubEnv({ config: getDefaultConfig() });
    }

    get viewProps() {
        const { resModel, resId } = this.props.record;
        return {
            type: "list",
            resModel: "switchboard.shared.message",
            domain: [
                ["about", "=", `${resModel},${resId}`],
                ["once", "=", true],
            ],
            display: { searchPanel: false },
            noBreadcrumbs: true,
            noContentHelp: _t(
                "No mail yet. It appears here when a connected mailbox sends or receives some."
            ),
            searchViewId: false,
            allowSelectors: false,
            showButtons: false,
            limit: PAGE,
        };
    }

    async write() {
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "action_switchboard_write", [[resId]]);
        this.action.doAction(action);
    }
}

export const sharedMessages = { component: SharedMessages };

registry.category("view_widgets").add("switchboard_messages", sharedMessages);
