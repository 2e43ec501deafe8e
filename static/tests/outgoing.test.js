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
import { UNDO_SECONDS } from "@mail_switchboard/../tests/mock_server/mock_models/discuss_channel";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";
import { WAKE_DELAY } from "@mail_switchboard/outgoing/outgoing_queue_service";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";

import { asyncStep, MockServer, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const STATE = ".o-mail_switchboard-OutgoingState";
const DIALOG = ".o-mail_switchboard-OutgoingCard";

/** Opens a conversation and posts into it; the mail is queued. */
async function postMail() {
    mockDate("2026-01-05 12:00:00", 0);
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await insertText(".o-mail-Composer-input", "Hello Maria");
    await press(["Control", "Enter"]);
    await contains(`${STATE}[data-state='queued']`);
    return MockServer.env["switchboard.outgoing"].search([])[0];
}

function secondsShown() {
    return parseInt(queryText(".o-mail_switchboard-countdown"));
}

function setState(id, state, values = {}) {
    const { env } = MockServer;
    const [{ mail_message_id }] = env["switchboard.outgoing"].browse(id);
    env["mail.message"].write([mail_message_id], values);
    env["switchboard.outgoing"]._set_state(id, state);
}

test("the clock counts the seconds; at their end the server is woken", async () => {
    onRpcBefore("/mail_switchboard/queue/wake", ({ outgoing_ids }) =>
        asyncStep(`wake ${outgoing_ids}`)
    );
    const id = await postMail();
    await contains(`${STATE} .fa-clock-o[aria-label^='Waiting to be sent: it leaves at']`);
    const before = secondsShown();
    expect(before).toBeWithin(UNDO_SECONDS - 4, UNDO_SECONDS); // a slow machine's time goes on
    await advanceTime(4000);
    await animationFrame();
    expect(secondsShown()).toBeLessThan(before - 3);
    await advanceTime(secondsShown() * 1000 + WAKE_DELAY);
    await waitForSteps([`wake ${id}`]);
    await contains(`${STATE}[data-state='sending'] .fa-paper-plane-o`);
    await contains(".o-mail_switchboard-countdown", { count: 0 });
});

test("each state has its icon and sentence, live from the bus", async () => {
    const id = await postMail();
    setState(id, "sending");
    await contains(`${STATE} .fa-paper-plane-o[title='It is being sent now.']`);
    setState(id, "sent");
    await contains(`${STATE} .fa-check[title='Sent.']`);
    setState(id, "failed", { switchboard_error: "The mailbox is full." });
    await contains(`${STATE} .fa-exclamation-triangle[title='Not sent: The mailbox is full.']`);
    setState(id, "in_doubt", { switchboard_error: false });
    await contains(`${STATE} .fa-question-circle[title='It may or may not have been sent.']`);
    setState(id, "stopped");
    await contains(`${STATE} .fa-ban[title='Stopped: it was not sent.']`);
});

test("a far date is shown as a date", async () => {
    mockDate("2026-01-05 12:00:00", 0);
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, {
        switchboard_direction: "out",
        switchboard_outgoing_id: 7,
        switchboard_send_at: "2026-02-01 09:00:00",
        switchboard_state: "queued",
    });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail_switchboard-countdown");
    expect(queryText(".o-mail_switchboard-countdown")).toMatch(/^Feb 1, 2026/);
});

test("the eye shows the card; stopping puts the text back", async () => {
    await postMail();
    await click(".o-mail_switchboard-eye");
    await contains(`${DIALOG} .modal-title`, { text: "Message to maria@cliente.example" });
    for (const value of ["Ben", "Sales (smtp.ours.example)", "<1@ours.example>", "Ben's"]) {
        await contains(`${DIALOG} dd`, { text: value });
    }
    expect(queryText(`${DIALOG} .o-mail_switchboard-cardState`)).toMatch(/leaves at .* \(\d+ s\)$/);
    await click(`${DIALOG} button`, { text: "Stop sending" });
    await contains(DIALOG, { count: 0 });
    await contains(".o-mail-Composer-input", { value: "Hello Maria" });
    await contains(`${STATE}[data-state='stopped']`);
    await contains(".o_notification", {
        text: "Stopped. What you wrote is in the composer again.",
    });
});

test("the open card follows the state; too late to stop is said", async () => {
    const id = await postMail();
    await click(".o-mail_switchboard-eye");
    await contains(`${DIALOG} button`, { text: "Stop sending" });
    // claimed, and the note is still on its way
    MockServer.env["switchboard.outgoing"].write([id], { state: "sending" });
    await click(`${DIALOG} button`, { text: "Stop sending" });
    await contains(`${DIALOG} .alert`, { text: "It was already being sent." });
    setState(id, "sent");
    await contains(`${DIALOG} .o-mail_switchboard-cardState`, { text: "Sent." });
    await contains(`${DIALOG} button`, { text: "Stop sending", count: 0 });
    await contains(".o-mail-Composer-input", { value: "" });
});

test("a message that did not leave goes back into the composer with all that belongs to it", async () => {
    const id = await postMail();
    setState(id, "failed", { switchboard_error: "No such user." });
    onRpc("switchboard.outgoing", "get_draft", () => ({
        subject: "Roof",
        body: "<p>One</p><p><b>Two</b></p>",
        body_text: "One\n\nTwo",
        to: "maria@cliente.example",
        cc: "joe@cliente.example",
        bcc: "",
        answers: 3,
        send_at: "2026-02-01 09:00:00",
        attachment_ids: [77],
        store_data: { "ir.attachment": [{ id: 77, name: "plan.pdf", ownership_token: "t" }] },
    }));
    await click(".o-mail_switchboard-eye");
    await click(`${DIALOG} button`, { text: "Put it back into the composer" });
    await contains(DIALOG, { count: 0 });
    await contains(".o-mail-Composer-input", { value: "One\n\nTwo" });
    await contains(".o-mail_switchboard-subject", { value: "Roof" });
    await contains("[data-name='cc'] .badge", { text: "joe@cliente.example" });
    await contains(".o-mail-Composer .o-mail-AttachmentContainer", { text: "plan.pdf" });
    await contains(".o-mail_switchboard-ChosenTime:contains('Feb 1, 2026')");
    onRpcBefore("/mail/message/post", ({ post_data }) => {
        asyncStep(post_data.body);
        asyncStep(
            [
                post_data.switchboard_cc,
                post_data.switchboard_answers,
                post_data.switchboard_send_at,
                post_data.attachment_ids,
                post_data.attachment_tokens,
            ].join("|")
        );
    });
    await focus(".o-mail-Composer-input");
    await press(["Control", "Enter"]);
    await waitForSteps([
        "<p>One</p><p><b>Two</b></p>",
        "joe@cliente.example|3|2026-02-01 09:00:00|77|t",
    ]);
});

test("incoming messages have no state", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    await contains(STATE, { count: 0 });
    expect(document.querySelectorAll(".o-mail_switchboard-eye")).toHaveLength(0);
});
