import {
    click,
    contains,
    insertText,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createColleague,
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    sendLineNote,
} from "@mail_switchboard/../tests/switchboard_test_helpers";
import { GONE_AFTER } from "@mail_switchboard/presence/presence_service";

import { describe, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import { asyncStep, onRpc, serverState, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const here = ".o-mail_switchboard-WhoIsHere";

async function openOne({ steps = false } = {}) {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    const userId = createColleague("Ben Ortiz");
    if (steps) {
        onRpc("/mail_switchboard/presence", async (request) => {
            const { params } = await request.json();
            asyncStep(`${params.state}${params.ask ? "?" : ""}`);
        });
    }
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    if (steps) {
        await waitForSteps(["here?"]);
    }
    const tell = (state, values = {}) =>
        sendLineNote(channelId, "mail_switchboard/presence", {
            user_id: userId,
            state,
            tab: "a",
            ...values,
        });
    return { channelId, tell };
}

test("a colleague has it open, writes, leaves", async () => {
    const { tell } = await openOne();
    tell("here");
    await contains(here, { text: "Ben Ortiz has it open" });
    tell("typing");
    await contains(here, { text: "Ben Ortiz is answering" });
    tell("left");
    await contains(`${here}:contains(Ben Ortiz)`, { count: 0 });
});

test("two tabs of a colleague are one colleague", async () => {
    const { tell } = await openOne();
    tell("here");
    tell("typing", { tab: "b" });
    await contains(here, { text: "Ben Ortiz is answering" });
    tell("left", { tab: "b" });
    await contains(here, { text: "Ben Ortiz has it open" });
});

test("one's own tabs are nobody else", async () => {
    const { tell } = await openOne();
    tell("typing", { user_id: serverState.userId });
    tell("here");
    await contains(here, { text: "Ben Ortiz has it open" });
});

test("who comes and asks is answered", async () => {
    const { tell } = await openOne({ steps: true });
    tell("here", { ask: true });
    await waitForSteps(["here"]);
    await click(".o-mail-Mailbox[data-mailbox-id='starred']");
    await waitForSteps(["left"]);
});

test("who is not heard of any more is gone", async () => {
    const { tell } = await openOne();
    tell("here");
    await contains(here, { text: "Ben Ortiz has it open" });
    await advanceTime(GONE_AFTER + 60 * 1000);
    await contains(`${here}:contains(Ben Ortiz)`, { count: 0 });
});

test("writing and leaving is told", async () => {
    await openOne({ steps: true });
    await insertText(".o-mail-Composer-input", "Dear");
    await waitForSteps(["typing"]);
    await click(".o-mail-Mailbox[data-mailbox-id='starred']");
    await waitForSteps(["left"]);
});
