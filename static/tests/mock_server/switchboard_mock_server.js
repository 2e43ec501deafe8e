import {
    mailDataHelpers,
    parseRequestParams,
    registerRoute,
} from "@mail/../tests/mock_server/mail_mock_server";

import { makeKwArgs } from "@web/../tests/web_test_helpers";
import { patch } from "@web/core/utils/patch";

function linesFetch(store) {
    store.resolve_data_request({ ids: this.env["switchboard.line"]._lines_to_store(store) });
}

function conversationsFetch(store, params) {
    const DiscussChannel = this.env["discuss.channel"];
    const page = DiscussChannel._switchboard_page(params);
    DiscussChannel.browse(page.ids)._switchboard_rows_to_store(store);
    store.resolve_data_request(page);
}

function updateFetch(store, { channel_id, message_ids }) {
    const [channel] = this.env["discuss.channel"].browse(channel_id);
    const [line] = this.env["switchboard.line"].browse(channel.switchboard_line_id);
    if (!line.can_read) {
        store.resolve_data_request({ channel_id, message_ids: [], notify: false });
        return;
    }
    this.env["discuss.channel"].browse(channel_id)._switchboard_rows_to_store(store);
    store.add(this.env["mail.message"].browse(message_ids), makeKwArgs({ for_current_user: true }));
    this.env["switchboard.line"]._unread_to_store(line.id, store);
    store.resolve_data_request({ channel_id, message_ids, notify: line.tells });
}

const FETCHES = {
    "/mail_switchboard/lines": linesFetch,
    "/mail_switchboard/conversations": conversationsFetch,
    "/mail_switchboard/update": updateFetch,
};

patch(mailDataHelpers, {
    _process_request_for_internal_user(store, name, params) {
        super._process_request_for_internal_user(...arguments);
        FETCHES[name]?.call(this, store, params);
    },
});

registerRoute("/mail_switchboard/conversation/read", async function (request) {
    const { channel_id, index_id } = await parseRequestParams(request);
    const DiscussChannel = this.env["discuss.channel"];
    DiscussChannel.write([channel_id], { switchboard_read_to: index_id });
    const store = new mailDataHelpers.Store();
    const channel = DiscussChannel.browse(channel_id);
    channel._switchboard_rows_to_store(store);
    this.env["switchboard.line"]._unread_to_store(channel[0].switchboard_line_id, store);
    return store.get_result();
});

registerRoute("/mail_switchboard/queue/wake", async function (request) {
    const { outgoing_ids } = await parseRequestParams(request);
    for (const id of outgoing_ids) {
        this.env["switchboard.outgoing"]._set_state(id, "sending");
    }
});

registerRoute("/mail_switchboard/presence", async function (request) {
    const { channel_id, ...values } = await parseRequestParams(request);
    const [channel] = this.env["discuss.channel"].browse(channel_id);
    const [line] = this.env["switchboard.line"].browse(channel.switchboard_line_id);
    this.env["bus.bus"]._sendone(line, "mail_switchboard/presence", {
        line_id: line.id,
        channel_id,
        user_id: this.env.uid,
        ...values,
    });
    return true;
});

registerRoute("/mail_switchboard/sms/frame", async function (request) {
    const { line_id } = await parseRequestParams(request);
    const [line] = this.env["switchboard.line"].browse(line_id);
    return { signature: line.sms_signature || "", to: "", problem: "" };
});
