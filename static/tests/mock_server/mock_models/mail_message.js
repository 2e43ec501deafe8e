import { mailModels } from "@mail/../tests/mail_test_helpers";

import { fields, getKwArgs } from "@web/../tests/web_test_helpers";

const FIELDS = [
    "switchboard_index_id",
    "switchboard_direction",
    "switchboard_outgoing_id",
    "switchboard_state",
    "switchboard_send_at",
    "switchboard_error",
    "switchboard_label",
    "switchboard_cc",
    "switchboard_confirm",
    "switchboard_bounce",
    "switchboard_pictures_off",
];

export class MailMessage extends mailModels.MailMessage {
    switchboard_index_id = fields.Integer();
    switchboard_direction = fields.Char();
    switchboard_outgoing_id = fields.Integer();
    switchboard_state = fields.Char();
    switchboard_send_at = fields.Datetime();
    switchboard_error = fields.Char();
    switchboard_label = fields.Char();
    switchboard_cc = fields.Char();
    switchboard_confirm = fields.Json();
    switchboard_bounce = fields.Char();
    switchboard_pictures_off = fields.Integer();

    _to_store(store) {
        super._to_store(...arguments);
        for (const message of this) {
            if (message.switchboard_index_id) {
                store._add_record_fields(this.browse(message.id), FIELDS);
            }
        }
    }

    /** Pages in (date, arrival) order for conversations of a line. */
    _message_fetch() {
        const {
            thread,
            before,
            after,
            around,
            limit = 30,
        } = getKwArgs(
            arguments,
            "domain",
            "thread",
            "search_term",
            "is_notification",
            "before",
            "after",
            "around",
            "limit"
        );
        if (!thread?.[0]?.switchboard_line_id) {
            return super._message_fetch(...arguments);
        }
        const mails = this._filter([
            ["model", "=", "discuss.channel"],
            ["res_id", "=", thread[0].id],
        ]).sort(
            (a, b) =>
                a.date.localeCompare(b.date) || a.switchboard_index_id - b.switchboard_index_id
        );
        const at = (id) => mails.findIndex((mail) => mail.id === id);
        let [start, end] = [mails.length - limit, mails.length];
        if (around !== undefined) {
            [start, end] = [at(around) + 1 - limit / 2, at(around) + 1 + limit / 2];
        } else if (before) {
            [start, end] = [at(before) - limit, at(before)];
        } else if (after) {
            [start, end] = [at(after) + 1, at(after) + 1 + limit];
        }
        return { messages: mails.slice(Math.max(start, 0), Math.max(end, 0)).reverse() };
    }
}
