import { mailModels } from "@mail/../tests/mail_test_helpers";
import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import { fields, getKwArgs, makeKwArgs } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;

/** Seconds a message of the mock server can be stopped. */
export const UNDO_SECONDS = 10;

const ROW_FIELDS = [
    "name",
    "channel_type",
    "switchboard_last_date",
    "switchboard_preview",
    "switchboard_counterparts",
    "switchboard_subject",
    "switchboard_can_send",
    "switchboard_no_send_reason",
    "switchboard_done",
    "switchboard_snoozed_until",
    "switchboard_unanswered_since",
];

export class DiscussChannel extends mailModels.DiscussChannel {
    switchboard_line_id = fields.Many2one({ relation: "switchboard.line" });
    switchboard_last_date = fields.Datetime();
    switchboard_preview = fields.Char();
    switchboard_counterparts = fields.Json();
    switchboard_subject = fields.Char();
    switchboard_can_send = fields.Boolean({ default: true });
    /** Simulates a contact who has the other address, too. */
    other_kind = fields.Char();
    switchboard_no_send_reason = fields.Char();
    switchboard_user_id = fields.Many2one({ relation: "res.users" });
    switchboard_done = fields.Boolean();
    switchboard_snoozed_until = fields.Datetime();
    switchboard_unanswered_since = fields.Datetime();
    /** The user's pointer: arrival number of the last message read. */
    switchboard_read_to = fields.Integer();

    /** @param {number[]} ids */
    get_switchboard_other([id]) {
        const [channel] = this.browse(id);
        return channel.other_kind ? { kind: channel.other_kind, name: channel.name } : false;
    }

    /** What the head of a conversation shows; nothing unless a test says so. */
    switchboard_links() {
        return {
            contacts: [],
            missing: [],
            deals: [],
            ask: [],
            can_create_contact: false,
            can_create_deal: false,
            sharing: false,
        };
    }

    _channel_basic_info_fields() {
        return [...super._channel_basic_info_fields(), ...ROW_FIELDS];
    }

    _to_store(store, fieldNames) {
        super._to_store(...arguments);
        if (!fieldNames?.length) {
            this._switchboard_computed_to_store(store);
        }
    }

    _switchboard_rows_to_store(store) {
        store._add_record_fields(this, ROW_FIELDS);
        this._switchboard_computed_to_store(store);
    }

    _switchboard_computed_to_store(store) {
        for (const channel of this) {
            if (channel.switchboard_line_id) {
                const { unread, from } = this._switchboard_unread(channel);
                store._add_record_fields(this.browse(channel.id), {
                    switchboard_line_id: mailDataHelpers.Store.one(
                        this.env["switchboard.line"].browse(channel.switchboard_line_id),
                        makeKwArgs({ only_id: true })
                    ),
                    switchboard_assignee: this._switchboard_user(channel.switchboard_user_id),
                    switchboard_unread: unread,
                    switchboard_unread_from: from,
                });
            }
        }
    }

    _switchboard_unread(channel) {
        const unread = this.env["mail.message"]
            ._filter([
                ["model", "=", "discuss.channel"],
                ["res_id", "=", channel.id],
            ])
            .filter(
                (message) =>
                    message.switchboard_direction === "in" &&
                    message.switchboard_index_id > channel.switchboard_read_to
            )
            .map((message) => message.switchboard_index_id);
        return { unread: unread.length, from: unread.length ? Math.min(...unread) : 0 };
    }

    /** Newest first, keyset on (date, id) as the server does. */
    _switchboard_page({ line_id, before, limit = 30, search, filter }) {
        const isBefore = (channel) =>
            channel.switchboard_last_date < before[0] ||
            (channel.switchboard_last_date === before[0] && channel.id < before[1]);
        const found = this._filter([["switchboard_line_id", "=", line_id]])
            .filter((channel) => !before || isBefore(channel))
            .filter((channel) => !search || channel.name.includes(search))
            .filter((channel) => filter !== "unread" || this._switchboard_unread(channel).unread)
            .filter((c) => filter !== "mine" || c.switchboard_user_id === this.env.uid)
            .filter((c) => filter !== "unanswered" || c.switchboard_unanswered_since)
            .sort(
                (a, b) =>
                    b.switchboard_last_date.localeCompare(a.switchboard_last_date) || b.id - a.id
            );
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return {
            ids: page.map(({ id }) => id),
            more: found.length > limit,
            cursor: last ? [last.switchboard_last_date, last.id] : null,
        };
    }

