import {
    click,
    contains,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createLine,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, test } from "@odoo/hoot";

import { asyncStep, mockService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const BUTTON = ".o-mail_switchboard-chatterWrite";

/** Opens a contact with a chatter; the dialog that would open becomes a step. */
async function openContact(line) {
    const pyEnv = await startServer();
    if (line) {
        createLine(line);
    }
    onRpc("/mail_switchboard/chatter/lines", () => ({ lines: [], default: false }));
    mockService("action", {
        doAction(action, options) {
            if (action === "mail_switchboard.write_first_action") {
                asyncStep(options.additionalContext.default_record_ref);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    const partnerId = pyEnv["res.partner"].create({ name: "Maria Silva" });
    await start();
    await openFormView("res.partner", partnerId, {
        arch: `<form><sheet><field name="name"/></sheet><chatter/></form>`,
    });
    await contains(".o-mail-Chatter");
    return partnerId;
}

test("a conversation is begun from a record, and linked to it", async () => {
    const partnerId = await openContact({});
    await click(BUTTON, { text: "New conversation" });
    await waitForSteps([`res.partner,${partnerId}`]);
});

test("only from lines that write first", async () => {
    await openContact({ write_first: false });
    await contains("button", { text: "Send message" });
    await contains(BUTTON, { count: 0 });
});

test("who has no line is offered nothing", async () => {
    await openContact(null);
    await contains("button", { text: "Send message" });
    await contains(BUTTON, { count: 0 });
});
