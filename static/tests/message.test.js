import { contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";

describe.current.tags("desktop");
defineSwitchboardModels();

async function openWith(...mails) {
    await startServer();
    const channelId = createConversation(createLine());
    for (const mail of mails) {
        createMail(channelId, mail);
    }
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: mails.length });
}

test("the subject is shown where it changes", async () => {
    await openWith(
        { subject: "Offer", date: "2026-01-01 10:00:00" },
        { subject: "Re: Offer", date: "2026-01-01 10:01:00" },
        { subject: "AW: Re: offer", date: "2026-01-01 10:02:00" },
        { subject: "Roof", date: "2026-01-01 10:03:00" }
    );
    expect(queryAllTexts(".o-mail_switchboard-messageSubject")).toEqual(["Offer", "Roof"]);
    await contains("em", { text: "Subject:", count: 0 });
});

test("two mails within five minutes stay two", async () => {
    await openWith({ date: "2026-01-01 10:00:00" }, { date: "2026-01-01 10:01:00" });
    await contains(".o-mail-Message-author", { count: 2, text: "maria@cliente.example" });
});

test("Cc and labels are shown", async () => {
    await openWith(
        { switchboard_cc: "joao@cliente.example", date: "2026-01-01 10:00:00" },
        { switchboard_label: "auto_reply", date: "2026-01-02 10:00:00" }
    );
    await contains(".o-mail_switchboard-cc", { text: "Cc joao@cliente.example" });
    await contains(".o-mail_switchboard-label", { text: "Automatic reply" });
    await contains("[aria-label='Message received']", { count: 2 });
});

test("a wide mail scrolls inside its bubble and leaves the composer in sight", async () => {
    await openWith({ body: '<table width="3000"><tr><td>wide</td></tr></table>' });
    const content = queryOne(".o-mail-DiscussContent").getBoundingClientRect();
    const composer = queryOne(".o-mail-Composer").getBoundingClientRect();
    expect(composer.right).toBeLessThan(content.right + 1);
});
