import {
    click,
    contains,
    insertText,
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

import { describe, test } from "@odoo/hoot";

describe.current.tags("desktop");
defineSwitchboardModels();

const input = ".o-mail-Composer-input";
const send = "button[name='send-message']:enabled";
const dialog = ".o-mail_switchboard-CollisionDialog";

async function begin() {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    await insertText(input, "My answer");
    return channelId;
}

test("nothing is asked when nobody wrote", async () => {
    await begin();
    await click(send);
    await contains(".o-mail-Message", { count: 2 });
    await contains(dialog, { count: 0 });
});

test("what the customer wrote meanwhile is shown before anything leaves", async () => {
    const channelId = await begin();
    receiveMail(channelId, { body: "<p>Forget it</p>", date: "2026-01-01 10:05:00" });
    await contains(".o-mail-Message", { count: 2 });
    await click(send);
    await contains(`${dialog}:contains(Forget it)`);
    await contains(".modal-title", { text: "The customer has written in the meantime" });
    await click(".modal button", { text: "Back to my text" });
    await contains(dialog, { count: 0 });
    await contains(`${input}:value('My answer')`);
    await contains(".o-mail-Message", { count: 2 });
    await click(send);
    await click(".o-mail_switchboard-sendAnyway");
    await contains(".o-mail-Message", { count: 3 });
});

test("a colleague's answer is named as one", async () => {
    const channelId = await begin();
    receiveMail(channelId, {
        body: "<p>Done</p>",
        date: "2026-01-01 10:05:00",
        email_from: "Ben Ortiz",
        switchboard_direction: "out",
    });
    await contains(".o-mail-Message", { count: 2 });
    await click(send);
    await contains(".modal-title", { text: "A colleague has answered in the meantime" });
});

test("once sent, the next draft begins anew", async () => {
    const channelId = await begin();
    receiveMail(channelId, { body: "<p>Hm</p>", date: "2026-01-01 10:05:00" });
    await contains(".o-mail-Message", { count: 2 });
    await click(send);
    await click(".o-mail_switchboard-sendAnyway");
    await contains(".o-mail-Message", { count: 3 });
    await insertText(input, "One more thing");
    await click(send);
    await contains(".o-mail-Message", { count: 4 });
    await contains(dialog, { count: 0 });
});