    /** Queues an email, as the server does for conversations of a line. */
    message_post(id) {
        const [channel] = this.browse(id);
        if (!channel?.switchboard_line_id) {
            return super.message_post(...arguments);
        }
        const { body } = getKwArgs(arguments, "id");
        const now = DateTime.now();
        const messageId = this._switchboard_mail(channel, {
            author_id: this.env.user.partner_id,
            body,
            date: serializeDateTime(now),
            message_type: "email_outgoing",
            switchboard_direction: "out",
            switchboard_send_at: serializeDateTime(now.plus({ seconds: UNDO_SECONDS })),
            switchboard_state: "queued",
        });
        const outgoingId = this.env["switchboard.outgoing"].create({
            mail_message_id: messageId,
            body_text: body.toString().replace(/<[^>]*>/g, ""),
        });
        this.env["mail.message"].write([messageId], { switchboard_outgoing_id: outgoingId });
        return [messageId];
    }

    _switchboard_mail(channel, values) {
        const index = this.env["mail.message"]._filter([["switchboard_index_id", ">", 0]]).length;
        const id = this.env["mail.message"].create({
            author_id: false,
            message_type: "email",
            model: "discuss.channel",
            res_id: channel.id,
            switchboard_direction: "in",
            switchboard_index_id: index + 1,
            ...values,
        });
        if (!channel.switchboard_last_date || channel.switchboard_last_date <= values.date) {
            this.write([channel.id], {
                switchboard_last_date: values.date,
                switchboard_preview: (values.body || "").toString().replace(/<[^>]*>/g, ""),
                ...(values.subject && { switchboard_subject: values.subject }),
            });
        }
        return id;
    }

    _switchboard_user(id) {
        const [user] = id ? this.env["res.users"].browse(id) : [];
        return user ? { id, name: user.name, partner_id: user.partner_id } : false;
    }

    _switchboard_set(ids, values) {
        this.write(ids, values);
        for (const channel of this.browse(ids)) {
            const [line] = this.env["switchboard.line"].browse(channel.switchboard_line_id);
            this.env["bus.bus"]._sendone(line, "mail_switchboard/conversation_state", {
                line_id: line.id,
                channel_ids: [channel.id],
            });
        }
        return true;
    }

    action_switchboard_assign(ids, userId) {
        return this._switchboard_set(ids, { switchboard_user_id: userId });
    }

    action_switchboard_done(ids) {
        return this._switchboard_set(ids, {
            switchboard_done: true,
            switchboard_snoozed_until: false,
        });
    }

    action_switchboard_reopen(ids) {
        return this._switchboard_set(ids, {
            switchboard_done: false,
            switchboard_snoozed_until: false,
        });
    }

    action_switchboard_snooze(ids, until) {
        return this._switchboard_set(ids, { switchboard_snoozed_until: until });
    }

    get_switchboard_colleagues() {
        return this.env["res.users"]
            ._filter([["share", "=", false]])
            .map(({ id }) => this._switchboard_user(id));
    }

    get_switchboard_names(ids, userIds) {
        return userIds.map((id) => this._switchboard_user(id)).filter(Boolean);
    }

    get_switchboard_details(ids) {
        const [channel] = this.browse(ids);
        const people = (channel.switchboard_counterparts || []).map((person) => {
            const [partner] = this.env["res.partner"]._filter([["email", "=", person.email]]);
            return { ...person, partner_id: partner ? partner.id : false };
        });
        return { people, records: [], answering: [], others: [] };
    }

    /** What others wrote after an arrival number, as far as the tests need it. */
    get_switchboard_news(ids, seen) {
        return this.env["mail.message"]
            ._filter([
                ["model", "=", "discuss.channel"],
                ["res_id", "=", ids[0]],
                ["switchboard_index_id", ">", seen],
                ["author_id", "!=", this.env.user.partner_id],
            ])
            .map((message) => ({
                index_id: message.switchboard_index_id,
                who: message.email_from,
                direction: message.switchboard_direction,
                date: message.date,
                subject: message.subject || "",
                snippet: message.body.toString().replace(/<[^>]*>/g, ""),
            }));
    }
}
