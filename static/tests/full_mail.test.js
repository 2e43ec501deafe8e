import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import { FullMailDialog, SANDBOX } from "@mail_switchboard/full_mail/full_mail_dialog";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";

import { asyncStep, onRpc, patchWithCleanup, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

let lastUrl = "";
const FRAME = ".o-mail_switchboard-FullMail-frame";

async function openWith(mail) {
    onRpc("switchboard.message", "get_original", ({ args: [ids] }) => ({
        id: ids[0],
        subject: "Offer",
        from: "Maria <maria@cliente.example>",
        to: "sales@ours.example",
        cc: "",
        bcc: "",
        date: "2026-01-01 10:00:00",
        sender: "maria@cliente.example",
        has_remote_pictures: true,
        pictures: false,
        headers: "Subject: Offer",
    }));
    onRpc("switchboard.message", "set_pictures", ({ args: [, shown] }) => {
        asyncStep(`pictures ${shown}`);
        return true;
    });
    // Hoot looks into every frame, which the sandbox forbids.
    patchWithCleanup(FullMailDialog.prototype, {
        get sandbox() {
            return `${SANDBOX} allow-same-origin`;
        },
        // It empties their addresses, too.
        get frameUrl() {
            lastUrl = super.frameUrl;
            return lastUrl;
        },
    });
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, mail);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
}

async function clickAction(name) {
    await click(".o-mail-Message [title='Expand']");
    await click(`.o-dropdown-item:contains('${name}')`);
}

test("the original is shown in a sandbox, its pictures when asked for", async () => {
    await openWith({ subject: "Offer" });
    await clickAction("Show original");
    await contains(".modal-title", { text: "Offer" });
    const frame = queryOne(FRAME);
    expect(frame.getAttribute("sandbox")).toInclude(SANDBOX);
    expect(SANDBOX).not.toMatch(/scripts|same-origin|forms|top-navigation/);
    expect(lastUrl).toMatch(/message\/\d+\?pictures=0$/);
    await click(".o-mail_switchboard-FullMail-always");
    await waitForSteps(["pictures true"]);
    await contains(".o-mail_switchboard-FullMail-hide");
    expect(lastUrl).toMatch(/\?pictures=1$/);
    await click(".o-mail_switchboard-FullMail-hide");
    await waitForSteps(["pictures false"]);
    await contains(".o-mail_switchboard-FullMail-always");
    expect(lastUrl).toMatch(/\?pictures=0$/);
    await click(".o-mail_switchboard-FullMail-toggle");
    await contains(".o-mail_switchboard-FullMail-headers", { text: "Subject: Offer" });
});

test("what did not arrive and what is not shown is said below the mail", async () => {
    await openWith({
        switchboard_bounce: "Not delivered: the mailbox is full.",
        switchboard_pictures_off: 2,
    });
    await contains(".o-mail_switchboard-bounce", {
        text: "Not delivered: the mailbox is full.",
    });
    await click(".o-mail_switchboard-picturesOff button");
    await contains(FRAME);
    expect(lastUrl).toMatch(/\?pictures=1$/);
});

test("quoted history is folded behind …", async () => {
    await openWith({
        body: '<p>Yes.</p><div data-o-mail-quote="1"><p class="old">old words</p></div>',
    });
    const { shadowRoot } = queryOne(".o-mail-Message-body .overflow-x-auto");
    const quote = shadowRoot.querySelector("[data-o-mail-quote]");
    expect(quote.style.display).toBe("none");
    shadowRoot.querySelector(".o-mail-ellipsis").click();
    expect(quote.style.display).not.toBe("none");
});
