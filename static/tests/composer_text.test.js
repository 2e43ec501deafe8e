import {
    click,
    contains,
    dragenterFiles,
    dropFiles,
    insertText,
    onRpcBefore,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import { readDraft } from "@mail_switchboard/composer/draft";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";

import { asyncStep, getService, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const FILE = ".o-mail-Composer .o-mail-AttachmentContainer:not(.o-isUploading)";

beforeEach(() => {
    onRpcBefore("/mail/message/post", ({ post_data }) => {
        const files = post_data.attachment_ids?.length ?? 0;
        asyncStep(`${files} files: ${post_data.body.toString().replace(/<br>/g, "|")}`);
    });
});

async function openConversation() {
    const pyEnv = await startServer();
    pyEnv["mail.canned.response"].create({
        source: "visit",
        substitution: "We come and look at the roof.",
    });
    const lineId = createLine();
    const channelId = createConversation(lineId);
    createConversation(lineId, { name: "Other" });
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    const thread = { model: "discuss.channel", id: channelId };
    return getService("mail.store").Thread.get(thread).composer;
}

async function dropFile(name) {
    const files = [new File(["Prices"], name, { type: "text/plain" })];
    await dragenterFiles(".o-mail-Composer-input", files);
    await dropFiles(".o-Dropzone", files);
    await contains(FILE, { text: name });
}

test("a canned response is found by :: and leaves as text", async () => {
    await openConversation();
    await insertText(INPUT, "::vis");
    await click(".o-mail-NavigableList-item", { text: "visitWe come and look at the roof." });
    await contains(INPUT, { value: "We come and look at the roof. " });
    await press(["Control", "Enter"]);
    await waitForSteps(["0 files: We come and look at the roof."]);
});

test("what is typed in the quick composer is text, not HTML", async () => {
    await openConversation();
    await insertText(INPUT, "1 < 2 & <b>no</b>");
    await press(["Control", "Enter"]);
    await waitForSteps(["0 files: 1 &lt; 2 &amp; &lt;b&gt;no&lt;/b&gt;"]);
});

test("a file that is dropped into the composer leaves with the text", async () => {
    await openConversation();
    await insertText(INPUT, "Our prices");
    await dropFile("prices.txt");
    await click("button[title^='Send the email']:enabled");
    await waitForSteps(["1 files: Our prices"]);
});

test("the files of a draft are there again after a reload", async () => {
    const composer = await openConversation();
    await insertText(INPUT, "Our prices");
    await dropFile("prices.txt");
    await click(".o-mail-DiscussSidebarChannel", { text: "Other" });
    await contains(FILE, { count: 0 });
    composer.clear(); // as after a reload of the page
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains(INPUT, { value: "Our prices" });
    await contains(FILE, { text: "prices.txt" });
    await click("button[title^='Send the email']:enabled");
    await waitForSteps(["1 files: Our prices"]);
});

test("files that the server has thrown away are named", async () => {
    const composer = await openConversation();
    await insertText(INPUT, "Our prices");
    await dropFile("prices.txt");
    await click(".o-mail-DiscussSidebarChannel", { text: "Other" });
    await contains(FILE, { count: 0 });
    const draft = { ...readDraft(composer), filesAt: Date.now() - 21 * 60 * 60 * 1000 };
    localStorage.setItem(composer.localId, JSON.stringify(draft));
    composer.clear(); // as on the next day
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains(".o-mail_switchboard-complaint:contains('Attach again'):contains('prices.txt')");
    await contains(FILE, { count: 0 });
    await click("button[title^='Send the email']:enabled");
    await waitForSteps(["0 files: Our prices"]);
    expect(readDraft(composer).files).toBe(undefined);
});
