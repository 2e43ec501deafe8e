import { click, contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, test } from "@odoo/hoot";

describe.current.tags("desktop");
defineSwitchboardModels();

const ITEM = ".o-mail-NotificationItem";

test("a tab with all conversations; unread ones stand with everything", async () => {
    await startServer();
    const lineId = createLine();
    createMail(createConversation(lineId, { name: "Unread" }), { body: "<p>New roof</p>" });
    createConversation(lineId, { name: "Read", switchboard_preview: "Old roof" });
    await start();
    await click(".o_menu_systray i[aria-label='Messages']");
    await contains(ITEM, { count: 1, text: "Unread" });
    await contains(`${ITEM} .o-mail_switchboard-preview`, { text: "New roof" });
    await click(".o-mail-MessagingMenu-header button", { text: "Emails" });
    await contains(ITEM, { count: 2 });
});

test("an item opens the conversation in a chat window with the email composer", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await click(".o_menu_systray i[aria-label='Messages']");
    await click(ITEM, { text: "Maria Silva" });
    await contains(".o-mail-ChatWindow .o-mail-Message");
    await contains(".o-mail-ChatWindow .o-mail_switchboard-subject", { value: "Re: Offer" });
});

test("no tab without a line", async () => {
    await startServer();
    await start();
    await click(".o_menu_systray i[aria-label='Messages']");
    await contains(".o-mail-MessagingMenu-header button", { text: "Chats" });
    await contains(".o-mail-MessagingMenu-header button", { text: "Emails", count: 0 });
});
