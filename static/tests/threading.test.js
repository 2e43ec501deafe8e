import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    sendLineNote,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { asyncStep, MockServer, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const confirm = ".o-mail_switchboard-ConfirmStranger";

async function openStranger() {
    await startServer();
    const lineId = createLine();
    const quotedId = createConversation(lineId, { name: "Maria Silva" });
    createMail(quotedId, { body: "<p>First</p>" });
    const apartId = createConversation(lineId, { name: "Stella Strange" });
    const messageId = createMail(apartId, {
        body: "<p>Me too</p>",
        switchboard_confirm: { id: quotedId, name: "Maria Silva" },
    });
    await start();
    await openDiscuss(apartId);
    await contains(confirm);
    return { quotedId, apartId, messageId };
}

test("a stranger's mail stays apart", async () => {
    const { messageId } = await openStranger();
    onRpc("switchboard.message", "action_stay_apart", ({ args }) => {
        asyncStep(`apart ${args[0].length}`);
        return true;
    });
    await click(".o-mail_switchboard-apart");
    await waitForSteps(["apart 1"]);
    await contains(confirm, { count: 0 });
    expect(Boolean(messageId)).toBe(true);
});

test("a stranger's mail joins what it quotes", async () => {
    const { quotedId, apartId, messageId } = await openStranger();
    onRpc("switchboard.message", "action_join_quoted", () => {
        const { env } = MockServer;
        env["mail.message"].write([messageId], { res_id: quotedId, switchboard_confirm: false });
        sendLineNote(apartId, "mail_switchboard/moved", {
            target_id: quotedId,
            message_ids: [messageId],
            gone: true,
        });
        return quotedId;
    });
    await click(".o-mail_switchboard-join");
    await contains(".o-mail-DiscussContent-threadName[title='Maria Silva']");
    await contains(".o-mail-Message", { count: 2 });
    await contains(".o-mail-DiscussSidebarChannel", { text: "Stella Strange", count: 0 });
});

test("why a message is here is said when asked", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    onRpc("switchboard.message", "get_thread_reason", () => "Joined because it answers “Offer”.");
    await start();
    await openDiscuss(channelId);
    await click(".o-mail-Message [title='Expand']");
    await click(".o-dropdown-item:contains(Why is it here?)");
    await contains(".o_notification:contains(Joined because it answers “Offer”.)");
});

test("what a colleague moves away goes from the screen", async () => {
    await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    const otherId = createConversation(lineId, { name: "Rita" });
    createMail(channelId, { body: "<p>Stays</p>" });
    const movedId = createMail(channelId, { body: "<p>Goes</p>", date: "2026-01-01 11:00:00" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 2 });
    MockServer.env["mail.message"].write([movedId], { res_id: otherId });
    sendLineNote(channelId, "mail_switchboard/moved", {
        target_id: otherId,
        message_ids: [movedId],
        gone: false,
    });
    await contains(".o-mail-Message", { count: 1 });
});
