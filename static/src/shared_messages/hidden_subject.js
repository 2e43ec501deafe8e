import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The subject, or a grey bar that says who hides it. */
export class HiddenSubject extends Component {
    static props = { ...standardFieldProps };
    static template = "mail_switchboard.HiddenSubject";

    get text() {
        return _t("hidden by %s", this.props.record.data.hidden_by);
    }
}

export const hiddenSubject = {
    component: HiddenSubject,
    fieldDependencies: [{ name: "hidden_by", type: "char" }],
    supportedTypes: ["char"],
};

registry.category("fields").add("switchboard_hidden_subject", hiddenSubject);
