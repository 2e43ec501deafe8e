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
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { select } from "@odoo/hoot-dom";

import { asyncStep, getService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const FROM = ".o-mail_switchboard-from select";

async function openConversation({ exists }) {
    await startServer();
    const salesId = createLine();
    const supportId = createLine({ name: "Support", address: "help@ours.example" });
    createLine({ name: "Press", can_send: false });
    createLine({ name: "Old", state: "disconnected" });
    const channelId = createConversation(salesId);
    const otherId = createConversation(supportId, { name: "Maria there" });
    createMail(channelId, { subject: "Offer" });
    onRpc("discuss.channel", "switchboard_continue", ({ args: [[id], line_id], kwargs }) => {
        expect([id, line_id]).toEqual([channelId, supportId]);
        asyncStep(`create ${kwargs.create} cc ${kwargs.cc}`);
        const found = exists || kwargs.create;
        return { channel_id: found ? otherId : false, line: "Support", people: "Maria" };
    });
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Begun");
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    return { supportId, thread };
}

test("only lines the user may send from are offered", async () => {
    await openConversation({ exists: true });
    await contains(`${FROM} option`, { count: 2 });
    await contains(`${FROM} option:eq(0)`, { text: "Sales" });
    await contains(`${FROM} option:eq(1)`, { text: "Support" });
});

test("another line: one goes on in its conversation, with what was written", async () => {
    const { supportId, thread } = await openConversation({ exists: true });
    await click(".o-mail_switchboard-changeRecipients");
    await insertText("[data-name='cc'] input", "joe@x.example,");
    await contains("[data-name='cc'] .badge");
    await select(String(supportId), { target: FROM });
    await waitForSteps(["create false cc joe@x.example"]);
    await contains(".o_notification:contains('You now write from “Support”')");
    await contains(".o-mail-DiscussContent-threadName[title='Maria there']");
    await contains(INPUT, { value: "Begun" });
    await contains("[data-name='cc'] .badge", { text: "joe@x.example" });
    await contains(".o-mail_switchboard-subject", { value: "Re: Offer" });
    expect(thread.composer.composerText).toBe("");
});

test("a conversation is not started there without asking", async () => {
    const { supportId, thread } = await openConversation({ exists: false });
    await select(String(supportId), { target: FROM });
    await contains(".modal-title", { text: "Start a conversation on “Support”?" });
    await click(".modal button", { text: "Stay here" });
    await contains(".modal", { count: 0 });
    await waitForSteps(["create false cc null"]);
    expect(thread.composer.composerText).toBe("Begun");
    await select(String(supportId), { target: FROM });
    await click(".modal button", { text: "Start it" });
    await waitForSteps(["create false cc null", "create true cc null"]);
    await contains(".o-mail-DiscussContent-threadName[title='Maria there']");
    await contains(INPUT, { value: "Begun" });
});
