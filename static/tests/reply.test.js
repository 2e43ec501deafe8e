import {
    click,
    contains,
    insertText,
    onRpcBefore,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import { writeAddresses } from "@mail_switchboard/reply/addresses";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";

import { asyncStep, mockService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const field = (name) => `.o-mail_switchboard-recipients input[name='${name}']`;

async function openConversation() {
    onRpcBefore("/mail/message/post", ({ post_data }) => {
        const { switchboard_to, switchboard_cc, switchboard_bcc, switchboard_answers } = post_data;
        asyncStep([switchboard_to, switchboard_cc, switchboard_bcc, switchboard_answers].join("|"));
    });
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
}

test("addresses are written as one types them", () => {
    expect(
        writeAddresses([
            { name: "Maria Silva", email: "m@x.example" },
            { name: "Joe, the boss", email: "j@x.example" },
            { name: "", email: "a@x.example" },
            { name: "b@x.example", email: "b@x.example" },
        ])
    ).toBe('Maria Silva <m@x.example>, "Joe, the boss" <j@x.example>, a@x.example, b@x.example');
});

test("recipients are shown and changed before sending, then proposed anew", async () => {
    await openConversation();
    await click(".o-mail_switchboard-changeRecipients");
    await contains(field("to"), { value: "Maria Silva <maria@cliente.example>" });
    await insertText(field("cc"), "joe@cliente.example");
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await waitForSteps(["Maria Silva <maria@cliente.example>|joe@cliente.example||"]);
    await contains(".o-mail_switchboard-recipients", { count: 0 });
    await contains(".o-mail_switchboard-to");
});

test("an untouched answer names nobody: it goes to everybody", async () => {
    await openConversation();
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await waitForSteps(["|||"]);
});

test("reply to all of a mail", async () => {
    onRpc("switchboard.message", "get_reply", ({ args: [[index_id], mode] }) => {
        asyncStep(mode);
        return {
            index_id,
            to: [{ name: "Real", email: "real@cliente.example" }],
            cc: [{ name: "", email: "joe@cliente.example" }],
            subject: "Re: Form",
        };
    });
    await openConversation();
    await click(".o-mail-Message [title='Reply to all of this mail']");
    await waitForSteps(["reply_all"]);
    await contains(field("to"), { value: "Real <real@cliente.example>" });
    await contains(field("cc"), { value: "joe@cliente.example" });
    await contains(".o-mail_switchboard-subject", { value: "Re: Form" });
    await click(".o-mail_switchboard-everybody");
    await contains(".o-mail_switchboard-recipients", { count: 0 });
});

test("the full composer takes over what was chosen", async () => {
    await openConversation();
    mockService("action", {
        doAction(action) {
            asyncStep(
                [
                    action.res_model,
                    action.context.default_subject,
                    action.context.default_switchboard_cc,
                ].join("|")
            );
        },
    });
    await click(".o-mail_switchboard-changeRecipients");
    await insertText(field("cc"), "joe@cliente.example");
    await click("[title='More Actions']");
    await click(".o-dropdown-item:contains('Open Full Composer')");
    await waitForSteps(["mail.compose.message|Re: Offer|joe@cliente.example"]);
});
