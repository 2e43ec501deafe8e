import { fields, models } from "@web/../tests/web_test_helpers";

export class SwitchboardLine extends models.Model {
    _name = "switchboard.line";

    name = fields.Char();
    kind = fields.Char({ default: "email" });
    state = fields.Char({ default: "connected" });
    address = fields.Char();
    color = fields.Integer();
    can_send = fields.Boolean({ default: true });
    write_first = fields.Boolean({ default: true });
    /** What is added below each SMS. */
    sms_signature = fields.Char();
    /** Whether the user's level tells him about every mail. */
    tells = fields.Boolean({ default: true });
    /** Simulates the record rule: false once the grant is taken away. */
    can_read = fields.Boolean({ default: true });

    get _to_store_defaults() {
        return ["name", "kind", "state", "address", "color", "can_send", "write_first"];
    }

    _lines_to_store(store) {
        const lines = this.browse(this.search([["can_read", "=", true]]));
        store.add(lines);
        for (const line of lines) {
            this._unread_to_store(line.id, store);
        }
        return lines.map(({ id }) => id);
    }

    _unread_to_store(lineId, store) {
        const DiscussChannel = this.env["discuss.channel"];
        const unread = DiscussChannel._filter([["switchboard_line_id", "=", lineId]]).filter(
            (channel) => DiscussChannel._switchboard_unread(channel).unread
        ).length;
        store.add(this.browse(lineId), { unread });
    }
}
