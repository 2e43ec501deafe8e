import {
    contains,
    insertText,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";

describe.current.tags("desktop");
defineSwitchboardModels();

test("Ctrl-K finds conversations by name, address and subject", async () => {
    await startServer();
    createConversation(createLine(), { switchboard_subject: "Offer for the roof" });
    await start();
    await openDiscuss();
    await contains(".o-mail-DiscussSidebarChannel-itemName", { text: "Maria Silva" });
    for (const [term, name] of [
        ["Maria S", "Maria Silva"],
        ["cliente.example", "Maria Silva – maria@cliente.example"],
        ["the roof", "Maria Silva – Offer for the roof"],
    ]) {
        await press(["Control", "k"]);
        await insertText(".o_command_palette_search input", `@${term}`, { replace: true });
        await contains(".o_command", { text: name });
        await press("Escape");
        await contains(".o_command_palette", { count: 0 });
    }
});
