import { ageText } from "@mail_switchboard/handling/age";

import { Component } from "@odoo/owl";

import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A time shown as its age; the time itself stands in the title. */
export class AgeField extends Component {
    static template = "mail_switchboard.AgeField";
    static props = { ...standardFieldProps };

    get date() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.date ? ageText(this.date) : "";
    }

    get title() {
        return this.date ? formatDateTime(this.date) : "";
    }
}

registry.category("fields").add("switchboard_age", {
    component: AgeField,
    displayName: _t("Age"),
    supportedTypes: ["datetime"],
});
