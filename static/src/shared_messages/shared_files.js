import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The attachments of a mail that is shared with everything in it. */
export class SharedFiles extends Component {
    static props = { ...standardFieldProps };
    static template = "mail_switchboard.SharedFiles";
}

export const sharedFiles = {
    component: SharedFiles,
    supportedTypes: ["json"],
};

registry.category("fields").add("switchboard_files", sharedFiles);
