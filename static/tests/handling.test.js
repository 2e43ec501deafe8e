import {
    click,
    contains,
    insertText,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {
    createColleague,
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    sendLineNote,
} from "@mail_switchboard/../tests/switchboard_test_helpers";
import { ageText } from "@mail_switchboard/handling/age";
import { usualTimes } from "@mail_switchboard/handling/snooze_dialog";

import { describe, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";

import { MockServer, patchTranslations } from "@web/../tests/web_test_helpers";

const { DateTime } = luxon;

describe.current.tags("desktop");
defineSwitchboardModels();

const header = ".o-mail-DiscussContent-header";
const bar = ".o-mail_switchboard-ConversationBar";

async function openOne(values = {}) {
    await startServer();
    const channelId = createConversation(createLine(), values);
    createMail(channelId);
    const colleagueId = createColleague("Sara Lind");
    await start();
    await openDiscuss(channelId);
    await contains(bar);
    return { channelId, colleagueId };
}

test("done, and open again", async () => {
    await openOne();
    await click(`${header} [title='Done']`);
    await contains(`${bar} .o-mail_switchboard-done`);
    await contains(".o-mail_switchboard-isDone[title='Done']");
    await click(`${header} [title='Open again']`);
    await contains(`${bar} .o-mail_switchboard-done`, { count: 0 });
});

test("snoozed for an hour", async () => {
    await openOne();
    await click(`${header} [title='Snooze']`);
    await click(".o-mail_switchboard-SnoozeDialog button:contains(In an hour)");
    await contains(`${bar} .o-mail_switchboard-snoozed:contains(Snoozed until)`);
    await contains(".o-mail_switchboard-isSnoozed");
    await click(`${header} [title='Open again']`);
    await contains(`${bar} .o-mail_switchboard-snoozed`, { count: 0 });
});

test("assigned to a colleague, found by name", async () => {
    await openOne();
    await click(`${bar} .o-mail_switchboard-assignee`, { text: "Nobody's" });
    await insertText(".o-mail_switchboard-AssignDialog input", "sara");
    await contains(".o-mail_switchboard-AssignDialog .list-group-item", { count: 1 });
    await click(".o-mail_switchboard-AssignDialog .list-group-item", { text: "Sara Lind" });
    await contains(`${bar} .o-mail_switchboard-assignee`, { text: "Sara Lind" });
    await click(`${header} [title='Assign']`);
    await click("button", { text: "Assign to nobody" });
    await contains(`${bar} .o-mail_switchboard-assignee`, { text: "Nobody's" });
});

test("what a colleague decides is seen at once", async () => {
    const { channelId, colleagueId } = await openOne();
    const { env } = MockServer;
    env["discuss.channel"].action_switchboard_assign([channelId], colleagueId);
    await contains(`${bar} .o-mail_switchboard-assignee`, { text: "Sara Lind" });
});

test("who only reads decides nothing", async () => {
    await startServer();
    const channelId = createConversation(createLine({ can_send: false }));
    createMail(channelId);
    await start();
    await openDiscuss(channelId);
    await contains(`${bar} .o-mail_switchboard-assignee:disabled`);
    for (const title of ["Done", "Snooze", "Assign"]) {
        await contains(`${header} [title='${title}']`, { count: 0 });
    }
});

test("how long the customer has been waiting", async () => {
    mockDate("2026-01-02 13:30:00", 0);
    await openOne({ switchboard_unanswered_since: "2026-01-02 10:00:00" });
    await contains(`${bar} .o-mail_switchboard-waiting`, { text: "Waiting for 3 h" });
});

test("ages are short", () => {
    patchTranslations();
    const ago = (duration) => String(ageText(DateTime.now().minus(duration)));
    expect(ago({ seconds: 5 })).toBe("0 min");
    expect(ago({ minutes: 59, seconds: 30 })).toBe("59 min");
    expect(ago({ hours: 47 })).toBe("47 h");
    expect(ago({ days: 12 })).toBe("12 d");
    expect(ago({ minutes: -5 })).toBe("0 min");
});

test("usual times to snooze until lie ahead", () => {
    for (const day of [1, 2, 3, 4, 5, 6, 7]) {
        const now = DateTime.fromObject({ year: 2026, month: 6, day, hour: 8 });
        const [, , morning, monday] = usualTimes(now).map(({ at }) => at);
        expect(morning.diff(now, "hours").hours).toBe(25);
        expect(monday.weekday).toBe(1);
        expect(monday > now).toBe(true);
        expect(monday.diff(now, "days").days).toBeLessThan(8);
    }
});

test("what is assigned to oneself is told, with a way there", async () => {
    await startServer();
    const lineId = createLine();
    const shownId = createConversation(lineId, { name: "Somebody" });
    const otherId = createConversation(lineId, { name: "Maria Silva" });
    createMail(otherId);
    await start();
    await openDiscuss(shownId);
    sendLineNote(otherId, "mail_switchboard/told", { about: "assigned" });
    await contains(".o_notification:contains(conversation with Maria Silva was assigned)");
    await click(".o_notification button", { text: "Open" });
    await contains(".o-mail-DiscussContent-threadName[title='Maria Silva']");
});
