import { Component, onWillUnmount, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { refreshRecord } from "./refresh_record";

const NOTE = "mail_switchboard/progress";

/** How far a sync is, as the bus tells it; the form's counters follow at the end. */
export class SwitchboardProgressField extends Component {
    static template = "mail_switchboard.ProgressField";
    static props = { ...standardFieldProps };

    setup() {
        this.bus = useService("bus_service");
        this.orm = useService("orm");
        this.state = useState({ done: 0, total: 0 });
        const onNote = (note) => this.onNote(note);
        this.bus.subscribe(NOTE, onNote);
        onWillUnmount(() => this.bus.unsubscribe(NOTE, onNote));
    }

    get percent() {
        const { done, total } = this.state;
        return total
            ? Math.min(100, Math.round((100 * done) / total))
            : this.props.record.data.progress;
    }

    get text() {
        if (this.state.total) {
            return _t("%(done)s of %(total)s", {
                done: formatInteger(this.state.done),
                total: formatInteger(this.state.total),
            });
        }
        return this.props.record.data[this.props.name] || "";
    }

    /** @param {{ line_id: number, done: number, total: number }} note */
    async onNote({ line_id, done, total }) {
        const { record } = this.props;
        if (record.data.line_id?.id !== line_id) {
            return;
        }
        Object.assign(this.state, { done, total });
        if (!total) {
            await refreshRecord(this.orm, record);
        }
    }
}

registry.category("fields").add("switchboard_progress", {
    component: SwitchboardProgressField,
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "progress", type: "integer" }],
});
