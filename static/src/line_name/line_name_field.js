import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A line's name behind the sign of what it is, for lists. */
export class SwitchboardLineNameField extends Component {
    static template = "mail_switchboard.LineNameField";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data;
    }

    get isEmail() {
        return this.data.kind === "email";
    }

    get kindText() {
        return this.isEmail ? _t("Email") : _t("Phone");
    }
}

registry.category("fields").add("switchboard_line_name", {
    component: SwitchboardLineNameField,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "kind", type: "selection" },
        { name: "tls_unchecked", type: "boolean" },
    ],
});
