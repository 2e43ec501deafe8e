import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { asyncStep, mockService, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

const bar = ".o-mail_switchboard-ConversationBar";

async function openWith(details = {}) {
    const pyEnv = await startServer();
    const lineId = createLine();
    const channelId = createConversation(lineId);
    const otherId = createConversation(lineId, { name: "Maria and Joao" });
    createMail(channelId);
    const partnerId = pyEnv["res.partner"].create({
        name: "Maria of the contacts",
        email: "maria@cliente.example",
        phone: "+49 30 1234567",
    });
    onRpc("discuss.channel", "get_switchboard_details", () => ({
        people: [
            { name: "Maria Silva", email: "maria@cliente.example", partner_id: partnerId },
            { name: "", email: "unknown@x.example", partner_id: false },
        ],
        records: [{ model: "crm.lead", id: 7, name: "Roof 12 kW", label: "Deal" }],
        answering: [{ id: 2, name: "Ben Ortiz", partner_id: 3 }],
        others: [
            {
                id: otherId,
                name: "Maria and Joao",
                line: "Support",
                subject: "Broken",
                date: "2026-01-01 09:00:00",
            },
        ],
        ...details,
    }));
    await start();
    await openDiscuss(channelId);
    await contains(bar);
}

test("counterparts open the cards of their contacts", async () => {
    await openWith();
    await click(`${bar} .o-mail_switchboard-Counterpart`, { text: "Maria Silva" });
    await contains(".o_avatar_card:contains(Maria of the contacts)");
});

test("who is no contact can become one", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model === "res.partner") {
                asyncStep(action.context.default_email);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openWith();
    await click(`${bar} .o-mail_switchboard-Counterpart`, { text: "unknown@x.example" });
    await click(".o-mail_switchboard-UnknownCard button", { text: "Create a contact" });
    await waitForSteps(["unknown@x.example"]);
});

test("the panel tells what stands around", async () => {
    await openWith();
    await click(".o-mail-DiscussContent-header [title='About this conversation']");
    const panel = ".o-mail_switchboard-DetailsPanel";
    await contains(`${panel}:contains(Ben Ortiz)`);
    await contains(`${panel}:contains(Roof 12 kW)`);
    await click(".o-mail_switchboard-others button:contains(Broken)");
    await contains(".o-mail-DiscussContent-threadName[title='Maria and Joao']");
});

test("the head names every linked record, with the name of its model", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model === "project.task") {
                asyncStep(`open ${action.res_id}`);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openWith({
        records: [
            { model: "crm.lead", id: 7, name: "Roof 12 kW", label: "Deal" },
            { model: "project.task", id: 8, name: "Order tiles", label: "Task" },
        ],
    });
    await contains(`${bar} [name='record'][title='Deal']`, { text: "Roof 12 kW" });
    await click(`${bar} [name='record'][title='Task']`, { text: "Order tiles" });
    await waitForSteps(["open 8"]);
});

test("empty parts of the panel say so", async () => {
    await openWith({ records: [], answering: [], others: [] });
    await click(".o-mail-DiscussContent-header [title='About this conversation']");
    await contains(".o-mail_switchboard-DetailsPanel:contains(Linked to nothing)");
    await contains(".o-mail_switchboard-DetailsPanel:contains(Nobody of us has written)");
    await contains(".o-mail_switchboard-DetailsPanel:contains(There are no others)");
    expect(".o-mail_switchboard-others button").toHaveCount(0);
});

test("stock panels for files and search are there", async () => {
    await openWith();
    await contains(".o-mail-DiscussContent-header [title='Attachments']");
    await contains(".o-mail-DiscussContent-header [title='Search Messages']");
});
