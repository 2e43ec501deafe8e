import {
    click,
    contains,
    focus,
    insertText,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, press, queryAll, queryOne } from "@odoo/hoot-dom";

import { getService, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const INPUT = ".o-mail-Composer-input";
const CONTROLS = "a[href], button, input, select, summary, textarea, [tabindex='0']";

/** What a screen reader calls a control; a placeholder is no name. */
function nameOf(el) {
    const [label] = el.labels ?? [];
    const labelText = label?.querySelector("span")?.innerText || label?.innerText;
    const icon = el.querySelector("[role='img'][aria-label], img[alt]:not([alt=''])");
    const text = el.matches("input, select, textarea") ? "" : el.innerText.trim();
    return (
        el.ariaLabel || labelText?.trim() || text || icon?.ariaLabel || icon?.alt || el.title || ""
    );
}

function expectNamed(root) {
    const nameless = queryAll(CONTROLS, { root: queryOne(root), visible: true })
        .filter((el) => !el.disabled && !nameOf(el))
        .map((el) => el.outerHTML);
    expect(nameless).toEqual([]);
}

async function openConversation() {
    await startServer();
    const channelId = createConversation(createLine());
    createLine({ name: "Support", address: "help@ours.example" });
    createMail(channelId, { subject: "Offer" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    return getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
}

/** Goes on with Tab until something of this name is reached. */
async function tabTo(last) {
    const names = [nameOf(document.activeElement)];
    while (names.at(-1) !== last && names.length < 30) {
        await press("Tab");
        await animationFrame();
        names.push(nameOf(document.activeElement));
    }
    return names;
}

test("one writes, addresses and sends an email without a mouse", async () => {
    const { composer } = await openConversation();
    composer.switchboardSendAt = "2099-01-01 09:00:00";
    await insertText(INPUT, "Hello");
    await contains(".o-mail_switchboard-signatureToggle");
    await focus(".o-mail_switchboard-changeRecipients");
    await press("Enter");
    await contains("[data-name='to'] input:focus");
    const header = await tabTo("Your signature …");
    expect(header).toEqual([
        "To",
        "Add another address",
        "Cc",
        "Add another address",
        "Bcc",
        "Add another address",
        "Write to everybody in the conversation",
        "From",
        "Subject",
        "Send it without waiting",
        "Your signature …",
    ]);
    await press("Enter");
    await contains(".o-mail_switchboard-signature");
    await focus(".o-mail_switchboard-subject");
    await press("Enter");
    await contains(`${INPUT}:focus`);
    const buttons = await tabTo("Send the email (Ctrl Enter)");
    expect(buttons.at(-1)).toBe("Send the email (Ctrl Enter)");
    expect(buttons).toInclude("Send later");
});

test("what disappears under the keyboard leaves the focus in the composer", async () => {
    const { composer } = await openConversation();
    composer.switchboardSendAt = "2099-01-01 09:00:00";
    await focus(".o-mail_switchboard-changeRecipients");
    await press("Enter");
    await focus("[data-name='to'] .badge button");
    await press("Enter");
    await contains("[data-name='to'] input:focus");
    await focus(".o-mail_switchboard-everybody");
    await press("Enter");
    await contains(".o-mail_switchboard-recipients", { count: 0 });
    await contains(`${INPUT}:focus`);
    await focus(".o-mail_switchboard-ChosenTime button");
    await press("Enter");
    await contains(".o-mail_switchboard-ChosenTime", { count: 0 });
    await contains(`${INPUT}:focus`);
});

test("a message is stopped without a mouse", async () => {
    await openConversation();
    await insertText(INPUT, "A hasty answer");
    await press(["Control", "Enter"]);
    await contains(".o-mail-Message [data-state='queued']");
    await focus(".o-mail_switchboard-eye");
    expect(nameOf(document.activeElement)).toBe("Show how this message is sent");
    await press("Enter");
    await contains(".o-mail_switchboard-OutgoingCard");
    await tabTo("Stop sending");
    await press("Enter");
    await contains(".o-mail-Message [data-state='stopped']");
    await contains(INPUT, { value: "A hasty answer" });
    await contains(`${INPUT}:focus`);
});

test("every control has a name", async () => {
    onRpc("discuss.channel", "get_switchboard_details", () => ({
        people: [{ name: "", email: "maria@cliente.example", partner_id: false }],
        records: [{ model: "project.task", id: 8, name: "Order tiles", label: "Task" }],
        answering: [{ id: 2, name: "Ben Ortiz", partner_id: 3 }],
        others: [],
    }));
    await openConversation();
    await insertText(INPUT, "An answer");
    await press(["Control", "Enter"]);
    await contains(".o-mail-Message [data-state='queued']");
    await click(".o-mail_switchboard-changeRecipients");
    await contains(".o-mail_switchboard-recipients");
    await click(".o-mail-DiscussContent-header [title='About this conversation']");
    await contains(".o-mail_switchboard-DetailsPanel");
    await contains(".o-mail_switchboard-ConversationBar [name='record']");
    expectNamed(".o-mail_switchboard-ConversationBar");
    expectNamed(".o-mail_switchboard-DetailsPanel");
    expectNamed(".o-mail-DiscussContent-header");
    expectNamed(".o-mail-Thread");
    expectNamed(".o-mail-Composer");
    await click(".o-mail_switchboard-eye");
    await contains(".o-mail_switchboard-OutgoingCard");
    expectNamed(".modal");
    await click(".modal button", { text: "Close" });
    await click("[title='Send later']");
    await contains(".o-mail_switchboard-SendLater");
    expectNamed(".modal");
});

test("a line's conversations are searched and filtered without a mouse", async () => {
    await openConversation();
    await focus(".o-mail-DiscussSidebarCategory:contains('Sales') [title*='Search']");
    await press("Enter");
    await contains(".o-mail_switchboard-LineSearchInput input:focus");
    expectNamed(".o-mail_switchboard-LineSearchInput");
    await press("Tab");
    await contains(".o-mail_switchboard-only:focus");
    await press("Escape");
    await contains(".o-mail_switchboard-LineSearchInput", { count: 0 });
});
