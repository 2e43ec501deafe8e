import { AddressInput } from "@mail_switchboard/addresses/address_input";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A text of addresses, as tags. */
export class AddressesField extends Component {
    static template = "mail_switchboard.AddressesField";
    static components = { AddressInput };
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        super.setup();
        this.handle = {};
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.handle.commit())
        );
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    /** @param {string} value */
    onChange(value) {
        return this.props.record.update({ [this.props.name]: value });
    }
}

export const addressesField = {
    component: AddressesField,
    displayName: _t("Email Addresses"),
    supportedTypes: ["char"],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("switchboard_addresses", addressesField);
