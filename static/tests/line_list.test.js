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
import { REFRESH_DELAY } from "@mail_switchboard/line_list/line_model_patch";

import { describe, expect, test } from "@odoo/hoot";
import { press, select } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";

import { getService, mockService, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const ITEM = ".o-mail-DiscussSidebarChannel-itemName";
const CATEGORY = ".o-mail_switchboard-category";

test("one category per line with kind, name and state", async () => {
    await startServer();
    createLine({ name: "Support", state: "failed" });
    createLine({ name: "Sales", state: "syncing" });
    await start();
    await openDiscuss();
    await contains(CATEGORY, { count: 2 });
    await contains(`${CATEGORY}:eq(0)`, { text: "Email ·Sales" });
    await contains(`${CATEGORY}:eq(0) [aria-label='Fetching messages'].text-warning`);
    await contains(
        `${CATEGORY}:eq(1) [title='Failed: messages neither arrive nor leave'].text-danger`
    );
});

test("no category for lines the user may not read", async () => {
    await startServer();
    createLine({ can_read: false });
    await start();
    await openDiscuss();
    await contains(".o-mail-DiscussSidebarCategory", { count: 2 });
    await contains(CATEGORY, { count: 0 });
});

test("newest conversations first, 30 of them, and more on demand", async () => {
    await startServer();
    const lineId = createLine();
    for (let n = 0; n < 65; n++) {
        const minute = String(n % 60).padStart(2, "0");
        const hour = 10 + Math.floor(n / 60);
        createConversation(lineId, {
            name: `Customer ${n}`,
            switchboard_last_date: `2026-01-01 ${hour}:${minute}:00`,
        });
    }
    await start();
    await openDiscuss();
    await contains(ITEM, { count: 30 });
    await contains(`${ITEM}:eq(0)`, { text: "Customer 64" });
    await click("button", { text: "Load more" });
    await contains(ITEM, { count: 60 });
    await click("button", { text: "Load more" });
    await contains(ITEM, { count: 65 });
    await contains(`${ITEM}:eq(64)`, { text: "Customer 0" });
    await contains("button", { text: "Load more", count: 0 });
});

test("an empty line says what to do", async () => {
    await startServer();
    createLine();
    await start();
    await openDiscuss();
    await contains(".o-mail_switchboard-empty", {
        text: "No conversations yet. They appear when mail arrives, or write first with +.",
    });
});

test("search shows what answers to the term, Escape shows all again", async () => {
    await startServer();
    const lineId = createLine();
    createConversation(lineId, { name: "Maria Silva" });
    createConversation(lineId, { name: "Oleh Bondar" });
    await start();
    await openDiscuss();
    await contains(ITEM, { count: 2 });
    await click("button[title='Search in Sales']");
    await insertText("input[aria-label='Search the conversations of Sales']", "Oleh");
    await contains(ITEM, { count: 1, text: "Oleh Bondar" });
    await insertText("input[aria-label='Search the conversations of Sales']", "x");
    await contains(".o-mail_switchboard-empty", {
        text: "No conversation matches. Search for another name, address or subject.",
    });
    await press("Escape");
    await contains(ITEM, { count: 2 });
});

test("write first opens the dialog for the line, if it allows so", async () => {
    await startServer();
    const lineId = createLine();
    createLine({ name: "Read only", can_send: false });
    mockService("action", {
        async doAction(action, options) {
            if (action === "mail_switchboard.write_first_action") {
                expect.step(options.additionalContext.default_line_id);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await start();
    await openDiscuss();
    await contains(".o-mail_switchboard-writeFirst", { count: 1 });
    await click("button[title='Write first from Sales']");
    expect.verifySteps([lineId]);
});

test("a closed category shows the number of conversations with unread mail", async () => {
    await startServer();
    const lineId = createLine();
    createMail(createConversation(lineId));
    createMail(createConversation(lineId));
    await start();
    await openDiscuss();
    await contains(ITEM, { count: 2 });
    await click(`${CATEGORY} .o-mail-DiscussSidebarCategory-toggler`);
    await contains(`${CATEGORY} .o-mail-DiscussSidebar-badge`, { text: "2" });
});

test("a mail lifts its conversation to the top, also one not in the list", async () => {
    await startServer();
    const lineId = createLine();
    const oldId = createConversation(lineId, { name: "Old" });
    createConversation(lineId, { name: "New", switchboard_last_date: "2026-02-01 10:00:00" });
    await start();
    await openDiscuss();
    await contains(`${ITEM}:eq(0)`, { text: "New" });
    receiveMail(oldId, { date: "2026-03-01 10:00:00" });
    await contains(`${ITEM}:eq(0)`, { text: "Old" });
    const strangerId = createConversation(lineId, { name: "Stranger" });
    receiveMail(strangerId, { date: "2026-03-02 10:00:00" });
    await contains(`${ITEM}:eq(0)`, { text: "Stranger" });
    await contains(ITEM, { count: 3 });
});

test("history of unknown conversations is fetched as a list, not one by one", async () => {
    await startServer();
    const lineId = createLine();
    await start();
    await openDiscuss();
    await contains(".o-mail_switchboard-empty");
    for (let n = 0; n < 5; n++) {
        receiveMail(createConversation(lineId, { name: `History ${n}` }), {}, { live: false });
    }
    await contains(ITEM, { count: 0 });
    await advanceTime(REFRESH_DELAY);
    await contains(ITEM, { count: 5 });
});

test("a withdrawn grant takes the line and its conversations away", async () => {
    const pyEnv = await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    createMail(channelId, { subject: "Secret" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    pyEnv["switchboard.line"].write([lineId], { can_read: false });
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail_switchboard/rights", {});
    await contains(CATEGORY, { count: 0 });
    await contains(".o-mail-Message", { count: 0 });
    await contains("h4", { text: "No conversation selected." });
    const store = getService("mail.store");
    expect(store.Thread.get({ model: "discuss.channel", id: channelId })).toBe(undefined);
});

test("the list is narrowed to mine and to unanswered ones", async () => {
    await startServer();
    const lineId = createLine();
    createConversation(lineId, { name: "Mine", switchboard_user_id: serverState.userId });
    createConversation(lineId, {
        name: "Waiting",
        switchboard_unanswered_since: "2026-01-01 10:00:00",
    });
    createConversation(lineId, { name: "Other" });
    await start();
    await openDiscuss();
    await contains(".o-mail-DiscussSidebarChannel", { count: 3 });
    await click(".o-mail_switchboard-search");
    for (const [value, name] of [
        ["mine", "Mine"],
        ["unanswered", "Waiting"],
    ]) {
        await contains(".o-mail_switchboard-only");
        await select(value, { target: ".o-mail_switchboard-only" });
        await contains(".o-mail-DiscussSidebarChannel", { count: 1, text: name });
    }
    await select("", { target: ".o-mail_switchboard-only" });
    await contains(".o-mail-DiscussSidebarChannel", { count: 3 });
});
