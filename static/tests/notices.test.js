import { OutOfFocusService } from "@mail/core/common/out_of_focus_service";
import { contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    receiveMail,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, test } from "@odoo/hoot";

import { asyncStep, patchWithCleanup, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

/** Opens one conversation; mail arrives in another one of the same line. */
async function receive(lineValues, mail, options) {
    patchWithCleanup(OutOfFocusService.prototype, {
        notify(message, thread) {
            asyncStep(`${thread.displayName}: ${message.authorName}`);
        },
    });
    await startServer();
    const lineId = createLine(lineValues);
    const shownId = createConversation(lineId, { name: "Shown" });
    createMail(shownId);
    const otherId = createConversation(lineId, { name: "Other" });
    await start();
    await openDiscuss(shownId);
    await contains(".o-mail-Message");
    receiveMail(otherId, { date: "2026-01-02 10:00:00", ...mail }, options);
    await contains(".o-mail-DiscussSidebarChannel-itemName:contains(Other)");
}

test("who is told about a mail hears of it out of focus", async () => {
    await receive({}, {});
    await waitForSteps(["Other: maria@cliente.example"]);
});

test("who is told only about his own hears nothing", async () => {
    await receive({ tells: false }, {});
    await contains(".o-mail-DiscussSidebarChannel:contains(Other) .o-mail-DiscussSidebar-badge");
    await waitForSteps([]);
});

test("what we send ourselves makes no sound", async () => {
    await receive({}, { switchboard_direction: "out" });
    await waitForSteps([]);
});

test("history makes no sound", async () => {
    await receive({}, {}, { live: false });
    await waitForSteps([]);
});
