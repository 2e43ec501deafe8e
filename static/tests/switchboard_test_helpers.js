import { mailModels } from "@mail/../tests/mail_test_helpers";
import "@mail_switchboard/../tests/mock_server/switchboard_mock_server";
import { DiscussChannel } from "@mail_switchboard/../tests/mock_server/mock_models/discuss_channel";
import { IrWebSocket } from "@mail_switchboard/../tests/mock_server/mock_models/ir_websocket";
import { MailMessage } from "@mail_switchboard/../tests/mock_server/mock_models/mail_message";
import { ResUsers } from "@mail_switchboard/../tests/mock_server/mock_models/res_users";
import { SwitchboardLine } from "@mail_switchboard/../tests/mock_server/mock_models/switchboard_line";
import { SwitchboardOutgoing } from "@mail_switchboard/../tests/mock_server/mock_models/switchboard_outgoing";

import { defineModels, defineParams, MockServer } from "@web/../tests/web_test_helpers";

export const switchboardModels = {
    ...mailModels,
    DiscussChannel,
    IrWebSocket,
    MailMessage,
    ResUsers,
    SwitchboardLine,
    SwitchboardOutgoing,
};

export function defineSwitchboardModels() {
    defineParams({ suite: "mail_switchboard" }, "replace");
    return defineModels(switchboardModels);
}

/** @returns {number} id of a line the user may read and write on */
export function createLine(values = {}) {
    return MockServer.env["switchboard.line"].create({
        name: "Sales",
        address: "sales@ours.example",
        ...values,
    });
}

/** @returns {number} id of a conversation without members */
export function createConversation(lineId, values = {}) {
    return MockServer.env["discuss.channel"].create({
        channel_member_ids: [],
        channel_type: "email",
        group_public_id: false,
        name: "Maria Silva",
        switchboard_counterparts: [{ name: "Maria Silva", email: "maria@cliente.example" }],
        switchboard_last_date: "2026-01-01 10:00:00",
        switchboard_line_id: lineId,
        ...values,
    });
}

/** @returns {number} id of the Discuss message of a mail */
export function createMail(channelId, values = {}) {
    const Channel = MockServer.env["discuss.channel"];
    const [channel] = Channel.browse(channelId);
    return Channel._switchboard_mail(channel, {
        body: "<p>Hello</p>",
        date: "2026-01-01 10:00:00",
        email_from: "maria@cliente.example",
        ...values,
    });
}

/** A mail arrives and its line tells so. */
export function receiveMail(channelId, values = {}, { live = true } = {}) {
    const { env } = MockServer;
    const id = createMail(channelId, values);
    const [message] = env["mail.message"].browse(id);
    const [channel] = env["discuss.channel"].browse(channelId);
    const [line] = env["switchboard.line"].browse(channel.switchboard_line_id);
    env["bus.bus"]._sendone(line, "mail_switchboard/conversation", {
        line_id: line.id,
        channel_id: channelId,
        message_ids: [id],
        index_id: message.switchboard_index_id,
        direction: message.switchboard_direction,
        live,
    });
    return id;
}

/** A note on the bus of the conversation's line. */
export function sendLineNote(channelId, type, values = {}) {
    const { env } = MockServer;
    const [channel] = env["discuss.channel"].browse(channelId);
    const [line] = env["switchboard.line"].browse(channel.switchboard_line_id);
    env["bus.bus"]._sendone(line, type, { line_id: line.id, channel_id: channelId, ...values });
}

/** @returns {number} id of a colleague */
export function createColleague(name) {
    const { env } = MockServer;
    const partnerId = env["res.partner"].create({ name });
    return env["res.users"].create({ name, login: name, partner_id: partnerId });
}
