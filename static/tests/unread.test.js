import {
    click,
    contains,
    focus,
    onRpcBefore,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    receiveMail,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { asyncStep, getService, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const BADGE = ".o-mail-DiscussSidebarChannel-badge";
const SEPARATOR = ".o-mail-Thread-newMessage";

function watchReads() {
    onRpcBefore("/mail_switchboard/conversation/read", ({ index_id }) =>
        asyncStep(`read ${index_id}`)
    );
}

test("opening reads: badge goes, the line 'New' stays until one leaves", async () => {
    await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId, { switchboard_read_to: 1 });
    createMail(channelId, { date: "2026-01-01 10:00:00" });
    createMail(channelId, { date: "2026-01-01 11:00:00" });
    createMail(channelId, { date: "2026-01-01 12:00:00" });
    const otherId = createConversation(lineId, { name: "Other" });
    watchReads();
    await start();
    await openDiscuss(otherId);
    await contains(".o-mail-DiscussSidebarChannel.o-active", { text: "Other" });
    await contains(BADGE, { text: "2" });
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains(".o-mail-Message", { count: 3 });
    await focus(".o-mail-Composer-input"); // a headless page has no focus of its own
    await waitForSteps(["read 3"]);
    await contains(BADGE, { count: 0 });
    await contains(".o-mail-Message:eq(0) + " + SEPARATOR);
    await click(".o-mail-DiscussSidebarChannel", { text: "Other" });
    await contains(".o-mail-Message", { count: 0 });
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains(".o-mail-Message", { count: 3 });
    await contains(SEPARATOR, { count: 0 });
});

test("who may not send reads as well, without a composer", async () => {
    await startServer();
    const channelId = createConversation(createLine(), {
        switchboard_can_send: false,
        switchboard_no_send_reason: "Ask Anna for it.",
    });
    createMail(channelId);
    watchReads();
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    await focus(".o-mail-Thread"); // a headless page has no focus of its own
    await waitForSteps(["read 1"]);
    await contains(".o-mail_switchboard-NoComposer", { text: "Ask Anna for it." });
    await contains(".o-mail-Composer", { count: 0 });
});

test("a mail into the open conversation is read when one is there", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { date: "2026-01-01 10:00:00" });
    watchReads();
    await start();
    await openDiscuss(channelId);
    await focus(".o-mail-Composer-input");
    await waitForSteps(["read 1"]);
    receiveMail(channelId, { date: "2026-01-02 10:00:00" });
    await waitForSteps(["read 2"]);
    await contains(".o-mail-Message", { count: 2 });
    await contains(BADGE, { count: 0 });
});

test("the counter of the messaging menu counts conversations with unread mail", async () => {
    await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    createMail(channelId);
    createMail(channelId);
    createMail(createConversation(lineId, { name: "Oleh" }));
    await start();
    await contains(".o-mail-MessagingMenu-counter", { text: "2" });
    receiveMail(createConversation(lineId, { name: "Third" }));
    await contains(".o-mail-MessagingMenu-counter", { text: "3" });
    expect(getService("mail.store").switchboardLines[0].unread).toBe(3);
});

test("mark as read from the sidebar reads all that arrived", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    createMail(channelId);
    watchReads();
    await start();
    await openDiscuss();
    await contains(BADGE, { text: "2" });
    getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId }).markAsRead();
    await waitForSteps(["read 2"]);
    await contains(BADGE, { count: 0 });
});
