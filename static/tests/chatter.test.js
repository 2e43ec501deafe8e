import {
    click,
    contains,
    insertText,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import { defineSwitchboardModels } from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";

import { makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const SEND = ".o-mail-Composer button[aria-label='Send']:enabled";

/**
 * Opens a record whose mails may leave from "Sales".
 *
 * @param {(post: Object) => Error|undefined} answer to what is posted
 */
async function openRecord(answer) {
    const posts = [];
    patchWithCleanup(rpc, {
        _rpc(url, params) {
            if (url === "/mail/message/post") {
                posts.push(params.post_data);
                const error = answer(posts.length);
                if (error) {
                    return Promise.reject(error);
                }
            }
            return super._rpc(...arguments);
        },
    });
    onRpc("/mail_switchboard/chatter/lines", () => ({
        lines: [{ id: 5, name: "Sales", address: "sales@ours.example" }],
        default: 5,
    }));
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Maria Silva" });
    await start();
    await openFormView("res.partner", partnerId, {
        arch: `<form><sheet><field name="name"/></sheet><chatter/></form>`,
    });
    return posts;
}

async function write(text) {
    await click("button", { text: "Send message" });
    await contains(".o-mail_switchboard-FromSelector option:checked:contains('Sales')");
    await insertText(INPUT, text);
    await click(SEND);
}

test("a post that is tried again carries the same key, the next one another", async () => {
    expect.errors(1);
    const refusal = makeServerError({ type: "UserError", message: "Not now." });
    const posts = await openRecord((count) => count === 1 && refusal);
    await write("Your offer");
    await expect.waitForErrors(["Not now."]);
    await click(".modal button", { text: "Close" });
    await contains(INPUT, { value: "Your offer" }); // nothing typed is lost
    await click(SEND);
    await contains(".o-mail-Message:contains('Your offer')");
    await write("One more thing");
    await contains(".o-mail-Message:contains('One more thing')");
    const [first, again, next] = posts.map(({ switchboard_key }) => switchboard_key);
    expect(first).not.toBeEmpty();
    expect(again).toBe(first);
    expect(next).not.toBe(first);
    expect(posts.map(({ switchboard_line_id }) => switchboard_line_id)).toEqual([5, 5, 5]);
});

test("a text that differs from the one that was taken is another message", async () => {
    expect.errors(1);
    const refusal = makeServerError({
        type: "odoo.addons.mail_switchboard.models.posted.PostedBefore",
        message: "What you wrote first was taken.",
    });
    const posts = await openRecord((count) => count === 1 && refusal);
    await write("Your offer");
    await expect.waitForErrors(["What you wrote first was taken."]);
    await click(".modal button", { text: "Close" });
    await click(SEND);
    await waitUntil(() => posts.length === 2);
    expect(posts[1].switchboard_key).not.toBe(posts[0].switchboard_key);
});

test("a note has no key and no line", async () => {
    const posts = await openRecord(() => undefined);
    await click("button", { text: "Log note" });
    await insertText(INPUT, "For us");
    await click(".o-mail-Composer button[aria-label='Log']:enabled");
    await contains(".o-mail-Message:contains('For us')");
    expect(posts[0].switchboard_key).toBe(undefined);
    expect(posts[0].switchboard_line_id).toBe(undefined);
});
