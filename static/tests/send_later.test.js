import {
    click,
    contains,
    insertText,
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
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";

import {
    asyncStep,
    getService,
    MockServer,
    onRpc,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const DIALOG = ".o-mail_switchboard-SendLater";
const CHOSEN = ".o-mail_switchboard-ChosenTime";

beforeEach(() => {
    mockDate("2026-03-02 10:00:00", 0);
    onRpcBefore("/mail/message/post", ({ post_data }) =>
        asyncStep(`leaves ${post_data.switchboard_send_at ?? "at once"}`)
    );
});

async function openConversation(kind = "email") {
    await startServer();
    const channelId = createConversation(createLine({ kind }), { channel_type: kind });
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    return getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
}

test("tomorrow morning is proposed, in the user's zone", async () => {
    await openConversation();
    await insertText(INPUT, "Good morning");
    await click("[title='Send later']");
    await contains(`${DIALOG} label[for='switchboard_send_at']`, { text: "Day and time" });
    expect(`${DIALOG} #switchboard_send_at`).toHaveValue(/^03\/03\/2026 0?9:00/);
    await contains(`${DIALOG} .o-mail_switchboard-zone:contains('Your time zone')`);
    await click(`${DIALOG} .o-mail_switchboard-sendLater`);
    await waitForSteps(["leaves 2026-03-03 09:00:00"]);
    await contains(CHOSEN, { count: 0 }); // the next one leaves at once again
});

test("a time that is over is told where it is chosen", async () => {
    await openConversation();
    await insertText(INPUT, "Good morning");
    await click("[title='Send later']");
    await insertText(`${DIALOG} input`, "03/01/2026 09:00", { replace: true });
    await press("Enter");
    await click(`${DIALOG} .o-mail_switchboard-sendLater`);
    await contains(`${DIALOG} [role='alert']`, { text: "Choose a time in the future." });
    await waitForSteps([]);
});

test("a chosen time stands in the composer and is taken off", async () => {
    const { composer } = await openConversation();
    await insertText(INPUT, "Good morning");
    composer.switchboardSendAt = "2026-03-05 09:00:00";
    await contains(`${CHOSEN}:contains('Leaves Thu, Mar 5, 2026')`);
    await click(`${CHOSEN} button`);
    await contains(CHOSEN, { count: 0 });
    await press(["Control", "Enter"]);
    await waitForSteps(["leaves at once"]);
});

test("a draft whose time is over does not leave by itself", async () => {
    const { composer } = await openConversation();
    await insertText(INPUT, "Good morning");
    composer.switchboardSendAt = "2026-03-01 09:00:00";
    await press(["Control", "Enter"]);
    await contains(".o-mail_switchboard-complaint:contains('is over')");
    await contains(INPUT, { value: "Good morning" });
    await waitForSteps([]);
});

test("a paused message says why, and is let go by a person", async () => {
    await openConversation();
    await insertText(INPUT, "Good morning");
    await press(["Control", "Enter"]);
    await waitForSteps(["leaves at once"]);
    await contains(".o-mail-Message [data-state='queued']");
    const { records } = getService("mail.store")["mail.message"];
    const message = Object.values(records).find((one) => one.switchboard_state === "queued");
    message.switchboard_paused = "incoming";
    onRpc("switchboard.outgoing", "action_confirm", () => {
        asyncStep("let go");
        return true;
    });
    await click(".o-mail_switchboard-eye");
    await contains(".o-mail_switchboard-cardState:contains('a new message came in')");
    await click(".o-mail_switchboard-letGo");
    await waitForSteps(["let go"]);
    expect(MockServer.env["switchboard.outgoing"].search([]).length).toBe(1);
    await contains(".o-mail_switchboard-OutgoingCard", { count: 0 });
});
