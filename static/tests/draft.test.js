import {
    click,
    contains,
    focus,
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
import { press, waitUntil } from "@odoo/hoot-dom";

import {
    asyncStep,
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
    waitForSteps,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const SUBJECT = ".o-mail_switchboard-subject";

beforeEach(() => {
    onRpcBefore("/mail/message/post", ({ post_data }) =>
        asyncStep(`post ${post_data.subject}: ${post_data.body.replace(/<br>/g, "|")}`)
    );
});

test("a lost connection loses nothing, and the retry carries the same key", async () => {
    const keys = [];
    let isOnline = false;
    patchWithCleanup(rpc, {
        _rpc(url, params) {
            if (url === "/mail/message/post") {
                keys.push(params.post_data.switchboard_key);
                if (!isOnline) {
                    return Promise.reject(new ConnectionLostError(url));
                }
            }
            return super._rpc(...arguments);
        },
    });
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await contains(".o_notification:contains('nothing is sent twice')");
    await contains(INPUT, { value: "Hello" });
    await contains(".o-mail-Message", { count: 1 });
    const { composer } = getService("mail.store").Thread.get({
        model: "discuss.channel",
        id: channelId,
    });
    expect(readDraft(composer).switchboardKey).toBe(keys[0]);
    isOnline = true;
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await contains(".o-mail-Message", { count: 2 });
    await contains(INPUT, { value: "" });
    await contains(".o_notification", { count: 0 }); // nothing is left to be done
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    await insertText(INPUT, "Next");
    await press(["Control", "Enter"]);
    await contains(".o-mail-Message", { count: 3 });
    expect(keys[2]).not.toBe(keys[0]);
    await waitForSteps(["post Re: Offer: Hello", "post Re: Offer: Next"]);
});

test("another text than the one that was taken gets a key of its own", async () => {
    const keys = [];
    onRpc("/mail/message/post", async (request) => {
        const { params } = await request.json();
        keys.push(params.post_data.switchboard_key);
        throw makeServerError({
            type: "odoo.addons.mail_switchboard.models.posted.PostedBefore",
            message: "What you wrote first was taken.",
        });
    });
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await contains(".o_notification", { text: "What you wrote first was taken." });
    await contains(INPUT, { value: "Hello" });
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await waitUntil(() => keys.length === 2);
    await contains(INPUT, { value: "Hello" });
    await contains(".o_notification", { count: 1 }); // told once, however often it fails
    expect(keys[0]).not.toBe(keys[1]);
});

test("what was on its way when the page broke comes back with its key", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    await start();
    const store = getService("mail.store");
    const { composer } = store.Thread.insert({ model: "discuss.channel", id: channelId });
    const unsent = {
        key: "k1",
        subject: "Roof",
        body: "<p>One</p><p>Two</p>",
        body_text: "One\nTwo",
    };
    localStorage.setItem(
        `mail_switchboard.unsent/${composer.localId}`,
        JSON.stringify([{ ...unsent, to: "joe@x.example", cc: "", files: [], at: 1 }])
    );
    await openDiscuss(channelId);
    await contains(INPUT, { value: "One\nTwo" });
    await contains(SUBJECT, { value: "Roof" });
    await contains("[data-name='to'] .badge", { text: "joe@x.example" });
    expect(composer.switchboardKey).toBe("k1");
    expect(composer.composerHtml.toString()).toBe("<p>One</p><p>Two</p>");
    expect(localStorage.getItem(`mail_switchboard.unsent/${composer.localId}`)).toBe(null);
});

test("recipients are kept as a draft, too", async () => {
    await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    createConversation(lineId, { name: "Other" });
    await start();
    await openDiscuss(channelId);
    await click(".o-mail_switchboard-changeRecipients");
    await insertText("[data-name='cc'] input", "joe@x.example,");
    await contains("[data-name='cc'] .badge");
    await click(".o-mail-DiscussSidebarChannel", { text: "Other" });
    await contains("[data-name='cc']", { count: 0 });
    const { composer } = getService("mail.store").Thread.get({
        model: "discuss.channel",
        id: channelId,
    });
    expect(readDraft(composer).switchboardRecipients.cc).toBe("joe@x.example");
    composer.clear(); // as after a reload of the page
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains("[data-name='cc'] .badge", { text: "joe@x.example" });
});

test("a line that is disconnected while one writes says so and keeps the text", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Begun");
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    thread.switchboard_line_id.state = "disconnected";
    await contains(".o-mail_switchboard-lineTrouble:contains('“Sales” is not connected')");
    await contains(INPUT, { value: "Begun" });
    thread.switchboard_can_send = false;
    await contains(".o-mail_switchboard-begun", { text: "Begun" });
    thread.switchboard_can_send = true;
    thread.switchboard_line_id.state = "connected";
    await contains(INPUT, { value: "Begun" });
    await contains(".o-mail_switchboard-lineTrouble", { count: 0 });
});

test("the text outlives the right to read the conversation", async () => {
    const pyEnv = await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Begun");
    const store = getService("mail.store");
    const { localId } = store.Thread.get({ model: "discuss.channel", id: channelId }).composer;
    pyEnv["switchboard.line"].write([lineId], { can_read: false });
    await getService("switchboard").refreshLines();
    await contains(".o_notification:contains('is kept in this browser')");
    expect(JSON.parse(localStorage.getItem(localId)).text).toBe("Begun");
});
