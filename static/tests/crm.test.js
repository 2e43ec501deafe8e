import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";

import { asyncStep, mockService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const bar = ".o-mail_switchboard-ConversationBar";
const ACTION = { type: "ir.actions.act_window", res_model: "crm.lead", views: [[false, "form"]] };

/** Opens a conversation whose head shows these links; its actions become steps. */
async function openWith(links) {
    onRpc("discuss.channel", "switchboard_links", () => ({
        contacts: [],
        missing: [],
        deals: [],
        ask: [],
        can_create_contact: false,
        can_create_deal: false,
        sharing: false,
        ...links,
    }));
    mockService("action", {
        doAction(action) {
            const isOurs = action.res_model === "crm.lead" || typeof action === "string";
            return isOurs ? asyncStep(action.res_id ?? action) : super.doAction(...arguments);
        },
    });
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId);
    await start();
    await openDiscuss(channelId);
    await contains(`${bar} [name='crm_menu']`);
}

test("the deals of a conversation stand in its head and open", async () => {
    await openWith({ deals: [{ id: 7, name: "Roof 12 kW" }] });
    await click(`${bar} [name='deal']`, { text: "Roof 12 kW" });
    await waitForSteps([7]);
});

test("of several open deals one is chosen", async () => {
    onRpc("discuss.channel", "switchboard_set_deal", ({ args }) => {
        asyncStep(`deal ${args[1]}`);
        return true;
    });
    await openWith({
        ask: [
            { id: 7, name: "Roof" },
            { id: 8, name: "Wall" },
        ],
    });
    await click(`${bar} [name='which_deal']`);
    await click(".o-dropdown-item", { text: "Wall" });
    await waitForSteps(["deal 8"]);
});

test("a deal is created once, however often one clicks", async () => {
    const created = new Deferred();
    onRpc("discuss.channel", "switchboard_create_deal", async () => {
        asyncStep("create");
        await created;
        return { ...ACTION, res_id: 9 };
    });
    await openWith({ can_create_deal: true });
    for (let i = 0; i < 2; i++) {
        await click(`${bar} [name='crm_menu']`);
        await click(".o-switchboard-create-deal");
    }
    await waitForSteps(["create"]);
    created.resolve();
    await waitForSteps([9]);
});

test("a stranger becomes a contact, or is linked to one", async () => {
    await openWith({ missing: ["maria@cliente.example"], can_create_contact: true });
    await click(`${bar} [name='crm_menu']`);
    await contains(".o-switchboard-create-contact");
    await click(".o-switchboard-link-contact");
    await waitForSteps(["mail_switchboard.link_contact_action"]);
});

test("only who manages the line decides what is shared", async () => {
    onRpc("discuss.channel", "switchboard_set_sharing", ({ args }) => {
        asyncStep(args[1]);
        return true;
    });
    await openWith({ sharing: "" });
    await click(`${bar} [name='sharing']`);
    await contains(".o-dropdown-item.selected", { text: "As the line" });
    await click(".o-dropdown-item", { text: "Also the subject" });
    await waitForSteps(["subject"]);
});

test("others are not offered to share", async () => {
    await openWith({});
    await contains(`${bar} [name='sharing']`, { count: 0 });
    expect(`${bar} [name='which_deal']`).toHaveCount(0);
});
