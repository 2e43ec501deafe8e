import { click, contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import { defineSwitchboardModels } from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

test("a new address offers to look for earlier mail, and opens the dialog", async () => {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Maria" });
    onRpc("res.partner", "action_switchboard_earlier", ({ args }) => {
        expect.step(args[0]);
        return { type: "ir.actions.act_window_close" };
    });
    await start();
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail_switchboard/earlier_mail", {
        partner_id: partnerId,
        emails: ["maria@cliente.example"],
    });
    await contains(".o_notification", {
        text: "Look for earlier mail with maria@cliente.example in your lines?",
    });
    await click(".o_notification button", { text: "Look" });
    await expect.waitForSteps([[partnerId]]);
    await contains(".o_notification", { count: 0 });
});
