import { SegmentsCounter } from "@mail_switchboard/sms/segments_counter";

import { useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { TextField, textField } from "@web/views/fields/text/text_field";

/** The text of an SMS in a dialog, with its parts counted while it is typed. */
export class SmsTextField extends TextField {
    static template = "mail_switchboard.SmsTextField";
    static components = { ...TextField.components, SegmentsCounter };

    setup() {
        super.setup();
        this.typed = useState({ text: this.props.record.data[this.props.name] || "" });
    }

    /** @returns {number|undefined} */
    get lineId() {
        return this.props.record.data.line_id?.id;
    }

    onTextInput(ev) {
        this.typed.text = ev.target.value;
    }
}

registry.category("fields").add("switchboard_sms_text", {
    ...textField,
    component: SmsTextField,
    additionalClasses: ["o_field_text"],
});
