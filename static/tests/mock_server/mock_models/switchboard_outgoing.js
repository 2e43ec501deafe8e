import { fields, models } from "@web/../tests/web_test_helpers";

export class SwitchboardOutgoing extends models.Model {
    _name = "switchboard.outgoing";

    mail_message_id = fields.Many2one({ relation: "mail.message" });
    state = fields.Char({ default: "queued" });
    body_text = fields.Char();

    /** @param {number[]} ids */
    action_stop([id]) {
        const [outgoing] = this.browse(id);
        if (outgoing.state !== "queued") {
            return false;
        }
        this._set_state(id, "stopped");
        return true;
    }

    /** @param {number[]} ids */
    get_draft([id]) {
        const [outgoing] = this.browse(id);
        const [message] = this.env["mail.message"].browse(outgoing.mail_message_id);
        return {
            subject: message.subject || "",
            body: message.body,
            body_text: outgoing.body_text,
            to: false,
            cc: "",
            bcc: "",
            answers: false,
            send_at: false,
            attachment_ids: [],
            store_data: {},
        };
    }

    /** Moves on and tells the line, as the queue does. */
    _set_state(id, state) {
        this.write([id], { state });
        const [{ mail_message_id }] = this.browse(id);
        this.env["mail.message"].write([mail_message_id], { switchboard_state: state });
        const [message] = this.env["mail.message"].browse(mail_message_id);
        const [channel] = this.env["discuss.channel"].browse(message.res_id);
        const [line] = this.env["switchboard.line"].browse(channel.switchboard_line_id);
        this.env["bus.bus"]._sendone(line, "mail_switchboard/outgoing", {
            line_id: line.id,
            channel_id: channel.id,
            message_id: message.id,
            outgoing_id: id,
            state,
        });
    }

    /** @param {number[]} ids */
    get_card([id]) {
        const [outgoing] = this.browse(id);
        const [message] = this.env["mail.message"].browse(outgoing.mail_message_id);
        const [channel] = this.env["discuss.channel"].browse(message.res_id);
        return {
            to: channel.switchboard_counterparts.map(({ email }) => email),
            cc: [],
            bcc: [],
            subject: message.subject,
            written_by: "Ben",
            written_at: message.date,
            send_at: message.switchboard_send_at,
            state: outgoing.state,
            error: false,
            via: "smtp.ours.example",
            line: "Sales",
            signature: "Ben's",
            message_id_header: "<1@ours.example>",
            body: `<p>${outgoing.body_text}</p>`,
            body_text: outgoing.body_text,
        };
    }
}
