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
import { splitAddresses, writeAddresses } from "@mail_switchboard/addresses/addresses";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";

import {
    asyncStep,
    MockServer,
    mockService,
    onRpc,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const field = (name) => `.o-mail_switchboard-recipients [data-name='${name}'] input`;
const tag = (name) => `.o-mail_switchboard-recipients [data-name='${name}'] .badge`;

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
    await contains(`${tag("to")}[title='Maria Silva <maria@cliente.example>']`);
    await insertText(field("cc"), "joe@cliente.example");
    await insertText(INPUT, "Hello");
    await contains(tag("cc"), { text: "joe@cliente.example" });
    await press(["Control", "Enter"]);
    await waitForSteps(["Maria Silva <maria@cliente.example>|joe@cliente.example||"]);
    await contains(".o-mail_switchboard-recipients", { count: 0 });
    await contains(".o-mail_switchboard-to");
});

test("typed addresses are told apart, and what is none stays in", () => {
    const read = (text) =>
        splitAddresses(text).map(({ name, email, isValid }) => [name, email, isValid].join("|"));
    expect(read('"Joe, the boss" <j@x.example>; Maria Silva <m@x.example>')).toEqual([
        "Joe, the boss|j@x.example|true",
        "Maria Silva|m@x.example|true",
    ]);
    expect(read("a@x.example b@x.example\nA@x.example")).toEqual([
        "|a@x.example|true",
        "|b@x.example|true",
    ]);
    for (const wrong of ["joe", "joe@", "joe@localhost", "two words@x.example", "@x.example"]) {
        expect(read(wrong)).toEqual([`|${wrong}|false`]);
    }
    expect(read("bücher@bücher.example")).toEqual(["|bücher@bücher.example|true"]);
    expect(read(" ,; ")).toEqual([]);
});

test("a wrong address and nobody in To are told where they are; nothing is sent", async () => {
    await openConversation();
    await click(".o-mail_switchboard-changeRecipients");
    await insertText(field("cc"), "joe@,");
    await contains("[data-name='cc'] [role='alert']", {
        text: "“joe@” is not an email address. Write it like name@example.com.",
    });
    await insertText(INPUT, "Hello");
    await press(["Control", "Enter"]);
    await contains(INPUT, { value: "Hello" });
    await click("[data-name='cc'] button[title='Remove joe@']");
    await contains("[data-name='cc'] [role='alert']", { count: 0 });
    await click("[data-name='to'] button[title='Remove Maria Silva']");
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await contains("[data-name='to'] [role='alert']", {
        text: "Nobody stands in “To”. Give at least one address there.",
    });
    await insertText(field("to"), "sue@cliente.example,");
    await contains("[data-name='to'] [role='alert']", { count: 0 });
    await waitForSteps([]);
    await focus(INPUT);
    await press(["Control", "Enter"]);
    await waitForSteps(["sue@cliente.example|||"]);
});

test("contacts are found while one types; the typed address comes first", async () => {
    await openConversation();
    MockServer.env["res.partner"].create({ name: "Joe Boss", email: "joe.boss@x.example" });
    await click(".o-mail_switchboard-changeRecipients");
    await insertText(field("cc"), "joe");
    await click(".o-autocomplete--dropdown-item", { text: "Joe Boss <joe.boss@x.example>" });
    await contains(tag("cc"), { text: "Joe Boss" });
    await insertText(field("cc"), "joe@x.example");
    await contains(".o-autocomplete--dropdown-item:first", { text: "joe@x.example" });
    await click("[data-name='cc'] button[title='Add another address']");
    await contains(tag("cc"), { count: 2 });
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
    await contains(`${tag("to")}[title='Real <real@cliente.example>']`);
    await contains(tag("cc"), { text: "joe@cliente.example" });
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
    await insertText(field("cc"), "joe@cliente.example,");
    await click("[title='More Actions']");
    await click(".o-dropdown-item:contains('Open Full Composer')");
    await waitForSteps(["mail.compose.message|Re: Offer|joe@cliente.example"]);
});
