import { contains, openFormView, start, startServer } from "@mail/../tests/mail_test_helpers";
import { switchboardModels } from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";

import {
    defineModels,
    defineParams,
    fields,
    models,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

class Mailbox extends models.Model {
    _name = "switchboard.mailbox";

    name = fields.Char();
    count = fields.Integer();
    progress = fields.Integer();
    progress_text = fields.Char();
    line_id = fields.Many2one({ relation: "switchboard.line" });
    grant_ids = fields.One2many({ relation: "switchboard.grant" });
}

class Grant extends models.Model {
    _name = "switchboard.grant";

    name = fields.Char({ required: true });
    level = fields.Char();
}

describe.current.tags("desktop");
defineParams({ suite: "mail_switchboard" }, "replace");
defineModels({ ...switchboardModels, Mailbox, Grant });

const FORM = `
    <form>
        <field name="line_id" invisible="1"/>
        <field name="name"/>
        <field name="count"/>
        <field name="progress_text" widget="switchboard_progress"/>
        <field name="grant_ids">
            <list editable="bottom"><field name="name"/><field name="level"/></list>
        </field>
    </form>`;

async function openForm() {
    const pyEnv = await startServer();
    const lineId = pyEnv["switchboard.line"].create({ name: "Sales" });
    const grantId = pyEnv["switchboard.grant"].create({ name: "Ben", level: "all" });
    const resId = pyEnv["switchboard.mailbox"].create({
        name: "Sales",
        progress_text: "0 messages",
        line_id: lineId,
        grant_ids: [grantId],
    });
    await start();
    await openFormView("switchboard.mailbox", resId, { arch: FORM });
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    const tell = (done, total) =>
        pyEnv["bus.bus"]._sendone(partner, "mail_switchboard/progress", {
            line_id: lineId,
            done,
            total,
        });
    return { pyEnv, tell, resId, grantId };
}

test("a sync shows how far it is, and at its end what came of it", async () => {
    const { pyEnv, tell, resId, grantId } = await openForm();
    tell(3, 10);
    await contains("[name=progress_text]", { text: "3 of 10" });
    pyEnv["switchboard.mailbox"].write([resId], { count: 7, progress_text: "7 messages" });
    pyEnv["switchboard.grant"].write([grantId], { level: "own" });
    tell(0, 0);
    await contains("[name=progress_text]", { text: "7 messages" });
    expect("[name=count] input").toHaveValue("7");
    expect(queryAllTexts("[name=grant_ids] .o_data_cell")).toEqual(["Ben", "own"]);
});

test("what is typed and a row that is being added outlive the end of a sync", async () => {
    const { pyEnv, tell, resId } = await openForm();
    await click("[name=name] input");
    await edit("Sales and more");
    pyEnv["switchboard.mailbox"].write([resId], { count: 7, name: "Named elsewhere" });
    const reading = new Deferred();
    onRpc("switchboard.mailbox", "web_read", async ({ parent }) => {
        await reading;
        return parent();
    });
    tell(0, 0);
    await click("[name=grant_ids] .o_field_x2many_list_row_add a");
    await contains("[name=grant_ids] .o_selected_row [name=name] input");
    reading.resolve();
    await contains("[name=count] input", { value: "7" });
    expect("[name=grant_ids] .o_selected_row [name=name] input").toHaveCount(1);
    expect("[name=name] input:first").toHaveValue("Sales and more");
});
