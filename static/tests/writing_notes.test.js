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
import { messageSize } from "@mail_switchboard/writing_notes/message_size";

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";

import { asyncStep, getService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const MEGABYTE = 1024 * 1024;

async function openConversation(notes = {}) {
    onRpcBefore("/mail/message/post", () => asyncStep("post"));
    onRpc("switchboard.line", "get_writing_notes", () => ({
        from: "Ben <sales@ours.example>",
        leaves_at: false,
        signature: "",
        signature_rule: "none",
        size_limit: 0,
        ...notes,
    }));
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Hello");
    return getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
}

test("the signature is shown on demand", async () => {
    await openConversation({
        signature: "<p>Ben, <b>Roofs</b></p>",
        signature_rule: "operator",
    });
    await contains(".o-mail_switchboard-signature", { count: 0 });
    await click("button[aria-expanded='false']", { text: "Your signature …" });
    await contains(".o-mail_switchboard-signature b", { text: "Roofs" });
    await click("button[aria-expanded='true']", { text: "Your signature …" });
    await contains(".o-mail_switchboard-signature", { count: 0 });
});

test("nothing is said when there is nothing to say", async () => {
    await openConversation();
    await contains(".o-mail_switchboard-WritingNotes", { count: 0 });
});

test("a ceiling that delays is told before sending", async () => {
    mockDate("2026-01-05 12:00:00", 0);
    await openConversation({ leaves_at: "2026-01-05 14:32:00" });
    await contains(".o-mail_switchboard-leavesAbout:contains('Leaves about 2:32 PM')");
});

test("files over the size of the server are told before sending", async () => {
    const thread = await openConversation({ size_limit: 50 * MEGABYTE });
    const { store } = thread;
    const add = (id, file_size) =>
        thread.composer.attachments.add(
            store["ir.attachment"].insert({ id, name: "film.mp4", file_size })
        );
    add(901, 30 * MEGABYTE);
    await contains(".o-mail-AttachmentContainer");
    await contains(".o-mail_switchboard-tooLarge", { count: 0 });
    add(902, 10 * MEGABYTE);
    await contains(
        ".o-mail_switchboard-tooLarge:contains('54.8 MB, and the mail server takes 50.0 MB')"
    );
    await press(["Control", "Enter"]);
    await contains(INPUT, { value: "Hello" });
    thread.composer.attachments.delete(store["ir.attachment"].get(902));
    await contains(".o-mail_switchboard-tooLarge", { count: 0 });
    await waitForSteps([]);
    await press(["Control", "Enter"]);
    await waitForSteps(["post"]);
});

test("base64 makes files a good third larger", () => {
    expect(messageSize([])).toBe(0);
    expect(messageSize([{ file_size: 3 * MEGABYTE }])).toBeWithin(4 * MEGABYTE, 4.3 * MEGABYTE);
});
