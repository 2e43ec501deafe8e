import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { View, getDefaultConfig } from "@web/views/view";
import { user } from "@web/core/user";
import { Component, onWillStart, useState, useSubEnv } from "@odoo/owl";

const PAGE = 20;

/** The emails of a record on its form: a list of its own, paged and searched by itself. */
export class SharedMessages extends Component {
    static components = { View };
    static props = { ...standardWidgetProps };
    static template = "mail_switchboard.SharedMessages";

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ loads: 0 });
        // Without this the embedded view takes the ids of the form's action's views.
        useSubEnv({ config: getDefaultConfig() });
        onWillStart(async () => {
            this.isOperator = await user.hasGroup("mail_switchboard.group_operator");
        });
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

    /** Save the form, run a method of the record and, when its dialog is closed, reload. */
    async run(method) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call(record.resModel, method, [[record.resId]]);
        await this.action.doAction(action, {
            onClose: async () => {
                await record.load();
                this.state.loads++;
            },
        });
    }
}

export const sharedMessages = { component: SharedMessages };

registry.category("view_widgets").add("switchboard_messages", sharedMessages);
