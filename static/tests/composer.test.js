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
import { replySubject } from "@mail_switchboard/composer/reply_subject";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryOne, waitUntil } from "@odoo/hoot-dom";

import {
    asyncStep,
    getService,
    makeServerError,
    onRpc,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const SUBJECT = ".o-mail_switchboard-subject";

beforeEach(() => {
    onRpcBefore("/mail/message/post", ({ post_data }) =>
        asyncStep(`post ${post_data.subject}: ${post_data.body.replace(/<br>/g, "|")}`)
    );
    onRpcBefore("/discuss/channel/notify_typing", () => asyncStep("typing"));
});

test("replySubject never doubles Re:", () => {
    expect(replySubject("Offer")).toBe("Re: Offer");
    expect(replySubject("Re: Offer")).toBe("Re: Offer");
    expect(replySubject("RE[2]: Offer")).toBe("RE[2]: Offer");
    expect(replySubject("AW: Angebot")).toBe("AW: Angebot");
    expect(replySubject("Reactor offer")).toBe("Re: Reactor offer");
    expect(replySubject("  ")).toBe("");
    expect(replySubject(false)).toBe("");
});

test("shows To, From and the subject; Enter is a new line, Ctrl+Enter sends", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail_switchboard-to [title='Maria Silva <maria@cliente.example>']");
    await contains(".o-mail_switchboard-from", { text: "From Sales" });
    await contains(`${INPUT}[placeholder='Write an email …']`);
    await contains(SUBJECT, { value: "Re: Offer" });
    await insertText(INPUT, "Hello");
    await press("Enter");
    await insertText(INPUT, "Maria");
    await contains(".o-mail-Message", { count: 1 });
    await press(["Control", "Enter"]);
    await waitForSteps(["post Re: Offer: Hello|Maria"]);
    await contains(".o-mail-Message", { count: 2 });
    await contains(INPUT, { value: "" });
});

test("a changed subject goes with the mail, then it is proposed anew", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await insertText(SUBJECT, "Roof", { replace: true });
    await insertText(INPUT, "Hello");
    await click("button[title^='Send the email']:enabled");
    await waitForSteps(["post Roof: Hello"]);
    await contains(SUBJECT, { value: "Re: Offer" });
});

test("a leading slash never becomes a command, and nobody is told of typing", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "/");
    await contains(".o-mail-NavigableList-item", { count: 0 });
    await insertText(INPUT, "help");
    await press(["Control", "Enter"]);
    await click(".modal button", { text: "Send without a subject" });
    await waitForSteps(["post : /help"]);
});

test("subject and text are kept as a draft", async () => {
    await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    createConversation(lineId, { name: "Other" });
    await start();
    await openDiscuss(channelId);
    await insertText(SUBJECT, "Roof", { replace: true });
    await insertText(INPUT, "Begun");
    await click(".o-mail-DiscussSidebarChannel", { text: "Other" });
    await contains(SUBJECT, { value: "" });
    const store = getService("mail.store");
    const { composer } = store.Thread.get({ model: "discuss.channel", id: channelId });
    const draft = JSON.parse(localStorage.getItem(composer.localId));
    expect(draft.switchboardSubject).toBe("Roof");
    composer.clear(); // as after a reload of the page
    await click(".o-mail-DiscussSidebarChannel", { text: "Maria Silva" });
    await contains(SUBJECT, { value: "Roof" });
    await contains(INPUT, { value: "Begun" });
});

test("what the server refuses goes back into the composer, with the reason", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    onRpc("/mail/message/post", () => {
        throw makeServerError({ type: "UserError", message: "“Sales” is not connected." });
    });
    await start();
    await openDiscuss(channelId);
    await insertText(SUBJECT, "Roof");
    await insertText(INPUT, "Hello");
    await press("Enter");
    await insertText(INPUT, "Maria");
    await press(["Control", "Enter"]);
    await contains(".o_notification", { text: "“Sales” is not connected." });
    await contains(".o-mail-Message", { count: 0 });
    expect(queryOne(INPUT).value).toBe("Hello\nMaria");
    await contains(SUBJECT, { value: "Roof" });
});

test("who may not send sees why instead of a composer", async () => {
    await startServer();
    const reason = "You may read this mailbox but not send from it. Ask Anna (owner) for it.";
    const channelId = createConversation(createLine(), {
        switchboard_can_send: false,
        switchboard_no_send_reason: reason,
    });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail_switchboard-NoComposer", { text: reason });
    await contains(".o-mail-Composer", { count: 0 });
});

test("stock actions that mean nothing to an email are not offered", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-DiscussContent-header [title='Search Messages']");
    for (const title of ["Invite People", "Notification Settings", "Pinned Messages"]) {
        await contains(`.o-mail-DiscussContent-header [title='${title}']`, { count: 0 });
    }
    await contains(".o-mail-DiscussContent-header [title='Start Call']", { count: 0 });
    await contains(".o-mail_switchboard-counterparts", { text: "maria@cliente.example" });
    await contains(".o-mail_switchboard-via", { text: "via Sales" });
});

test("an empty subject is asked about once", async () => {
    let refused = 0;
    onRpc("/mail/message/post", () => {
        refused++;
        throw makeServerError({ type: "UserError", message: "Not now." });
    });
    await startServer();
    const channelId = createConversation(createLine());
    await start();
    await openDiscuss(channelId);
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await contains(".modal-title", { text: "Send it without a subject?" });
    await click(".modal button", { text: "Write a subject" });
    await contains(".modal", { count: 0 });
    await contains(`${SUBJECT}:focus`);
    await contains(INPUT, { value: "Hello" });
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await click(".modal button", { text: "Send without a subject" });
    await contains(".o_notification", { text: "Not now." });
    await contains(INPUT, { value: "Hello" });
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await waitUntil(() => refused === 2);
    await contains(".modal", { count: 0 });
});
